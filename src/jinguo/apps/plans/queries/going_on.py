"""Indicators that go on from those of a measure that was split: their figures in a year count on from there."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from jinguo.apps.plans.models import Figure, Indicator, Measure, Plan
from jinguo.apps.plans.states import SOURCES, IndicatorState


def indicators_to_go_on(measure: Measure) -> QuerySet[Indicator]:
    """What a measure counts, or is proposed to."""
    return measure.indicators.exclude(state=IndicatorState.DROPPED)


def with_earlier(indicators: Sequence[Indicator], figures: QuerySet[Figure]) -> dict[int, list[Figure]]:
    """The figures of each indicator by its id, in the order of their periods, with those that it goes on from. What the records
    count is counted once in a period: an own figure takes the place of the earlier one's. One query; one more for each split
    in a row.
    """
    became = _became(indicators)
    rows = figures.filter(indicator__in=[*(one.pk for one in indicators), *became])
    found: dict[int, list[Figure]] = {}
    for one in rows.select_related("period").order_by("period__starts_on", "pk"):
        found.setdefault(became.get(one.indicator_id, one.indicator_id), []).append(one)
    for one in indicators:
        if one.goes_on_from_id and one.source == SOURCES[0] and one.pk in found:
            own = {figure.period_id for figure in found[one.pk] if figure.indicator_id == one.pk}
            found[one.pk] = [
                figure
                for figure in found[one.pk]
                if figure.indicator_id == one.pk or figure.period_id not in own
            ]
    return found


def _became(indicators: Sequence[Indicator]) -> dict[int, int]:
    """Each earlier indicator, with the one of these that goes on from it."""
    keys = {one.pk for one in indicators}
    ahead = {one.goes_on_from_id: one.pk for one in indicators if one.goes_on_from_id}
    found: dict[int, int] = {}
    while ahead:
        found |= ahead
        rows = Indicator.objects.filter(pk__in=ahead, goes_on_from__isnull=False)
        ahead = {old: ahead[new] for old, new in rows.values_list("goes_on_from_id", "pk")}
    return {old: new for old, new in found.items() if old not in keys}


def heirs_in(plan: Plan) -> dict[int, int]:
    """Each indicator of a plan that went on in a part of a split measure, with the last that it goes on as. One query."""
    rows = Indicator.objects.filter(measure__plan=plan, goes_on_from__isnull=False)
    after = dict(rows.order_by("pk").values_list("goes_on_from_id", "pk"))
    for old in sorted(after, reverse=True):  # later ones first, so that each finds the last of all
        after[old] = after.get(after[old], after[old])
    return after
