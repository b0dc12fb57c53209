"""What the grammars of aims share: numbers as they stand in a sentence, the clause around a place, years to reach something by, how often."""

from __future__ import annotations

import re

from .numbers import CN_DIGITS, quantity

DIGITS = rf"(?:\d+(?:\.\d+)?%?(?:至|到|-|~|—)+\d+(?:\.\d+)?|[{CN_DIGITS}]{{1,3}}(?:至|到)[{CN_DIGITS}]{{1,3}}|\d[\d，]*(?:\.\d+)?[万亿千百]*|[{CN_DIGITS}]+万?|(?<=[近上超逾])万)"
"""A number or a pair of numbers (5—10, 三到五)."""
BY = re.compile(r"(?:到|至|截至|截止|力争|争取|在)?((?:19|20)\d\d)年(?:底|末)?(?:前|之前)?")
_PLANS = {
    "十一五": "2010",
    "十二五": "2015",
    "十三五": "2020",
    "十四五": "2025",
    "十五五": "2030",
    "十六五": "2035",
}
EACH = re.compile(
    r"每年|每半年|每季度?|每月|每周|每学期|每学年|年均|全年|每(?:\d|[二两三四五])年|每(?:\d{1,2}|[二两三四六])个月"
)
"""How often something is done."""


def years_in(text: str) -> list[tuple[int, str]]:
    """The years that a sentence names, and the last years of the five-year plans, each with the place behind it."""
    found = [(m.end(), m[1]) for m in BY.finditer(text) if text[m.start(1) - 1 : m.start(1)] not in _BASE]
    found += [(m.end(), _PLANS[m[1]]) for m in _PLAN.finditer(text)]
    return sorted(found)


_BASE = ("比", "较", "与")
"""Before a year: what it is compared with."""
_PLAN = re.compile(rf"“?({'|'.join(_PLANS)})”?(?:时期|期间|期末|末)")
MONEY = re.compile(r"补贴|补助|奖励|贷款|资助|给予|最高|奖金|津贴|经费|费用|工资|标准|罚|按")


def clause(sentence: str, at: int, end: int) -> tuple[int, int]:
    """The clause around a place: from the comma before to the comma after."""
    left = max(sentence.rfind(c, 0, at) for c in "，；：。\n") + 1
    rights = [p for p in (sentence.find(c, end) for c in "，；。\n") if p >= 0]
    return left, min(rights, default=len(sentence))


def period_of(text: str) -> str | None:
    """How often, or within how many years, a clause says that something is done."""
    each = re.search(r"每(\d|[二两三四五])年", text)
    if each:
        return f"{quantity(each[1])} years"
    months = re.search(r"每(\d{1,2}|[二两三四六])个月", text)
    if months:
        return f"{quantity(months[1])} months"
    if re.search(r"每半年", text):
        return "half-year"
    if re.search(r"每年|年均|全年|每学年|一年(?=不少于|至少)|年度", text):
        return "year"
    if re.search(r"每季度|每季", text):
        return "quarter"
    if re.search(r"每月", text):
        return "month"
    if re.search(r"每周", text):
        return "week"
    span = re.search(r"(\d{1,2}|[一二三四五六七八九十两])年(?:内|间|时间|左右|中|周期|一周期)", text)
    value = quantity(span[1]) if span else None
    return f"{value} years" if value else None
