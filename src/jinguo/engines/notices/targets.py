"""Targets: how much of what by when. 每年不少于1000项学术交流活动, 到2025年覆盖率达到80%以上, 提高女性入选比例.

A quantity is a target where a comparator or a verb of doing leads it. Sums of money granted, ages, spans of time and the
conditions of a benefit (…的，可…) are none. A direction without a number is a target without a quantity.

>>> [found] = targets_in(Flow.of("市科协每年举办各种学术交流活动不少于 1000 项，鼓励开展活动。", 0))
>>> found.data["quantity"], found.data["unit"], found.data["comparator"], found.data["period"]
(1000, '项', 'at_least', 'year')
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from .numbers import CN_DIGITS, chinese, quantity
from .text import Flow, Found, alternatives

_DIGITS = rf"(?:\d+(?:至|-|~|—)\d+|\d[\d，]*(?:\.\d+)?[万亿千百]?|[{CN_DIGITS}]+万?)"
_LEAST, _MOST = (
    "不少于|不低于|不得少于|不得低于|至少|不小于|最少",
    "不超过|不多于|不高于|不得超过|至多|最多|控制在|低于",
)
_COMPARE = re.compile(
    rf"(?P<before>{_LEAST}|{_MOST}|超过|突破|达到|达|提高到|提高至|提升到|提升至|增加到|增至|扩大到|扩大至|增加|提高|增长|新增|累计|力争|约|近|保持在|稳定在|降至|降低|下降)?(?P<mid>每年|全年)?(?P<n>{_DIGITS})(?P<more>多|余)?(?P<unit>{alternatives('counter')})(?P<after>以上|及以上|左右|以内|以下|之内)?"
)
_VERBS = re.compile(rf"(?:{alternatives('measure_verbs')})[^，。；\n]{{0,22}}$")
_BY = re.compile(r"(?:到|至|截至|截止|力争|争取|在)?((?:19|20)\d\d)年(?:底|末)?(?:前|之前)?")
_MONEY = re.compile(r"补贴|补助|奖励|贷款|资助|给予|最高|奖金|津贴|经费|费用|工资|标准|罚|按")
_CONDITION = re.compile(
    r"的，(?:可|给予|应|按|不|由|对|予以|优先|适当|享受)|(?:超过|达到)[^，。；]{0,12}的(?:企业|单位|人员|地区|，)|(?:具备|符合)[^，。；]{0,14}(?:条件|资格)"
)
_DIRECTION = re.compile(
    r"(?:不断|逐步|稳步|进一步|适当|大力|着力|切实|有效|持续)?(?:提升|提高|增加|扩大)(?P<what>[^，。；、\n]{1,22}?(?:比例|参与度|参与率|占比|比重|覆盖率|入选率))(?![^，。；\n]{0,6}\d)"
)
_YEARLY = re.compile(
    r"每年(?:定期|都|至少|要)?(?:组织|举办|开展|召开|评选|发布|开设|安排|进行|推出|编制|表彰)(?P<what>[^，。；\n]{2,40})|制定年度(?P<plan>[^，。；、\n]{1,14}(?:计划|要点|方案|清单))"
)
_HALF = re.compile(r"占(?:(?!超过)[^，。；]){0,16}(?P<over>超过)?一半(?P<least>以上)?")
_PART = re.compile(
    rf"(?:比例|占比|比重|占)(?:(?!不低于|不少于)[^，。；]){{0,10}}(?P<least>不低于|不少于)?(?P<n>[{CN_DIGITS}]{{1,2}}分之[{CN_DIGITS}]{{1,3}})(?P<after>以上)?"
)
_LIFE = re.compile(
    r"寿命[^，。；]{0,8}?(?P<least>达到|提高到|超过)?(?P<n>\d{2}(?:\.\d+)?)周?岁(?P<after>以上|左右)?"
)
_RATE = re.compile(
    r"(?:控制|保持|下降|降低|降)[^，。；]{0,4}(?P<n>\d+(?:\.\d+)?)/(?:10万|万|千)(?P<after>以下|以内)?"
)
_TENS_OF = re.compile(r"[^，。；\n]{0,6}数以(?P<n>[百千万]|十万|百万)计的(?P<what>[^，。；\n]{2,14})")
_CYCLE = re.compile(r"(?P<n>\d|[二两三四五])年一(?:个)?(?:周期|轮)的?(?P<what>[^，。；\n]{2,12})")
_LASTING = re.compile(
    r"[^，。；\n]{2,16}(?:时间|时长|期限)(?:一般|原则上)?(?:为|不少于|达到)(?P<n>\d{1,3}|[一二三四五六七八九十]{1,2})(?P<u>个月|天|学时|课时|小时)"
)
_MASS = re.compile(
    r"(?:(?P<years>[一二三四五两十\d]{1,2})年)?(?P<n>百万|千万|十万|万)(?P<what>[\u4e00-\u9fff]{2,8})(?:计划|行动|工程)"
)


def targets_in(flow: Flow) -> list[Found]:
    """The targets in the body of a measure, in order."""
    found: list[Found] = []
    for start, end in flow.sentences():
        sentence = flow.s[start:end]
        found += list(_with_numbers(flow, start, sentence)) + list(_directions(flow, start, sentence))
    return sorted(found, key=lambda f: f.span)


def _value(text: str) -> float | int | list[float | int] | None:
    """A number, or a pair for 1至2."""
    ends = [quantity(part) for part in re.split(r"[至~—-]", text)]
    known = [end for end in ends if end is not None]
    if len(known) < len(ends):
        return None
    return known[0] if len(known) == 1 else known


_LISTED = re.compile(r"^[^，。；、]{0,10}(?:、|和)[^，。；、\d]{2,14}$")
"""What stands between two numbers of one list: 工作室30个、示范基地20家."""


def _clause(sentence: str, at: int, end: int) -> tuple[int, int]:
    """The clause around a place: from the comma before to the comma after."""
    left = max(sentence.rfind(c, 0, at) for c in "，；：。\n") + 1
    rights = [p for p in (sentence.find(c, end) for c in "，；。\n") if p >= 0]
    return left, min(rights, default=len(sentence))


_REACHED = re.compile(r"以来|同比|[比较](?:上年|上届|去年)")
"""A sentence that tells what has been reached."""


def _with_numbers(flow: Flow, start: int, sentence: str) -> Iterator[Found]:
    last = -100
    if _REACHED.search(sentence):
        return
    for match in _COMPARE.finditer(sentence):
        left, right = _clause(sentence, match.start(), match.end())
        lead = sentence[left : match.start()]
        chained = (
            0 <= match.start() - last <= 18 and _LISTED.search(sentence[last : match.start()]) is not None
        )
        if not chained and not _counts(sentence, match, lead, sentence[match.end() : right]):
            continue
        last = match.end()
        value = _value(match["n"])
        if value is None or sentence[left:right].endswith("的"):
            continue
        comparator = _comparator(match, lead)
        data: dict[str, Any] = {
            "quantity": value,
            "unit": match["unit"],
            "comparator": comparator,
            "period": _period(sentence[left : match.end()]) or _period(sentence[: match.end()]),
            "text": flow.raw[start + left : start + right],
        }
        noun = re.match(r"的?([\u4e00-\u9fff“”]{2,16})", sentence[match.end() : right])
        what = noun[1] if noun else re.sub(r"^.*(?:到|每年|力争)", "", lead)[-16:]
        data["object"] = what or None
        by = list(_BY.finditer(sentence[: match.start()]))
        if by and re.match(r"(?:开始|起|以来)", sentence[by[-1].end() :]):
            data["start"] = by[-1][1]
        elif by and "每年" not in match.group():
            data["by"] = by[-1][1]
        if "力争" in sentence[: match.end()]:
            data["aspirational"] = True
        yield Found(
            data, flow.span(start + left, start + right), 0.9 if match["before"] or match["after"] else 0.7
        )


def _counts(sentence: str, match: re.Match[str], lead: str, tail: str) -> bool:
    """Whether a number with a unit says a target and not a name, a date, a condition or a sum."""
    n, unit = match["n"], match["unit"]
    each = re.search(r"每年|每季度|每月|每学期|年均|全年", lead)
    led = bool(match["before"] or match["after"] or each or re.search(r"至少|不少于|不低于", lead))
    if re.match(r"月", tail):
        return bool(each and unit == "个")
    if not n[0].isdigit() and not led and (len(n) == 1 or unit in "个名项") and chinese(n) in (None, 0, 1):
        return False
    before = lead[-1:] if not match["before"] else ""
    if before in ("第", "“", "《", "〔", "-", "—", "/") or (before.isdigit()):
        return False
    if (
        match["before"]
        and re.fullmatch(r"不超过|不得超过|至多|最多", match["before"])
        and unit not in ("%", "个百分点")
    ):
        return False  # a limit of what is granted and no aim
    if unit in ("元", "天", "小时") and (_MONEY.search(sentence) or unit != "元"):
        return False
    if re.search(r"每人|只|仅|最高", lead) or re.match(r"的(?:企业|单位|地区|人员)", tail):
        return False
    if unit == "%" and re.search(r"返还|补贴|补助|奖励|贷款|费|税", lead + tail):
        return False
    if re.match(r"岁|(?:政策)?(?:措施|举措)|以来|方面|层面|关键|环节|阶段", tail) or (unit in ("级", "批次")):
        return False
    if (
        not n[0].isdigit()
        and not led
        and unit
        in (
            "支",
            "部",
            "本",
            "场",
            "条",
            "类",
            "门",
            "组",
            "对",
            "期",
            "处",
            "所",
            "次",
            "家",
            "部门",
            "位",
            "倍",
            "套",
            "单位",
            "村",
            "区",
            "市",
            "县",
            "例",
            "队",
            "节",
            "间",
        )
    ):
        return bool(len(n) > 1 and _VERBS.search(lead))
    if _CONDITION.search(sentence[match.start() :]) and not _VERBS.search(lead):
        return False
    if match["before"] in ("约", "近", "累计") and not _BY.search(lead):
        return bool(_VERBS.search(lead))
    return (
        led
        or bool(_VERBS.search(lead))
        or (bool(_BY.search(sentence[: match.start()])) and unit in ("%", "项", "个", "名"))
    )


def _comparator(match: re.Match[str], lead: str) -> str:
    if re.search(r"[至~—-]", match["n"]):
        return "range"
    told = re.search(rf"(?:{_LEAST})[^，。；]{{0,12}}$", lead)
    before, after = (
        match["before"]
        or (told.group()[:3] if told and told.group().startswith("不") else "至少" if told else ""),
        match["after"] or "",
    )
    if re.fullmatch(_LEAST, before) or after in ("以上", "及以上"):
        return "at_least"
    if re.fullmatch(_MOST, before) or after in ("以内", "以下", "之内"):
        return "at_most"
    if before in ("超过", "突破") or match["more"]:
        return "more_than"
    return "~" if after == "左右" or before in ("约", "近") else "="


def _period(text: str) -> str | None:
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


def _directions(flow: Flow, start: int, sentence: str) -> Iterator[Found]:
    data: dict[str, Any]
    for match in _DIRECTION.finditer(sentence):
        _left, _right = _clause(sentence, match.start(), match.end())
        data = {"quantity": None, "unit": flow.raw[start + match.start("what") : start + match.end("what")], "comparator": "increase",
                "period": None, "text": flow.raw[start + match.start() : start + match.end()]}  # fmt: skip
        yield Found(data, flow.span(start + match.start(), start + match.end()), 0.8)
    for match in _YEARLY.finditer(sentence):
        if re.search(rf"{_DIGITS}(?:{alternatives('counter')})", match.group()):
            continue
        what = match["what"] or match["plan"] or ""
        data = {"quantity": 1, "unit": what[-12:], "comparator": "at_least", "period": "year", "quantity_is_implied": True,
                "text": flow.raw[start + match.start() : start + match.end()]}  # fmt: skip
        yield Found(data, flow.span(start + match.start(), start + match.end()), 0.5)
    for match in _HALF.finditer(sentence):
        left, right = _clause(sentence, match.start(), match.end())
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
    for match in _MASS.finditer(sentence):
        years = quantity(match["years"]) if match["years"] else None
        data = {"quantity": chinese(match["n"]), "unit": match["what"], "comparator": "at_least", "quantity_is_implied": True,
                "period": f"{years} years" if years else None, "text": flow.raw[start + match.start() : start + match.end()]}  # fmt: skip
        if data["quantity"] and (years or match["n"] != "万"):
            yield Found(data, flow.span(start + match.start(), start + match.end()), 0.6)


def _rates(flow: Flow, start: int, sentence: str) -> Iterator[Found]:
    """Shares as fractions, years of life, and rates per hundred thousand."""
    for pattern, unit in ((_PART, "%"), (_LIFE, "岁"), (_RATE, "/10万")):
        for match in pattern.finditer(sentence):
            left, right = _clause(sentence, match.start(), match.end())
            value = quantity(match["n"])
            if value is None:
                continue
            least = "least" in match.groupdict() and match["least"] in ("不低于", "不少于")
            after = match["after"] or ""
            comparator = "at_most" if pattern is _RATE else "at_least" if least or after == "以上" else "="
            data: dict[str, Any] = {"quantity": round(value * 100, 2) if pattern is _PART else value, "unit": unit,
                    "comparator": comparator, "period": None, "text": flow.raw[start + left : start + right]}  # fmt: skip
            if pattern is _PART:
                data["quantity_is_implied"] = True
            by = list(_BY.finditer(sentence[: match.start()]))
            if by:
                data["by"] = by[-1][1]
            yield Found(data, flow.span(start + left, start + right), 0.7)


def _in_words(flow: Flow, start: int, sentence: str) -> Iterator[Found]:
    """Numbers that stand in words: 数以万计的企业, 五年一周期的轮训, 顶岗实习时间一般为6个月."""
    by = list(_BY.finditer(sentence))
    for pattern in (_TENS_OF, _CYCLE, _LASTING):
        for match in pattern.finditer(sentence):
            value = quantity(match["n"]) if pattern is not _TENS_OF else chinese(match["n"])
            if value is None or (pattern is _LASTING and _MONEY.search(match.group())):
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
