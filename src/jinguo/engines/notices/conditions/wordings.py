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

from ..layout.numbers import CN_DIGITS
from .given import GIVEN, Told

N = rf"(\d+|[{CN_DIGITS}]{{1,3}})"
KINDS = (
    "age",
    "degree",
    "workload",
    "women_share",
    "youth_share",
    "women_leaders",
    "discipline",
    "genre",
    "grades",
    "founded",
    "revenue",
    "experience",
    "tenure",
    "publicity",
    "relaxation",
    "preference",
    "exclusion",
    "certificate",
    "title",
    "rank",
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
    "recommendation",
    "achievement",
    "project",
    "publication",
    "conduct",
)
"""Every kind that is read, in the order in which they are looked for."""


def _back(s: str, at: int, least: int, stops: str) -> int:
    """Where the words before a place begin: behind a mark, and inside the brackets that the place stands in."""
    closed = 0
    while at > least and s[at - 1] not in stops:
        closed += (s[at - 1] == "）") - (s[at - 1] == "（")
        if closed < 0:
            return at
        at -= 1
    return at


def _whole_clause(s: str, start: int, core: int, last: int) -> int:
    """A beginning inside a clause, moved to the next clause before the words, else to the beginning of this one."""
    comma = s.find("，", start, core)
    return comma + 1 if comma >= 0 else _back(s, start, max(last, core - _LONGEST), "，。；：")


_LONG, _LONG_AFTER, _LONGEST = 24, 20, 90
"""What takes in so much before or behind its words takes in the whole clause there, as far as the last."""


def _on(s: str, at: int, most: int) -> int:
    """Where the words behind a place end: before a mark, or a bracket that does not close in time."""
    while at < most and s[at] not in "，。；）":
        closes = s.find("）", at, most) if s[at] == "（" else at
        if closes < 0:
            break
        at = closes + 1
    return at


@dataclass(frozen=True, slots=True)
class Saying:
    """A way to say a condition: the words that have to be there, how much of the clause around them belongs to it, and how sure the reader is."""

    words: re.Pattern[str]
    before: int
    after: int
    anywhere: bool
    """Whether it says a condition under any heading, or only under those of conditions."""
    stops: str
    """The marks over which the condition does not reach backwards."""
    sure: float

    def told_in(self, s: str) -> Iterator[Told]:
        """Each place where it is said, from left to right, none over another."""
        last = 0
        for match in self.words.finditer(s):
            if match.start() < last:
                continue
            start = _back(s, match.start(), max(last, match.start() - self.before), self.stops)
            if self.before >= _LONG and start > last and s[start - 1] not in "，。；（：":
                start = _whole_clause(s, start, match.start(), last)
            last = end = _on(
                s,
                match.end(),
                min(len(s), match.end() + (self.after if self.after < _LONG_AFTER else _LONGEST)),
            )
            parts = {name.rstrip("0123456789"): part for name, part in match.groupdict().items() if part}
            start += s[start] == "，"
            yield Told(start, end, s[start:end], parts, match.start(), self.sure)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of condition: the words that hint at it, the ways to say it, and what it gives."""

    name: str
    hints: re.Pattern[str]
    sayings: tuple[Saying, ...]
    given: Callable[[Told], dict[str, Any]]

    def tells(self, s: str) -> bool:
        """Whether a condition of the kind is said."""
        return any(True for saying in self.sayings for _ in saying.told_in(s))


@cache
def kinds() -> tuple[Kind, ...]:
    """All kinds in the order of KINDS, compiled once."""
    tables: dict[str, Any] = {}
    for part in files("jinguo.engines.notices").joinpath("data", "conditions").iterdir():
        tables |= tomllib.loads(part.read_text("utf-8"))
    return tuple(_kind(name, tables[name]) for name in KINDS)


def _kind(name: str, table: Mapping[str, Any]) -> Kind:
    hints = re.compile("|".join(table["hints"].split()))
    return Kind(name, hints, tuple(_saying(said, table["sure"]) for said in table["said"]), GIVEN[name])


def _saying(table: Mapping[str, Any], sure: float) -> Saying:
    written = "|".join(f"(?:{word})" for word in table["words"])
    return Saying(
        re.compile(_spelled(written)),
        table.get("before", 0),
        table.get("after", 0),
        table.get("only") != "conditions",
        "。；" if table.get("over_commas") else "，。；",
        table.get("sure", sure),
    )


def _spelled(written: str) -> str:
    """The regular expression of a wording: gaps and numbers spelled out, each named group with a number of its own."""
    pattern = written.replace("<N>", N)
    pattern = re.sub(r"(?<!\?P)<n>", lambda _: rf"(?<!\d)(?P<n>{N[1:-1]})", pattern)
    pattern = re.sub(r"<(?:(\d+)-)?(\d+)>", lambda m: f"[^，。；]{{{m[1] or 0},{m[2]}}}", pattern)
    names = iter(range(1, 1000))
    return re.sub(r"\(\?P<([a-z]+)>", lambda m: f"(?P<{m[1]}{next(names)}>", pattern)
