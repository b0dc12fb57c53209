"""What assessments ask of somebody today: own scores of her units, marks and appeals of the plans she keeps."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet

from jinguo.apps.plans.models import AssessedUnit, PlanAssessment
from jinguo.apps.plans.queries.assessments import assessed_answered_by
from jinguo.apps.plans.queries.reading import kept_by
from jinguo.apps.plans.states import AppealState, AssessmentState, SelfScoreState

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User


def own_scores_due(user: User) -> QuerySet[AssessedUnit]:
    """Her units whose own scores are not handed in yet, what is due first on top. One query."""
    found = assessed_answered_by(user).filter(
        left_at=None, state=SelfScoreState.DRAFT, assessment__state=AssessmentState.OPEN
    )
    return found.order_by("assessment__self_due_on", "pk")


@dataclass(frozen=True)
class Waiting:
    """An assessment with what waits for its officer."""

    assessment: PlanAssessment
    marks: int
    appeals: int


def waiting_for_officer(user: User) -> list[Waiting]:
    """Assessments in which units wait for marks or appeals for a decision. One query, two where something is marked."""
    rows = list(
        PlanAssessment.objects.filter(
            plan__in=kept_by(user), state__in=(AssessmentState.MARKING, AssessmentState.ANNOUNCED)
        )
        .select_related("plan")
        .annotate(lodged=Count("units__appeals", filter=Q(units__appeals__state=AppealState.LODGED)))
        .order_by("year", "pk")
    )
    marks = _units_without_marks([one for one in rows if one.state == AssessmentState.MARKING])
    found = [Waiting(one, marks[one.pk], one.lodged) for one in rows]
    return [one for one in found if one.marks or one.appeals]


def _units_without_marks(assessments: list[PlanAssessment]) -> Counter[int]:
    """Assessment → its units in which an item that reviewers mark has no mark."""
    if not assessments:
        return Counter()
    items = {one.pk: sum(item.how == "by_reviewers" for item in one.scheme.items) for one in assessments}
    units = AssessedUnit.objects.filter(assessment__in=items, left_at=None).order_by()
    marked = units.annotate(marked=Count("marks__item", distinct=True)).values_list("assessment_id", "marked")
    return Counter(assessment for assessment, count in marked if count < items[assessment])
