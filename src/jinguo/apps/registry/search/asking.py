"""What a searcher asks of a registry, as its address says it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlencode

from jinguo.apps.registry.search import indexing

ORDERS = {
    "name": ("pinyin_key", "pk"),
    "strokes": ("stroke_key", "pk"),
    "unit": ("unit_key", "pinyin_key", "pk"),
    "age": ("-birth_year", "pinyin_key", "pk"),
    "updated": ("-updated_at", "-pk"),
}
STATES = ("conflicts", "stale", "fresh", "missing", "merged")
KINDS = {
    "tier": indexing.TIER,
    "title": indexing.TITLE,
    "level": indexing.LEVEL,
    "education": indexing.EDUCATION,
    "discipline": indexing.DISCIPLINE,
    "region": indexing.REGION,
    "sex": indexing.SEX,
    "segment": indexing.SEGMENT,
    "tag": indexing.TAG,
    "source": indexing.SOURCE,
}
"""Parts of a search that are words of cards, and the letter of each."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A search, as its address says it. Empty parts ask for nothing."""

    text: str = ""
    tier: str = ""
    title: str = ""
    level: str = ""
    education: str = ""
    discipline: str = ""
    region: str = ""
    sex: str = ""
    segment: str = ""
    tag: str = ""
    source: str = ""
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

        plain = {key: given.get(key, "").strip()[:80] for key in KINDS}
        sort = given.get("sort", "")
        return cls(
            unit=given.get("unit", "").strip()[:200],
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
    def parts(self) -> dict[str, object]:
        """What was asked for, by the names of the address; no order, no page."""
        named = {key: getattr(self, key) for key in (*KINDS, "unit", "state")}
        named |= {"q": self.text, "from": self.older, "to": self.younger}
        return {key: value for key, value in sorted(named.items()) if value not in ("", None)}

    @property
    def query(self) -> str:
        """The address again, without order and page: what a kept search is."""
        return urlencode(self.parts)

    @property
    def filters(self) -> Iterator[tuple[str, object]]:
        """What was chosen beside the words: goes along hidden when the words change."""
        return ((key, value) for key, value in self.parts.items() if key not in ("q", "from", "to"))

    def without(self, *keys: str) -> str:
        """The address without some parts."""
        return self._address({key: value for key, value in self.parts.items() if key not in keys})

    def having(self, **parts: object) -> str:
        """The address with some parts set; an empty part is taken away."""
        return self._address({**self.parts, **parts})

    def _address(self, parts: Mapping[str, object]) -> str:
        kept = {key: value for key, value in parts.items() if value not in ("", None)}
        return urlencode(kept | ({"sort": self.sort} if self.sort else {}))


def parts_of(query: str) -> dict[str, str]:
    """The search of an address as :meth:`Asked.read` takes it."""
    return dict(parse_qsl(query))
