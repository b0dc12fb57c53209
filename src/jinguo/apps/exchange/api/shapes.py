"""What the API says and takes, as schemas."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from ninja import Field, Schema
from pydantic import ConfigDict, StringConstraints

Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]
Many = Annotated[list[Text], Field(max_length=50)]


class Problem(Schema):
    """An error (RFC 9457): `title` and `detail` are in the language of Accept-Language."""

    type: str
    title: str
    status: int
    detail: str
    code: str


class PersonBrief(Schema):
    id: str
    name: str
    sex: str
    birth_year: int | None
    unit: str
    post: str
    title: str
    tier: str
    education: str
    discipline: str
    updated_at: datetime


class Persons(Schema):
    items: list[PersonBrief]
    next: str | None = None


class Fact(Schema):
    """One attribute as it counts. What is sensitive is masked."""

    attribute: str
    name: str
    values: list[str]
    masked: bool
    in_conflict: bool


class PersonWhole(Schema):
    id: str
    name: str
    facts: list[Fact]


class Said(Schema):
    """One thing that one source says of her."""

    attribute: str
    value: str
    source: str
    recorded_on: date | None
    since: str
    until: str
    place: str


class Unit(Schema):
    name: str
    people: int


class Code(Schema):
    code: str
    name: str


class Listing(Schema):
    id: str
    name: str
    query: str


class PersonIn(Schema):
    """A person handed in; it is checked as a row of a list is."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
    sex: Text = ""
    birth_date: Text = ""
    id_number: Text = ""
    education: Text = ""
    degree: Text = ""
    disciplines: Many = []
    title: Text = ""
    tier: Text = ""
    unit: Text = ""
    department: Text = ""
    post: Text = ""
    phone: Text = ""
    email: Text = ""
    region: Text = ""
    honours: Many = []
    remarks: Text = ""


class HandedIn(Schema):
    persons: Annotated[list[PersonIn], Field(min_length=1, max_length=1000)]


class Import(Schema):
    id: str
    file: str
    state: str
    rows: int
    refused: int
    findings: dict[str, Any]
    created_at: datetime


class PackageState(Schema):
    id: str
    agreement: str
    partner: str
    number: int
    state: str
    people: int
    withdrawn: int
    left_out: dict[str, int]
    made_at: datetime | None
