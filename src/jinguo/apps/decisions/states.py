"""The lives of a decision and of an honour's revocation, as a table: drafted, seen by a second person, done. One function
moves both.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Model

from jinguo.errors import Refused


@dataclass(frozen=True)
class Move:
    """A transition: its name, from which states, to which, and who makes it (a role in the decision)."""

    name: str
    sources: tuple[str, ...]
    target: str
    actor: str
    refusal: str = "decision_does_not_allow"


class DecisionState:
    DRAFT = "decision_draft"
    AWAITING = "decision_awaiting"
    RETURNED = "decision_returned"
    APPROVED = "decision_approved"
    RECORDED = "decision_recorded"


DECISION_STATES = tuple(value for name, value in vars(DecisionState).items() if name.isupper())
OPEN_STATES = (DecisionState.DRAFT, DecisionState.AWAITING, DecisionState.RETURNED, DecisionState.APPROVED)
"""A call has one decision in these states at most."""


class RevocationState:
    """Of a proposal to revoke an honour, or to restore one that was revoked in error. One given back is proposed anew."""

    AWAITING = "revocation_awaiting"
    RETURNED = "revocation_returned"
    TAKEN_BACK = "revocation_taken_back"
    DONE = "revocation_done"


REVOCATION_STATES = tuple(value for name, value in vars(RevocationState).items() if name.isupper())
_HONOUR = "revocation_does_not_allow"

_MOVES = {
    move.name: move
    for move in (
        Move("redraft", (DecisionState.DRAFT, DecisionState.RETURNED), DecisionState.DRAFT, "officer"),
        Move(
            "ask_approval", (DecisionState.DRAFT, DecisionState.RETURNED), DecisionState.AWAITING, "officer"
        ),
        Move("take_back", (DecisionState.AWAITING,), DecisionState.DRAFT, "proposer"),
        Move("give_back", (DecisionState.AWAITING,), DecisionState.RETURNED, "second"),
        Move("approve", (DecisionState.AWAITING,), DecisionState.APPROVED, "second"),
        Move("record", (DecisionState.DRAFT, DecisionState.APPROVED), DecisionState.RECORDED, "officer"),
        Move(
            "take_back_revocation",
            (RevocationState.AWAITING,),
            RevocationState.TAKEN_BACK,
            "proposer",
            _HONOUR,
        ),
        Move(
            "give_back_revocation", (RevocationState.AWAITING,), RevocationState.RETURNED, "second", _HONOUR
        ),
        Move("approve_revocation", (RevocationState.AWAITING,), RevocationState.DONE, "second", _HONOUR),
    )
}


def may(decision: Model, name: str) -> bool:
    """Whether the table allows this move from where the decision stands."""
    return decision.state in _MOVES[name].sources


def change(decision: Model, name: str, **also: object) -> None:
    """Make a move: one conditional update that fails when somebody else moved the decision meanwhile.

    Raises:
        Refused: the table does not allow the move from where the decision stands now.
    """
    move = _MOVES[name]
    rows = type(decision).objects.filter(pk=decision.pk, state__in=move.sources)
    if not rows.update(state=move.target, **also):
        decision.refresh_from_db()
        raise Refused.because(move.refusal, move=name, state=decision.state)
    decision.state = move.target
    for field, value in also.items():
        setattr(decision, field, value)
