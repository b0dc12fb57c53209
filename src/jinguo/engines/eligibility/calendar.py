"""Periods in years and months: they end on the same day of the end month, or its last day (Civil Code art.
202).
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date


def add_months(day: date, months: int) -> date:
    """The day so many months later (or, negative, earlier); what falls off the calendar stops at its ends.

    >>> add_months(date(2023, 8, 31), 6), add_months(date(2024, 2, 29), -12)
    (datetime.date(2024, 2, 29), datetime.date(2023, 2, 28))
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        return date.max if months > 0 else date.min
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_years(day: date, years: int) -> date:
    """The day so many years later (or, negative, earlier)."""
    return add_months(day, 12 * years)
