"""Reviewers mark; officers write down what deductions, additions and vetoes rest on."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction

from jinguo.apps.clock import now
from jinguo.apps.plans import permissions
from jinguo.apps.plans.actions.self_scoring import asked
from jinguo.apps.plans.actions.setting_up import note
from jinguo.apps.plans.models import AssessedUnit, AssessmentCase, ReviewerMark
from jinguo.errors import Refused, demand

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User


@transaction.atomic
def mark_unit(
    *, unit: AssessedUnit, points: Mapping[str, Decimal | None], notes: Mapping[str, str], by: User
) -> AssessedUnit:
    """A reviewer's points for the items of a unit; her own before are replaced, empty takes them away.

    Raises:
        Refused: it is not the time, she belongs to the unit, or points above the weight.
    """
    demand(permissions.may_mark(by, unit))
    for item in asked(unit):
        if item.code not in points:
            continue
        given = points[item.code]
        if given is None:
            unit.marks.filter(item=item.code, reviewer=by).delete()
            continue
        if not 0 <= given <= item.weight:
            told = {"unit": unit.name_then, "points": str(given), "most": str(item.weight)}
            raise Refused.because("assessment_mark_out_of_range", **told)
        said = {"points": given, "note": notes.get(item.code, "").strip()[:300], "at": now()}
        ReviewerMark.objects.update_or_create(
            unit=unit, item=item.code, reviewer=by, defaults={**said, "reviewer_name": str(by)[:100]}
        )
    after = {"unit": unit.name_then, "year": unit.assessment.year}
    note("assessed_unit_marked", unit.assessment.plan, by, after=after)
    return unit


@transaction.atomic
def write_case(*, unit: AssessedUnit, code: str, why: str, by: User, count: int = 1) -> AssessmentCase:
    """Something for which points are taken off or added, or that decides the grade by itself.

    Raises:
        Refused: the scheme knows no such case, or nothing says what happened.
    """
    demand(permissions.may_mark(by, unit))
    scheme = unit.assessment.scheme
    known = {one.code: one.name for one in scheme.adjustments if one.counted == "by_hand"}
    known |= {one.code: one.name for one in scheme.vetoes}
    if code not in known:
        raise Refused.because("assessment_code_unknown", unit=unit.name_then, found=code)
    if not why.strip():
        raise Refused.because("case_without_words")
    made = AssessmentCase.objects.create(
        unit=unit, code=code, count=max(1, count), why=why.strip()[:300], by_name=str(by)[:100]
    )
    after = {"unit": unit.name_then, "name": known[code]}
    note("assessment_case_written", unit.assessment.plan, by, after=after, note=made.why)
    return made


@transaction.atomic
def remove_case(*, case: AssessmentCase, by: User) -> None:
    """Take it back; it stays in the record."""
    demand(permissions.may_mark(by, case.unit))
    AssessmentCase.objects.filter(pk=case.pk, removed_at=None).update(removed_at=now())
    after = {"unit": case.unit.name_then}
    note("assessment_case_removed", case.unit.assessment.plan, by, after=after, note=case.why)
