"""What the registry knows of a person, read from ``attributes.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Literal

Kind = Literal["text", "date", "code", "spell"]
GROUPS = ("basic", "standing", "contact", "path", "other")


SENSITIVE_COLUMNS = ("id_number", "phone", "email", "address")
"""What an officer may take out in a table where she says what for; remarks stay on the page."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """One thing that may be known of a person, and how facts of it are read, kept and shown."""

    key: str
    group: str
    kind: Kind
    list: str = ""
    many: bool = False
    changes: bool = False
    sealed: bool = False
    fresh: int = 0
    expected: bool = False
    searched: bool = False

    @property
    def phrase(self) -> str:
        """The code of its name in both languages."""
        return f"attribute_{self.key}"


@cache
def attributes() -> Mapping[str, Attribute]:
    """All attributes by key, in the order in which a page shows them."""
    text = resources.files(__package__).joinpath("attributes.toml").read_text("utf-8")
    return MappingProxyType({key: Attribute(key, **row) for key, row in tomllib.loads(text).items()})


def sealed_keys() -> frozenset[str]:
    """The attributes that are kept encrypted."""
    return frozenset(key for key, one in attributes().items() if one.sealed)
