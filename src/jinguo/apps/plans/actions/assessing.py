"""An assessment's life: the scheme written, published, opened to the units; results announced, closed, reopened."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import override

from jinguo.apps.clock import now, today
from jinguo.apps.organisations import queries as organisations
from jinguo.apps.outbox import actions as outbox
from jinguo.apps.plans import permissions
from jinguo.apps.plans.actions.setting_up import hold, note, tell_units
from jinguo.apps.plans.assessment_templates import scheme_from_template
from jinguo.apps.plans.models import (
    Announcement,
    Appeal,
    AssessedUnit,
    Plan,
    PlanAssessment,
    SchemeVersion,
)
from jinguo.apps.plans.queries import assessment_facts
from jinguo.apps.plans.queries import assessments as queries
from jinguo.apps.plans.states import AppealState, AssessmentState, PlanState, change
from jinguo.engines.assessment import (
    Result,
    Scheme,
    UnitFacts,
    assess,
    problems,
    stored_facts,
    stored_outline,
    stored_pieces,
    stored_scheme,
)
from jinguo.errors import Refused, demand
from jinguo.standards.workdays import notice_last_day

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User


@transaction.atomic
def create_assessment(*, plan: Plan, year: int, template: str, by: User) -> PlanAssessment:
    """The assessment of a year, its scheme taken from a template; only the organiser sees it.

    Raises:
        Refused: the plan is not in force, the year is none of its own, or has an assessment already.
    """
    demand(permissions.is_officer_of_plan(by, plan))
    if plan.state == PlanState.DRAFT:
        raise Refused.because("plan_not_in_force")
    if year not in plan.years:
        raise Refused.because("year_outside_plan", year=year)
    if plan.assessments.filter(year=year).exists():
        raise Refused.because("assessment_there_already", year=year)
    scheme = scheme_from_template(template, plan=plan.title, year=year)
    made = PlanAssessment.objects.create(plan=plan, year=year, scheme_data=stored_scheme(scheme))
    _keep_version(made, "", by)
    note("assessment_created", plan, by, after={"year": year})
    return made


@transaction.atomic
def write_scheme(
    *, assessment: PlanAssessment, scheme: Scheme, seen: int, by: User, why: str = ""
) -> PlanAssessment:
    """Another version of the scheme. One that units have read already changes for a reason, and they are told.

    Raises:
        Refused: it is not sound, units have begun to score themselves, or somebody else changed it meanwhile.
    """
    plan = assessment.plan
    demand(
        permissions.is_officer_of_plan(by, plan)
        & permissions.assessment_is(assessment, AssessmentState.DRAFT, AssessmentState.PUBLISHED)
    )
    wrong = problems(scheme)
    if wrong:
        raise Refused(*wrong)
    published = assessment.state == AssessmentState.PUBLISHED
    if published and not why.strip():
        raise Refused.because("scheme_changed_without_a_reason")
    number = assessment.scheme_number + 1
    hold(assessment, seen, scheme_data=stored_scheme(scheme), scheme_number=number)
    _keep_version(assessment, why, by)
    note("scheme_written", plan, by, after={"year": assessment.year, "number": number}, note=why)
    if published:
        _tell(assessment, "plan_assessment_scheme_changed", why=why.strip())
    return assessment


def _keep_version(assessment: PlanAssessment, why: str, by: User) -> None:
    SchemeVersion.objects.create(
        assessment=assessment,
        number=assessment.scheme_number,
        data=assessment.scheme_data,
        why=why.strip()[:300],
        by_name=str(by)[:100],
    )


@transaction.atomic
def publish_scheme(*, assessment: PlanAssessment, by: User) -> PlanAssessment:
    """The units read by what they will be assessed."""
    demand(permissions.is_officer_of_plan(by, assessment.plan))
    wrong = problems(assessment.scheme)
    if wrong:
        raise Refused(*wrong)
    change(assessment, "publish_scheme")
    note("scheme_published", assessment.plan, by, after={"year": assessment.year})
    _tell(assessment, "plan_assessment_published")
    return assessment


@transaction.atomic
def open_assessment(*, assessment: PlanAssessment, self_due_on: date, by: User) -> PlanAssessment:
    """The units with a part score themselves until a day.

    Raises:
        Refused: the day is over already, or no unit has a part.
    """
    plan = assessment.plan
    demand(permissions.is_officer_of_plan(by, plan))
    if self_due_on < today():
        raise Refused.because("period_due_in_the_past", due=self_due_on)
    units = list(queries.units_to_assess(plan))
    if not units:
        raise Refused.because("assessment_without_units")
    change(assessment, "open_assessment", self_due_on=self_due_on)
    AssessedUnit.objects.bulk_create(
        [AssessedUnit(assessment=assessment, organisation=one, name_then=one.name) for one in units]
    )
    note(
        "assessment_opened",
        plan,
        by,
        after={"year": assessment.year, "count": len(units), "due": self_due_on},
    )
    _tell(assessment, "plan_assessment_opened", due=self_due_on)
    return assessment


@transaction.atomic
def pass_on_unit(*, unit: AssessedUnit, to: Any, why: str, by: User) -> AssessedUnit | None:
    """A unit that was merged or closed is assessed no more; what it owed counts for its heir (None: for nobody).

    Raises:
        Refused: no reason, results are announced, or it left already.
    """
    assessment = unit.assessment
    demand(
        permissions.is_officer_of_plan(by, assessment.plan)
        & permissions.assessment_is(assessment, AssessmentState.OPEN, AssessmentState.MARKING)
    )
    if not why.strip():
        raise Refused.because("unit_left_without_a_reason")
    if unit.left_at is not None or (to is not None and to.pk == unit.organisation_id):
        raise Refused.because("assessed_unit_left")
    heir = None
    if to is not None:
        heir, _made = AssessedUnit.objects.get_or_create(
            assessment=assessment, organisation=to, defaults={"name_then": to.name}
        )
    AssessedUnit.objects.filter(pk=unit.pk).update(
        left_at=now(), left_because=why.strip()[:300], passed_to=heir
    )
    unit.refresh_from_db()
    after = {"unit": unit.name_then, "heir": heir.name_then if heir else "—"}
    note("assessed_unit_passed_on", assessment.plan, by, after=after, note=why)
    return heir


@transaction.atomic
def begin_marking(*, assessment: PlanAssessment, by: User) -> PlanAssessment:
    """Own scores are closed; what was not handed in counts as it stands."""
    demand(permissions.is_officer_of_plan(by, assessment.plan))
    change(assessment, "begin_marking")
    note("assessment_marking_begun", assessment.plan, by, after={"year": assessment.year})
    return assessment


@transaction.atomic
def announce_results(*, assessment: PlanAssessment, by: User) -> Announcement:
    """Work the results out for good, write down all they rest on, and tell every unit; appeals run from now on.

    Raises:
        Refused: an item of a unit has no mark yet, or the calendar does not reach so far.
    """
    plan = assessment.plan
    demand(permissions.is_officer_of_plan(by, plan))
    with override("zh-hans"):  # what is written down for good reads as the documents do, whoever announces it
        facts = assessment_facts.facts_of_units(assessment, today())
    result = assess(assessment.scheme, facts)
    waiting = [one.scored.name for one in result.placed if one.scored.awaits]
    if waiting:
        raise Refused.because("assessment_lacks_marks", names=waiting[:10], count=len(waiting))
    days = assessment.scheme.appeal_days
    until = notice_last_day(today(), days, overrides=organisations.calendar_overrides())
    change(assessment, "announce_results", announced_at=now(), appeals_until=until)
    made = settle(assessment, facts, result, by=by)
    note("assessment_announced", plan, by, after={"year": assessment.year, "until": until})
    _tell(assessment, "plan_assessment_announced", until=until)
    return made


def settle(
    assessment: PlanAssessment, facts: Iterable[UnitFacts], result: Result, *, by: User, because: str = ""
) -> Announcement:
    """Write results down with everything they rest on."""
    for one in result.placed:
        AssessedUnit.objects.filter(assessment=assessment, uid=one.scored.unit).update(
            result=stored_outline(one),
            pieces=stored_pieces(one),
            total=one.scored.total,
            rank=one.rank,
            grade=one.grade,
            name_then=one.scored.name,
        )
    last = assessment.announcements.aggregate(last=Max("number"))["last"] or 0
    units = [stored_outline(one) for one in result.placed]
    snapshot = {"scheme": assessment.scheme_data, "result": {"units": units, "quotas": result.quotas}}
    return Announcement.objects.create(
        assessment=assessment,
        number=last + 1,
        by_name=str(by)[:100],
        because=because[:300],
        snapshot=snapshot,
        facts=[stored_facts(one) for one in facts],
    )


@transaction.atomic
def close_assessment(*, assessment: PlanAssessment, by: User) -> PlanAssessment:
    """Final. Raises Refused while appeals may come or wait for a decision."""
    demand(permissions.is_officer_of_plan(by, assessment.plan))
    waiting = Appeal.objects.filter(unit__assessment=assessment, state=AppealState.LODGED).count()
    if waiting:
        raise Refused.because("assessment_has_appeals", count=waiting)
    if assessment.appeals_until and today() <= assessment.appeals_until:
        raise Refused.because("appeals_still_run", until=assessment.appeals_until)
    change(assessment, "close_assessment", closed_at=now())
    note("assessment_closed", assessment.plan, by, after={"year": assessment.year})
    _tell(assessment, "plan_assessment_closed")
    return assessment


@transaction.atomic
def reopen_assessment(*, assessment: PlanAssessment, why: str, by: User) -> PlanAssessment:
    """Marks may be changed again. What was announced stays readable, with why it was taken up again."""
    demand(permissions.is_officer_of_plan(by, assessment.plan))
    if not why.strip():
        raise Refused.because("assessment_reopened_without_a_reason")
    waiting = Appeal.objects.filter(unit__assessment=assessment, state=AppealState.LODGED).count()
    if waiting:
        raise Refused.because("assessment_has_appeals", count=waiting)
    change(assessment, "reopen_assessment", closed_at=None, appeals_until=None)
    assessment.announcements.filter(reopened_at=None).update(
        reopened_at=now(), reopened_because=why.strip()[:300], reopened_by_name=str(by)[:100]
    )
    note("assessment_reopened", assessment.plan, by, after={"year": assessment.year}, note=why)
    _tell(assessment, "plan_assessment_reopened", why=why.strip())
    return assessment


def _tell(assessment: PlanAssessment, code: str, **params: Any) -> None:
    """A message to the units: those assessed, or before the opening those with a part."""
    units = {one.organisation_id for one in assessment_facts.standing_units(assessment)}
    if not units:
        units = set(queries.units_to_assess(assessment.plan).values_list("pk", flat=True))
    tell_units(assessment.plan, units, code, year=assessment.year, **params)


def tell_officers(assessment: PlanAssessment, code: str, **params: Any) -> None:
    """A message to those who keep the plan."""
    plan = assessment.plan
    outbox.queue(
        code,
        to=[one.user for one in organisations.officers_of(plan.organisation)],
        params={"plan": plan.title, "year": assessment.year, **params},
        about=plan,
        sender=plan.organisation,
        link=reverse("plans:assessment", args=[assessment.uid]),
    )


@transaction.atomic
def record_paper(*, assessment: PlanAssessment, paper: str, by: User) -> None:
    """Who took which paper out."""
    demand(permissions.is_officer_of_plan(by, assessment.plan))
    note("assessment_paper_taken", assessment.plan, by, after={"year": assessment.year, "paper": paper})
