"""Places that stand in a bracket behind what is counted, and nominees for each place.

>>> [(one.data["object"], one.data["count"]) for one in bracketed(Flow.of("巾帼标兵（10名）；文明岗（5个）", 0))]
[('巾帼标兵', 10), ('文明岗', 5)]
>>> [one.data["count"] for one in ratios(Flow.of("培养对象按1∶1.5的比例推荐。", 0))]
[1.5]
"""

from __future__ import annotations

import re

from ..layout.numbers import quantity
from ..layout.text import Flow, Found

_BRACKETED = re.compile(
    r"(?<![^，。；、：])(?P<name>[“”\u4e00-\u9fff]{2,20}(?:手|兵|者|集体|单位|个人|家庭|岗|奖|户|干部|人才|家|人物|基地|项目|类|组|案例|课题|作品))（(?P<n>\d{1,4})(?P<unit>名|人|个|户|项|件|家|篇|幅)）"
)


def bracketed(flow: Flow) -> list[Found]:
    """Places that stand in a bracket behind what is counted: 巾帼标兵（10名）."""
    found = []
    for match in _BRACKETED.finditer(flow.s):
        if re.search(r"团队|成员|参赛|每", match["name"]):
            continue
        data = {"who": "category", "per": None, "object": match["name"], "count": int(match["n"]), "comparator": "=",
                "unit": match["unit"], "text": flow.raw[match.start() : match.end()]}  # fmt: skip
        found.append(Found(data, flow.span(*match.span()), 0.7))
    return found


_RATIO = re.compile(r"(?:按|按照|以)?(?:差额)?1[：∶](?P<n>\d(?:\.\d+)?)的?(?:差额)?比例")


def ratios(flow: Flow) -> list[Found]:
    """How many may be nominated for each place: 按1∶1.5的比例推荐."""
    found = []
    for match in _RATIO.finditer(flow.s):
        left = max((flow.s.rfind(c, 0, match.start()) for c in "，；。：\n"), default=-1) + 1
        end = min((p for c in "，；。\n" if (p := flow.s.find(c, match.end())) >= 0), default=len(flow))
        if not re.search(r"推荐|推报|名额|申报|候选|人选|对象", flow.s[left:end]):
            continue
        data = {"who": "category", "per": "each place", "object": flow.raw[left : match.start()] or None,
                "count": quantity(match["n"]), "comparator": "=", "unit": "nominees for each place", "text": flow.raw[left:end]}  # fmt: skip
        found.append(Found(data, flow.span(left, end), 0.8))
    return found


_FRACTION = re.compile(
    r"(?P<lead>占|按|为|不超过|不得超过|不低于|不少于|达到)[^，。；、\d]{0,14}?(?:(?P<a>\d)/(?P<b>\d{1,2})|(?P<whole>[二三四五六七八九十])分之(?P<part>[一二三四五六七八九]))"
)


def fractions(flow: Flow) -> list[Found]:
    """Shares as fractions, in percent: 骨干教师占2/3; 按三分之一的比例推荐."""
    found = []
    for match in _FRACTION.finditer(flow.s):
        left = max((flow.s.rfind(c, 0, match.start()) for c in "，；。、\n"), default=-1) + 1
        end = min((p for c in "，；。、\n" if (p := flow.s.find(c, match.end())) >= 0), default=len(flow))
        clause = flow.s[left:end]
        if not _OF_NOMINEES.search(clause):
            continue
        part, whole = quantity(match["a"] or match["part"]), quantity(match["b"] or match["whole"])
        if not part or not whole or part >= whole:
            continue
        comparator = "<=" if "超过" in match["lead"] else ">=" if "不" in match["lead"] else "~"
        data = {"who": "category", "per": None, "object": flow.raw[left : match.start()] or None, "count": round(100 * part / whole, 1),
                "comparator": comparator, "unit": "%", "text": flow.raw[left:end]}  # fmt: skip
        found.append(Found(data, flow.span(left, end), 0.6))
    return found


_OF_NOMINEES = re.compile(r"比例|推荐|名额|申报|候选|人选|获奖|总数|骨干|教师|人员|干部|代表|女性|一线")
