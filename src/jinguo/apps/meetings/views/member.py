"""A member's seat, on her phone: check in, what is under discussion, the ballot, her receipt, the result."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from jinguo.apps.meetings import access, actions, papers, permissions, queries, rooms
from jinguo.apps.meetings.forms import marks_in
from jinguo.apps.meetings.models import Candidate, Member, Slip, Vote
from jinguo.apps.reviews.forms.desk import ConflictForm
from jinguo.errors import Refused, demand


@require_safe
@vary_on_headers("HX-Request")
def seat(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Her page; asked again every few seconds it answers with nothing until something has changed."""
    member = access.seat_of(request.user, uid)
    if request.htmx and request.GET.get("seen") == rooms.seat_token(member.meeting):
        return HttpResponse(status=204)
    template = "meetings/member/_seat.html" if request.htmx else "meetings/member/seat.html"
    return render(request, template, {"seat": rooms.seat(member), "meeting": member.meeting})


@require_POST
def check_in(request: HttpRequest, uid: UUID) -> HttpResponse:
    member = access.seat_of(request.user, uid)
    actions.check_in(member=member, by=request.user)
    return redirect("meetings:seat", uid)


@require_POST
def leave(request: HttpRequest, uid: UUID) -> HttpResponse:
    member = access.seat_of(request.user, uid)
    actions.leave(member=member, by=request.user)
    messages.success(request, _("You have left. Check in again when you come back."))
    return redirect("meetings:seat", uid)


@require_http_methods(["GET", "HEAD", "POST"])
def conflict(request: HttpRequest, uid: UUID, nomination: UUID) -> HttpResponse:
    """She declares a conflict of interest with somebody on the agenda."""
    member = access.seat_of(request.user, uid)
    item = access.item_for_member(member, nomination)
    form = ConflictForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.declare_conflict(
            member=member, nomination=item.nomination, by=request.user, **form.cleaned_data
        )
        messages.success(
            request, _("Your conflict of interest is declared. You leave this item and its vote.")
        )
        return redirect("meetings:seat", uid)
    context = {
        "meeting": member.meeting, "form": form, "name": rooms.name_in(member.meeting.round, item.nomination)
    }  # fmt: skip
    return render(request, "meetings/member/conflict.html", context, status=422 if form.errors else 200)


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ballot(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The paper; POST `do=look` shows what it would say, with the receipt; POST `do=cast` puts it into the box.

    What she marks travels in the body of the request alone: addresses and their logs know nothing of it.
    """
    vote, member = access.vote_to_cast(request.user, uid)
    vote.meeting = member.meeting
    if queries.has_voted(vote, member):
        return _in_the_box(request, vote, fresh=False)
    if not permissions.vote_is_open(vote).ok:
        return redirect("meetings:seat", member.meeting.uid)
    on_paper = _on_paper(vote, member)
    if request.method != "POST":
        return _paper(request, vote, member, on_paper, {})
    marks = marks_in(request.POST, on_paper, ranked=vote.kind == Vote.RANKED)
    try:
        demand(permissions.may_cast(member, vote, len(on_paper)))
        if request.POST.get("do") == "look":
            return _look(request, vote, on_paper, actions.check_paper(vote, on_paper, marks), marks)
        if request.POST.get("do") == "cast":
            return _cast(request, vote, member, on_paper, marks)
    except Refused as refused:
        return _paper(request, vote, member, on_paper, marks, refused)
    return _paper(request, vote, member, on_paper, marks)


def _on_paper(vote: Vote, member: Member) -> list[Candidate]:
    off = queries.off_paper(vote, member)
    rows = [candidate for candidate in queries.candidates_of(vote) if candidate.pk not in off]
    for candidate in rows:
        candidate.name = rooms.name_in(vote.meeting.round, candidate.nomination)
    return rows


def _paper(
    request: HttpRequest,
    vote: Vote,
    member: Member,
    on_paper: list[Candidate],
    marks: dict,
    refused: Refused | None = None,
) -> HttpResponse:
    for candidate in on_paper:
        candidate.mark = marks.get(candidate.uid, "")
    context = {
        "vote": vote,
        "meeting": vote.meeting,
        "candidates": on_paper,
        "left_out": len(queries.off_paper(vote, member)),
        "places": range(1, len(on_paper) + 1),
        "choices": Slip.CHOICES,
        "reasons": refused.reasons if refused else (),
        "may_cast": permissions.may_cast(member, vote, len(on_paper)),
    }
    return render(request, "meetings/member/ballot.html", context, status=409 if refused else 200)


def _look(
    request: HttpRequest, vote: Vote, on_paper: list[Candidate], paper: dict, marked: dict
) -> HttpResponse:
    """What the paper would say; a candidate that she left unmarked is pointed out."""
    for candidate in on_paper:
        candidate.unmarked = candidate.uid not in marked
    signed = "" if vote.named else papers.new_receipt(vote)
    context = {
        "vote": vote,
        "meeting": vote.meeting,
        "lines": _lines(vote, on_paper, paper, signed),
        "receipt": signed,
    }
    return render(request, "meetings/member/look.html", context)


def _cast(
    request: HttpRequest, vote: Vote, member: Member, on_paper: list[Candidate], marks: dict
) -> HttpResponse:
    signed = request.POST.get("receipt", "")
    fresh = actions.cast(vote=vote, member=member, marks=marks, receipt=signed, by=request.user)
    if not fresh:
        return _in_the_box(request, vote, fresh=False)
    lines = _lines(vote, on_paper, marks, signed)
    return _in_the_box(request, vote, fresh=True, lines=lines)


def _in_the_box(request: HttpRequest, vote: Vote, *, fresh: bool, lines: list | None = None) -> HttpResponse:
    context = {"vote": vote, "meeting": vote.meeting, "fresh": fresh, "lines": lines or []}
    return render(request, "meetings/member/voted.html", context)


def _lines(vote: Vote, on_paper: list[Candidate], paper: dict, signed: str) -> list[dict[str, object]]:
    """Candidate, mark and code; a ranking in its order under one code. An open ballot has no codes."""
    ranked = vote.kind == Vote.RANKED
    receipt = "" if vote.named else papers.read_receipt(vote, signed)
    rows = [
        {
            "candidate": candidate,
            "mark": paper.get(candidate.uid, "" if ranked else Slip.ABSTAIN),
            "code": papers.code_of(receipt, vote.uid if ranked else candidate.uid) if receipt else "",
        }
        for candidate in on_paper
    ]
    if ranked:
        rows.sort(key=lambda row: (not row["mark"], row["mark"] or 0))
    return rows


@require_safe
def result(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What a vote gave, and the slips from which everybody can count it again."""
    vote = access.vote_to_see(request.user, uid)
    if vote is None:
        raise Http404
    keeps = permissions.is_secretary(request.user, vote.meeting).ok
    context = {
        "vote": vote,
        "meeting": vote.meeting,
        "keeps": keeps,
        "outcomes": rooms.outcomes(vote),
        "rankings": rooms.rankings(vote) if vote.kind == Vote.RANKED else [],
        "ranked": vote.kind == Vote.RANKED,
        "again": keeps and bool(vote.outcome.get("next")) and not hasattr(vote, "next"),
    }
    return render(request, "meetings/result.html", context)
