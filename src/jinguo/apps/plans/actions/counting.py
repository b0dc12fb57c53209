"""Figures: counted from facts, or taken over from approved reports. A new number is a new version beside the old."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction

from jinguo.apps.clock import now, today
from jinguo.apps.facts import counting
from jinguo.apps.plans.expressions import expression_of
from jinguo.apps.plans.models import Figure, Indicator, Period, Report
from jinguo.apps.plans.queries import disaggregating
from jinguo.apps.plans.states import SOURCES, IndicatorState

if TYPE_CHECKING:
    from jinguo.apps.organisations.models import Organisation

FACT, REPORTED = SOURCES


@transaction.atomic
def count_period(*, period: Period) -> int:
    """Count every indicator of the plan that counts itself, for one period, each by all that one may ask it by. How many
    figures are new."""
    indicators = Indicator.objects.filter(
        measure__plan=period.plan_id, state=IndicatorState.CONFIRMED, measure__ended_at=None
    )
    return sum(_count_one(one, period, period.plan.organisation) for one in indicators if one.source == FACT)


def _count_one(indicator: Indicator, period: Period, of: Organisation) -> int:
    expression = expression_of(indicator)
    if counting.problem(expression) is not None:
        return 0
    days: dict[str, Any] = {
        "since": period.starts_on,
        "until": min(period.ends_on, _last_day(period)),
        "of": of,
    }
    ways = disaggregating.ways(indicator)
    query = expression.as_json() | {name: str(day) for name, day in days.items() if name != "of"}
    whole = counting.count(expression, **days)
    parts = {
        (way, value[:100]): one
        for way in ways
        for value, one in counting.count_by(replace(expression, by=way), **days).items()
    }
    written = put(
        indicator, period, value=whole.value, base=whole.base or Decimal(whole.people), source=FACT,
        query=query | {"broken_down_by": ways},
    )  # fmt: skip
    _put_parts(indicator, period, parts, query)
    return written


def _put_parts(
    indicator: Indicator,
    period: Period,
    parts: Mapping[tuple[str, str], counting.Counted],
    query: dict[str, Any],
) -> None:
    """A figure by everything one may ask it by, written down with it: (dimension, value) → number. What says the same as before
    stays; a value that no record has any more is no longer current. Three queries."""
    current = Figure.objects.filter(indicator=indicator, period=period, organisation=None, is_current=True)
    last = {(one.dimension, one.dimension_value): one for one in current.exclude(dimension="")}
    fresh = []
    for place, one in parts.items():
        base = one.base or Decimal(one.people)
        before = last.pop(place, None)
        if before is not None and (before.value, before.base) == (one.value, base):
            continue
        if before is not None:
            last[place] = before
        fresh.append(
            Figure(
                indicator=indicator, period=period, dimension=place[0], dimension_value=place[1], value=one.value,
                base=base, source=FACT, query=query | {"by": place[0]}, number=before.number + 1 if before else 1,
            )
        )  # fmt: skip
    Figure.objects.filter(pk__in=[one.pk for one in last.values()]).update(is_current=False)
    Figure.objects.bulk_create(fresh)


def _last_day(period: Period) -> date:
    return max(period.starts_on, today())


def put(
    indicator: Indicator,
    period: Period,
    *,
    value: Decimal | None,
    source: str,
    base: Decimal | None = None,
    query: dict[str, Any] | None = None,
    report: Report | None = None,
    organisation_id: int | None = None,
) -> int:
    """Write a figure down unless it says what the last one said. 1 where a new one was written."""
    place = {
        "indicator": indicator,
        "period": period,
        "organisation_id": organisation_id,
        "dimension": "",
    }
    last = Figure.objects.filter(**place, is_current=True).first()
    if last is not None and (last.value, last.base, last.report_id) == (
        value,
        base,
        report.pk if report else None,
    ):
        return 0
    if last is not None:
        Figure.objects.filter(pk=last.pk).update(is_current=False)
    Figure.objects.create(
        **place,
        value=value,
        base=base,
        source=source,
        query=query or {},
        report=report,
        number=last.number + 1 if last else 1,
        computed_at=now(),
    )
    return 1


def take_over(report: Report, indicators: Iterable[Indicator]) -> None:
    """The figures of an approved report become the unit's; those of all units together the indicator's."""
    for indicator in indicators:
        given = report.given.get(str(indicator.uid))
        if given in (None, ""):
            continue
        put(
            indicator,
            report.period,
            value=Decimal(str(given)),
            source=REPORTED,
            report=report,
            organisation_id=report.duty.organisation_id,
        )
        add_up(indicator, report.period)


def take_out(report: Report) -> None:
    """A report that is returned after its approval takes its figures along: they are no longer current."""
    mine = list(Figure.objects.filter(report=report, is_current=True).select_related("indicator"))
    Figure.objects.filter(pk__in=[one.pk for one in mine]).update(is_current=False)
    for one in mine:
        add_up(one.indicator, report.period)


def add_up(indicator: Indicator, period: Period) -> None:
    """The whole from the units' figures: their sum, or, where figures do not add up, their mean."""
    values = [
        value
        for value in Figure.objects.filter(
            indicator=indicator, period=period, is_current=True, organisation__isnull=False
        ).values_list("value", flat=True)
        if value is not None
    ]
    total = sum(values, Decimal(0)) if values else None
    if total is not None and not indicator.adds_up:
        total = (total / len(values)).quantize(Decimal("0.0001"))
    put(indicator, period, value=total, base=Decimal(len(values)), source=REPORTED)
