"""Dates as official documents write them, closing instants, proposals for birth-date limits, document
numbers.

Sources: GB/T 9704-2012 §7.3.5 (dates in Arabic figures, no leading zeros) and §7.2.5 (发文字号), Civil Code
art. 201–204 and 1259.

>>> parse_date("二〇一一年一月十三日"), parse_date("1984.03"), parse_date("2023年10月20日")
(datetime.date(2011, 1, 13), datetime.date(1984, 3, 1), datetime.date(2023, 10, 20))
>>> chinese_date(date(2023, 10, 2))
'2023年10月2日'
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Literal

__all__ = [
    "BornLimit",
    "DocumentNumber",
    "born_on_or_after",
    "chinese_date",
    "closing_instant",
    "excel_date",
    "parse_date",
    "read_date",
    "read_document_number",
]

Precision = Literal["day", "month", "year"]

_FIGURES = {
    character: value
    for value, characters in enumerate(
        ("〇零○Ｏ", "一壹", "二贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
    )
    for character in characters
}
_CHINESE = "".join(_FIGURES) + "十拾廿卅元"
_PATTERNS = (
    re.compile(r"(?P<y>\d{4})\s*年\s*(?:(?P<m>\d{1,2})\s*月(?:份)?\s*(?:(?P<d>\d{1,2})\s*[日号]?)?)?"),
    re.compile(r"(?P<y>\d{4})\s*(?P<s>[-/.])\s*(?P<m>\d{1,2})(?:\s*(?P=s)\s*(?P<d>\d{1,2}))?\.?"),
    re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})"),
    re.compile(r"(?P<y>(?:19|20)\d{2})(?P<m>0[1-9]|1[0-2])"),
    re.compile(r"(?P<y>(?:18|19|20)\d{2})"),
)
_TIME_AFTER = re.compile(r"(?<=\d)[T\s]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*$")
_CHINESE_DATE = re.compile(
    rf"(?P<y>[{_CHINESE}]{{4}})年(?:(?P<m>[{_CHINESE}]{{1,3}})月(?:份)?(?:(?P<d>[{_CHINESE}]{{1,3}})[日号]?)?)?"
)
_EXCEL_EPOCH = date(1899, 12, 30)
_EXCEL_FIRST, _EXCEL_LAST = (
    61,
    109574,
)  # 1 March 1900 (days before it are numbered wrongly by spreadsheets) to the end of 2199


def chinese_date(day: date) -> str:
    """2023年10月20日, without leading zeros."""
    return f"{day.year}年{day.month}月{day.day}日"


def parse_date(text: str, *, serial: bool = False) -> date | None:
    """The date that a text is, wholly; None where it is not one. A month stands for its first day, a year
    for 1 January.

    Read are 2023年10月20日, 2023-10-20, 2023/10/20, 2023.10.20, 20231020, 1984.03, 1984年3月, 198403, 1984,
    二〇一一年一月十三日, full-width forms of these, and a time of day behind them. ``serial``: also a
    spreadsheet's day number.
    """
    found = read_date(text, serial=serial)
    return found[0] if found else None


def read_date(text: str, *, serial: bool = False) -> tuple[date, Precision] | None:
    """Like :func:`parse_date`, with how exact the text was: ``day``, ``month`` or ``year``."""
    plain = _TIME_AFTER.sub("", unicodedata.normalize("NFKC", text.replace("○", "〇")).strip())
    plain = re.sub(r"(?<=[年月日])\s+|\s+(?=[年月日])", "", plain)
    if serial and re.fullmatch(r"\d{2,6}(?:\.\d+)?", plain):
        day = excel_date(float(plain))
        if day is not None and not re.fullmatch(r"(?:19|20)\d{2}(?:0[1-9]|1[0-2]|\.\d{1,2})?", plain):
            return day, "day"
    for pattern in _PATTERNS:
        match = pattern.fullmatch(plain)
        if match:
            parts = match.groupdict()
            return _made(int(parts["y"]), _number(parts.get("m")), _number(parts.get("d")))
    match = _CHINESE_DATE.fullmatch(plain)
    if match:
        year = "".join(str(_FIGURES.get(character, "x")) for character in match["y"])
        return (
            _made(int(year), _chinese_number(match["m"]), _chinese_number(match["d"]))
            if year.isdigit()
            else None
        )
    return None


def excel_date(serial: float) -> date | None:
    """The day of a spreadsheet's day number in the 1900 system (45219 → 2023-10-20); None outside
    1900-03-01 to 2199.

    >>> excel_date(45219)
    datetime.date(2023, 10, 20)
    """
    return _EXCEL_EPOCH + timedelta(days=int(serial)) if _EXCEL_FIRST <= serial <= _EXCEL_LAST + 1 else None


def closing_instant(day: date, tz: tzinfo, includes_day: bool = True) -> datetime:
    """The instant at which "…前" or "截至…" closes: 24:00 of the named day in ``tz``, as 00:00 of the next
    day.

    Practice accepts the named day in "10月20日前"; no law defines it, so the officer may choose
    ``includes_day=False`` (00:00 of the day itself). What is handed in strictly before the instant is in
    time.

    >>> from zoneinfo import ZoneInfo
    >>> closing_instant(date(2023, 10, 20), ZoneInfo("Asia/Shanghai")).isoformat()
    '2023-10-21T00:00:00+08:00'
    """
    return datetime.combine(day + timedelta(days=1) if includes_day else day, time.min, tzinfo=tz)


@dataclass(frozen=True, slots=True)
class BornLimit:
    """A proposal for an age limit as a birth date, and what else the wording could mean."""

    day: date
    """Born on this day or later fulfils the limit, as notices write it in brackets: the reference day's
    year minus N."""
    literal: date
    """The same for the wording taken literally on the reference day; up to a year earlier for 不超过
    (不超过45周岁: not yet 46)."""


def born_on_or_after(reference: int | date, years: int, *, under: bool = False) -> BornLimit:
    """The birth-date limit for "不超过 N 周岁" (or, with ``under``, "未满 N 周岁") as a proposal that an
    officer confirms.

    ``reference`` is the year of the call (its 1 January) or the day that the notice names. Real notices
    write year − N for both wordings: "不超过45周岁" in 2023 is "1978年1月1日及以后出生". "(含)" shows that
    a person counts as reaching N 周岁 on the day after the birthday.

    >>> born_on_or_after(2023, 45).day, born_on_or_after(date(2019, 6, 30), 40).day
    (datetime.date(1978, 1, 1), datetime.date(1979, 6, 30))
    >>> born_on_or_after(2023, 45).literal
    datetime.date(1977, 1, 2)
    """
    on = date(reference, 1, 1) if isinstance(reference, int) else reference
    limit = _years_before(on, years)
    return BornLimit(
        limit, limit + timedelta(days=1) if under else _years_before(on, years + 1) + timedelta(days=1)
    )


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """发文字号: the office's short name, year, running number. ``str()`` writes it: 京妇发〔2021〕9号."""

    office: str
    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.office}〔{self.year}〕{self.number}号"


_DOCUMENT_NUMBER = re.compile(
    r"(?P<o>[\u3400-\u9fff\U00020000-\U0003ffffA-Za-z]+?)\s*[〔\[［【(（〈﹝]\s*(?P<y>\d{4})\s*[〕\]］】)）〉﹞]\s*第?\s*0*(?P<n>\d+)\s*号"
)


def read_document_number(text: str) -> DocumentNumber | None:
    """A document number, also with wrong brackets, 第 or leading zeros as they are often typed; None where
    it is not one.

    >>> str(read_document_number("京妇发[2021]第09号"))
    '京妇发〔2021〕9号'
    """
    match = _DOCUMENT_NUMBER.fullmatch(unicodedata.normalize("NFKC", text).strip())
    return DocumentNumber(match["o"], int(match["y"]), int(match["n"])) if match else None


def _years_before(day: date, years: int) -> date:
    """The same day ``years`` earlier; 29 February becomes 28 February in a common year (Civil Code art.

    202).
    """
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def _made(year: int, month: int | None, day: int | None) -> tuple[date, Precision] | None:
    precision: Precision = "day" if day is not None else "month" if month is not None else "year"
    try:
        return date(year, 1 if month is None else month, 1 if day is None else day), precision
    except ValueError:
        return None


def _number(text: str | None) -> int | None:
    return int(text) if text else None


def _chinese_number(text: str | None) -> int | None:
    """One to thirty-nine as months and days are written: 三, 十, 十三, 二十一, 廿一; also figure by figure.

    0 for nonsense.
    """
    if not text:
        return None
    text = text.replace("拾", "十").replace("廿", "二十").replace("卅", "三十")
    if "元" in text:
        return 1 if text == "元" else 0
    if "十" not in text:
        return int("".join(str(_FIGURES[character]) for character in text))
    tens, _, ones = text.partition("十")
    if len(tens) > 1 or len(ones) > 1 or "十" in ones:
        return 0
    return (_FIGURES[tens] if tens else 1) * 10 + (_FIGURES[ones] if ones else 0)
