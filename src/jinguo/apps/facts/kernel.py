"""Through this kernel apps declare the facts that plans and figures count, without knowing who counts them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet
from django.db.models.expressions import Combinable

if TYPE_CHECKING:
    from datetime import date

_declared: dict[str, Fact] = {}


@dataclass(frozen=True)
class Record:
    """One fact as its reader may see it: when, what it is called, and where its page is (empty: no page of its own)."""

    on: date
    title: str
    url: str = ""


Dimension = str | Callable[[Any], Combinable]
"""A field path, or what makes an expression for the organisation that counts (None: nobody's own)."""


@dataclass(frozen=True)
class Fact:
    """A kind of event that the records hold: one row is one fact.

    ``rows()`` is the query; ``date`` and the values of ``amounts`` are field paths of it, those of ``dimensions`` too, or
    expressions as the organisation that counts sees them; ``person`` is the path by which persons are told apart.
    ``values`` names what a dimension's values are to an organisation, where those are few and its own to choose from.
    ``owned(organisation)`` are the rows that are an organisation's own: it may count those alone. ``seen(user, rows)`` makes
    records of the rows that the user may look at; without it nobody may.
    """

    name: str
    rows: Callable[[], QuerySet]
    date: str
    dimensions: Mapping[str, Dimension] = field(default_factory=dict)
    values: Mapping[str, Callable[[Any], list[str]]] = field(default_factory=dict)
    amounts: Mapping[str, str] = field(default_factory=dict)
    person: str = ""
    owned: Callable[[Any], Q] | None = None
    seen: Callable[[Any, QuerySet], list[Record]] | None = None

    def path(self, dimension: str) -> str:
        """Where the rows of :meth:`told` have the value of a dimension."""
        found = self.dimensions[dimension]
        return found if isinstance(found, str) else f"told_{dimension}"

    def told(self, dimensions: Iterable[str], of: Any = None) -> QuerySet:
        """The rows with the values of these dimensions, as an organisation sees them."""
        made = {name: self.dimensions[name] for name in dimensions}
        return self.rows().annotate(
            **{self.path(name): make(of) for name, make in made.items() if not isinstance(make, str)}
        )


def declare(fact: Fact) -> None:
    """Make a fact known. Declaring one name twice is an error in the program."""
    if fact.name in _declared:
        raise ValueError(f"the fact {fact.name} is declared twice")
    _declared[fact.name] = fact


def values_of(dimension: str, organisation: Any) -> list[str]:
    """What one may choose from of a dimension, as the facts that have it name it; empty where none does."""
    lists = dict.fromkeys(one.values[dimension] for one in _declared.values() if dimension in one.values)
    return list(dict.fromkeys(value for of in lists for value in of(organisation)))


def declared() -> Mapping[str, Fact]:
    return dict(_declared)
