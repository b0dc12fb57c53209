"""A person added by hand: is she here already? If not, in she goes."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from jinguo.apps.registry import access, actions
from jinguo.apps.registry.forms.adding import PersonForm
from jinguo.apps.registry.same_person import Alike, Looking
from jinguo.errors import Refused
from jinguo.reasons import Reason


@never_cache
@sensitive_post_parameters("id_number", "phone", "email")
@sensitive_variables("form", "said")
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """The form; then who may be she already; then, where she says that it is another, the new person."""
    registry = access.people.registry_for(request)
    form = PersonForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, registry, form, status=422 if form.errors else 200)
    found = Looking(registry).alike(form.said())
    if found and request.POST.get("seen") != _seen(found):
        return _page(request, registry, form, found)
    try:
        made = actions.add_by_hand(
            organisation=registry,
            row=form.row(),
            source_name=form.cleaned_data["source"],
            by=request.user,
            others=[] if any(one.certain for one in found) else [one.entry for one in found],
        )
    except Refused as refused:
        return _page(request, registry, form, found, refused.reasons, status=409)
    messages.success(request, _("She stands in the registry now."))
    return redirect("registry:person", made.identity.uid)


def _seen(found: list[Alike]) -> str:
    """By which an answer to this list is told from one to another."""
    return ",".join(str(one.entry) for one in found)


def _page(
    request: HttpRequest,
    registry: object,
    form: PersonForm,
    found: list[Alike] | None = None,
    reasons: tuple[Reason, ...] = (),
    *,
    status: int = 200,
) -> HttpResponse:
    context = {
        "registry": registry,
        "form": form,
        "found": found or [],
        "seen": _seen(found or []),
        "certain": any(one.certain for one in found or []),
        "reasons": reasons,
    }
    return render(request, "registry/add.html", context, status=status)
