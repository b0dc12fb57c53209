"""A value that was read, as one line for a person; and the parts of it that a form asks for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import get_language

from jinguo.engines.notices import AUDIENCES, CONDITIONS, WHAT
from jinguo.phrases import say, term, written
from jinguo.reasons import Reason

Control = Literal["text", "long", "number", "date", "choice", "yes", "duration", "size", "list"]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a value: its key ("" for a value that is a plain text), what a form asks with, the codes of choices."""

    key: str
    control: Control = "text"
    choices: tuple[str, ...] = ()
    required: bool = False


_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_PLAIN = (Part("", "long", required=True),)
_WORDS = Part("text", "long", required=True)
COMPARATORS = ("=", "~", "at_least", "at_most", "more_than", "increase", "decrease", "range")
PARTS: Mapping[str, tuple[Part, ...]] = {
    **dict.fromkeys(("title", "inner_title", "doc_number", "issuer", "addressee", "attachment"), _PLAIN),
    "date": (Part("", "date", required=True),),
    "section": (Part("number"), Part("heading", required=True)),
    "measure": (Part("number"), Part("heading"), Part("until")),
    "unit": (
        Part("name", required=True),
        Part("role", "choice", ("lead", "responsible", "participating", "cooperating")),
        Part("full_name"),
    ),
    "target": (
        Part("quantity", "number"),
        Part("unit"),
        Part("comparator", "choice", COMPARATORS),
        Part("period"),
        Part("by"),
        _WORDS,
    ),
    "task": (Part("strength", "choice", ("must", "do", "aspire", "explore", "encourage")), _WORDS),
    "rule": (Part("kind"), Part("beneficiaries"), _WORDS),
    "category": (Part("number"), Part("name", required=True)),
    "quota": (
        Part("who", required=True),
        Part("count", "number", required=True),
        Part("comparator", "choice", ("=", "<=", ">=", "~")),
        Part("object"),
        Part("text", "long"),
    ),
    "eligibility": (
        Part("type", "choice", CONDITIONS),
        Part("value"),
        Part("born_on_or_after", "date"),
        _WORDS,
    ),
    "material": (
        Part("name", required=True),
        Part("kind", "choice", ("form", "text", "photo", "video", "certificate", "publication", "slides", "letter")),
        Part("min_count", "number"),
        Part("max_count", "number"),
        Part("copies", "number"),
        Part("format", "list"),
        Part("max_duration_s", "duration"),
        Part("aspect"),
        Part("min_pixels", "number"),
        Part("min_size_bytes", "size"),
        Part("max_size_bytes", "size"),
        Part("stamped", "yes"),
        Part("text", "long"),
    ),
    "deadline": (Part("date", "date", required=True), Part("time"), Part("who"), Part("action"), Part("text", "long")),
    "field": (Part("label", required=True), Part("max_chars", "number"), Part("seal", "yes"), Part("form")),
    "contact": (
        Part("what", "choice", ("persons", "phones", "emails", "addresses")),
        Part("value", required=True),
    ),
    "citation": (Part("title", required=True), Part("doc_number")),
    "entitlement": (Part("what", "choice", tuple(WHAT), required=True), Part("condition"), _WORDS),
    **dict.fromkeys(("period", "amount"), (Part("quantity", "number"), _WORDS)),
    "table": (Part("name"),),
}  # fmt: skip
"""The parts of each kind of value that a person corrects."""

ADDED_BY_HAND = (
    "measure", "unit", "target", "task", "entitlement", "category", "quota", "eligibility", "material", "deadline",
    "field", "issuer", "addressee", "citation",
)  # fmt: skip
AUDIENCE_KEYS = tuple(AUDIENCES)


def choice_label(key: str, code: str) -> str:
    """The word of a choice; marks of comparison stay what they are."""
    if code in ("=", "<=", ">=", "~"):
        return {"=": "=", "<=": "≤", ">=": "≥", "~": "≈"}[code]
    return term(f"choice_of_{key}_{code}", _lang())


def in_words(kind: str, value: Any) -> str:
    """A value in one line.

    Never empty: what has no words of its own shows its parts.
    """
    if not isinstance(value, dict):
        return day_in_words(value) if kind == "date" else str(value)
    made = _LINES.get(kind, _line_of_words)(value)
    return made or "；".join(
        f"{one}" for one in value.values() if isinstance(one, str | int | float) and one != ""
    )


def day_in_words(said: Any) -> str:
    """A day as documents write it; what is no whole day stays as it is.

    >>> day_in_words("2023-10-20"), day_in_words("2023-10")
    ('2023年10月20日', '2023-10')
    """
    return written(said, "date", _lang()) if _DAY.fullmatch(str(said)) else str(said)


def _line_of_words(value: Mapping[str, Any]) -> str:
    return str(value.get("text") or value.get("name") or value.get("title") or "")


def _numbered(value: Mapping[str, Any]) -> str:
    number, words = (
        value.get("number") or "",
        value.get("heading") or value.get("name") or value.get("text_start") or "",
    )
    return f"{number}　{words}" if number and words else str(number or words)


def _unit(value: Mapping[str, Any]) -> str:
    name, full = value.get("name", ""), value.get("full_name")
    role = choice_label("role", value.get("role") or "responsible")
    return f"{name}（{full}）· {role}" if full and full != name else f"{name} · {role}"


def _target(value: Mapping[str, Any]) -> str:
    return str(value.get("text") or "")


def _quota(value: Mapping[str, Any]) -> str:
    who, per = value.get("who") or "", value.get("category") or ""
    sign = {"<=": "≤ ", ">=": "≥ ", "~": "≈ "}.get(str(value.get("comparator")), "")
    count = value.get("count")
    count = "–".join(str(one) for one in count) if isinstance(count, list) else count
    said = term(f"said_quota_{who}", _lang()) if who in ("total", "category") else who
    return f"{said}：{sign}{count}{value.get('unit') or ''}" + (f"（{per}）" if per else "")


def _material(value: Mapping[str, Any]) -> str:
    lang = _lang()
    found = [str(value.get("name") or choice_label("kind", str(value.get("kind"))))]
    least, most = value.get("min_count"), value.get("max_count")
    if least or most:
        count = f"{least}–{most}" if least and most and least != most else f"{least or most}"
        code = "limit_count_photo" if value.get("kind") == "photo" else "limit_count"
        found.append(say(Reason.info(code, value=count), lang))
    for key in (
        "copies",
        "max_duration_s",
        "aspect",
        "min_pixels",
        "min_size_bytes",
        "max_size_bytes",
        "max_chars",
    ):
        if value.get(key):
            found.append(say(Reason.info(f"limit_{key}", value=value[key]), lang))
    if value.get("min_resolution") and not value.get("min_pixels"):
        found.append(say(Reason.info("limit_min_resolution", value=value["min_resolution"]), lang))
    if value.get("format"):
        found.append("/".join(value["format"]))
    if value.get("stamped"):
        found.append(term("said_stamped", lang))
    return " · ".join(found)


def _deadline(value: Mapping[str, Any]) -> str:
    return " · ".join(
        filter(
            None,
            (f"{day_in_words(value.get('date'))} {value.get('time') or ''}".strip(), value.get("who") or ""),
        )
    )


def _field(value: Mapping[str, Any]) -> str:
    limit = value.get("max_chars")
    label = str(value.get("label") or "")
    return f"{label}（{say(Reason.info('limit_max_chars', value=limit), _lang())}）" if limit else label


def _contact(value: Mapping[str, Any]) -> str:
    return f"{choice_label('what', str(value.get('what')))}：{value.get('value')}"


def _entitlement(value: Mapping[str, Any]) -> str:
    return f"{choice_label('what', str(value.get('what')))}：{value.get('text')}"


def _table(value: Mapping[str, Any]) -> str:
    return str(value.get("name") or "") or "、".join(str(one) for one in value.get("columns") or ())


_LINES = {
    "section": _numbered,
    "measure": _numbered,
    "category": _numbered,
    "unit": _unit,
    "target": _target,
    "quota": _quota,
    "material": _material,
    "deadline": _deadline,
    "field": _field,
    "contact": _contact,
    "entitlement": _entitlement,
    "table": _table,
}


def _lang() -> str:
    return get_language() or "zh-hans"
