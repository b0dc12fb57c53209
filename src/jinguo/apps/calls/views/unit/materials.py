"""Materials on the nomination page: added, put in order, taken away; a piece for scripts, a redirect
without.
"""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from jinguo.apps.calls import access
from jinguo.apps.calls.actions import materials
from jinguo.apps.calls.models import Nomination
from jinguo.apps.calls.views.unit.page import context_of, wishes_of
from jinguo.errors import Refused


@require_POST
def add(request: HttpRequest, uid: UUID, key: str) -> HttpResponse:
    found = access.nomination_for_liaison(request.user, uid)
    code = request.POST.get("code", "")
    upload, posted = request.POST.get("upload", ""), request.FILES.getlist("file")
    more = {"by": request.user, "code": code, "replaces": request.POST.get("replaces", "")}
    if upload:
        materials.add_upload(nomination=found, key=key, upload=upload, **more)
    for stream in posted:
        materials.add_file(nomination=found, key=key, stream=stream, name=stream.name or "", **more)
    if not upload and not posted:
        raise Refused.because("no_file_chosen")
    return _answer(request, found, key)


@require_POST
def remove(request: HttpRequest, uid: UUID) -> HttpResponse:
    material = access.material_for_liaison(request.user, uid)
    materials.remove(material=material, by=request.user)
    return _answer(request, material.nomination, material.spec_key)


@require_POST
def move(request: HttpRequest, uid: UUID) -> HttpResponse:
    material = access.material_for_liaison(request.user, uid)
    materials.move(material=material, by=request.user, up=request.POST.get("to") == "up")
    return _answer(request, material.nomination, material.spec_key)


@require_POST
def code(request: HttpRequest, uid: UUID) -> HttpResponse:
    material = access.material_for_liaison(request.user, uid)
    materials.name_print(material=material, code=request.POST.get("code", ""), by=request.user)
    return _answer(request, material.nomination, material.spec_key)


def _answer(request: HttpRequest, found: Nomination, key: str) -> HttpResponse:
    if not request.htmx and not request.headers.get("X-Requested-With"):
        return redirect(reverse("calls:unit_nomination", args=[found.uid]) + f"#material-{key}")
    found = access.nomination_for_liaison(request.user, found.uid)
    context = context_of(request, found, only=())
    wish = next((one for one in wishes_of(found) if one.key == key), None)
    last = found.prints.order_by("-printed_at").first()
    context |= {"wish": wish, "last_print": last, "with_panel": True}
    return render(request, "calls/unit/_wish.html", context)
