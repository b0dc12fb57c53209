"""Who may be the same person. Finders propose pairs of entries; a person, or a rule about probability, decides.

A finder takes a registry (an organisation) and yields :class:`Found`. ``finders`` holds those that are asked;
:func:`exact_keys` is always there: one name and one birth year or one unit, or one telephone number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations, groupby
from typing import Any

from jinguo.apps.organisations.models import Organisation
from jinguo.apps.registry import queries
from jinguo.apps.registry.models import PersonEntry
from jinguo.apps.registry.persons.profile import words

MOST_OF_A_NAME = 200
"""So many persons of one name, unit and year are no finding any more, but a list that lacks columns."""


@dataclass(frozen=True, slots=True)
class Found:
    """Two entries (their primary keys) that may be one person. ``evidence`` are plain mappings with ``field`` and
    ``weight`` (log2 of the odds) where an engine weighed them.
    """

    left: int
    right: int
    probability: float | None = None
    evidence: tuple[dict[str, Any], ...] = field(default=())


def exact_keys(organisation: Organisation) -> Iterator[Found]:
    """Persons of one name who were born in one year or work in one unit. Reads the cards in the order of names."""
    rows = (
        queries.people.cards_of(organisation)
        .order_by("name", "pk")
        .values_list("name", "identity_id", "birth_year", "unit_key")
        .iterator(chunk_size=2_000)
    )
    for _, group in groupby(rows, key=lambda row: row[0]):
        people = list(group)
        pairs = {
            tuple(sorted((one[1], other[1])))
            for one, other in combinations(people[:MOST_OF_A_NAME], 2)
            if _alike(one, other)
        }
        yield from _of_identities(organisation, pairs)


def _alike(one: tuple, other: tuple) -> bool:
    """The same year or the same unit, and no contradiction in the year."""
    same_year = one[2] is not None and one[2] == other[2]
    other_year = None not in (one[2], other[2]) and not same_year
    same_unit = bool(one[3]) and one[3] == other[3]
    return same_year or (same_unit and not other_year)


def _of_identities(organisation: Organisation, pairs: Iterable[tuple[int, ...]]) -> Iterator[Found]:
    """Of each person of a pair the first entry in this registry stands for her."""
    wanted = sorted({one for pair in pairs for one in pair})
    if not wanted:
        return
    first: dict[int, int] = {}
    rows = queries.people.entries_in(organisation).filter(identity__in=wanted).order_by("pk")
    for entry, identity in rows.values_list("pk", "identity_id"):
        first.setdefault(identity, entry)
    for one, other in sorted(pairs):
        if one in first and other in first:
            left, right = sorted((first[one], first[other]))
            yield Found(left, right)


finders: list[Callable[[Organisation], Iterator[Found]]] = [exact_keys]


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
