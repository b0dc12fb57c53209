"""Through this kernel apps declare the facts that plans and figures count, without knowing who counts them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.db.models import QuerySet

_declared: dict[str, Fact] = {}


@dataclass(frozen=True)
class Fact:
    """A kind of event that the records hold: one row is one fact.

    ``rows()`` is the query; ``date`` and the values of ``dimensions`` and ``amounts`` are field paths of it.
    """

    name: str
    rows: Callable[[], QuerySet]
    date: str
    dimensions: Mapping[str, str] = field(default_factory=dict)
    amounts: Mapping[str, str] = field(default_factory=dict)


def declare(fact: Fact) -> None:
    """Make a fact known. Declaring one name twice is an error in the program."""
    if fact.name in _declared:
        raise ValueError(f"the fact {fact.name} is declared twice")
    _declared[fact.name] = fact


def declared() -> Mapping[str, Fact]:
    return dict(_declared)
