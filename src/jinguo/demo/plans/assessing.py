"""The units of the city's action assessed for its first year, to the closed result; the scheme of the second published."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction

from jinguo.apps.accounts.models import User
from jinguo.apps.clock import held_at
from jinguo.apps.plans.actions import appealing, assessing, marking, self_scoring
from jinguo.apps.plans.actions.self_scoring import Given
from jinguo.apps.plans.models import AssessedUnit, Plan, PlanAssessment
from jinguo.apps.plans.queries import assessments as queries
from jinguo.demo.plans.departments import Department
from jinguo.demo.stage import moment

_DID = {
    "organisation": "分管领导牵头，明确责任处室和联络员，每季度研究一次任务进展。",
    "effect": "承担的任务按节点推进，服务对象反映良好，台账和佐证材料齐全。",
    "innovation": "总结了本单位的做法，在全市工作交流会上作了介绍。",
}
_OF = {"organisation": 10, "effect": 15, "innovation": 5}
_BELOW = {
    "市人才局": (0, 1, 0), "市科委、云川高新区管委会": (1, 0, 0), "市教委": (1, 2, 2), "市卫健委": (0, 2, 1),
    "市国资委": (4, 6, 4), "市总工会": (2, 5, 3), "市科协": (1, 1, 1),
}  # fmt: skip
"""How many points reviewers stayed below the most, item by item."""

_APPEALS, _COMMENDED, _SUMMARY = (
    "市总工会",
    "市教委",
    "全年任务总体按计划完成，进展按季度报送，数据与台账核对一致。",
)


def play(plan: Plan, all_eight: Mapping[str, Department], by: User) -> None:
    """Published at the end of the year, scored and marked in January, appealed against in February, closed after it."""
    with held_at(moment(12, 5, 9, 30, 2025)):
        assessment = assessing.create_assessment(plan=plan, year=2025, template="responsibility", by=by)
        assessing.publish_scheme(assessment=assessment, by=by)
    with held_at(moment(1, 23, 9)):
        assessing.open_assessment(assessment=assessment, self_due_on=moment(1, 30).date(), by=by)
    units = _units(assessment, all_eight)
    with transaction.atomic():
        _score(units, all_eight)
        _mark(assessment, units, by)
    with held_at(moment(2, 5, 15)):
        assessing.announce_results(assessment=assessment, by=by)
    _appeal(assessment, all_eight, by)
    with held_at(moment(2, 26, 9)):
        assessing.close_assessment(assessment=assessment, by=by)
    with held_at(moment(3, 12, 9)):
        coming = assessing.create_assessment(plan=plan, year=2026, template="responsibility", by=by)
        assessing.publish_scheme(assessment=coming, by=by)


def _units(assessment: PlanAssessment, all_eight: Mapping[str, Department]) -> dict[str, AssessedUnit]:
    short = {one.organisation.pk: name for name, one in all_eight.items()}
    found = queries.with_assessment(assessment.units.all())
    return {short[one.organisation_id]: one for one in found}


def _score(units: Mapping[str, AssessedUnit], all_eight: Mapping[str, Department]) -> None:
    """Each says a little more of itself than reviewers will."""
    for place, (name, unit) in enumerate(units.items()):
        given = {
            code: Given(most - Decimal(below) / 2, _DID[code])
            for (code, most), below in zip(_OF.items(), _BELOW[name], strict=True)
        }
        with held_at(moment(1, 26 + place % 4, 10, 7 * place)):
            by = all_eight[name].by
            saved = self_scoring.save_self_score(unit=unit, given=given, summary=_SUMMARY, seen=0, by=by)
            self_scoring.hand_in_self_score(unit=saved, by=by)


def _mark(assessment: PlanAssessment, units: Mapping[str, AssessedUnit], by: User) -> None:
    with held_at(moment(2, 2, 9)):
        assessing.begin_marking(assessment=assessment, by=by)
    for place, (name, unit) in enumerate(units.items()):
        unit.assessment = assessment
        points = {
            code: Decimal(most - below) for (code, most), below in zip(_OF.items(), _BELOW[name], strict=True)
        }
        with held_at(moment(2, 3, 9, 8 * place)):
            marking.mark_unit(unit=unit, points=points, notes={}, by=by)
            if name == _COMMENDED:
                why = "“女科学家进校园”做法获全市工作通报表扬"
                marking.write_case(unit=unit, code="commended", why=why, by=by)


def _appeal(assessment: PlanAssessment, all_eight: Mapping[str, Department], by: User) -> None:
    """One department says that a paper was overlooked; it is right."""
    unit = _units(assessment, all_eight)[_APPEALS]
    with held_at(moment(2, 9, 10)):
        appeal = appealing.lodge_appeal(
            unit=unit,
            text="“工作成效”一项未计入我会第四季度的培训成效评估报告，报告已随季度进展报送，请复核。",
            by=all_eight[_APPEALS].by,
        )
    with held_at(moment(2, 11, 16)):
        appealing.decide_appeal(
            appeal=appeal,
            decision="经复核，评估报告属实，“工作成效”由10分改为12分。",
            points={"effect": Decimal(12)},
            by=by,
        )
