"""Which plans, measures, duties and reports somebody may see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from jinguo.apps.organisations import kinds
from jinguo.apps.organisations.permissions import organisations_with
from jinguo.apps.plans.models import Duty, Measure, Plan, Report
from jinguo.apps.plans.permissions import READERS
from jinguo.apps.plans.states import BOUND, PlanState

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User


def kept_by(user: User) -> QuerySet[Plan]:
    """Plans whose officer she is."""
    held = organisations_with(user, kinds.OFFICER)
    return Plan.objects.filter(organisation__in=held).select_related("organisation")


def read_by(user: User) -> QuerySet[Plan]:
    """Plans of the organisations in which she keeps, leads or audits."""
    held = organisations_with(user, *READERS)
    return Plan.objects.filter(organisation__in=held).select_related("organisation")


def units_answered_by(user: User) -> set[int]:
    """Ids of the units for which she reports."""
    return organisations_with(user, kinds.LIAISON, kinds.OFFICER)


def duties_answered_by(user: User) -> QuerySet[Duty]:
    """The parts of her units, in plans that were put in force."""
    begun = (PlanState.IN_FORCE, PlanState.CLOSED)
    return Duty.objects.filter(organisation__in=units_answered_by(user), measure__plan__state__in=begun)


def measures_read_by(user: User) -> QuerySet[Measure]:
    """Measures of plans she reads, and those in which her unit has a part."""
    own = organisations_with(user, *READERS)
    mine = duties_answered_by(user).filter(state__in=BOUND).values("measure")
    return Measure.objects.filter(Q(plan__organisation__in=own) | Q(pk__in=mine))


def measures_to_implement(plan: Plan) -> QuerySet[Measure]:
    """Measures of other plans that one of this plan may carry out: its own organisation's, and shared ones in force."""
    own = Q(plan__organisation=plan.organisation_id)
    shared = Q(plan__is_shared=True, plan__state=PlanState.IN_FORCE)
    return Measure.objects.filter(own | shared, ended_at=None).exclude(plan=plan).select_related("plan")


def reports_read_by(user: User) -> QuerySet[Report]:
    own = organisations_with(user, *READERS)
    mine = units_answered_by(user)
    return Report.objects.filter(Q(period__plan__organisation__in=own) | Q(duty__organisation__in=mine))


def with_their_duty(reports: QuerySet[Report]) -> QuerySet[Report]:
    return reports.select_related(
        "period__plan__organisation", "duty__measure__plan__organisation", "duty__organisation"
    )
