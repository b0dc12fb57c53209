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

from .clauses import BY, DIGITS, EACH, MONEY, clause, period_of, years_in
from .directions import directions_in
from .numbers import chinese, quantity
from .text import Flow, Found, alternatives

_LEAST, _MOST = (
    "不少于|不低于|不得少于|不得低于|至少|不小于|最少|不短于",
    "不超过|不多于|不高于|不得超过|至多|最多|控制在|低于|压减到|压减至|缩短到|缩短至|压缩到|压缩至",
)
_TO = (
    r"达到|达|(?:提高|提升|增加|扩大|扩展|增长|上升|发展|壮大|拓展|下降|降低|压缩|减少|缩短)(?:到|至|为)|增至|降到|降至|升至|"
    r"增加|提高|提升|增长|新增|累计|力争|保持在|稳定在|维持在|降低|下降|减少|压减"
)
_COMPARE = re.compile(
    rf"(?P<before>{_LEAST}|{_MOST}|超过|突破|{_TO}|约|近)?(?P<mid>每年|全年)?(?P<n>{DIGITS})(?P<more>多|余)?"
    rf"(?P<unit>{alternatives('counter')})(?P<more_after>多)?(?P<after>以上|及以上|左右|以内|以下|之内)?"
)
_VERBS = re.compile(rf"(?:{alternatives('measure_verbs')})[^，。；\n]{{0,22}}$")
_CONDITION = re.compile(
    r"的，(?:可|给予|应|按|不|由|对|予以|优先|适当|享受)|(?:超过|达到)[^，。；]{0,12}的(?:企业|单位|人员|地区|，)|(?:具备|符合)[^，。；]{0,14}(?:条件|资格)"
)
_RATE = re.compile(r"(?:率|比例|比重|占比|覆盖面|占[^，。；]{0,14})$")
"""What is counted in per cent, right before the number."""
_GIVEN = re.compile(
    r"返还|补贴|补助|奖励|贷款|给予|资助|减免|减征|免征|征收|扣除|抵扣|按照?[^，。；]{0,8}$|(?:费用?|税率?|利率)(?:[降减]低?)?$"
)
"""What makes a share the share of a sum granted or levied."""
_STAFF = r"组长|主任|主席|会长|成员|联络员|负责人|由[^，]*$|共|每[^，]*$|一式|附件|满|计|得|扣|加|[前后]$"
"""Before a number at the end of a clause: who sits on a committee, how many copies, how many points."""
_NAMES_NOTHING = re.compile(
    r"""
      岁 | 以来 | 年龄
    | (?:政策)?(?:措施|举措) | 方面 | 层面 | 关键 | 环节 | 阶段 | 维度 | 步骤 | 原则 | 坚持
    | 到位 | 统一 | 转变 | 结合 | 同步 | 延伸 | 不变 | 优先 | 意识 | 自信
    | (?:工作日|自然日|月内|小时内|天内)
    """,
    re.VERBOSE,
)


def targets_in(flow: Flow, aims: bool = False) -> list[Found]:
    """The targets in the body of a measure, in order; ``aims`` where its heading says that it holds nothing else."""
    found: list[Found] = []
    year: str | None = None
    for start, end in flow.sentences():
        sentence = flow.s[start:end]
        here = list(_with_numbers(flow, start, sentence, aims, year)) + list(
            directions_in(flow, start, sentence)
        )
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


def _value(text: str) -> float | int | list[float | int] | None:
    """A number, or a pair for 1至2."""
    ends = [quantity(part) for part in re.split(r"[至到~—-]+", text.replace("%", ""))]
    known = [end for end in ends if end is not None]
    if len(known) < len(ends):
        return None
    return known[0] if len(known) == 1 else known


_LISTED = re.compile(r"^[^，。；、]{0,10}(?:、|和|及)(?:[^，。；、\d]{2,16})?$")
"""What stands between two numbers of one list: 工作室30个、示范基地20家."""

_REACHED = re.compile(
    r"""
      以来
    | (?:目前|现)(?:全[国省市县区]|我[省市县区])?(?:已|有|共)
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
    if told or _REACHED.search(sentence) or _DEMANDED.search(sentence):
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
        if not chained and not _counts(sentence, match, lead, tail, aims or year is not None):
            continue
        last, unit = match.end(), match["unit"]
        value = _value(match["n"])
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


def _counts(sentence: str, match: re.Match[str], lead: str, tail: str, aims: bool) -> bool:
    """Whether a number with a unit says a target and not a name, a date, a condition or a sum."""
    n, unit, before = match["n"], match["unit"], match["before"]
    each = EACH.search(lead + (match["mid"] or ""))
    led = bool(before or match["after"] or each or re.search(r"至少|不少于|不低于", lead))
    if re.match(r"月", tail):
        return bool(each and unit == "个")
    if not n[0].isdigit() and not led and (len(n) == 1 or unit in "个名项") and chinese(n) in (None, 0, 1):
        return False
    if _part_of_name(match, lead, tail) or _no_aim(sentence, match, lead, tail):
        return False
    spelt = not n[0].isdigit()
    if spelt and not led and unit not in ("个", "名", "项", "人", "批", "座", "件", "篇", "%"):
        return bool(len(n) > 1 and _VERBS.search(lead))
    if _CONDITION.search(sentence[match.start() :]) and not _VERBS.search(lead):
        return False
    if before in ("约", "近", "累计") and not BY.search(lead) and not aims:
        return bool(_VERBS.search(lead))
    if led or _VERBS.search(lead) or (unit == "%" and _RATE.search(lead)):
        return True
    if spelt:
        return False
    if not lead and re.search(r"参加|接受|获得|完成|实现|参与", tail):
        return True
    if re.search(r"(?:为|对|组织|面向|帮助|引导|与|联合|在[^，。；]{0,10})$", lead) and re.search(
        r"提供|开展|培训|检查|服务|参加|参与|就业|创业|合作|推广|试点", tail
    ):
        return True
    plain = (
        re.search(r"[\u4e00-\u9fff”]{2}$", lead) and tail[:1] in ("", "、") and not re.search(_STAFF, lead)
    )
    return aims or bool(BY.search(sentence[: match.start()])) or bool(plain and _value(n) not in (None, 1))


def _part_of_name(match: re.Match[str], lead: str, tail: str) -> bool:
    """Whether the number stands in a name, a rank or a longer number, or starts from what is now (由80%)."""
    before = lead[-1:] if not match["before"] else ""
    if re.search(r"(?:由|从(?!业|事|严|而|优))[^，。；]{0,10}$", lead) and not re.search(
        r"[到至]", lead[lead.rfind("由") :] + (match["before"] or "")
    ):
        return True
    if before and (before in "第“《〔-—/由从" or before.isdigit() or (before.isalpha() and before.isascii())):
        return True
    if (lead.endswith("等") and match["unit"] in ("部门", "单位", "家", "个")) or match["n"] + match[
        "unit"
    ] == "一批":
        return True
    if re.search(r"全[国省市区县州]$", lead) and re.match(r"(?:个|家)?(?:[区县市乡镇]|街道)", tail):
        return True
    if lead.endswith("（") and tail.startswith("）"):  # a name: 若干政策（三十条）
        return True
    if not match["n"][0].isdigit() and re.match(r"才?(?:计划|工程|行动)", tail):
        return True
    return bool(_NAMES_NOTHING.match(tail)) or match["unit"] in ("级", "批次")


def _no_aim(sentence: str, match: re.Match[str], lead: str, tail: str) -> bool:
    """Whether the number is a sum, a limit of what is granted, a size somebody must have, or a span of days."""
    unit, before, after = match["unit"], match["before"] or "", match["after"] or ""
    rate = unit in ("%", "‰", "个百分点", "百分点")
    if (
        re.fullmatch(r"不超过|不得超过|至多|最多", before)
        and not rate
        and not re.search(r"控制|总量|[率数]$", lead)
    ):
        return True
    if (
        after in ("以下", "以内", "之内")
        and not before
        and not rate
        and not re.search(r"控制|[降减缩]|[率数]$", lead)
    ):
        return True
    if unit == "元":
        reached = re.fullmatch(rf"{_LEAST}|达到?|超过|突破|(?:提高|增加|增长)[到至]|新增", before)
        if re.search(
            r"(?:减轻|带动|撬动|发放|撬动|争取|招引|引进)[^，。；\d]{2,16}$", lead
        ) and not re.search(r"每", lead):
            return False
        return bool(
            re.search(r"补贴|补助|奖励|资助|给予|最高|奖金|津贴|罚|每[项人户家名个篇件]", sentence)
            or (not reached and (MONEY.search(sentence) or re.search(r"安排|拨付|资金|预算", lead + tail)))
        )
    if unit in ("工作日", "个工作日"):
        return not re.search(r"(?:缩短|压缩|压减|减少)[到至]$", before)
    if unit in ("天", "小时"):
        yearly = re.search(r"每年|每学期|每学年", lead) is not None and not after
        least = re.fullmatch(_LEAST, before) is not None or yearly
        return not least or bool(re.search(r"公示|公告|提前|工期|给予|休假|产假", lead + tail))
    if re.search(r"每人(?!均)|只限|仅|最高", lead) or re.match(r"的(?:企业|单位|地区|人员)", tail):
        return True
    if after == "以上" and re.match(
        r"的[^，。；\d]{2,20}\d", tail
    ):  # a size of what is counted: 百亩以上的示范园8个
        return True
    if lead.startswith("对") and tail.startswith(
        "的"
    ):  # those who are granted something: 对面积达到50亩以上的…
        return True
    return (
        rate
        and bool(_GIVEN.search(lead))
        and not _RATE.search(lead)
        and not re.search(r"增长|年均|增速", lead + before)
    )


def _comparator(match: re.Match[str], lead: str) -> str:
    if re.search(r"[至到~—-]", match["n"]):
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
    if before in ("超过", "突破") or match["more"] or match["more_after"]:
        return "more_than"
    return "~" if after == "左右" or before in ("约", "近") else "="
