"""The documents of a plan: those that were made, and those that are being made."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from jinguo.apps.jobs.models import Job
from jinguo.apps.jobs.queries import jobs_of
from jinguo.apps.jobs.states import State
from jinguo.apps.plans.models import Paper, Period, Plan
from jinguo.apps.plans.states import PeriodState

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User

MAKING = "plans.make_paper"


def papers_of(plan: Plan) -> QuerySet[Paper]:
    """What was made, the latest first."""
    return plan.papers.select_related("file", "unit", "period")


def being_made(user: User, plan: Plan) -> QuerySet[Job]:
    """Her jobs of this plan that have made nothing yet: waiting, at work, or failed."""
    rows = jobs_of(user).filter(name=MAKING, params__plan_id=plan.pk)
    return rows.exclude(state__in=(State.DONE, State.CANCELLED))


def periods_to_tell_of(plan: Plan) -> list[Period]:
    """Periods of which there is something to tell, the latest first."""
    return list(plan.periods.exclude(state=PeriodState.PLANNED).order_by("-starts_on"))


def years_to_tell_of(plan: Plan, day: date) -> list[int]:
    """Years of the plan that have begun, the latest first."""
    return [year for year in reversed(plan.years) if year <= day.year]
