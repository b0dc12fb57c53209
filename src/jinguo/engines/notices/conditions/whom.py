"""Whom a call is addressed to: the words under a heading of range or addressees, told apart into persons, bodies and papers.

>>> whom_in(Flow.of("长期从事科学普及工作的，成绩突出的专职科技辅导员。不含外聘人员。", 0))[0].data["text"]
'长期从事科学普及工作的，成绩突出的专职科技辅导员'
>>> [one.data["type"] for text in ("全市各级医疗机构。", "去年以来公开发表的学术论文。") for one in whom_in(Flow.of(text, 0))]
['applicant', 'publication']
"""

from __future__ import annotations

import re

from ..layout.text import Flow, Found

HEADING = re.compile(
    r"^(?!.*(?:内容|选题|主题|研究|公示|时间|经费|职责|服务))[\u4e00-\u9fff]{0,10}(?:对象|范围|主体|(?:参赛|参评|参加|报名|推荐|选派|申报|招募|评选)(?:人员|选手|单位))(?:及|和|与|、|$)"
)
"""A heading under which those who can be put forward are named: 推荐范围, 参赛对象."""
RUN_IN = re.compile(
    r"^[^，。；：]{0,14}?(?:创建|推荐|评选|参评|参赛|申报|征集|表彰|选拔|招募|选树){1,2}(?:的)?(?:对象|范围)(?:为|是|：|。|在)"
)
"""A sentence that begins with such a heading: 评选范围为…"""
_BRACKETS = r"(?:（[^（）]*）)?(?:等)?(?:[均皆都]可[^，。；]*|可[^，。；]*|自愿[^，。；]*)?$"
_PERSON = re.compile(
    r"(?:教师|教员|人员|学生|生|工作者|职工|员工|教工|家庭|个人|者|选手|女性|妇女|公民|居民|村民|市民|群众|儿童|青少年|少年|青年|人才|专家|人|人士|干部|公众|师生|班主任|"
    r"校长|园长|辅导员|教研员|科技特派员|医师|医生|护士|党员|团员|会员|志愿者|作者|带头人|负责人|企业家|校友|院士|博士后|教练|农民|能手|工匠)"
    + _BRACKETS
)
_BODY = re.compile(
    r"(?:单位|企业|学校|机构|集体|团队|部门|组织|协会|学会|研究会|高校|院校|院所|医院|公司|班组|处室|科室|合作社|基地|社区|街道|幼儿园|中小学|实验室|会员单位|园区|村|乡镇|分会|支部|[处科股室组岗台]|车间|站所|群体|商户|农场|基地|连队)"
    + _BRACKETS
)
_PAPER = re.compile(r"(?:论文|著作|专著|教材|调研报告|研究报告|科研成果|研究成果|社科成果)" + _BRACKETS)
_PRINTED = re.compile(r"发表|出版|撰写|完成|取得|公开|形成|刊登|录用")
_LEAD = re.compile(
    r"(?:[^：。，]{0,10}(?:对象|范围|主体)(?:为|是|：|。|包括|(?=在)))?(?:主要)?(?:面向|为|是)?：?"
)
_OTHERWISE = re.compile(
    r"分为|[一二三四五六\d]大?类|附件|符合(?!.{0,4}条件)|可为|要从|往届|奖项|名额|如下|以下|下列|不[得再含包]"
)
_HONOURED = re.compile(r"[^，]{4,40}(?:获得者|获奖者|入选者)")
_AMONG = re.compile(r"(?:单位|学校|高校|院校|机构|企业|院所|组织)(?:（[^（）]*）)?中(?!心|学|小学)")
"""Persons told by where they work: 本市科研单位中从事…的."""
_DATED = re.compile(r"\d{4}年|作品|论文")


def whom_in(flow: Flow) -> list[Found]:
    """The clauses of the first sentence that name those who can be put forward."""
    start = _LEAD.match(flow.s).end()  # type: ignore[union-attr]
    end = min((p for c in "。；" if (p := flow.s.find(c, start)) >= 0), default=len(flow))
    at = start
    while at < end:
        at = _clause_end(flow.s, at + 1, end)
        told = flow.s[start:at]
        if len(told) > 120 or HEADING.fullmatch(told) or _OTHERWISE.search(told):
            return []
        kind = _kind_of(told)
        if len(told) >= 4 and kind:
            return [_found(flow, kind, start, at)]
    return []


def _clause_end(s: str, at: int, end: int) -> int:
    """The next comma outside brackets, or the end."""
    depth = 0
    for place in range(at, end):
        depth += (s[place] == "（") - (s[place] == "）")
        if s[place] == "，" and depth <= 0:
            return place
    return end


def _kind_of(told: str) -> str | None:
    if _PAPER.search(told):
        return "publication" if _PRINTED.search(told) else None
    if _DATED.search(told):
        return None
    if _HONOURED.fullmatch(told):
        return "honour"
    if _AMONG.search(told) and not _BODY.search(told):
        return "workplace"
    return "status" if _PERSON.search(told) else "applicant" if _BODY.search(told) else None


def _found(flow: Flow, kind: str, start: int, end: int) -> Found:
    text = flow.raw[start:end]
    return Found({"type": kind, "value": text, "text": text}, flow.span(start, end), 0.55)
