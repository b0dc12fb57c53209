"""While the meeting sits: it opens, members come and go, one item after the other, it closes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from jinguo.apps.audit import actions as audit
from jinguo.apps.calls.models import Nomination
from jinguo.apps.clock import now
from jinguo.apps.meetings import permissions, queries
from jinguo.apps.meetings.actions.preparing import touch
from jinguo.apps.meetings.models import AgendaItem, Meeting, Member
from jinguo.apps.meetings.states import Attending, ItemState, VoteState, change
from jinguo.apps.reviews import actions as reviews
from jinguo.errors import Refused, demand

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User

_MOVES = {Attending.PRESENT: "check_in", Attending.LEFT: "leave", Attending.EXCUSED: "excuse"}


@transaction.atomic
def open_meeting(*, meeting: Meeting, by: User) -> None:
    """The meeting begins; from now on members check in and items are opened."""
    demand(permissions.is_secretary(by, meeting) & permissions.round_is_under_way(meeting))
    if not meeting.members.exists():
        raise Refused.because("meeting_without_members")
    change(meeting, "open_meeting", opened_at=now())
    touch(meeting)
    _record("meeting_opened", meeting, by)


@transaction.atomic
def close_meeting(*, meeting: Meeting, by: User) -> None:
    """The meeting ends; no vote may be open or kept back."""
    demand(permissions.is_secretary(by, meeting))
    if meeting.votes.filter(state__in=(VoteState.OPEN, VoteState.CLOSED)).exists():
        raise Refused.because("vote_not_finished")
    meeting.items.filter(state=ItemState.OPEN).update(state=ItemState.DONE)
    change(meeting, "close_meeting", closed_at=now())
    touch(meeting)
    _record("meeting_closed", meeting, by)


@transaction.atomic
def check_in(*, member: Member, by: User) -> None:
    """A member is in the room. Said twice, it stays said."""
    _demand_own(member, by)
    if member.attending != Attending.PRESENT:
        _attend(member, Attending.PRESENT, by)


@transaction.atomic
def leave(*, member: Member, by: User) -> None:
    """A member leaves the room: she no longer counts for the quorum."""
    _demand_own(member, by)
    if member.attending == Attending.PRESENT:
        _attend(member, Attending.LEFT, by)


@transaction.atomic
def set_attending(*, member: Member, attending: str, by: User, excuse: str = "") -> None:
    """The secretary notes that a member came, left, or is excused."""
    demand(permissions.is_secretary(by, member.meeting))
    if attending not in _MOVES:
        raise Refused.because("no_such_attendance")
    if attending == Attending.EXCUSED:
        demand(permissions.meeting_is_not_closed(member.meeting))
    else:
        demand(permissions.meeting_is_in_session(member.meeting))
    if member.attending != attending:
        _attend(member, attending, by, excuse=excuse)


def _demand_own(member: Member, by: User) -> None:
    if member.expert.user_id != by.pk:
        raise Refused.because("not_a_member")
    demand(permissions.meeting_is_in_session(member.meeting))


def _attend(member: Member, attending: str, by: User, excuse: str = "") -> None:
    also: dict[str, Any] = {"excuse": excuse.strip()[:200]}
    if attending == Attending.PRESENT:
        also["came_at"] = member.came_at or now()
    change(member, _MOVES[attending], column="attending", **also)
    touch(member.meeting)
    _record(
        "member_attends", member.meeting, by,
        after={"member": member.expert.name, "attending": attending}, note=excuse.strip(),
    )  # fmt: skip
    if attending == Attending.PRESENT:
        item = queries.open_item(member.meeting)
        if item is not None:
            _give_out(item, [member], by)


@transaction.atomic
def open_item(*, item: AgendaItem, by: User) -> None:
    """Take up an item, and with it put down the one before. Members present get its sheet, but for conflicts."""
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=item.meeting_id)
    demand(permissions.is_secretary(by, item.meeting) & permissions.meeting_is_in_session(meeting))
    if item.state == ItemState.OPEN:
        return
    meeting.items.filter(state=ItemState.OPEN).update(state=ItemState.DONE)
    change(item, "open_item")
    touch(meeting)
    _record("agenda_item_opened", item.meeting, by, after={"receipt": item.nomination.receipt})
    present = queries.members_of(meeting).filter(attending=Attending.PRESENT)
    _give_out(item, list(present), by)


@transaction.atomic
def finish_item(*, item: AgendaItem, by: User) -> None:
    demand(permissions.is_secretary(by, item.meeting) & permissions.meeting_is_in_session(item.meeting))
    if item.state == ItemState.OPEN:
        change(item, "finish_item")
        touch(item.meeting)


def _give_out(item: AgendaItem, members: list[Member], by: User) -> None:
    """Where the round has criteria, each member present marks; those with a conflict do not even get the sheet."""
    round_ = item.meeting.round
    if round_.criteria:
        experts = [member.expert for member in members]
        reviews.give_in_meeting(round_=round_, nomination=item.nomination, experts=experts, by=by)


@transaction.atomic
def declare_conflict(*, member: Member, nomination: Nomination, kind: str, note: str, by: User) -> None:
    """A member declares a conflict with somebody on the agenda: she leaves that item, and every vote on it that she
    has not cast: what is in the box stays there."""
    if member.expert.user_id != by.pk:
        raise Refused.because("not_a_member")
    demand(permissions.meeting_is_not_closed(member.meeting))
    reviews.declare_conflict_in_meeting(
        round_=member.meeting.round, nomination=nomination, expert=member.expert, kind=kind, note=note, by=by
    )
    touch(member.meeting)


@transaction.atomic
def record_minutes(*, meeting: Meeting, by: User) -> None:
    """That the minutes were taken out is on record."""
    demand(permissions.is_secretary(by, meeting))
    _record("minutes_made", meeting, by)


def _record(action: str, meeting: Meeting, by: User, **also: Any) -> None:
    call = meeting.round.call
    audit.record(action, subject=meeting, by=by, acting_for=call.organiser, within=call, **also)
