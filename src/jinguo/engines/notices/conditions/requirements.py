"""Where a document sets conditions: under their headings, in lists that let in or keep out, and where a sentence says what a nominee must be.

>>> from ..layout.paragraphs import paragraphs
>>> items = paragraphs("有下列情形之一的，不得申报：\\n1.受到处分的；\\n2.已经退休的。")
>>> [(one.data["type"], one.data["text"]) for one in read_conditions(items, lambda _: "申报条件", True)]
[('exclusion', '受到处分的'), ('exclusion', '已经退休的')]
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from ..layout.paragraphs import Paragraph
from ..layout.text import Flow, Found
from .eligibility import conditions_in, once
from .whom import HEADING, RUN_IN, whom_in

SECTION = re.compile(
    r"条件|对象|范围|资格|标准|要求|原则|名额|办法|程序|声明|限制|人员(?:／|$)|人选|选手|主体|规则|须知"
)


@dataclass(slots=True)
class _List:
    """A list whose first line says what its items are: those who are let in although, or kept out."""

    kind: str
    lead: Flow
    style: str | None
    items: list[Flow] = field(default_factory=list)
    first: int | None = None
    """The rank of the first item."""

    def found(self) -> list[Found]:
        """Each item of those who are kept out, with the first line where it names some itself; works and relaxations as a whole."""
        if self.kind == "exclusion" and self.items:
            if any("作品" in flow.s for flow in (self.lead, self.items[0])):
                return [self._one(sum(self.items, self.lead))]
            named = not self.lead.s.rstrip("。；").endswith(
                ("：", "推荐", "申报", "参评", "参加", "参赛", "报名")
            )
            return [self._one(flow) for flow in ([self.lead] if named else []) + self.items]
        return [self._one(sum(self.items, self.lead))]

    def _one(self, flow: Flow) -> Found:
        text = flow.raw.rstrip("；。;.")
        return Found({"type": self.kind, "value": None, "text": text}, flow.span(0, len(text)), 0.65)


_LISTS = (
    ("relaxation", re.compile(r"放宽|破格|不受[^。]{0,12}限制")),
    ("exclusion", re.compile(r"不(?:接受|得|予|能|可)[^。]{0,6}(?:申报|推荐|参加|参评|报名|评选|受理)|(?:不再?|不宜|不应)(?:纳入|列入|在|属于|作为|列为|参加|推荐|申报|参评)")),
    ("preference", re.compile(r"优先")),
)  # fmt: skip
RANKS = ("cn", "cn_bracket", "number", "number_bracket", "number_half", "circle")


def read_conditions(
    items: Sequence[Paragraph], titles_of: Callable[[int], str], outlined: bool
) -> list[Found]:
    """The conditions of a call: under headings of conditions, and where a sentence says what a nominee must have."""
    found: list[Found] = []
    opened: _List | None = None
    sections: list[str] = []
    listed: int | None = None
    for index, paragraph in enumerate(items):
        flow = paragraph.flow.cut(paragraph.body_at)
        if opened is not None and _goes_on(opened, paragraph):
            opened.items.append(flow if opened.kind == "exclusion" else paragraph.flow)
            continue
        if opened is not None:
            found += opened.found()
        opened = _opened(paragraph, flow, items[index + 1 : index + 2])
        if opened is None:
            listed = _listed(paragraph, flow, listed)
            found += _conditions_of(paragraph, flow, titles_of(index), listed is not None or not outlined)
        sections += [titles_of(index)] * (len(found) - len(sections))
    return once([*found, *opened.found()] if opened is not None else found, sections)


_OPENED = 0
"""A list of conditions has been opened, and no item of it has come yet."""


def _listed(paragraph: Paragraph, flow: Flow, least: int | None) -> int | None:
    """The rank of the items of a list of conditions while it goes on, None where there is none."""
    if _OF_CONDITIONS.search(flow.s):
        return _OPENED
    if least is None or paragraph.style not in RANKS[1:]:
        return None
    rank = RANKS.index(str(paragraph.style))
    return rank if least == _OPENED else least if rank >= least else None


_OF_CONDITIONS = re.compile(r"(?:条件(?!的)|资格|(?:申报|参评|推荐|报名|参赛)要求)[^。：]{0,16}：$")
"""A sentence that opens a list of conditions where no heading does: 参考条件如下，满足任一条即可："""


def _opened(paragraph: Paragraph, flow: Flow, after: Sequence[Paragraph]) -> _List | None:
    named = (
        re.search(
            r"(?:以下|下列).{0,4}(?:情[形况]|条件|人员|对象|作品|项目|单位|个人|之一|几|[一二三四五六七八九\d])",
            flow.s,
        )
        and len(flow) < 60
        and "。" not in flow.s
    )
    if not (paragraph.s.endswith("：") or named) or not after or after[0].style not in RANKS:
        return None
    last = flow.s[[a for a, _ in flow.sentences()][-1] :] if len(flow) else ""
    kind = next((kind for kind, words in _LISTS if words.search(last)), None)
    return _List(kind, flow, paragraph.style) if kind else None


def _goes_on(opened: _List, paragraph: Paragraph) -> bool:
    """Whether a paragraph is an item of the list: numbered, below the line that opened it, no higher than the first item."""
    if paragraph.style not in RANKS or len(opened.items) > 30:
        return False
    rank = RANKS.index(paragraph.style)
    if opened.first is None:
        opened.first = rank
    return rank >= opened.first and (opened.style not in RANKS or rank > RANKS.index(str(opened.style)))


_OF_LIST = {"honour", "project", "publication", "workplace", "certificate"}
"""Kinds that are one of several ways to qualify where they stand in a list below a condition."""
_OF_PERSON = {
    "age",
    "gender",
    "status",
    "tenure",
    "degree",
    "title",
    "experience",
    "certificate",
    "exclusion",
}
"""Kinds that count outside the headings of conditions, where a sentence says what a nominee must be."""
_MUST = re.compile(
    r"(?:候选人|申报人|申请人|推荐人选|推荐对象|参评(?:人员|教师|对象)|被推荐人|参选人|人选|申报者|参赛者|参选者|申请者)[^，。；]{0,6}(?:须|应|需|必须|要求|年龄)|"
    r"(?:成员|选手|负责人|作者|主持人)(?:必?须|应|需)[为是]|要求(?:年龄|具有|具备)|年龄要求|(?:须|应|需)(?:具有|具备|年满)"
)


_SPEAKS_OF_ONE = re.compile(
    r"""
      年龄 | 周岁 | 出生 | (?:不超过|应在?|须在?).{1,3}岁
    | 公示[^。]{0,12}(?:天|日|周)
    | 不得 | 不再 | 不参加 | 不参评 | 不作为 | 不列入 | 不能申[报请] | 请勿[投申参] | 谢绝 | 兼得
    | 同等条件
    | (?:论文|著作|成果).?(?:限|须|应|必须) | 著作权 | 原创 | 抄袭
    | 团队[^，。；]{0,8}(?:超过|少于) | 指导(?:教师|老师)
    | 个人[申送投] | 接[受收].{0,4}个人 | [均皆都]可.{0,8}(?:申报|报名|参[加赛评]|投稿)
    | (?:面向|[现特]向).{4,44}征集
    | 女性[^，。；]{0,8}(?:占|比例)
    """,
    re.VERBOSE,
)
"""Words without which a sentence under any other heading sets no condition."""


def _conditions_of(paragraph: Paragraph, flow: Flow, titles: str, anyhow: bool) -> list[Found]:
    anyhow = anyhow or RUN_IN.match(flow.s) is not None
    inside = bool(SECTION.search(titles)) or anyhow
    told = _MUST.search(flow.s) is not None
    if not inside and not told and not _SPEAKS_OF_ONE.search(flow.s):
        return []
    trusted = anyhow or _TRUSTED.search(titles) is not None
    every = conditions_in(flow, trusted)
    aged = any(one.data["type"] == "age" for one in every)  # an age is a condition under any heading
    found = [
        one
        for one in every
        if (inside or (told and one.data["type"] in _OF_PERSON) or (aged and one.data["type"] in ("age", "gender", "status")) or _published(one))
        and (paragraph.style not in ("number_bracket", "circle") or one.data["type"] not in _OF_LIST)
    ]  # fmt: skip
    return [*_addressed(paragraph, flow, titles, found), *found]


_TRUSTED = re.compile(
    r"条件|对象|范围|资格|人选|主体|选手|(?:参赛|参评|推荐|选派|招募)人员|(?:评选|推荐|申报|参评|选拔|遴选|基本)(?:标准|要求)"
)
"""Headings under which whatever can be a condition is one."""


def _addressed(paragraph: Paragraph, flow: Flow, titles: str, found: Sequence[Found]) -> list[Found]:
    """Those whom a heading of addressees names, unless their sentence has told it already."""
    above = titles.split("／")
    named = any(map(HEADING.search, (above[0], above[-1]))) or RUN_IN.match(flow.s) is not None
    label = paragraph.style in RANKS and len(flow) < _SHORTEST
    if paragraph.cells or paragraph.s.endswith("：") or not named or label:
        return []
    return [
        one
        for one in whom_in(flow)
        if not any(
            other.data["type"] in _TOLD[str(one.data["type"])] and _over(one.span, other.span)
            for other in found
        )
    ]


_SHORTEST = 8
"""A numbered line shorter than this is the name of a group, and not the words that say who belongs to it."""
_SAME = {"status", "applicant", "gender", "honour", "publication", "workplace", "exclusion"}
_TOLD = {
    "status": _SAME | {"certificate"},
    "applicant": _SAME,
    "publication": _SAME,
    "workplace": _SAME,
    "honour": _SAME,
}
"""What has told already whom a sentence names."""


def _over(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


_KEPT_OUT = re.compile(
    r"不能申[报请]|请勿[投申参]|谢绝|兼得|不得(?:再次?)?(?:申报|参评|参与|推荐)|不再(?:申报|推荐|参评|参加|评选|重复)|不予申报|不参加[^，。；]{0,8}(?:评选|推荐|评比|申报)|不参评|不得?(?:含|包含)|(?:一般|原则上)不作为|不列入"
)


_INVITING = r"[均皆都]可.{0,8}$|^现?特?面?向(?!.{0,3}社会).*征集"
_ANYWHERE = {
    kind: re.compile(words)
    for kind, words in {
        "status": _INVITING,
        "applicant": rf"接[受收]|不受理|个人(?:申报|送稿|投稿)|不得|{_INVITING}",
        "originality": r"著作权|版权|抄袭|剽窃|(?:须|应|必须).{0,8}原创",
        "publication": r"(?:论文|著作|成果)(?:仅?限|须为|应为|必须是|须是|范围为)",
        "preference": "同等条件",
        "team_size": "^(?!.*作者)",
        "publicity": "",
        "women_share": "",
        "advisers": "",
    }.items()
}
"""What any heading may say, and in which words: no one can apply alone, days of public notice, the share of women."""


def _published(one: Found) -> bool:
    """Whether a condition counts under any heading: one of those above, and who is kept out."""
    kind, text = str(one.data["type"]), str(one.data["text"])
    if kind == "exclusion":
        return _KEPT_OUT.search(text) is not None and re.search(r"未经|公示|逾期|材料", text) is None
    return kind in _ANYWHERE and _ANYWHERE[kind].search(text) is not None


_RECRUITED = re.compile(r"招聘|聘任|聘用|录用|选聘|引进")


def policy_conditions(items: Sequence[Paragraph]) -> list[Found]:
    """The conditions that a policy sets for those who are taken on: years of experience, and degrees that need not be had."""
    return [
        one
        for paragraph in items
        if _RECRUITED.search(paragraph.s) and not paragraph.cells
        for one in conditions_in(paragraph.flow)
        if (one.data["type"] == "experience" and _RECRUITED.search(_sentence(paragraph.flow, one)))
        or (one.data["type"] == "relaxation" and re.search(r"学历|学位|资历", str(one.data["text"])))
    ]


def _sentence(flow: Flow, one: Found) -> str:
    at = flow.at.index(one.span[0])
    return next(flow.s[a:b] for a, b in flow.sentences() if a <= at < b)
