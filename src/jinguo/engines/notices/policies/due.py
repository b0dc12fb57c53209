"""By when a policy has its units hand in plans and reports: a month or a year alone, or every month and every year.

>>> [d.data["date"] for d in duties_due(Flow.of("各单位于2024年2月底前制定实施细则，每月5日前报送进展。", 0))]
['2024-02-29', None]
"""

from __future__ import annotations

import re
from calendar import monthrange

from ..layout.text import Flow, Found

_BY = re.compile(r"((?:19|20)\d\d)年(?:(\d{1,2})月)?(?:底|末)?(?:之?前|以前)")
_HANDED = re.compile(r"制[定订]|报送|上报|报至|出台|印发|提交|备案|编制|拟[定订]|报[市省县区]|报告")
"""What makes a month or a year a deadline and no aim."""
_EVERY = re.compile(
    r"""
      每(?P<unit>月|季度|季|半年|年)(?:度)?[^，。；]{0,6}?(?P<day>\d{1,2})(?:日|号)(?:之?前)[^，。；]{0,40}(?:报送|上报|报[至市省县区]|提交|反馈)
    | 每(?P<unit2>月|季度|半年|年)(?:度)?(?:至少)?(?:要|应|须)?向[^，。；]{2,24}(?:报告|报送|汇报|述职)
    """,
    re.VERBOSE,
)
_NAMES = {"月": "monthly", "季": "quarterly", "季度": "quarterly", "半年": "half-yearly", "年": "yearly"}


def duties_due(flow: Flow) -> list[Found]:
    """The deadlines of a paragraph of a policy that name no day of the calendar."""
    found = []
    for match in _BY.finditer(flow.s):
        left, right = _clause(flow.s, match.start(), match.end())
        if _HANDED.search(flow.s[match.end() : right]):
            found.append(_due(flow, left, right, _last_day(match[1], match[2])))
    for match in _EVERY.finditer(flow.s):
        left, right = _clause(flow.s, match.start(), match.end())
        often = _NAMES[match["unit"] or match["unit2"]] + (
            f", day {int(match['day'])}" if match["day"] else ""
        )
        found.append(_due(flow, left, right, None, often))
    return found


def _clause(s: str, start: int, end: int) -> tuple[int, int]:
    left = max(s.rfind(c, 0, start) for c in "，。；：\n") + 1
    return left, min([p for p in (s.find(c, end) for c in "，。；\n") if p >= 0], default=len(s))


def _last_day(year: str, month: str | None) -> str:
    """The last day of a month or of a year."""
    number = int(month) if month and 1 <= int(month) <= 12 else 12
    return f"{year}-{number:02d}-{monthrange(int(year), number)[1]:02d}"


def _due(flow: Flow, left: int, right: int, day: str | None, often: str | None = None) -> Found:
    data = {
        "date": day,
        "time": None,
        "comparator": "by",
        "who": None,
        "action": None,
        "text": flow.raw[left:right],
    }
    return Found(data | ({"recurring": often} if often else {}), flow.span(left, right), 0.7)
