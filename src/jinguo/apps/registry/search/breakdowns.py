"""A group of persons told by tier, level of title and age: women and men in each, as small tables.

Counted by the database: the rows are those of :func:`grouped`, each with how many it stands for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from jinguo.apps.clock import today
from jinguo.apps.registry.models import Card
from jinguo.apps.registry.search.facets import BANDS, band_label
from jinguo.standards.titles import LEVELS


@dataclass(slots=True)
class Share:
    """One line: how many women, men and not stated."""

    label: str
    women: int = 0
    men: int = 0
    unstated: int = 0

    @property
    def total(self) -> int:
        return self.women + self.men + self.unstated

    @property
    def percent(self) -> float | None:
        """The share of women among those whose sex is stated."""
        stated = self.women + self.men
        return 100 * self.women / stated if stated else None


def grouped(cards: QuerySet[Card]) -> list[dict[str, Any]]:
    """Cards in groups of one sex, tier, level and year of birth; ``people`` is how many."""
    columns = ("sex", "tier", "title_level", "birth_year")
    return list(cards.order_by().values(*columns).annotate(people=Count("pk")))


def women_in(rows: Iterable[Mapping[str, Any]]) -> int:
    return sum(row["people"] for row in rows if row["sex"] == "F")


def by_tier(rows: Iterable[Mapping[str, Any]]) -> list[Share]:
    shares = _told(rows, lambda row: row["tier"])
    return sorted(shares.values(), key=lambda one: (-one.total, one.label))


def by_level(rows: Iterable[Mapping[str, Any]]) -> list[Share]:
    return _in(LEVELS, _told(rows, lambda row: row["title_level"]))


def by_age(rows: Iterable[Mapping[str, Any]]) -> list[Share]:
    year = today().year
    bands = [(older, younger, band_label(older, younger)) for older, younger in BANDS]

    def band(row: Mapping[str, Any]) -> str:
        if not row["birth_year"]:
            return ""
        age = year - row["birth_year"]
        return next((label for older, younger, label in bands if older <= age <= younger), "")

    return _in([label for _, _, label in bands], _told(rows, band))


def _in(order: Sequence[str], shares: Mapping[str, Share]) -> list[Share]:
    return [shares[one] for one in order if one in shares]


def _told(rows: Iterable[Mapping[str, Any]], of: Callable[[Mapping[str, Any]], str]) -> dict[str, Share]:
    found: dict[str, Share] = {}
    for row in rows:
        if not (label := of(row)):
            continue
        share = found.setdefault(label, Share(label))
        if row["sex"] == "F":
            share.women += row["people"]
        elif row["sex"] == "M":
            share.men += row["people"]
        else:
            share.unstated += row["people"]
    return found
