"""Steps that are one form: title and notice, dates, consent."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jinguo.apps.calls import access, presets, setting_up
from jinguo.apps.calls.actions import attachments, opening
from jinguo.apps.calls.forms.setup import BasicsForm, ConsentForm, DatesForm
from jinguo.apps.calls.forms.setup.step import StepForm, sentence
from jinguo.apps.calls.models import Call
from jinguo.apps.calls.views.setup import steps
from jinguo.apps.clock import now, today, told
from jinguo.apps.organisations.queries import calendar_overrides
from jinguo.errors import Refused
from jinguo.standards.dates import closing_instant
from jinguo.standards.workdays import notice_last_day


def basics(request: HttpRequest, uid: UUID) -> HttpResponse:
    call = access.call_for_officer(request.user, uid)
    form = BasicsForm(request.POST or None, request.FILES or None, call=call)
    if form.is_valid():
        try:
            changes = {**form.changes(), **_notice_file(request, form)}
            opening.change_call(
                call=call, changes=changes, seen_version=form.cleaned_data["seen_version"], by=request.user
            )
            return steps.onward(request, call, "basics")
        except Refused as refused:
            form.refuse(refused)
    context = {"form": form, "claims": setting_up.claims_in(call.title)}
    return steps.page(request, call, "basics", context, status=_status(form))


def dates(request: HttpRequest, uid: UUID) -> HttpResponse:
    call = access.call_for_officer(request.user, uid)
    if "preview" in request.POST or "preview" in request.GET:
        form = DatesForm(request.POST or request.GET, call=call)
        return render(request, "calls/setup/_dates_preview.html", {"preview": _dates_ahead(form)})
    form = DatesForm(request.POST or None, call=call)
    if form.is_valid() and written(request, call, form):
        return steps.onward(request, call, "dates")
    return steps.page(
        request, call, "dates", {"form": form, "preview": _dates_ahead(form)}, status=_status(form)
    )


def consent(request: HttpRequest, uid: UUID) -> HttpResponse:
    call = access.call_for_officer(request.user, uid)
    proposed = call.consent_text or presets.consent_text(call.organiser.name)
    form = ConsentForm(request.POST or None, call=call, initial={"consent_text": proposed})
    if form.is_valid() and written(request, call, form):
        return steps.onward(request, call, "consent")
    return steps.page(
        request, call, "consent", {"form": form, "is_proposal": not call.consent_text}, status=_status(form)
    )


def written(request: HttpRequest, call: Call, form: StepForm) -> bool:
    try:
        opening.change_call(
            call=call, changes=form.changes(), seen_version=form.cleaned_data["seen_version"], by=request.user
        )
    except Refused as refused:
        form.refuse(refused)
        return False
    return True


def _notice_file(request: HttpRequest, form: BasicsForm) -> dict[str, Any]:
    sent = form.cleaned_data.get("file")
    if sent:
        return {"notice_file": attachments.keep(sent, kind=attachments.NOTICE, by=request.user)}
    return {"notice_file": None} if form.cleaned_data.get("remove_file") else {}


def _dates_ahead(form: DatesForm) -> dict[str, Any]:
    """What the dates come to, in words: the closing instant, and a notice posted on a stated day."""
    call = form.looks_ahead
    zone = call.organiser.zone
    preview: dict[str, Any] = {"days": call.notice_days, "reference": call.reference_day or call.closing_day}
    if isinstance(call.closing_day, date):
        closes = closing_instant(call.closing_day, zone, includes_day=call.closing_includes_day)
        preview |= {"closes": told(closes, str(zone)), "past": closes <= now()}
    posted = today(str(zone))
    try:
        preview |= {
            "posted": posted,
            "last": notice_last_day(
                posted,
                call.notice_days,
                count_first=call.notice_counts_first_day,
                overrides=calendar_overrides(),
            ),
        }
    except (Refused, ValueError) as unknown:
        preview["unknown"] = [sentence(reason) for reason in getattr(unknown, "reasons", ())]
    return preview


def _status(form: StepForm) -> int:
    return 422 if form.is_bound and form.errors else 200
