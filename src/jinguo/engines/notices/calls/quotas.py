"""Quotas (名额): how many who may nominate, or how many a category gets.

>>> [q.data["count"] for q in quotas_in(Flow.of("各校推荐候选人不超过4名，校长不得超过10%。", 0), True)]
[4, 10]
"""

from __future__ import annotations

import re

from ..layout.numbers import CN_DIGITS, quantity
from ..layout.text import Flow, Found
from .awards import PREFIX, honours_each
from .places import PLACES, is_quota
from .shares import bracketed, fractions, ratios

SECTION = re.compile(
    r"名额|比例|规模|人数|数量|数额|奖项|指标|分配|限额|奖励|评选项目|表彰项目|评选种类|表彰对象"
)
_QUOTA = re.compile(
    rf"""
    (?P<before>不超过|不得超过|不能超过|不多于|不高于|最多|至多|限额?|不少于|不低于|不得低于|不得少于|至少|约|控制在|原则上)?
    (?:为|共|共计|计)?
    (?P<n>\d[\d，]*(?:[-~—至]\d+)?|[{CN_DIGITS}]{{1,3}})
    (?P<unit>名|人|件|篇|个|项|%|所|支|组|位|幅|队|家|户|张|首|团队)
    (?P<after>左右|以内|以下|以上|之内)?
    """,
    re.VERBOSE,
)
_WHO = re.compile(
    r"^(?P<who>(?:每|各|市|区|县|省|全|同一|一个)[^，。；]{0,20}?)(?:可|限|推荐|申报|上报|报送|选送|推报|不超过|评选|(?<!基层)(?<!党)(?<!团)(?<!群众)(?<!社会)组织)"
)


def quotas_in(flow: Flow, in_section: bool, of_condition: bool = False) -> list[Found]:
    """The quotas of a paragraph; ``in_section``: it stands under a heading that speaks of them, ``of_condition``: of conditions."""
    if in_section and (alone := _ALONE.fullmatch(flow.s)):
        data = {"who": "total", "per": None, "object": None, "count": int(alone["n"]), "comparator": "=", "unit": alone["unit"], "text": flow.raw}  # fmt: skip
        return [Found(data, flow.span(0, len(flow)), 0.7)]
    found = [q for one in _clauses(flow, in_section, of_condition) for q in _for_each(one)]
    return found + ratios(flow) + bracketed(flow) + (fractions(flow) if not of_condition else [])


def _for_each(one: Found) -> list[Found]:
    """A quota for each of several honours that get so many each: 推荐优秀教师、模范教师各1名."""
    names = honours_each(PREFIX.sub("", str(one.data["text"])))
    if not names:
        return [one]
    return [Found({**one.data, "object": name}, one.span, one.confidence) for name in names]


def _clauses(flow: Flow, in_section: bool, of_condition: bool) -> list[Found]:
    """The numbers that stand behind or before what they count, clause by clause."""
    found: list[Found] = []
    before: re.Match[str] | None = None
    for match in _QUOTA.finditer(flow.s):
        left = _left(flow.s, match, before)
        if _inside(flow.s, left, match.start()) or _REFERS.match(flow.s, match.end()):
            continue
        listed = before is not None and left <= before.start() and flow.s[match.start() - 1] in "和及与、或"
        before = match
        if left == match.start() and in_section and (label := _BEFORE_COLON.search(flow.s[:left])):
            left = label.start()
        clause = flow.s[left : match.start()].rstrip("：")
        if match["unit"] == "%" and re.search(r"率(?:为|达|达到|不低于)?$", clause):
            continue
        if of_condition and _asked_of_nominees(clause, match):
            continue
        if _OF_TEAM.search(clause) or (match["unit"] in "张首" and not _PER_AUTHOR.search(clause)):
            continue
        chained = bool(found) and (
            _chained(flow.s, found[-1], match, left, flow) or _alike(found[-1], clause, match)
        )
        if not chained and not is_quota(flow.s, match, clause, in_section):
            continue
        value = _count(match["n"])
        if value is None:
            continue
        end = match.end()
        if listed:  # 选拔180名名师和30名（小学、初中各15名）名校长
            left, end = match.start(), _NOUN_AFTER.match(flow.s, end).end()  # type: ignore[union-attr]
            clause = re.sub(r"（[^（）]*）", "", flow.s[match.end() : end])
        elif not clause and match["before"]:  # 设提名奖，不超过5名
            left = max((flow.s.rfind(c, 0, max(left - 1, 0)) for c in "，；。：\n"), default=-1) + 1
            clause = flow.s[left : match.start()].rstrip("，")
        elif not clause and not match.group().startswith(("共", "计")):  # 其中1名为西部地区人员
            left = max(left - 2, 0) if flow.s[:left].endswith("其中") else left
            end = min((p for c in "，；。\n" if (p := flow.s.find(c, end)) >= 0), default=len(flow))
            clause = re.sub(r"^(?:为|是|必须为)", "", flow.s[match.end() : end])
        text = flow.raw[left:end]
        who = _WHO.match(clause)
        data = {
            "who": who["who"] if who else _who(clause or match.group()),
            "per": "each unit" if re.search(r"每|各|同一|一个", clause) else None,
            "object": _counted(flow.s, clause, match.end()),
            "count": value,
            "comparator": _comparator(match, clause),
            "unit": match["unit"],
            "text": text,
        }
        found.append(Found(data, flow.span(left, end), 0.9 if in_section else 0.7))
    return found


_ALONE = re.compile(r"(?:共|不超过)?(?P<n>\d{1,4})(?P<unit>名|人|个|项|件|户)[。；]?")
"""A number alone below a heading of places: 三、推荐名额 / 2人."""
_OF_TEAM = re.compile(
    r"""
    (?:参赛选手|团队成员|选手|队员|指导教师|指导老师)[^，；]{0,4}$
    |(?<!工)作者(?:最多|人数)?$
    |(?:团队|队伍|项目组|课题组)[^，；]{0,8}[数员]应?$
    |^每[队组][^，；]{0,8}$
    |(?:参加|参与|选择|选报|加入|邀请)$
    |人数(?:超过|达到|在)$
    |导师[^，；]{0,4}$
    |不足$|不足[^，；]{1,3}的?按$
    """,
    re.VERBOSE,
)
"""How many make a team, of how many things somebody may be part, and how shares are rounded: no places."""
_PER_AUTHOR = re.compile(r"每[^，。；]{1,6}(?:投|交|报|送)|限[投报]")
"""Pictures and songs are counted where it is said how many one may send in."""


def _alike(last: Found, clause: str, match: re.Match[str]) -> bool:
    """Whether a number is of the same kind as the quota before it: 重点课题10项，每项资助5万元；一般课题20项."""
    named = re.fullmatch(r"[\u4e00-\u9fff“”]{3,14}", clause) is not None
    return named and last.data["unit"] == match["unit"] and str(last.data["object"])[-2:] == clause[-2:]


_BEFORE_COLON = re.compile(r"(?<![^，。；、）])[^，。；：]{3,20}：$")
"""A name with its number behind a colon: 市级标兵：50名."""
_REFERS = re.compile(r"[^，。；、]{0,14}中，|(?:兼任|担任|作为)|及?(?:以[上下])?的[，可应须由]")
"""After a number that is only spoken of again: 15名专业技术人才中，教师7名; or after some of those counted: 其中1名兼任副校长."""
_NOUN_AFTER = re.compile(r"(?:（[^（）]*）)?(?:(?!参加|参评|报送|上报|推荐)[^，。；、（）\n]){0,20}")
_THEN = re.compile(r"(?:左右|以内|以下)?(?:（[^（）]*）)?(?:、|和|及|与|以及|或)+")


def _left(text: str, match: re.Match[str], before: re.Match[str] | None) -> int:
    """Where the clause of a quota begins: after a mark, or after the quota before it (A 10名、B 5名和C 5名)."""
    left = max((text.rfind(c, 0, match.start()) for c in "，；。：\n"), default=-1) + 1
    then = _THEN.match(text, before.end()) if before is not None else None
    if then and left <= before.start() < then.end() <= match.start():  # type: ignore[union-attr]
        left = then.end()
    stretch = text[left : match.start()]
    if (
        "”" in stretch
        and "“" not in stretch[: stretch.index("”")]
        and (opened := text.rfind("“", 0, left)) >= 0
    ):
        left = (
            max((text.rfind(c, 0, opened) for c in "，；。：\n"), default=-1) + 1
        )  # a mark inside a quoted name
    inner = _QUOTED.match(text, left)
    if inner and inner.end() < match.start():
        left = inner.end()
    word = re.match(r"其中|并|另|且", text[left : match.start()])
    return left + word.end() if word else left


def _chained(text: str, last: Found, match: re.Match[str], left: int, flow: Flow) -> bool:
    """Whether a number goes on a list whose item before it was a quota."""
    gap = text[:left]
    if (
        match.start() == left
        and text[match.end() : match.end() + 1] == "“"
        and re.search(r"”(?:，|、|和)$", gap)
    ):
        return len(gap) - 24 <= _end_in(flow, last)  # 推荐1名“标兵”，一个“家庭”
    if gap.endswith("其中") and len(gap) - 4 <= _end_in(flow, last) <= len(gap):
        return True  # 不超过6名，其中至少1名为西部地区人员
    return (
        match["unit"] in ("名", "人", "个", "件", "篇", "项", "位", "组", "队")
        and bool(re.search(r"(?:、|，|和|及|与)$", gap))
        and 0 < match.start() - left <= 24
        and last.span[1] <= flow.at[match.start()]
        and len(gap) - 30 <= _end_in(flow, last)
        and re.search(r"\d", text[left : match.start()]) is None
    )


def _end_in(flow: Flow, last: Found) -> int:
    return flow.at.index(last.span[1] - 1) + 1 if last.span[1] - 1 in flow.at else 0


_QUOTED = re.compile(r"[^“”，。；]*，[^“”，。；]*”")  # the left mark stands inside a quoted name


def _inside(text: str, left: int, at: int) -> bool:
    """Whether a number stands in a bracket that only explains another quota: 200个（含50个…）."""
    opened = text.rfind("（", left, at)
    return opened > left and text.find("）", opened, at) < 0 and text[opened + 1 : opened + 2] == "含"


def _count(text: str) -> float | int | list[float | int] | None:
    parts = [quantity(p) for p in re.split(r"[-~—至]", text)]
    if any(p is None for p in parts):
        return None
    numbers = [p for p in parts if p is not None]
    return numbers[0] if len(numbers) == 1 else numbers


_VERB = re.compile(
    r"^.*?(?:评选表彰|评选|表彰|选树|选派|选拔|推荐名额为|名额为|(?<!被)推荐(?![者人])|申报|提名|遴选|确定|设立|设|限报|推报)(?=[^，。；]{2})"
)
_TAIL = re.compile(
    r"(?:推荐名额|名额|人数|总数|比例|数量|每[个]?[区县市校院系]|各[区县市校]|推荐|申报|提名|限报|拟选评|最多|仅限|限|不得|原则上(?:全[校市省区县])?|是|为|共|各|约|不超过|不低于|不少于|占)+$"
)


def _object(clause: str) -> str:
    """What is counted: the words before the number without the verb and the words of number."""
    name = _TAIL.sub("", _VERB.sub("", clause)).strip("、")[-24:]
    return name if name.count("（") == name.count("）") else name.strip("（）")


def _asked_of_nominees(clause: str, match: re.Match[str]) -> bool:
    """Under a heading of conditions: what a nominated team must be made of, and no number of nominees."""
    if match["unit"] == "%" and _COMPOSED.search(clause + match.group()):
        return True
    return re.search(r"要求$|(?:负责人|成员)中(?:至少)?有?$", clause) is not None


def _counted(text: str, clause: str, at: int) -> str:
    """What is counted: the words before the number, or those behind it (推荐1-2名“最美科技工作者”候选人)."""
    noun = PLACES.match(text, at) or _NOUN_AFTER.match(text, at)
    behind = re.split(r"作为|参加|参评|上报|报送|申报|[至到]|，", noun.group())[0] if noun else ""
    before = _object(clause)
    return (
        behind
        if behind and (not before or re.search(r"(?:推荐|申报|提名|评选|推选|遴选|有)$", clause))
        else before
    )


def _who(clause: str) -> str:
    if re.search(r"共|总数|总人数|拟|选拔人数", clause):
        return "total"
    return "category"


_BOUND = re.compile(r"(至少|最多|至多)(?:可|能)?(?:上报|推荐|报送|申报|选送|推选)$")
"""A bound with its verb: 每县至少上报2个."""


def _comparator(match: re.Match[str], clause: str = "") -> str:
    before, after = match["before"] or "", match["after"] or ""
    if not before and (bound := _BOUND.search(clause)):
        before = bound[1]
    if re.search(r"不超过|不得超过|不能超过|不多于|不高于|最多|至多|限|控制", before) or after in (
        "以内",
        "以下",
        "之内",
    ):
        return "<="
    if before in ("不少于", "至少", "不低于", "不得低于", "不得少于") or after == "以上":
        return ">="
    if re.search(r"[-~—至]", match["n"]):
        return "range"
    return "~" if after == "左右" or before in ("约", "原则上") else "="


_COMPOSED = re.compile(r"(?:女|男|成员|员工|职工|青年)[^，。；]*(?:占|比例|人数)")
"""The share that must be of one kind in what is nominated, under a heading of conditions."""
