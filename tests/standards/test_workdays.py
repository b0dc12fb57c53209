"""Working days and the last day of a notice."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinguo.standards.workdays import (
    FIRST_KNOWN_DAY,
    LAST_KNOWN_DAY,
    CalendarUnknown,
    is_workday,
    known,
    notice_last_day,
    workdays_between,
)

postings = st.dates(FIRST_KNOWN_DAY, LAST_KNOWN_DAY - timedelta(days=60))


@pytest.mark.parametrize(
    ("posted", "last"),
    [
        (date(2023, 9, 27), date(2023, 10, 10)),
        (date(2024, 9, 26), date(2024, 10, 9)),
        (date(2025, 9, 28), date(2025, 10, 11)),
        (date(2026, 2, 12), date(2026, 2, 26)),
    ],
)
def test_five_working_days_after_the_posting(posted, last):
    assert notice_last_day(posted, 5) == last


def test_the_posting_day_may_count_as_the_first():
    assert notice_last_day(date(2023, 9, 27), 5, count_first=True) == date(2023, 10, 9)
    assert notice_last_day(date(2023, 3, 1), 3, count_first=True) == date(2023, 3, 3)


def test_a_posting_day_that_is_not_worked_is_not_counted():
    saturday = date(2023, 3, 4)

    assert notice_last_day(saturday, 1, count_first=True) == date(2023, 3, 6)


def test_weekends_can_be_worked_and_weekdays_off():
    assert is_workday(date(2023, 10, 7))
    assert is_workday(date(2023, 10, 8))
    assert not is_workday(date(2023, 10, 2))
    assert not is_workday(date(2023, 10, 14))


def test_an_officers_entry_stands_above_the_table():
    monday = date(2023, 10, 16)

    assert is_workday(monday)
    assert not is_workday(monday, {monday: False})
    assert notice_last_day(date(2023, 10, 13), 1, overrides={monday: False}) == date(2023, 10, 17)


def test_beyond_the_table_nothing_is_guessed():
    beyond = LAST_KNOWN_DAY + timedelta(days=1)

    with pytest.raises(CalendarUnknown) as refused:
        notice_last_day(LAST_KNOWN_DAY, 5)

    assert refused.value.day == beyond
    assert refused.value.reasons[0].code == "calendar_unknown_year"
    assert refused.value.reasons[0].params["year"] == beyond.year
    assert not known(beyond)
    with pytest.raises(ValueError):
        is_workday(FIRST_KNOWN_DAY - timedelta(days=1))


def test_entries_carry_the_calendar_beyond_the_table():
    next_days = {LAST_KNOWN_DAY + timedelta(days=n): n > 1 for n in range(1, 8)}

    assert known(LAST_KNOWN_DAY + timedelta(days=1), next_days)
    assert notice_last_day(LAST_KNOWN_DAY, 5, overrides=next_days) == LAST_KNOWN_DAY + timedelta(days=6)


def test_a_notice_of_no_days_is_refused():
    with pytest.raises(ValueError):
        notice_last_day(date(2023, 3, 1), 0)


@given(postings, st.integers(1, 15))
def test_the_last_day_is_worked_and_closes_exactly_the_days_asked_for(posted, days):
    last = notice_last_day(posted, days)

    assert is_workday(last)
    assert workdays_between(posted + timedelta(days=1), last) == days


@given(postings, st.integers(1, 15))
def test_counting_the_posting_day_never_ends_later(posted, days):
    assert notice_last_day(posted, days, count_first=True) <= notice_last_day(posted, days)
