"""Every plan that somebody follows, in a line: how its numbers stand, and which period is open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from jinguo.apps.plans.models import Figure, Indicator, Period, Plan, Target
from jinguo.apps.plans.queries.going_on import with_earlier
from jinguo.apps.plans.queries.reading import read_by
from jinguo.apps.plans.standing import in_year
from jinguo.apps.plans.states import IndicatorState, PeriodState, PlanState
from jinguo.engines.progress import STANDINGS, Rules

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User

MOST = 5


@dataclass(frozen=True)
class Glance:
    """A plan in force. ``counts``: how many of its indicators stand so, what wants a look first on top."""

    plan: Plan
    counts: list[tuple[str, int]]
    period: Period | None


def plans_at_a_glance(user: User, day: date) -> list[Glance]:
    """The latest plans in force that she reads. Five queries, however many."""
    plans = list(read_by(user).filter(state=PlanState.IN_FORCE)[:MOST])
    if not plans:
        return []
    counts = _standings(plans, day)
    opened = {
        one.plan_id: one
        for one in Period.objects.filter(plan__in=plans, state=PeriodState.OPEN).order_by("starts_on")
    }
    order = list(reversed(STANDINGS))
    return [
        Glance(
            one,
            sorted(counts.get(one.pk, Counter()).items(), key=lambda pair: order.index(pair[0])),
            opened.get(one.pk),
        )
        for one in plans
    ]


def _standings(plans: Iterable[Plan], day: date) -> dict[int, Counter[str]]:
    known = {one.pk: one for one in plans}
    indicators = list(
        Indicator.objects.filter(
            measure__plan__in=known, measure__ended_at=None, state=IndicatorState.CONFIRMED
        ).select_related("measure")
    )
    keys = [one.pk for one in indicators]
    aims: dict[int, Decimal] = dict(
        Target.objects.filter(indicator__in=keys, year=day.year).values_list("indicator_id", "value")
    )
    whole = Figure.objects.filter(period__year=day.year, is_current=True, organisation=None, dimension="")
    figures = with_earlier(indicators, whole)
    found: dict[int, Counter[str]] = {}
    for indicator in indicators:
        plan = known[indicator.measure.plan_id]
        mine = figures.get(indicator.pk, [])
        reached = in_year(indicator, mine, aims.get(indicator.pk), day.year, day, Rules.of(plan.rules))
        found.setdefault(plan.pk, Counter())[reached.standing.code] += 1
    return found
