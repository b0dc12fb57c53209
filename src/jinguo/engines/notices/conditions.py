"""The checkable conditions that official documents set for nominees, kind by kind, as wordings of clauses.

The kinds are those of the schema of annotations (age, degree, title, tenure, …); the wordings stand in `data/conditions`, and are
those of the notices of selections (评选、推荐、申报、大赛) that the reader's documents name as their sources.

>>> next(kind.name for kind in kinds() if kind.tells("未曾获得省级三八红旗手称号"))
'exclusion'
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from .given import GIVEN, Told
from .numbers import CN_DIGITS

N = rf"(\d+|[{CN_DIGITS}]{{1,3}})"
KINDS = (
    "age",
    "degree",
    "workload",
    "women_share",
    "youth_share",
    "women_leaders",
    "rank",
    "discipline",
    "genre",
    "grades",
    "founded",
    "revenue",
    "title",
    "experience",
    "tenure",
    "certificate",
    "publicity",
    "relaxation",
    "preference",
    "exclusion",
    "honour",
    "originality",
    "health",
    "gender",
    "nationality",
    "status",
    "workplace",
    "applicant",
    "team_size",
    "advisers",
    "achievement",
    "project",
    "publication",
    "conduct",
)
"""Every kind that is read, in the order in which they are looked for."""


@dataclass(frozen=True, slots=True)
class Saying:
    """A way to say a condition: the words that have to be there, and how much of the clause around them belongs to it."""

    words: re.Pattern[str]
    before: int
    after: int
    stops: str = "，。；"
    """The marks over which the condition does not reach backwards."""

    def told_in(self, s: str) -> Iterator[Told]:
        """Each place where it is said, from left to right, none over another."""
        last = 0
        for match in self.words.finditer(s):
            if match.start() < last:
                continue
            start, end = match.span()
            while start > max(last, match.start() - self.before) and s[start - 1] not in self.stops:
                start -= 1
            while end < min(len(s), match.end() + self.after) and s[end] not in "，。；":
                end += 1
            last = end
            parts = {name.rstrip("0123456789"): part for name, part in match.groupdict().items() if part}
            yield Told(start, end, s[start:end], parts, match.start())


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of condition: the words that hint at it, the ways to say it, what it gives, and how sure the reader is."""

    name: str
    hints: re.Pattern[str]
    sayings: tuple[Saying, ...]
    given: Callable[[Told], dict[str, Any]]
    sure: float

    def tells(self, s: str) -> bool:
        """Whether a condition of the kind is said."""
        return any(True for saying in self.sayings for _ in saying.told_in(s))


@cache
def kinds() -> tuple[Kind, ...]:
    """All kinds in the order of KINDS, compiled once."""
    tables: dict[str, Any] = {}
    for part in files(__package__).joinpath("data", "conditions").iterdir():
        tables |= tomllib.loads(part.read_text("utf-8"))
    return tuple(_kind(name, tables[name]) for name in KINDS)


def _kind(name: str, table: Mapping[str, Any]) -> Kind:
    hints = re.compile("|".join(table["hints"].split()))
    return Kind(name, hints, tuple(map(_saying, table["said"])), GIVEN[name], table["sure"])


def _saying(table: Mapping[str, Any]) -> Saying:
    written = "|".join(f"(?:{word})" for word in table["words"])
    stops = "。；" if table.get("over_commas") else "，。；"
    return Saying(re.compile(_spelled(written)), table.get("before", 0), table.get("after", 0), stops)


def _spelled(written: str) -> str:
    """The regular expression of a wording: gaps and numbers spelled out, each named group with a number of its own."""
    pattern = written.replace("<N>", N)
    pattern = re.sub(r"(?<!\?P)<n>", lambda _: rf"(?<!\d)(?P<n>{N[1:-1]})", pattern)
    pattern = re.sub(r"<(?:(\d+)-)?(\d+)>", lambda m: f"[^，。；]{{{m[1] or 0},{m[2]}}}", pattern)
    names = iter(range(1, 1000))
    return re.sub(r"\(\?P<([a-z]+)>", lambda m: f"(?P<{m[1]}{next(names)}>", pattern)
