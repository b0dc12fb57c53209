"""A search turned into cards: how many, which page of them, in which order.

No page waits until a million rows are counted or sorted. Up to :data:`MOST` of those found are read in few columns: they
are counted, their facets are counted, and the page is cut out of them. Where more fit, the page comes with figures of
those read, and asks for the figures of all afterwards (:func:`all_counted`). A search by filters alone is then walked
through in the order of its index, from the last row seen on (no offset); a search by words shows the first
:data:`MOST` found, for all of one surname may stand at the far end of any order.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.core.cache import cache
from django.core.paginator import Page, Paginator
from django.db import connection
from django.db.models import Q, QuerySet

from jinguo.apps.clock import now, today
from jinguo.apps.organisations.models import Organisation
from jinguo.apps.registry import queries
from jinguo.apps.registry.models import Card
from jinguo.apps.registry.search import derived, facets, full_text, indexing, tallies, words
from jinguo.apps.registry.search.asking import KINDS, ORDERS, STATES, Asked, parts_of
from jinguo.apps.registry.search.facets import Facet
from jinguo.standards.divisions import divisions

__all__ = [
    "MOST",
    "PER_PAGE",
    "STATES",
    "Asked",
    "Facet",
    "Look",
    "all_counted",
    "found",
    "in_order",
    "look",
    "parts_of",
]

MOST = 2_000
PER_PAGE = 50
KEPT_FROM = 50_000
KEPT_S = 600
"""Figures of so many take a while: they are kept for some minutes."""
_WALKED = ("", "name", "strokes")
"""Orders that have an index in which a list can be walked through."""
_COLUMNS = {
    "tier": "tier", "title": "title", "level": "title_level", "education": "education", "sex": "sex", "region": "",
}  # fmt: skip
"""Parts of a search that a column holds, not the words alone; of regions the column has the lowest."""
_FREQUENT = {"level", "education", "sex"}
"""Parts with so few answers that each is frequent: PostgreSQL need not be led to them by an index."""


@dataclass(frozen=True, slots=True)
class Counted:
    """How many were found (``more``: and further ones), and the facets among them; of figures that were kept, since when."""

    total: int
    more: bool
    facets: dict[str, list[Facet]]
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """One page of a search. ``onward`` is where the next page of a list that is walked through begins."""

    counted: Counted
    cards: list[Card]
    page: Page | None
    onward: str = ""
    walked: bool = False


def found(registry: Organisation, asked: Asked, *, walk: bool = False) -> QuerySet[Card]:
    """The cards of a registry that a search asks for, unsorted. ``walk``: row by row instead of through the index
    over words, which is quicker for a page of very many.
    """
    rows = queries.people.cards_of(registry)
    if asked.tier:
        asked = replace(asked, tier=queries.tiers.called(asked.tier, registry))
    if walk:
        left = {key for key in KINDS if key not in _COLUMNS}
        rows = full_text.walked(rows.filter(_columns(asked)), words.wanted(asked.text, _kinds(asked, left)))
    else:
        postgres = connection.vendor == "postgresql"
        named = KINDS.keys() - _FREQUENT if postgres and not asked.text else KINDS
        if asked.text or _kinds(asked, named):
            kinds = [*_kinds(asked, named), *_keeper(registry)]
            rows = full_text.narrowed(rows, words.wanted(asked.text, kinds))
        if postgres:
            rows = rows.filter(_columns(asked))
    if asked.unit:
        rows = rows.filter(unit_key=asked.unit)
    year = today().year
    if asked.older is not None:
        rows = rows.filter(birth_year__lte=year - asked.older)
    if asked.younger is not None:
        rows = rows.filter(birth_year__gte=year - asked.younger)
    if asked.state:
        rows = rows.filter(_state(asked.state))
    return rows


def _kinds(asked: Asked, keys: Collection[str]) -> list[str]:
    """The words of what was chosen, of the parts named."""
    return [
        words.of_kind(kind, value)
        for key, kind in KINDS.items()
        if key in keys and (value := getattr(asked, key))
    ]


def _columns(asked: Asked) -> Q:
    """What was chosen, by columns. Beside the words PostgreSQL is given them too: it knows how frequent each value is, and
    walks through the rows where it is frequent instead of gathering all of them by the index.
    """
    asked_for = Q(
        **{column: value for key, column in _COLUMNS.items() if column and (value := getattr(asked, key))}
    )
    if asked.region in divisions():
        stem = derived.stem(asked.region)
        asked_for &= Q(region__gte=stem, region__lt=f"{int(stem) + 1:0{len(stem)}d}")
    elif asked.region:
        asked_for &= Q(region=asked.region)
    return asked_for


def _keeper(registry: Organisation) -> list[str]:
    """The word of the keeper, for those below others: the cards of the highest are nearly all there are, and a word that
    all of them have costs more than it narrows down.
    """
    return [words.of_kind(indexing.KEEPER, registry.pk)] if registry.parent_id else []


def _state(state: str) -> Q:
    return {
        "conflicts": Q(conflicts__gt=0),
        "stale": Q(stale_on__lt=today()),
        "fresh": Q(stale_on=None) | Q(stale_on__gte=today()),
        "missing": Q(missing__gt=0),
        "merged": Q(entry_count__gt=1),
    }[state]


def in_order(rows: QuerySet[Card], sort: str) -> QuerySet[Card]:
    keys = _keys(sort)
    return rows.order_by(*keys).select_related("identity")


def _keys(sort: str) -> tuple[str, ...]:
    keys = ORDERS.get(sort.removeprefix("-"), ORDERS["name"])
    if sort.startswith("-"):
        keys = tuple(key.removeprefix("-") if key.startswith("-") else f"-{key}" for key in keys)
    return keys


def _counted(seen: Sequence[Mapping[str, Any]], asked: Asked) -> Counted:
    figures = facets.of_tally(tallies.of_rows(seen[:MOST]), asked)
    return Counted(min(len(seen), MOST), len(seen) > MOST, figures)


def all_counted(registry: Organisation, asked: Asked) -> Counted:
    """Total and facets of everybody found, in one query; of very many as they were some minutes ago."""
    key = f"registry-figures:{registry.pk}:{sha256(asked.query.encode()).hexdigest()}"
    kept = cache.get(key)
    if kept is None:
        kept = tallies.of_all(found(registry, asked)), now()
        if kept[0].total >= KEPT_FROM:
            cache.set(key, kept, KEPT_S)
    counted, at = kept
    return Counted(counted.total, False, facets.of_tally(counted, asked), at)


def look(registry: Organisation, asked: Asked, *, page: str | None = None, after: str = "") -> Look:
    """A page of a search with its figures: two queries, three where the list goes on from a row."""
    rows = found(registry, asked)
    keys = _keys(asked.sort)
    columns = dict.fromkeys((*tallies.COLUMNS, *(key.removeprefix("-") for key in keys)))
    rows = rows.order_by("pinyin_key", "pk") if asked.is_empty else rows.order_by()
    seen = list(rows.values(*columns)[: MOST + 1])
    figures = _counted(seen, asked)
    if figures.more and not asked.text and asked.sort.removeprefix("-") in _WALKED:
        cards, onward = _walk(registry, asked, keys, after)
        return Look(figures, cards, None, onward, walked=True)
    order = _sorted(seen[:MOST], keys)
    here = Paginator(order, PER_PAGE).get_page(page)
    return Look(figures, _cards([row["pk"] for row in here.object_list]), here)


def _sorted(seen: list[dict[str, Any]], keys: Sequence[str]) -> list[dict[str, Any]]:
    """In the order of the keys; what is unknown stands last."""
    for key in reversed(keys):
        name = key.removeprefix("-")
        known = [row for row in seen if row[name] is not None]
        known.sort(key=lambda row, name=name: row[name], reverse=key.startswith("-"))
        seen = known + [row for row in seen if row[name] is None]
    return seen


def _cards(keys: Sequence[int]) -> list[Card]:
    rows = {
        card.pk: card for card in Card.objects.filter(pk__in=keys).defer("tokens").select_related("identity")
    }
    return [rows[key] for key in keys if key in rows]


def _walk(registry: Organisation, asked: Asked, keys: Sequence[str], after: str) -> tuple[list[Card], str]:
    """One page in the order of an index, from a row on; answers with the row from which the next page goes on."""
    rows = found(registry, asked, walk=True)
    name, back = keys[0].removeprefix("-"), keys[0].startswith("-")
    last = (
        Card.objects.filter(pk=int(after), organisation=registry).values_list(name, flat=True).first()
        if after.isdigit()
        else None
    )
    if last is not None:
        side = "lt" if back else "gt"
        rows = rows.filter(**{f"{name}__{side}e": last}).filter(
            Q(**{f"{name}__{side}": last}) | Q(**{name: last, f"pk__{side}": int(after)})
        )
    cards = list(rows.order_by(*keys).defer("tokens").select_related("identity")[: PER_PAGE + 1])
    return cards[:PER_PAGE], str(cards[PER_PAGE - 1].pk) if len(cards) > PER_PAGE else ""
