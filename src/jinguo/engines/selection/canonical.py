"""Canonical JSON (RFC 8785) and its digest: the same content gives the same bytes on every machine."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

_SAFE = 2**53 - 1


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
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def digest(value: object) -> str:
    """SHA-256 of the canonical JSON, in hexadecimal."""
    return hashlib.sha256(canonical_json(value)).hexdigest()


def _plain(value: object) -> object:
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, int):
        if abs(value) > _SAFE:
            raise ValueError(f"{value} is too large for canonical JSON; write it as text")
        return value
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        named = {str(key): item for key, item in value.items()}
        return {key: _plain(named[key]) for key in sorted(named, key=lambda k: k.encode("utf-16-be"))}
    if isinstance(value, Sequence):
        return [_plain(item) for item in value]
    raise TypeError(f"{type(value).__name__} has no canonical JSON")
