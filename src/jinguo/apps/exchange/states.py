"""The life of an agreement and of a registration: tables, and the one way to move."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Model

from jinguo.errors import Refused


@dataclass(frozen=True)
class Move:
    """A transition: its name, from which states, to which, and who makes it."""

    name: str
    sources: tuple[str, ...]
    target: str
    actor: str


class AgreementState:
    PROPOSED = "agreement_proposed"
    IN_FORCE = "agreement_in_force"
    REFUSED = "agreement_refused"
    ENDED = "agreement_ended"


class RegistrationState:
    WAITING = "registration_waiting"
    VOUCHED = "registration_vouched"
    ADMITTED = "registration_admitted"
    REFUSED = "registration_refused"


AGREEMENT_STATES = (
    AgreementState.PROPOSED,
    AgreementState.IN_FORCE,
    AgreementState.REFUSED,
    AgreementState.ENDED,
)
REGISTRATION_STATES = (
    RegistrationState.WAITING,
    RegistrationState.VOUCHED,
    RegistrationState.ADMITTED,
    RegistrationState.REFUSED,
)
OPEN_REGISTRATIONS = (RegistrationState.WAITING, RegistrationState.VOUCHED)

MOVES = (
    Move("approve", (AgreementState.PROPOSED,), AgreementState.IN_FORCE, "a second officer"),
    Move("refuse_agreement", (AgreementState.PROPOSED,), AgreementState.REFUSED, "a second officer"),
    Move("end", (AgreementState.PROPOSED, AgreementState.IN_FORCE), AgreementState.ENDED, "officer"),
    Move("vouch", (RegistrationState.WAITING,), RegistrationState.VOUCHED, "liaison"),
    Move("admit", (RegistrationState.VOUCHED,), RegistrationState.ADMITTED, "officer"),
    Move("refuse_registration", OPEN_REGISTRATIONS, RegistrationState.REFUSED, "liaison or officer"),
)
_MOVES = {move.name: move for move in MOVES}


def may(state: str, name: str) -> bool:
    """Whether the table allows this move from a state; who may make it is a permission's matter."""
    return state in _MOVES[name].sources


def change(record: Model, name: str, **also: object) -> None:
    """Make a move: one conditional update that fails when somebody else moved the record meanwhile.

    Raises:
        Refused: the table does not allow the move from where the record stands now.
    """
    move = _MOVES[name]
    rows = type(record)._base_manager.filter(pk=record.pk, state__in=move.sources)
    if not rows.update(state=move.target, **also):
        record.refresh_from_db()
        raise Refused.because("exchange_state_does_not_allow", state=record.state)
    for field, value in {"state": move.target, **also}.items():
        setattr(record, field, value)


INCOMING, RECEIVING = "exchange_incoming", "exchange.receive_package"
"""The kind of a file on its way in, and the work of taking it in."""
