"""Which numbers with a unit are aims, and which are names, dates, conditions, sums granted or limits.

>>> from .targets import targets_in
>>> from ..layout.text import Flow
>>> [t.data["quantity"] for t in targets_in(Flow.of("引进亿元以上项目50个，给予最高200万元奖励。", 0))]
[50]
"""

from __future__ import annotations

import re

from ..layout.clauses import BY, EACH, MONEY
from ..layout.numbers import chinese, quantity
from ..layout.text import alternatives

LEAST, MOST = (
    "不少于|不低于|不得少于|不得低于|至少|不小于|最少|不短于",
    "不超过|不多于|不高于|不得超过|至多|最多|控制在|低于|压减到|压减至|缩短到|缩短至|压缩到|压缩至",
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


def value_of(text: str) -> float | int | list[float | int] | None:
    """A number, or a pair for 1至2."""
    ends = [quantity(part) for part in re.split(r"[至到~—-]+", text.replace("%", ""))]
    known = [end for end in ends if end is not None]
    if len(known) < len(ends):
        return None
    return known[0] if len(known) == 1 else known


def counts(sentence: str, match: re.Match[str], lead: str, tail: str, aims: bool) -> bool:
    """Whether a number with a unit says a target and not a name, a date, a condition or a sum."""
    n, unit, before = match["n"], match["unit"], match["before"]
    each = EACH.search(lead + (match["mid"] or ""))
    led = bool(
        before
        or match["after"]
        or each
        or re.search(r"至少|不少于|不低于|(?:高于|快于)[^，。；\d]{2,14}$", lead)
    )
    if re.match(r"月", tail):
        return bool(each and unit == "个")
    if not n[0].isdigit() and not led and (len(n) == 1 or unit in "个名项") and chinese(n) in (None, 0, 1):
        return False
    if _part_of_name(sentence, match, lead, tail) or _no_aim(sentence, match, lead, tail):
        return False
    spelt = not n[0].isdigit()
    if lead.endswith("等") and not spelt and _BUILT.search(sentence[: match.start()]):
        return True
    if spelt and not led and unit not in ("个", "名", "项", "人", "批", "座", "件", "篇", "%"):
        return bool(len(n) > 1 and _VERBS.search(lead))
    if _CONDITION.search(sentence[match.start() :]) and not _VERBS.search(lead):
        return False
    if before in ("约", "近", "累计") and not BY.search(lead) and not aims:
        return bool(_VERBS.search(lead))
    bettered = tail.startswith("的") and re.search(r"(?:加强|改善|改进|推进|优化)$", lead)
    if led or _VERBS.search(lead) or (unit == "%" and (_RATE.search(lead) or bettered)):
        return True
    if spelt:
        return False
    if not lead and re.search(r"参加|接受|获得|完成|实现|参与", tail):
        return True
    if re.search(
        r"(?:(?<![成作称视])(?:为|组织|面向|帮助|引导)[^，。；]{0,14}|对|与|联合|深入|走进|在[^，。；]{0,10})$",
        lead,
    ) and re.search(r"提供|开展|培训|检查|服务|参加|参与|就业|创业|合作|推广|试点", tail):
        return True
    plain = (
        re.search(r"[\u4e00-\u9fff”]{2}$", lead) and tail[:1] in ("", "、") and not re.search(_STAFF, lead)
    )
    return aims or bool(BY.search(sentence[: match.start()])) or bool(plain and value_of(n) not in (None, 1))


_BUILT = re.compile(r"(?:建成|新建|续建|完成|实施|推进|开工|打造|建设)[^。；]{2,200}等$")
"""What is built and then listed by name: 续建甲、乙等9个项目."""


def _part_of_name(sentence: str, match: re.Match[str], lead: str, tail: str) -> bool:
    """Whether the number stands in a name, a rank or a longer number, or starts from what is now (由80%)."""
    before = lead[-1:] if not match["before"] else ""
    if re.search(r"(?:由|从(?!业|事|严|而|优))[^，。；]{0,10}$", lead) and not re.search(
        r"[到至]", lead[lead.rfind("由") :] + (match["before"] or "")
    ):
        return True
    if before and (before in "第“《〔-—/由从" or before.isdigit() or (before.isalpha() and before.isascii())):
        return True
    if lead.endswith("等") and match["unit"] in ("部门", "单位", "家", "个"):
        return not (_BUILT.search(sentence[: match.start()]) and re.match(r"项目|工程|平台|基地|园区", tail))
    if match["n"] + match["unit"] == "一批":
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
    if unit == "元":
        return (
            _limits(before, after, lead)
            or _granted(sentence, before, lead, tail)
            or _qualifies(unit, after, lead, tail)
        )
    if unit in ("工作日", "个工作日"):
        return not re.search(r"(?:缩短|压缩|压减|减少)[到至]$", before)
    if unit in ("天", "小时"):
        yearly = re.search(r"每年|每学期|每学年", lead) is not None and not after
        least = re.fullmatch(LEAST, before) is not None or yearly
        return not least or bool(re.search(r"公示|公告|提前|工期|给予|休假|产假", lead + tail))
    rate = unit in ("%", "‰", "个百分点", "百分点")
    if rate and re.match(r"(?:的资金)?(?:用于|作为|留作|归|计入)", tail):
        return True  # how a sum is divided
    if not rate and _limits(before, after, lead):
        return True
    return _qualifies(unit, after, lead, tail) or (rate and _shared(before, lead))


def _limits(before: str, after: str, lead: str) -> bool:
    """Whether a number says how much there may be at most, where nothing is to be held down."""
    if re.fullmatch(r"不超过|不得超过|至多|最多", before):
        return not re.search(r"控制|总量|[率数]$", lead)
    return after in ("以下", "以内", "之内") and not before and not re.search(r"控制|[降减缩]|[率数]$", lead)


def _granted(sentence: str, before: str, lead: str, tail: str) -> bool:
    """Whether a sum is granted or spent and not to be reached."""
    if _RAISED.search(lead) and "每" not in lead:
        return False
    if re.search(r"补贴|补助|奖励|资助|给予|最高|奖金|津贴|罚|每[项人户家名个篇件]", sentence):
        return True
    reached = re.fullmatch(rf"{LEAST}|达到?|超过|突破|(?:提高|增加|增长)[到至]|新增", before)
    return not reached and bool(MONEY.search(sentence) or re.search(r"安排|拨付|资金|预算", lead + tail))


_RAISED = re.compile(r"(?:减轻|带动|撬动|发放|争取|招引|引进)[^，。；\d]{2,16}$")


def _qualifies(unit: str, after: str, lead: str, tail: str) -> bool:
    """Whether a number says which ones are meant: 百人以上的单位应, 亿元以上项目5个, 对面积达到50亩的."""
    if re.search(r"每人(?!均)|只限|仅|最高", lead) or _WHICH.match(tail):
        return True
    if lead in ("将", "把") or (lead.startswith("对") and tail.startswith("的")):
        return True
    if (
        tail.startswith("的")
        and unit in ("平方米", "米", "千米", "公里")
        and re.search(r"面积|长度|宽度|[长宽高]$", lead)
    ):
        return True
    size = r"的?[^，。；、\d]{2,20}\d" if unit == "元" else r"的[^，。；\d]{2,20}\d"
    return after == "以上" and re.match(size, tail) is not None


_WHICH = re.compile(r"的(?:企业|单位|地区|人员|应|要|须|可|必须|，|均)")


def _shared(before: str, lead: str) -> bool:
    """Whether a rate is the share of what is granted, levied or divided."""
    if re.search(r"(?:扣除|补助|分担|资助|贴息|出资|返还)比例$", lead):
        return True
    return (
        bool(_GIVEN.search(lead))
        and not _RATE.search(lead)
        and not re.search(r"增长|年均|增速", lead + before)
    )
