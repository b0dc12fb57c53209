"""What a form is: fields in order, each with the notice's own label and what may stand in it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, model_validator
from pydantic import Field as Setting

FieldKind = Literal[
    "text",
    "long_text",
    "choice",
    "multi_choice",
    "date",
    "number",
    "id_number",
    "phone",
    "email",
    "name",
    "sex",
    "ethnic_group",
    "political_affiliation",
    "education",
    "unit_and_post",
    "age",
    "table",
    "opinion",
    "organisation",
]
Personal = Literal["none", "personal", "sensitive"]
FilledBy = Literal["unit", "organiser"]
Subject = Literal["person", "team", "unit", "work"]

_PERSONAL_BY_KIND: dict[str, Personal] = {
    "id_number": "sensitive",
    "phone": "sensitive",
    **dict.fromkeys(
        (
            "email",
            "name",
            "sex",
            "age",
            "ethnic_group",
            "political_affiliation",
            "education",
            "unit_and_post",
        ),
        "personal",
    ),
}


class _Description(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Field(_Description):
    """One field of a form.

    ``label`` is what the notice writes (政治面目 stays 政治面目). ``max_words`` and ``min_words`` count 字
    as Word does. ``personal`` classes the value: ``sensitive`` ones are stored encrypted and shown masked,
    ``personal`` ones are about a person, ``none`` are not; left out, the kind decides. ``public`` says
    which may stand in a public notice; a sensitive field is never public. ``filled_by`` organiser leaves
    the field to the organiser's own opinion. ``derived_from`` names the field from which this one can be
    worked out (age from the ID number). ``print_place``, ``print_span`` (value cells; a row has six cells,
    labels count one) and ``print_lines`` (height of the box) are hints for the printed form.
    """

    key: str = Setting(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)
    label: str = Setting(min_length=1, max_length=200)
    kind: FieldKind = "text"
    required: bool = False
    help: str = ""
    max_words: int | None = Setting(default=None, ge=1)
    min_words: int | None = Setting(default=None, ge=1)
    max_chars: int = Setting(default=20_000, ge=1, le=1_000_000)
    choices: tuple[str, ...] = ()
    min_value: Decimal | None = None
    max_value: Decimal | None = None
    decimals: int | None = Setting(default=None, ge=0, le=10)
    date_precision: Literal["day", "month"] = "day"
    columns: tuple[Field, ...] = ()
    min_rows: int | None = Setting(default=None, ge=0)
    max_rows: int | None = Setting(default=None, ge=1)
    personal: Personal = "none"
    public: bool = False
    derived_from: str | None = None
    stamp: bool = False
    filled_by: FilledBy = "unit"
    print_place: Literal["above", "table", "below"] = "table"
    print_span: int = Setting(default=5, ge=1, le=5)
    print_lines: int = Setting(default=1, ge=1, le=60)

    @model_validator(mode="before")
    @classmethod
    def _personal_by_kind(cls, given: Any) -> Any:
        if isinstance(given, dict) and "personal" not in given and given.get("kind") in _PERSONAL_BY_KIND:
            return {**given, "personal": _PERSONAL_BY_KIND[given["kind"]]}
        return given

    @property
    def printed_label(self) -> str:
        """The label with its limit, as the paper form prints it: 主要事迹（1000字以内）."""
        return (
            f"{self.label}（{self.max_words}字以内）"
            if self.max_words and self.kind == "long_text"
            else self.label
        )

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        if self.kind in ("choice", "multi_choice") and not self.choices:
            raise ValueError(f"{self.key}: a choice needs choices")
        if len(set(self.choices)) != len(self.choices):
            raise ValueError(f"{self.key}: a choice stands twice")
        if (self.kind == "table") != bool(self.columns):
            raise ValueError(f"{self.key}: a table has columns, and only a table has")
        if any(column.kind == "table" for column in self.columns):
            raise ValueError(f"{self.key}: a table holds no table")
        _refuse_doubles(self.columns)
        for low, high in (
            (self.min_value, self.max_value),
            (self.min_rows, self.max_rows),
            (self.min_words, self.max_words),
        ):
            if low is not None and high is not None and low > high:
                raise ValueError(f"{self.key}: the least is greater than the most")
        if self.stamp and self.kind != "opinion":
            raise ValueError(f"{self.key}: only an opinion carries a stamp")
        if self.public and self.personal == "sensitive":
            raise ValueError(f"{self.key}: a sensitive value may not be public")
        if self.public and any(column.personal == "sensitive" for column in self.columns):
            raise ValueError(f"{self.key}: a table with a sensitive column may not be public")
        return self


class FormSpec(_Description):
    """A form as data: title, a sentence above it, fields in the order of the paper.

    ``subject`` is what is nominated with it; ``name_field`` the key whose value names the nomination in
    lists.

    >>> spec = FormSpec(title="登记表", fields=(Field(key="name", label="姓名", kind="name", required=True),))
    >>> FormSpec.model_validate_json(spec.model_dump_json()) == spec
    True
    """

    title: str = Setting(min_length=1, max_length=300)
    intro: str = ""
    subject: Subject = "person"
    name_field: str = ""
    fields: tuple[Field, ...] = ()

    @model_validator(mode="after")
    def _keys_exist(self) -> Self:
        _refuse_doubles(self.fields)
        keys = {field.key for field in self.fields}
        if self.name_field and self.name_field not in keys:
            raise ValueError(f"name_field: there is no field {self.name_field}")
        for field in self.fields:
            if field.derived_from and field.derived_from not in keys - {field.key}:
                raise ValueError(f"{field.key}: derived from {field.derived_from}, which is no other field")
        return self

    def field(self, key: str) -> Field:
        """The field of that key. Raises KeyError where the form has none."""
        for field in self.fields:
            if field.key == key:
                return field
        raise KeyError(key)

    def of_kind(self, *kinds: FieldKind) -> tuple[Field, ...]:
        """The fields of these kinds, in order."""
        return tuple(field for field in self.fields if field.kind in kinds)

    @property
    def public_keys(self) -> tuple[str, ...]:
        """What a public notice may show."""
        return tuple(field.key for field in self.fields if field.public)

    @property
    def encrypted_keys(self) -> tuple[str, ...]:
        """Fields whose values are stored encrypted; a table is one when one of its columns is."""
        return tuple(
            field.key
            for field in self.fields
            if any(part.personal == "sensitive" for part in (field, *field.columns))
        )


def _refuse_doubles(fields: tuple[Field, ...]) -> None:
    seen: set[str] = set()
    for field in fields:
        if field.key in seen:
            raise ValueError(f"the key {field.key} stands twice")
        seen.add(field.key)
