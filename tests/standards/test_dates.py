"""Dates in documents, closing instants, birth-date limits, document numbers."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinguo.standards.dates import (
    DocumentNumber,
    born_on_or_after,
    chinese_date,
    closing_instant,
    excel_date,
    parse_date,
    read_date,
    read_document_number,
)

BEIJING = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("text", "day", "precision"),
    [
        ("2023年10月20日", date(2023, 10, 20), "day"),
        ("２０２３年１０月２０日", date(2023, 10, 20), "day"),
        ("2023 年 10 月 20 日", date(2023, 10, 20), "day"),
        ("1984.03", date(1984, 3, 1), "month"),
        ("1984年3月", date(1984, 3, 1), "month"),
        ("1984.3.5", date(1984, 3, 5), "day"),
        ("1984-03-05", date(1984, 3, 5), "day"),
        ("1984/3/5", date(1984, 3, 5), "day"),
        ("19840305", date(1984, 3, 5), "day"),
        ("198403", date(1984, 3, 1), "month"),
        ("1984-03-05 00:00:00", date(1984, 3, 5), "day"),
        ("2023年", date(2023, 1, 1), "year"),
        ("二〇一一年一月十三日", date(2011, 1, 13), "day"),
        ("二○二三年十二月三十一日", date(2023, 12, 31), "day"),
        ("二零二三年十月廿一日", date(2023, 10, 21), "day"),
        ("一九八四年三月", date(1984, 3, 1), "month"),
    ],
)
def test_dates_are_read_as_people_write_them(text, day, precision):
    assert read_date(text) == (day, precision)
    assert parse_date(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "昨天",
        "2023年13月1日",
        "2023-02-29",
        "20230230",
        "二〇一一年十三月一日",
        "12",
        "2023年0月1日",
        "45219",
    ],
)
def test_what_is_no_date_is_none(text):
    assert parse_date(text) is None


def test_a_spreadsheets_day_number_is_read_only_when_asked_for():
    assert parse_date("45219") is None
    assert parse_date("45219", serial=True) == date(2023, 10, 20)
    assert parse_date("198403", serial=True) == date(1984, 3, 1)
    assert excel_date(60) is None


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_a_date_written_in_chinese_reads_back(day):
    assert parse_date(chinese_date(day)) == day
    assert parse_date(day.isoformat()) == day


@given(st.text())
def test_reading_never_fails(text):
    parse_date(text, serial=True)


def test_the_named_day_is_open_to_its_end():
    closes = closing_instant(date(2023, 10, 20), BEIJING)

    assert closes.isoformat() == "2023-10-21T00:00:00+08:00"
    assert closing_instant(date(2023, 10, 20), BEIJING, includes_day=False) == closes - timedelta(days=1)


@pytest.mark.parametrize(
    ("reference", "years", "limit"),
    [
        (2023, 45, date(1978, 1, 1)),
        (2020, 45, date(1975, 1, 1)),
        (2021, 40, date(1981, 1, 1)),
        (date(2019, 6, 30), 40, date(1979, 6, 30)),
        (date(2019, 6, 30), 45, date(1974, 6, 30)),
        (date(2024, 2, 29), 45, date(1979, 2, 28)),
    ],
)
def test_the_bracket_of_an_age_limit_is_year_minus_n(reference, years, limit):
    assert born_on_or_after(reference, years).day == limit


def test_taken_literally_not_over_45_lets_in_almost_a_year_more():
    assert born_on_or_after(2023, 45).literal == date(1977, 1, 2)
    assert born_on_or_after(2021, 40, under=True).literal == date(1981, 1, 2)


def test_document_numbers_are_written_with_six_cornered_brackets():
    assert str(DocumentNumber("京妇发", 2021, 9)) == "京妇发〔2021〕9号"


@pytest.mark.parametrize(
    "text", ["京妇发〔2021〕9号", "京妇发[2021]9号", "京妇发【2021】第09号", "京妇发（2021） 9 号"]
)
def test_document_numbers_are_read_as_typed(text):
    assert read_document_number(text) == DocumentNumber("京妇发", 2021, 9)


def test_other_text_is_no_document_number():
    assert read_document_number("2021年9号") is None
