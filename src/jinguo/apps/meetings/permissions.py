"""Who may do what in a meeting. Each predicate says yes, or why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinguo.apps.meetings.states import Attending, MeetingState, VoteState
from jinguo.apps.organisations.permissions import is_officer_of
from jinguo.reasons import Verdict

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User
    from jinguo.apps.meetings.models import Meeting, Member, Vote


def is_secretary(user: User, meeting: Meeting) -> Verdict:
    """会务人员: an officer of the organiser keeps the room."""
    return is_officer_of(user, meeting.round.call.organiser_id)


def meeting_is_planned(meeting: Meeting) -> Verdict:
    return Verdict.of(meeting.state == MeetingState.PLANNED, "meeting_has_begun")


def meeting_is_in_session(meeting: Meeting) -> Verdict:
    """会议进行中."""
    code = "meeting_not_begun" if meeting.state == MeetingState.PLANNED else "meeting_is_closed"
    return Verdict.of(meeting.state == MeetingState.IN_SESSION, code)


def round_is_under_way(meeting: Meeting) -> Verdict:
    """本轮评审已开始、未结束: what a meeting gives counts for its round."""
    round_ = meeting.round
    return Verdict.of(not round_.is_planned, "round_not_opened") & Verdict.of(
        round_.closed_at is None, "review_round_closed"
    )


def meeting_is_not_closed(meeting: Meeting) -> Verdict:
    return Verdict.of(meeting.state != MeetingState.CLOSED, "meeting_is_closed")


def is_present(member: Member | None) -> Verdict:
    """实到: a member of this panel, in the room."""
    if member is None:
        return Verdict.no("not_a_member")
    return Verdict.of(member.attending == Attending.PRESENT, "member_not_present")


def vote_is_planned(vote: Vote) -> Verdict:
    return Verdict.of(vote.state == VoteState.PLANNED, "vote_has_begun")


def vote_is_open(vote: Vote) -> Verdict:
    code = "vote_not_begun" if vote.state == VoteState.PLANNED else "vote_is_over"
    return Verdict.of(vote.state == VoteState.OPEN, code)


def has_a_paper(on_paper: int) -> Verdict:
    """无需回避: somebody is left on whom she may vote."""
    return Verdict.of(on_paper > 0, "member_leaves_the_vote")


def may_cast(member: Member | None, vote: Vote, on_paper: int) -> Verdict:
    return is_present(member) & vote_is_open(vote) & has_a_paper(on_paper)


def result_is_shown(vote: Vote) -> Verdict:
    """Nobody learns a result before it is announced to all."""
    return Verdict.of(vote.state == VoteState.ANNOUNCED, "vote_not_announced")
