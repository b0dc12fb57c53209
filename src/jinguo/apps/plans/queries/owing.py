"""Which parts owe a report in a period. A part that was given after the reports were due owes none for that period, and one
that was taken away later still owed it: what a period that is over says does not move with the parts of today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, Value, When
from django.utils.timezone import get_default_timezone

from jinguo.apps.plans.models import Duty, Period, ReportStep
from jinguo.apps.plans.states import BOUND, PeriodState, ReportState


def after(day: date) -> datetime:
    """The moment at which a day is over, where the site is."""
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), tzinfo=get_default_timezone())


def stood_on(day: date, measure: str = "measure") -> Q:
    """Records of measures that had not ended by the end of a day: what is told of a time that is over is told of all that
    stood in it. ``measure``: the way from the record to its measure."""
    return Q(**{f"{measure}__ended_at": None}) | Q(**{f"{measure}__ended_at__gte": after(day)})


def stood_in(period: Period) -> Q:
    """Measures that stood when the reports of a period were due."""
    until = due_until(period)
    return Q(created_at__lt=until) & (Q(ended_at=None) | Q(ended_at__gte=until))


def due_until(period: Period) -> datetime:
    """The moment at which the day ends on which reports are due, where the organiser is."""
    zone = ZoneInfo(period.plan.organisation.time_zone)
    return datetime.combine(period.due_on + timedelta(days=1), datetime.min.time(), tzinfo=zone)


def owing(period: Period) -> Q:
    """Parts of units that owe a report in the period, of the plan's duties: before it is locked those that stand, from
    then on those that stood when it was due."""
    until = due_until(period)
    given = Q(organisation__isnull=False, created_at__lt=until)
    if period.state != PeriodState.LOCKED:
        return given & Q(state__in=BOUND, measure__ended_at=None)
    held = Q(released_at=None) | Q(released_at__gte=until)
    stood = Q(measure__ended_at=None) | Q(measure__ended_at__gte=until)
    return given & held & stood


def handed_in_by(over: datetime) -> Q:
    """Reports that came before a moment. One that was handed in once more later came when it came first: its steps say."""
    earlier = ReportStep.objects.filter(report=OuterRef("pk"), state=ReportState.HANDED_IN, at__lt=over)
    return Q(handed_in_at__lt=over) | Q(handed_in_at__isnull=False) & Exists(earlier)


def flag(which: Q, bit: int = 0) -> Case:
    """A bit that says of each row whether it is such a one; bits of several add up to one number for each row."""
    return Case(When(which, then=Value(1 << bit)), default=Value(0), output_field=IntegerField())


@dataclass(frozen=True)
class Deadline:
    """The same of single parts, for pages that go through thousands of them."""

    until: datetime
    locked: bool

    @classmethod
    def of(cls, period: Period) -> Deadline:
        return cls(due_until(period), period.state == PeriodState.LOCKED)

    def binds(
        self, state: str, created_at: datetime, released_at: datetime | None, ended_at: datetime | None
    ) -> bool:
        """Whether a unit's part owes a report. ``ended_at``: when its measure ended."""
        if created_at >= self.until:
            return False
        if not self.locked:
            return state in BOUND and ended_at is None
        return (released_at is None or released_at >= self.until) and (
            ended_at is None or ended_at >= self.until
        )

    def binds_duty(self, duty: Duty) -> bool:
        """A part with its measure fetched."""
        return duty.organisation_id is not None and self.binds(
            duty.state, duty.created_at, duty.released_at, duty.measure.ended_at
        )
