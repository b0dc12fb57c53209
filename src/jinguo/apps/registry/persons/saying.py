"""What rows say of persons, divided into what is kept in clear and what is sealed: column by column, as the text in which the
database keeps it. Each distinct value of a column is read once.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from itertools import compress
from typing import Any, NamedTuple

from jinguo.apps.registry.attributes import attributes
from jinguo.apps.registry.persons.profile import coded
from jinguo.standards.text import clean_text

_OWN_COLUMNS = {"name", "former_name", "latin_name", "sex", "birth_date", "id_number"}
_BETWEEN = re.compile(r"[;；、\n]+")
_MOST_KEPT = 50_000
_plain = json.JSONEncoder(separators=(",", ":")).encode
_sealed = json.JSONEncoder(ensure_ascii=False).encode


class Told(NamedTuple):
    """What rows say, each as a column: a JSON object in clear, which names the others under ``sealed``; one to be sealed, empty
    where there is nothing; and the telephone number, cleaned."""

    facts: Sequence[str]
    sealed: Sequence[str]
    phones: Sequence[str]


class Saying:
    """Reads block after block of a list; remembers distinct values between them."""

    def __init__(self) -> None:
        self._kept: dict[str, dict[Any, str]] = {}

    def read(self, columns: Mapping[str, Sequence[Any]], count: int) -> Told:
        """field → its values, one for each of the rows."""
        clear, hidden, keys = [], [], []
        phones: Sequence[str] = [""] * count
        for key, is_sealed, many in _plan():
            if not (values := columns.get(key)):
                continue
            if is_sealed:
                texts = [_clean(value) if value else "" for value in values]
                hidden.append([f'"{key}": {_sealed(text)}' if text else "" for text in texts])
                keys.append(key)
                phones = texts if key == "phone" else phones
            else:
                clear.append(self._each_once(key, values, _listed if many else _single))
        if others := columns.get("other"):
            hidden.append([f'"other": {_sealed(_clean(_in_one(one)))}' if one else "" for one in others])
            keys.append("other")
        kept = list(zip(*hidden, strict=True)) if hidden else [()] * count
        names = _names(tuple(keys), kept)
        facts = zip(*clear, names, strict=True) if clear else zip(names, strict=True)
        return Told(
            ["{" + ",".join(filter(None, said)) + "}" for said in facts],
            ["{" + ", ".join(filter(None, said)) + "}" if any(said) else "" for said in kept],
            phones,
        )

    def _each_once(self, key: str, values: Sequence[Any], read: Callable[[str, Any], str]) -> list[str]:
        kept = self._kept.setdefault(key, {})
        if len(kept) > _MOST_KEPT:
            kept.clear()
        if values and type(values[0]) is list:
            values = [tuple(value) for value in values]
        for value in set(values) - kept.keys():
            kept[value] = read(key, value) if value else ""
        return [kept[value] for value in values]


def _names(keys: tuple[str, ...], kept: Sequence[tuple[str, ...]]) -> list[str]:
    """Which of the sealed attributes each row has, as its part of what is in clear."""
    whole = _name(keys, (True,) * len(keys))
    return [whole if all(said) else _name(keys, (*map(bool, said),)) for said in kept]


@lru_cache(maxsize=1_000)
def _name(keys: tuple[str, ...], there: tuple[bool, ...]) -> str:
    names = sorted(compress(keys, there))
    return f'"sealed":{_plain(names)}' if names else ""


def _single(key: str, value: Any) -> str:
    return f'"{key}":{_plain(coded(key, _clean(value)))}'


def _listed(key: str, value: Any) -> str:
    return f'"{key}":{_plain([coded(key, one) for one in _several(value)])}'


def _in_one(other: Mapping[str, str]) -> str:
    return "；".join(f"{heading}：{text}" for heading, text in other.items())


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
