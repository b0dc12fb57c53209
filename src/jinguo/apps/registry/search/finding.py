"""What a searcher asks of a registry: read from an address, turned into cards, with facets and pages.

Nothing here counts a million rows: counts go up to :data:`MOST`, and facets are counted among as many.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlencode

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.utils.functional import cached_property

from jinguo.apps.clock import today
from jinguo.apps.organisations.models import Organisation
from jinguo.apps.registry import queries
from jinguo.apps.registry.models import Card
from jinguo.apps.registry.search import full_text, indexing, words
from jinguo.standards.codes import label

MOST = 5_000
PER_PAGE = 50
SHOWN_OF_A_FACET = 12
ORDERS = {
    "name": ("pinyin_key", "pk"),
    "strokes": ("stroke_key", "pk"),
    "unit": ("unit_key", "pinyin_key", "pk"),
    "age": ("-birth_year", "pinyin_key", "pk"),
    "updated": ("-updated_at", "-pk"),
}
FACETS = ("tier", "title", "education", "discipline", "sex")
STATES = ("conflicts", "stale", "missing", "merged")
_KINDS = {
    "tier": indexing.TIER,
    "title": indexing.TITLE,
    "education": indexing.EDUCATION,
    "discipline": indexing.DISCIPLINE,
    "sex": indexing.SEX,
    "tag": indexing.TAG,
    "segment": indexing.SEGMENT,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A search, as its address says it. Empty parts ask for nothing."""

    text: str = ""
    tier: str = ""
    title: str = ""
    education: str = ""
    discipline: str = ""
    sex: str = ""
    tag: str = ""
    segment: str = ""
    unit: str = ""
    older: int | None = None
    younger: int | None = None
    state: str = ""
    sort: str = ""

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Asked:
        """From an address; what makes no sense is left out."""

        def number(key: str) -> int | None:
            text = given.get(key, "").strip()
            return int(text) if text.isascii() and text.isdigit() and int(text) < 150 else None

        plain = {key: given.get(key, "").strip()[:80] for key in (*_KINDS, "unit")}
        sort = given.get("sort", "")
        return cls(
            text=given.get("q", "").strip()[:100],
            older=number("from"),
            younger=number("to"),
            state=state if (state := given.get("state", "")) in STATES else "",
            sort=sort if sort.removeprefix("-") in ORDERS else "",
            **plain,
        )

    @property
    def is_empty(self) -> bool:
        return replace(self, sort="") == Asked()

    @property
    def query(self) -> str:
        """The address again, without order and page: what a kept search is."""
        named = {key: getattr(self, key) for key in (*_KINDS, "unit", "state")}
        named |= {"q": self.text, "from": self.older, "to": self.younger}
        return urlencode({key: value for key, value in sorted(named.items()) if value not in ("", None)})


@dataclass(frozen=True, slots=True)
class Facet:
    """One answer of a question, with how many of those found give it."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Counted:
    """How many were found (``more``: and further ones), and the facets among them."""

    total: int
    more: bool
    facets: dict[str, list[Facet]]


def found(registry: Organisation, asked: Asked, *, very_many: bool = False) -> QuerySet[Card]:
    """The cards of a registry that a search asks for, unsorted. ``very_many``: more than :data:`MOST` are known to
    fit, so that a list in an order that has an index is rather walked through.
    """
    kinds = [words.of_kind(kind, value) for key, kind in _KINDS.items() if (value := getattr(asked, key))]
    # By words of a text it is not walked: all of one surname may stand at the far end of the list.
    walks = very_many and not asked.text and asked.sort.removeprefix("-") in ("", "name", "strokes")
    narrowed = full_text.walked if walks else full_text.narrowed
    rows = narrowed(queries.people.cards_of(registry), words.wanted(asked.text, kinds))
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


def _state(state: str) -> Q:
    return {
        "conflicts": Q(conflicts__gt=0),
        "stale": Q(stale_on__lt=today()),
        "missing": Q(missing__gt=0),
        "merged": Q(entry_count__gt=1),
    }[state]


def in_order(rows: QuerySet[Card], sort: str) -> QuerySet[Card]:
    keys = ORDERS.get(sort.removeprefix("-"), ORDERS["name"])
    if sort.startswith("-"):
        keys = tuple(key.removeprefix("-") if key.startswith("-") else f"-{key}" for key in keys)
    return rows.order_by(*keys).select_related("identity")


def counted(rows: QuerySet[Card], asked: Asked) -> Counted:
    """Total and facets, in one query over at most :data:`MOST` rows."""
    seen = list(rows.order_by().values_list(*FACETS)[: MOST + 1])
    facets = {
        name: _facet(name, Counter(row[place] for row in seen if row[place]), asked)
        for place, name in enumerate(FACETS)
    }
    return Counted(min(len(seen), MOST), len(seen) > MOST, facets)


def _facet(name: str, counts: Counter[str], asked: Asked) -> list[Facet]:
    chosen = getattr(asked, name)
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    kept = [item for place, item in enumerate(ordered) if place < SHOWN_OF_A_FACET or item[0] == chosen]
    return [Facet(value, _label(name, value), count, value == chosen) for value, count in kept]


def _label(name: str, value: str) -> str:
    lists = {"education": "education", "discipline": "disciplines"}
    return label(lists[name], value) if name in lists else value


class Pages(Paginator):
    """Pages of a list whose count is known up to :data:`MOST`; what lies beyond is reached by narrowing down."""

    def __init__(self, rows: QuerySet[Card], total: int, per_page: int = PER_PAGE) -> None:
        super().__init__(rows, per_page)
        self._total = total

    @cached_property
    def count(self) -> int:
        return self._total


def parts_of(query: str) -> dict[str, str]:
    """The search of an address as :meth:`Asked.read` takes it."""
    return dict(parse_qsl(query))
