"""A call's form as the page shows and reads it: one entry for each field, whatever its kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.http import QueryDict
from django.utils.translation import get_language

from jinguo.apps.calls import queries, readiness
from jinguo.apps.calls.actions.filling import Clash
from jinguo.apps.calls.models import FieldValue, Nomination
from jinguo.apps.clock import now
from jinguo.engines.forms import CODE_LISTS, Field, derived_values, display
from jinguo.reasons import Reason
from jinguo.standards import codes
from jinguo.standards.dates import read_date

_INPUT = {"phone": "tel", "email": "email", "number": "decimal", "age": "numeric"}
_WIDE = frozenset({"long_text", "opinion", "table", "multi_choice"})
LATELY = timedelta(minutes=15)
MOST_ROWS = 200


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class TableCell:
    name: str
    field: Field
    text: str
    options: tuple[Option, ...] = ()
    widget: str = "text"


@dataclass(frozen=True)
class Entry:
    """One field on the page: what stands in it, in which version, what was found, and how it is asked for."""

    field: Field
    version: int = 0
    text: str = ""
    shown: str = ""
    hidden: bool = False
    widget: str = "text"
    options: tuple[Option, ...] = ()
    rows: tuple[tuple[TableCell, ...], ...] = ()
    findings: tuple[Reason, ...] = ()
    derived: str = ""
    source_label: str = ""
    theirs: str = ""
    changed_by: str = ""
    conflict: bool = False
    unsaved: bool = False
    empty: bool = True
    blank_row: tuple[TableCell, ...] = field(default=())

    @property
    def key(self) -> str:
        return self.field.key

    @property
    def id(self) -> str:
        return f"f-{self.field.key}"

    @property
    def wide(self) -> bool:
        return self.field.kind in _WIDE

    @property
    def inputmode(self) -> str:
        return _INPUT.get(self.field.kind, "")

    @property
    def sensitive(self) -> bool:
        return any(part.personal == "sensitive" for part in (self.field, *self.field.columns))

    @property
    def wrong(self) -> bool:
        return any(reason.severity == "error" for reason in self.findings)


def names_in(spec_fields: Iterable[Field], data: QueryDict) -> list[Field]:
    """The fields that a post speaks of: those whose version it carries."""
    return [one for one in spec_fields if one.filled_by == "unit" and f"v-{one.key}" in data]


def seen_version(data: QueryDict, key: str) -> int:
    text = data.get(f"v-{key}", "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def typed(one: Field, data: QueryDict) -> Any:
    """What was typed into a field, as :func:`normalise_value` takes it."""
    name = f"f-{one.key}"
    if one.kind == "multi_choice":
        return [value for value in data.getlist(name) if value]
    if one.kind == "table":
        return _typed_rows(one, data)
    return data.get(name, "")


def _typed_rows(one: Field, data: QueryDict) -> list[dict[str, str]]:
    """Rows by their numbers in the names `f-<key>-<row>-<column>`; their order is that of the numbers."""
    numbers: set[int] = set()
    prefix = f"f-{one.key}-"
    for name in data:
        if name.startswith(prefix):
            number = name[len(prefix) :].partition("-")[0]
            if number.isdecimal() and len(number) < 6:
                numbers.add(int(number))
    return [
        {column.key: data.get(f"{prefix}{number}-{column.key}", "") for column in one.columns}
        for number in sorted(numbers)[:MOST_ROWS]
    ]


def entries_of(
    nomination: Nomination,
    asked: Iterable[Field],
    rows: Mapping[str, FieldValue],
    values: Mapping[str, Any],
    found: readiness.Readiness,
    *,
    opened: Iterable[str] = (),
    clashes: Mapping[str, Clash] | None = None,
    unsaved: Mapping[str, Any] | None = None,
    with_missing: bool = False,
    only: Iterable[str] | None = None,
) -> list[Entry]:
    """The page's entries, in the order of ``asked``: fields of the form, or questions of eligibility.

    ``opened`` names sensitive fields that are shown in full; ``clashes`` those with two versions;
    ``unsaved`` values that could not be saved and stay on the page; ``with_missing`` says of empty
    required fields that they are missing.
    """
    spec = queries.spec_of(nomination)
    derived = derived_values(spec, values, readiness.reference_day(nomination))
    return [
        _entry(
            one,
            rows.get(one.key),
            values.get(one.key),
            found.form.findings.get(one.key, ()),
            derived=derived.get(one.key),
            source=spec.field(one.derived_from).label if one.derived_from else "",
            opened=one.key in set(opened),
            clash=(clashes or {}).get(one.key),
            unsaved=(unsaved or {}).get(one.key),
            with_missing=with_missing,
        )
        for one in asked
        if one.filled_by == "unit" and (only is None or one.key in only)
    ]


def _entry(
    one: Field,
    row: FieldValue | None,
    value: Any,
    findings: tuple[Reason, ...],
    *,
    derived: Any,
    source: str,
    opened: bool,
    clash: Clash | None,
    unsaved: Any,
    with_missing: bool,
) -> Entry:
    sensitive = any(part.personal == "sensitive" for part in (one, *one.columns))
    lang = get_language() or "zh-hans"
    standing = clash.mine if clash else unsaved if unsaved is not None else value
    hidden = sensitive and value is not None and not (opened or clash or unsaved is not None)
    if hidden:
        findings = tuple(veiled(one, reason) for reason in findings)
    if not with_missing:
        findings = tuple(reason for reason in findings if reason.code != "required_missing")
    return Entry(
        field=one,
        version=clash.version if clash else row.version if row else 0,
        text="" if hidden or isinstance(standing, list) else _text(standing),
        shown=display(one, value, lang, masked=True),
        hidden=hidden,
        widget=_widget(one, standing),
        options=() if hidden else _options(one, standing),
        rows=() if hidden or one.kind != "table" else _rows(one, standing),
        findings=findings,
        derived=display(one, derived, lang) if derived is not None and derived != value else "",
        source_label=source,
        theirs=display(one, clash.theirs, lang, masked=True) if clash else "",
        changed_by=clash.by if clash else "",
        conflict=clash is not None,
        unsaved=unsaved is not None,
        empty=value is None,
        blank_row=_cells(one, {}, "N") if one.kind == "table" else (),
    )


def veiled(one: Field, reason: Reason) -> Reason:
    """A finding of a masked field without the value it names."""
    if "found" not in reason.params or not any(part.personal == "sensitive" for part in (one, *one.columns)):
        return reason
    found = reason.params["found"]
    parts = [str(part) for part in found] if isinstance(found, list | tuple) else [str(found)]
    shown = [
        f"{part[:3]}{'*' * max(len(part) - 5, 2)}{part[-2:]}" if len(part) > 5 else "*" * len(part)
        for part in parts
    ]
    return Reason(
        reason.code,
        {**reason.params, "found": shown if isinstance(found, list | tuple) else shown[0]},
        reason.severity,
    )


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _widget(one: Field, value: Any) -> str:
    match one.kind:
        case "long_text" | "opinion":
            return "textarea"
        case "choice" if len(one.choices) <= 4:
            return "radios"
        case "choice" | "ethnic_group" | "political_affiliation" | "sex":
            return "select"
        case "multi_choice":
            return "checks"
        case "education":
            return "suggested"
        case "table":
            return "table"
        case "date":
            read = read_date(str(value)) if value else None
            precise = value is None or value == "" or (read is not None and read[1] == one.date_precision)
            if precise:
                return "month" if one.date_precision == "month" else "date"
    return "text"


def _options(one: Field, value: Any) -> tuple[Option, ...]:
    chosen = {str(part) for part in value} if isinstance(value, list) else {_text(value)} - {""}
    if one.kind in ("choice", "multi_choice"):
        known = [(choice, choice) for choice in one.choices]
    elif one.kind in CODE_LISTS:
        listed = codes.code_list(CODE_LISTS[one.kind])
        if one.kind == "education":
            return tuple(Option(code.name, code.name, False) for code in listed)
        known = [(code.code, code.name if one.kind == "ethnic_group" else code.short) for code in listed]
    else:
        return ()
    known += [(text, text) for text in sorted(chosen - {value for value, _ in known})]
    return tuple(Option(value, label, value in chosen) for value, label in known)


def _rows(one: Field, value: Any) -> tuple[tuple[TableCell, ...], ...]:
    given = [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []
    lines = [*given, *({} for _ in range(max(one.min_rows or 1, len(given) + 1) - len(given)))]
    if one.max_rows is not None:
        lines = lines[: max(one.max_rows, len(given))]
    return tuple(_cells(one, line, str(number)) for number, line in enumerate(lines))


def _cells(one: Field, line: Mapping[str, Any], number: str) -> tuple[TableCell, ...]:
    return tuple(
        TableCell(
            name=f"f-{one.key}-{number}-{column.key}",
            field=column,
            text=_text(line.get(column.key)),
            options=_options(column, line.get(column.key)),
            widget=_widget(column, line.get(column.key)),
        )
        for column in one.columns
    )


def others_here(
    rows: Iterable[FieldValue], user_id: int, labels: Mapping[str, str]
) -> list[tuple[str, str, datetime]]:
    """Who else worked on this form a moment ago: name, field, when; the latest for each person."""
    seen: dict[str, tuple[str, str, datetime]] = {}
    for row in sorted(rows, key=lambda row: row.changed_at, reverse=True):
        if row.changed_by_id not in (user_id, None) and row.changed_at > now() - LATELY:
            seen.setdefault(
                row.changed_by_name, (row.changed_by_name, labels.get(row.key, ""), row.changed_at)
            )
    return list(seen.values())
