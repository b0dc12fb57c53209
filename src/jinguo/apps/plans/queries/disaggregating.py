"""A figure by sex, unit, region, tier …: as it was written down with it, by whatever one may ask it by. Small groups are
protected. Only of figures that were counted before breakdowns were kept, or before their fact had the dimension, what the
records say now, and it is said so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Q
from django.utils.translation import get_language

from jinguo.apps.clock import now
from jinguo.apps.facts import counting, guarding, kernel
from jinguo.apps.organisations.models import Organisation
from jinguo.apps.plans.expressions import expression_of
from jinguo.apps.plans.models import Indicator, Period
from jinguo.apps.plans.states import SOURCES
from jinguo.phrases import term
from jinguo.standards.divisions import region_name

OFFERED = ("sex", "expert_sex", "unit", "nominating_unit", "unit_kind", "region", "tier", "category", "title")
"""Dimensions one looks at, in this order."""


@dataclass(frozen=True)
class PartRow:
    """A value of a dimension with its figure in a period; hidden where the group is small."""

    name: str
    value: Decimal | None
    shown: bool


@dataclass(frozen=True)
class Parts:
    """A figure of a period by one dimension, as it was counted ``at``. ``counted_now``: by the records of this moment, for it
    was not written down with the figure."""

    by: str
    period: Period
    rows: list[PartRow]
    at: datetime
    counted_now: bool = False


def ways(indicator: Indicator) -> list[str]:
    """The dimensions by which the indicator can be looked at; none where units report it."""
    fact = kernel.declared().get(indicator.fact)
    if fact is None or counting.problem(expression_of(indicator)) is not None:
        return [indicator.by] if indicator.by else []
    found = [name for name in OFFERED if name in fact.dimensions]
    return found if indicator.by in ("", *found) else [indicator.by, *found]


def narrowed(indicator: Indicator) -> list[str]:
    """What alone it counts, in words: 女, 领军人才."""
    return [
        name or value
        for by, values in indicator.where.items()
        for value, name in ((one, _names(by, [one]).get(one, "")) for one in values)
    ]


def broken_down(indicator: Indicator, by: str = "", period: Period | None = None) -> Parts | None:
    """The figure of a period (the last one with figures) by a dimension (its own). Three queries."""
    by = by or indicator.by
    if not by or by not in ways(indicator):
        return None
    whole = indicator.figures.filter(is_current=True, organisation=None, dimension="")
    chosen = whole.filter(period=period) if period else whole
    last = chosen.select_related("period").order_by("period__starts_on").last()
    if last is None:
        return None
    kept = indicator.figures.filter(is_current=True, dimension=by, period=last.period_id)
    parts = list(kept.order_by("dimension_value"))
    values: dict[str, tuple[Decimal | None, int]] = {
        one.dimension_value: (one.value, int(one.base or one.value or 0)) for one in parts
    }
    if values or by in last.query.get("broken_down_by", ()) or indicator.source != SOURCES[0]:
        at = max(one.computed_at for one in (last, *parts))
        return Parts(by, last.period, _rows(by, values), at)
    told = counting.count_by(
        replace(expression_of(indicator), by=by),
        since=last.period.starts_on,
        until=last.period.ends_on,
        of=indicator.measure.plan.organisation,
    )
    values = {name: (one.value, one.people) for name, one in told.items()}
    return Parts(by, last.period, _rows(by, values), now(), counted_now=True)


def _rows(by: str, values: Mapping[str, tuple[Decimal | None, int]]) -> list[PartRow]:
    cells = guarding.guard({name: people for name, (_value, people) in values.items()})
    names = _names(by, values)
    return [
        PartRow(names.get(one.name, one.name), values[one.name][0] if one.shown else None, one.shown)
        for one in cells
    ]


def _names(by: str, values: Iterable[str]) -> dict[str, str]:
    """What the values are called: units, regions, and codes that have words."""
    lang = get_language() or "zh-hans"
    if by in ("unit", "nominating_unit"):
        uids = [one for one in values if _is_uid(one)]
        pks = [one for one in values if one.isdigit()]
        units = Organisation.objects.filter(Q(uid__in=uids) | Q(pk__in=pks))
        return {key: one.name for one in units for key in (str(one.uid), str(one.pk))}
    if by == "region":
        return {one: region_name(one) or one for one in values if one}
    prefix = "sex_" if by.endswith("sex") else ""
    return {one: term(prefix + one, lang).removeprefix(prefix) for one in values if one}


def _is_uid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
