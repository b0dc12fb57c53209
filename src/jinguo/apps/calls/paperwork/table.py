"""The summary table (汇总表) of a group of nominations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from jinguo.apps.calls import queries
from jinguo.apps.calls.models import Call, Nomination
from jinguo.apps.calls.paperwork.groups import values_of_all
from jinguo.apps.clock import today
from jinguo.engines.forms import Field, FormSpec, display
from jinguo.engines.paperwork import Column, SummaryTable, summary_table
from jinguo.standards.dates import chinese_date

_NUMBERS = ("number", "age")
_ON_PAPER_ONLY = ("opinion", "table")
_BATCH = 200


def summary_table_of(
    call: Call,
    nominations: Sequence[Nomination],
    *,
    ranks: Mapping[int, int] | None = None,
    dated: date | None = None,
) -> bytes:
    """The table as .xlsx in the order given: category, unit, every field of the form, rank if known.

    Numbers are numbers, ID and telephone numbers are text.
    """
    fields = _fields(queries.spec_of(nomination) for nomination in nominations)
    columns = [Column("类别", "text")]
    if not any(field.kind == "organisation" for field in fields.values()):
        columns.append(Column("推荐单位", "text"))
    columns += [_column(label, field) for label, field in fields.items()]
    if ranks:
        columns.append(Column("名次", "number"))
    columns.append(Column("回执编号", "text"))
    contact = "　　".join(
        f"{label}：{text}"
        for label, text in (("联系人", call.contact_name), ("联系电话", call.contact_phone))
        if text
    )
    day = chinese_date(dated or today(call.organiser.time_zone))
    return summary_table(
        SummaryTable(
            title=f"{call.title}汇总表",
            columns=tuple(columns),
            rows=_rows(nominations, fields, ranks),
            below_title=f"填报单位：{call.organiser.name}　　　　{day}",
            footer=contact,
        )
    )


def _fields(specs: Iterable[FormSpec]) -> dict[str, Field]:
    """label → field over all forms of the call: one column for what stands under one label."""
    found: dict[str, Field] = {}
    for spec in {spec.model_dump_json(): spec for spec in specs}.values():
        for field in spec.fields:
            if _is_short(field):
                found.setdefault(field.label, field)
    return found


def _is_short(field: Field) -> bool:
    """A story of a thousand characters belongs into the form; a table row with it could not be read."""
    return field.kind not in _ON_PAPER_ONLY and not (field.kind == "long_text" and field.max_words)


def _column(label: str, field: Field) -> Column:
    if field.kind in _NUMBERS:
        return Column(label, "number", digits=field.decimals)
    return Column(label, "text")


def _rows(
    nominations: Sequence[Nomination], labels: Mapping[str, Field], ranks: Mapping[int, int] | None
) -> Iterator[tuple[object, ...]]:
    """A row at a time; values are read in batches, so that a long list needs little memory."""
    with_unit = not any(field.kind == "organisation" for field in labels.values())
    for start in range(0, len(nominations), _BATCH):
        batch = nominations[start : start + _BATCH]
        values = values_of_all(batch)
        for nomination in batch:
            own = {field.label: field for field in queries.spec_of(nomination).fields}
            row: list[object] = [nomination.category.name]
            if with_unit:
                row.append(nomination.unit.name)
            row += [_value(own.get(label), values[nomination.pk]) for label in labels]
            if ranks:
                row.append(ranks.get(nomination.pk))
            row.append(nomination.receipt)
            yield tuple(row)


def _value(field: Field | None, values: Mapping[str, Any]) -> object:
    if field is None:
        return None
    stored = values.get(field.key)
    if field.kind in _NUMBERS and stored not in (None, ""):
        try:
            return Decimal(str(stored))
        except ArithmeticError:
            return str(stored)
    return display(field, stored) or None
