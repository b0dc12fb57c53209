"""Before the meeting: when and where, who sits in it, what is on its agenda, what is voted on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F, Max
from django.urls import reverse

from jinguo.apps.audit import actions as audit
from jinguo.apps.calls.models import Nomination
from jinguo.apps.clock import told
from jinguo.apps.meetings import counting, permissions, queries
from jinguo.apps.meetings.models import AgendaItem, Candidate, Meeting, Member, Vote
from jinguo.apps.meetings.states import Attending, ItemState
from jinguo.apps.organisations.permissions import is_officer_of
from jinguo.apps.outbox import actions as outbox
from jinguo.apps.reviews.models import Expert, Round
from jinguo.errors import Refused, demand

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User


def touch(meeting: Meeting) -> None:
    """Something that the meeting's pages show has changed."""
    Meeting.objects.filter(pk=meeting.pk).update(version=F("version") + 1)


@transaction.atomic
def plan_meeting(
    *,
    round_: Round,
    title: str,
    starts_at: datetime,
    by: User,
    place: str = "",
    chair: str = "",
    keeper: str = "",
) -> Meeting:
    """Plan the meeting of a round: everyone who entered it on the agenda, who accepted to sit in it on the panel."""
    demand(is_officer_of(by, round_.call.organiser_id))
    if not round_.is_meeting:
        raise Refused.because("round_is_no_meeting")
    if Meeting.objects.filter(round=round_).exists():
        raise Refused.because("round_has_its_meeting")
    meeting = Meeting.objects.create(
        round=round_, title=title.strip(), starts_at=starts_at, place=place.strip(), chair=chair.strip(),
        keeper=keeper.strip(),
    )  # fmt: skip
    _put_on_agenda(meeting, list(queries.entrants(round_)))
    _record("meeting_planned", meeting, by)
    accepted = list(queries.accepted_for(meeting))
    if accepted:
        set_members(meeting=meeting, experts=accepted, by=by)
    return meeting


@transaction.atomic
def change_meeting(*, meeting: Meeting, changes: Mapping[str, Any], by: User) -> Meeting:
    """Change what the meeting says of itself; its remarks stay open until the call's end."""
    demand(permissions.is_secretary(by, meeting))
    changed = {name: value for name, value in changes.items() if getattr(meeting, name) != value}
    if not changed:
        return meeting
    if set(changed) - {"remarks", "chair", "keeper", "place"}:
        demand(permissions.meeting_is_planned(meeting))
    before = {name: getattr(meeting, name) for name in changed if name != "remarks"}
    for name, value in changed.items():
        setattr(meeting, name, value)
    meeting.save(update_fields=list(changed))
    touch(meeting)
    after = {name: value for name, value in changed.items() if name != "remarks"}
    _record("meeting_changed", meeting, by, before=before, after=after)
    return meeting


@transaction.atomic
def set_members(*, meeting: Meeting, experts: Iterable[Expert], by: User) -> list[Member]:
    """Make these experts the panel; the new ones are told. Who came already stays.

    Raises:
        Refused: an expert of another pool, or one without an account, who could not vote.
    """
    demand(permissions.is_secretary(by, meeting) & permissions.meeting_is_not_closed(meeting))
    if queries.open_vote(meeting) is not None:
        raise Refused.because("another_vote_is_open")
    wanted = {expert.pk: expert for expert in experts}
    if any(e.pool_id != meeting.round.call.organiser_id for e in wanted.values()):
        raise Refused.because("not_of_this_call")
    if without := next((e for e in wanted.values() if e.user_id is None), None):
        raise Refused.because("member_without_account", expert=without.name)
    there = {member.expert_id: member for member in queries.members_of(meeting)}
    for pk, member in there.items():
        if pk not in wanted:
            _demand_removable(meeting, member)
            member.delete()
    fresh = [Member(meeting=meeting, expert=expert) for pk, expert in wanted.items() if pk not in there]
    Member.objects.bulk_create(fresh)
    gone = set(there) - set(wanted)
    if fresh or gone:
        touch(meeting)
        _record(
            "meeting_members_set",
            meeting,
            by,
            after={"count": len(wanted), "added": len(fresh), "removed": len(gone)},
        )
        invite(meeting, fresh)
    return list(queries.members_of(meeting))


def _demand_removable(meeting: Meeting, member: Member) -> None:
    if member.attending in (Attending.PRESENT, Attending.LEFT) or member.turnout.exists():
        raise Refused.because("member_came_already", expert=member.expert.name)


@transaction.atomic
def set_agenda(*, meeting: Meeting, nominations: Sequence[Nomination], by: User) -> None:
    """Put these nominations on the agenda in this order. What was opened already stays where it is."""
    demand(permissions.is_secretary(by, meeting) & permissions.meeting_is_not_closed(meeting))
    entrants = {one.pk for one in queries.entrants(meeting.round)}
    if any(one.pk not in entrants for one in nominations):
        raise Refused.because("not_of_this_call")
    kept = [one.pk for one in nominations]
    meeting.items.filter(state=ItemState.WAITING).exclude(nomination__in=kept).delete()
    _put_on_agenda(meeting, nominations)
    touch(meeting)
    _record("meeting_agenda_set", meeting, by, after={"count": meeting.items.count()})


@transaction.atomic
def set_vote(
    *,
    meeting: Meeting,
    title: str,
    nominations: Sequence[Nomination],
    seats: int,
    by: User,
    kind: str = Vote.APPROVAL,
    named: bool = False,
    rules: Mapping[str, Any] | None = None,
    vote: Vote | None = None,
) -> Vote:
    """Plan a vote, or change one that is planned: on whom, for how many seats, by which rules; secret unless ``named``."""
    demand(permissions.is_secretary(by, meeting) & permissions.meeting_is_not_closed(meeting))
    if vote is not None:
        demand(permissions.vote_is_planned(vote))
    on_agenda = set(meeting.items.values_list("nomination_id", flat=True))
    if not nominations:
        raise Refused.because("vote_without_candidates")
    if any(one.pk not in on_agenda for one in nominations):
        raise Refused.because("candidate_not_on_agenda")
    facts = {
        "title": title.strip(),
        "seats": seats,
        "kind": kind,
        "named": named,
        "rules": {**counting.RULES, **(rules or {})},
    }
    if vote is None:
        last = meeting.votes.aggregate(last=Max("position"))["last"] or 0
        vote = Vote.objects.create(meeting=meeting, position=last + 1, **facts)
    else:
        Vote.objects.filter(pk=vote.pk).update(**facts)
        vote.candidates.all().delete()
        vote.refresh_from_db()
    put_up(vote, nominations)
    touch(meeting)
    _record(
        "vote_planned", meeting, by, after={"vote": vote.title, "count": len(nominations), "seats": seats}
    )
    return vote


@transaction.atomic
def remove_vote(*, vote: Vote, by: User) -> None:
    """Take a vote that was only planned off again."""
    demand(permissions.is_secretary(by, vote.meeting) & permissions.vote_is_planned(vote))
    _record("vote_removed", vote.meeting, by, after={"vote": vote.title})
    vote.delete()
    touch(vote.meeting)


def put_up(vote: Vote, nominations: Iterable[Nomination]) -> None:
    Candidate.objects.bulk_create(
        [Candidate(vote=vote, nomination=one, position=place) for place, one in enumerate(nominations, 1)]
    )


def _put_on_agenda(meeting: Meeting, nominations: Iterable[Nomination]) -> None:
    AgendaItem.objects.bulk_create(
        [
            AgendaItem(meeting=meeting, nomination=one, position=place)
            for place, one in enumerate(nominations, 1)
        ],
        update_conflicts=True,
        unique_fields=["meeting", "nomination"],
        update_fields=["position"],
    )


def invite(meeting: Meeting, members: Iterable[Member]) -> None:
    """Tell new members when and where."""
    for member in members:
        outbox.queue(
            "meeting_invited",
            to=[member.expert.user],
            params={
                "meeting": meeting.title,
                "call": meeting.round.call.title,
                "starts": told(meeting.starts_at, meeting.round.call.organiser.time_zone).isoformat(),
                "place": meeting.place,
            },
            about=meeting.round.call,
            link=reverse("meetings:seat", args=[meeting.uid]),
        )


def _record(action: str, meeting: Meeting, by: User, **also: Any) -> None:
    call = meeting.round.call
    audit.record(action, subject=meeting, by=by, acting_for=call.organiser, within=call, **also)
