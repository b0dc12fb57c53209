"""Two entries side by side, and why they are thought to be one person: in words, and as the steps of a waterfall."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from jinguo.apps.registry.models import PersonEntry
from jinguo.apps.registry.persons.profile import words

OF_ENGINE = {"id_number": "id_number", "phone": "phone", "discipline": "disciplines"}
"""Fields of the engine that are named otherwise here."""


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
    weights = {str(one.get("field")): one.get("weight") for one in evidence if isinstance(one, dict)}
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
