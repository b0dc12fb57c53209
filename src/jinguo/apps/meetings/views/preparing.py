"""Preparing a meeting: when and where, the panel, the agenda, the votes."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jinguo.apps.meetings import access, actions, preparing, queries, rooms
from jinguo.apps.meetings.forms import AgendaForm, MeetingForm, MembersForm, VoteForm
from jinguo.apps.meetings.models import Meeting, Vote
from jinguo.apps.meetings.states import MeetingState
from jinguo.errors import Refused
from jinguo.reasons import Reason


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The meetings that she keeps or sits in, and for an officer the rounds that still want one."""
    context = preparing.list_for(request.user)
    return render(request, "meetings/mine.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Plan the meeting of a round; one that is planned already is shown instead."""
    round_ = access.round_to_meet(request.user, uid)
    if hasattr(round_, "meeting"):
        page = "prepare" if round_.meeting.state == MeetingState.PLANNED else "room"
        return redirect(f"meetings:{page}", round_.meeting.uid)
    form = MeetingForm(request.POST or None, initial={"title": preparing.proposed_title(round_)})
    problems: tuple[Reason, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            meeting = actions.plan_meeting(round_=round_, by=request.user, **form.cleaned_data)
        except Refused as refused:
            problems = refused.reasons
        else:
            messages.success(request, _("The meeting is planned. Choose its members next."))
            return redirect("meetings:members", meeting.uid)
    context = {"call": round_.call, "round": round_, "form": form, "reasons": problems}
    return render(request, "meetings/secretary/plan.html", context, status=_status(form, problems))


@require_safe
def prepare(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What is ready and what comes next."""
    meeting = access.meeting_to_keep(request.user, uid)
    return render(
        request, "meetings/secretary/prepare.html", {"meeting": meeting, **preparing.overview(meeting)}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def facts(request: HttpRequest, uid: UUID) -> HttpResponse:
    """When and where; after the beginning only place, chair and keeper."""
    meeting = access.meeting_to_keep(request.user, uid)
    names = ("title", "starts_at", "place", "chair", "keeper")
    form = MeetingForm(
        request.POST or None, meeting=meeting, initial={name: getattr(meeting, name) for name in names}
    )
    if request.method == "POST" and form.is_valid():
        actions.change_meeting(meeting=meeting, changes=form.cleaned_data, by=request.user)
        messages.success(request, _("Saved."))
        return redirect("meetings:prepare", uid)
    context = {"meeting": meeting, "form": form}
    return render(request, "meetings/secretary/facts.html", context, status=_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
def members(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Who sits in the panel: chosen from the pool, conflicts with the agenda shown beside each."""
    meeting = access.meeting_to_keep(request.user, uid)
    experts = queries.experts_for(meeting)
    problems: tuple[Reason, ...] = ()
    if request.method == "POST":
        form = MembersForm(request.POST, experts=experts)
        if form.is_valid():
            try:
                panel = actions.set_members(
                    meeting=meeting, experts=form.cleaned_data["experts"], by=request.user
                )
            except Refused as refused:
                problems = refused.reasons
            else:
                said = _("The panel has %(count)s members. New ones have been told.") % {"count": len(panel)}
                messages.success(request, said)
                return redirect("meetings:prepare", uid)
    context = {"meeting": meeting, "reasons": problems, **preparing.panel(meeting, experts)}
    return render(request, "meetings/secretary/members.html", context, status=409 if problems else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def agenda(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Who is talked about, in which order."""
    meeting = access.meeting_to_keep(request.user, uid)
    rows = preparing.agenda(meeting)
    form = AgendaForm(request.POST or None, nominations=[row.nomination for row in rows])
    problems: tuple[Reason, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_agenda(meeting=meeting, nominations=form.in_order(), by=request.user)
        except Refused as refused:
            problems = refused.reasons
        else:
            messages.success(request, _("The agenda is saved."))
            return redirect("meetings:prepare", uid)
    context = {"meeting": meeting, "rows": rows, "form": form, "reasons": problems}
    return render(request, "meetings/secretary/agenda.html", context, status=_status(form, problems))


@require_http_methods(["GET", "HEAD", "POST"])
def vote_new(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Plan a vote; `?category=` takes everybody of one category."""
    meeting = access.meeting_to_keep(request.user, uid)
    initial = preparing.proposed_vote(meeting, request.GET.get("category", ""))
    return _vote(request, meeting, None, initial)


@require_http_methods(["GET", "HEAD", "POST"])
def vote_edit(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Change a vote that is only planned."""
    vote = access.vote_to_keep(request.user, uid)
    return _vote(request, vote.meeting, vote, VoteForm.initial_of(vote))


def _vote(
    request: HttpRequest, meeting: Meeting, vote: Vote | None, initial: dict[str, object]
) -> HttpResponse:
    nominations = preparing.on_agenda(meeting)
    labels = {one.pk: f"{rooms.name_in(meeting.round, one)} · {one.category.name}" for one in nominations}
    form = VoteForm(request.POST or None, nominations=nominations, labels=labels, initial=initial)
    problems: tuple[Reason, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_vote(meeting=meeting, vote=vote, by=request.user, **form.given())
        except Refused as refused:
            problems = refused.reasons
        else:
            messages.success(request, _("The vote is planned."))
            return redirect("meetings:prepare", meeting.uid)
    context = {"meeting": meeting, "vote": vote, "form": form, "reasons": problems}
    return render(request, "meetings/secretary/vote.html", context, status=_status(form, problems))


@require_POST
def vote_remove(request: HttpRequest, uid: UUID) -> HttpResponse:
    vote = access.vote_to_keep(request.user, uid)
    actions.remove_vote(vote=vote, by=request.user)
    messages.success(request, _("The vote is taken off."))
    return redirect("meetings:prepare", vote.meeting.uid)


def _status(form: MeetingForm | AgendaForm | VoteForm, problems: tuple[Reason, ...] = ()) -> int:
    return 409 if problems else 422 if form.errors else 200
