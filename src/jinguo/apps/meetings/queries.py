"""Reads of the meetings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from jinguo.apps.calls.models import Nomination
from jinguo.apps.calls.states import CallState
from jinguo.apps.meetings.models import (
    AgendaItem,
    Candidate,
    Meeting,
    Member,
    NamedMark,
    Recusal,
    Slip,
    Turnout,
    Vote,
)
from jinguo.apps.meetings.states import Attending, ItemState, MeetingState, VoteState
from jinguo.apps.organisations import kinds
from jinguo.apps.organisations.permissions import organisations_with
from jinguo.apps.reviews import queries as reviews
from jinguo.apps.reviews.models import Assignment, Conflict, Expert, PanelInvitation, Round
from jinguo.apps.reviews.states import PanelState, PoolState

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User


def meetings() -> QuerySet[Meeting]:
    return Meeting.objects.select_related("round__call__organiser")


def meetings_kept_by(user: User) -> QuerySet[Meeting]:
    """The meetings of the organisations whose officer she is."""
    return meetings().filter(round__call__organiser__in=organisations_with(user, kinds.OFFICER))


def meetings_sat_in_by(user: User) -> QuerySet[Meeting]:
    """The meetings on whose panel she sits."""
    pools = organisations_with(user, kinds.EXPERT)
    seats = Member.objects.filter(meeting=OuterRef("pk"), expert__user=user, expert__pool__in=pools)
    return meetings().filter(Exists(seats))


def visible_to(user: User) -> QuerySet[Meeting]:
    """Those she keeps and those in which she sits."""
    pools = organisations_with(user, kinds.EXPERT)
    seats = Member.objects.filter(meeting=OuterRef("pk"), expert__user=user, expert__pool__in=pools)
    kept = Q(round__call__organiser__in=organisations_with(user, kinds.OFFICER))
    return meetings().filter(kept | Exists(seats))


def member_in(user: User, meeting: Meeting) -> Member | None:
    """As whom a user sits in a meeting; nobody any more once her role in the pool has ended."""
    pools = organisations_with(user, kinds.EXPERT)
    return (
        Member.objects.filter(meeting=meeting, expert__user=user, expert__pool__in=pools)
        .select_related("expert")
        .first()
    )


def members_of(meeting: Meeting) -> QuerySet[Member]:
    return (
        Member.objects.filter(meeting=meeting).select_related("expert").order_by("expert__pinyin_key", "pk")
    )


def agenda_of(meeting: Meeting) -> QuerySet[AgendaItem]:
    return (
        AgendaItem.objects.filter(meeting=meeting)
        .select_related("nomination__category", "nomination__unit", "nomination__call")
        .order_by("position", "pk")
    )


def votes_of(meeting: Meeting) -> QuerySet[Vote]:
    return Vote.objects.filter(meeting=meeting).order_by("position", "pk")


def open_item(meeting: Meeting) -> AgendaItem | None:
    return agenda_of(meeting).filter(state=ItemState.OPEN).first()


def open_vote(meeting: Meeting) -> Vote | None:
    return votes_of(meeting).filter(state=VoteState.OPEN).first()


def candidates_of(vote: Vote) -> QuerySet[Candidate]:
    return (
        Candidate.objects.filter(vote=vote)
        .select_related("nomination__category", "nomination__unit", "nomination__call")
        .order_by("position", "pk")
    )


def entrants(round_: Round) -> QuerySet[Nomination]:
    """The nominations that a meeting of this round talks about, in the order of categories and numbers."""
    return reviews.entrants(round_).order_by("category__position", "number", "pk")


def rounds_to_meet(user: User) -> QuerySet[Round]:
    """The rounds of hers that are to be a meeting, and have none yet."""
    rows = reviews.rounds_of_organiser(user).filter(kind=Round.MEETING, closed_at=None, meeting__isnull=True)
    return rows.filter(call__state=CallState.REVIEWING).order_by("call_id", "position")


def experts_for(meeting: Meeting) -> QuerySet[Expert]:
    """Who may be asked to sit: of the organiser's pool, in use, with an account to vote by; and who sits there."""
    sitting = Q(pk__in=Member.objects.filter(meeting=meeting).values("expert"))
    in_use = Q(is_active=True, user__isnull=False)
    rows = Expert.objects.filter(in_use | sitting, pool=meeting.round.call.organiser_id)
    return rows.order_by("pinyin_key", "pk")


def invitations_for(meeting: Meeting) -> QuerySet[PanelInvitation]:
    """Who was asked for the panel of this round, with her answer; what was taken back is left out."""
    rows = PanelInvitation.objects.filter(call=meeting.round.call_id, position=meeting.round.position)
    rows = rows.exclude(state=PanelState.WITHDRAWN).select_related("expert")
    return rows.order_by("expert__pinyin_key", "pk")


def accepted_for(meeting: Meeting) -> QuerySet[Expert]:
    """Who accepted to sit in this round, has an account and is in the pool still."""
    accepted = invitations_for(meeting).filter(state=PanelState.ACCEPTED)
    rows = Expert.objects.filter(pk__in=accepted.values("expert"), user__isnull=False)
    return rows.exclude(state=PoolState.LEFT).select_related("user").order_by("pinyin_key", "pk")


def conflicts_in(meeting: Meeting) -> QuerySet[Conflict]:
    """The conflicts of interest between members and nominations on the agenda."""
    return (
        Conflict.objects.blocking()
        .filter(nomination__agenda_items__meeting=meeting, expert__seats__meeting=meeting)
        .select_related("nomination__call", "expert")
        .order_by("nomination__number", "expert__pinyin_key", "pk")
        .distinct()
    )


def conflicted_pairs(meeting: Meeting) -> set[tuple[int, int]]:
    """(nomination id, expert id)"""
    return reviews.conflicted_pairs(meeting.round.call)


@dataclass(frozen=True)
class Attendance:
    """应到、实到."""

    members: int
    present: int
    excused: int
    left: int


def attendance_of(meeting: Meeting) -> Attendance:
    counts = Member.objects.filter(meeting=meeting).aggregate(
        members=Count("pk"),
        present=Count("pk", filter=Q(attending=Attending.PRESENT)),
        excused=Count("pk", filter=Q(attending=Attending.EXCUSED)),
        left=Count("pk", filter=Q(attending=Attending.LEFT)),
    )
    return Attendance(**counts)


def off_paper(vote: Vote, member: Member) -> set[int]:
    """The candidates (ids) on whom a member does not vote, by what was written down or is on record now.

    In a ranking one of them takes her out of it whole.
    """
    written = Q(recusals__member=member)
    conflicts = Conflict.objects.blocking().filter(expert=member.expert_id)
    on_record = Q(nomination__in=conflicts.values("nomination"))
    found = set(Candidate.objects.filter(written | on_record, vote=vote).values_list("pk", flat=True))
    if found and vote.kind == Vote.RANKED:
        return set(Candidate.objects.filter(vote=vote).values_list("pk", flat=True))
    return found


def has_voted(vote: Vote, member: Member) -> bool:
    return Turnout.objects.filter(vote=vote, member=member).exists()


def voters_of(vote: Vote) -> set[int]:
    """Members (ids) who have voted."""
    return set(Turnout.objects.filter(vote=vote).values_list("member_id", flat=True))


def recusals_of(vote: Vote) -> QuerySet[Recusal]:
    return Recusal.objects.filter(candidate__vote=vote).select_related(
        "member__expert", "candidate__nomination__call"
    )


def slips_of(vote: Vote) -> QuerySet[Slip]:
    """The opened box, by code: the order says nothing."""
    return Slip.objects.filter(vote=vote).order_by("code", "pk")


def named_marks_of(vote: Vote) -> QuerySet[NamedMark]:
    """Who marked what in an open ballot, by name. A secret one has none."""
    rows = NamedMark.objects.filter(vote=vote).select_related("member__expert")
    return rows.order_by("member__expert__pinyin_key", "member_id", "candidate__position", "pk")


def assignment_of(member: Member, nomination: Nomination) -> Assignment | None:
    """Her sheet for a nomination in this meeting's round, to mark it."""
    return (
        Assignment.objects.filter(
            round=member.meeting.round_id, expert=member.expert_id, nomination=nomination, released_at=None
        )
        .select_related("review")
        .first()
    )


@dataclass(frozen=True)
class VotesOf:
    """What a nomination got in the last vote that was announced on it: ``present`` could vote on her, ``needed``
    had to approve (None in a ranking). No vote opens without its quorum."""

    nomination_id: int
    vote: Vote
    approve: int
    against: int
    abstain: int
    present: int
    needed: int | None
    passed: bool
    rank: int | None


def result_of(round_: Round) -> Mapping[int, VotesOf]:
    """Nomination id → her votes in a round's meeting, of the last announced vote that she stood in. One query."""
    rows = (
        Candidate.objects.filter(vote__meeting__round=round_, vote__state=VoteState.ANNOUNCED)
        .select_related("vote")
        .order_by("vote__announced_at", "vote_id", "rank")
    )
    return {
        row.nomination_id: VotesOf(
            row.nomination_id, row.vote, row.approve or 0, row.against or 0, row.abstain or 0, row.present or 0,
            row.needed, bool(row.passed), row.rank,
        )
        for row in rows
    }  # fmt: skip


def soon_or_now(rows: QuerySet[Meeting]) -> QuerySet[Meeting]:
    return rows.exclude(state=MeetingState.CLOSED).order_by("starts_at", "pk")
