"""A search turned into cards: how many, which page of them, in which order.

Nothing here counts or sorts a million rows. Up to :data:`MOST` of those found are read in few columns: they are counted,
their facets are counted, and the page is cut out of them. Where more fit, the list says so: a search by filters alone is
then walked through in the order of its index, from the last row seen on (no offset); a search by words shows the
first :data:`MOST` found, for all of one surname may stand at the far end of any order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

from jinguo.apps.clock import today
from jinguo.apps.organisations.models import Organisation
from jinguo.apps.registry import queries
from jinguo.apps.registry.models import Card
from jinguo.apps.registry.search import facets, full_text, indexing, words
from jinguo.apps.registry.search.asking import KINDS, ORDERS, STATES, Asked, parts_of
from jinguo.apps.registry.search.facets import Facet

__all__ = [
    "MOST",
    "PER_PAGE",
    "STATES",
    "Asked",
    "Facet",
    "Look",
    "counted",
    "found",
    "in_order",
    "look",
    "parts_of",
]

MOST = 5_000
PER_PAGE = 50
_WALKED = ("", "name", "strokes")
"""Orders that have an index in which a list can be walked through."""


@dataclass(frozen=True, slots=True)
class Counted:
    """How many were found (``more``: and further ones), and the facets among them."""

    total: int
    more: bool
    facets: dict[str, list[Facet]]


@dataclass(frozen=True, slots=True)
class Look:
    """One page of a search. ``onward`` is where the next page of a list that is walked through begins."""

    counted: Counted
    cards: list[Card]
    page: Page | None
    onward: str = ""
    walked: bool = False
    rows: Sequence[Mapping[str, Any]] = ()


def found(registry: Organisation, asked: Asked, *, walk: bool = False) -> QuerySet[Card]:
    """The cards of a registry that a search asks for, unsorted. ``walk``: row by row instead of through the index
    over words, which is quicker for a page of very many.
    """
    kinds = [words.of_kind(kind, value) for key, kind in KINDS.items() if (value := getattr(asked, key))]
    rows = queries.people.cards_of(registry)
    if asked.text or kinds:
        if walk:
            rows = full_text.walked(rows, words.wanted(asked.text, kinds))
        else:
            rows = full_text.narrowed(rows, words.wanted(asked.text, [*kinds, *_keeper(registry)]))
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


def counted(rows: QuerySet[Card], asked: Asked) -> Counted:
    """Total and facets, in one query over at most :data:`MOST` rows."""
    return _counted(list(rows.order_by().values(*facets.COLUMNS)[: MOST + 1]), asked)


def _counted(seen: Sequence[Mapping[str, Any]], asked: Asked) -> Counted:
    return Counted(min(len(seen), MOST), len(seen) > MOST, facets.of_rows(seen[:MOST], asked))


def look(registry: Organisation, asked: Asked, *, page: str | None = None, after: str = "") -> Look:
    """A page of a search with its figures: two queries, three where the list goes on from a row."""
    rows = found(registry, asked)
    keys = _keys(asked.sort)
    columns = dict.fromkeys((*facets.COLUMNS, *(key.removeprefix("-") for key in keys)))
    rows = rows.order_by("pinyin_key", "pk") if asked.is_empty else rows.order_by()
    seen = list(rows.values(*columns)[: MOST + 1])
    figures = _counted(seen, asked)
    if figures.more and not asked.text and asked.sort.removeprefix("-") in _WALKED:
        cards, onward = _walk(registry, asked, keys, after)
        return Look(figures, cards, None, onward, walked=True, rows=seen)
    order = _sorted(seen[:MOST], keys)
    here = Paginator(order, PER_PAGE).get_page(page)
    return Look(figures, _cards([row["pk"] for row in here.object_list]), here, rows=seen)


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
