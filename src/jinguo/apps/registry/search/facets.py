"""What a list can be narrowed down by, with how many of those found each answer has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from jinguo.apps.clock import today
from jinguo.apps.registry.search.asking import STATES, Asked
from jinguo.apps.registry.search.derived import regions_above
from jinguo.phrases import term
from jinguo.standards.codes import label
from jinguo.standards.divisions import divisions, region_name
from jinguo.standards.titles import LEVELS

SHOWN = 12
BANDS = ((0, 35), (36, 40), (41, 45), (46, 50), (51, 55), (56, 60), (61, 149))
"""Ages from–to, both included: the limits that calls for the young and the leading name (35, 40, 45, 50)."""
ORDER = (
    "tier", "discipline", "level", "region", "age", "unit", "title", "education", "segment", "tag", "source", "state", "sex",
)  # fmt: skip
COLUMNS = (
    "pk", "tier", "discipline", "title_level", "region", "birth_year", "unit_key", "unit", "title", "education", "segments",
    "tags", "sources", "sex", "stale_on", "conflicts", "missing", "entry_count",
)  # fmt: skip
"""What of a card is read for counting."""


@dataclass(frozen=True, slots=True)
class Facet:
    """One answer of a question: its words, how many of those found give it, and the address that asks for it."""

    value: str
    label: str
    count: int
    chosen: bool
    query: str


def of_rows(rows: Sequence[Mapping[str, Any]], asked: Asked) -> dict[str, list[Facet]]:
    """question → its answers, the commonest first; questions with one answer at most are left out unless it was chosen."""
    if not rows:
        return {}
    made = {name: _QUESTIONS[name](rows, asked) for name in ORDER}
    return {
        name: answers
        for name, answers in made.items()
        if len(answers) > 1 or any(one.chosen for one in answers)
    }


def chips(asked: Asked) -> list[tuple[str, str, str]]:
    """(question, answer, address without it) of everything that was asked for beside the words."""
    found = []
    ages = (asked.older, asked.younger)
    for name in ORDER:
        if name == "age":
            if ages != (None, None):
                found.append((name, band_label(*ages), asked.without("from", "to")))
        elif value := getattr(asked, name):
            shown = asked.unit if name == "unit" else label_of(name, value)
            found.append((name, shown, asked.without(name)))
    return found


def label_of(name: str, value: str) -> str:
    """An answer in words."""
    if name == "region":
        return region_name(value) or value
    if name == "state":
        return term(f"search_{value}", _lang())
    if name == "sex":
        return pgettext("sex", "women") if value == "F" else pgettext("sex", "men")
    if name == "source" and value.startswith("source_"):
        return term(value, _lang())
    lists = {"education": "education", "discipline": "disciplines"}
    return label(lists[name], value) if name in lists else value


def band_label(older: int | None, younger: int | None) -> str:
    if not older:
        return _("up to %(n)s") % {"n": younger}
    if younger is None or younger >= 149:
        return _("from %(n)s") % {"n": older}
    return f"{older}–{younger}"


def _plain(name: str, column: str) -> Callable[[Sequence[Mapping[str, Any]], Asked], list[Facet]]:
    def answers(rows: Sequence[Mapping[str, Any]], asked: Asked) -> list[Facet]:
        return _ranked(name, Counter(row[column] for row in rows if row[column]), asked)

    return answers


def _several(name: str, column: str) -> Callable[[Sequence[Mapping[str, Any]], Asked], list[Facet]]:
    def answers(rows: Sequence[Mapping[str, Any]], asked: Asked) -> list[Facet]:
        return _ranked(
            name, Counter(one for row in rows if row[column] for one in row[column].split("\n")), asked
        )

    return answers


def _ranked(
    name: str, counts: Mapping[str, int], asked: Asked, shown: Mapping[str, str] | None = None
) -> list[Facet]:
    chosen = getattr(asked, name)
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    kept = [item for place, item in enumerate(ordered) if place < SHOWN or item[0] == chosen]
    return [_facet(name, value, count, asked, (shown or {}).get(value, "")) for value, count in kept]


def _facet(name: str, value: str, count: int, asked: Asked, shown: str = "") -> Facet:
    chosen = getattr(asked, name) == value
    query = asked.without(name) if chosen else asked.having(**{name: value})
    return Facet(value, shown or label_of(name, value), count, chosen, query)


def _levels(rows: Sequence[Mapping[str, Any]], asked: Asked) -> list[Facet]:
    counts = Counter(row["title_level"] for row in rows)
    return [_facet("level", one, counts[one], asked) for one in LEVELS if counts[one]]


def _regions(rows: Sequence[Mapping[str, Any]], asked: Asked) -> list[Facet]:
    """The divisions directly below the one asked for; it itself stands first, so that it can be given up."""
    depth = len(regions_above(asked.region))
    counts: Counter[str] = Counter()
    for code, count in Counter(row["region"] for row in rows if row["region"]).items():
        if len(above := regions_above(code)) > depth:
            counts[above[depth]] += count
    names = {code: divisions().get(code, code) for code in counts}
    found = _ranked("region", counts, asked, names)
    if asked.region:
        found.insert(0, _facet("region", asked.region, len(rows), asked))
    return found


def _ages(rows: Sequence[Mapping[str, Any]], asked: Asked) -> list[Facet]:
    year = today().year
    born = Counter(year - row["birth_year"] for row in rows if row["birth_year"])
    found = []
    for older, younger in BANDS:
        count = sum(count for age, count in born.items() if older <= age <= younger)
        chosen = (asked.older or 0, asked.younger if asked.younger is not None else 149) == (older, younger)
        if count or chosen:
            parts = {"from": older or None, "to": younger if younger < 149 else None}
            query = asked.without("from", "to") if chosen else asked.having(**parts)
            found.append(Facet(f"{older}-{younger}", band_label(older, younger), count, chosen, query))
    return found


def _units(rows: Sequence[Mapping[str, Any]], asked: Asked) -> list[Facet]:
    names = {row["unit_key"]: row["unit"] for row in rows if row["unit_key"]}
    return _ranked("unit", Counter(row["unit_key"] for row in rows if row["unit_key"]), asked, names)


def _states(rows: Sequence[Mapping[str, Any]], asked: Asked) -> list[Facet]:
    on = today()
    stale = sum(1 for row in rows if row["stale_on"] is not None and row["stale_on"] < on)
    counts = {
        "conflicts": sum(1 for row in rows if row["conflicts"]),
        "stale": stale,
        "fresh": len(rows) - stale,
        "missing": sum(1 for row in rows if row["missing"]),
        "merged": sum(1 for row in rows if row["entry_count"] > 1),
    }
    return [_facet("state", one, counts[one], asked) for one in STATES if counts[one]]


def _lang() -> str:
    return get_language() or "zh-hans"


_QUESTIONS: Mapping[str, Callable[[Sequence[Mapping[str, Any]], Asked], list[Facet]]] = {
    "tier": _plain("tier", "tier"),
    "discipline": _plain("discipline", "discipline"),
    "level": _levels,
    "region": _regions,
    "age": _ages,
    "unit": _units,
    "title": _plain("title", "title"),
    "education": _plain("education", "education"),
    "segment": _several("segment", "segments"),
    "tag": _several("tag", "tags"),
    "source": _several("source", "sources"),
    "state": _states,
    "sex": _plain("sex", "sex"),
}
