"""How well the reader reads: answers against annotations, micro precision, recall and F1 for every key.

Matches as the format of annotations says: measure = number and first 12 characters of text_start; unit = equality; target = quantity and
overlapping text; quota = count and overlapping text; deadline = date and overlapping text; material = its numeric bounds and overlapping
text; field = label; section = number and heading; category = name; eligibility = type and overlapping text. White space
is removed and full and half width folded on both sides.

>>> marks = score({"sections": [{"number": "一", "heading": "总体 要求"}]}, {"sections": [{"number": "一", "heading": "总体要求"}]})
>>> marks["sections"].f1
1.0
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .layout.text import bare, fold

Item = Mapping[str, Any]
BOUNDS = (
    "min_count", "max_count", "copies", "max_duration_s", "min_duration_s", "approx_duration_s", "min_pixels", "min_size_bytes",
    "max_size_bytes", "chars", "max_chars", "min_dpi",
)  # fmt: skip
IDENTITY = ("title", "doc_number", "issue_date")
KEYS = (*IDENTITY, "issuers", "addressees", "sections", "measures", "units", "targets", "deadlines", "quotas", "categories",
        "eligibility", "materials", "attachments", "form_fields", "contacts")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mark:
    """Hits, answers given and answers expected of one key."""

    hits: int = 0
    given: int = 0
    expected: int = 0

    def __add__(self, other: Mark) -> Mark:
        return Mark(self.hits + other.hits, self.given + other.given, self.expected + other.expected)

    @property
    def precision(self) -> float | None:
        return self.hits / self.given if self.given else None

    @property
    def recall(self) -> float | None:
        return self.hits / self.expected if self.expected else None

    @property
    def f1(self) -> float | None:
        return 2 * self.hits / (self.given + self.expected) if self.given + self.expected else None

    def as_json(self) -> dict[str, Any]:
        figures = {"precision": self.precision, "recall": self.recall, "f1": self.f1}
        return {k: None if v is None else round(v, 4) for k, v in figures.items()} | {
            "hits": self.hits, "given": self.given, "expected": self.expected}  # fmt: skip


_SUFFIX = re.compile(r"\.(?:docx?|xlsx?|pptx?|pdf|wps|et|zip|rar)$", re.I)
"""The kind of file behind the name of an annex, which is no part of the name."""


def plain(value: Any) -> str:
    """A value as compared: no white space, one width."""
    return "" if value is None else fold(bare(str(value)))


def overlapping(one: Item, other: Item, key: str = "text") -> bool:
    """Whether the two texts overlap: one inside the other, or the end of one the beginning of the other."""
    a, b = plain(one.get(key)), plain(other.get(key))
    if not a or not b:
        return False
    if a in b or b in a:
        return True
    least = min(6, len(a), len(b))
    return any(a.endswith(b[:n]) or b.endswith(a[:n]) for n in range(min(len(a), len(b)), least - 1, -1))


def same_bounds(one: Item, other: Item) -> bool:
    """Whether two materials have the same numeric bounds; a bound of one item is what an unsaid count means."""

    def bound(item: Item, name: str) -> Any:
        value = item.get(name)
        return 1 if value is None and name in ("min_count", "max_count", "copies") else value or None

    return all(bound(one, name) == bound(other, name) for name in BOUNDS)


def _number_of(value: Any) -> Any:
    return [float(v) for v in value] if isinstance(value, list) else None if value is None else float(value)


MATCHES: dict[str, Callable[[Item, Item], bool]] = {
    "measures": lambda a, b: plain(a.get("number")) == plain(b.get("number"))
    and plain(a.get("text_start"))[:12] == plain(b.get("text_start"))[:12],
    "targets": lambda a, b: _number_of(a.get("quantity")) == _number_of(b.get("quantity")) and overlapping(a, b),
    "deadlines": lambda a, b: a.get("date") == b.get("date") and overlapping(a, b),
    "quotas": lambda a, b: _number_of(a.get("count")) == _number_of(b.get("count")) and overlapping(a, b),
    "materials": lambda a, b: same_bounds(a, b) and overlapping(a, b),
    "form_fields": lambda a, b: plain(a.get("label")) == plain(b.get("label")),
    "sections": lambda a, b: plain(a.get("number")) == plain(b.get("number"))
    and plain(a.get("heading")) == plain(b.get("heading")),
    "categories": lambda a, b: plain(a.get("name")) == plain(b.get("name")),
    "eligibility": lambda a, b: a.get("type") == b.get("type") and overlapping(a, b),
}  # fmt: skip


def score(given: Item, expected: Item) -> dict[str, Mark]:
    """The marks of one document for every key."""
    marks: dict[str, Mark] = {}
    for key in KEYS:
        a, b = _items(given, key), _items(expected, key)
        match = MATCHES.get(key, lambda x, y: x == y)
        marks[key] = Mark(len(pairs(a, b, match)), len(a), len(b))
    return marks


def _items(document: Item, key: str) -> Sequence[Any]:
    if key in IDENTITY:
        return [plain(document[key])] if document.get(key) else []
    if key == "attachments":
        return [_SUFFIX.sub("", plain(v)) for v in document.get(key) or []]
    if key in ("issuers", "addressees"):
        return [plain(v) for v in document.get(key) or []]
    if key == "contacts":
        found = document.get(key) or {}
        return [
            (kind, plain(v))
            for kind in ("persons", "phones", "emails", "addresses")
            for v in found.get(kind) or []
        ]
    measures = document.get("measures") or []
    if key == "units":
        return [
            (plain(m.get("number")), plain(m.get("text_start"))[:12], plain(u))
            for m in measures
            for u in m.get("units") or []
        ]
    if key == "targets":
        inside = [t for m in measures for t in m.get("targets") or []]
        return inside + list(document.get("targets") or [])
    return list(document.get(key) or [])


def pairs(
    given: Sequence[Any], expected: Sequence[Any], match: Callable[[Any, Any], bool]
) -> list[tuple[int, int]]:
    """A largest set of pairs that match, each item used once (augmenting paths)."""
    partner: dict[int, int] = {}

    def place(i: int, tried: set[int]) -> bool:
        for j, wanted in enumerate(expected):
            if j not in tried and match(given[i], wanted):
                tried.add(j)
                if j not in partner or place(partner[j], tried):
                    partner[j] = i
                    return True
        return False

    for i in range(len(given)):
        place(i, set())
    return sorted((i, j) for j, i in partner.items())
