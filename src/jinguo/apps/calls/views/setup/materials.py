"""What is to be uploaded, and what comes on paper."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jinguo.apps.calls import access, permissions
from jinguo.apps.calls.actions import opening
from jinguo.apps.calls.forms.setup import MaterialForm, PaperForm
from jinguo.apps.calls.forms.setup.materials import FORMATS
from jinguo.apps.calls.models import Call
from jinguo.apps.calls.views.setup import steps
from jinguo.apps.calls.views.setup.settings import written
from jinguo.engines.materials import MaterialSpec
from jinguo.errors import Refused, demand


def materials(request: HttpRequest, uid: UUID) -> HttpResponse:
    call = access.call_for_officer(request.user, uid)
    fixed = permissions.may_set(call, "materials")
    form = PaperForm(request.POST or None, call=call)
    if form.is_valid() and written(request, call, form):
        return steps.onward(request, call, "materials")
    context = {"form": form, "specs": call.material_specs(), "fixed": fixed.reasons, "kinds": list(FORMATS)}
    return steps.page(request, call, "materials", context, status=422 if form.errors else 200)


def material(request: HttpRequest, uid: UUID, kind: str, key: str = "") -> HttpResponse:
    """Change one wish, or with no key add one."""
    call = access.call_for_officer(request.user, uid)
    demand(permissions.may_set(call, "materials"))
    specs = call.material_specs()
    present = next((spec for spec in specs if spec.key == key), None)
    if kind not in FORMATS or (key and present is None):
        raise Http404
    form = MaterialForm(request.POST or None, call=call, kind=kind, spec=present)
    if form.is_valid():
        built = form.built({spec.key for spec in specs})
        kept = [built if spec.key == key else spec for spec in specs] if present else [*specs, built]
        if built and _kept(request, call, kept, form):
            messages.success(request, _("“%(label)s” is saved.") % {"label": built.label})
            return redirect("calls:setup_materials", call.uid)
    return steps.page(
        request,
        call,
        "materials",
        {"form": form, "kind": kind, "spec": present},
        template="calls/setup/material.html",
        status=422 if form.errors else 200,
    )


@require_POST
def remove(request: HttpRequest, uid: UUID, key: str) -> HttpResponse:
    call = access.call_for_officer(request.user, uid)
    kept = [spec.model_dump(mode="json") for spec in call.material_specs() if spec.key != key]
    seen = request.POST.get("seen_version", "")
    opening.change_call(
        call=call,
        changes={"materials": kept},
        seen_version=int(seen) if seen.isdigit() else 0,
        by=request.user,
    )
    return redirect("calls:setup_materials", call.uid)


def _kept(request: HttpRequest, call: Call, specs: list[MaterialSpec], form: MaterialForm) -> bool:
    try:
        opening.change_call(
            call=call,
            changes={"materials": [spec.model_dump(mode="json") for spec in specs]},
            seen_version=form.cleaned_data["seen_version"],
            by=request.user,
        )
    except Refused as refused:
        form.refuse(refused)
        return False
    return True
