"""Objections: what came in, who looks into it, how it ended."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jinguo.apps.calls import access, following, outcome, permissions, queries
from jinguo.apps.calls.actions import attachments, investigating
from jinguo.apps.calls.actions import objections as actions
from jinguo.apps.calls.forms.results import (
    CloseObjectionForm,
    EnterObjectionForm,
    InvestigationForm,
    refuse,
)
from jinguo.apps.calls.models import Investigation, Objection
from jinguo.apps.calls.views.results.listing import standing
from jinguo.apps.clock import today
from jinguo.apps.organisations.queries import calendar_overrides
from jinguo.errors import Refused, demand


@require_safe
def objections(request: HttpRequest, uid: UUID) -> HttpResponse:
    call = access.call_for_officer(request.user, uid)
    rows = outcome.desk_of(outcome.objections_of(call), calendar_overrides())
    page = Paginator(rows, 25).get_page(request.GET.get("page"))
    notice = queries.standing_notice(call)
    context = {"call": call, "tabs": following.tabs(call, "calls:results"), "page": page, "notice": notice}
    return render(request, "calls/results/objections.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def enter_objection(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Write down what came by letter, telephone or in person."""
    call = access.call_for_officer(request.user, uid)
    notice = standing(call)
    entries = list(notice.entries.filter(removed_at=None).select_related("nomination"))
    form = EnterObjectionForm(
        request.POST or None,
        request.FILES or None,
        entries=entries,
        anonymous=call.safeguards_read.anonymous_objections,
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            received = actions.receive_objection(
                notice=notice,
                nomination=form.nomination,
                objector=given["objector"],
                contact=given["contact"],
                content=given["content"],
                is_unit=given["is_unit"],
                channel=given["channel"],
                dated=given["dated"],
                evidence=kept(given["evidence"], request.user),
                by=request.user,
            )
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("Written down as objection no. %(n)s.") % {"n": received.number})
            return redirect("calls:objection", received.uid)
    context = {"call": call, "tabs": following.tabs(call, "calls:results"), "form": form, "notice": notice}
    return render(request, "calls/results/objection_new.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def objection(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One objection; a POST closes it."""
    found = access.objection_for_officer(request.user, uid)
    form = CloseObjectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.close_objection(objection=found, by=request.user, **form.cleaned_data)
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("The objection is closed."))
            return redirect("calls:objections", found.notice.call.uid)
    return _shown(request, found, form)


@require_POST
def take_up(request: HttpRequest, uid: UUID) -> HttpResponse:
    found = access.objection_for_officer(request.user, uid)
    actions.take_up_objection(objection=found, by=request.user)
    return redirect("calls:objection", found.uid)


@require_POST
def unmask(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Who objects, for this one answer; the look is written in the trail."""
    found = access.objection_for_officer(request.user, uid)
    opened = actions.unmask_objector(objection=found, by=request.user)
    response = _shown(request, found, CloseObjectionForm(), opened)
    response["Cache-Control"] = "no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def investigation_new(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Write down who looks into it, since when, and what was found so far."""
    found = access.objection_for_officer(request.user, uid)
    form = InvestigationForm(
        request.POST or None,
        request.FILES or None,
        initial={"investigator": str(request.user), "began_on": today(found.notice.call.organiser.time_zone)},
    )
    return _investigated(request, form, found, None)


@require_http_methods(["GET", "HEAD", "POST"])
def investigation(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Write on: notes, evidence, the day it ended."""
    found = access.investigation_for_officer(request.user, uid)
    form = InvestigationForm(
        request.POST or None,
        request.FILES or None,
        begun=True,
        initial={"notes": investigating.notes_of(found), "ended_on": found.ended_on},
    )
    return _investigated(request, form, found.objection, found)


def _investigated(
    request: HttpRequest, form: InvestigationForm, found: Objection, begun: Investigation | None
) -> HttpResponse:
    call = found.notice.call
    may = permissions.may_investigate(request.user, found)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            demand(may)
            said = {"ended_on": given["ended_on"], "notes": given["notes"], "by": request.user}
            file = kept(given["evidence"], request.user)
            said["evidence"] = [file] if file else []
            if begun is None:
                investigating.begin_investigation(
                    objection=found, investigator=given["investigator"], began_on=given["began_on"], **said
                )
            else:
                investigating.continue_investigation(investigation=begun, **said)
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("Written down."))
            return redirect("calls:objection", found.uid)
    context = {
        "call": call,
        "tabs": following.tabs(call, "calls:results"),
        "objection": found,
        "investigation": begun,
        "form": form,
        "may": may,
    }
    return render(request, "calls/results/investigation.html", context)


def kept(file: object, by: object) -> object:
    """The uploaded evidence as a stored file; None for no file."""
    return attachments.keep(file, kind=attachments.EVIDENCE, by=by) if file else None


def _shown(
    request: HttpRequest, found: Objection, form: CloseObjectionForm, opened: actions.Opened | None = None
) -> HttpResponse:
    call = found.notice.call
    investigated = list(found.investigations.prefetch_related("evidence__file"))
    for one in investigated:
        one.notes = investigating.notes_of(one)
    context = {
        "call": call,
        "tabs": following.tabs(call, "calls:results"),
        "objection": found,
        "facts": actions.facts_of(found),
        "opened": opened,
        "form": form,
        "is_open": found.closed_at is None,
        "is_new": found.state == Objection.RECEIVED,
        "investigations": investigated,
        "may_investigate": permissions.may_investigate(request.user, found).ok,
        "due": outcome.due_of(found, calendar_overrides()),
    }
    return render(request, "calls/results/objection.html", context)
