"""An account of a period: what was owed and said, part by part; numbers against targets and the period before; who was late or
was asked to mend; what is at risk and why; what comes next. The bulletin and its page read this, and so say the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from jinguo.apps.clock import told
from jinguo.apps.plans.models import Figure, Indicator, Locking, Measure, Period, Plan, ReportStep
from jinguo.apps.plans.queries.due import Due, due_between
from jinguo.apps.plans.queries.going_on import with_earlier
from jinguo.apps.plans.queries.reports import Part, parts_in
from jinguo.apps.plans.queries.wall import reached_in
from jinguo.apps.plans.standing import Reached
from jinguo.apps.plans.states import PeriodState, ReportState

AT_RISK = ("standing_behind", "standing_missed", "standing_at_risk", "standing_no_figure")
APPROVED, TO_CHECK, RETURNED = "cell_approved", "cell_to_check", "cell_returned"


@dataclass
class SectionAccount:
    """A part of the plan: how many reports were owed, and how they stand; the measures with their approved words."""

    name: str
    measures: dict[int, Measure] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    said: dict[int, list[Part]] = field(default_factory=dict)

    @property
    def expected(self) -> int:
        return sum(self.counts.values())

    @property
    def approved(self) -> int:
        return self.counts[APPROVED]

    @property
    def to_check(self) -> int:
        return self.counts[TO_CHECK]

    @property
    def returned(self) -> int:
        return self.counts[RETURNED]

    @property
    def missing(self) -> int:
        return self.expected - self.approved - self.to_check - self.returned


@dataclass(frozen=True)
class Trend:
    """An indicator with its number of this period and of the one before it."""

    reached: Reached
    now: Decimal | None
    before: Decimal | None

    @property
    def word(self) -> str:
        if self.now is None or self.before is None:
            return "trend_unknown"
        if self.now == self.before:
            return "trend_level"
        return "trend_up" if self.now > self.before else "trend_down"


@dataclass(frozen=True)
class Account:
    """All of it. ``late`` and ``returned``: names of units with how many of their reports."""

    period: Period
    day: date
    locking: Locking | None
    sections: list[SectionAccount]
    trends: list[Trend]
    late: list[tuple[str, int]]
    returned: list[tuple[str, int]]
    due: list[Due]
    next_due: list[Due]

    @property
    def expected(self) -> int:
        return sum(one.expected for one in self.sections)

    @property
    def approved(self) -> int:
        return sum(one.approved for one in self.sections)

    @property
    def to_check(self) -> int:
        return sum(one.to_check for one in self.sections)

    @property
    def sent_back(self) -> int:
        return sum(one.returned for one in self.sections)

    @property
    def missing(self) -> int:
        return sum(one.missing for one in self.sections)

    @property
    def measures(self) -> int:
        return sum(len(one.measures) for one in self.sections)

    @property
    def standings(self) -> Counter[str]:
        return Counter(one.reached.standing.code for one in self.trends)

    @property
    def at_risk(self) -> list[Reached]:
        found = [one.reached for one in self.trends if one.reached.standing.code in AT_RISK]
        return sorted(found, key=lambda one: AT_RISK.index(one.standing.code))


def account_of(period: Period, day: date) -> Account:
    """The account of a period as the records stand; of a locked one nothing moves any more. About fifteen queries."""
    plan = period.plan
    parts = sorted(parts_in(period, day), key=lambda part: (part.duty.measure.position, part.duty.measure_id))
    until = min(day, period.ends_on)
    following = plan.periods.filter(starts_on__gt=period.ends_on, kind=period.kind).first()
    ahead = following.ends_on if following else period.ends_on + timedelta(days=92)
    standing = None
    if period.state == PeriodState.LOCKED:
        standing = period.lockings.filter(reopened_at=None).order_by("-number").first()
    return Account(
        period=period,
        day=day,
        locking=standing,
        sections=_sections(parts),
        trends=_trends(plan, period, until),
        late=_counted(_late(parts, period, day)),
        returned=_counted(_returned(period)),
        due=due_between(plan, period.starts_on, period.ends_on, day),
        next_due=[
            one
            for one in due_between(plan, period.ends_on + timedelta(days=1), ahead, day)
            if one.period != period
        ],
    )


def _sections(parts: list[Part]) -> list[SectionAccount]:
    found: dict[str, SectionAccount] = {}
    for part in parts:
        measure = part.duty.measure
        section = found.setdefault(measure.section, SectionAccount(measure.section))
        section.measures[measure.pk] = measure
        section.counts[part.code] += 1
        if part.code == APPROVED:
            section.said.setdefault(measure.pk, []).append(part)
    return list(found.values())


def _trends(plan: Plan, period: Period, until: date) -> list[Trend]:
    """Each indicator as far as it had come by the end of the period."""
    before = plan.periods.filter(kind=period.kind, starts_on__lt=period.starts_on).last()
    reached = reached_in(plan, period.year, until, until=period.ends_on)
    whole = Figure.objects.filter(
        period__in=[one for one in (period, before) if one], is_current=True, organisation=None, dimension=""
    )
    rows = with_earlier([one.indicator for one in reached], whole)
    return [
        Trend(
            one,
            _of_period(one.indicator, rows.get(one.indicator.pk, ()), period),
            _of_period(one.indicator, rows.get(one.indicator.pk, ()), before),
        )
        for one in reached
    ]


def _of_period(indicator: Indicator, figures: Iterable[Figure], period: Period | None) -> Decimal | None:
    """The number of a period. In the one of a split there may be two figures: the earlier one's and its own."""
    values = [
        one.value
        for one in figures
        if period is not None and one.period_id == period.pk and one.value is not None
    ]
    if not values:
        return None
    return sum(values, Decimal(0)) if indicator.adds_up else values[-1]


def _late(parts: list[Part], period: Period, day: date) -> list[str]:
    """Units of reports that came after the day they were due, or did not come by now though it is over."""
    zone = period.plan.organisation.time_zone
    first: dict[int, date] = {}
    for report, at in (
        ReportStep.objects.filter(report__period=period, state=ReportState.HANDED_IN)
        .order_by("-at")
        .values_list("report_id", "at")
    ):
        first[report] = told(at, zone).date()
    found = []
    for part in parts:
        came = first.get(part.report.pk) if part.report else None
        over = day > period.due_on or period.state == PeriodState.LOCKED
        if (came is None and over) or (came is not None and came > period.due_on):
            found.append(part.duty.organisation.name if part.duty.organisation else part.duty.name_then)
    return found


def _returned(period: Period) -> list[str]:
    """Units whose reports were given back, once for each time."""
    steps = ReportStep.objects.filter(report__period=period, state=ReportState.RETURNED)
    return list(steps.order_by("at").values_list("report__duty__organisation__name", flat=True))


def _counted(names: list[str]) -> list[tuple[str, int]]:
    return sorted(Counter(names).items(), key=lambda pair: (-pair[1], pair[0]))
