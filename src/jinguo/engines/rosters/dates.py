"""Birth dates as lists have them: 1984.03, 1984年3月, 30742, 19840312, 二〇〇一年, cells that are dates.

What can be read in two ways is not guessed: 84.3 has no century, and the number 1984.1 may have been 1984.10 before a table
program took the nought away.

>>> read_birth("１９８４年３月"), read_birth("30742"), read_birth("84.3").code
(Birth(iso='1984-03', code=''), Birth(iso='1984-03-01', code=''), 'roster_date_no_century')
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta
from typing import NamedTuple

from jinguo.standards.dates import read_date

__all__ = ["Birth", "read_birth"]

_EARLIEST = 1900
_BETWEEN_EPOCHS = 1462
_BEHIND = re.compile(r"(?:出生|生人|生|月份)$|[((].*?[岁周年].*?[))]$|\s+\d+\s*岁$")
_SHORT = re.compile(r"'?\d{1,2}\s*(?:[./\-年、]\s*\d{1,2}\s*月?(?:[./\-、]?\s*\d{1,2}\s*[日号]?)?|年)")
_SERIAL = re.compile(r"\d{4,5}(?:\.\d+)?")
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[Ee]\+?\d+")
_FOUR = re.compile(r"(?:1[5-9]|2[0-9])\d{2}")


class Birth(NamedTuple):
    """A birth date as ISO text, as exact as it was written; or, with a code, why there is none. ``roster_date_month_lost``
    comes with the year."""

    iso: str
    code: str = ""


def read_birth(cell: object, *, on: date | None = None, date1904: bool = False) -> Birth:
    """Read a cell of a birth column. ``on``: the day of reading; nobody is born after it."""
    found = _read(cell, date1904)
    if found.code or not found.iso:
        return found
    year = int(found.iso[:4])
    if year < _EARLIEST or (on is not None and found.iso > on.isoformat()[: len(found.iso)]):
        return Birth("", "roster_date_out_of_range")
    return found


def _read(cell: object, date1904: bool) -> Birth:
    if isinstance(cell, datetime | date):
        return Birth(f"{cell.year:04d}-{cell.month:02d}-{cell.day:02d}")
    if isinstance(cell, bool | timedelta):
        return Birth("", "roster_date_unreadable")
    if isinstance(cell, int | float):
        return _of_number(float(cell), date1904)
    text = unicodedata.normalize("NFKC", str(cell)).strip()
    text = (
        _BEHIND.sub("", text)
        .strip()
        .replace("。", ".")
        .replace("、", ".")
        .replace(",", ".")
        .replace("至今", "")
    )
    if not text:
        return Birth("")
    if _SHORT.fullmatch(text):
        return Birth("", "roster_date_no_century")
    if _SERIAL.fullmatch(text) and not _FOUR.match(text):
        return _of_number(float(text), date1904)
    if _SERIAL.fullmatch(text) and re.fullmatch(r"\d{5}", text):
        return _of_number(float(text), date1904)
    return _of_text(text)


def _of_text(text: str) -> Birth:
    old = re.fullmatch(r"(\d{4})(?:\D.*)?", text)
    found = read_date(re.sub(r"\.+$", "", text))
    if found is None:
        if old and not _EARLIEST <= int(old[1]) <= 2100:
            return Birth("", "roster_date_out_of_range")
        return Birth("", "roster_date_unreadable")
    day, exact = found
    return Birth(day.isoformat()[: {"day": 10, "month": 7, "year": 4}[exact]])


def _of_number(number: float, date1904: bool) -> Birth:
    """A number in a birth column: a year, year.month, yyyymm, yyyymmdd, or the day number of a table program."""
    whole = int(number)
    text = str(whole) if number == whole else repr(number)
    if number == whole and len(text) in (6, 8):
        return _of_text(text)
    if number == whole and _FOUR.fullmatch(text):
        return Birth(text)
    if number != whole and _FOUR.fullmatch(str(whole)):
        month = text.split(".")[1]
        if month == "1":
            return Birth(str(whole), "roster_date_month_lost")
        if len(month) <= 2:
            return _of_text(f"{whole}.{month}")
        if len(month) <= 4:
            return _of_text(f"{whole}{month[:2]}{month[2:].ljust(2, '0')}")
        return Birth("", "roster_date_unreadable")
    if number < 100:
        return Birth("", "roster_date_no_century")
    serial = number + (_BETWEEN_EPOCHS if date1904 else 0)
    if 61 <= serial < 109575:
        return Birth((date(1899, 12, 30) + timedelta(days=int(serial))).isoformat())
    return Birth("", "roster_date_unreadable")
