"""A result and a scheme as a page or a paper prints them: names, sentences, links to the records behind each point."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from jinguo.engines.assessment import Line, Placed, Scheme, label
from jinguo.phrases import term
from jinguo.reasons import Reason

if TYPE_CHECKING:
    from jinguo.apps.plans.models import SelfScoreFile
    from jinguo.apps.plans.queries.assessment_words import Word

FOR_READERS = {"report": "plans:read", "indicator": "plans:indicator"}
FOR_THE_UNIT = {"report": "plans:read", "task": "plans:task"}
"""Which records somebody may open: kind of a piece's ref → page."""


@dataclass(frozen=True)
class Shown:
    """What a point rests on, with the page of the record where she may open it."""

    reason: Reason
    url: str


@dataclass(frozen=True)
class Row:
    """A line of the sheet."""

    code: str
    name: str
    kind: str
    how: str
    guide: str
    most: Decimal | None
    points: Decimal
    counts: bool
    reasons: tuple[Reason, ...]
    pieces: list[Shown]
    own: Word | None
    files: list[SelfScoreFile]
    awaits: bool


@dataclass(frozen=True)
class Part:
    """A section with its lines and its points."""

    name: str
    most: Decimal | None
    points: Decimal
    rows: list[Row]


def sheet_of(
    scheme: Scheme,
    placed: Placed,
    lang: str,
    *,
    pages: Mapping[str, str],
    own: Mapping[str, Word] | None = None,
    files: Mapping[str, list[SelfScoreFile]] | None = None,
) -> list[Part]:
    """A unit's result by section; what is taken off, added, converted or limited comes last."""
    lines = placed.scored.lines
    rows = [_row(scheme, line, lang, pages, own or {}, files or {}) for line in lines]
    parts = []
    for section in scheme.sections:
        mine = [row for row, line in zip(rows, lines, strict=True) if line.section == section.code]
        points = sum((row.points for row in mine), Decimal(0))
        parts.append(Part(label(section, lang), section.weight, points, mine))
    rest = [row for row, line in zip(rows, lines, strict=True) if not line.section]
    if rest:
        points = sum((row.points for row in rest), Decimal(0))
        parts.append(Part(term("assessment_further", lang), None, points, rest))
    return parts


def _row(
    scheme: Scheme,
    line: Line,
    lang: str,
    pages: Mapping[str, str],
    own: Mapping[str, Word],
    files: Mapping[str, list[SelfScoreFile]],
) -> Row:
    named = scheme.named(line.code)
    return Row(
        code=line.code,
        name=label(named, lang) if named else term(f"line_{line.code}", lang),
        kind=line.kind,
        how=getattr(named, "how", ""),
        guide=getattr(named, "guide", ""),
        most=line.most if line.kind == "item" else None,
        points=line.points,
        counts=line.counts,
        reasons=line.reasons,
        pieces=[Shown(one.reason, _url(one.ref, pages)) for one in line.pieces],
        own=own.get(line.code),
        files=files.get(line.code, []),
        awaits=line.awaits,
    )


def _url(ref: str, pages: Mapping[str, str]) -> str:
    kind, _colon, uid = ref.partition(":")
    return reverse(pages[kind], args=[uid]) if kind in pages else ""


def sheet_of_scheme(scheme: Scheme, lang: str) -> list[dict[str, Any]]:
    """The scheme's sections and items, for reading."""
    return [
        {
            "name": label(section, lang),
            "weight": section.weight,
            "rows": [{"item": item, "name": label(item, lang)} for item in section.items],
        }
        for section in scheme.sections
    ]
