"""The one clock. Every 'now' of the apps comes from here, so that a demo or a test can live on a day of its own.

``JINGUO_TODAY=2026-10-12`` moves the whole site to that day; the time of day goes on as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

_held: ContextVar[datetime | None] = ContextVar("held_clock", default=None)


def now() -> datetime:
    """The present instant, aware, in UTC."""
    held = _held.get()
    if held is not None:
        return held
    real = timezone.now()
    if settings.JINGUO_TODAY is None:
        return real
    return real + timedelta(days=(settings.JINGUO_TODAY - _day_of_start(real)).days)


def today(tz: str | None = None) -> date:
    """The present day in a time zone (the site's where none is named)."""
    return now().astimezone(ZoneInfo(tz or settings.TIME_ZONE)).date()


def told(moment: datetime, tz: str | None = None) -> datetime:
    """A moment as people in a time zone read it: for sentences and documents."""
    return moment.astimezone(ZoneInfo(tz or settings.TIME_ZONE))


@contextmanager
def held_at(moment: datetime) -> Iterator[None]:
    """Hold the clock at one moment: for tests and for playing the demo's past."""
    token = _held.set(moment)
    try:
        yield
    finally:
        _held.reset(token)


_started: date | None = None


def _day_of_start(real: datetime) -> date:
    global _started
    if _started is None:
        _started = real.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
    return _started
