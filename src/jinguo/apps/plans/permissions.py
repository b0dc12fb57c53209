"""Who may do what with a plan. Each predicate says yes, or why not."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from jinguo.apps.organisations import kinds
from jinguo.apps.organisations.permissions import holds, is_liaison_of, is_officer_of, organisations_with
from jinguo.apps.plans.models import Paper, ReportFile, SelfScoreFile
from jinguo.apps.plans.states import BOUND, WRITABLE, AssessmentState, PeriodState, PlanState
from jinguo.reasons import Verdict

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User
    from jinguo.apps.files.models import StoredFile
    from jinguo.apps.plans.models import AssessedUnit, Duty, Measure, Period, Plan, PlanAssessment, Report

READERS = (kinds.OFFICER, kinds.LEADER, kinds.ADMIN, kinds.AUDITOR)
"""Roles in the organiser that read the whole plan."""


def is_officer_of_plan(user: User, plan: Plan) -> Verdict:
    """主办单位工作人员."""
    return is_officer_of(user, plan.organisation_id)


def reads_plan(user: User, plan: Plan) -> Verdict:
    """本单位工作人员、领导、管理员、审计员."""
    return holds(user, plan.organisation_id, READERS, "not_officer_of_organiser")


def is_liaison_of_duty(user: User, duty: Duty) -> Verdict:
    """责任单位联络员."""
    if duty.organisation_id is None:
        return Verdict.no("duty_without_unit")
    return is_liaison_of(user, duty.organisation_id)


def plan_is_not_closed(plan: Plan) -> Verdict:
    return Verdict.of(plan.state != PlanState.CLOSED, "plan_is_closed")


def plan_is_in_force(plan: Plan) -> Verdict:
    code = "plan_is_closed" if plan.state == PlanState.CLOSED else "plan_not_in_force"
    return Verdict.of(plan.state == PlanState.IN_FORCE, code)


def may_edit(user: User, plan: Plan) -> Verdict:
    """Officers keep the plan while it is drafted and in force."""
    return is_officer_of_plan(user, plan) & plan_is_not_closed(plan)


def measure_stands(measure: Measure) -> Verdict:
    return Verdict.of(measure.ended_at is None, "measure_has_ended")


def duty_stands(duty: Duty) -> Verdict:
    return Verdict.of(duty.state in BOUND, "duty_was_released")


def may_answer(user: User, duty: Duty) -> Verdict:
    """A unit takes its part on, or disputes it, once the plan is in force."""
    return is_liaison_of_duty(user, duty) & plan_is_in_force(duty.measure.plan) & duty_stands(duty)


def period_is_open(period: Period) -> Verdict:
    code = "period_is_locked" if period.state == PeriodState.LOCKED else "period_not_open"
    return Verdict.of(period.state == PeriodState.OPEN, code)


def may_report(user: User, duty: Duty, period: Period) -> Verdict:
    """填报期内."""
    return is_liaison_of_duty(user, duty) & duty_stands(duty) & period_is_open(period)


def report_is_writable(report: Report) -> Verdict:
    return Verdict.of(report.state in WRITABLE, "report_is_handed_in")


def may_judge(user: User, report: Report) -> Verdict:
    """主办单位审核: while the period is open."""
    return is_officer_of_plan(user, report.period.plan) & period_is_open(report.period)


def may_read_evidence(user: User, stored: StoredFile) -> Verdict:
    """Evidence is read by the unit that brought it and by the organiser of the plan."""
    found = (
        ReportFile.objects.filter(file=stored).select_related("report__period__plan", "report__duty").first()
    )
    if found is None:
        return Verdict.no("file_kind_unknown", kind=stored.kind)
    return reads_plan(user, found.report.period.plan) | is_liaison_of_duty(user, found.report.duty)


def may_read_paper(user: User, stored: StoredFile) -> Verdict:
    """Documents out of a plan are read by who reads the plan."""
    found = Paper.objects.filter(file=stored).select_related("plan").first()
    if found is None:
        return Verdict.no("file_kind_unknown", kind=stored.kind)
    return reads_plan(user, found.plan)


def makes_plans(user: User) -> Verdict:
    return Verdict.of(bool(organisations_with(user, kinds.OFFICER)), "not_officer_of_organiser")


def assessment_is(assessment: PlanAssessment, *states: str) -> Verdict:
    return Verdict.of(assessment.state in states, "assessment_not_now", state=assessment.state)


def is_unit_assessed(user: User, unit: AssessedUnit) -> Verdict:
    """被考核单位联络员."""
    return is_liaison_of(user, unit.organisation_id) & Verdict.of(unit.left_at is None, "assessed_unit_left")


def may_self_score(user: User, unit: AssessedUnit) -> Verdict:
    """自评期内."""
    return is_unit_assessed(user, unit) & assessment_is(unit.assessment, AssessmentState.OPEN)


def may_mark(user: User, unit: AssessedUnit) -> Verdict:
    """考核人员: officers of the organiser, while units score themselves and afterwards; never of a unit of their own."""
    own = is_liaison_of(user, unit.organisation_id).ok
    return (
        is_officer_of_plan(user, unit.assessment.plan)
        & assessment_is(unit.assessment, AssessmentState.OPEN, AssessmentState.MARKING)
        & Verdict.of(not own, "reviewer_belongs_to_unit")
        & Verdict.of(unit.left_at is None, "assessed_unit_left")
    )


def may_appeal(user: User, unit: AssessedUnit, day: date) -> Verdict:
    """申诉期内."""
    until = unit.assessment.appeals_until
    return (
        is_unit_assessed(user, unit)
        & assessment_is(unit.assessment, AssessmentState.ANNOUNCED)
        & Verdict.of(until is not None and day <= until, "appeal_too_late", until=until)
    )


def may_read_self_evidence(user: User, stored: StoredFile) -> Verdict:
    """Evidence with a self-score is read by the unit that brought it and by the organiser of the plan."""
    found = SelfScoreFile.objects.filter(file=stored).select_related("unit__assessment__plan").first()
    if found is None:
        return Verdict.no("file_kind_unknown", kind=stored.kind)
    return reads_plan(user, found.unit.assessment.plan) | is_liaison_of(user, found.unit.organisation_id)
