"""The Word form as one of the readings of a form description (:class:`jinguo.engines.forms.FormSpec`).

The hints of the description decide the place: ``print_span`` is the number of columns that the value
takes of the table's six, of which each label takes one; what stands above or below is outside the table.
Without a hint a field gets the room that its kind needs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from jinguo.engines.forms import Field, FormSpec, display

from . import forms
from .forms import Cell, FormField, Opinion, RegistrationForm, TableColumn, layout_of
from .text import ems

_KINDS: Mapping[str, forms.FieldKind] = {
    "long_text": "long_text",
    "date": "date",
    "number": "number",
    "age": "number",
    "id_number": "id",
    "phone": "phone",
    "choice": "choice",
    "multi_choice": "choices",
    "sex": "choice",
    "ethnic_group": "choice",
    "political_affiliation": "choice",
    "education": "choice",
    "table": "rows",
    "opinion": "opinion",
}
_UNHINTED: Mapping[str, int] = {"unit_and_post": 5, "organisation": 5, "email": 2}
_NO_HINT = 5
_LINE_MM = 5.3
_LONG_WORDS = 200
_MOST_TICKED = 8
_EMS_OF_COLUMN = 6


def described_form(
    spec: FormSpec,
    values: Mapping[str, object],
    *,
    version_code: str = "",
    mark: str = "",
) -> RegistrationForm:
    """The form of a description, ready for :func:`registration_form`; ``values`` are the stored ones, in
    the clear.

    >>> from jinguo.engines.forms import STANDARD_FORMS
    >>> form = described_form(STANDARD_FORMS["registration"], {"name": "示例"})
    >>> [cell.text for cell in form.layout.above], len(form.layout.rows)
    (['推荐单位'], 7)
    """
    above = [Cell("note", spec.intro)] if spec.intro else []
    above += [_line(field) for field in spec.fields if field.print_place == "above"]
    below = [_line(field) for field in spec.fields if field.print_place == "below"]
    table = [_field(field) for field in spec.fields if field.print_place == "table"]
    printable = {field.key: _value(field, values.get(field.key)) for field in spec.fields}
    return RegistrationForm(
        spec.title,
        layout_of(table, above=above, below=below),
        printable,
        version_code=version_code,
        mark=mark,
    )


def _line(field: Field) -> Cell:
    return Cell("value", text=field.label, key=field.key)


def _field(field: Field) -> FormField:
    ticked = field.kind in ("choice", "multi_choice") and _boxes_fit(field)
    return FormField(
        key=field.key,
        label=field.printed_label,
        kind=_KINDS.get(field.kind, "text"),
        span=_span(field, ticked=ticked),
        max_chars=field.max_words,
        choices=field.choices,
        tick=ticked,
        columns=tuple(TableColumn(column.key, column.label, _weight(column)) for column in field.columns),
        min_rows=field.min_rows or 3,
        signing="（盖　章）" if field.stamp else "签字：　　　　　　　",
        min_height=_height(field),
    )


def _boxes_fit(field: Field) -> bool:
    """Whether all choices with their boxes have room where the description puts them, on two lines at
    most."""
    if field.print_span >= _NO_HINT:
        return len(field.choices) <= _MOST_TICKED
    return ems("".join(field.choices)) + 2 * len(field.choices) <= 2 * _EMS_OF_COLUMN * field.print_span


def _span(field: Field, *, ticked: bool) -> int | None:
    """The hint of the description, which is in columns of the same grid; 5 is also what stands for no
    hint."""
    if field.kind in ("long_text", "table", "opinion"):
        return 5
    if field.print_span != _NO_HINT:
        return field.print_span
    return None if ticked else _UNHINTED.get(field.kind)


def _height(field: Field) -> float | None:
    """The least height asked for; a long text takes what is left of the page instead."""
    if field.print_lines == 1 or (field.kind == "long_text" and (field.max_words or 0) >= _LONG_WORDS):
        return None
    return field.print_lines * _LINE_MM


def _weight(column: Field) -> float:
    return 2.0 if column.kind in ("long_text", "unit_and_post", "organisation", "id_number") else 1.0


def _value(field: Field, stored: object) -> object:
    """The stored value as the paper shows it; a table by rows, a choice of several as the choices made."""
    if field.kind == "opinion":
        return stored if isinstance(stored, Opinion) else Opinion(display(field, stored))
    if field.kind == "table":
        rows = stored if isinstance(stored, Sequence) and not isinstance(stored, str | bytes) else ()
        return tuple(
            {column.key: display(column, row.get(column.key)) for column in field.columns}
            for row in rows
            if isinstance(row, Mapping)
        )
    if field.kind == "multi_choice" and isinstance(stored, list | tuple | set):
        return tuple(str(choice) for choice in stored)
    return display(field, stored)
