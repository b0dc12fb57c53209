"""The nominees of a call who agreed to it go into the organiser's registry, in one step."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from jinguo.apps.calls import access, following, talents
from jinguo.apps.calls.actions import into_registry
from jinguo.errors import Refused
from jinguo.reasons import Reason


@require_http_methods(["GET", "HEAD", "POST"])
def into_talents(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Who comes, who may be there already, who is there, who does not come; then the step itself."""
    call = access.call_for_officer(request.user, uid)
    reasons: tuple[Reason, ...] = ()
    if request.method == "POST":
        try:
            run, left = into_registry.take_in(
                call=call, chosen=request.POST.getlist("chosen"), by=request.user
            )
        except Refused as refused:
            reasons = refused.reasons
        else:
            _tell(request, run.rows, left)
            return redirect("calls:into_talents", uid)
    context = {
        "call": call,
        "found": talents.talents_of(call),
        "reasons": reasons,
        "tabs": following.tabs(call, "calls:into_talents"),
    }
    return render(request, "calls/officer/into_talents.html", context, status=409 if reasons else 200)


def _tell(request: HttpRequest, count: int, left: int) -> None:
    messages.success(
        request,
        ngettext("%(n)d nominee taken in.", "%(n)d nominees taken in.", count) % {"n": count},
    )
    if left:
        messages.warning(
            request,
            ngettext(
                "%(n)d did not come: taken in already, withdrawn meanwhile, or erased at her own wish.",
                "%(n)d did not come: taken in already, withdrawn meanwhile, or erased at their own wish.",
                left,
            )
            % {"n": left},
        )
