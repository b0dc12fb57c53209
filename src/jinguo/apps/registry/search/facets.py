"""What a list can be narrowed down by, with how many of those found each answer has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from jinguo.apps.clock import today
from jinguo.apps.registry.search.asking import STATES, Asked
from jinguo.apps.registry.search.derived import place_name, regions_above
from jinguo.apps.registry.search.tallies import Tally
from jinguo.phrases import term
from jinguo.standards.codes import label
from jinguo.standards.divisions import divisions
from jinguo.standards.titles import LEVELS

SHOWN = 12
BANDS = ((0, 35), (36, 40), (41, 45), (46, 50), (51, 55), (56, 60), (61, 149))
"""Ages from–to, both included: the limits that calls for the young and the leading name (35, 40, 45, 50)."""
ORDER = (
    "tier", "discipline", "level", "region", "age", "unit", "title", "education", "segment", "tag", "source", "state", "sex",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Facet:
    """One answer of a question: its words, how many of those found give it, and the address that asks for it."""

    value: str
    label: str
    count: int
    chosen: bool
    query: str


def of_tally(counted: Tally, asked: Asked) -> dict[str, list[Facet]]:
    """question → its answers, the commonest first; questions with one answer at most are left out unless it was chosen."""
    if not counted.total:
        return {}
    made = {name: _QUESTIONS[name](counted, asked) for name in ORDER}
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
        return place_name(value, _lang())
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


def _plain(name: str, column: str) -> Callable[[Tally, Asked], list[Facet]]:
    def answers(counted: Tally, asked: Asked) -> list[Facet]:
        return _ranked(name, counted.answers[column], asked)

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


def _levels(counted: Tally, asked: Asked) -> list[Facet]:
    counts = counted.answers["title_level"]
    return [_facet("level", one, counts[one], asked) for one in LEVELS if one in counts]


def _regions(counted: Tally, asked: Asked) -> list[Facet]:
    """The divisions directly below the one asked for; it itself stands first, so that it can be given up."""
    depth = len(regions_above(asked.region))
    counts: Counter[str] = Counter()
    for code, count in counted.answers["region"].items():
        if len(above := regions_above(code)) > depth:
            counts[above[depth]] += count
    names = {code: divisions().get(code) or place_name(code, _lang()) for code in counts}
    found = _ranked("region", counts, asked, names)
    if asked.region:
        found.insert(0, _facet("region", asked.region, counted.total, asked))
    return found


def _ages(counted: Tally, asked: Asked) -> list[Facet]:
    year, born, found = today().year, counted.answers["birth_year"], []
    for older, younger in BANDS:
        count = sum(count for one, count in born.items() if older <= year - one <= younger)
        chosen = (asked.older or 0, asked.younger if asked.younger is not None else 149) == (older, younger)
        if count or chosen:
            parts = {"from": older or None, "to": younger if younger < 149 else None}
            query = asked.without("from", "to") if chosen else asked.having(**parts)
            found.append(Facet(f"{older}-{younger}", band_label(older, younger), count, chosen, query))
    return found


def _units(counted: Tally, asked: Asked) -> list[Facet]:
    return _ranked("unit", counted.answers["unit_key"], asked, counted.units)


def _states(counted: Tally, asked: Asked) -> list[Facet]:
    return [_facet("state", one, counted.states[one], asked) for one in STATES if counted.states[one]]


def _lang() -> str:
    return get_language() or "zh-hans"


_QUESTIONS: Mapping[str, Callable[[Tally, Asked], list[Facet]]] = {
    "tier": _plain("tier", "tier"),
    "discipline": _plain("discipline", "discipline"),
    "level": _levels,
    "region": _regions,
    "age": _ages,
    "unit": _units,
    "title": _plain("title", "title"),
    "education": _plain("education", "education"),
    "segment": _plain("segment", "segments"),
    "tag": _plain("tag", "tags"),
    "source": _plain("source", "sources"),
    "state": _states,
    "sex": _plain("sex", "sex"),
}
