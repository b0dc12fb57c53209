"""Appeals: lodged by the unit, decided by the organiser; one that is upheld changes points, and with them ranks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse

from jinguo.apps.audit import actions as audit
from jinguo.apps.clock import now, today
from jinguo.apps.organisations import queries as organisations
from jinguo.apps.outbox import actions as outbox
from jinguo.apps.plans import permissions
from jinguo.apps.plans.actions.assessing import settle, tell_officers
from jinguo.apps.plans.actions.setting_up import note
from jinguo.apps.plans.models import Appeal, AppealCorrection, AssessedUnit, PlanAssessment
from jinguo.apps.plans.states import AppealState, AssessmentState, change
from jinguo.engines.assessment import Correction, assess, facts_of
from jinguo.errors import Refused, demand

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User


@transaction.atomic
def lodge_appeal(*, unit: AssessedUnit, text: str, by: User) -> Appeal:
    """The unit says what is wrong with its result, within the days of the scheme.

    Raises:
        Refused: too late, nothing said, or one waits already.
    """
    demand(permissions.may_appeal(by, unit, today()))
    if not text.strip():
        raise Refused.because("appeal_without_words")
    if unit.appeals.filter(state=AppealState.LODGED).exists():
        raise Refused.because("appeal_waits_already")
    made = Appeal.objects.create(unit=unit, text=text.strip(), lodged_by_name=str(by)[:100])
    plan = unit.assessment.plan
    after = {"unit": unit.name_then, "year": unit.assessment.year}
    audit.record("appeal_lodged", subject=plan, by=by, acting_for=unit.organisation, within=plan, after=after)
    tell_officers(unit.assessment, "plan_appeal_lodged", unit=unit.name_then)
    return made


@transaction.atomic
def decide_appeal(
    *, appeal: Appeal, decision: str, by: User, points: Mapping[str, Decimal] | None = None
) -> Appeal:
    """Answer an appeal with a reason. With ``points`` (code → points) it is upheld: results are worked out again from what
    was written down at the announcement, so that nothing else moves.

    Raises:
        Refused: no reason, decided already, or points outside the scheme.
    """
    unit = appeal.unit
    assessment = unit.assessment
    demand(
        permissions.is_officer_of_plan(by, assessment.plan)
        & permissions.assessment_is(assessment, AssessmentState.ANNOUNCED)
    )
    if not decision.strip():
        raise Refused.because("appeal_decided_without_a_reason")
    told = {"decision": decision.strip(), "decided_at": now(), "decided_by_name": str(by)[:100]}
    change(appeal, "uphold_appeal" if points else "reject_appeal", **told)
    if points:
        AppealCorrection.objects.bulk_create(
            [AppealCorrection(appeal=appeal, code=code, points=one) for code, one in points.items()]
        )
        _work_out_again(assessment, unit, decision.strip(), points, by)
    after = {"unit": unit.name_then, "year": assessment.year, "state": appeal.state}
    note("appeal_decided", assessment.plan, by, after=after, note=decision)
    outbox.queue(
        "plan_appeal_decided",
        to=[one.user for one in organisations.liaisons_of([unit.organisation_id])],
        params={"plan": assessment.plan.title, "year": assessment.year, "decision": decision.strip()},
        about=assessment.plan,
        sender=assessment.plan.organisation,
        link=reverse("plans:own_assessment", args=[unit.uid]),
    )
    return appeal


def _work_out_again(
    assessment: PlanAssessment, unit: AssessedUnit, why: str, points: Mapping[str, Decimal], by: User
) -> None:
    """From the facts of the last announcement, with the corrections added."""
    last = assessment.announcements.order_by("number").last()
    if last is None:
        raise Refused.because("assessment_not_now", state=assessment.state)
    changed = tuple(Correction(code, one, why) for code, one in points.items())
    facts = list(facts_of(last.facts))
    place = next(n for n, one in enumerate(facts) if one.unit == str(unit.uid))
    kept = tuple(one for one in facts[place].corrections if one.code not in points)
    facts[place] = replace(facts[place], corrections=(*kept, *changed))
    settle(assessment, facts, assess(assessment.scheme, facts), by=by, because=why)
