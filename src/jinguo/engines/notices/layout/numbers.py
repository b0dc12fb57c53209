"""Numbers and dates as official documents write them: 15万, 百万, 五分之一, 二〇一一年一月十三日, 6月24日下午5：00.

>>> quantity("15万"), quantity("三百"), quantity("两"), quantity("五分之一")
(150000, 300, 2, 0.2)
>>> read_day("二〇一一年一月十三日")
'2011-01-13'
"""

from __future__ import annotations

import re
from datetime import date

CN_DIGITS = "〇零一二三四五六七八九十百千两"
NUMBER = rf"(?:\d[\d，,]*(?:\.\d+)?[万亿千百]?|[{CN_DIGITS}半万亿]+)"
_VALUES = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "O": 0, "o": 0}
_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10000, "亿": 100000000}
_Y = r"(?:(?:19|20)\d\d|[一二][〇零O0一二三四五六七八九]{3})"
_MD = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
DAY = re.compile(
    rf"(?:(?P<y>{_Y})年|(?P<rel>本年|今年|明年|次年|当年|同年))?(?P<m>{_MD})月(?P<d>{_MD})(?:日|号|(?=之?前|以前)|(?=[-~—至]\d{{1,2}}[日号]))|(?P<y2>(?:19|20)\d\d)[./-](?P<m2>\d{{1,2}})[./-](?P<d2>[0-3]\d|\d(?!\d))"
)
MONTH_ONLY = re.compile(rf"({_Y})年({_MD})月")
MONTH = re.compile(rf"(?:(?P<y>{_Y})年)?(?P<m>{_MD})月(?:底|末|份|(?P<ten>上旬|中旬|下旬))?(?!{_MD}日)")
DATE_ONLY = re.compile(rf"（?{_Y}年{_MD}月{_MD}日?）?|(?:19|20)\d\d[./-]\d{{1,2}}[./-]\d{{1,2}}")
CLOCK = re.compile(
    r"(?P<half>上午|下午|中午|晚上?|晚间)?(?P<h>\d{1,2})(?:[：:](?P<mi>\d\d)|[时点](?:(?P<mi2>\d{1,2})分|(?P<mid>半))?)"
)


def quantity(text: str) -> float | int | None:
    """The value of a number in digits or characters, or None."""
    share = re.fullmatch(rf"([{CN_DIGITS}]+)分之([{CN_DIGITS}]+)", text)
    if share:
        whole, part = chinese(share[1]), chinese(share[2])
        return None if not whole or part is None else part / whole
    if text == "半":
        return 0.5
    match = re.fullmatch(r"(\d[\d，,]*(?:\.\d+)?)([万亿千百]*)", text)
    if match:
        value = float(match[1].replace("，", "").replace(",", "").strip("."))
        for unit in match[2]:
            value *= _UNITS[unit]
        return int(value) if value == int(value) else value
    return chinese(text)


def chinese(text: str) -> int | None:
    """A whole number in Chinese characters: 二十三, 三百, 百万, 二〇一一."""
    if not text:
        return None
    if all(c in _VALUES for c in text):
        return int("".join(str(_VALUES[c]) for c in text)) if len(text) < 12 else None
    total = section = digit = 0
    for c in text:
        if c in _VALUES:
            digit = _VALUES[c]
        elif c in "十百千":
            section += (digit or 1) * _UNITS[c]
            digit = 0
        elif c in "万亿":
            total = (total + (section + digit or 1)) * _UNITS[c]
            section = digit = 0
        else:
            return None
    return total + section + digit


def read_day(text: str) -> str | None:
    """A whole date as ISO, or None where it is none; 日 may be left out at the end."""
    match = DAY.search(text) or DAY.search(text.rstrip("）") + "日")
    return day_of(match, None) if match else None


def read_month(text: str) -> str | None:
    """A year and a month as ISO, or None where the text is none.

    >>> read_month("二〇二四年三月")
    '2024-03'
    """
    match = MONTH_ONLY.fullmatch(text)
    year, month = (_number(match[1]), _number(match[2])) if match else (None, None)
    return f"{year}-{month:02d}" if year and month and month <= 12 else None


def day_of(match: re.Match[str], year: int | None) -> str | None:
    """The ISO date of a match of DAY; the year where the text gives none."""
    y = match["y"] or match["y2"]
    m, d = match["m"] or match["m2"], match["d"] or match["d2"]
    when = _number(y) if y else year
    if when is not None and match["rel"] in ("明年", "次年"):
        when += 1
    month, day = _number(m), _number(d)
    if when is None or month is None or day is None:
        return None
    try:
        return date(when, month, day).isoformat()
    except ValueError:
        return None


def _number(text: str | None) -> int | None:
    if not text:
        return None
    return (
        int(text)
        if text.isdigit() and text.isascii()
        else chinese(text.replace("O", "〇").replace("0", "〇"))
    )


def clock_of(match: re.Match[str]) -> str | None:
    """HH:MM of a match of CLOCK."""
    hour = int(match["h"])
    minute = int(match["mi"] or match["mi2"] or (30 if match["mid"] else 0))
    if match["half"] in ("下午", "晚", "晚上", "晚间") and hour < 12:
        hour += 12
    return f"{hour:02d}:{minute:02d}" if hour <= 24 and minute < 60 else None
