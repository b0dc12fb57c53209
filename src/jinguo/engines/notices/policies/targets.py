"""Targets: how much of what by when. 每年不少于1000项学术交流活动, 到2025年覆盖率达到80%以上, 提高女性入选比例.

A quantity is a target where a comparator or a verb of doing leads it. Sums of money granted, ages, spans of time and the
conditions of a benefit (…的，可…) are none. Under a heading of aims every number that counts something is one. What `directions`
reads (a direction without a number, a share in words) is a target too.

>>> [found] = targets_in(Flow.of("市科协每年举办各种学术交流活动不少于 1000 项，鼓励开展活动。", 0))
>>> found.data["quantity"], found.data["unit"], found.data["comparator"], found.data["period"]
(1000, '项', 'at_least', 'year')
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ..layout.clauses import DIGITS, clause, period_of, years_in
from ..layout.text import Flow, Found, alternatives
from .counting import LEAST, MOST, counts, value_of
from .directions import directions_in

_TO = (
    r"达到|达|(?:提高|提升|增加|扩大|扩展|增长|上升|发展|壮大|拓展|下降|降低|压缩|减少|缩短)(?:到|至|为)|增至|降到|降至|升至|"
    r"增加|提高|提升|增长|新增|累计|力争|保持在|稳定在|维持在|降低|下降|减少|压减"
)
_COMPARE = re.compile(
    rf"(?P<before>{LEAST}|{MOST}|超过|突破|{_TO}|约|近)?(?P<mid>每年|全年)?(?P<n>{DIGITS})(?P<more>多|余)?"
    rf"(?P<unit>{alternatives('counter')})(?P<more_after>多)?(?P<after>以上|及以上|左右|以内|以下|之内)?"
)


def targets_in(flow: Flow, aims: bool = False) -> list[Found]:
    """The targets in the body of a measure, in order; ``aims`` where its heading says that it holds nothing else."""
    found: list[Found] = []
    year: str | None = None
    for start, end in flow.sentences():
        sentence = flow.s[start:end]
        here = [
            *_with_numbers(flow, start, sentence, aims, year),
            *_together(flow, start, sentence),
            *directions_in(flow, start, sentence),
        ]
        found += here
        years = years_in(sentence)
        year = None if sentence[-1:] != "；" else years[-1][1] if years else year
    return _once(sorted(found, key=lambda f: f.span))


def _once(found: list[Found]) -> list[Found]:
    """Each target once, where two grammars read the same number at the same place."""
    kept: list[Found] = []
    for one in found:
        same = [
            k for k in kept
            if k.data["quantity"] == one.data["quantity"] is not None and k.data["unit"] == one.data["unit"]
            and k.span[0] < one.span[1] and one.span[0] < k.span[1] and (k.confidence > 0.6) != (one.confidence > 0.6)
        ]  # fmt: skip
        if not same:
            kept.append(one)
    return kept


_LISTED = re.compile(r"^[^，。；、]{0,10}(?:、|和|及)(?:[^，。；、\d]{2,16})?$")
"""What stands between two numbers of one list: 工作室30个、示范基地20家."""

_REACHED = re.compile(
    r"""
      以来
    | (?<![在对])(?:目前|现)(?:全[国省市县区]|我[省市县区])?(?:已|有|共)
    | 截[至止](?:目前|(?:19|20)\d\d年[^，。]{0,8})，?[^，。]{0,14}(?:已|共有|现有|拥有|累计)
    | 已(?:经)?(?:建成|达到?|有|完成|实现|培育|覆盖)
    | 近年来 | 据(?:测算|统计) | 累计已
    | 现将 | 责任分解 | 提出如下 | 制定(?:本|以下|如下)
    """,
    re.VERBOSE,
)
"""A sentence that tells what has been reached."""
_COMPARED = re.compile(r"同比|[比较](?:上年|上届|去年)")
_STRIVES = re.compile(r"力争|争取|确保|力促|实现|目标|以上|\d年底?前?[，,]")
_DEMANDED = re.compile(
    r"(?:申报|申请|推荐|认定|参评|创建)(?:单位|人|对象|主体|企业|条件)[^，。；]{0,6}(?:应|须|需|具备|符合)|(?:应当?|须|需)(?:同时)?(?:具备|符合)"
)
"""What somebody must have who applies is no aim."""


def _with_numbers(flow: Flow, start: int, sentence: str, aims: bool, year: str | None) -> Iterator[Found]:
    last, unit = -1, ""
    told = _COMPARED.search(sentence) and not aims and not _STRIVES.search(sentence)
    reached = _REACHED.search(sentence) and not re.search(r"力争|争取|确保", sentence)
    if told or reached or _DEMANDED.search(sentence):
        return
    for match in _COMPARE.finditer(sentence):
        left, right = clause(sentence, match.start(), match.end())
        lead = sentence[left : match.start()]
        between = sentence[last : match.start()] if last >= 0 else ""
        chained = (match.start() - last <= 20 and bool(_LISTED.search(between))) if last >= 0 else False
        chained = chained or (
            not lead and match["unit"] == unit and re.fullmatch(r"[^，。；\d]{2,24}，", between) is not None
        )
        tail = sentence[match.end() : right]
        if not chained and not counts(sentence, match, lead, tail, aims or year is not None):
            continue
        last, unit = match.end(), match["unit"]
        value = value_of(match["n"])
        if value is None or sentence[left:right].endswith("的"):
            continue
        data: dict[str, Any] = {
            "quantity": value,
            "unit": match["unit"],
            "comparator": _comparator(match, lead),
            "period": period_of(sentence[left : match.end()]) or period_of(sentence[: match.end()]),
            "text": _unmarked(flow.raw[start + left : start + right]),
            "object": _counted(_unmarked(lead), tail),
        }
        data |= _when(sentence, match, year)
        sure = 0.9 if match["before"] or match["after"] else 0.7
        yield Found(data, flow.span(start + left, start + right), sure)


_TOGETHER = re.compile(
    rf"分别[^，。；\d]{{0,8}}(?P<ns>\d+(?:\.\d+)?(?:[、和与]\d+(?:\.\d+)?)+)(?P<unit>{alternatives('counter')})"
)
"""Numbers that share the unit of the last: 分别达到10、20和30个."""


def _together(flow: Flow, start: int, sentence: str) -> Iterator[Found]:
    """Each of several numbers that share a unit."""
    for match in _TOGETHER.finditer(sentence):
        left, right = clause(sentence, match.start(), match.end())
        for text in re.split(r"[、和与]", match["ns"]):
            data: dict[str, Any] = {
                "quantity": value_of(text),
                "unit": match["unit"],
                "comparator": "at_least"
                if "不低于" in match.group()
                else "at_most"
                if "不高于" in match.group()
                else "=",
                "period": None,
                "text": _unmarked(flow.raw[start + left : start + right]),
            }
            yield Found(data | _when(sentence, match, None), flow.span(start + left, start + right), 0.6)


def _unmarked(text: str) -> str:
    """A clause without the dash or the number that opens its line."""
    return re.sub(r"^[—*·-]*(?:\d{1,2}[.、．]|[（(]\d{1,2}[）)]|[①-⑳])?", "", text)


def _counted(lead: str, tail: str) -> str | None:
    """What is counted: the noun behind the number, else the words before it, from the number before on."""
    noun = re.match(r"的?([\u4e00-\u9fff“”]{2,16})", tail)
    if noun:
        return noun[1]
    last = re.sub(r"^.*\d[^，。；、]{0,6}[、和]", "", lead)
    last = re.sub(r"(?:由[^，。；]*|原则上|一般|保持|分别|提[升高][到至]|总体)+$", "", last)
    return re.sub(r"^.*(?:(?<=年)(?:底|末|前)|[到至](?=\d)|每年|力争)", "", last).lstrip("—-*·")[-16:] or None


def _when(sentence: str, match: re.Match[str], year: str | None) -> dict[str, Any]:
    """By which year, or from which year on, and whether it is only striven for."""
    told: dict[str, Any] = {}
    by = years_in(sentence[: match.start()])
    if by and re.match(r"(?:开始|起|以来)", sentence[by[-1][0] :]):
        told["start"] = by[-1][1]
    elif by and "每年" not in match.group():
        told["by"] = by[-1][1]
    elif year and not by:
        told["by"] = year
    if re.search(r"力争|争取", sentence[: match.end()]):
        told["aspirational"] = True
    return told


def _comparator(match: re.Match[str], lead: str) -> str:
    if re.search(r"[至到~—-]", match["n"]):
        return "range"
    told = re.search(rf"(?:{LEAST})[^，。；]{{0,12}}$", lead)
    before, after = (
        match["before"]
        or (told.group()[:3] if told and told.group().startswith("不") else "至少" if told else ""),
        match["after"] or "",
    )
    if re.fullmatch(LEAST, before) or after in ("以上", "及以上"):
        return "at_least"
    if re.fullmatch(MOST, before) or after in ("以内", "以下", "之内"):
        return "at_most"
    if before in ("超过", "突破") or match["more"] or match["more_after"]:
        return "more_than"
    return "~" if after == "左右" or before in ("约", "近") else "="
