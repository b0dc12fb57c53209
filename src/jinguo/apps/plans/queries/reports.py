"""Periods and reports: who owes what, who reported, what was said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet

from jinguo.apps.plans.models import (
    Duty,
    Figure,
    Indicator,
    Measure,
    Period,
    Plan,
    Report,
    ReportFile,
    ReportStep,
    Task,
)
from jinguo.apps.plans.queries.owing import Deadline, owing
from jinguo.apps.plans.queries.reading import duties_answered_by, kept_by, with_their_duty
from jinguo.apps.plans.standing import WANTS_A_LOOK, cell
from jinguo.apps.plans.states import (
    BOUND,
    SOURCES,
    WRITABLE,
    DutyState,
    IndicatorState,
    PeriodState,
    ReportState,
    TaskState,
)
from jinguo.engines.progress import Rules

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User


@dataclass(frozen=True)
class PeriodRow:
    """A period with how many of its reports stand where."""

    period: Period
    expected: int
    approved: int
    to_check: int


def periods_with_counts(plan: Plan) -> list[PeriodRow]:
    """The periods of a plan. Two queries."""
    found = list(
        plan.periods.select_related("plan__organisation").annotate(
            approved=Count("reports", filter=Q(reports__state=ReportState.APPROVED)),
            to_check=Count("reports", filter=Q(reports__state=ReportState.HANDED_IN)),
        )
    )
    if not found:
        return []
    expected = Duty.objects.filter(measure__plan=plan).aggregate(
        **{f"in_{one.pk}": Count("pk", filter=owing(one)) for one in found}
    )
    return [PeriodRow(one, expected[f"in_{one.pk}"], one.approved, one.to_check) for one in found]


@dataclass(frozen=True)
class Part:
    """A unit's part in a period: the word of the wall, and its report where there is one."""

    duty: Duty
    code: str
    report: Report | None
    period: Period


def parts_in(period: Period, day: date) -> list[Part]:
    """Every part that owes a report in a period; what wants a look first. Two queries."""
    reports = {one.duty_id: one for one in period.reports.all()}
    duties = (
        Duty.objects.filter(measure__plan=period.plan_id, organisation__isnull=False)
        .filter(owing(period) | Q(pk__in=list(reports)))
        .select_related("measure", "organisation")
        .order_by("measure__position", "measure__pk", "role", "pk")
    )
    rules = Rules.of(period.plan.rules)
    rows = []
    for duty in duties:
        report = reports.get(duty.pk)
        code = cell(duty.state, report.state if report else "", period, day, rules)
        rows.append(Part(duty, code, report, period))
    return sorted(rows, key=lambda row: WANTS_A_LOOK.index(row.code) if row.code in WANTS_A_LOOK else 9)


def counted(rows: list[Part]) -> list[tuple[str, int]]:
    return sorted(Counter(row.code for row in rows).items())


def waiting_in(period: Period) -> QuerySet[Report]:
    """Reports that wait for the officer, the first handed in first."""
    return with_their_duty(period.reports.filter(state=ReportState.HANDED_IN)).order_by("handed_in_at", "pk")


def report_of(duty: Duty, period: Period) -> Report | None:
    return with_their_duty(Report.objects.filter(duty=duty, period=period)).first()


def reports_of(measure: Measure) -> list[Report]:
    """Every report on a measure that was handed in, the newest period first."""
    found = Report.objects.filter(duty__measure=measure).exclude(state=ReportState.DRAFT)
    return list(with_their_duty(found).order_by("-period__starts_on", "duty__role", "pk")[:200])


def given_figures(report: Report) -> list[tuple[Indicator, str]]:
    """The numbers of a report with their indicators."""
    found = Indicator.objects.filter(uid__in=list(report.given))
    return [(one, report.given.get(str(one.uid), "")) for one in found]


def counted_figures(duty: Duty, period: Period) -> list[Indicator]:
    """Indicators of the measure that count themselves: nobody types what the system knows."""
    found = Indicator.objects.filter(measure=duty.measure_id, state=IndicatorState.CONFIRMED)
    return [one for one in found if one.source == SOURCES[0]]


def files_of(report: Report) -> list[ReportFile]:
    return list(report.files.filter(removed_at=None).select_related("file"))


def steps_of(report: Report) -> list[ReportStep]:
    return list(report.steps.order_by("-at", "-pk"))


def superseded_figures(indicator: Indicator) -> list[Figure]:
    """Figures that a later one replaced, newest first; what they were broken down into changed with them."""
    found = indicator.figures.filter(is_current=False, dimension="").select_related("period", "organisation")
    return list(found.order_by("-computed_at", "-pk")[:50])


def tasks_of(duty: Duty) -> list[Task]:
    """Tasks with their parts below them; each knows its ``depth``."""
    return _in_order(duty.tasks.all())


def tasks_of_units(measure: Measure) -> dict[int, list[Task]]:
    """What the units do for a measure, by the id of their part. One query."""
    rows: dict[int, list[Task]] = {}
    for row in Task.objects.filter(duty__measure=measure):
        rows.setdefault(row.duty_id, []).append(row)
    return {duty: _in_order(tasks) for duty, tasks in rows.items()}


def _in_order(rows: Iterable[Task]) -> list[Task]:
    below: dict[int | None, list[Task]] = {}
    for row in rows:
        below.setdefault(row.parent_id, []).append(row)
    found: list[Task] = []

    def walk(parent: int | None, depth: int) -> None:
        for row in below.get(parent, ()):
            row.depth = depth
            found.append(row)
            walk(row.pk, depth + 1)

    walk(None, 0)
    return found


@dataclass(frozen=True)
class MyPart:
    """A part of her unit: what it owes now, and what waits for an answer."""

    duty: Duty
    code: str
    period: Period | None
    report: Report | None
    tasks_late: int

    @property
    def owed(self) -> bool:
        open_ = self.period is not None and self.period.state == PeriodState.OPEN
        return open_ and (self.report is None or self.report.state in WRITABLE)

    @property
    def unanswered(self) -> bool:
        return self.duty.state == DutyState.PROPOSED


def my_parts(user: User, day: date) -> list[MyPart]:
    """The parts of her units with the open period of each plan; what is due first on top. Four queries."""
    late = Q(tasks__due_on__lt=day, tasks__state__in=(TaskState.TODO, TaskState.UNDER_WAY))
    duties = list(
        duties_answered_by(user)
        .filter(state__in=BOUND, measure__ended_at=None)
        .select_related("measure__plan__organisation", "organisation")
        .annotate(tasks_late=Count("tasks", filter=late))
    )
    plans = {duty.measure.plan_id for duty in duties}
    opened: dict[int, Period] = {}
    for period in Period.objects.filter(plan__in=plans, state=PeriodState.OPEN).order_by("-starts_on"):
        opened[period.plan_id] = period
    reports = {
        (one.duty_id, one.period_id): one
        for one in Report.objects.filter(duty__in=[duty.pk for duty in duties], period__in=opened.values())
    }
    rows = []
    for duty in duties:
        period = opened.get(duty.measure.plan_id)
        report = reports.get((duty.pk, period.pk)) if period else None
        rules = Rules.of(duty.measure.plan.rules)
        code = cell(duty.state, report.state if report else "", period, day, rules)
        rows.append(MyPart(duty, code, period, report, duty.tasks_late))
    return sorted(rows, key=lambda row: (not row.unanswered, not row.owed, row.duty.measure.position))


def periods_of_duty(duty: Duty, day: date) -> list[Part]:
    """The periods of the plan with this unit's word in each, newest first; without those that are not opened yet, and those
    that were over when it got its part."""
    reports = {one.period_id: one for one in duty.reports.all()}
    rules = Rules.of(duty.measure.plan.rules)
    rows = []
    periods = Period.objects.filter(plan=duty.measure.plan_id).exclude(state=PeriodState.PLANNED)
    for period in periods.select_related("plan__organisation").order_by("-starts_on"):
        report = reports.get(period.pk)
        if report is None and not Deadline.of(period).binds_duty(duty):
            continue
        code = cell(duty.state, report.state if report else "", period, day, rules)
        rows.append(Part(duty, code, report, period))
    return rows


def reports_to_check(user: User) -> QuerySet[Report]:
    """Reports handed in to plans that she keeps, in periods that are open."""
    found = Report.objects.filter(
        period__plan__in=kept_by(user), period__state=PeriodState.OPEN, state=ReportState.HANDED_IN
    )
    return with_their_duty(found).order_by("handed_in_at", "pk")
