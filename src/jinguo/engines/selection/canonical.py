"""Canonical JSON (RFC 8785) and its digest: the same content gives the same bytes on every machine."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from cryptography.hazmat.primitives import hashes

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


def digest(value: object, method: str = "sha256") -> str:
    """SHA-256 or SM3 (GB/T 32905) of the canonical JSON, in hexadecimal.

    >>> digest("abc", "sm3")[:16], digest({})[:16]
    ('528c3024b744271c', '44136fa355b3678a')
    """
    content = canonical_json(value)
    if method == "sha256":
        return hashlib.sha256(content).hexdigest()
    if method == "sm3":
        running = hashes.Hash(hashes.SM3())
        running.update(content)
        return running.finalize().hex()
    raise ValueError(f"{method} is no digest of a decision record")


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
