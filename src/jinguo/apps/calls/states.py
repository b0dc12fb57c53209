"""The life of a call and of a nomination, as tables: what moves where, by whom, under what name.

Buttons on pages are read from these tables, and `change` is the only way to change a state.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Model

from jinguo.errors import Refused


@dataclass(frozen=True)
class Move:
    """A transition: its name, from which states, to which, and who makes it (a role in the process)."""

    name: str
    sources: tuple[str, ...]
    target: str
    actor: str


class CallState:
    DRAFT = "call_draft"
    OPEN = "call_open"
    REVIEWING = "call_reviewing"
    DECIDED = "call_decided"
    ON_NOTICE = "call_on_notice"
    FINAL = "call_final"
    CANCELLED = "call_cancelled"


CALL_STATES = tuple(value for name, value in vars(CallState).items() if name.isupper())

CALL_MOVES = (
    Move("open_call", (CallState.DRAFT,), CallState.OPEN, "officer"),
    Move("begin_review", (CallState.OPEN,), CallState.REVIEWING, "officer"),
    Move(
        "record_selection",
        (CallState.OPEN, CallState.REVIEWING, CallState.DECIDED),
        CallState.DECIDED,
        "officer",
    ),
    Move("post_notice", (CallState.DECIDED,), CallState.ON_NOTICE, "officer"),
    Move("withdraw_notice", (CallState.ON_NOTICE,), CallState.DECIDED, "officer"),
    Move("post_next_notice", (CallState.ON_NOTICE,), CallState.ON_NOTICE, "officer"),
    Move("make_final", (CallState.ON_NOTICE,), CallState.FINAL, "officer"),
    Move("cancel_call", (CallState.DRAFT, CallState.OPEN), CallState.CANCELLED, "officer"),
)


class NominationState:
    DRAFT = "nomination_draft"
    SUBMITTED = "nomination_submitted"
    RETURNED = "nomination_returned"
    ACCEPTED = "nomination_accepted"
    REJECTED = "nomination_rejected"
    CHOSEN = "nomination_chosen"
    NOT_CHOSEN = "nomination_not_chosen"
    REMOVED = "nomination_removed"
    HONOURED = "nomination_honoured"


NOMINATION_STATES = tuple(value for name, value in vars(NominationState).items() if name.isupper())

HANDED_IN = (
    NominationState.SUBMITTED,
    NominationState.RETURNED,
    NominationState.ACCEPTED,
    NominationState.REJECTED,
    NominationState.CHOSEN,
    NominationState.NOT_CHOSEN,
    NominationState.REMOVED,
    NominationState.HONOURED,
)
"""States of a nomination that was handed in and holds its receipt number."""

IN_THE_RUNNING = (
    NominationState.SUBMITTED,
    NominationState.RETURNED,
    NominationState.ACCEPTED,
    NominationState.CHOSEN,
    NominationState.NOT_CHOSEN,
    NominationState.HONOURED,
)
"""States that use up a place of the quota and keep a second nomination of the same person out."""

EDITABLE = (NominationState.DRAFT, NominationState.RETURNED)

NOMINATION_MOVES = (
    Move("hand_in", (NominationState.DRAFT, NominationState.RETURNED), NominationState.SUBMITTED, "liaison"),
    Move("take_back", (NominationState.SUBMITTED,), NominationState.DRAFT, "liaison"),
    Move("return_for_mending", (NominationState.SUBMITTED,), NominationState.RETURNED, "officer"),
    Move("accept", (NominationState.SUBMITTED,), NominationState.ACCEPTED, "officer"),
    Move(
        "reject", (NominationState.SUBMITTED, NominationState.RETURNED), NominationState.REJECTED, "officer"
    ),
    Move(
        "reopen_check",
        (NominationState.ACCEPTED, NominationState.REJECTED),
        NominationState.SUBMITTED,
        "officer",
    ),
    Move(
        "choose",
        (NominationState.ACCEPTED, NominationState.NOT_CHOSEN, NominationState.CHOSEN),
        NominationState.CHOSEN,
        "officer",
    ),
    Move(
        "leave_out",
        (NominationState.ACCEPTED, NominationState.CHOSEN, NominationState.NOT_CHOSEN),
        NominationState.NOT_CHOSEN,
        "officer",
    ),
    Move("remove", (NominationState.CHOSEN,), NominationState.REMOVED, "officer"),
    Move("remove_between_rounds", (NominationState.ACCEPTED,), NominationState.REMOVED, "objection"),
    Move("honour", (NominationState.CHOSEN,), NominationState.HONOURED, "officer"),
)


class Progress:
    """How far an invited unit has come in a call, in one word."""

    NOT_STARTED = "unit_not_started"
    STARTED = "unit_started"
    HANDED_IN = "unit_handed_in"
    RETURNED = "unit_returned"
    OVER_TIME = "unit_over_time"


PROGRESS = tuple(value for name, value in vars(Progress).items() if name.isupper())
MISSING = (Progress.NOT_STARTED, Progress.STARTED, Progress.RETURNED, Progress.OVER_TIME)
"""Units from which nothing lies with the organiser."""

_MOVES = {move.name: move for move in (*CALL_MOVES, *NOMINATION_MOVES)}


def may(record: Model, name: str) -> bool:
    """Whether the table allows this move from where the record stands; who may make it is a permission's matter."""
    return record.state in _MOVES[name].sources


def moves_for(record: Model, actor: str) -> list[Move]:
    """What an actor could do with the record next: the buttons of its page."""
    table = CALL_MOVES if record.state in CALL_STATES else NOMINATION_MOVES
    return [move for move in table if move.actor == actor and record.state in move.sources]


def change(record: Model, name: str, **also: object) -> None:
    """Make a move: one conditional update that fails when somebody else moved the record meanwhile.

    Raises:
        Refused: the table does not allow the move from where the record stands now.
    """
    move = _MOVES[name]
    moved = (
        type(record).objects.filter(pk=record.pk, state__in=move.sources).update(state=move.target, **also)
    )
    if not moved:
        record.refresh_from_db()
        raise Refused.because("state_does_not_allow", move=name, state=record.state)
    record.state = move.target
    for field, value in also.items():
        setattr(record, field, value)
