"""How things stand on a day: a unit's part in a period, and a measure's numbers against the time gone by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from jinguo.apps.plans.states import DutyState, PeriodState, ReportState
from jinguo.engines.progress import Aim, Rules, Standing, elapsed_share, judge

if TYPE_CHECKING:
    from jinguo.apps.plans.models import Figure, Indicator, Period

CELLS = (
    "cell_approved",
    "cell_to_check",
    "cell_returned",
    "cell_late",
    "cell_near",
    "cell_awaited",
    "cell_not_open",
    "cell_unanswered",
    "cell_disputed",
    "cell_missing",
)
"""What a cell of the wall can say."""

WANTS_A_LOOK = ("cell_to_check", "cell_returned", "cell_late", "cell_disputed", "cell_missing")

_BY_REPORT = {
    ReportState.APPROVED: "cell_approved",
    ReportState.HANDED_IN: "cell_to_check",
    ReportState.RETURNED: "cell_returned",
}


def cell(duty_state: str, report_state: str, period: Period | None, day: date, rules: Rules) -> str:
    """The one word for a unit's part in a period. What was reported comes first, then what is owed, then the part itself."""
    if report_state in _BY_REPORT:
        return _BY_REPORT[report_state]
    if duty_state == DutyState.DISPUTED:
        return "cell_disputed"
    if period is not None and period.state == PeriodState.LOCKED:
        return "cell_missing"
    if period is not None and period.state == PeriodState.OPEN:
        if day > period.due_on:
            return "cell_late"
        near = (period.due_on - day).days <= rules.days_before_due
        return "cell_near" if near else "cell_awaited"
    return "cell_unanswered" if duty_state == DutyState.PROPOSED else "cell_not_open"


@dataclass(frozen=True)
class Reached:
    """An indicator in a year: what it reached by the last figure, of what, and how that stands."""

    indicator: Indicator
    value: Decimal | None
    target: Decimal | None
    standing: Standing

    @property
    def percent(self) -> int:
        if self.value is None or not self.target:
            return 0
        return int(min(self.value / self.target, Decimal(1)) * 100)


def in_year(
    indicator: Indicator,
    figures: Sequence[Figure],
    target: Decimal | None,
    year: int,
    day: date,
    rules: Rules,
) -> Reached:
    """Where an indicator stands. ``figures`` are its current whole ones of the year, by period; each has its period."""
    values = [one.value for one in figures if one.value is not None]
    value = (sum(values, Decimal(0)) if indicator.adds_up else values[-1]) if values else None
    last = max((one.period.ends_on for one in figures if one.value is not None), default=day)
    marks = tuple(
        (elapsed_share(year, date.fromisoformat(one["on"])), Decimal(str(one["value"])))
        for one in indicator.milestones
        if one.get("on", "")[:4] == str(year)
    )
    aim = Aim(target, indicator.comparator, indicator.adds_up, indicator.baseline, marks)
    elapsed = elapsed_share(year, min(day, last) if values else day)
    return Reached(indicator, value, target, judge(aim, value, elapsed=elapsed, rules=rules))


def by_measure(reached: Iterable[Reached]) -> Mapping[int, list[Reached]]:
    found: dict[int, list[Reached]] = {}
    for one in reached:
        found.setdefault(one.indicator.measure_id, []).append(one)
    return found
