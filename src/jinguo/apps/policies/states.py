"""The life of a document and of a value that was read from it, as tables: what moves where."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Model

from jinguo.errors import Refused


@dataclass(frozen=True)
class Move:
    """A transition: its name, from which states, to which."""

    name: str
    sources: tuple[str, ...]
    target: str


class DocumentState:
    WAITING = "document_waiting"
    READ = "document_read"
    UNREADABLE = "document_unreadable"


class ItemState:
    PROPOSED = "item_proposed"
    ACCEPTED = "item_accepted"
    CORRECTED = "item_corrected"
    REJECTED = "item_rejected"


DOCUMENT_STATES = tuple(value for name, value in vars(DocumentState).items() if name.isupper())
ITEM_STATES = tuple(value for name, value in vars(ItemState).items() if name.isupper())
TAKEN = (ItemState.ACCEPTED, ItemState.CORRECTED)
"""What a person has said yes to."""

_MOVES = {
    move.name: move
    for move in (
        Move("take_reading", (DocumentState.WAITING,), DocumentState.READ),
        Move("find_unreadable", (DocumentState.WAITING,), DocumentState.UNREADABLE),
        Move("read_again", (DocumentState.UNREADABLE,), DocumentState.WAITING),
    )
}


def change(document: Model, name: str, **also: object) -> None:
    """Make a move: one conditional update that fails when somebody else moved the document meanwhile.

    Raises:
        Refused: the table does not allow the move from where the document stands now.
    """
    move = _MOVES[name]
    rows = type(document).objects.filter(pk=document.pk, state__in=move.sources)
    if not rows.update(state=move.target, **also):
        document.refresh_from_db()
        raise Refused.because("document_does_not_allow", move=name, state=document.state)
    document.state = move.target
    for field, value in also.items():
        setattr(document, field, value)
