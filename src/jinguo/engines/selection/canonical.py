"""Canonical JSON (RFC 8785) and its digest: the same content gives the same bytes on every machine."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

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
    return json.dumps(plain(value), ensure_ascii=False, separators=(",", ":")).encode("utf-8")


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


def plain(value: object) -> Any:
    """A value as canonical JSON would give it back: text, whole numbers, lists, and objects with sorted keys."""
    kind = type(value)
    if kind is str or value is None or kind is bool:
        return value
    if kind is int:
        return _whole(value)
    if kind is list or kind is tuple:
        return [plain(item) for item in value]  # type: ignore[attr-defined]
    if kind is dict:
        return _sorted(value)  # type: ignore[arg-type]
    return _other(value)


def _sorted(value: Mapping[object, object]) -> dict[str, Any]:
    named = {str(key): item for key, item in value.items()}
    ascii_ = all(map(str.isascii, named))
    keys = sorted(named) if ascii_ else sorted(named, key=lambda key: key.encode("utf-16-be"))
    return {key: plain(named[key]) for key in keys}


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
        return _sorted(value)
    if isinstance(value, Sequence):
        return [plain(item) for item in value]
    raise TypeError(f"{type(value).__name__} has no canonical JSON")
