"""A stored value as text for the printed form, the summary table and the page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from jinguo.engines.forms.spec import Field, FormSpec
from jinguo.engines.forms.values import CODE_LISTS, normalise_value
from jinguo.standards import codes
from jinguo.standards.identity import mask_id, mask_phone


def display(field: Field, value: object, lang: str = "zh-Hans", *, masked: bool = False) -> str:
    """The value as a reader of ``lang`` sees it; the empty text for no value.

    Coded kinds show the name of the list, dates are written out, a table has one line a row. With
    ``masked``, sensitive values show only their ends. Choices and names of codes stay in the words of the
    notice and the standard.

    >>> members = Field(key="members", label="主要成员", kind="table", columns=(
    ...     Field(key="name", label="姓名", kind="name"), Field(key="born", label="出生", kind="date")))
    >>> display(members, [{"name": "王丽", "born": "1980-03-05"}, {"name": "李敏"}])
    '王丽，1980年3月5日\\n李敏'
    """
    zh = lang.lower().startswith("zh")
    stored = normalise_value(field, value)
    if stored is None:
        return ""
    if field.kind == "table" and isinstance(stored, list):
        return "\n".join(_row(field, row, lang, masked) for row in stored)
    if isinstance(stored, list):
        return ("、" if zh else ", ").join(str(part) for part in stored)
    shown = str(stored)
    if field.kind in CODE_LISTS:
        return codes.label(CODE_LISTS[field.kind], shown, short=field.kind != "ethnic_group")
    if field.kind == "date":
        return _date(shown, zh)
    return _mask(field, shown) if masked and field.personal == "sensitive" else shown


def blank(spec: FormSpec) -> dict[str, object]:
    """The values of a form nobody has touched: every key, no value."""
    return {field.key: None for field in spec.fields}


def summary_row(
    spec: FormSpec, values: Mapping[str, object], lang: str = "zh-Hans", *, masked: bool = False
) -> dict[str, str]:
    """One row of the summary table: label → text, in the order of the form. Opinions stay on the paper.

    Labels that stand twice on a form get the key of the second beside them.
    """
    row: dict[str, str] = {}
    for field in spec.fields:
        if field.kind == "opinion":
            continue
        label = field.label if field.label not in row else f"{field.label} ({field.key})"
        row[label] = display(field, values.get(field.key), lang, masked=masked)
    return row


def public_values(spec: FormSpec, values: Mapping[str, object], lang: str = "zh-Hans") -> dict[str, str]:
    """Label → text of what a public notice may show, and nothing else."""
    return {field.label: display(field, values.get(field.key), lang) for field in spec.fields if field.public}


def _mask(field: Field, shown: str) -> str:
    if field.kind == "id_number":
        return mask_id(shown)
    return mask_phone(shown) if field.kind == "phone" else "*" * len(shown)


def _row(field: Field, row: object, lang: str, masked: bool) -> str:
    cells = row if isinstance(row, Mapping) else {}
    shown = (display(column, cells.get(column.key), lang, masked=masked) for column in field.columns)
    return ("，" if lang.lower().startswith("zh") else ", ").join(text for text in shown if text)


def _date(stored: str, zh: bool) -> str:
    try:
        day = date.fromisoformat(stored if len(stored) == 10 else f"{stored}-01")
    except ValueError:
        return stored
    to_the_day = len(stored) == 10
    if zh:
        return f"{day.year}年{day.month}月" + (f"{day.day}日" if to_the_day else "")
    return (f"{day.day} " if to_the_day else "") + f"{day:%B} {day.year}"
