"""Who reported when, over the periods of a year: counted by period, by part of the plan, by unit. Figures of units with them,
so that districts can be set side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import reduce
from operator import add, or_

from django.db.models import Count, Q

from jinguo.apps.clock import told
from jinguo.apps.organisations.models import Organisation
from jinguo.apps.plans.models import Budget, Duty, Figure, Indicator, Period, Plan, Report, ReportStep, Task
from jinguo.apps.plans.queries.going_on import heirs_in
from jinguo.apps.plans.queries.owing import Deadline, due_until, flag, handed_in_by, owing
from jinguo.apps.plans.states import BOUND, IndicatorState, PeriodState, ReportState, TaskState

IN_TIME, LATE, MISSING, AWAITED = "told_in_time", "told_late", "told_missing", "told_awaited"
WORDS = (IN_TIME, LATE, MISSING, AWAITED)


@dataclass(frozen=True)
class Owed:
    """A report that a unit owes in a period: how it came, and whether it was approved."""

    duty: Duty
    period: Period
    word: str
    approved: bool


@dataclass
class Tally:
    """Reports of one period, part or unit, by how they came."""

    name: str
    counts: Counter[str] = field(default_factory=Counter)
    approved: int = 0

    @property
    def expected(self) -> int:
        return sum(self.counts.values())

    @property
    def in_time(self) -> int:
        return self.counts[IN_TIME]

    @property
    def late(self) -> int:
        return self.counts[LATE]

    @property
    def missing(self) -> int:
        return self.counts[MISSING]

    @property
    def awaited(self) -> int:
        return self.counts[AWAITED]

    @property
    def share_in_time(self) -> int:
        """Of a hundred reports that were due, how many came in time."""
        return self.in_time * 100 // self.due if self.due else 0

    @property
    def due(self) -> int:
        """Reports whose day is over, or that came already."""
        return self.expected - self.awaited


def owed_in(plan: Plan, year: int, day: date, *, units: Iterable[int] | None = None) -> list[Owed]:
    """Every report owed in the periods of a year that were opened, of some units where asked. Four queries."""
    periods = list(
        plan.periods.filter(year=year).exclude(state=PeriodState.PLANNED).select_related("plan__organisation")
    )
    reports = {(one.duty_id, one.period_id): one for one in Report.objects.filter(period__in=periods)}
    duties = Duty.objects.filter(measure__plan=plan, organisation__isnull=False)
    if units is not None:
        duties = duties.filter(organisation__in=list(units))
    duties = duties.select_related("measure", "organisation").order_by(
        "measure__position", "measure__pk", "pk"
    )
    deadlines = {one.pk: Deadline.of(one) for one in periods}
    came = _first_handed_in(periods, plan.organisation.time_zone)
    found = []
    for duty in duties:
        for period in periods:
            report = reports.get((duty.pk, period.pk))
            if report is None and not deadlines[period.pk].binds_duty(duty):
                continue
            word = _word(came.get(report.pk) if report else None, period, day)
            found.append(Owed(duty, period, word, bool(report and report.state == ReportState.APPROVED)))
    return found


def tallies_of_units(plan: Plan, year: int, day: date, units: Collection[int]) -> dict[int, Tally]:
    """The same counted by unit: tens of thousands of parts are summed, none is made an object of. Three queries."""
    periods = list(
        plan.periods.filter(year=year).exclude(state=PeriodState.PLANNED).select_related("plan__organisation")
    )
    if not periods:
        return {}
    flags = reduce(add, (flag(owing(one), n) for n, one in enumerate(periods)))
    duties = Duty.objects.filter(measure__plan=plan, organisation__in=units).order_by().annotate(flags=flags)
    parts = {
        pk: (unit, owed)
        for pk, unit, owed in duties.values_list("pk", "organisation_id", "flags").iterator(chunk_size=5_000)
    }
    found = {unit: Tally("") for unit in units}
    bits = {one.pk: 1 << n for n, one in enumerate(periods)}
    silent = {one.pk: _word(None, one, day) for one in periods}
    in_time = flag(reduce(or_, (Q(period=one) & handed_in_by(due_until(one)) for one in periods)))
    came = flag(Q(handed_in_at__isnull=False), 1) + flag(Q(state=ReportState.APPROVED), 2) + in_time
    rows = Report.objects.filter(period__in=periods).order_by().values_list("duty_id", "period_id", came)
    begun: Counter[tuple[int, int]] = Counter()
    for duty, period, told_of in rows.iterator(chunk_size=5_000):
        if (part := parts.get(duty)) is None:
            continue
        unit, owed = part
        begun[unit, period] += bool(owed & bits[period])
        found[unit].approved += bool(told_of & 4)
        found[unit].counts[(IN_TIME if told_of & 1 else LATE) if told_of & 2 else silent[period]] += 1
    for (unit, owed), n in Counter(parts.values()).items():
        for period, bit in bits.items():
            found[unit].counts[silent[period]] += n if owed & bit else 0
    for (unit, period), n in begun.items():
        found[unit].counts[silent[period]] -= n
    return found


def _first_handed_in(periods: list[Period], zone: str) -> dict[int, date]:
    steps = ReportStep.objects.filter(report__period__in=periods, state=ReportState.HANDED_IN)
    return {
        report: told(at, zone).date() for report, at in steps.order_by("-at").values_list("report_id", "at")
    }


def _word(came: date | None, period: Period, day: date) -> str:
    if came is not None:
        return IN_TIME if came <= period.due_on else LATE
    return MISSING if period.state == PeriodState.LOCKED or day > period.due_on else AWAITED


def tallied(rows: Iterable[Owed], name: Callable[[Owed], str]) -> list[Tally]:
    """The reports counted by a name, in the order in which the names come."""
    found: dict[str, Tally] = {}
    for row in rows:
        tally = found.setdefault(name(row), Tally(name(row)))
        tally.counts[row.word] += 1
        tally.approved += row.approved
    return list(found.values())


@dataclass(frozen=True)
class Compared:
    """A unit beside others of its kind: its measures, its reports, its steps, its numbers in the order of the indicators."""

    unit: Organisation
    measures: int
    reports: Tally
    steps_due: int
    steps_done: int
    steps_late: int
    values: list[Decimal | None]


@dataclass(frozen=True)
class Comparison:
    """Units of a kind side by side in a year, and the indicators whose numbers stand behind them."""

    units: list[Compared]
    indicators: list[Indicator]


def kinds_in(plan: Plan) -> dict[str, int]:
    """The kinds of units that have a part and how many units, those with the most first."""
    held = Duty.objects.filter(measure__plan=plan, state__in=BOUND, organisation__isnull=False)
    kinds = held.values_list("organisation__kind").annotate(n=Count("organisation", distinct=True))
    return dict(sorted(kinds, key=lambda pair: (-pair[1], pair[0])))


def compared(plan: Plan, year: int, kind: str, day: date) -> Comparison:
    """The units of a kind side by side. Eight queries, however many units."""
    duties = Duty.objects.filter(
        measure__plan=plan, measure__ended_at=None, state__in=BOUND, organisation__kind=kind
    )
    counts = Counter(duties.values_list("organisation_id", flat=True))
    units = Organisation.objects.filter(pk__in=counts).order_by("pinyin_key", "pk")
    tallies = tallies_of_units(plan, year, day, counts)
    steps = _steps(plan, year, day, counts)
    values, indicators = _values(plan, year, counts)
    rows = [
        Compared(
            unit,
            counts[unit.pk],
            tallies.get(unit.pk, Tally(unit.name)),
            *steps.get(unit.pk, (0, 0, 0)),
            [values.get((unit.pk, one.pk)) for one in indicators],
        )
        for unit in units
    ]
    return Comparison(rows, indicators)


def _steps(plan: Plan, year: int, day: date, units: Iterable[int]) -> dict[int, tuple[int, int, int]]:
    """Of each unit: steps due in the year, those done, those late."""
    rows = Task.objects.filter(
        duty__measure__plan=plan, duty__measure__ended_at=None, duty__state__in=BOUND,
        duty__organisation__in=list(units), due_on__year=year,
    ).exclude(state=TaskState.DROPPED)  # fmt: skip
    open_ = ~Q(state=TaskState.DONE)
    told_of = rows.order_by().values_list("duty__organisation").annotate(
        due=Count("pk"),
        done=Count("pk", filter=Q(state=TaskState.DONE)),
        late=Count("pk", filter=open_ & Q(due_on__lt=day)),
    )  # fmt: skip
    return {unit: (due, done, late) for unit, due, done, late in told_of}


def _values(
    plan: Plan, year: int, units: Iterable[int]
) -> tuple[dict[tuple[int, int], Decimal | None], list[Indicator]]:
    """What each unit gave to each indicator in the year: the sum, or the last where figures do not add up. What goes on in a
    part of a split measure stands with the part."""
    heirs = heirs_in(plan)
    rows = Figure.objects.filter(
        indicator__measure__plan=plan, indicator__state=IndicatorState.CONFIRMED, period__year=year, is_current=True,
        organisation__in=list(units),
    )  # fmt: skip
    found: dict[tuple[int, int], Decimal | None] = {}
    named: dict[int, Indicator] = {}
    for one in rows.select_related("indicator__measure").order_by("period__starts_on", "pk"):
        indicator = heirs.get(one.indicator_id, one.indicator_id)
        key = (one.organisation_id, indicator)
        if indicator == one.indicator_id or indicator not in named:
            named[indicator] = one.indicator
        if one.value is not None:
            found[key] = (found.get(key) or Decimal(0)) + one.value if one.indicator.adds_up else one.value
    later = Indicator.objects.filter(pk__in=[pk for pk, one in named.items() if one.pk != pk])
    named |= {one.pk: one for one in later.select_related("measure")}
    return found, sorted(named.values(), key=lambda one: (one.measure.position, one.pk))


def money_of(plan: Plan, year: int) -> list[tuple[str, Decimal, Decimal]]:
    """Money by part of the plan: planned and spent, also on measures that have ended since."""
    found: dict[str, tuple[Decimal, Decimal]] = {}
    rows = Budget.objects.filter(measure__plan=plan, year=year)
    for section, planned, spent in rows.order_by("measure__position").values_list(
        "measure__section", "planned", "spent"
    ):
        before = found.get(section, (Decimal(0), Decimal(0)))
        found[section] = (before[0] + planned, before[1] + spent)
    return [(section, planned, spent) for section, (planned, spent) in found.items()]
