"""What a row says of a person, divided into what is kept in clear and what is sealed."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from jinguo.apps.registry.attributes import attributes
from jinguo.apps.registry.persons.profile import coded
from jinguo.standards.text import clean_text

if TYPE_CHECKING:
    from jinguo.engines.rosters import PersonRow

_OWN_COLUMNS = {"name", "former_name", "latin_name", "sex", "birth_date", "id_number"}
_BETWEEN = re.compile(r"[;；、\n]+")


def said_in(row: PersonRow) -> tuple[dict[str, Any], dict[str, str]]:
    """(attribute → value in clear, attribute → value to be sealed); the clear part names the others under ``sealed``."""
    facts: dict[str, Any] = {}
    sealed: dict[str, str] = {}
    for key, is_sealed, many in _plan():
        value = getattr(row, key)
        if not value:
            continue
        if is_sealed:
            sealed[key] = _clean(value)
        elif many:
            facts[key] = [coded(key, one) for one in _several(value)]
        else:
            facts[key] = coded(key, _clean(value))
    if row.other:
        sealed["other"] = _clean("；".join(f"{heading}：{text}" for heading, text in row.other.items()))
    if sealed:
        facts["sealed"] = sorted(sealed)
    return facts, sealed


@cache
def _plan() -> tuple[tuple[str, bool, bool], ...]:
    from jinguo.engines.rosters import FIELDS  # slow import: it brings NumPy

    known = attributes()
    return tuple((key, known[key].sealed, known[key].many) for key in FIELDS if key not in _OWN_COLUMNS)


def _clean(value: Any) -> str:
    text = str(value)
    return text.strip() if text.isascii() and text.isprintable() else clean_text(text).strip()


def _several(value: Any) -> tuple[str, ...]:
    return _divided(value if isinstance(value, str) else tuple(map(str, value)))


@lru_cache(maxsize=20_000)
def _divided(value: str | tuple[str, ...]) -> tuple[str, ...]:
    parts = _BETWEEN.split(value) if isinstance(value, str) else value
    return tuple(text for part in parts if (text := clean_text(part).strip()))
