"""Where a document sets conditions: under their headings, in lists that let in or keep out, and where a sentence says what a nominee must be.

>>> from .paragraphs import paragraphs
>>> items = paragraphs("有下列情形之一的，不得申报：\\n1.涉密的作品；\\n2.有争议的作品。")
>>> [(one.data["type"], one.data["text"]) for one in read_conditions(items, lambda _: "申报条件", True)]
[('exclusion', '有下列情形之一的，不得申报：1.涉密的作品；2.有争议的作品')]
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .eligibility import conditions_in, once
from .paragraphs import Paragraph
from .text import Flow, Found

SECTION = re.compile(r"条件|对象|范围|资格|标准|要求|原则|名额|办法|程序|声明|限制")


@dataclass(slots=True)
class _List:
    """A list whose first line says what its items are: those who are let in although, or kept out."""

    kind: str
    flow: Flow
    style: str | None

    def found(self) -> Found:
        text = self.flow.raw.rstrip("；。;.")
        return Found(
            {"type": self.kind, "value": None, "text": text}, self.flow.span(0, len(self.flow)), 0.65
        )


_LISTS = (
    ("relaxation", re.compile(r"放宽|破格|不受[^。]{0,12}限制")),
    ("exclusion", re.compile(r"不(?:接受|得|予|能|可)[^。]{0,6}(?:申报|推荐|参加|参评|报名|评选|受理)|不(?:纳入|在)[^。]{0,8}范围|不作为")),
)  # fmt: skip
RANKS = ("cn", "cn_bracket", "number", "number_bracket", "number_half", "circle")


def read_conditions(
    items: Sequence[Paragraph], titles_of: Callable[[int], str], outlined: bool
) -> list[Found]:
    """The conditions of a call: under headings of conditions, and where a sentence says what a nominee must have."""
    found: list[Found] = []
    opened: _List | None = None
    sections: list[str] = []
    listed = False
    for index, paragraph in enumerate(items):
        flow = paragraph.flow.cut(paragraph.body_at)
        if opened is not None and _goes_on(opened, paragraph):
            opened.flow = opened.flow + paragraph.flow
            continue
        if opened is not None:
            found.append(opened.found())
        opened = _opened(paragraph, flow, items[index + 1 : index + 2])
        if opened is None:
            listed = _OF_CONDITIONS.search(flow.s) is not None or (listed and paragraph.style in RANKS[2:])
            found += _conditions_of(paragraph, flow, titles_of(index), listed or not outlined)
        sections += [titles_of(index).split("／")[-1]] * (len(found) - len(sections))
    return once([*found, opened.found()] if opened is not None else found, sections)


_OF_CONDITIONS = re.compile(r"(?:条件(?!的)|资格)[^。：]{0,16}：$")
"""A sentence that opens a list of conditions where no heading does: 参考条件如下，满足任一条即可："""


def _opened(paragraph: Paragraph, flow: Flow, after: Sequence[Paragraph]) -> _List | None:
    named = re.search(r"以下|下列", flow.s) and len(flow) < 60 and "。" not in flow.s
    if not (paragraph.s.endswith("：") or named) or not after or after[0].style not in RANKS:
        return None
    kind = next((kind for kind, words in _LISTS if words.search(flow.s)), None)
    return _List(kind, flow, paragraph.style) if kind else None


def _goes_on(opened: _List, paragraph: Paragraph) -> bool:
    """Whether a paragraph is an item of the list: numbered, and below the line that opened it."""
    if paragraph.style not in RANKS or len(opened.flow) > 600:
        return False
    return opened.style not in RANKS or RANKS.index(paragraph.style) > RANKS.index(str(opened.style))


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
    r"要求(?:年龄|具有|具备)|年龄要求|(?:须|应|需)(?:具有|具备|年满)"
)


def _conditions_of(paragraph: Paragraph, flow: Flow, titles: str, anyhow: bool) -> list[Found]:
    inside = bool(SECTION.search(titles)) or anyhow
    told = _MUST.search(flow.s) is not None
    if (
        not inside
        and not told
        and not re.search(
            r"年龄|周岁|出生|(?:不超过|应在?|须在?).{1,3}岁|公示[^。]{0,12}(?:天|日|周)|不得|不再|不参加|不参评|不作为|不列入|个人申报|不能申[报请]|请勿[投申参]|谢绝|不得兼得|兼得|著作权|原创|抄袭|女性[^，。；]{0,8}(?:占|比例)",
            flow.s,
        )
    ):
        return []
    every = conditions_in(flow)
    aged = any(one.data["type"] == "age" for one in every)  # an age is a condition under any heading
    found = [
        one
        for one in every
        if (inside or (told and one.data["type"] in _OF_PERSON) or (aged and one.data["type"] in ("age", "gender", "status")) or _published(one))
        and (paragraph.style not in ("number_bracket", "circle") or one.data["type"] not in _OF_LIST)
    ]  # fmt: skip
    last = titles.split("／")[0]
    told = any(one.data["type"] in ("status", "applicant", "gender") for one in found)
    elsewhere = [one for one in found if one.data["type"] in ("honour", "certificate")]
    runs_in = re.match(r"[^：。]{0,10}(?:对象|范围)[：。]", flow.s) is not None
    if not told and (not paragraph.style or runs_in) and not paragraph.cells and _WHOM.search(last):
        found = [
            *(
                one
                for one in _whom(paragraph, flow)
                if not any(o.span[0] < one.span[1] and one.span[0] < o.span[1] for o in elsewhere)
            ),
            *found,
        ]
    return found


_KEPT_OUT = re.compile(
    r"不能申[报请]|请勿[投申参]|谢绝|兼得|不得(?:再次?)?(?:申报|参评|参与|推荐)|不再(?:申报|推荐)|不参加[^，。；]{0,8}(?:评选|推荐|评比|申报)|不参评|不得?(?:含|包含)|(?:一般|原则上)不作为|不列入"
)


def _published(one: Found) -> bool:
    """What any heading may say: who is kept out, that no one can apply alone, the public notice of those put forward."""
    text = str(one.data["text"])
    if one.data["type"] == "exclusion":
        return _KEPT_OUT.search(text) is not None and re.search(r"未经|公示|逾期|材料", text) is None
    if one.data["type"] == "applicant":
        return "个人申报" in text
    if one.data["type"] == "originality":
        return re.search(r"著作权|版权|抄袭|剽窃", text) is not None
    return bool(one.data["type"] in ("publicity", "women_share"))


_WHOM = re.compile(
    r"^(?:活动|面向|招募|参赛|推荐|申报|评选|选树|选拔|参评|寻找|征集|征稿|征文|投稿|报名|提名|遴选|参加|人选){1,2}(?:的)?(?:对象|范围|主体)(?:及|和|与|$)"
)


_WHO = re.compile(
    r"(?:教师|人员|学生|生|工作者|职工|员工|家庭|单位|企业|学校|机构|个人|集体|团队|者|选手|女性|妇女|公民|居民|儿童|青少年|人才|人|人士|干部|公众|师生|教工|学会|协会)(?:（[^（）]*）)?(?:均可[^，。；]*|可[^，。；]*)?$"
)


def _whom(paragraph: Paragraph, flow: Flow) -> list[Found]:
    """Under a heading of those who may take part: the clause that names them."""
    start = len(re.match(r"(?:[^：。]{0,10}(?:对象|范围)(?:为|是|：|。))?", flow.s).group())  # type: ignore[union-attr]
    end = min((p for c in "，。；" if (p := flow.s.find(c, start)) >= 0), default=len(flow))
    if flow.s[end : end + 1] == "，" and not _WHO.search(flow.s[start:end]):  # 从事教育工作，有突出贡献的教师
        begin, stop = (
            end + 1,
            min((p for c in "，。；" if (p := flow.s.find(c, end + 1)) >= 0), default=len(flow)),
        )
        start, end = (
            (begin, stop) if flow.s[stop : stop + 1] != "，" and "的" in flow.s[begin:stop] else (start, end)
        )
    if not 4 <= end - start <= 60 or paragraph.s.endswith("："):
        return []
    text, told = flow.raw[start:end], flow.s[start:end]
    if re.search(
        r"分为|[一二三四五六\d]大?类|附件|\d{4}年|作品|论文|符合|要从|往届|获得者", told
    ) or not _WHO.search(told):
        return []
    return [Found({"type": "status", "value": text, "text": text}, flow.span(start, end), 0.5)]


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
