"""The wall: measures by units with the state of each part, in a fixed number of queries, however large the plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from jinguo.apps.organisations.models import Organisation
from jinguo.apps.plans.models import Duty, Figure, Indicator, Measure, Period, Plan, Report, Target
from jinguo.apps.plans.standing import Reached, by_measure, cell, in_year
from jinguo.apps.plans.states import BOUND, IndicatorState, PeriodState, Role
from jinguo.engines.progress import Rules, worst


@dataclass(frozen=True)
class Cell:
    """Of one unit in one measure: its word and the part it has; empty where it has none."""

    code: str = ""
    role: str = ""


NOTHING = Cell()


@dataclass
class Row:
    """A measure with its cells in the order of the columns, and how its numbers stand."""

    measure: Measure
    cells: list[Cell]
    standing: str
    open_names: list[str] = field(default_factory=list)


@dataclass
class Wall:
    """What the page shows, and the counts of all cells behind it (also of those on other pages)."""

    period: Period | None
    units: list[Organisation]
    rows: list[Row]
    counts: Counter[str]
    unit_total: int


def periods_of(plan: Plan) -> list[Period]:
    return list(plan.periods.all())


def period_now(periods: Sequence[Period], day: date) -> Period | None:
    """The period that one looks at first: the last that is open, else the last locked, else the one of the day."""
    for state in (PeriodState.OPEN, PeriodState.LOCKED):
        if found := [one for one in periods if one.state == state]:
            return found[-1]
    return next((one for one in periods if one.ends_on >= day), periods[-1] if periods else None)


def wall(
    plan: Plan, period: Period | None, day: date, *, section: str = "", unit: int | None = None, state: str = "",
    first: int = 0, columns: int = 30,
) -> Wall:  # fmt: skip
    """The wall of a plan in a period. ``first`` and ``columns`` say which units are shown."""
    rules = Rules.of(plan.rules)
    measures = list(plan.measures.filter(ended_at=None, **({"section": section} if section else {})))
    duties = Duty.objects.filter(measure__in=[one.pk for one in measures], state__in=BOUND)
    parts = list(duties.values_list("pk", "measure_id", "organisation_id", "name_then", "role", "state"))
    said = dict(Report.objects.filter(period=period).values_list("duty_id", "state")) if period else {}
    cells: dict[int, dict[int, Cell]] = {}
    names: dict[int, list[str]] = {}
    for pk, measure, organisation, name, role, duty_state in parts:
        if organisation is None:
            names.setdefault(measure, []).append(name)
        elif unit is None or organisation == unit:
            code = cell(duty_state, said.get(pk, ""), period, day, rules)
            cells.setdefault(measure, {})[organisation] = Cell(code, role)
    if state:
        cells = {
            measure: {one: found for one, found in row.items() if found.code == state}
            for measure, row in cells.items()
        }
        measures = [one for one in measures if cells.get(one.pk)]
    held = {one for row in cells.values() for one in row}
    units = list(Organisation.objects.filter(pk__in=held).order_by("pinyin_key", "pk"))
    shown = units[first : first + columns]
    standings = by_measure(reached_in(plan, day.year, day, measures=[one.pk for one in measures]))
    rows = [
        Row(
            measure=one,
            cells=[cells.get(one.pk, {}).get(column.pk, NOTHING) for column in shown],
            standing=worst(found.standing.code for found in standings.get(one.pk, ())),
            open_names=names.get(one.pk, []),
        )
        for one in measures
    ]
    counts = Counter(found.code for row in cells.values() for found in row.values())
    return Wall(period, shown, rows, counts, len(units))


def reached_in(
    plan: Plan, year: int, day: date, *, measures: Sequence[int] | None = None, until: date | None = None
) -> list[Reached]:
    """Every confirmed indicator of the plan with what it reached in a year, by the figures of the periods that ended
    ``until`` a day where asked. Three queries."""
    found = Indicator.objects.filter(
        measure__plan=plan, measure__ended_at=None, state=IndicatorState.CONFIRMED
    ).select_related("measure")
    if measures is not None:
        found = found.filter(measure__in=measures)
    indicators = list(found)
    keys = [one.pk for one in indicators]
    targets: dict[int, Decimal] = dict(
        Target.objects.filter(indicator__in=keys, year=year).values_list("indicator_id", "value")
    )
    figures: dict[int, list[Figure]] = {}
    whole = Figure.objects.filter(
        indicator__in=keys, period__year=year, is_current=True, organisation=None, dimension=""
    )
    if until is not None:
        whole = whole.filter(period__ends_on__lte=until)
    for one in whole.select_related("period").order_by("period__starts_on", "pk"):
        figures.setdefault(one.indicator_id, []).append(one)
    rules = Rules.of(plan.rules)
    return [
        in_year(one, figures.get(one.pk, []), targets.get(one.pk), year, day, rules) for one in indicators
    ]


def leads_of(measures: Sequence[Measure]) -> dict[int, list[str]]:
    """Names of the lead units of measures."""
    found: dict[int, list[str]] = {}
    rows = Duty.objects.filter(measure__in=[one.pk for one in measures], role=Role.LEAD, state__in=BOUND)
    for measure, name in rows.values_list("measure_id", "name_then"):
        found.setdefault(measure, []).append(name)
    return found
