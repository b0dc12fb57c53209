"""What the grammars of aims share: numbers as they stand in a sentence, the clause around a place, years to reach something by, how often."""

from __future__ import annotations

import re

from .numbers import CN_DIGITS, quantity

DIGITS = rf"(?:\d+(?:\.\d+)?%?(?:至|到|-|~|—)+\d+(?:\.\d+)?|[{CN_DIGITS}]{{1,3}}(?:至|到)[{CN_DIGITS}]{{1,3}}|\d[\d，]*(?:\.\d+)?[万亿千百]*|[{CN_DIGITS}]+万?|(?<=[近上超逾])万)"
"""A number or a pair of numbers (5—10, 三到五)."""
BY = re.compile(r"(?:到|至|截至|截止|力争|争取|在)?((?:19|20)\d\d)年(?:底|末)?(?:前|之前)?")
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
    if re.search(r"每半年", text):
        return "half-year"
    if re.search(r"每年|年均|全年|每学年|一年(?=不少于|至少)|年度", text):
        return "year"
    if re.search(r"每季度|每季", text):
        return "quarter"
    if re.search(r"每月", text):
        return "month"
    span = re.search(r"(\d{1,2}|[一二三四五六七八九十两])年(?:内|间|时间|左右|中|周期|一周期)", text)
    value = quantity(span[1]) if span else None
    return f"{value} years" if value else None
