"""Fetch and authorise in one step; absent and forbidden look the same."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from jinguo.apps.organisations import kinds
from jinguo.apps.organisations.models import Organisation
from jinguo.apps.organisations.permissions import organisations_with
from jinguo.apps.plans import queries
from jinguo.apps.plans.models import (
    Announcement,
    Appeal,
    AssessedUnit,
    AssessmentCase,
    Carries,
    Duty,
    Indicator,
    Locking,
    Measure,
    Period,
    Plan,
    PlanAssessment,
    Report,
    ReportFile,
    SelfScoreFile,
    Task,
)
from jinguo.apps.plans.queries import assessments
from jinguo.apps.plans.states import BOUND

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User


def _one(rows: QuerySet, **named: object):
    try:
        found = rows.filter(**named).first()
    except (ValidationError, ValueError):  # what stands in the address is no id at all
        found = None
    if found is None:
        raise Http404(_("There is nothing here, or it is not yours to see."))
    return found


def plan_to_keep(user: User, uid: UUID) -> Plan:
    """A plan of an organisation whose officer she is."""
    return _one(queries.kept_by(user), uid=uid)


def plan_to_read(user: User, uid: UUID) -> Plan:
    return _one(queries.read_by(user), uid=uid)


def measure_to_keep(user: User, uid: UUID) -> Measure:
    rows = Measure.objects.filter(plan__in=queries.kept_by(user))
    return _one(rows.select_related("plan__organisation", "parent"), uid=uid)


def measure_to_read(user: User, uid: UUID) -> Measure:
    """A measure of a plan she reads, one in which her unit has a part, or one of a shared plan in force."""
    return _one(
        queries.measures_read_by(user).select_related("plan__organisation", "parent", "document"), uid=uid
    )


def duty_to_keep(user: User, uid: UUID) -> Duty:
    rows = Duty.objects.filter(measure__plan__in=queries.kept_by(user))
    return _one(rows.select_related("measure__plan__organisation", "organisation"), uid=uid)


def duty_of_unit(user: User, uid: UUID) -> Duty:
    """A part of a unit for which she answers."""
    rows = queries.duties_answered_by(user)
    return _one(rows.select_related("measure__plan__organisation", "organisation"), uid=uid)


def task_of_unit(user: User, uid: UUID) -> Task:
    rows = Task.objects.filter(duty__in=queries.duties_answered_by(user))
    return _one(rows.select_related("duty__measure__plan__organisation", "duty__organisation"), uid=uid)


def indicator_to_keep(user: User, uid: UUID) -> Indicator:
    rows = Indicator.objects.filter(measure__plan__in=queries.kept_by(user))
    return _one(rows.select_related("measure__plan__organisation"), uid=uid)


def indicator_to_read(user: User, uid: UUID) -> Indicator:
    rows = Indicator.objects.filter(measure__plan__in=queries.read_by(user))
    return _one(rows.select_related("measure__plan__organisation"), uid=uid)


def period_to_keep(user: User, uid: UUID) -> Period:
    rows = Period.objects.filter(plan__in=queries.kept_by(user))
    return _one(rows.select_related("plan__organisation"), uid=uid)


def period_to_read(user: User, uid: UUID) -> Period:
    rows = Period.objects.filter(plan__in=queries.read_by(user))
    return _one(rows.select_related("plan__organisation"), uid=uid)


def period_of_plan(duty: Duty, uid: UUID) -> Period:
    """A period of the plan to which a duty belongs."""
    return _one(Period.objects.filter(plan=duty.measure.plan).select_related("plan__organisation"), uid=uid)


def report_to_judge(user: User, uid: UUID) -> Report:
    rows = Report.objects.filter(period__plan__in=queries.kept_by(user))
    return _one(queries.with_their_duty(rows), uid=uid)


def report_to_read(user: User, uid: UUID) -> Report:
    """For who reads the plan, and for the unit itself."""
    return _one(queries.with_their_duty(queries.reports_read_by(user)), uid=uid)


def organisation_to_plan_for(user: User, acting: Organisation | None) -> Organisation:
    """The organisation for which she makes a plan: the one she acts for, or her only one."""
    held = organisations_with(user, kinds.OFFICER)
    wanted = acting.pk if acting and acting.pk in held else min(held, default=0)
    return _one(Organisation.objects.filter(is_active=True), pk=wanted)


def period_in(plan: Plan, uid: str) -> Period:
    return _one(plan.periods.select_related("plan"), uid=uid)


def programme_of(measure: Measure, pk: str) -> Carries:
    return _one(Carries.objects.filter(measure=measure).select_related("measure__plan"), pk=pk)


def locking_of(period: Period, number: int) -> Locking:
    return _one(period.lockings.all(), number=number)


def task_in(duty: Duty, uid: str) -> Task:
    return _one(duty.tasks.all(), uid=uid)


def report_in(duty: Duty, period: Period) -> Report:
    return _one(queries.with_their_duty(Report.objects.filter(duty=duty)), period=period)


def file_of(duty: Duty, period: Period, pk: str) -> ReportFile:
    rows = ReportFile.objects.filter(report__duty=duty, report__period=period, removed_at=None)
    return _one(rows.select_related("report__duty__measure__plan", "report__period__plan"), pk=pk)


def own_part(user: User, plan: UUID, unit: UUID) -> Duty:
    """Some part of a unit for which she answers in a plan: it opens the unit's own lines."""
    rows = queries.duties_answered_by(user).filter(state__in=BOUND, measure__plan__uid=plan)
    rows = rows.select_related("measure__plan__organisation", "organisation")
    return _one(rows, organisation__uid=unit)


def unit_of(plan: Plan, pk: str) -> Organisation:
    """A unit with a part in the plan."""
    return _one(queries.units_of(plan), pk=pk)


def year_in(plan: Plan, year: int) -> int:
    if year not in plan.years:
        raise Http404(_("There is nothing here, or it is not yours to see."))
    return year


def assessment_to_keep(user: User, uid: UUID) -> PlanAssessment:
    rows = PlanAssessment.objects.filter(plan__in=queries.kept_by(user))
    return _one(rows.select_related("plan__organisation"), uid=uid)


def assessment_to_read(user: User, uid: UUID) -> PlanAssessment:
    """With all results: for who reads the plan."""
    rows = PlanAssessment.objects.filter(plan__in=queries.read_by(user))
    return _one(rows.select_related("plan__organisation"), uid=uid)


def scheme_to_read(user: User, uid: UUID) -> PlanAssessment:
    """Its scheme: for who reads the plan, and once it is published for the units with a part."""
    return _one(assessments.schemes_read_by(user), uid=uid)


def assessed_to_read(user: User, uid: UUID) -> AssessedUnit:
    rows = AssessedUnit.objects.filter(assessment__plan__in=queries.read_by(user))
    return _one(assessments.with_assessment(rows), uid=uid)


def assessed_to_mark(user: User, uid: UUID) -> AssessedUnit:
    rows = AssessedUnit.objects.filter(assessment__plan__in=queries.kept_by(user))
    return _one(assessments.with_assessment(rows), uid=uid)


def assessed_of_unit(user: User, uid: UUID) -> AssessedUnit:
    """A unit in an assessment for which she answers."""
    return _one(assessments.assessed_answered_by(user), uid=uid)


def self_evidence_of(unit: AssessedUnit, pk: str) -> SelfScoreFile:
    rows = SelfScoreFile.objects.filter(unit=unit, removed_at=None)
    return _one(rows.select_related("unit__assessment__plan", "unit__organisation"), pk=pk)


def case_of(unit: AssessedUnit, pk: str) -> AssessmentCase:
    rows = AssessmentCase.objects.filter(unit=unit, removed_at=None)
    return _one(rows.select_related("unit__assessment__plan__organisation"), pk=pk)


def appeal_to_decide(user: User, uid: UUID) -> Appeal:
    rows = Appeal.objects.filter(unit__assessment__plan__in=queries.kept_by(user))
    return _one(rows.select_related("unit__assessment__plan__organisation", "unit__organisation"), uid=uid)


def announcement_of(assessment: PlanAssessment, number: int) -> Announcement:
    return _one(assessment.announcements.defer("facts"), number=number)
