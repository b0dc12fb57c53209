"""Who may be nominated: ages, degrees, titles, years of work, honours, exclusions, preferences, publicity.

>>> [(e.data["type"], e.data["value"]) for e in conditions_in(Flow.of("年龄在45周岁以下，具有大专以上学历。", 0))]
[('age', 45), ('degree', '大专')]
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .conditions import PATTERNS, SURE, TRIGGERS, N
from .numbers import quantity
from .paragraphs import Paragraph
from .text import Flow, Found

SECTION = re.compile(r"条件|对象|范围|资格|标准|要求|原则|名额|办法|程序|声明|限制")
_ONCE = {"conduct", "gender", "health", "originality", "status"}


_APART = {"honour", "status", "preference", "conduct", "workplace", "tenure"}
"""Kinds that are not read out of words that another kind has taken."""


def _free(
    pattern: re.Pattern[str], match: re.Match[str], kind: str, taken: list[tuple[int, int, str]], text: str
) -> re.Match[str] | None:
    """The match, or what of it stands after the words that other conditions have taken."""
    for begin, end, other in taken:
        if not (begin < match.end() and match.start() < end):
            continue
        if not (other == kind or other == "achievement" or kind in _APART):
            continue
        if kind == "status" and (
            other == "gender" or (other == "exclusion" and text[match.end() :][:1] in ("，", "（"))
        ):
            continue
        again = pattern.search(text, end, match.end()) if other == "age" and kind == "status" else None
        if again is None:
            return None
        match = again
    return match


def _no_condition(kind: str, match: re.Match[str], text: str) -> bool:
    if kind == "age":
        share = re.match(
            r"[^，。；]{0,16}(?:不少于|不低于|不超过|占)[^，。；]{0,4}(?:\d|[一二三四五六七八九十])[^，。；]{0,3}(?:名|人|%)",
            text[match.end() :],
        )
        loosened = re.search(r"(?:放宽|延长)[^，。；]*$", text[: match.start()] + match.group())
        return share is not None or loosened is not None
    if kind == "workplace":  # a place out of a quota, and no condition for all
        return re.search(r"\d[名人个]", match.group()) is not None
    if kind == "status":  # so many of a kind in a unit, which is said of the unit
        return re.search(r"\d[人名]|人数|教师数", text[match.start() : match.end() + 3]) is not None
    if kind == "tenure" and "期满" in match.group():
        return True
    return kind == "exclusion" and (
        "材料除外" in match.group()
        or re.search(r"公示期?间?[^。]{0,20}$", text[: match.start()] + match.group()[:12]) is not None
        or _MISCONDUCT.search(match.group()) is not None
    )


_MISCONDUCT = re.compile(r"违反|违背|违纪|违法|师德|失信|不端")
"""What keeps somebody out by her conduct is told as conduct."""
_CHECKABLE = re.compile(r"考核|违反|违背|违纪|违法|处分|近.{1,3}年")


def conditions_in(flow: Flow) -> list[Found]:
    """The checkable conditions of a paragraph."""
    found: list[Found] = []
    taken: list[tuple[int, int, str]] = []
    for kind, pattern, given in PATTERNS:
        if not TRIGGERS[kind].search(flow.s):
            continue
        for first in pattern.finditer(flow.s):
            match = _free(pattern, first, kind, taken, flow.s)
            if match is None or _no_condition(kind, match, flow.s):
                continue
            core = match.span()
            data = {"type": kind, **given(match), "text": flow.raw[core[0] : core[1]]}
            within = re.search(rf"近{N}年", match.group())
            if within:
                data["within_years"] = quantity(within[1])
            if kind in _YEARS and data.get("value") is not None and not _YEARS[kind](data["value"]):
                continue
            taken.append((*core, kind))
            found.append(Found(data, flow.span(*core), SURE.get(kind, 0.6)))
    return _whole(flow, sorted(found, key=lambda f: f.span))


_YEARS: dict[str, Callable[[float], bool]] = {
    "age": lambda value: 5 <= value <= 90,
    "tenure": lambda value: value <= 60,
    "experience": lambda value: value <= 60,
}
"""What a number of years can be; 2019年 is none."""


def _joins(last: Found, one: Found) -> bool:
    """Whether a condition goes on in the next one: honours that 或 joins, an age and the date of birth that explains it."""
    if one.data["type"] != last.data["type"] or not 0 <= one.span[0] - last.span[1] <= 2:
        return False
    if one.data["type"] == "honour":
        return str(one.data["text"]).startswith("或")
    return one.data["type"] == "age" and one.data["value"] is None and last.data["value"] is not None


def _whole(flow: Flow, found: list[Found]) -> list[Found]:
    """The conditions, with those that go on in the next one joined."""
    kept: list[Found] = []
    for one in found:
        last = kept[-1] if kept else None
        if last is not None and _joins(last, one):
            begin, end = flow.at.index(last.span[0]), flow.at.index(one.span[1] - 1) + 1
            kept[-1] = Found(
                {**one.data, **last.data, "text": flow.raw[begin:end]}, flow.span(begin, end), last.confidence
            )
        else:
            kept.append(one)
    return kept


def once(found: list[Found]) -> list[Found]:
    """Kinds that a document says in one entry: its first place, for conduct the first that can be checked."""
    seen: dict[str, int] = {}
    kept: list[Found] = []
    ages: set[tuple[object, object]] = set()
    for one in found:
        kind = one.data["type"]
        if kind == "age":
            age = (one.data["value"], one.data.get("gender"))
            if age in ages and "born_on_or_after" not in one.data:
                continue
            ages.add(age)
        if kind in _ONCE and kind in seen:
            first = kept[seen[kind]]
            if kind == "conduct" and _checkable(one) and not _checkable(first):
                kept[seen[kind]] = one
            continue
        seen.setdefault(kind, len(kept))
        kept.append(one)
    return kept


def _checkable(one: Found) -> bool:
    return _CHECKABLE.search(str(one.data["text"])) is not None


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
_RANKS = ("cn", "cn_bracket", "number", "number_bracket", "number_half", "circle")


def read_conditions(
    items: Sequence[Paragraph], titles_of: Callable[[int], str], outlined: bool
) -> list[Found]:
    """The conditions of a call: under headings of conditions, and where a sentence says what a nominee must have."""
    found: list[Found] = []
    opened: _List | None = None
    for index, paragraph in enumerate(items):
        flow = paragraph.flow.cut(paragraph.body_at)
        if opened is not None and _goes_on(opened, paragraph):
            opened.flow = opened.flow + paragraph.flow
            continue
        if opened is not None:
            found.append(opened.found())
        opened = _opened(paragraph, flow, items[index + 1 : index + 2])
        if opened is None:
            found += _conditions_of(paragraph, flow, titles_of(index), outlined)
    return once([*found, opened.found()] if opened is not None else found)


def _opened(paragraph: Paragraph, flow: Flow, after: Sequence[Paragraph]) -> _List | None:
    if not paragraph.s.endswith("：") or not after or after[0].style not in _RANKS:
        return None
    kind = next((kind for kind, words in _LISTS if words.search(flow.s)), None)
    return _List(kind, flow, paragraph.style) if kind else None


def _goes_on(opened: _List, paragraph: Paragraph) -> bool:
    """Whether a paragraph is an item of the list: numbered, and below the line that opened it."""
    if paragraph.style not in _RANKS or len(opened.flow) > 600:
        return False
    return opened.style not in _RANKS or _RANKS.index(paragraph.style) > _RANKS.index(str(opened.style))


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


def _conditions_of(paragraph: Paragraph, flow: Flow, titles: str, outlined: bool) -> list[Found]:
    inside = bool(SECTION.search(titles)) or not outlined
    told = _MUST.search(flow.s) is not None
    if (
        not inside
        and not told
        and not re.search(
            r"年龄|周岁|出生|(?:不超过|应在?|须在?).{1,3}岁|公示[^。]*工作日|不得|不再|个人申报", flow.s
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
    told = any(
        one.data["type"] in ("status", "applicant", "gender", "honour", "certificate") for one in found
    )
    runs_in = re.match(r"[^：。]{0,10}(?:对象|范围)：", flow.s) is not None
    if not told and (not paragraph.style or runs_in) and not paragraph.cells and _WHOM.search(last):
        found = [*_whom(paragraph, flow), *found]
    return found


_KEPT_OUT = re.compile(r"不得(?:再次?)?(?:申报|参评|参与|推荐)|不再(?:申报|推荐)")


def _published(one: Found) -> bool:
    """What any heading may say: who is kept out, that no one can apply alone, the public notice of those put forward."""
    text = str(one.data["text"])
    if one.data["type"] == "exclusion":
        return _KEPT_OUT.search(text) is not None and re.search(r"未经|公示|逾期|材料", text) is None
    if one.data["type"] == "applicant":
        return "个人申报" in text
    return (
        one.data["type"] == "publicity"
        and re.search(r"推荐|人选|候选|工作日", str(one.data["text"])) is not None
    )


_WHOM = re.compile(
    r"^(?:参赛|推荐|申报|评选|选树|选拔|参评|征集|征稿|投稿|报名|提名|遴选|参加)(?:的)?(?:对象|范围|主体)(?:及|和|与|$)"
)


_WHO = re.compile(
    r"(?:教师|人员|学生|生|工作者|职工|员工|家庭|单位|企业|学校|机构|个人|集体|团队|者|选手|女性|妇女|公民|居民|儿童|青少年|人才|人|人士|干部|公众|师生|教工|学会|协会)(?:（[^（）]*）)?(?:均可[^，。；]*|可[^，。；]*)?$"
)


def _whom(paragraph: Paragraph, flow: Flow) -> list[Found]:
    """Under a heading of those who may take part: the clause that names them."""
    start = len(re.match(r"(?:[^：。]{0,10}(?:对象|范围)(?:为|是|：))?", flow.s).group())  # type: ignore[union-attr]
    end = min((p for c in "，。；" if (p := flow.s.find(c, start)) >= 0), default=len(flow))
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
