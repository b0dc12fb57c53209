"""Canonical JSON (RFC 8785) and its digest: the same content gives the same bytes on every machine."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import islice
from operator import is_
from typing import Any

from cryptography.hazmat.primitives import hashes

_SAFE = 2**53 - 1
_TEXT = frozenset((str,))
_LEAVES = frozenset((str, bool, type(None)))
_NUMBERS_TOO = _LEAVES | {int}
_OBJECT = frozenset((dict,))
_BEYOND = re.compile("[\U00010000-\U0010ffff]")
_BY_CODE_POINT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode
_AS_GIVEN = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_AT_A_TIME = 1000


def canonical_json(value: object) -> bytes:
    """The canonical bytes of a JSON value: keys sorted by UTF-16 code units, no blanks, UTF-8.

    Decimals and dates become text; binary floating point is refused, because a decision must not depend on
    it.

    Raises:
        TypeError: a float, or a value that JSON does not know.
        ValueError: a whole number beyond 2^53 - 1, which not every reader keeps.

    >>> canonical_json({"b": Decimal("1.50"), "a": ["王", None, True]}).decode()
    '{"a":["王",null,true],"b":"1.50"}'
    """
    return b"".join(canonical_parts(value))


def canonical_parts(value: object) -> Iterator[bytes]:
    """The same bytes piece by piece, so that a long record never stands in memory as text.

    >>> b"".join(canonical_parts({"ids": ["A", "B"], "count": 2}))
    b'{"count":2,"ids":["A","B"]}'
    """
    if not isinstance(value, Mapping):
        yield _encoded(plain(value))
        return
    named = {str(key): part for key, part in value.items()}
    before = b"{"
    for key in _in_order(named):
        yield before + _encoded(key) + b":"
        before = b","
        yield from _part(named[key])
    yield b"{}" if before == b"{" else b"}"


def digest(value: object, method: str = "sha256") -> str:
    """SHA-256 or SM3 (GB/T 32905) of the canonical JSON, in hexadecimal.

    >>> digest("abc", "sm3")[:16], digest({})[:16]
    ('528c3024b744271c', '44136fa355b3678a')
    """
    if method == "sha256":
        sha256 = hashlib.sha256()
        for part in canonical_parts(value):
            sha256.update(part)
        return sha256.hexdigest()
    if method == "sm3":
        sm3 = hashes.Hash(hashes.SM3())
        for part in canonical_parts(value):
            sm3.update(part)
        return sm3.finalize().hex()
    raise ValueError(f"{method} is no digest of a decision record")


def plain(value: object) -> Any:
    """A value as canonical JSON would give it back: text, whole numbers, lists, and objects. What is so
    already is given back itself, not a copy.
    """
    kind = type(value)
    if kind in _LEAVES:
        return value
    if kind is int:
        return _whole(value)
    if kind is dict:
        return _object(value)  # type: ignore[arg-type]
    if kind is list or kind is tuple:
        return _array(value)  # type: ignore[arg-type]
    return _other(value)


def _part(value: object) -> Iterator[bytes]:
    """A list or an object in pieces of some members each."""
    if isinstance(value, Mapping):
        named = {str(key): part for key, part in value.items()}
        once: dict[int, str] = {}
        pieces = (
            ",".join([f"{_text(key)}:{_member(named[key], once)}" for key in some])
            for some in _pieces(iter(_in_order(named)))
        )
        ends = b"{}"
    elif isinstance(value, Sequence) and not isinstance(value, str):
        pieces, ends = (_text(plain(some))[1:-1] for some in _pieces(iter(value))), b"[]"
    else:
        yield _encoded(plain(value))
        return
    before = ends[:1]
    for piece in pieces:
        yield before + piece.encode()
        before = b","
    yield ends if before == ends[:1] else ends[1:]


def _member(value: object, once: dict[int, str]) -> str:
    """One member of an object. An object that stands in many members' lists (a reason that many candidates
    have) is written once and its text kept in ``once``, by its identity, while the document is there.
    """
    if type(value) is not list or not _OBJECT.issuperset(map(type, value)):
        return _text(plain(value))
    texts = []
    for item in value:
        text = once.get(id(item))
        if text is None:
            text = once[id(item)] = _text(plain(item))
        texts.append(text)
    return f"[{','.join(texts)}]"


def _pieces(members: Iterator[Any]) -> Iterator[list[Any]]:
    while piece := list(islice(members, _AT_A_TIME)):
        yield piece


def _encoded(value: Any) -> bytes:
    """The bytes of a plain value."""
    return _text(value).encode()


def _text(value: Any) -> str:
    """The text of a plain value."""
    text = _BY_CODE_POINT(value)
    if text.isascii() or not _BEYOND.search(text):
        return text
    return _AS_GIVEN(_sorted(value))


def _in_order(keys: Iterable[str]) -> list[str]:
    """Sorted by UTF-16 code units; that differs from code points only where some lie beyond U+FFFF."""
    found = list(keys)
    if all(map(str.isascii, found)):
        return sorted(found)
    return sorted(found, key=lambda key: key.encode("utf-16-be"))


def _sorted(value: Any) -> Any:
    """A plain value with the members of every object in their canonical order."""
    if isinstance(value, dict):
        return {key: _sorted(value[key]) for key in _in_order(value)}
    return [_sorted(item) for item in value] if isinstance(value, list) else value


def _object(value: Mapping[object, object]) -> dict[str, Any]:
    if type(value) is dict and _TEXT.issuperset(map(type, value)):
        if _leaves(value.values()):
            return value
        found = {key: plain(item) for key, item in value.items()}
        same = all(map(is_, found.values(), value.values()))
        return value if same else found
    return {str(key): plain(item) for key, item in value.items()}


def _array(value: Sequence[object]) -> list[Any]:
    if type(value) is not list:
        value = list(value)
    if _leaves(value):
        return value
    found = [plain(item) for item in value]
    return value if all(map(is_, found, value)) else found


def _leaves(values: Iterable[object]) -> bool:
    """Whether there is nothing to change in these: text, yes and no, nothing, and whole numbers in range."""
    kinds = set(map(type, values))
    if kinds <= _LEAVES:
        return True
    return kinds <= _NUMBERS_TOO and all(abs(v) <= _SAFE for v in values if type(v) is int)


def _whole(value: Any) -> int:
    if abs(value) > _SAFE:
        raise ValueError(f"{value} is too large for canonical JSON; write it as text")
    return int(value)


def _other(value: object) -> Any:
    if isinstance(value, str):
        return str(value)
    if isinstance(value, int):
        return _whole(value)
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return _object(value)
    if isinstance(value, Sequence):
        return _array(value)
    raise TypeError(f"{type(value).__name__} has no canonical JSON")
