"""Figures: over time, by unit; who reported in time; what stands behind a number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from jinguo.apps.facts import counting, kernel
from jinguo.apps.plans.expressions import expression_of
from jinguo.apps.plans.following import period_name
from jinguo.apps.plans.models import Duty, Figure, Indicator, Period, Plan, Report
from jinguo.apps.plans.queries.going_on import heirs_in, with_earlier
from jinguo.apps.plans.queries.owing import Deadline
from jinguo.apps.plans.standing import cell
from jinguo.apps.plans.states import SOURCES, IndicatorState, PeriodState
from jinguo.engines.progress import Rules

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User

MOST_RECORDS = 500


@dataclass(frozen=True)
class Point:
    """A period with its figure and the sum of the year so far."""

    period: Period
    name: str
    value: Decimal | None
    so_far: Decimal | None
    figure: Figure


def over_time(indicator: Indicator) -> list[Point]:
    """The current whole figures, by period, after those that it goes on from."""
    found = Figure.objects.filter(is_current=True, organisation=None, dimension="").select_related(
        "indicator"
    )
    return _points(indicator, with_earlier([indicator], found).get(indicator.pk, ()))


def over_time_of(indicators: Sequence[Indicator], year: int) -> dict[int, list[Point]]:
    """The same of many indicators in a year, by id. One query, and one more for each split in a row."""
    whole = Figure.objects.filter(period__year=year, is_current=True, organisation=None, dimension="")
    rows = with_earlier(indicators, whole)
    return {one.pk: _points(one, rows.get(one.pk, ())) for one in indicators}


def _points(indicator: Indicator, figures: Iterable[Figure]) -> list[Point]:
    """Figures in the order of their periods, each with the year so far."""
    points = []
    sums: dict[int, Decimal] = {}
    for one in figures:
        year = one.period.year
        if one.value is not None:
            sums[year] = sums.get(year, Decimal(0)) + one.value if indicator.adds_up else one.value
        points.append(Point(one.period, period_name(one.period), one.value, sums.get(year), one))
    return points


def by_unit(indicator: Indicator) -> list[tuple[str, Decimal, int]]:
    """What each unit gave over all periods, also to the indicator that this one goes on from; of what does not add up the last,
    the most first; with its share of the most in percent."""
    sums: dict[str, Decimal] = {}
    of_units = Figure.objects.filter(is_current=True, organisation__isnull=False).select_related(
        "organisation"
    )
    for one in with_earlier([indicator], of_units).get(indicator.pk, ()):
        name = one.organisation.name
        before = sums.get(name, Decimal(0)) if indicator.adds_up else Decimal(0)
        sums[name] = before + (one.value or Decimal(0))
    most = max(sums.values(), default=Decimal(0))
    ranked = sorted(sums.items(), key=lambda pair: (-pair[1], pair[0]))
    return [(name, value, int(value * 100 / most) if most else 0) for name, value in ranked]


@dataclass(frozen=True)
class Behind:
    """What stands behind a figure: what was counted, and the records as far as the reader may look at them."""

    query: dict[str, object]
    records: Sequence[kernel.Record]
    reports: Sequence[Report]
    total: int


def behind(indicator: Indicator, period: Period, user: User) -> Behind:
    """From the number to the single records, or to the reports it was taken from."""
    figure = indicator.figures.filter(period=period, is_current=True, organisation=None, dimension="").first()
    query = figure.query if figure else {}
    if indicator.source == SOURCES[0] and counting.problem(expression_of(indicator)) is None:
        days = {"since": period.starts_on, "until": period.ends_on, "of": indicator.measure.plan.organisation}
        expression = expression_of(indicator)
        total = counting.rows(expression, **days).count()
        seen = counting.records(expression, user, **days)
        return Behind(query, seen[:MOST_RECORDS], [], total)
    reports = Report.objects.filter(figures__indicator=indicator, figures__is_current=True, period=period)
    found = list(reports.select_related("duty__organisation").distinct())
    return Behind(query, [], found, len(found))


@dataclass(frozen=True)
class HeatRow:
    """A unit with one square for each period: how many of its reports were approved, late, missing."""

    pk: int
    unit: str
    squares: list[tuple[Period, str, int, int]]


def heat(plan: Plan, year: int, day: date) -> tuple[list[str], list[HeatRow]]:
    """Units by periods of a year: (names of the periods, rows). A square is (period, tone, approved, expected). Three queries."""
    periods = list(
        plan.periods.filter(year=year).exclude(state=PeriodState.PLANNED).select_related("plan__organisation")
    )
    duties = Duty.objects.filter(measure__plan=plan, organisation__isnull=False).values_list(
        "organisation__pinyin_key", "organisation__name", "organisation", "pk", "state", "created_at", "released_at",
        "measure__ended_at",
    )  # fmt: skip
    said = {
        (duty, period): state
        for duty, period, state in Report.objects.filter(period__in=periods).values_list(
            "duty_id", "period_id", "state"
        )
    }
    rules = Rules.of(plan.rules)
    deadlines = [Deadline.of(one) for one in periods]
    units: dict[tuple[str, str, int], list[list[str]]] = {}
    for key, name, unit, pk, state, *since in duties:
        squares = units.setdefault((key, name, unit), [[] for _ in periods])
        for square, period, deadline in zip(squares, periods, deadlines, strict=True):
            report = said.get((pk, period.pk))
            if report is not None or deadline.binds(state, *since):
                square.append(cell(state, report or "", period, day, rules))
    rows = [
        HeatRow(unit, name, [(one, *_square(codes)) for one, codes in zip(periods, squares, strict=True)])
        for (_key, name, unit), squares in sorted(units.items())
        if any(squares)
    ]
    return [period_name(one) for one in periods], rows


def _square(codes: list[str]) -> tuple[str, int, int]:
    """A unit's parts in a period: (tone, approved, expected)."""
    approved = codes.count("cell_approved")
    owed = sum(codes.count(code) for code in ("cell_late", "cell_missing", "cell_returned"))
    tone = "bad" if owed else "good" if approved == len(codes) else "going"
    return tone if codes else "none", approved, len(codes)


@dataclass(frozen=True)
class Comparison:
    """An indicator with what each unit of a kind gave in a year, the most first; widths in percent of the most."""

    indicator: Indicator
    rows: list[tuple[str, Decimal, int]]


def compare_units(plan: Plan, year: int) -> list[Comparison]:
    """Units side by side for every indicator that two units or more reported in a year; what goes on in a part of a split
    measure stands with the part. Three queries."""
    heirs = heirs_in(plan)
    figures = Figure.objects.filter(
        indicator__measure__plan=plan,
        indicator__state=IndicatorState.CONFIRMED,
        period__year=year,
        is_current=True,
        organisation__isnull=False,
    )
    sums: dict[int, dict[str, Decimal]] = {}
    rows = figures.order_by("period__starts_on").values_list(
        "indicator_id", "indicator__adds_up", "organisation__name", "value"
    )
    for indicator, adds_up, name, value in rows:
        row = sums.setdefault(heirs.get(indicator, indicator), {})
        row[name] = (row.get(name, Decimal(0)) if adds_up else Decimal(0)) + (value or Decimal(0))
    found = Indicator.objects.filter(pk__in=sums).select_related("measure")
    return [
        Comparison(
            one,
            [
                (name, value, int(value * 100 / most) if (most := max(sums[one.pk].values())) else 0)
                for name, value in sorted(sums[one.pk].items(), key=lambda pair: (-pair[1], pair[0]))
            ],
        )
        for one in found
        if len(sums[one.pk]) > 1
    ]
