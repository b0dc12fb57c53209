"""The same facts of all units, summed in set queries: what points, ranks and grades of hundreds of units need. From which
records a point comes is asked of one unit at a time (`assessment_facts`).

Parts that never passed from unit to unit are counted here, and nearly all are such; the few that did are followed one by one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from math import lcm
from operator import add, or_
from typing import NamedTuple

from django.db.models import Q

from jinguo.apps.plans.models import Duty, Period, PlanAssessment, Report, ReportStep
from jinguo.apps.plans.queries.assessment_facts import (
    ROLE_WEIGHTS,
    Read,
    facts_of_ways,
    numbers_of,
    opened_periods,
    task_told,
    tasks_of_year,
    ways_of,
    written,
)
from jinguo.apps.plans.queries.owing import after, flag, handed_in_by
from jinguo.apps.plans.states import ReportState
from jinguo.engines.assessment import Totals, UnitFacts, added, reached, totals_of


@dataclass
class _Sums:
    """Of one unit. ``due``: flags of parts → how many; ``told``: period → reports that were handed in; ``shares``: weight →
    (targets, sum of what was reached of them in parts of a common whole)."""

    due: dict[int, int] = field(default_factory=dict)
    told: dict[int, int] = field(default_factory=dict)
    handed_in: int = 0
    in_time: int = 0
    returned: int = 0
    tasks: int = 0
    tasks_done: int = 0
    tasks_late: int = 0
    shares: dict[Decimal, tuple[int, int]] = field(default_factory=dict)

    def reach(self, weight: Decimal, targets: int, parts: int) -> None:
        before = self.shares.get(weight, (0, 0))
        self.shares[weight] = (before[0] + targets, before[1] + parts)

    def totals(self, periods: Sequence[Period], day: date, whole: int) -> Totals:
        """A report is missing once the day is over on which it was due."""
        missing = 0
        for n, period in enumerate(periods):
            if period.due_on < day:
                due = sum(count for flags, count in self.due.items() if flags >> n & 1)
                missing += due - self.told.get(period.pk, 0)
        shares = [(Fraction(weight), n, Fraction(parts, whole)) for weight, (n, parts) in self.shares.items()]
        return Totals(
            in_time=self.in_time,
            late=self.handed_in - self.in_time,
            missing=missing,
            returned=self.returned,
            tasks=self.tasks,
            tasks_done=self.tasks_done,
            tasks_late=self.tasks_late,
            indicators=sum(n for _weight, n, _parts in shares),
            weight=sum((weight * n for weight, n, _parts in shares), Fraction(0)),
            reached=sum((weight * parts for weight, _n, parts in shares), Fraction(0)),
        )


class _Part(NamedTuple):
    """A unit's part: whose sums it goes into, and when it was held."""

    unit: _Sums
    flags: int


def totals_of_units(
    assessment: PlanAssessment, day: date, read: Read
) -> tuple[list[UnitFacts], dict[str, Totals]]:
    """Of every unit that is assessed what people wrote, and by its uid the sums of what the records say on a day."""
    units = {one.organisation_id: str(one.uid) for one in read.units}
    sums = {organisation: _Sums() for organisation in units}
    periods = opened_periods(assessment)
    parts, whole, has_moved = _count_parts(sums, assessment, periods, day)
    _count_reports(parts, periods)
    _count_tasks(sums, assessment, day)
    totals = {units[unit]: one.totals(periods, day, whole) for unit, one in sums.items()}
    if has_moved:
        moved = Duty.objects.filter(measure__plan=assessment.plan_id, organisation__isnull=False)
        ways = ways_of(moved.exclude(NEVER_PASSED))
        for facts in facts_of_ways(assessment, ways, read, day):
            totals[facts.unit] = added(totals[facts.unit], totals_of(facts))
    return written(read), totals


HEIRS = Duty.objects.filter(passed_to__isnull=False).values("passed_to")
NEVER_PASSED = Q(passed_to=None) & ~Q(pk__in=HEIRS)


def _held(over: datetime) -> Q:
    """Parts that were somebody's on the day that was over at a moment."""
    return Q(created_at__lt=over) & (Q(released_at=None) | Q(released_at__gte=over))


def _stood(over: datetime) -> Q:
    return Q(measure__ended_at=None) | Q(measure__ended_at__gte=over)


def _count_parts(
    sums: dict[int, _Sums], assessment: PlanAssessment, periods: Sequence[Period], day: date
) -> tuple[dict[int, _Part], int, bool]:
    """Reports that were due and targets of every unit, in one look at the parts: each says by a flag in which periods it owed a
    report, and whether it was held at the end. Returns the parts that never passed on and are assessed, the whole that shares
    are parts of, and whether any part passed on."""
    until = min(day, date(assessment.year, 12, 31))
    targets = {
        measure: [reached(one) for one in facts] for measure, facts in numbers_of(assessment, until).items()
    }
    whole = lcm(*(one.denominator for facts in targets.values() for one in facts))
    shares = {
        measure: (len(facts), sum(int(one * whole) for one in facts)) for measure, facts in targets.items()
    }
    flags = [flag(_held(after(one.due_on)) & _stood(after(one.due_on)), n) for n, one in enumerate(periods)]
    at_the_end, passed = 1 << len(periods), 1 << len(periods) + 1
    flags += [flag(_held(after(until)), len(periods)), flag(~NEVER_PASSED, len(periods) + 1)]
    found = Duty.objects.filter(measure__plan=assessment.plan_id, organisation__isnull=False).order_by()
    rows = found.annotate(flags=reduce(add, flags)).values_list(
        "pk", "organisation_id", "measure_id", "role", "flags"
    )
    parts: dict[int, _Part] = {}
    has_moved = False
    for pk, unit, measure, role, told in rows.iterator(chunk_size=5_000):
        if told & passed:
            has_moved = True
        elif (one := sums.get(unit)) is not None:
            parts[pk] = _Part(one, told)
            one.due[told] = one.due.get(told, 0) + 1
            if told & at_the_end and measure in shares:
                one.reach(ROLE_WEIGHTS.get(role, _ONE), *shares[measure])
    return parts, whole, has_moved


_ONE = Decimal(1)


def _count_reports(parts: Mapping[int, _Part], periods: Sequence[Period]) -> None:
    """Reports of these parts that were handed in: how many, how many in time, how often they came back. Two queries, which join
    nothing: the parts are known already, and there are four reports to each."""
    bits = {one.pk: 1 << n for n, one in enumerate(periods)}
    came = Report.objects.filter(period__in=periods, handed_in_at__isnull=False).order_by()
    in_times = [Q(period=one) & handed_in_by(after(one.due_on)) for one in periods]
    in_time = flag(reduce(or_, in_times, Q(pk__in=[])))
    for duty, period, timely in came.values_list("duty_id", "period_id", in_time).iterator(chunk_size=5_000):
        part = parts.get(duty)
        if part is not None and part.flags & bits[period]:
            part.unit.handed_in += 1
            part.unit.in_time += timely
            part.unit.told[period] = part.unit.told.get(period, 0) + 1
    back = ReportStep.objects.filter(state=ReportState.RETURNED, report__period__in=periods)
    for duty, period in back.order_by().values_list("report__duty", "report__period"):
        part = parts.get(duty)
        if part is not None and part.flags & bits[period]:
            part.unit.returned += 1


def _count_tasks(sums: dict[int, _Sums], assessment: PlanAssessment, day: date) -> None:
    """Tasks of parts that never passed on. One query."""
    passed = Q(duty__passed_to=None) & ~Q(duty__in=HEIRS)
    tasks = tasks_of_year(assessment).filter(passed, duty__organisation__in=sums).order_by()
    for task in tasks.select_related("duty").iterator(chunk_size=2_000):
        fact, over = task_told(task, assessment, day)
        duty = task.duty
        held = duty.created_at < over and (duty.released_at is None or duty.released_at >= over)
        if fact is not None and held:
            one = sums[duty.organisation_id]
            one.tasks += 1
            one.tasks_done += fact.done
            one.tasks_late += fact.late
