"""What people wrote in an assessment: own scores, marks, cases in one query; appeals with what they changed in another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from django.db.models import DateTimeField, DecimalField, F, IntegerField, Value

from jinguo.apps.plans.models import (
    Appeal,
    AssessedUnit,
    AssessmentCase,
    PlanAssessment,
    ReviewerMark,
    SelfScore,
)

MARK, OWN, CASE = "mark", "own", "case"
_NOBODY = Value(None, output_field=IntegerField())
_NEVER = Value(None, output_field=DateTimeField())
_NO_POINTS = Value(None, output_field=DecimalField(max_digits=8, decimal_places=2))
_ONCE = Value(1, output_field=IntegerField())


class Word(NamedTuple):
    """A mark, an own score or a case of a unit. ``code`` is the item, or what the case is one of; ``name`` who wrote it."""

    kind: str
    unit: int
    pk: int
    code: str
    points: Decimal | None
    count: int
    text: str
    name: str
    who: int | None
    at: datetime | None


def words_of(units: Sequence[int]) -> list[Word]:
    """Everything that was written of units, each kind from the first to the last. One query."""
    marks = ReviewerMark.objects.filter(unit__in=units).values_list(
        Value(MARK), "unit_id", "pk", "item", "points", _ONCE, "note", "reviewer_name", "reviewer_id", "at"
    )
    own = SelfScore.objects.filter(unit__in=units).values_list(
        Value(OWN), "unit_id", "pk", "item", "points", _ONCE, "text", Value(""), _NOBODY, _NEVER
    )
    cases = AssessmentCase.objects.filter(unit__in=units, removed_at=None).values_list(
        Value(CASE), "unit_id", "pk", "code", _NO_POINTS, "count", "why", "by_name", _NOBODY, "at"
    )
    rows = marks.order_by().union(own.order_by(), cases.order_by(), all=True)
    return sorted((Word(*row) for row in rows), key=lambda one: (one.kind, one.at, one.pk))


def appeals_in(assessment: PlanAssessment, unit: AssessedUnit | None = None) -> list[Appeal]:
    """Appeals of an assessment or a unit in it, each with its ``changes``: (code, points) of an upheld one. One query; none
    where nothing was announced yet."""
    if assessment.announced_at is None:
        return []
    rows = Appeal.objects.filter(unit__assessment=assessment)
    if unit is not None:
        rows = rows.filter(unit=unit)
    found: dict[int, Appeal] = {}
    changed = rows.annotate(code=F("corrections__code"), points=F("corrections__points"))
    for row in changed.order_by("lodged_at", "pk", "corrections__pk"):
        appeal = found.setdefault(row.pk, row)
        appeal.changes = getattr(appeal, "changes", [])
        if row.code is not None:
            appeal.changes.append((row.code, row.points))
    return list(found.values())
