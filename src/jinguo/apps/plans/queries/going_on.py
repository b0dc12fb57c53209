"""Indicators that go on from those of a measure that was split: their figures in a year count on from there."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from jinguo.apps.plans.models import Figure, Indicator, Measure
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
