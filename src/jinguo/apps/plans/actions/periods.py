"""Periods: laid out over the years of a plan, opened, locked with all that stands in them, reopened with a reason."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max, Q

from jinguo.apps.clock import now, today
from jinguo.apps.plans import permissions
from jinguo.apps.plans.actions.counting import count_period
from jinguo.apps.plans.actions.setting_up import note, tell_units
from jinguo.apps.plans.models import Duty, Figure, Locking, Period, Plan, Report
from jinguo.apps.plans.queries.owing import owing
from jinguo.apps.plans.states import BOUND, PlanState, ReportState, change
from jinguo.errors import Refused, demand

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User

MONTHS = {"period_quarter": 3, "period_half": 6, "period_year": 12}
DAYS_TO_REPORT = 15


@transaction.atomic
def plan_periods(*, plan: Plan, by: User, days_to_report: int = DAYS_TO_REPORT) -> list[Period]:
    """Lay out the periods of the plan's years that are not there yet. Reports open on the last day and are due
    ``days_to_report`` days after it.
    """
    demand(permissions.may_edit(by, plan))
    there = set(plan.periods.filter(kind=plan.period_kind).values_list("year", "part"))
    fresh = []
    for year in plan.years:
        for part, (first, last) in enumerate(_spans(plan.period_kind, year), 1):
            if (year, part) not in there:
                fresh.append(
                    Period(
                        plan=plan, kind=plan.period_kind, year=year, part=part, starts_on=first, ends_on=last,
                        opens_on=last, due_on=last + timedelta(days=days_to_report),
                    )
                )  # fmt: skip
    made = Period.objects.bulk_create(fresh)
    if made:
        note("periods_planned", plan, by, after={"count": len(made)})
    return made


def _spans(kind: str, year: int) -> list[tuple[date, date]]:
    """First and last days of the parts of a year."""
    months = MONTHS[kind]
    starts = [date(year, month, 1) for month in range(1, 13, months)]
    ends = [start - timedelta(days=1) for start in starts[1:]] + [date(year, 12, 31)]
    return list(zip(starts, ends, strict=True))


@transaction.atomic
def open_period(*, period: Period, by: User | None, due_on: date | None = None) -> Period:
    """Reports may be written now: every unit with a part is told until when.

    Raises:
        Refused: the plan is not in force, or the date lies before today.
    """
    plan = period.plan
    if by is not None:
        demand(permissions.is_officer_of_plan(by, plan))
    demand(permissions.plan_is_in_force(plan))
    due = due_on or period.due_on
    if due < today():
        raise Refused.because("period_due_in_the_past", due=due)
    change(period, "open_period", due_on=due, opens_on=min(period.opens_on, today(), due))
    note("period_opened", plan, by, period, after={"due": due})
    tell_units(plan, _units(plan), "plan_period_opened", due=due)
    return period


def _units(plan: Plan) -> set[int]:
    found = Duty.objects.filter(measure__plan=plan, state__in=BOUND, organisation__isnull=False)
    return set(found.values_list("organisation_id", flat=True))


@transaction.atomic
def lock_period(*, period: Period, by: User) -> Locking:
    """Close the books of a period: facts are counted a last time, and all that stands is written down as it is.

    Raises:
        Refused: a report that was handed in waits for an answer.
    """
    plan = period.plan
    demand(permissions.is_officer_of_plan(by, plan))
    waiting = period.reports.filter(state=ReportState.HANDED_IN).count()
    if waiting:
        raise Refused.because("period_has_reports_to_check", count=waiting)
    count_period(period=period)
    change(period, "lock_period")
    last = period.lockings.aggregate(last=Max("number"))["last"] or 0
    locking = Locking.objects.create(
        period=period, number=last + 1, locked_by_name=str(by), snapshot=_snapshot(period)
    )
    note("period_locked", plan, by, period, after={"number": locking.number})
    return locking


def _snapshot(period: Period) -> list[dict[str, object]]:
    """What every unit said of every measure, in the names of the day; and the figures as a whole."""
    reports = {one.duty_id: one for one in Report.objects.filter(period=period)}
    duties = Duty.objects.filter(measure__plan=period.plan).select_related("measure", "organisation")
    rows: list[dict[str, object]] = []
    for duty in duties.filter(owing(period) | Q(pk__in=reports)):
        report = reports.get(duty.pk)
        rows.append(
            {
                "measure": str(duty.measure),
                "unit": duty.organisation.name if duty.organisation else duty.name_then,
                "role": duty.role,
                "state": report.state if report else "",
                "text": report.text if report else "",
                "given": report.given if report else {},
            }
        )
    figures = Figure.objects.filter(period=period, is_current=True, organisation=None, dimension="")
    for figure in figures.select_related("indicator__measure"):
        rows.append(
            {
                "measure": str(figure.indicator.measure),
                "indicator": figure.indicator.name,
                "value": None if figure.value is None else format(figure.value.normalize(), "f"),
                "source": figure.source,
            }
        )
    return rows


@transaction.atomic
def reopen_period(*, period: Period, why: str, by: User, due_on: date | None = None) -> Period:
    """Take a locked period up again. What stood in it when it was locked can be read for ever."""
    plan = period.plan
    demand(permissions.is_officer_of_plan(by, plan))
    if plan.state != PlanState.IN_FORCE:
        raise Refused.because("plan_is_closed")
    if not why.strip():
        raise Refused.because("period_reopened_without_a_reason")
    change(period, "reopen_period", **({"due_on": due_on} if due_on else {}))
    last = period.lockings.order_by("-number").first()
    if last is not None:
        last.reopened_at, last.reopened_because, last.reopened_by_name = now(), why.strip()[:300], str(by)
        last.save(update_fields=["reopened_at", "reopened_because", "reopened_by_name"])
    note("period_reopened", plan, by, period, note=why)
    tell_units(plan, _units(plan), "plan_period_reopened", why=why.strip())
    return period
