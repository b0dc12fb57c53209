"""Two entries side by side, and why they are thought to be one person: in words, and as the steps of a waterfall."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from jinguo.apps.registry.models import Pair, PersonEntry
from jinguo.apps.registry.persons.profile import words
from jinguo.apps.registry.same_person.records import corrections, record_of, values_of
from jinguo.reasons import Reason

HERE = {"discipline": "disciplines"}
"""Fields of the engine that are named otherwise among the attributes."""
HIDDEN = {"id_number": "id_index", "phone": "phone_index"}
"""Fields that are compared by their blind index: nobody reads them here."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One field of two entries side by side. ``agrees`` is None where one of them says nothing."""

    attribute: str
    left: str
    right: str
    agrees: bool | None
    weight: float | None = None

    @property
    def phrase(self) -> str:
        return f"attribute_{self.attribute}"


def compared(
    left: PersonEntry, right: PersonEntry, evidence: Iterable[dict[str, Any]] = ()
) -> list[Compared]:
    """Two entries field by field, in the order in which people look. Numbers are compared by their index alone."""
    weights = {HERE.get(str(one.get("field")), str(one.get("field"))): one.get("weight") for one in evidence}
    found = []
    for key in _FIELDS:
        one, other = _said(left, key), _said(right, key)
        if one or other:
            found.append(Compared(key, one, other, _agree(key, one, other), weights.get(key)))
    for key, one, other in (
        ("id_number", left.id_number_index, right.id_number_index),
        ("phone", left.phone_index, right.phone_index),
    ):
        if one or other:
            agrees = one == other if one and other else None
            found.append(
                Compared(key, "••••••" * bool(one), "••••••" * bool(other), agrees, weights.get(key))
            )
    return found


_FIELDS = (
    "name", "former_name", "latin_name", "sex", "birth_date", "ethnic_group", "unit", "department", "post", "title",
    "education", "degree", "disciplines", "tier", "political_affiliation", "region", "honours",
)  # fmt: skip


_COLUMNS = ("name", "former_name", "latin_name", "sex")


def _said(entry: PersonEntry, key: str) -> str:
    if key == "birth_date":
        return entry.birth_text
    value = getattr(entry, key) if key in _COLUMNS else entry.facts.get(key, "")
    parts = value if isinstance(value, list) else [value]
    return "；".join(words(key, part) for part in parts if part)


def _agree(key: str, one: str, other: str) -> bool | None:
    if not one or not other:
        return None
    if key == "birth_date":
        return one.startswith(other) or other.startswith(one)
    return one == other


@dataclass(frozen=True, slots=True)
class Step:
    """One bar of the waterfall. ``at`` and ``wide`` are hundredths of the chart's width, ``zero`` where even odds are."""

    reason: Reason
    weight: float
    total: float
    at: float
    wide: float
    zero: float
    kind: str

    @property
    def times(self) -> str:
        """How much likelier, or less likely, it makes one person: 2 to the power of its weight."""
        factor = 2.0 ** min(abs(self.weight), 40)
        return f"{factor:,.0f}" if factor >= 10 else f"{factor:.1f}"


def steps(pair: Pair) -> list[Step]:
    """From the odds of any two entries, field by field, the weightiest first, to those of this pair. Empty where exact keys
    found it.
    """
    weighed = [one for one in pair.evidence if isinstance(one, dict) and "weight" in one]
    fields = sorted(
        (one for one in weighed if one["field"] != "start"),
        key=lambda one: (-abs(one["weight"]), one["field"]),
    )
    start = next((one["weight"] for one in weighed if one["field"] == "start"), None)
    if start is None:
        return []
    left, right = _records(pair)
    told = [("start", Reason.info("match_start"), start)]
    told += [("field", reason_of(one, left, right), one["weight"]) for one in fields]
    totals = [sum(weight for *_, weight in told[: place + 1]) for place in range(len(told))]
    least, most = min(0.0, *totals), max(0.0, *totals)
    scale = 100 / ((most - least) or 1)
    found, before = [], 0.0
    for (kind, reason, weight), total in zip(told, totals, strict=True):
        bar = (min(before, total) - least) * scale, max(abs(total - before) * scale, 0.6)
        tone = kind if kind == "start" else "for" if weight >= 0 else "against"
        found.append(
            Step(reason, weight, total, round(bar[0], 2), round(bar[1], 2), round(-least * scale, 2), tone)
        )
        before = total
    ends = (min(0.0, before) - least) * scale, max(abs(before) * scale, 0.6)
    found.append(
        Step(
            Reason.info("match_end"),
            before,
            before,
            round(ends[0], 2),
            round(ends[1], 2),
            round(-least * scale, 2),
            "end",
        )
    )
    return found


def _records(pair: Pair) -> list[dict[str, str]]:
    """Both entries as they are compared, with what was said of them later."""
    return [
        record_of(values_of(entry), corrections(entry.pk, entry.pk).get(entry.pk, {}))
        for entry in (pair.left, pair.right)
    ]


def reason_of(one: dict[str, Any], left: dict[str, str], right: dict[str, str]) -> Reason:
    """What one field of the evidence says, with both values in words; numbers are not told."""
    name = one["field"]
    ends = (
        ("••••••", "••••••")
        if name in HIDDEN
        else tuple(_in_words(name, one_of.get(name, "")) for one_of in (left, right))
    )
    params = {
        "left": ends[0] or "—",
        "right": ends[1] or "—",
        "weight": one["weight"],
        "times": round(2.0 ** min(abs(one["weight"]), 40), 1),
    }
    return Reason(f"linkage_{name}_{one['level']}", params, "info" if one["weight"] >= 0 else "warning")


def _in_words(name: str, value: str) -> str:
    """A value as the sentence on its field takes it: a sex by the code of its word."""
    return f"sex_{value}" if name == "sex" and value else words(name, value)
