"""What a package says of a person, and of one who withdrew: the fields, their kinds, the JSON Schema of a line."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from typing import Any

from jinguo.reasons import Reason

TEXTS = (
    "name", "former_name", "latin_name", "sex", "birth_date", "ethnic_group", "political_affiliation", "education",
    "degree", "title", "tier", "unit", "department", "post", "region", "phone", "email", "biography",
)  # fmt: skip
LISTS = ("disciplines", "segments", "honours", "publication", "patent", "link")
SPELLS = ("employment", "council_post", "project", "training", "mentoring", "service")
FIELDS = (*TEXTS, *LISTS, *SPELLS)
"""Everything that two organisations can agree to exchange. ID numbers and addresses are not among it."""
ALWAYS = frozenset({"ref", "as_of", "name"})
MOST_OF_A_TEXT, MOST_OF_A_LIST, MOST_OF_A_LINE = 5_000, 500, 1 << 20
_STEP = ("value", "place", "since", "until")
_REF = re.compile(r"[0-9a-f-]{36}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def read_person(line: bytes, number: int, agreed: Collection[str]) -> dict[str, Any] | Reason:
    """A line of ``people.jsonl``, or what is wrong with it.

    >>> read_person(b'{"ref": 1}', 3, ["name"]).code
    'exchange_value_unusable'
    """
    said = _object(line, number)
    if isinstance(said, Reason):
        return said
    for key in said:
        if key not in ALWAYS and (key not in FIELDS or key not in agreed):
            return Reason.error("exchange_field_outside", line=number, field=key[:40])
    for key in ("ref", "name", "as_of"):
        if not isinstance(said.get(key), str) or not said[key].strip():
            return Reason.error("exchange_value_unusable", line=number, field=key)
    if not _REF.fullmatch(said["ref"]) or not _DAY.fullmatch(said["as_of"]):
        return Reason.error("exchange_value_unusable", line=number, field="ref")
    wrong = next((key for key, value in said.items() if not _fits(key, value)), None)
    return Reason.error("exchange_value_unusable", line=number, field=wrong) if wrong else said


def read_withdrawn(line: bytes, number: int) -> dict[str, Any] | Reason:
    """A line of ``withdrawn.jsonl``: of whom nothing may be kept, and since when."""
    said = _object(line, number)
    if isinstance(said, Reason):
        return said
    if set(said) != {"ref", "on"} or not all(isinstance(value, str) for value in said.values()):
        return Reason.error("exchange_value_unusable", line=number, field="ref")
    if not _REF.fullmatch(said["ref"]) or not _DAY.fullmatch(said["on"]):
        return Reason.error("exchange_value_unusable", line=number, field="on")
    return said


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a line of ``people.jsonl``; every package carries it."""
    text = {"type": "string", "maxLength": MOST_OF_A_TEXT}
    step = {
        "type": "object",
        "required": ["value"],
        "properties": dict.fromkeys(_STEP, text),
        "additionalProperties": False,
    }
    day = {"type": "string", "pattern": f"^{_DAY.pattern}$"}
    lists: Mapping[str, Any] = {"type": "array", "items": text, "maxItems": MOST_OF_A_LIST}
    spells: Mapping[str, Any] = {"type": "array", "items": step, "maxItems": MOST_OF_A_LIST}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "jinguo-exchange 1: a person",
        "type": "object",
        "required": ["ref", "as_of", "name"],
        "properties": {
            "ref": {"type": "string", "pattern": f"^{_REF.pattern}$"},
            "as_of": day,
            **dict.fromkeys(TEXTS, text),
            **dict.fromkeys(LISTS, lists),
            **dict.fromkeys(SPELLS, spells),
        },
        "additionalProperties": False,
    }


def _object(line: bytes, number: int) -> dict[str, Any] | Reason:
    try:
        said = json.loads(line)
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        return Reason.error("exchange_line_unusable", line=number)
    return said


def _fits(key: str, value: object) -> bool:
    if key in LISTS:
        return _is_list(value) and all(_is_text(one) for one in value)  # type: ignore[attr-defined]
    if key in SPELLS:
        return _is_list(value) and all(_is_step(one) for one in value)  # type: ignore[attr-defined]
    return _is_text(value)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and len(value) <= MOST_OF_A_TEXT


def _is_list(value: object) -> bool:
    return isinstance(value, list) and len(value) <= MOST_OF_A_LIST


def _is_step(value: object) -> bool:
    return (
        isinstance(value, dict)
        and isinstance(value.get("value"), str)
        and all(key in _STEP and _is_text(one) for key, one in value.items())
    )
