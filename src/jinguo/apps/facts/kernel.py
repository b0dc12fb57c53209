"""Through this kernel apps declare the facts that plans and figures count, without knowing who counts them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

if TYPE_CHECKING:
    from datetime import date

_declared: dict[str, Fact] = {}


@dataclass(frozen=True)
class Record:
    """One fact as its reader may see it: when, what it is called, and where its page is (empty: no page of its own)."""

    on: date
    title: str
    url: str = ""


@dataclass(frozen=True)
class Fact:
    """A kind of event that the records hold: one row is one fact.

    ``rows()`` is the query; ``date`` and the values of ``dimensions`` and ``amounts`` are field paths of it; ``person`` is
    the path by which persons are told apart. ``owned(organisation)`` are the rows that are an organisation's own: it may
    count those alone. ``seen(user, rows)`` makes records of the rows that the user may look at; without it nobody may.
    """

    name: str
    rows: Callable[[], QuerySet]
    date: str
    dimensions: Mapping[str, str] = field(default_factory=dict)
    amounts: Mapping[str, str] = field(default_factory=dict)
    person: str = ""
    owned: Callable[[Any], Q] | None = None
    seen: Callable[[Any, QuerySet], list[Record]] | None = None


def declare(fact: Fact) -> None:
    """Make a fact known. Declaring one name twice is an error in the program."""
    if fact.name in _declared:
        raise ValueError(f"the fact {fact.name} is declared twice")
    _declared[fact.name] = fact


def declared() -> Mapping[str, Fact]:
    return dict(_declared)
