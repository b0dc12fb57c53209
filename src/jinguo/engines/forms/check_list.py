"""The check list of a form: each field, what is asked of it, and how far it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from jinguo.engines.forms.checks import check_form
from jinguo.engines.forms.spec import Field, FilledBy, FormSpec
from jinguo.engines.forms.values import normalise_value
from jinguo.reasons import Reason

State = Literal["done", "missing", "wrong", "empty"]


@dataclass(frozen=True, slots=True)
class CheckItem:
    """A line of the check list. ``empty`` is a field that may stay so; ``missing`` one that may not."""

    key: str
    label: str
    state: State
    demands: tuple[Reason, ...]
    findings: tuple[Reason, ...]


def check_list(
    spec: FormSpec, values: Mapping[str, object], on: date | None = None, *, filled_by: FilledBy = "unit"
) -> tuple[CheckItem, ...]:
    """The form as a list to tick off, in its order; the same check as :func:`check_form`, read line by line.

    >>> spec = FormSpec(title="表", fields=(Field(key="deeds", label="事迹", required=True, max_words=5),))
    >>> [(item.state, item.demands[1].code) for item in check_list(spec, {"deeds": "她做了很多事情"})]
    [('wrong', 'asks_max_words')]
    """
    report = check_form(spec, values, on, filled_by=filled_by)
    items = []
    for field in spec.fields:
        if field.filled_by != filled_by:
            continue
        found = report.findings.get(field.key, ())
        value = normalise_value(field, values.get(field.key))
        items.append(CheckItem(field.key, field.label, _state(field, value, found), demands(field), found))
    return tuple(items)


def demands(field: Field) -> tuple[Reason, ...]:
    """What is asked of a field, one reason a demand: the line of help beside it, and in the check list.

    >>> people = Field(key="n", label="人数", kind="number", min_value=1, decimals=0)
    >>> [reason.code for reason in demands(people)]
    ['asks_at_least', 'asks_whole_number']
    """
    asked: list[tuple[str, object]] = [
        ("asks_min_words", field.min_words),
        ("asks_max_words", field.max_words),
        ("asks_at_least", field.min_value),
        ("asks_at_most", field.max_value),
        ("asks_min_rows", field.min_rows),
        ("asks_max_rows", field.max_rows),
    ]
    if field.kind == "number" and field.decimals:
        asked.append(("asks_decimals", field.decimals))
    found = [Reason.info("asks_value")] if field.required else []
    found += [Reason.info(code, limit=_plain(limit)) for code, limit in asked if limit is not None]
    if field.kind == "number" and field.decimals == 0:
        found.append(Reason.info("asks_whole_number"))
    if field.stamp:
        found.append(Reason.info("asks_stamp"))
    return tuple(found)


def _plain(limit: object) -> object:
    return limit if isinstance(limit, int) else str(limit)


def _state(field: Field, value: object, found: tuple[Reason, ...]) -> State:
    if value is None:
        return "missing" if field.required else "empty"
    return "wrong" if any(reason.severity == "error" for reason in found) else "done"
