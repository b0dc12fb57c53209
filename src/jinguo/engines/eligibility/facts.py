"""What is known of a candidate, and where it is known from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Literal

from jinguo.standards import codes
from jinguo.standards.dates import parse_date

Sex = Literal["F", "M"]

_YES = frozenset(("yes", "true", "是", "有", "符合", "已声明"))
_NO = frozenset(("no", "false", "否", "无", "不符合"))


@dataclass(frozen=True, slots=True)
class Fact:
    """A value and its source (身份证号, 登记表, 推荐单位声明, 人员库…). ``None`` and the empty text mean:
    not known.
    """

    value: object
    source: str = ""

    @property
    def known(self) -> bool:
        return self.value is not None and self.value != ""


Facts = Mapping[str, Fact]


@dataclass(frozen=True, slots=True)
class Entry:
    """An honour or a penalty: what it is called, when it was given, what else is said of it. ``revoked``: an honour
    that was taken back since.
    """

    name: str
    on: date | None = None
    level: str = ""
    lifelong: bool = False
    revoked: bool = False


#: Facts that have a name in the phrases (``fact_birth_date`` …); others are called by their key.
_NAMED = frozenset(
    ("birth_date", "sex", "rank", "honours", "penalties", "founded_on", "women", "total", "nationality")
)


def named(key: str) -> str:
    """The code under which the phrases know a fact."""
    return f"fact_{key}" if key in _NAMED else key


def fact_of(facts: Facts, key: str) -> Fact | None:
    """The fact of that key when its value is known."""
    fact = facts.get(key)
    return fact if fact is not None and fact.known else None


def as_sex(value: object) -> Sex | None:
    """F or M from F, M, 女, 男 or the codes of GB/T 2261.1; None for unknown and unstated."""
    found = codes.find("sex", str(value))
    if found is None:
        return None
    return {"2": "F", "1": "M"}.get(found.code)  # type: ignore[return-value]


def as_date(value: object) -> date | None:
    """A day from a date, or from a text that is one."""
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else parse_date(str(value))


def as_number(value: object) -> Decimal | None:
    """An exact number from a number or its text; None for anything else."""
    if isinstance(value, bool):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def as_texts(value: object) -> tuple[str, ...]:
    """One text or several, without blanks inside."""
    several = value if isinstance(value, Sequence) and not isinstance(value, str) else [value]
    return tuple(("yes" if one else "no") if isinstance(one, bool) else _plain(one) for one in several)


def as_flag(value: object) -> bool | None:
    """Yes or no from a truth value, a count, or the usual words; None for anything else."""
    if isinstance(value, bool):
        return value
    if (number := as_number(value)) is not None:
        return number > 0
    word = _plain(value).casefold()
    return True if word in _YES else False if word in _NO else None


def as_entries(value: object) -> tuple[Entry, ...] | None:
    """Honours or penalties from entries, mappings with ``name``, ``on``, ``level``, ``lifelong``,
    ``revoked``, or plain names.

    None where the value is no list of these. An empty list is known: there are none.
    """
    if not isinstance(value, Sequence) or isinstance(value, str):
        return None
    entries: list[Entry] = []
    for one in value:
        if isinstance(one, Entry):
            entries.append(one)
        elif isinstance(one, Mapping):
            on = one.get("on")
            entries.append(
                Entry(
                    name=_plain(one.get("name", "")),
                    on=as_date(on) if on else None,
                    level=str(one.get("level", "")),
                    lifelong=bool(one.get("lifelong", False)),
                    revoked=bool(one.get("revoked", False)),
                )
            )
        else:
            entries.append(Entry(_plain(one)))
    return tuple(entries)


def _plain(value: object) -> str:
    return "".join(str(value).split())
