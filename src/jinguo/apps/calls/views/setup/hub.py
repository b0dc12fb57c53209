"""The steps at a glance, the last look, and opening."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jinguo.apps.calls import access, panels, permissions, setting_up
from jinguo.apps.calls.actions import opening
from jinguo.apps.calls.models import Call
from jinguo.apps.calls.states import CallState, may
from jinguo.apps.calls.views.setup import steps
from jinguo.apps.organisations.queries import liaisons_of
from jinguo.engines.forms import Field
from jinguo.errors import Refused


def hub(request: HttpRequest, uid: UUID) -> HttpResponse:
    call = access.call_for_officer(request.user, uid)
    found = setting_up.of(call)
    done = sum(step.complete for step in found.steps)
    context = {
        "call": call,
        "found": found,
        "rail": steps.rail(call, found),
        "done": done,
        "total": len(found.steps),
        "is_draft": call.state == CallState.DRAFT,
        "may_cancel": may(call, "cancel_call"),
        "panels": panels.of(request, call),
        "crumbs": steps.crumbs(call, _("Set-up")),
        **_summaries(call),
    }
    return render(request, "calls/setup/hub.html", context)


def check(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Everything that is missing, what the public will see, and who will be told: before the one button."""
    call = access.call_for_officer(request.user, uid)
    found = setting_up.of(call)
    told = list(liaisons_of(list(call.invitees.values_list("organisation_id", flat=True))))
    context = {
        "call": call,
        "found": found,
        "rail": steps.rail(call, found),
        "wanting": [entry for entry in steps.rail(call, found) if entry["step"].findings],
        "told": told[:8],
        "told_count": len(told),
        "told_units": found.invited - found.without_liaison,
        "is_draft": call.state == CallState.DRAFT,
        "crumbs": steps.crumbs(call, _("Check and open")),
        **_summaries(call),
    }
    return render(request, "calls/setup/check.html", context)


@require_POST
def open_call(request: HttpRequest, uid: UUID) -> HttpResponse:
    call = access.call_for_officer(request.user, uid)
    if call.state == CallState.OPEN:  # a second click
        return redirect("calls:overview", call.uid)
    try:
        opening.open_call(call=call, by=request.user)
    except Refused:
        if call.state == CallState.DRAFT and opening.missing_before_opening(call):
            return redirect("calls:setup_check", call.uid)
        raise
    messages.success(request, _("The call is open. The units have been told."))
    return redirect("calls:overview", call.uid)


@require_POST
def cancel(request: HttpRequest, uid: UUID) -> HttpResponse:
    call = access.call_for_officer(request.user, uid)
    opening.cancel_call(call=call, reason=request.POST.get("reason", ""), by=request.user)
    messages.success(request, _("The call is cancelled. Nothing was deleted."))
    return redirect("calls:setup", call.uid)


def _summaries(call: Call) -> dict[str, object]:
    """What stands in the steps, in a line each."""
    kinds = dict.fromkeys(category.nominee_kind for category in call.categories.all()) or {"person": None}
    forms = [call.form_spec(kind) for kind in kinds]
    own: list[Field] = [field for form in forms for field in form.fields]
    return {
        "forms": forms,
        "field_count": len(own),
        "materials": call.material_specs(),
        "rules": call.eligibility.get("rules", []),
        "criteria": call.criteria,
        "full_marks": float(call.full_marks),
        "may_move_date": permissions.may_set(call, "closing_day"),
    }
