"""Working days (工作日) and the last day of a period counted in them (公示期不少于五个工作日).

The State Council's yearly holiday notice decides: statutory holidays are off, some Saturdays and Sundays
are worked (调休). The table is that of the package ``chinesecalendar``; an officer's own entries
(``overrides``: day → worked?) stand above it, and carry the software through years that the table does not
hold yet. Nothing is guessed: beyond the table :class:`CalendarUnknown`.

A period starts on the day after the posting (Civil Code art. 201); notices that count the posting day as
the first pass ``count_first=True``.

>>> notice_last_day(date(2023, 9, 27), 5)
datetime.date(2023, 10, 10)
>>> notice_last_day(date(2023, 9, 27), 5, count_first=True)
datetime.date(2023, 10, 9)
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType

from chinese_calendar.constants import holidays as _holidays
from chinese_calendar.constants import workdays as _workdays

from jinguo.errors import Refused
from jinguo.reasons import Reason

__all__ = [
    "FIRST_KNOWN_DAY",
    "LAST_KNOWN_DAY",
    "CalendarUnknown",
    "is_workday",
    "known",
    "notice_last_day",
    "workdays_between",
]

FIRST_KNOWN_DAY = date(min(_holidays).year, 1, 1)
"""The first day that the table holds."""
LAST_KNOWN_DAY = date(max(_holidays).year, 12, 31)
"""The last day that the table holds.

The notice for the next year may still move a weekend of the last days of December.
"""

_NONE: Mapping[date, bool] = MappingProxyType({})
_SATURDAY = 5


class CalendarUnknown(Refused, ValueError):
    """A day lies outside the table and no override says whether it is worked. ``day`` is that day."""

    def __init__(self, day: date) -> None:
        self.day = day
        first, last = FIRST_KNOWN_DAY, LAST_KNOWN_DAY
        super().__init__(
            Reason.error("calendar_unknown_year", day=day, year=day.year, first_known=first, last_known=last)
        )


def known(day: date, overrides: Mapping[date, bool] = _NONE) -> bool:
    """Whether :func:`is_workday` can answer for the day."""
    return day in overrides or FIRST_KNOWN_DAY <= day <= LAST_KNOWN_DAY


def is_workday(day: date, overrides: Mapping[date, bool] = _NONE) -> bool:
    """Whether the day is worked. CalendarUnknown outside the table."""
    if day in overrides:
        return overrides[day]
    if not known(day):
        raise CalendarUnknown(day)
    if day in _workdays:
        return True
    return day not in _holidays and day.weekday() < _SATURDAY


def notice_last_day(
    posted: date, days: int, *, count_first: bool = False, overrides: Mapping[date, bool] = _NONE
) -> date:
    """The last of ``days`` working days of a notice posted on ``posted``.

    The posting day counts as the first only with ``count_first``, and then only when it is itself a working
    day.

    Raises:
        ValueError: ``days`` is less than one.
        CalendarUnknown: the period reaches beyond the table.
    """
    if days < 1:
        raise ValueError("a notice lasts at least one working day")
    day = posted if count_first else posted + timedelta(days=1)
    while True:
        days -= is_workday(day, overrides)
        if days == 0:
            return day
        day += timedelta(days=1)


def workdays_between(first: date, last: date, overrides: Mapping[date, bool] = _NONE) -> int:
    """How many working days lie from ``first`` to ``last``, both included; none when ``last`` is earlier."""
    span = (last - first).days + 1
    return sum(is_workday(first + timedelta(days=offset), overrides) for offset in range(max(0, span)))
