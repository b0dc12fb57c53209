"""Keys, and the ring that holds them.

There is one current key for each purpose; the earlier ones are kept to open what they sealed.
"""

from __future__ import annotations

import base64
import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

Purpose = Literal["seal", "index"]
PURPOSES: tuple[Purpose, ...] = ("seal", "index")
SECRET_BYTES = 32

_ID = re.compile(r"[A-Za-z0-9_-]{1,40}")


@dataclass(frozen=True, slots=True)
class Key:
    """32 secret bytes with a name. The secret is never part of ``repr``."""

    id: str
    secret: bytes = field(repr=False)
    purpose: Purpose = "seal"
    made: str = ""

    def __post_init__(self) -> None:
        if not _ID.fullmatch(self.id):
            raise ValueError(f"{self.id!r} cannot name a key: letters, digits, '-' and '_' only")
        if len(self.secret) != SECRET_BYTES:
            raise ValueError(f"the key {self.id} has {len(self.secret)} bytes instead of {SECRET_BYTES}")
        if self.purpose not in PURPOSES:
            raise ValueError(f"the key {self.id} has the unknown purpose {self.purpose!r}")


def make_key(purpose: Purpose, made: str) -> Key:
    """A new random key. ``made`` is the day of its making, kept for the operator."""
    return Key(f"{purpose[0]}{secrets.token_hex(4)}", secrets.token_bytes(SECRET_BYTES), purpose, made)


@dataclass(frozen=True, slots=True)
class KeyRing:
    """All keys of a site. Immutable: :meth:`with_new` gives another ring."""

    keys: Mapping[str, Key]
    current: Mapping[Purpose, str]

    def __post_init__(self) -> None:
        for purpose in PURPOSES:
            key = self.keys.get(self.current.get(purpose, ""))
            if key is None or key.purpose != purpose:
                raise ValueError(f"no current key for the purpose '{purpose}'")

    @classmethod
    def new(cls, made: str) -> KeyRing:
        both = [make_key(purpose, made) for purpose in PURPOSES]
        return cls({key.id: key for key in both}, {key.purpose: key.id for key in both})

    def now(self, purpose: Purpose) -> Key:
        """The key with which new values are made."""
        return self.keys[self.current[purpose]]

    def with_new(self, purpose: Purpose, made: str) -> KeyRing:
        """The ring after a rotation: a new current key; the earlier ones still open."""
        key = make_key(purpose, made)
        return replace(self, keys={**self.keys, key.id: key}, current={**self.current, purpose: key.id})

    def to_json(self) -> str:
        keys = {
            key.id: {
                "purpose": key.purpose,
                "made": key.made,
                "secret": base64.b64encode(key.secret).decode(),
            }
            for key in self.keys.values()
        }
        return json.dumps({"current": dict(self.current), "keys": keys}, indent=2) + "\n"

    @classmethod
    def from_json(cls, text: str) -> KeyRing:
        """Read what :meth:`to_json` wrote.

        Raises:
            ValueError: not JSON, a key missing or damaged. The message never holds a secret.
        """
        try:
            read = json.loads(text)
            keys = {
                name: Key(name, base64.b64decode(key["secret"], validate=True), key["purpose"], key["made"])
                for name, key in read["keys"].items()
            }
            current = read["current"]
        except (KeyError, TypeError, AttributeError) as problem:
            raise ValueError(f"the keys are incomplete: {problem}") from None
        except json.JSONDecodeError as problem:
            raise ValueError(f"the keys are not JSON: {problem.msg} in line {problem.lineno}") from None
        return cls(keys, current)
