"""A person as a list tells of her, before she is written down."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One row, checked and cleaned. Lists of several values are tuples, or texts divided by ；, ; or 、.

    ``birth_date`` is ISO text as exactly as it is known: 1984, 1984-03, 1984-03-12. ``sex`` is F, M or empty.
    ``row`` is the row's number in its file.
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
    disciplines: tuple[str, ...] | str = ()
    title: str = ""
    tier: str = ""
    segments: tuple[str, ...] | str = ()
    unit: str = ""
    department: str = ""
    post: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    region: str = ""
    honours: tuple[str, ...] | str = ()
    remarks: str = ""
    other: str = ""
    row: int | None = None
