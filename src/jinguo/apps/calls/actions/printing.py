"""The registration form on paper: the same description and values as the page, with the version code in the foot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from jinguo.apps.audit import actions as audit
from jinguo.apps.calls import permissions, queries, readiness
from jinguo.apps.calls.models import Nomination, PrintedForm
from jinguo.apps.clock import now
from jinguo.engines.forms import CODE_LISTS, Field, FormSpec, display
from jinguo.engines.paperwork import (
    Cell,
    FormField,
    Opinion,
    RegistrationForm,
    TableColumn,
    layout_of,
    registration_form,
    safe_file_name,
)
from jinguo.errors import demand

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User

_PAPER_KIND = {
    "long_text": "long_text",
    "choice": "choice",
    "multi_choice": "choices",
    "date": "date",
    "number": "number",
    "age": "number",
    "id_number": "id",
    "phone": "phone",
    "table": "rows",
    "opinion": "opinion",
    **dict.fromkeys(CODE_LISTS, "choice"),
}
_HEIGHT_OF_A_LINE_MM = 6.5


@transaction.atomic
def print_form(*, nomination: Nomination, by: User) -> tuple[bytes, str]:
    """The form as a .docx in as many copies as the call wants, and its file name. The print is written down with its code."""
    demand(permissions.may_read(by, nomination))
    values = queries.values_of(nomination)
    digest = readiness.said_of_her(nomination, values)
    code = readiness.print_code(digest)
    PrintedForm.objects.update_or_create(
        nomination=nomination,
        code=code,
        defaults={"digest": digest, "printed_at": now(), "printed_by_name": str(by)[:100]},
    )
    audit.record(
        "form_printed",
        subject=nomination,
        by=by,
        acting_for=nomination.unit,
        within=nomination.call,
        after={"code": code, "copies": nomination.call.copies},
    )
    paper = paper_of(nomination, values, code=code)
    return registration_form(paper, copies=max(1, nomination.call.copies)), file_name(nomination)


def file_name(nomination: Nomination) -> str:
    """What an officer calls the file: 登记表-姓名.docx."""
    return safe_file_name(f"{queries.spec_of(nomination).title}-{nomination.name or nomination.unit}.docx")


def paper_of(nomination: Nomination, values: dict[str, Any], *, code: str = "") -> RegistrationForm:
    """The record that the paperwork engine sets: layout from the form's description, values as they are printed."""
    spec = queries.spec_of(nomination)
    table = [paper_field(field) for field in spec.fields if field.print_place == "table"]
    above = [
        Cell("value", text=field.label, key=field.key)
        for field in spec.fields
        if field.print_place == "above"
    ]
    table += [paper_field(field) for field in spec.fields if field.print_place == "below"]
    title = spec.title
    if nomination.call.honour_title and nomination.call.honour_title not in title:
        title = f"“{nomination.call.honour_title}”{title}"
    return RegistrationForm(
        title=title,
        layout=layout_of(table, above=above),
        values=_printed_values(spec, values),
        version_code=code,
    )


def paper_field(field: Field) -> FormField:
    """One field of the form as the paper knows it."""
    short = field.kind == "long_text" and field.max_words is None
    return FormField(
        key=field.key,
        label=field.printed_label,
        kind=_PAPER_KIND.get(field.kind, "text"),
        size=_size(field),
        max_chars=field.max_words if field.kind == "long_text" else None,
        choices=field.choices,
        tick=bool(field.choices) and len(field.choices) <= 6,
        columns=tuple(TableColumn(column.key, column.label) for column in field.columns),
        min_rows=field.min_rows or 3,
        min_height=field.print_lines * _HEIGHT_OF_A_LINE_MM if short else None,
    )


def _size(field: Field) -> Any:
    if field.kind in ("long_text", "table", "opinion"):
        return None
    return {1: None, 2: "half", 3: "half"}.get(field.print_span)


def _printed_values(spec: FormSpec, values: dict[str, Any]) -> dict[str, Any]:
    return {field.key: _printed(field, values.get(field.key)) for field in spec.fields}


def _printed(field: Field, value: Any) -> Any:
    if field.kind == "opinion":
        return Opinion(display(field, value))
    if field.kind == "table" and isinstance(value, list):
        return [
            {column.key: display(column, row.get(column.key)) for column in field.columns} for row in value
        ]
    if field.kind == "multi_choice" and isinstance(value, list):
        return tuple(value)
    return display(field, value)
