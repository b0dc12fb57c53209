"""What a package says of itself, signed: from whom, to whom, for what, which fields, how many, and the hash of every part."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from jinguo.engines.exchange.keys import canonical
from jinguo.engines.exchange.record import FIELDS
from jinguo.errors import Refused

FORMAT, VERSION = "jinguo-exchange", 1
MOST = 256 << 10
_TEXTS = ("package", "agreement", "purpose", "consent_text", "made_at", "valid_until", "key")
_NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Manifest:
    """``sender`` and ``receiver`` are (name, key id). ``agreement`` is what both sides call it, ``number`` counts its
    packages from 1. ``key`` is the secret of the sealed parts, sealed to the receiver. ``parts`` is name → sha256."""

    package: str
    agreement: str
    number: int
    sender: tuple[str, str]
    receiver: tuple[str, str]
    purpose: str
    consent_text: str
    fields: tuple[str, ...]
    made_at: str
    valid_until: str
    people: int
    withdrawn: int
    key: str = ""
    parts: Mapping[str, str] = field(default_factory=lambda: _NOTHING)

    def to_bytes(self) -> bytes:
        """The bytes that are signed."""
        said = {name: getattr(self, name) for name in (*_TEXTS, "number", "people", "withdrawn")}
        return canonical(
            {
                **said,
                "format": FORMAT,
                "version": VERSION,
                "from": {"name": self.sender[0], "key": self.sender[1]},
                "to": {"name": self.receiver[0], "key": self.receiver[1]},
                "fields": list(self.fields),
                "parts": dict(self.parts),
            }
        )

    @classmethod
    def from_bytes(cls, body: bytes) -> Manifest:
        """Read a manifest whose signature holds.

        Raises:
            Refused: ``exchange_manifest_unusable``, ``exchange_version_newer``.
        """
        try:
            said = json.loads(body)
            if said["format"] != FORMAT:
                raise ValueError
            if said["version"] > VERSION:
                raise Refused.because("exchange_version_newer", found=said["version"], known=VERSION)
            texts = {name: _text(said[name]) for name in _TEXTS}
            counts = {name: _count(said[name]) for name in ("number", "people", "withdrawn")}
            made = cls(
                **texts,  # type: ignore[arg-type]
                **counts,  # type: ignore[arg-type]
                sender=(_text(said["from"]["name"]), _text(said["from"]["key"])),
                receiver=(_text(said["to"]["name"]), _text(said["to"]["key"])),
                fields=tuple(_text(one) for one in said["fields"]),
                parts={_text(name): _text(digest) for name, digest in said["parts"].items()},
            )
            if made.to_bytes() != body or not set(made.fields) <= set(FIELDS):
                raise ValueError
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise Refused.because("exchange_manifest_unusable") from None
        return made


def sender_key(body: bytes) -> tuple[str, str]:
    """(name, key id) of whoever says to have signed, before anything is believed."""
    try:
        said = json.loads(body)["from"]
        return _text(said["name"]), _text(said["key"])
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Refused.because("exchange_manifest_unusable") from None


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > 500:
        raise ValueError
    return value


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 1 << 32:
        raise ValueError
    return value
