"""What is due by when in a plan: units' steps, milestones and yearly targets of indicators, reports. Done, late or ahead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q
from django.urls import reverse

from jinguo.apps.clock import told
from jinguo.apps.plans.models import Figure, Indicator, Period, Plan, Target, Task
from jinguo.apps.plans.queries.owing import after, stood_on
from jinguo.apps.plans.standing import in_year
from jinguo.apps.plans.states import BOUND, IndicatorState, PeriodState, TaskState
from jinguo.engines.progress import Rules

TASK, MILESTONE, TARGET, REPORT = "due_task", "due_milestone", "due_target", "due_report"
KINDS = (TASK, MILESTONE, TARGET, REPORT)
DONE, DONE_LATE, LATE, NEAR, AHEAD = "due_done", "due_done_late", "due_late", "due_near", "due_ahead"
STATES = (LATE, NEAR, AHEAD, DONE, DONE_LATE)


@dataclass(frozen=True)
class Due:
    """One thing that is due on a day: what, of which measure, by which unit (empty: several), and how it stands."""

    on: date
    kind: str
    what: str
    state: str
    measure: str = ""
    unit: str = ""
    url: str = ""
    value: Decimal | None = None
    target: Decimal | None = None
    counted_in: str = ""
    period: Period | None = None


def due_between(plan: Plan, since: date, until: date, day: date, *, unit: int | None = None) -> list[Due]:
    """What is due from the first day to the last, in order; of one unit where asked. Five queries."""
    found = _tasks(plan, since, until, day, unit) + _numbers(plan, since, until, day, unit)
    if unit is None:
        found += _reports(plan, since, until, day)
    return sorted(found, key=lambda one: (one.on, KINDS.index(one.kind), one.measure, one.unit, one.what))


def _state(plan: Plan, on: date, day: date, *, done: bool, done_on: date | None = None) -> str:
    if done:
        return DONE_LATE if done_on is not None and done_on > on else DONE
    if day > on:
        return LATE
    return NEAR if (on - day).days <= Rules.of(plan.rules).days_before_due else AHEAD


def _tasks(plan: Plan, since: date, until: date, day: date, unit: int | None) -> list[Due]:
    held = Q(duty__state__in=BOUND) | Q(duty__released_at__gte=after(until))
    tasks = Task.objects.filter(
        held, stood_on(until, "duty__measure"), duty__measure__plan=plan, due_on__range=(since, until)
    ).exclude(state=TaskState.DROPPED)
    if unit is not None:
        tasks = tasks.filter(duty__organisation=unit)
    zone = plan.organisation.time_zone
    found = []
    for one in tasks.select_related("duty__measure", "duty__organisation"):
        ended = told(one.done_at, zone).date() if one.done_at else None
        state = _state(plan, one.due_on, day, done=one.state == TaskState.DONE, done_on=ended)
        measure = one.duty.measure
        found.append(
            Due(
                one.due_on, TASK, one.what, state, str(measure), one.duty.name_then,
                reverse("plans:measure", args=[measure.uid]),
            )
        )  # fmt: skip
    return found


def _numbers(plan: Plan, since: date, until: date, day: date, unit: int | None) -> list[Due]:
    """Milestones and targets, each with the number reached in its year."""
    years = range(since.year, until.year + 1)
    indicators = Indicator.objects.filter(
        stood_on(until),
        measure__plan=plan,
        measure__created_at__lt=after(until),
        state=IndicatorState.CONFIRMED,
    ).select_related("measure")
    if unit is not None:
        indicators = indicators.filter(
            pk__in=indicators.filter(Q(measure__duties__organisation=unit, measure__duties__state__in=BOUND)).values("pk")
        )  # fmt: skip
    known = {one.pk: one for one in indicators}
    figures: dict[tuple[int, int], list[Figure]] = {}
    whole = Figure.objects.filter(
        indicator__in=known, period__year__in=years, is_current=True, organisation=None, dimension=""
    )
    for one in whole.select_related("period").order_by("period__starts_on", "pk"):
        figures.setdefault((one.indicator_id, one.period.year), []).append(one)
    targets = {
        (one.indicator_id, one.year): one.value
        for one in Target.objects.filter(indicator__in=known, year__in=years)
    }
    rules = Rules.of(plan.rules)
    found = []
    for indicator in known.values():
        for year in years:
            target = targets.get((indicator.pk, year))
            reached = in_year(indicator, figures.get((indicator.pk, year), []), target, year, day, rules)
            dates = [(MILESTONE, on, value) for on, value in milestones_of(indicator) if on.year == year]
            if target is not None:
                dates.append((TARGET, date(year, 12, 31), target))
            for kind, on, value in dates:
                if since <= on <= until:
                    found.append(_number(plan, indicator, kind, on, value, reached.value, day))
    return found


def milestones_of(indicator: Indicator) -> list[tuple[date, Decimal]]:
    """The values to be reached by a date; entries without a date are left out."""
    return [
        (date.fromisoformat(one["on"]), Decimal(str(one["value"])))
        for one in indicator.milestones
        if one.get("on")
    ]


def _number(
    plan: Plan, indicator: Indicator, kind: str, on: date, wanted: Decimal, value: Decimal | None, day: date
) -> Due:
    """A limit is kept only once its day is over; a number to reach is done when it is reached."""
    limit = indicator.comparator == "at_most"
    kept = value is not None and (value <= wanted if limit else value >= wanted)
    done = kept and (not limit or day > on)
    return Due(
        on, kind, indicator.name, _state(plan, on, day, done=done), str(indicator.measure), "",
        reverse("plans:indicator", args=[indicator.uid]), value, wanted, indicator.unit_of_counting,
    )  # fmt: skip


def _reports(plan: Plan, since: date, until: date, day: date) -> list[Due]:
    found = []
    for one in plan.periods.filter(due_on__range=(since, until)):
        done = one.state == PeriodState.LOCKED
        url = reverse("plans:period", args=[one.uid])
        found.append(
            Due(one.due_on, REPORT, "", _state(plan, one.due_on, day, done=done), url=url, period=one)
        )
    return found
