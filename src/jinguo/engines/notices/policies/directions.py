"""Aims that no number with a unit says: directions (提高…比例), yearly doings, halves and fractions, years of life, rates per hundred thousand,
and numbers in words (数以万计的企业, 五年一周期的轮训).

>>> [found] = directions_in(Flow.of("逐步提高女性入选比例。", 0), 0, "逐步提高女性入选比例。")
>>> found.data["comparator"], found.data["unit"]
('increase', '女性入选比例')
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ..layout.clauses import BY, DIGITS, MONEY, clause
from ..layout.numbers import CN_DIGITS, chinese, quantity
from ..layout.text import Flow, Found, alternatives

_DIRECTION = re.compile(
    r"""
    (?:不断|逐步|稳步|进一步|适当|大力|着力|切实|有效|持续)?
    (?P<yearly>逐年)?(?:提升|提高|增加|扩大)
    (?P<what>[^，。；、\n]{0,22}?(?:
        比例 | 占比 | 比重 | 参与[度率] | 覆盖率 | 入选率 | 知晓率 | 普及率 | 参保率 | 入学率 | 就业率 | 巩固率 | 满意[度率]
      | 筛查率 | 达标率 | 贡献率 | 转化率 | 建档率 | 签约率 | 受益面
    ))
    (?![^，。；\n]{0,6}\d)
    """,
    re.VERBOSE,
)
_SPENT = re.compile(r"(?:大幅度?|逐年|逐步)(?:增加|提高)(?P<what>[^，。；、\n]{0,10}投入)(?=[，。；]|$)")
_MOVES = re.compile(
    r"(?P<what>[^，。；、：\n—]{0,24}?(?:率|比例|比重|占比|寿命|数量))(?:和质量)?(?:逐步|不断|进一步|持续|明显|稳步|大幅)?"
    r"(?P<to>提高|提升|增加|延长|上升|扩大|降低|下降|减少|缩小)(?=[，。；、）]|$)"
)
_YEARLY = re.compile(
    r"每年(?:定期|都|至少|要)?(?:组织|举办|开展|召开|评选|发布|开设|安排|进行|推出|编制|表彰)(?P<what>[^，。；\n]{2,40})|制定年度(?P<plan>[^，。；、\n]{1,14}(?:计划|要点|方案|清单))"
)
_HALF = re.compile(r"占(?:(?!超过)[^，。；]){0,16}(?P<over>超过)?一半(?P<least>以上)?")
_PART = re.compile(
    rf"(?<!不)(?P<least2>不低于|不少于|达到|超过)(?P<n2>[{CN_DIGITS}]{{1,2}}分之[{CN_DIGITS}]{{1,3}}|[一二三四五六七八九]成(?:[一二三四五六七八九](?!\w))?)(?P<after2>以上)?|"
    rf"(?:比例|占比|比重|占)(?:(?!不低于|不少于)[^，。；]){{0,10}}(?P<least>不低于|不少于)?(?P<n>[{CN_DIGITS}]{{1,2}}分之[{CN_DIGITS}]{{1,3}})(?P<after>以上)?"
)
_LIFE = re.compile(
    r"寿命[^，。；]{0,8}?(?P<least>达到|提高到|超过)?(?P<n>\d{2}(?:\.\d+)?)周?岁(?P<after>以上|左右)?"
)
_RATE = re.compile(
    r"(?:控制|保持|下降|降低|降|低于)[^，。；]{0,4}?(?P<n>(?<!\d)\d+(?:\.\d+)?)/(?:10万|十万|万|千)(?P<after>以下|以内)?"
)
_TIMES = re.compile(r"翻(?P<n>[一两二三])番")
_ALL = re.compile(
    r"[^，。；、\n]{2,20}全部(?:接入|建成|达标|完成|配备|摘帽|脱贫|开通|实现)[^，。；\n]{0,24}|全部[^，。；、\n]{2,20}?(?:均|都)(?:应|要|须|能|实现|达到)[^，。；\n]{2,24}"
)
_RATIO = re.compile(
    r"(?:收入|性别|人口)?比(?:例|值)?(?:缩小|下降|降低|控制|保持)(?:到|至|在)(?P<n>\d{1,3}(?:\.\d+)?)(?![\d%‰人个名.:：])(?:以内|以下|左右)?"
)
_TENS_OF = re.compile(r"[^，。；\n]{0,6}数以(?P<n>[百千万]|十万|百万)计的(?P<what>[^，。；\n]{2,14})")
_CYCLE = re.compile(r"(?P<n>\d|[二两三四五])年一(?:个)?(?:周期|轮)的?(?P<what>[^，。；\n]{2,12})")
_LASTING = re.compile(
    r"[^，。；\n]{2,16}(?:时间|时长|期限)(?:一般|原则上)?(?:为|不少于|达到)(?P<n>\d{1,3}|[一二三四五六七八九十]{1,2})(?P<u>个月|天|学时|课时|小时)"
)
_MASS = re.compile(
    r"(?:(?P<years>[一二三四五两十\d]{1,2})年)?(?<![百千])(?P<n>百万|千万|十万|万)(?P<what>[\u4e00-\u9fff]{2,14}?)(?:计划|行动|工程)"
)


_ANY = re.compile(
    r"[率占番万亿轮]|比[例重缩下降控保]|参与度|满意|寿命|数量|受益面|投入|每年|年度|分之|[一二三四五六七八九]成|数以|周期|时[间长]|期限|全部|\d/"
)
"""Without one of these a sentence says nothing of what is read here."""


def directions_in(flow: Flow, start: int, sentence: str) -> Iterator[Found]:
    """The aims of one sentence that stands at ``start`` of the flow."""
    if not _ANY.search(sentence):
        return
    data: dict[str, Any]
    for match in (*_DIRECTION.finditer(sentence), *_SPENT.finditer(sentence)):
        _left, _right = clause(sentence, match.start(), match.end())
        data = {"quantity": None, "unit": flow.raw[start + match.start("what") : start + match.end("what")], "comparator": "increase",
                "period": "year" if "逐年" in match.group() else None, "text": flow.raw[start + match.start() : start + match.end()]}  # fmt: skip
        yield Found(data, flow.span(start + match.start(), start + match.end()), 0.8)
    for match in _MOVES.finditer(sentence):
        data = {"quantity": None, "unit": flow.raw[start + match.start("what") : start + match.end("what")],
                "comparator": "decrease" if match["to"][0] in "降下减缩" else "increase", "period": None,
                "text": flow.raw[start + match.start() : start + match.end()]}  # fmt: skip
        yield Found(data, flow.span(start + match.start(), start + match.end()), 0.7)
    for match in _YEARLY.finditer(sentence):
        if re.search(rf"{DIGITS}(?:{alternatives('counter')})", match.group()):
            continue
        what = match["what"] or match["plan"] or ""
        if re.search(r"资金|经费|预算|拨款", what):
            continue
        data = {"quantity": 1, "unit": what[-12:], "comparator": "at_least", "period": "year", "quantity_is_implied": True,
                "text": flow.raw[start + match.start() : start + match.end()]}  # fmt: skip
        yield Found(data, flow.span(start + match.start(), start + match.end()), 0.5)
    for match in _HALF.finditer(sentence):
        left, right = clause(sentence, match.start(), match.end())
        comparator = "more_than" if match["over"] else "at_least" if match["least"] else "="
        data = {
            "quantity": 50,
            "unit": "%",
            "comparator": comparator,
            "period": None,
            "quantity_is_implied": True,
            "text": flow.raw[start + left : start + right],
        }
        yield Found(data, flow.span(start + left, start + right), 0.7)
    yield from _rates(flow, start, sentence)
    yield from _in_words(flow, start, sentence)
    yield from _scales(flow, start, sentence)
    yield from _times(flow, start, sentence)
    for match in _RATIO.finditer(sentence):
        left, right = clause(sentence, match.start(), match.end())
        data = {"quantity": quantity(match["n"]), "unit": "", "comparator": "at_most" if match.group()[-1] in "内下" else "=",
                "period": None, "text": flow.raw[start + left : start + right]}  # fmt: skip
        yield Found(data, flow.span(start + left, start + right), 0.7)
    for match in _ALL.finditer(sentence):
        data = {"quantity": 100, "unit": "%", "comparator": "=", "period": None, "quantity_is_implied": True,
                "text": flow.raw[start + match.start() : start + match.end()]}  # fmt: skip
        yield Found(data, flow.span(start + match.start(), start + match.end()), 0.6)
    for match in _MASS.finditer(sentence):
        years = quantity(match["years"]) if match["years"] else None
        data = {"quantity": chinese(match["n"]), "unit": match["what"], "comparator": "at_least", "quantity_is_implied": True,
                "period": f"{years} years" if years else None, "text": flow.raw[start + match.start() : start + match.end()]}  # fmt: skip
        if data["quantity"] and (years or match["n"] != "万"):
            yield Found(data, flow.span(start + match.start(), start + match.end()), 0.6)


def _share(text: str) -> float | int | None:
    """三分之一, 三成, 三成五 as a part of one."""
    tenths, fold, rest = text.partition("成")
    if not fold:
        return quantity(text)
    return ((chinese(tenths) or 0) * 10 + (chinese(rest) or 0 if rest else 0)) / 100


def _rates(flow: Flow, start: int, sentence: str) -> Iterator[Found]:
    """Shares as fractions, years of life, and rates per hundred thousand."""
    for pattern, unit in ((_PART, "%"), (_LIFE, "岁"), (_RATE, "/10万")):
        for match in pattern.finditer(sentence):
            left, right = clause(sentence, match.start(), match.end())
            alone = pattern is _PART and match["n2"] is not None
            value = _share(match["n2"]) if alone else quantity(match["n"])
            if value is None:
                continue
            told = match["least2"] if alone else match.groupdict().get("least")
            least = told in ("不低于", "不少于")
            after = (match["after2"] if alone else match["after"]) or ""
            comparator = "at_most" if pattern is _RATE else "at_least" if least or after == "以上" else "="
            data: dict[str, Any] = {"quantity": round(value * 100, 2) if pattern is _PART else value, "unit": unit,
                    "comparator": comparator, "period": None, "text": flow.raw[start + left : start + right]}  # fmt: skip
            if pattern is _PART:
                data["quantity_is_implied"] = True
            by = list(BY.finditer(sentence[: match.start()]))
            if by:
                data["by"] = by[-1][1]
            yield Found(data, flow.span(start + left, start + right), 0.7)


def _times(flow: Flow, start: int, sentence: str) -> Iterator[Found]:
    """How many times as much: 翻一番, 翻两番."""
    for match in _TIMES.finditer(sentence):
        value = quantity(match["n"])
        if isinstance(value, int):
            left, right = clause(sentence, match.start(), match.end())
            data: dict[str, Any] = {"quantity": 2**value, "unit": "倍", "comparator": "=", "period": None,
                    "quantity_is_implied": True, "text": flow.raw[start + left : start + right]}  # fmt: skip
            yield Found(data, flow.span(start + left, start + right), 0.6)


_SCALE = re.compile(
    rf"(?P<before>不低于|不少于|超过?|逾|突破|达到?|增至|[增提扩](?:加|长|高|大)[到至])(?P<n>\d+(?:\.\d+)?[千百十]?[万亿]+|[{CN_DIGITS}]+[万亿]+)(?P<after>以上|左右)?(?=规模|大关|$|[，。；、])"
)


def _scales(flow: Flow, start: int, sentence: str) -> Iterator[Found]:
    """Sums without their unit: 产业规模突破五千亿."""
    for match in _SCALE.finditer(sentence):
        left, right = clause(sentence, match.start(), match.end())
        value = quantity(match["n"])
        if value is None:
            continue
        comparator = {"不": "at_least", "超": "more_than", "突": "more_than"}.get(match["before"][0], "=")
        comparator = "at_least" if match["after"] == "以上" else "~" if match["after"] else comparator
        people = re.search(r"人[数才口员]|会员|志愿者|用户|游客|客流|人$", sentence[left : match.start()])
        data: dict[str, Any] = {"quantity": value, "unit": "人" if people else "元", "comparator": comparator, "period": None,
                "quantity_is_implied": True, "text": flow.raw[start + left : start + right]}  # fmt: skip
        yield Found(data, flow.span(start + left, start + right), 0.6)


def _in_words(flow: Flow, start: int, sentence: str) -> Iterator[Found]:
    """Numbers that stand in words: 数以万计的企业, 五年一周期的轮训, 顶岗实习时间一般为6个月."""
    by = list(BY.finditer(sentence))
    for pattern in (_TENS_OF, _CYCLE, _LASTING):
        for match in pattern.finditer(sentence):
            value = quantity(match["n"]) if pattern is not _TENS_OF else chinese(match["n"])
            if value is None or (pattern is _LASTING and MONEY.search(match.group())):
                continue
            cycle = pattern is _CYCLE
            data: dict[str, Any] = {
                "quantity": 1 if cycle else value,
                "unit": match["u"] if pattern is _LASTING else match["what"],
                "comparator": "=" if cycle else "at_least" if "不少于" in match.group() else "~",
                "period": f"{value} years" if cycle else None,
                "text": flow.raw[start + match.start() : start + match.end()],
            }
            if pattern is not _LASTING:
                data["quantity_is_implied"] = True
            if by and by[0].end() <= match.start():
                data["by"] = by[0][1]
            yield Found(data, flow.span(start + match.start(), start + match.end()), 0.6)
