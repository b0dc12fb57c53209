"""Which parts owe a report in a period. A part that was given after the reports were due owes none for that period, and one
that was taken away later still owed it: what a period that is over says does not move with the parts of today."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q

from jinguo.apps.plans.models import Duty, Period
from jinguo.apps.plans.states import BOUND, PeriodState


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


def owes(duty: Duty, period: Period) -> bool:
    """The same of one part, its measure fetched."""
    until = due_until(period)
    if duty.organisation_id is None or duty.created_at >= until:
        return False
    ended = duty.measure.ended_at
    if period.state != PeriodState.LOCKED:
        return duty.state in BOUND and ended is None
    return (duty.released_at is None or duty.released_at >= until) and (ended is None or ended >= until)
