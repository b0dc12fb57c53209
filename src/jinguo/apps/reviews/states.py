"""The life of an expert in the pool, of an invitation to a panel, and of a conflict of interest, as tables."""

from __future__ import annotations

from django.db.models import Model

from jinguo.apps.calls.states import Move, NominationState
from jinguo.errors import Refused

REVIEWABLE = (
    NominationState.ACCEPTED,
    NominationState.CHOSEN,
    NominationState.NOT_CHOSEN,
    NominationState.REMOVED,
    NominationState.HONOURED,
)
"""States of a nomination that has passed the formal check: it was or is under review."""


class PoolState:
    """Listed by an officer and not asked yet, invited, active, on a break, gone; declined is an answer too."""

    LISTED = "expert_listed"
    INVITED = "expert_invited"
    DECLINED = "expert_declined"
    ACTIVE = "expert_active"
    ON_BREAK = "expert_on_break"
    LEFT = "expert_left"


POOL_STATES = tuple(value for name, value in vars(PoolState).items() if name.isupper())
IN_USE = (PoolState.LISTED, PoolState.INVITED, PoolState.ACTIVE)
"""States in which an expert may be given something to review, once she has an account."""
GONE = (PoolState.LEFT, PoolState.DECLINED)
"""States of those who are in the pool's books and no longer in the pool."""

_IN = (PoolState.LISTED, PoolState.INVITED, PoolState.ACTIVE, PoolState.ON_BREAK)
POOL_MOVES = (
    Move(
        "invite",
        (PoolState.LISTED, PoolState.INVITED, PoolState.DECLINED, PoolState.LEFT),
        PoolState.INVITED,
        "officer",
    ),
    Move("accept", (*_IN, PoolState.DECLINED, PoolState.LEFT), PoolState.ACTIVE, "expert"),
    Move("decline", (PoolState.LISTED, PoolState.INVITED), PoolState.DECLINED, "expert"),
    Move("pause", (PoolState.ACTIVE,), PoolState.ON_BREAK, "expert"),
    Move("resume", (PoolState.ON_BREAK,), PoolState.ACTIVE, "expert"),
    Move("leave", _IN, PoolState.LEFT, "expert"),
    Move("take_out", (*_IN, PoolState.DECLINED), PoolState.LEFT, "officer"),
    Move("come_back", (PoolState.LEFT,), PoolState.ACTIVE, "expert"),
    Move("take_in", (PoolState.LEFT,), PoolState.LISTED, "officer"),
)


class PanelState:
    """Asked for the panel of one round; her answer."""

    INVITED = "panel_invited"
    ACCEPTED = "panel_accepted"
    DECLINED = "panel_declined"
    WITHDRAWN = "panel_withdrawn"


PANEL_STATES = tuple(value for name, value in vars(PanelState).items() if name.isupper())
PANEL_MOVES = (
    Move("invite", (PanelState.WITHDRAWN, PanelState.DECLINED), PanelState.INVITED, "officer"),
    Move("accept", (PanelState.INVITED, PanelState.DECLINED), PanelState.ACCEPTED, "expert"),
    Move("decline", (PanelState.INVITED, PanelState.ACCEPTED), PanelState.DECLINED, "expert"),
    Move("withdraw", (PanelState.INVITED, PanelState.ACCEPTED), PanelState.WITHDRAWN, "officer"),
)


class ConflictState:
    """Found by the machine, confirmed (what an expert declares is so at once), or ignored with a reason."""

    FOUND = "conflict_found"
    CONFIRMED = "conflict_confirmed"
    IGNORED = "conflict_ignored"


CONFLICT_STATES = tuple(value for name, value in vars(ConflictState).items() if name.isupper())


def move(record: Model, moves: tuple[Move, ...], name: str) -> str:
    """Move a record's state by a named move of a table, as one conditional update; answers with the new state.

    Raises:
        Refused: the move does not start from where the record stands.
    """
    step = next(step for step in moves if step.name == name)
    changed = type(record)._base_manager.filter(pk=record.pk, state__in=step.sources)
    if not changed.update(state=step.target):
        raise Refused.because("pool_move_not_possible")
    record.state = step.target
    return step.target
