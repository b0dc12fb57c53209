"""What a searcher asks of the library, and the passage that answers her."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from jinguo.apps.clock import today
from jinguo.apps.full_text import FullText
from jinguo.apps.policies.models import PolicyDocument
from jinguo.apps.policies.models.documents import KINDS, LEVELS
from jinguo.apps.policies.queries import HEAVY, visible_to
from jinguo.apps.policies.words import wanted

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User

INDEX = FullText("policies_policydocument", "search_words")
PER_PAGE = 20
AROUND = 60
"""Characters shown before and behind what was looked for."""
MOST_ISSUERS = 12


@dataclass(frozen=True, slots=True)
class Asked:
    """A search, as its address says it. Empty parts ask for nothing."""

    text: str = ""
    kind: str = ""
    level: str = ""
    issuer: str = ""
    year: int | None = None
    in_force: bool = False

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Asked:
        """From an address; what makes no sense is left out."""
        year = given.get("year", "")
        return cls(
            text=given.get("q", "").strip()[:100],
            kind=kind if (kind := given.get("kind", "")) in KINDS else "",
            level=level if (level := given.get("level", "")) in LEVELS else "",
            issuer=given.get("issuer", "").strip()[:80],
            year=int(year) if year.isascii() and year.isdigit() and 1900 < int(year) < 2200 else None,
            in_force=given.get("in_force") == "1",
        )

    @property
    def is_empty(self) -> bool:
        return self == Asked()

    @property
    def is_narrowed(self) -> bool:
        """More than words was asked for."""
        return replace(self, text="") != Asked()


@dataclass(frozen=True, slots=True)
class Passage:
    """The words around what was looked for, and where it stands in the text."""

    before: str
    found: str
    after: str
    start: int
    end: int


def found(user: User, asked: Asked) -> QuerySet[PolicyDocument]:
    """The documents that she may see and asks for, newest first."""
    rows = visible_to(user)
    if asked.text:
        sought = wanted(asked.text)
        rows = INDEX.narrowed(rows, sought.words, sought.beginnings)
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.level:
        rows = rows.filter(level=asked.level)
    if asked.issuer:
        # Issuers lie in JSON, which the databases search differently; their names are in the words as well.
        sought = wanted(asked.issuer)
        rows = INDEX.narrowed(rows, sought.words, sought.beginnings)
        keys = [
            pk
            for pk, names in rows.values_list("pk", "issuers")
            if any(asked.issuer in name for name in names)
        ]
        rows = rows.filter(pk__in=keys)
    if asked.year:
        rows = rows.filter(issue_date__year=asked.year)
    if asked.in_force:
        day = today()
        rows = rows.filter(Q(in_force_from=None) | Q(in_force_from__lte=day))
        rows = rows.filter(Q(in_force_until=None) | Q(in_force_until__gte=day))
        rows = rows.exclude(relations_to__kind="replaces")
    return rows.defer(*HEAVY).order_by("-issue_date", "-pk")


def choices(user: User) -> dict[str, list[Any]]:
    """The years and issuers of the documents that she may see, most frequent issuers first. One query."""
    years: set[int] = set()
    issuers: Counter[str] = Counter()
    for day, names in visible_to(user).order_by().values_list("issue_date", "issuers"):
        years |= {day.year} if day else set()
        issuers.update(names)
    return {
        "years": sorted(years, reverse=True),
        "issuers": [
            name for name, _ in sorted(issuers.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_ISSUERS]
        ],
    }


def passages(documents: Iterable[PolicyDocument], text: str) -> dict[int, Passage]:
    """For each document of a page the place that answers the search. One query for their texts."""
    if not text:
        return {}
    keys = [one.pk for one in documents]
    rows = PolicyDocument.objects.filter(pk__in=keys).values_list("pk", "text")
    return {pk: passage for pk, words in rows if (passage := passage_of(words, text))}


def passage_of(words: str, text: str) -> Passage | None:
    """The first place that has the whole of what was typed, white space apart; else the one with its longest part.

    >>> passage_of("……为女科技工作者提供体检服务。……", "体检 服务").found
    '体检服务'
    """
    whole = r"\s*".join(re.escape(one) for one in text if not one.isspace())
    words_typed = sorted(map(re.escape, text.split()), key=len, reverse=True)
    pairs = [re.escape(a + b) for a, b in pairwise(text) if not (a + b).isspace()]
    for part in (whole, *words_typed, *pairs):
        place = re.search(part, words, re.IGNORECASE) if part else None
        if place:
            start, end = place.span()
            return Passage(
                _plain(words[max(0, start - AROUND) : start]),
                _plain(words[start:end]),
                _plain(words[end : end + AROUND]),
                start,
                end,
            )
    return None


def _plain(words: str) -> str:
    return re.sub(r"\s+", " ", words)
