"""What the pages that prepare a meeting show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from jinguo.apps.calls.models import Nomination
from jinguo.apps.clock import told
from jinguo.apps.meetings import counting, queries, rooms
from jinguo.apps.meetings.models import AgendaItem, Meeting, Member, Vote
from jinguo.apps.meetings.states import Attending, MeetingState, VoteState
from jinguo.apps.organisations import kinds
from jinguo.apps.organisations.permissions import organisations_with
from jinguo.apps.reviews.models import Expert, Round
from jinguo.apps.reviews.queries import on_a_break
from jinguo.apps.reviews.states import PanelState
from jinguo.reasons import Verdict

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User

MOST = 60


def list_for(user: User) -> dict[str, Any]:
    """Her meetings, those to come first; for an officer the rounds that have none yet."""
    kept = organisations_with(user, kinds.OFFICER)
    rows = list(queries.visible_to(user).order_by("-starts_at")[:MOST])
    for meeting in rows:
        meeting.kept = meeting.round.call.organiser_id in kept
    coming = [meeting for meeting in rows if meeting.state != MeetingState.CLOSED]
    return {
        "coming": sorted(coming, key=lambda meeting: meeting.starts_at),
        "past": [meeting for meeting in rows if meeting.state == MeetingState.CLOSED],
        "to_plan": list(queries.rounds_to_meet(user)) if kept else [],
    }


def proposed_title(round_: Round) -> str:
    return _("%(call)s panel meeting") % {"call": round_.call.title}


@dataclass(frozen=True)
class Part:
    """One thing to prepare: how far it is."""

    code: str
    ready: bool


def overview(meeting: Meeting) -> dict[str, Any]:
    """Panel, agenda and votes, and the next thing to do."""
    members = list(queries.members_of(meeting))
    items = list(queries.agenda_of(meeting))
    votes = list(
        queries.votes_of(meeting).exclude(state=VoteState.ANNULLED).annotate(standing_for=Count("candidates"))
    )
    conflicts = list(queries.conflicts_in(meeting))
    return {
        "members": members,
        "women": sum(member.expert.sex == "F" for member in members),
        "items": [(item, rooms.name_in(meeting.round, item.nomination)) for item in items],
        "votes": votes,
        "conflicts": [(one, rooms.name_in(meeting.round, one.nomination)) for one in conflicts],
        "categories": _without_vote(items, votes),
        "asked": expected(meeting, members, votes),
        "next": "members" if not members else "agenda" if not items else "vote" if not votes else "room",
    }


@dataclass(frozen=True)
class Expected:
    """Who is to be expected, and whether they are enough for a vote. Names, so that one knows whom to call."""

    count: int
    members: int
    quorum: Verdict
    waiting: Sequence[str]
    declined: Sequence[tuple[str, str]]
    accepted_outside: Sequence[str]
    on_break: Sequence[str]
    excused: Sequence[str]

    @property
    def missing(self) -> int:
        """How many more are needed for a vote to open."""
        needed = next((one.params.get("needed") for one in self.quorum.reasons), None)
        return max(int(needed) - self.count, 0) if needed is not None else 0

    @property
    def speaks(self) -> bool:
        return bool(
            self.waiting
            or self.declined
            or self.accepted_outside
            or self.on_break
            or self.excused
            or self.missing
        )


def expected(meeting: Meeting, members: Sequence[Member], votes: Sequence[Vote]) -> Expected:
    """What the invitations and breaks say of the panel. Three queries. The quorum is that of the next vote."""
    away = on_a_break([one.expert for one in members], told_day(meeting))
    excused = [one for one in members if one.attending == Attending.EXCUSED]
    coming = [one for one in members if one.expert_id not in away and one not in excused]
    planned = next((one for one in votes if one.state == VoteState.PLANNED), None)
    asked = list(queries.invitations_for(meeting))
    sitting = {one.expert_id for one in members}
    return Expected(
        count=len(coming),
        members=len(members),
        quorum=counting.quorum(planned or Vote(rules=counting.RULES), len(coming), len(members)),
        waiting=[one.expert.name for one in asked if one.state == PanelState.INVITED],
        declined=[(one.expert.name, one.reason) for one in asked if one.state == PanelState.DECLINED],
        accepted_outside=[
            one.expert.name
            for one in asked
            if one.state == PanelState.ACCEPTED and one.expert_id not in sitting
        ],
        on_break=[one.expert.name for one in members if one.expert_id in away],
        excused=[one.expert.name for one in excused],
    )


def told_day(meeting: Meeting) -> date:
    """The day of the meeting where it is held."""
    return told(meeting.starts_at, meeting.round.call.organiser.time_zone).date()


def _without_vote(items: Sequence[AgendaItem], votes: Sequence[Vote]) -> list[Any]:
    """Categories on the agenda on which no vote is planned: each is one click."""
    named = {vote.title for vote in votes}
    found = {item.nomination.category_id: item.nomination.category for item in items}
    return [category for category in found.values() if category.name not in named]


@dataclass(frozen=True)
class Choice:
    """An expert of the pool who could sit."""

    expert: Expert
    chosen: bool
    fixed: bool
    away: Sequence[str]
    answer: str = ""
    reason: str = ""
    on_break: bool = False


def panel(meeting: Meeting, experts: QuerySet[Expert]) -> dict[str, Any]:
    members = {member.expert_id: member for member in queries.members_of(meeting)}
    names = {
        item.nomination_id: rooms.name_in(meeting.round, item.nomination)
        for item in queries.agenda_of(meeting)
    }
    away: dict[int, list[str]] = defaultdict(list)
    for nomination, expert in sorted(queries.conflicted_pairs(meeting)):
        if nomination in names:
            away[expert].append(names[nomination])
    experts = list(experts)
    asked = {one.expert_id: one for one in queries.invitations_for(meeting)}
    on_break = on_a_break(experts, told_day(meeting))
    rows = [
        Choice(
            expert,
            expert.pk in members,
            expert.pk in members and members[expert.pk].came_at is not None,
            away.get(expert.pk, []),
            asked[expert.pk].state if expert.pk in asked else "",
            asked[expert.pk].reason if expert.pk in asked else "",
            expert.pk in on_break,
        )
        for expert in experts
    ]
    return {"choices": rows, "chosen": len(members)}


@dataclass(frozen=True)
class Row:
    """A nomination that could be on the agenda."""

    nomination: Nomination
    name: str
    place: int | None
    fixed: bool


def agenda(meeting: Meeting) -> list[Row]:
    """Everybody who entered the round, those on the agenda first in their order; on an empty one all are proposed."""
    there = {item.nomination_id: item for item in queries.agenda_of(meeting)}
    rows = []
    for at, one in enumerate(queries.entrants(meeting.round), 1):
        item = there.get(one.pk)
        place = item.position if item else None if there else at
        fixed = item is not None and item.state != "item_waiting"
        rows.append(Row(one, rooms.name_in(meeting.round, one), place, fixed))
    return sorted(rows, key=lambda row: (row.place is None, row.place or 0))


def on_agenda(meeting: Meeting) -> QuerySet[Nomination]:
    return (
        Nomination.objects.filter(agenda_items__meeting=meeting)
        .select_related("category", "call")
        .order_by("agenda_items__position", "pk")
    )


def proposed_vote(meeting: Meeting, category: str) -> dict[str, Any]:
    """A vote on all of one category, for its seats; else on everybody on the agenda."""
    everybody = list(on_agenda(meeting))
    some = [one for one in everybody if category and str(one.category.uid) == category]
    chosen = some or everybody
    first = some[0].category if some else None
    return {
        "title": first.name if first else meeting.round.name or meeting.title,
        "seats": (first.seats if first and first.seats else 1),
        "candidates": chosen,
    }
