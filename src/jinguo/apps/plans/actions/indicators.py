"""Indicators: added or proposed, changed, confirmed, dropped; their targets."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction

from jinguo.apps.clock import now
from jinguo.apps.facts import counting, kernel
from jinguo.apps.ids import new_uid
from jinguo.apps.plans import permissions
from jinguo.apps.plans.actions.setting_up import hold, note
from jinguo.apps.plans.expressions import expression_of
from jinguo.apps.plans.models import Indicator, Measure, Target
from jinguo.apps.plans.states import change
from jinguo.errors import Refused, demand

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User


@transaction.atomic
def add_indicator(
    *,
    measure: Measure,
    name: str,
    by: User,
    targets: Mapping[int, Decimal] | None = None,
    broken_down_by: str = "",
    **told: Any,
) -> Indicator:
    """A number by which a measure's progress is told. ``fact`` may name one that no app declares yet.
    ``broken_down_by`` is a dimension of the fact.

    Raises:
        Refused: the fact is declared, but has no such dimension or amount.
    """
    demand(permissions.may_edit(by, measure.plan) & permissions.measure_stands(measure))
    indicator = Indicator(measure=measure, name=name, by=broken_down_by, **told)
    _demand_countable(indicator)
    indicator.save()
    _aim(indicator, targets or {})
    note("indicator_added", measure.plan, by, measure, after={"indicator": name})
    return indicator


def go_on(*, indicator: Indicator, measure: Measure, by: User) -> Indicator:
    """The indicator goes on in a part of its measure, with its targets; figures and history stay where they were made."""
    after = copy(indicator)
    after.pk, after.uid, after.version, after.created_at = None, new_uid(), 0, now()
    after.measure, after.goes_on_from = measure, indicator
    after.save(force_insert=True)
    Target.objects.bulk_create(
        Target(indicator=after, year=one.year, value=one.value) for one in indicator.targets.all()
    )
    note("indicator_went_on", measure.plan, by, measure, after={"indicator": indicator.name})
    return after


def _demand_countable(indicator: Indicator) -> None:
    if indicator.fact in kernel.declared():
        wrong = counting.problem(expression_of(indicator))
        if wrong is not None:
            raise Refused.because(wrong.code, name=wrong.name)


def _aim(indicator: Indicator, targets: Mapping[int, Decimal | None]) -> None:
    plan = indicator.measure.plan
    for year, value in targets.items():
        if year not in plan.years:
            raise Refused.because("year_outside_plan", year=year)
        if value is None:
            Target.objects.filter(indicator=indicator, year=year).delete()
        else:
            Target.objects.update_or_create(indicator=indicator, year=year, defaults={"value": value})


@transaction.atomic
def change_indicator(
    *,
    indicator: Indicator,
    changes: Mapping[str, Any],
    seen: int,
    by: User,
    targets: Mapping[int, Decimal | None] | None = None,
) -> Indicator:
    """Change what is counted or aimed at. Figures that were counted stay, each with the query it came from."""
    plan = indicator.measure.plan
    demand(permissions.may_edit(by, plan))
    hold(indicator, seen, **changes)
    _demand_countable(indicator)
    _aim(indicator, targets or {})
    note("indicator_changed", plan, by, indicator.measure, after={"indicator": indicator.name})
    return indicator


@transaction.atomic
def settle_indicator(*, indicator: Indicator, wanted: bool, by: User) -> Indicator:
    """Confirm a proposed indicator, or drop it."""
    plan = indicator.measure.plan
    demand(permissions.may_edit(by, plan))
    change(indicator, "confirm_indicator" if wanted else "drop_indicator")
    after = {"indicator": indicator.name, "state": indicator.state}
    note("indicator_settled", plan, by, indicator.measure, after=after)
    return indicator
