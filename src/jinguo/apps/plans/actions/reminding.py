"""What comes round every night: figures counted, units reminded of what is due and of what is late."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse

from jinguo.apps.clock import today
from jinguo.apps.organisations import queries as organisations
from jinguo.apps.outbox import actions as outbox
from jinguo.apps.plans.actions.counting import count_period
from jinguo.apps.plans.models import Duty, Period, PlanAssessment
from jinguo.apps.plans.states import BOUND, WRITABLE, AssessmentState, PeriodState, PlanState, SelfScoreState
from jinguo.engines.progress import Rules


def nightly() -> dict[str, int]:
    """Count and remind for every open period of a plan in force. Running it twice a day writes one reminder a unit too
    many, never a figure.
    """
    opened = Period.objects.filter(state=PeriodState.OPEN, plan__state=PlanState.IN_FORCE)
    figures = reminded = own_scores = 0
    for period in opened.select_related("plan__organisation"):
        figures += count_period(period=period)
        reminded += remind(period=period)
    scoring = PlanAssessment.objects.filter(state=AssessmentState.OPEN, plan__state=PlanState.IN_FORCE)
    for assessment in scoring.select_related("plan__organisation"):
        own_scores += remind_of_own_scores(assessment=assessment)
    return {"figures": figures, "reminded": reminded, "own_scores": own_scores}


def _is_a_day_to_remind(left: int, before: int) -> bool:
    """Some days before it is due, on the last day but one, on the day after, and every seventh day from then on."""
    return left in (before, 1) or (left < 0 and left % 7 == 6)


@transaction.atomic
def remind(*, period: Period) -> int:
    """Tell units that owe a report; how many people were told."""
    left = (period.due_on - today()).days
    before = Rules.of(period.plan.rules).days_before_due
    if not _is_a_day_to_remind(left, before):
        return 0
    done = period.reports.exclude(state__in=WRITABLE).values("duty")
    owing = Duty.objects.filter(
        measure__plan=period.plan, measure__ended_at=None, state__in=BOUND, organisation__isnull=False
    ).exclude(pk__in=done)
    units = list(owing.values_list("organisation_id", flat=True).distinct())
    to = {one.user_id: one.user for one in organisations.liaisons_of(units)}
    outbox.queue(
        "plan_report_late" if left < 0 else "plan_report_due",
        to=to.values(),
        params={"plan": period.plan.title, "due": period.due_on, "days": abs(left)},
        about=period.plan,
        sender=period.plan.organisation,
        link=reverse("plans:mine"),
    )
    return len(to)


@transaction.atomic
def remind_of_own_scores(*, assessment: PlanAssessment) -> int:
    """Tell units that did not score themselves yet; how many people were told."""
    plan, due = assessment.plan, assessment.self_due_on
    if due is None:
        return 0
    left = (due - today()).days
    if not _is_a_day_to_remind(left, Rules.of(plan.rules).days_before_due):
        return 0
    waiting = assessment.units.filter(left_at=None, state=SelfScoreState.DRAFT)
    units = list(waiting.values_list("organisation_id", flat=True))
    to = {one.user_id: one.user for one in organisations.liaisons_of(units)}
    outbox.queue(
        "plan_own_score_late" if left < 0 else "plan_own_score_due",
        to=to.values(),
        params={"plan": plan.title, "year": assessment.year, "due": due, "days": abs(left)},
        about=plan,
        sender=plan.organisation,
        link=reverse("plans:mine"),
    )
    return len(to)
