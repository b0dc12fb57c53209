"""Who was asked for the panel of a round and accepted sits in its meeting; who declines afterwards gets up again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from jinguo.apps.audit import actions as audit
from jinguo.apps.meetings import queries
from jinguo.apps.meetings.actions.preparing import invite, touch
from jinguo.apps.meetings.models import Meeting, Member
from jinguo.apps.meetings.states import Attending, MeetingState
from jinguo.apps.reviews.models import Expert, PanelInvitation
from jinguo.apps.reviews.states import PanelState

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User


def follow_answer(invitation: PanelInvitation, by: User) -> None:
    """An expert answered, or her invitation was taken back: the panel follows, in the same transaction.

    Nothing changes once the meeting is over, nor while a vote is open, whose electorate stands; the secretary then sees
    on the page of the panel what the answer was.
    """
    meeting = (
        Meeting.objects.select_for_update(of=("self",))
        .select_related("round__call__organiser")
        .filter(round__call=invitation.call_id, round__position=invitation.position)
        .exclude(state=MeetingState.CLOSED)
        .first()
    )
    if meeting is None or queries.open_vote(meeting) is not None:
        return
    if invitation.state == PanelState.ACCEPTED:
        _seat(meeting, queries.accepted_for(meeting).filter(pk=invitation.expert_id), by)
    else:
        _get_up(meeting, invitation, by)


def _seat(meeting: Meeting, experts: Iterable[Expert], by: User) -> None:
    there = set(queries.members_of(meeting).values_list("expert", flat=True))
    fresh = [Member(meeting=meeting, expert=expert) for expert in experts if expert.pk not in there]
    Member.objects.bulk_create(fresh)
    if fresh:
        touch(meeting)
        invite(meeting, fresh)
        names = "、".join(member.expert.name for member in fresh)
        _record("member_seated", meeting, by, count=len(fresh), names=names)


def _get_up(meeting: Meeting, invitation: PanelInvitation, by: User) -> None:
    member = Member.objects.filter(meeting=meeting, expert=invitation.expert_id).first()
    if member is None or member.turnout.exists():
        return
    if member.attending in (Attending.PRESENT, Attending.LEFT):
        return  # she came: what she gave stays, and the secretary notes that she left
    member.delete()
    touch(meeting)
    _record("member_got_up", meeting, by, count=1, names=invitation.expert.name)


def _record(action: str, meeting: Meeting, by: User, *, count: int, names: str) -> None:
    call = meeting.round.call
    after = {"count": count, "names": names}
    audit.record(action, subject=meeting, by=by, acting_for=call.organiser, within=call, after=after)
