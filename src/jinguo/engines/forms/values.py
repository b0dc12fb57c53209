"""From what a person typed or pasted to the value that is stored."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from jinguo.engines.forms.characters import fold_width
from jinguo.engines.forms.spec import Field, FieldKind
from jinguo.standards import codes
from jinguo.standards.dates import read_date
from jinguo.standards.identity import read_id
from jinguo.standards.names import normalise_name
from jinguo.standards.text import clean_text

#: Kinds whose value is the code of a state code list; the name of that list.
CODE_LISTS: Mapping[FieldKind, str] = {
    "sex": "sex",
    "ethnic_group": "ethnic_groups",
    "political_affiliation": "political_affiliation",
    "education": "education",
}
_PARTS = re.compile(r"[、,，;；|\n]+")
_AGE = re.compile(r"(\d{1,3})\s*周?岁?")
_DASHES = str.maketrans("－—–‐−（）", "-----()")


def normalise_value(field: Field, raw: object) -> object:
    """The stored form of a value: a JSON value, or None for nothing.

    Text loses control characters and outer blanks; one-line kinds lose line breaks and full-width digits
    and letters; names get the one middle dot of the standard; numbers become decimal text, dates ISO text,
    ages whole numbers, coded kinds the code of their list. What cannot be read stays as typed, for
    :func:`check_value` to name: nothing that a person wrote is thrown away. Applying it twice changes
    nothing.

    >>> normalise_value(Field(key="age", label="年龄", kind="age"), " ４５周岁 ")
    45
    >>> normalise_value(Field(key="n", label="人数", kind="number"), "1,200.50")
    '1200.50'
    """
    if raw is None:
        return None
    if field.kind == "table":
        return _table(field, raw)
    if field.kind == "multi_choice":
        return _choices(field, raw)
    if isinstance(raw, datetime):
        raw = raw.date()
    typed = raw.isoformat() if isinstance(raw, date) else str(raw)
    cleaned = clean_text(typed).strip()
    if field.kind not in ("long_text", "opinion"):
        cleaned = re.sub(r"\s*\n\s*", " ", cleaned)
    if not cleaned:
        return None
    reader = _READERS.get(field.kind)
    return reader(field, cleaned) if reader else cleaned


def read_number(typed: str) -> Decimal | None:
    """The number that a text is; None for words, and for figures beyond thirty places, which nobody means."""
    try:
        number = Decimal(fold_width(typed).replace(",", "").replace(" ", ""))
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) <= 30 else None


def _number(field: Field, typed: str) -> object:
    number = read_number(typed)
    return typed if number is None else format(number, "f")


def _age(field: Field, typed: str) -> object:
    match = _AGE.fullmatch(fold_width(typed))
    return int(match[1]) if match else typed


def _date(field: Field, typed: str) -> object:
    found = read_date(typed)
    if found is None:
        return typed
    day, precision = found
    if field.date_precision == "month":
        return typed if precision == "year" else day.isoformat()[:7]
    return day.isoformat() if precision == "day" else typed


def _coded(field: Field, typed: str) -> object:
    found = codes.find(CODE_LISTS[field.kind], typed)
    if found is None or (field.kind == "education" and found.code != typed):
        return typed  # 文化程度 is printed as the person puts it (本科), not as the standard does
    return found.code


def _choice(field: Field, typed: str) -> object:
    if typed in field.choices:
        return typed
    folded = _key(typed)
    return next((choice for choice in field.choices if _key(choice) == folded), typed)


def _id_number(field: Field, typed: str) -> object:
    found = read_id(typed)
    converted = any(reason.code == "id_converted_15" for reason in found.findings)
    if converted or not found.valid:
        return _folded(field, typed)  # a conversion is for matching only; the form keeps what the paper says
    return found.number


def _name(field: Field, typed: str) -> object:
    return normalise_name(typed)


def _folded(field: Field, typed: str) -> object:
    return fold_width(fold_width(typed).translate(_DASHES).replace(" ", ""))


def _choices(field: Field, raw: object) -> object:
    if isinstance(raw, Sequence) and not isinstance(raw, str):
        parts = [str(part) for part in raw]
    else:
        parts = [str(raw)] if str(raw) in field.choices else _PARTS.split(str(raw))
    chosen: list[object] = []
    for part in parts:
        value = _choice(field, clean_text(part).strip())
        if value and value not in chosen:
            chosen.append(value)
    return chosen or None


def _table(field: Field, raw: object) -> object:
    if not isinstance(raw, Sequence) or isinstance(raw, str):
        return str(raw) or None
    rows: list[object] = []
    for given in raw:
        row = given if isinstance(given, Mapping) else {}
        cells = {column.key: normalise_value(column, row.get(column.key)) for column in field.columns}
        if any(cell is not None for cell in cells.values()):
            rows.append(cells)
    return rows or None


def _key(choice: str) -> str:
    return re.sub(r"\s+", "", fold_width(choice)).casefold()


_READERS = {
    "number": _number,
    "age": _age,
    "date": _date,
    "choice": _choice,
    "id_number": _id_number,
    "name": _name,
    "phone": _folded,
    "email": _folded,
    **dict.fromkeys(CODE_LISTS, _coded),
}
