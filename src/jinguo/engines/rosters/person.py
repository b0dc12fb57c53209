"""What one row of a list says about a person, and what was found in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from jinguo.reasons import Reason

__all__ = ["FIELDS", "IGNORED", "LISTED", "OTHER", "SPLIT", "Finding", "PersonRow", "Row"]

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
    "title",
    "tier",
    "segments",
    "unit",
    "department",
    "post",
    "phone",
    "email",
    "address",
    "region",
    "honours",
    "remarks",
)
"""The fields a column can be mapped to, in the order in which lists are given out."""
LISTED = frozenset({"disciplines", "segments", "honours"})
"""Fields that hold several values."""
SPLIT = frozenset({"unit_and_post", "education_and_degree"})
"""Columns that many lists have for two fields at once; their values are taken apart."""
OTHER = "other"
IGNORED = ""

_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person as one row tells of her. Texts are clean and half width; what the row does not say is empty.

    ``sex`` is F or M. ``birth_date`` is ISO text as exact as the list was: 1984, 1984-03 or 1984-03-12. ``other`` keeps
    the columns that are mapped to no field, by their headings.
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
    title: str = ""
    tier: str = ""
    segments: tuple[str, ...] = ()
    unit: str = ""
    department: str = ""
    post: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    region: str = ""
    honours: tuple[str, ...] = ()
    remarks: str = ""
    other: Mapping[str, str] = field(default_factory=lambda: _NOTHING)


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
    """One row of the list: where it stands, what it says (absent where it is refused), what was found."""

    sheet: str
    number: int
    person: PersonRow | None
    findings: tuple[Finding, ...] = ()

    @property
    def refused(self) -> bool:
        return self.person is None
