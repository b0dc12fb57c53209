"""The formal check of a form: what each field must hold, and where two fields disagree."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from jinguo.engines.forms.characters import count_controls, find_emoji
from jinguo.engines.forms.spec import Field, FilledBy, FormSpec
from jinguo.engines.forms.values import CODE_LISTS, normalise_value, read_number
from jinguo.reasons import Reason
from jinguo.standards import codes
from jinguo.standards.dates import parse_date, read_date
from jinguo.standards.identity import full_years, read_id
from jinguo.standards.names import check_name
from jinguo.standards.words import count_words

_PHONE = re.compile(
    r"(?:(?:\+?86-?)?1[3-9]\d{9}"
    r"|(?:\(?0\d{2,3}\)?-?)?[2-9]\d{6,7}(?:(?:-|转)\d{1,6})?"
    r"|[48]00-?\d{3}-?\d{4}"
    r"|\+[1-9]\d{6,14})"
)
_PHONES = re.compile(r"[、,，;；/]+")
_EMAIL = re.compile(r"[^@\s<>\"(),:;]+@[^@\s<>\"(),:;]+\.[^@\s.<>\"(),:;]{2,}")


@dataclass(frozen=True, slots=True)
class FormReport:
    """What a form's check found.

    ``findings`` by key (only keys with findings), ``missing`` the required keys without a value, ``done``
    of ``total`` required fields that are filled in without an error.
    """

    findings: Mapping[str, tuple[Reason, ...]]
    missing: tuple[str, ...]
    done: int
    total: int

    @property
    def complete(self) -> bool:
        """Nothing required is missing and nothing is in error; warnings do not hold a form back."""
        return not self.missing and not self.errors

    @property
    def errors(self) -> tuple[Reason, ...]:
        return tuple(r for found in self.findings.values() for r in found if r.severity == "error")

    @property
    def warnings(self) -> tuple[Reason, ...]:
        return tuple(r for found in self.findings.values() for r in found if r.severity == "warning")


def check_form(
    spec: FormSpec, values: Mapping[str, object], on: date | None = None, *, filled_by: FilledBy = "unit"
) -> FormReport:
    """Check all fields that ``filled_by`` fills in, and fields against one another.

    ``on`` is the reference date for ages. A value that differs from what another field gives (age and ID
    number) is a warning: papers differ for good reasons, the officer looks.
    """
    fields = [field for field in spec.fields if field.filled_by == filled_by]
    derived = derived_values(spec, values, on)
    findings: dict[str, tuple[Reason, ...]] = {}
    missing, done, total = [], 0, 0
    for field in fields:
        value = normalise_value(field, values.get(field.key))
        found = check_value(field, values.get(field.key), on=on)
        found += _differs(spec, field, value, derived)
        if found:
            findings[field.key] = found
        if field.required:
            total += 1
            if value is None:
                missing.append(field.key)
            done += value is not None and not any(reason.severity == "error" for reason in found)
    return FormReport(findings, tuple(missing), done, total)


def check_value(field: Field, value: object, *, on: date | None = None) -> tuple[Reason, ...]:
    """Errors and warnings of one value, typed or stored; empty when all is well."""
    found = list(_characters(field, value))
    stored = normalise_value(field, value)
    if stored is None:
        if field.required:
            found.append(Reason.error("required_missing", label=field.label))
        return tuple(found)
    if isinstance(stored, str):
        found += _length(field, stored)
    checker = _CHECKERS.get(field.kind)
    if checker:
        found += checker(field, stored, on)
    return tuple(found)


def derived_values(spec: FormSpec, values: Mapping[str, object], on: date | None = None) -> dict[str, object]:
    """What the form's other fields say of the fields with ``derived_from``: by key, stored form, only what
    is known.
    """
    derived: dict[str, object] = {}
    for field in spec.fields:
        if not field.derived_from:
            continue
        source = spec.field(field.derived_from)
        value = _derive(field, source, normalise_value(source, values.get(source.key)), on)
        if value is not None:
            derived[field.key] = normalise_value(field, value)
    return derived


def _derive(field: Field, source: Field, value: object, on: date | None) -> object:
    if not isinstance(value, str):
        return None
    born, sex = None, None
    if source.kind == "id_number":
        number = read_id(value)
        if number.valid:
            born, sex = number.birth_date, number.sex
    elif source.kind == "date" and len(value) == 10:
        born = parse_date(value)
    if field.kind == "sex":
        return sex
    if field.kind == "date":
        return born
    if field.kind == "age" and born and on and born <= on:
        return full_years(born, on)
    return None


def _differs(
    spec: FormSpec, field: Field, value: object, derived: Mapping[str, object]
) -> tuple[Reason, ...]:
    if value is None or field.key not in derived or derived[field.key] == value:
        return ()
    source = spec.field(str(field.derived_from))
    shown = {"found": value, "derived": derived[field.key]}
    if field.kind in CODE_LISTS:
        shown = {name: _name_of_code(field, code) for name, code in shown.items()}
    return (Reason.warning("differs_from_derived", label=field.label, source_label=source.label, **shown),)


def _name_of_code(field: Field, code: object) -> str:
    return codes.label(CODE_LISTS[field.kind], str(code), short=field.kind != "ethnic_group")


def _characters(field: Field, value: object) -> list[Reason]:
    if not isinstance(value, str):
        return []
    found = []
    controls = count_controls(value)
    if controls:
        found.append(Reason.info("control_characters_removed", label=field.label, count=controls))
    emoji = find_emoji(value)
    if emoji and field.kind != "name":
        found.append(Reason.warning("emoji_found", label=field.label, found="".join(emoji[:10])))
    return found


def _length(field: Field, stored: str) -> list[Reason]:
    if len(stored) > field.max_chars:
        params = {"limit": field.max_chars, "found": len(stored), "over": len(stored) - field.max_chars}
        return [Reason.error("too_many_characters", label=field.label, **params)]
    if field.max_words is None and field.min_words is None:
        return []
    count = count_words(stored)
    if field.max_words is not None and count > field.max_words:
        params = {"limit": field.max_words, "found": count, "over": count - field.max_words}
        return [Reason.error("too_many_words", label=field.label, **params)]
    if field.min_words is not None and count < field.min_words:
        params = {"limit": field.min_words, "found": count, "short": field.min_words - count}
        return [Reason.error("too_few_words", label=field.label, **params)]
    return []


def _number(field: Field, stored: object, on: date | None) -> list[Reason]:
    number = read_number(str(stored))
    if number is None:
        return [Reason.error("bad_number", label=field.label, found=str(stored)[:40])]
    found = []
    decimals = 0 if field.kind == "age" else field.decimals
    if decimals is not None and Fraction(number) * 10**decimals % 1:
        found.append(Reason.error("too_many_decimals", label=field.label, found=str(stored), limit=decimals))
    if field.min_value is not None and number < field.min_value:
        found.append(
            Reason.error("number_too_small", label=field.label, found=str(stored), limit=str(field.min_value))
        )
    if field.max_value is not None and number > field.max_value:
        found.append(
            Reason.error("number_too_large", label=field.label, found=str(stored), limit=str(field.max_value))
        )
    return found


def _date(field: Field, stored: object, on: date | None) -> list[Reason]:
    given = str(stored)
    read = read_date(given)
    if read is None or (read[1] != field.date_precision):
        return [Reason.error("bad_date", label=field.label, found=given[:40])]
    return []


def _choice(field: Field, stored: object, on: date | None) -> list[Reason]:
    chosen = stored if isinstance(stored, list) else [stored]
    bad = [str(value)[:40] for value in chosen if value not in field.choices]
    if not bad:
        return []
    return [Reason.error("bad_choice", label=field.label, found=bad, choices=list(field.choices))]


def _coded(field: Field, stored: object, on: date | None) -> list[Reason]:
    if codes.find(CODE_LISTS[field.kind], str(stored)):
        return []
    return [Reason.warning("not_in_code_list", label=field.label, found=str(stored)[:40])]


def _id_number(field: Field, stored: object, on: date | None) -> list[Reason]:
    return list(read_id(str(stored), on=on).findings)


def _phone(field: Field, stored: object, on: date | None) -> list[Reason]:
    numbers = [part for part in _PHONES.split(str(stored)) if part]
    bad = [number[:40] for number in numbers if not _PHONE.fullmatch(number)]
    return [Reason.error("bad_phone", label=field.label, found=bad)] if bad else []


def _email(field: Field, stored: object, on: date | None) -> list[Reason]:
    if _EMAIL.fullmatch(str(stored)):
        return []
    return [Reason.error("bad_email", label=field.label, found=str(stored)[:80])]


def _name(field: Field, stored: object, on: date | None) -> list[Reason]:
    return list(check_name(str(stored)))


def _table(field: Field, stored: object, on: date | None) -> list[Reason]:
    if not isinstance(stored, Sequence) or isinstance(stored, str):
        return [Reason.error("bad_table", label=field.label)]
    found = []
    if field.min_rows is not None and len(stored) < field.min_rows:
        found.append(Reason.error("too_few_rows", label=field.label, found=len(stored), limit=field.min_rows))
    if field.max_rows is not None and len(stored) > field.max_rows:
        found.append(
            Reason.error("too_many_rows", label=field.label, found=len(stored), limit=field.max_rows)
        )
    for number, row in enumerate(stored, start=1):
        for column in field.columns:
            named = column.model_copy(update={"label": f"{field.label} {number} · {column.label}"})
            found += check_value(named, row.get(column.key), on=on)
    return found


_CHECKERS: dict[str, Callable[[Field, object, date | None], list[Reason]]] = {
    "number": _number,
    "age": _number,
    "date": _date,
    "choice": _choice,
    "multi_choice": _choice,
    "id_number": _id_number,
    "phone": _phone,
    "email": _email,
    "name": _name,
    "table": _table,
    **dict.fromkeys(CODE_LISTS, _coded),
}
