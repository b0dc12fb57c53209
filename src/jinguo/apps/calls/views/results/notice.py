"""Plan a public notice with its days before one's eyes, post it, take it down."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jinguo.apps.calls import access, following, outcome, paperwork, permissions, queries
from jinguo.apps.calls.actions import results as actions
from jinguo.apps.calls.actions.notices import GoingOn
from jinguo.apps.calls.forms.results import NoticeForm, WithdrawForm, refuse
from jinguo.apps.calls.models import Call
from jinguo.apps.calls.states import CallState
from jinguo.apps.calls.views.results.listing import standing
from jinguo.apps.clock import now, today
from jinguo.errors import Refused
from jinguo.reasons import Verdict
from jinguo.standards.workdays import CalendarUnknown


@require_http_methods(["GET", "HEAD", "POST"])
def post_notice(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The form with the live preview; posting is its one button."""
    call = access.call_for_officer(request.user, uid)
    if not _may_post(request, call).ok:
        return redirect("calls:results", call.uid)
    form = NoticeForm(request.POST or None, initial=_proposal(call), stages=call.procedure_read.notices)
    if request.method == "POST" and form.is_valid() and "preview" not in request.POST:
        try:
            notice = actions.post_notice(call=call, by=request.user, **form.cleaned_data)
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(
                request, _("The notice is posted. Its last day is %(day)s.") % {"day": notice.last_day}
            )
            return redirect("calls:results", call.uid)
    values = form.cleaned_data if form.is_bound and form.is_valid() else _proposal(call)
    context = {
        "call": call,
        "tabs": following.tabs(call, "calls:results"),
        "form": form,
        "preview_url": reverse("calls:notice_preview", args=[call.uid]),
        "back_url": reverse("calls:results", args=[call.uid]),
    }
    return render(request, "calls/results/notice.html", context | planned(call, values))


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The piece of the page that follows what she types; nothing is written, a POST only holds long texts."""
    call = access.call_for_officer(request.user, uid)
    form = NoticeForm(request.POST or request.GET)
    form.is_valid()
    values = _proposal(call) | form.cleaned_data
    return render(request, "calls/results/_plan.html", {"call": call} | planned(call, values))


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take the notice down, with a reason."""
    call = access.call_for_officer(request.user, uid)
    notice = standing(call)
    back = (notice.after_round and following.address("reviews:board", call)) or reverse(
        "calls:results", args=[call.uid]
    )
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw_notice(notice=notice, reason=form.cleaned_data["reason"], by=request.user)
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("The notice is taken down. A new one starts its days anew."))
            return redirect(back)
    context = {
        "call": call,
        "tabs": following.tabs(call, "calls:results"),
        "form": form,
        "notice": notice,
        "back_url": back,
    }
    return render(request, "calls/results/withdraw.html", context)


def _may_post(request: HttpRequest, call: Call) -> Verdict:
    """Whether a notice may be posted now: of a list just decided, or the next one of several."""
    if call.state != CallState.ON_NOTICE:
        return permissions.may_post_notice(request.user, call, None, 0, now(), left=0)
    return permissions.may_post_notice(
        request.user,
        call,
        queries.standing_notice(call, after_round=0),
        queries.open_objections(call),
        now(),
        left=len(queries.stages_left(call)),
    )


def _proposal(call: Call) -> dict[str, Any]:
    selection = outcome.current_selection(call)
    chosen = selection.entries.filter(chosen=True).count() if selection else 0
    return {
        "title": paperwork.default_notice_title(call),
        "text": paperwork.default_notice_text(call, chosen),
        "posted_on": today(call.organiser.time_zone),
        "order": "surname_strokes",
        "stage": _next_stage(call),
    }


def _next_stage(call: Call) -> str:
    """The first of the call's stages that no notice stands for; the last one when all do."""
    stages = call.procedure_read.notices
    left = queries.stages_left(call) if len(stages) > 1 else []
    return next(iter(left), stages[-1] if stages else "")


def planned(call: Call, values: dict[str, Any], going_on: GoingOn | None = None) -> dict[str, Any]:
    """What the preview shows: the plan, or the reasons why there is none."""
    first: date = values["posted_on"]
    try:
        plan = actions.plan_notice(call, posted_on=first, order=values["order"], going_on=going_on)
    except Refused as refused:
        return {
            "refused": refused.reasons,
            "unknown_calendar": isinstance(refused, CalendarUnknown),
            "calendar_url": following.site_address("organisations:calendar"),
        }
    sheet = outcome.planned_sheet(
        call,
        plan.shown,
        title=values["title"],
        text=values["text"],
        first_day=first,
        last_day=plan.last_day,
        order=values["order"],
    )
    return {"plan": plan, "sheet": sheet}
