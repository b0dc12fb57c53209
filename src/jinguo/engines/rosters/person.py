"""What one row of a list says about a person, and what was found in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from types import MappingProxyType

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
    "as_values",
    "from_values",
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
    "project",
    "publication_count",
    "publication",
    "patent",
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
        "project",
        "publication",
        "patent",
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
    project: tuple[str, ...] = ()
    publication_count: str = ""
    publication: tuple[str, ...] = ()
    patent: tuple[str, ...] = ()
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


def as_values(person: PersonRow) -> list[object]:
    """The person as plain values, for keeping: the fields in their order, then ``other``."""
    return [*_FIELDS_OF(person), dict(person.other)]


def from_values(values: Sequence[object]) -> PersonRow:
    """The person that :func:`as_values` made values of, and her row if it stands behind them; lists may have come back from
    JSON.

    >>> from_values(as_values(PersonRow("王丽", honours=("三八红旗手",)))).honours
    ('三八红旗手',)
    """
    return PersonRow(*(tuple(one) if isinstance(one, list) else one for one in values))  # type: ignore[arg-type]
