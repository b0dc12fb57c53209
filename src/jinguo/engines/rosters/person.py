"""What one row of a list says about a person, and what was found in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from operator import attrgetter
from types import MappingProxyType
from typing import Any

from jinguo.reasons import Reason

__all__ = [
    "FIELDS",
    "IGNORED",
    "LISTED",
    "OTHER",
    "SPLIT",
    "Finding",
    "PersonRow",
    "Row",
    "as_columns",
    "from_columns",
]

FIELDS: tuple[str, ...] = (
    "name",
    "former_name",
    "latin_name",
    "sex",
    "birth_date",
    "id_number",
    "ethnic_group",
    "political_affiliation",
    "education",
    "degree",
    "disciplines",
    "keywords",
    "title",
    "tier",
    "segments",
    "unit",
    "department",
    "post",
    "second_unit",
    "phone",
    "email",
    "address",
    "region",
    "honours",
    "employment",
    "council_post",
    "project",
    "publication_count",
    "publication",
    "patent",
    "training",
    "mentoring",
    "service",
    "link",
    "biography",
    "remarks",
)
"""The fields a column can be mapped to, in the order in which lists are given out."""
LISTED = frozenset(
    {
        "disciplines",
        "keywords",
        "segments",
        "second_unit",
        "honours",
        "employment",
        "council_post",
        "project",
        "publication",
        "patent",
        "training",
        "mentoring",
        "service",
        "link",
    }
)
"""Fields that hold several values."""
SPLIT = frozenset({"unit_and_post", "education_and_degree"})
"""Columns that many lists have for two fields at once; their values are taken apart."""
OTHER = "other"
IGNORED = ""

_FIELDS_OF = attrgetter(*FIELDS)
_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person as one row tells of her. Texts are clean and half width; what the row does not say is empty.

    ``sex`` is F or M. ``birth_date`` is ISO text as exact as the list was: 1984, 1984-03 or 1984-03-12. ``other`` keeps
    the columns that are mapped to no field, by their headings. ``row`` is the row's number in its file, where it has one.
    """

    name: str
    former_name: str = ""
    latin_name: str = ""
    sex: str = ""
    birth_date: str = ""
    id_number: str = ""
    ethnic_group: str = ""
    political_affiliation: str = ""
    education: str = ""
    degree: str = ""
    disciplines: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    title: str = ""
    tier: str = ""
    segments: tuple[str, ...] = ()
    unit: str = ""
    department: str = ""
    post: str = ""
    second_unit: tuple[str, ...] = ()
    phone: str = ""
    email: str = ""
    address: str = ""
    region: str = ""
    honours: tuple[str, ...] = ()
    employment: tuple[str, ...] = ()
    council_post: tuple[str, ...] = ()
    project: tuple[str, ...] = ()
    publication_count: str = ""
    publication: tuple[str, ...] = ()
    patent: tuple[str, ...] = ()
    training: tuple[str, ...] = ()
    mentoring: tuple[str, ...] = ()
    service: tuple[str, ...] = ()
    link: tuple[str, ...] = ()
    biography: str = ""
    remarks: str = ""
    other: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found in one row. ``column`` is the heading; ``reason`` carries row and column too."""

    column: str
    field: str
    reason: Reason

    @property
    def fatal(self) -> bool:
        """Whether the row is refused for it; otherwise it is only noted."""
        return self.reason.severity == "error"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the list: where it stands, what it says (absent where it is refused), what was found. ``name`` is the
    name that a row with findings gave."""

    sheet: str
    number: int
    person: PersonRow | None
    findings: tuple[Finding, ...] = ()
    name: str = ""

    @property
    def refused(self) -> bool:
        return self.person is None


def as_columns(persons: Sequence[PersonRow]) -> dict[str, list[Any]]:
    """Persons as columns of plain values, for keeping: field → its values in the order of the persons, and ``other``. Fields of
    which nobody says anything are left out."""
    columns = zip(*map(_FIELDS_OF, persons), strict=True)
    found: dict[str, list[Any]] = {
        name: list(values) for name, values in zip(FIELDS, columns, strict=False) if any(values)
    }
    others = [one.other for one in persons]
    if any(others):
        found[OTHER] = [dict(one) for one in others]
    return found


def from_columns(columns: Mapping[str, Sequence[Any]], numbers: Sequence[int | None]) -> Iterator[PersonRow]:
    """The persons that :func:`as_columns` made columns of, with their rows; lists may have come back from JSON.

    >>> wang = PersonRow("王丽", honours=("三八红旗手",), row=3)
    >>> list(from_columns(as_columns([wang]), [3])) == [wang]
    True
    """
    given = [_values_of(name, columns.get(name), len(numbers)) for name in FIELDS]
    others = columns.get(OTHER) or repeat(_NOTHING, len(numbers))
    return map(PersonRow, *given, others, numbers)


def _values_of(name: str, values: Sequence[Any] | None, count: int) -> Iterable[Any]:
    if name in LISTED:
        return map(tuple, values) if values else repeat((), count)
    return values or repeat("", count)
