"""Which numbers are places to be nominated for and which are not: those of papers, of years, of what somebody has done."""

from __future__ import annotations

import re

from .vocabulary import any_of

_NOT = re.compile(
    r"^(?:[^，。；]{0,6}专家[^，。；]{0,4}推荐|负责|联络员|联系人|工作人员|工作日|月|小时|以上[^，。]{0,6}(?:奖|课题|项目|论文)|方面|条件|阶段|环节|百分|学年|级别|类)"
)
_CUE = re.compile(any_of("cues_of_places"))
_HONOURED = re.compile(
    r"(?:集体|团队|单位|基地|岗|户|标兵|家庭|班组|科室|学校|企业|项目|作品|案例|品牌|工作室|组织|平台|人选|奖|系|学院|部门|社团|支部|栏目|镇|街道)(?:（[^（）]*）)?”?$"
)
"""What is honoured or chosen and counted in 个."""
PLACES = re.compile(r"(?:推荐|申报|提名|推选)?名额")
"""After a number of places: 每个团体会员单位有一个推荐名额."""
_OF_ALL = re.compile(
    r"占(?:本|各|全)?[^，。；]{0,10}(?:总数|人数|名额)的$|应占$|(?:不超过|不得超过|按|为)[^，。；]{0,14}(?:总数|人数)的$"
)
_ASKED = re.compile(
    r"(?:申报|推荐|报送|上报|限报|推报)(?:不超过|最多|至多)?$|(?:等|优秀|优胜)奖论文|(?:参评|参赛|申报|报送|推荐|优秀)论文|论文”"
)
"""What is nominated or awarded, be it a paper: 一等奖论文10篇, 参评论文不超过10篇."""
_OF_PERSON = re.compile(
    r"""
    由$|作为|(?:展现|成为)[^，。；]*的$
    |公示|发表|获得(?!者)|曾获|获过|荣获|获[一二三省市国]|主持(?!申报)|担任|取得|兼任|近|满$|教龄
    |(?:参与|参加|到会|投票|同意|出席)(?:比例|率|人数)
    |文件(?:总数|个数|数量)|编号|一式|课时|论文|(?<!立项)(?<!资助)(?<!重点)(?<!一般)课题(?!申报人)|每人$|条件$
    """,
    re.VERBOSE,
)
"""What somebody has done or is asked to have, and no number of places."""


def is_quota(text: str, match: re.Match[str], clause: str, in_section: bool) -> bool:
    if PLACES.match(text, match.end()) and re.search(r"[每各有]", clause):
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
            r"推荐|限报|申报|不超过|不能超过|只能|上报|选派|名额|[各每][^，。；]{1,8}(?:确定|评选|评出|选出|产生)$|\d个[^，。；]{1,8}(?:评选|评|选)出$|(?:设|评)[^，。；]{0,12}[一二三特]等奖$|^(?:[一二三特]等|优[秀胜])奖$",
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
