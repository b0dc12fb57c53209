"""Spans of time, and the sums and shares that are neither an aim nor a quota.

>>> [(p.data["start"], p.data["end"]) for p in periods_in(Flow.of("宣传发动阶段（2024年3月1日—3月31日）", 0), None, None)]
[('2024-03-01', '2024-03-31')]
>>> [(a.data["quantity"], a.data["unit"], a.data["comparator"]) for a in amounts_in(Flow.of("给予最高20万元资助", 0), None)]
[(200000, '元', 'at_most')]
"""

from __future__ import annotations

import calendar
import re
from itertools import pairwise

from ..layout.numbers import DAY, day_of, quantity
from ..layout.text import Flow, Found

_YEARS = re.compile(r"((?:19|20)\d\d)年?(?:-|—|~|至|到)((?:19|20)\d\d)年(?!\d|\d?\d月)")
_MONTHS = re.compile(
    r"(?:((?:19|20)\d\d)年)?(\d{1,2})月(?:份|上旬|中旬|下旬|初)?(?:-|—|~|至|到)(?:((?:19|20)\d\d)年)?(\d{1,2})月(?:份|底|上旬|中旬|下旬)?(?!\d)"
)
_LASTS = re.compile(
    r"[^，。；]{0,14}(?:有效期|实施期|实施时间|培养周期|建设周期|培养期|管理期|任期|聘期|周期)[^，。；]{0,8}?(?:\d{1,2}|[一二两三四五六])(?:年|个月)"
)
_TO = re.compile(r"(?:\d{1,2}[时点:：]\d{0,2})?(?:（[^）]{1,6}）)?(?:-|—|~|至|到)+$")
_MONEY = re.compile(
    r"(?P<before>最高(?:不超过)?|不超过|不高于|不低于|不少于|至少|约)?(?P<n>\d[\d，]*(?:\.\d+)?[万亿千百]?)(?P<u>元|美元)(?P<after>以上|以内|以下|左右)?"
)
_SHARE = re.compile(
    r"(?P<before>最高(?:不超过)?|不超过|不高于|不低于|不少于|至少|达到|约)?(?P<n>\d+(?:\.\d+)?)(?P<u>%|个百分点)(?P<after>以上|以内|以下|左右)?"
)


def periods_in(flow: Flow, measure: str | None, year: int | None) -> list[Found]:
    """The spans of time of a paragraph; ``measure``: the number or the stage that they belong to."""
    found: list[Found] = []
    days = list(DAY.finditer(flow.s))
    for first, second in pairwise(days):
        between = flow.s[first.end() : second.start()]
        if _TO.fullmatch(between):
            opens = day_of(first, year)
            closes = day_of(second, int(opens[:4]) if opens else year)
            found.append(_span(flow, first.start(), second.end(), opens, closes, measure))
    for match in _MONTHS.finditer(flow.s):
        begin = int(match[1]) if match[1] else year
        end = int(match[3]) if match[3] else begin
        if begin and end and 1 <= int(match[2]) <= 12 and 1 <= int(match[4]) <= 12:
            last = calendar.monthrange(end, int(match[4]))[1]
            opens, closes = f"{begin}-{int(match[2]):02d}-01", f"{end}-{int(match[4]):02d}-{last:02d}"
            found.append(_span(flow, *match.span(), opens, closes, measure))
    for match in _YEARS.finditer(flow.s):
        if flow.s[match.start() - 1 : match.start()] not in ("《", "（", "("):
            found.append(_span(flow, *match.span(), f"{match[1]}-01-01", f"{match[2]}-12-31", measure))
    found += [_span(flow, *match.span(), None, None, measure) for match in _LASTS.finditer(flow.s)]
    return sorted(found, key=lambda one: one.span)


def _span(
    flow: Flow, start: int, end: int, opens: str | None, closes: str | None, measure: str | None
) -> Found:
    right = min((p for c in "，。；）\n" if (p := flow.s.find(c, end)) >= 0), default=len(flow))
    left = max(flow.s.rfind(c, 0, start) for c in "，。；（：\n") + 1
    data = {"measure": measure, "start": opens, "end": closes, "text": flow.raw[left:right]}
    return Found(data, flow.span(left, right), 0.8 if opens and closes else 0.6)


def amounts_in(flow: Flow, measure: str | None) -> list[Found]:
    """Sums of money and shares of a paragraph, with the clause that they stand in."""
    found = []
    for pattern in (_MONEY, _SHARE):
        for match in pattern.finditer(flow.s):
            value = quantity(match["n"])
            if value is None:
                continue
            words = (match["before"] or "") + (match["after"] or "")
            comparator = (
                "at_most"
                if re.search(r"最高|不超过|不高于|以内|以下", words)
                else "at_least"
                if re.search(r"不低于|不少于|至少|以上|达到", words)
                else "~"
                if re.search(r"约|左右", words)
                else "="
            )
            left = max(flow.s.rfind(c, 0, match.start()) for c in "，。；：\n") + 1
            right = min((p for c in "，。；\n" if (p := flow.s.find(c, match.end())) >= 0), default=len(flow))
            data = {"measure": measure, "quantity": value, "unit": match["u"], "comparator": comparator, "text": flow.raw[left:right]}  # fmt: skip
            found.append(Found(data, flow.span(left, right), 0.7))
    return sorted(found, key=lambda one: one.span)
