"""Which day's state a list tells: an edition of 2019 must not speak louder than one of 2023 because it came in later.

Said in its title or its file's name: 截至2026年6月30日, 填表日期：2016年11月30日, 2019年度, （2021）, _2018. Guessed,
shown, corrected by a person.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date

__all__ = ["told_day"]

_DAY = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})(?!\d)")
_STOP = re.compile(r"截[至止]|日期|时间|统计|编制|更新|as of", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)(?!\s*(?:年\s*)?(?:以来|级|届|至|到|[-—~]\s*\d))")


def told_day(texts: Iterable[str], on: date) -> date | None:
    """The day that titles and file name tell, the surest first; None where they tell none, or this year alone.

    >>> told_day(["2019年度科技人才汇总表"], date(2026, 10, 12)), told_day(["统计表（截至2026年6月30日）"], date(2026, 10, 12))
    (datetime.date(2019, 12, 31), datetime.date(2026, 6, 30))
    >>> told_day(["2015年以来获奖人员名单", "2026年名单"], date(2026, 10, 12)) is None
    True
    """
    plain = [unicodedata.normalize("NFKC", text) for text in texts]
    days = [
        (not _STOP.search(text), day)
        for text in plain
        for found in _DAY.finditer(text)
        if (day := _day(found)) and day <= on
    ]
    if days:
        return min(days, key=lambda one: one[0])[1]
    years = [
        int(found[1])
        for text in plain
        for found in _YEAR.finditer(_DAY.sub(" ", text))
        if int(found[1]) <= on.year
    ]
    return date(years[0], 12, 31) if years and years[0] < on.year else None


def _day(found: re.Match[str]) -> date | None:
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
