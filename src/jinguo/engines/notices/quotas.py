"""Quotas (名额): how many who may nominate, or how many a category gets.

>>> [q.data["count"] for q in quotas_in(Flow.of("各校推荐候选人不超过4名，校长不得超过10%。", 0), True)]
[4, 10]
"""

from __future__ import annotations

import re

from .awards import PREFIX, honours_each
from .numbers import CN_DIGITS, quantity
from .shares import bracketed, fractions, ratios
from .text import Flow, Found

SECTION = re.compile(
    r"名额|比例|规模|人数|数量|数额|奖项|指标|分配|限额|奖励|评选项目|表彰项目|评选种类|表彰对象"
)
_QUOTA = re.compile(
    rf"(?P<before>不超过|不得超过|不能超过|不多于|不高于|最多|至多|限额?|不少于|不低于|不得低于|不得少于|至少|约|控制在|原则上)?(?:为|共|共计|计)?(?P<n>\d[\d，]*(?:[-~—至]\d+)?|[{CN_DIGITS}]{{1,3}})(?P<unit>名|人|件|篇|个|项|%|所|支|组|位|幅|队|家|户|张|首|团队)(?P<after>左右|以内|以下|以上|之内)?"
)
_CUE = re.compile(
    r"推荐|选评|评选|选树|选派|选拔|表彰|申报|限报|推报|上报|报送|名额|总数|总人数|确定|产生|命名|认定|授予|资助|支持|提名|入选|招收|录取|占|比例|每(?:校|个|所|单位|队|县|家|人|位|区)|各(?:校|区|县|单位)|设[^，。；]{0,10}奖|(?:设|评)(?:立|置|出)?“[^“”]{2,16}”$|奖$|组成|拟|遴选|推选|团队|成员|不超过|不得超过|限报|择优|指导教师|控制在|筛选出|评出|立项|只能|共"
)
_NOT = re.compile(
    r"^(?:[^，。；]{0,6}专家[^，。；]{0,4}推荐|负责|联络员|联系人|工作人员|工作日|月|小时|以上[^，。]{0,6}(?:奖|课题|项目|论文)|方面|条件|阶段|环节|百分|学年|级别|类)"
)
_WHO = re.compile(
    r"^(?P<who>(?:每|各|市|区|县|省|全|同一|一个)[^，。；]{0,20}?)(?:可|限|推荐|申报|上报|报送|选送|推报|不超过|评选|组织)"
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
        if not chained and not _is_quota(flow.s, match, clause, in_section):
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
    r"(?:参赛选手|团队成员|选手|队员|指导教师|指导老师)[^，；]{0,4}$|(?<!工)作者(?:最多|人数)?$|(?:团队|队伍|项目组|课题组)[^，；]{0,8}[数员]应?$|^每[队组][^，；]{0,8}$|(?:参加|参与|选择|选报|加入|邀请)$|人数(?:超过|达到|在)$|导师[^，；]{0,4}$"
)
"""How many make a team, and of how many things somebody may be part: no places."""
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
    r"(?:推荐名额|名额|人数|总数|比例|数量|推荐|申报|提名|限报|拟选评|最多|仅限|限|不得|原则上(?:全[校市省区县])?|是|为|共|各|约|不超过|不低于|不少于|占)+$"
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
    noun = _PLACES.match(text, at) or _NOUN_AFTER.match(text, at)
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


_HONOURED = re.compile(
    r"(?:集体|团队|单位|基地|岗|户|标兵|家庭|班组|科室|学校|企业|项目|作品|案例|品牌|工作室|组织|平台|人选|奖|系|学院|部门|社团|支部|栏目|镇|街道)(?:（[^（）]*）)?”?$"
)
"""What is honoured or chosen and counted in 个."""
_PLACES = re.compile(r"(?:推荐|申报|提名|推选)?名额")
"""After a number of places: 每个团体会员单位有一个推荐名额."""
_OF_ALL = re.compile(
    r"占(?:本|各|全)?[^，。；]{0,10}(?:总数|人数|名额)的$|应占$|(?:不超过|不得超过|按|为)[^，。；]{0,14}(?:总数|人数)的$"
)
_COMPOSED = re.compile(r"(?:女|男|成员|员工|职工|青年)[^，。；]*(?:占|比例|人数)")
"""The share that must be of one kind in what is nominated, under a heading of conditions."""


_ASKED = re.compile(
    r"(?:申报|推荐|报送|上报|限报|推报)(?:不超过|最多|至多)?$|(?:等|优秀|优胜)奖论文|(?:参评|参赛|申报|报送|推荐|优秀)论文|论文”"
)
"""What is nominated or awarded, be it a paper: 一等奖论文10篇, 参评论文不超过10篇."""
_OF_PERSON = re.compile(
    r"""
    由$|作为|(?:展现|成为)[^，。；]*的$
    |公示|发表|获得(?!者)|曾获|获过|荣获|获[一二三省市国]|主持(?!申报)|担任|取得|兼任|近|满$|教龄
    |编号|一式|课时|论文|(?<!立项)(?<!资助)(?<!重点)(?<!一般)课题(?!申报人)|每人$|条件$
    """,
    re.VERBOSE,
)
"""What somebody has done or is asked to have, and no number of places."""


def _is_quota(text: str, match: re.Match[str], clause: str, in_section: bool) -> bool:
    if _PLACES.match(text, match.end()) and re.search(r"[每各有]", clause):
        return True
    n, unit, tail = match["n"], match["unit"], text[match.end() : match.end() + 8]
    ahead = text[match.start() - 1 : match.start()]
    asked = _ASKED.search(clause + (match["before"] or "")) is not None
    if (
        _NOT.match(tail)
        or ahead in ("第", "-", ".", "/", "《", "“", "近", "前", "（")
        or (_OF_PERSON.search(clause) and not asked)
    ):
        return False
    if not match["before"] and not clause and not re.search(r"其中$", text[: match.start()]):
        return in_section and match.group().startswith("共") and unit in ("名", "人", "个", "位", "项", "件")
    digits = n[0].isdigit()
    if not digits and not (
        re.search(
            r"推荐|限报|申报|不超过|不能超过|只能|上报|选派|名额|[各每][^，。；]{1,8}(?:确定|评选|评出|选出|产生)$|(?:设|评)[^，。；]{0,12}[一二三特]等奖$|^(?:[一二三特]等|优[秀胜])奖$",
            clause + (match["before"] or ""),
        )
        and unit in "名人件个篇项"
    ):
        return False
    if re.search(r"(?:或|和|的)?以上$", clause[-3:]) or (
        unit == "%"
        and not match["before"]
        and not in_section
        and not (
            _OF_ALL.search(clause)
            or (clause.startswith("按") and re.match(r"(?:的比例)?(?:推荐|评选|申报|选拔|推选|确定)", tail))
        )
    ):
        return False
    if in_section:
        return (
            text[: match.start()].endswith("其中")
            or unit in ("名", "人", "件", "篇", "%", "所", "支", "组", "位", "幅", "队", "家", "户")
            or _HONOURED.search(clause.removesuffix("各")) is not None
            or bool(_CUE.search(clause + (match["before"] or "")))
        )
    if text[: match.start()].endswith("其中"):
        return in_section
    return bool(_CUE.search(clause + (match["before"] or ""))) and unit not in ("家", "所")
