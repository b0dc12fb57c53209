"""The wall: measures by units with the state of each part, in a fixed number of queries, however large the plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery

from jinguo.apps.organisations.models import Organisation
from jinguo.apps.plans.models import Duty, Figure, Indicator, Measure, Period, Plan, Target
from jinguo.apps.plans.queries.going_on import with_earlier
from jinguo.apps.plans.queries.owing import after, owing, stood_in, stood_on
from jinguo.apps.plans.standing import Reached, by_measure, cell, in_year
from jinguo.apps.plans.states import BOUND, REPORT_STATES, IndicatorState, PeriodState, Role
from jinguo.engines.progress import Rules, worst


class Cell(NamedTuple):
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
    first: int = 0, columns: int = 30, everybody: Sequence[Organisation] | None = None,
) -> Wall:  # fmt: skip
    """The wall of a plan in a period. ``first`` and ``columns`` say which units are shown: only their parts are fetched,
    all others are counted in the database. ``everybody``: the units of the plan, where they were fetched already.
    """
    rules = Rules.of(plan.rules)
    locked = period is not None and period.state == PeriodState.LOCKED
    standing = stood_in(period) if locked else Q(ended_at=None)
    measures = list(plan.measures.filter(standing, **({"section": section} if section else {})))
    bound = _bound(plan, section, unit, owing(period) if locked else STANDING)
    parts = _with_their_reports(bound, period)
    counts: Counter[str] = Counter()
    wanted: list[tuple[str, str | None]] = []
    # of what stands now the measures are known already: without them the index of parts alone answers
    here = parts if locked else _with_their_reports(_of_measures(measures, unit), period)
    for (duty_state, said), n in _counted(here).items():
        code = cell(duty_state, said or "", period, day, rules)
        if state in ("", code):
            counts[code] += n
            wanted.append((duty_state, said))
    if state:
        bound = parts = parts.filter(_any_of(wanted))
        held = set(parts.values_list("measure_id", flat=True).distinct())
        measures = [one for one in measures if one.pk in held]
    if everybody is None or section or unit is not None or state or locked:
        held_by = bound.order_by().filter(organisation=OuterRef("pk"))
        found = Organisation.objects.filter(Exists(held_by)).only("name", "short_name")
        everybody = list(found.order_by("pinyin_key", "pk"))
    units = list(everybody)
    shown = units[first : first + columns]
    cells: dict[int, dict[int, Cell]] = {}
    known: dict[tuple[str, str, str | None], Cell] = {}
    fetched = parts.filter(organisation__in=[one.pk for one in shown]).order_by()
    for measure, organisation, role, duty_state, said in fetched.values_list(
        "measure_id", "organisation_id", "role", "state", "said"
    ):
        key = (role, duty_state, said)
        if key not in known:
            known[key] = Cell(cell(duty_state, said or "", period, day, rules), role)
        cells.setdefault(measure, {})[organisation] = known[key]
    standings = by_measure(reached_in(plan, day.year, day, measures=[one.pk for one in measures]))
    names = _open_names(plan)
    keys = [column.pk for column in shown]
    rows = [
        Row(
            measure=one,
            cells=_row_of(cells.get(one.pk, {}), keys),
            standing=worst(found.standing.code for found in standings.get(one.pk, ())),
            open_names=names.get(one.pk, []),
        )
        for one in measures
    ]
    return Wall(period, shown, rows, counts, len(units))


def _row_of(cells: Mapping[int, Cell], units: Sequence[int]) -> list[Cell]:
    return [cells.get(unit, NOTHING) for unit in units]


HELD = Q(state__in=BOUND, organisation__isnull=False)
STANDING = HELD & Q(measure__ended_at=None)
"""The parts of units as they are now; of a period that is locked those count that owed a report then."""


def _bound(plan: Plan, section: str, unit: int | None, which: Q) -> QuerySet[Duty]:
    found = Duty.objects.filter(which, measure__plan=plan)
    if section:
        found = found.filter(measure__section=section)
    return found if unit is None else found.filter(organisation=unit)


def _of_measures(measures: Sequence[Measure], unit: int | None) -> QuerySet[Duty]:
    """The parts that units hold in these measures."""
    found = Duty.objects.filter(HELD, measure__in=[one.pk for one in measures])
    return found if unit is None else found.filter(organisation=unit)


def _with_their_reports(parts: QuerySet[Duty], period: Period | None) -> QuerySet[Duty]:
    """Each with ``said``: the state of its report in the period, if any."""
    report = FilteredRelation("reports", condition=Q(reports__period=period))
    return parts.annotate(report=report, said=F("report__state"))


def _counted(parts: QuerySet[Duty]) -> Counter[tuple[str, str | None]]:
    """How many parts stand so, with a report that stands so; None: without a report.

    Grouped by measure and state, in the order of the index of parts; with the state of the report among the groups the
    database would have to sort every part of the plan.
    """
    states = {f"n_{said}": Count("pk", filter=Q(said=said)) for said in REPORT_STATES}
    rows = parts.order_by().values("measure", "state").annotate(n=Count("pk"), **states)
    found: Counter[tuple[str, str | None]] = Counter()
    for row in rows:
        found[row["state"], None] += row["n"] - sum(row[name] for name in states)
        for said in REPORT_STATES:
            found[row["state"], said] += row[f"n_{said}"]
    return +found


def _any_of(pairs: Sequence[tuple[str, str | None]]) -> Q:
    """Parts that stand so, with a report that stands so."""
    found = Q(pk__in=[])
    for duty_state, said in pairs:
        reported = Q(report__isnull=True) if said is None else Q(report__state=said)
        found |= Q(state=duty_state) & reported
    return found


def _open_names(plan: Plan) -> dict[int, list[str]]:
    """Names in standing measures that no unit of the site was matched to."""
    found: dict[int, list[str]] = {}
    rows = Duty.objects.filter(measure__plan=plan, measure__ended_at=None, state__in=BOUND, organisation=None)
    for measure, name in rows.order_by("pk").values_list("measure_id", "name_then"):
        found.setdefault(measure, []).append(name)
    return found


def reached_in(
    plan: Plan, year: int, day: date, *, measures: Sequence[int] | None = None, until: date | None = None
) -> list[Reached]:
    """Every confirmed indicator of the measures that stood at the end of a year with what it reached in it, or of those that
    stood ``until`` a day by the figures of the periods that had ended then. Two queries."""
    last = until or date(year, 12, 31)
    found = Indicator.objects.filter(
        stood_on(last), measure__plan=plan, state=IndicatorState.CONFIRMED
    ).select_related("measure")
    aims = Target.objects.filter(indicator=OuterRef("pk"), year=year)
    found = found.annotate(aimed_at=Subquery(aims.values("value")))
    if measures is not None:
        found = found.filter(measure__in=measures)
    indicators = list(found)
    whole = Figure.objects.filter(period__year=year, is_current=True, organisation=None, dimension="")
    if until is not None:
        whole = whole.filter(period__ends_on__lte=until)
    figures = with_earlier(indicators, whole)
    rules, over = Rules.of(plan.rules), after(last)
    return [
        in_year(one, figures.get(one.pk, []), one.aimed_at, year, day, rules)
        for one in indicators
        if one.measure.created_at < over
        or any(given.indicator_id == one.pk for given in figures.get(one.pk, ()))
    ]


def leads_of(measures: Sequence[Measure]) -> dict[int, list[str]]:
    """Names of the lead units of measures."""
    found: dict[int, list[str]] = {}
    rows = Duty.objects.filter(measure__in=[one.pk for one in measures], role=Role.LEAD, state__in=BOUND)
    for measure, name in rows.values_list("measure_id", "name_then"):
        found.setdefault(measure, []).append(name)
    return found
