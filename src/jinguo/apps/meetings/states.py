"""The life of a meeting, of an item on its agenda, of a vote, and where a member is: tables, and the one way to move."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Model

from jinguo.errors import Refused


@dataclass(frozen=True)
class Move:
    """A transition: its name, from which states, to which, and who makes it (a role in the meeting)."""

    name: str
    sources: tuple[str, ...]
    target: str
    actor: str


class MeetingState:
    PLANNED = "meeting_planned"
    IN_SESSION = "meeting_in_session"
    CLOSED = "meeting_closed"


class ItemState:
    WAITING = "item_waiting"
    OPEN = "item_open"
    DONE = "item_done"


class VoteState:
    PLANNED = "vote_planned"
    OPEN = "vote_open"
    CLOSED = "vote_closed"
    ANNOUNCED = "vote_announced"
    ANNULLED = "vote_annulled"


class Attending:
    INVITED = "member_invited"
    PRESENT = "member_present"
    LEFT = "member_left"
    EXCUSED = "member_excused"


MEETING_STATES = (MeetingState.PLANNED, MeetingState.IN_SESSION, MeetingState.CLOSED)
ITEM_STATES = (ItemState.WAITING, ItemState.OPEN, ItemState.DONE)
VOTE_STATES = (
    VoteState.PLANNED,
    VoteState.OPEN,
    VoteState.CLOSED,
    VoteState.ANNOUNCED,
    VoteState.ANNULLED,
)
COUNTED = (VoteState.CLOSED, VoteState.ANNOUNCED)
ATTENDING = (Attending.INVITED, Attending.PRESENT, Attending.LEFT, Attending.EXCUSED)

MOVES = (
    Move("open_meeting", (MeetingState.PLANNED,), MeetingState.IN_SESSION, "secretary"),
    Move("close_meeting", (MeetingState.IN_SESSION,), MeetingState.CLOSED, "secretary"),
    Move("open_item", (ItemState.WAITING, ItemState.DONE), ItemState.OPEN, "secretary"),
    Move("finish_item", (ItemState.OPEN,), ItemState.DONE, "secretary"),
    Move("open_vote", (VoteState.PLANNED,), VoteState.OPEN, "secretary"),
    Move("close_vote", (VoteState.OPEN,), VoteState.CLOSED, "secretary"),
    Move("announce_vote", (VoteState.CLOSED,), VoteState.ANNOUNCED, "secretary"),
    Move("annul_vote", (VoteState.OPEN, VoteState.CLOSED), VoteState.ANNULLED, "secretary"),
    Move("check_in", (Attending.INVITED, Attending.LEFT, Attending.EXCUSED), Attending.PRESENT, "member"),
    Move("leave", (Attending.PRESENT,), Attending.LEFT, "member"),
    Move("excuse", (Attending.INVITED, Attending.LEFT), Attending.EXCUSED, "secretary"),
)
_MOVES = {move.name: move for move in MOVES}


def may(state: str, name: str) -> bool:
    """Whether the table allows this move from a state; who may make it is a permission's matter."""
    return state in _MOVES[name].sources


def change(record: Model, name: str, *, column: str = "state", **also: object) -> None:
    """Make a move: one conditional update that fails when somebody else moved the record meanwhile.

    Raises:
        Refused: the table does not allow the move from where the record stands now.
    """
    move = _MOVES[name]
    rows = type(record)._base_manager.filter(pk=record.pk, **{f"{column}__in": move.sources})
    if not rows.update(**{column: move.target}, **also):
        record.refresh_from_db()
        raise Refused.because("meeting_state_does_not_allow", state=getattr(record, column))
    for field, value in {column: move.target, **also}.items():
        setattr(record, field, value)
