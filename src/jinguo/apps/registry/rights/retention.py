"""How long facts are kept, read from ``retention.toml``."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Term:
    """How many months an attribute's facts are kept, and by what rule."""

    attribute: str
    months: int
    source: str

    def over_before(self, on: date) -> date:
        """Facts recorded on this day or earlier are no longer kept on ``on``.

        >>> Term("phone", 60, "").over_before(date(2026, 11, 30))
        datetime.date(2021, 11, 30)
        >>> Term("phone", 1, "").over_before(date(2026, 3, 31))
        datetime.date(2026, 2, 28)
        """
        year, month = divmod(on.year * 12 + on.month - 1 - self.months, 12)
        return date(year, month + 1, min(on.day, _length(year, month + 1)))


@cache
def terms() -> Mapping[str, Term]:
    """attribute → how long its facts are kept."""
    return MappingProxyType({key: Term(key, **row) for key, row in tomllib.loads(_text()).items()})


def digest() -> str:
    """The SHA-256 of the table: another table means that everything is looked through again."""
    return hashlib.sha256(_text().encode()).hexdigest()


def _length(year: int, month: int) -> int:
    after = date(year + month // 12, month % 12 + 1, 1)
    return (after - date(year, month, 1)).days


def _text() -> str:
    return resources.files(__package__).joinpath("retention.toml").read_text("utf-8")
