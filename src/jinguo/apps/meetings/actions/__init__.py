"""Every write of a meeting: preparing it, keeping the room, voting."""

from jinguo.apps.meetings.actions.preparing import (
    change_meeting,
    plan_meeting,
    remove_vote,
    set_agenda,
    set_members,
    set_vote,
)
from jinguo.apps.meetings.actions.seating import follow_answer
from jinguo.apps.meetings.actions.session import (
    check_in,
    close_meeting,
    declare_conflict,
    finish_item,
    leave,
    open_item,
    open_meeting,
    record_minutes,
    set_attending,
)
from jinguo.apps.meetings.actions.voting import (
    announce_vote,
    annul_vote,
    cast,
    check_paper,
    close_vote,
    destroy_keys_left_over,
    open_vote,
    vote_again,
)

__all__ = [
    "announce_vote",
    "annul_vote",
    "cast",
    "change_meeting",
    "check_in",
    "check_paper",
    "close_meeting",
    "close_vote",
    "declare_conflict",
    "destroy_keys_left_over",
    "finish_item",
    "follow_answer",
    "leave",
    "open_item",
    "open_meeting",
    "open_vote",
    "plan_meeting",
    "record_minutes",
    "remove_vote",
    "set_agenda",
    "set_attending",
    "set_members",
    "set_vote",
    "vote_again",
]
