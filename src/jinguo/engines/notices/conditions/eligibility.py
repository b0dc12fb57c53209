"""Who may be nominated: ages, degrees, titles, years of work, honours, exclusions, preferences, publicity.

>>> [(e.data["type"], e.data["value"]) for e in conditions_in(Flow.of("年龄在45周岁以下，具有大专以上学历。", 0))]
[('age', 45), ('degree', '大专')]
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import zip_longest

from ..layout.numbers import quantity
from ..layout.text import Flow, Found
from .given import Told
from .refusals import KEPT_OUT, refused
from .wordings import Kind, N, kinds

_ONCE = {"conduct", "nationality", "gender", "health", "originality", "status", "publicity"}


_RULES = {"exclusion", "relaxation", "preference"}
_APART = {
    **dict.fromkeys(("honour", "status", "conduct", "workplace", "tenure"), None),
    **dict.fromkeys(("title", "rank", "publication", "project", "certificate", "preference"), _RULES),
}
"""Kinds that are not read out of words that another kind has taken: any other, or one of those named."""


_MUST = re.compile(r"须|必须|应[为是]|限于")
_TRIMS = {"age", "degree", "gender", "title", "nationality", "tenure", "experience", "certificate"}
"""Kinds behind whose words a clause can go on to another condition: 教龄3年以上的校级骨干教师."""


def _free(told: Told, kind: str, taken: list[tuple[int, int, str]], text: str) -> Told | None:
    """What is told, or as much of it as stands behind an age that has taken its beginning; None where others have it."""
    for begin, end, other in taken:
        if not (begin < told.end and told.start < end):
            continue
        if not (other in (kind, "achievement") or (kind in _APART and other in (_APART[kind] or {other}))):
            continue
        if kind == "status" and (
            other == "gender"
            or (other == "exclusion" and told.start <= begin and text[told.end :][:1] in ("，", "（"))
        ):
            continue
        if other in _RULES and _MUST.search(told.words) and "，" in text[told.end : end]:
            continue  # 须为…，…的不再参评
        if other == kind or end > told.core or other not in _TRIMS:
            return None
        while end < told.core and text[end] in "的且并和及、":
            end += 1
        told = Told(end, told.end, text[end : told.end], told.parts, told.core, told.sure)
    return told


_CHECKABLE = re.compile(r"考核|违反|违背|违纪|违法|处分|近.{1,3}年")


def _read(flow: Flow, kind: Kind, told: Told, taken: list[tuple[int, int, str]]) -> Found | None:
    """The condition that is told, unless others have its words or it is none."""
    free = _free(told, kind.name, taken, flow.s)
    if free is None or refused(kind.name, free, flow.s):
        return None
    body = kind.name == "status" and _NAMED.search(free.words) and _BODY.search(free.words)
    data = {"type": "applicant" if body else kind.name, **kind.given(free)}
    if kind.name == "honour" and KEPT_OUT.match(flow.s, free.end):
        data["type"] = "exclusion"
    data["text"] = flow.raw[free.start : free.end]
    if kind.name == "status" and flow.s[free.start - 1 : free.start] == "：":  # “先进工作者”：推荐对象为…
        data["_labelled"] = True
    within = re.search(rf"近{N}年", free.words)
    if within:
        data["within_years"] = quantity(within[1])
    if kind.name in _YEARS and data.get("value") is not None and not _YEARS[kind.name](data["value"]):
        return None
    taken.append((free.start, free.end, kind.name))
    return Found(data, flow.span(free.start, free.end), told.sure)


def conditions_in(flow: Flow, trusted: bool = True) -> list[Found]:
    """The checkable conditions of a paragraph; ``trusted`` where a heading says that it sets conditions."""
    found: list[Found] = []
    taken: list[tuple[int, int, str]] = []
    for kind in kinds():
        if not kind.hints.search(flow.s):
            continue
        for told in (
            one for saying in kind.sayings if trusted or saying.anywhere for one in saying.told_in(flow.s)
        ):
            one = _read(flow, kind, told, taken)
            if one is not None:
                found.append(one)
    return _whole(flow, sorted(found, key=lambda f: f.span))


_YEARS: dict[str, Callable[[float], bool]] = {
    "age": lambda value: 5 <= value <= 90,
    "tenure": lambda value: value <= 60,
    "experience": lambda value: value <= 60,
}
"""What a number of years can be; 2019年 is none."""


def _joins(flow: Flow, last: Found, one: Found) -> bool:
    """Whether a condition goes on in the next one: honours that 或 joins, an age and the date of birth that explains it."""
    gap = one.span[0] - last.span[1]
    if one.data["type"] == last.data["type"] == "conduct":
        return (
            0 <= gap <= 60
            and "。" not in flow.s[flow.at.index(last.span[1] - 1) : flow.at.index(one.span[0])]
        )
    if one.data["type"] != last.data["type"] or not 0 <= gap <= 2:
        return False
    if one.data["type"] in ("exclusion", "grades"):
        return not str(last.data["text"]).endswith(("；", "。"))
    if one.data["type"] == "honour":
        return str(one.data["text"]).startswith("或")
    return one.data["type"] == "age" and one.data["value"] is None and last.data["value"] is not None


def _whole(flow: Flow, found: list[Found]) -> list[Found]:
    """The conditions, with those that go on in the next one joined."""
    kept: list[Found] = []
    for one in found:
        last = kept[-1] if kept else None
        if last is not None and _joins(flow, last, one):
            begin, end = flow.at.index(last.span[0]), flow.at.index(one.span[1] - 1) + 1
            kept[-1] = Found(
                {**one.data, **last.data, "text": flow.raw[begin:end]}, flow.span(begin, end), last.confidence
            )
        else:
            kept.append(one)
    return kept


def once(found: list[Found], sections: Sequence[str] = ()) -> list[Found]:
    """Kinds that a document says in one entry: its first place, for conduct the first that can be checked; an age once in each section."""
    seen: dict[str, int] = {}
    kept: list[Found] = []
    ages: set[tuple[object, ...]] = set()
    places: dict[str, str] = {}
    honours: set[str] = set()
    for one, section in zip_longest(found, sections, fillvalue=""):
        if not isinstance(one, Found):
            break
        kind = one.data["type"]
        if kind == "age":
            age = (one.data["value"], one.data.get("gender"), section.split("／")[-1])
            if age in ages and "born_on_or_after" not in one.data:
                continue
            ages.add(age)
        labelled = one.data.pop("_labelled", False)
        told = str(one.data["text"])
        if kind == "applicant" and any(
            _same(told, str(k.data["text"])) for k in kept if k.data["type"] == kind
        ):
            continue
        if kind == "status" and _of_a_sibling(section, places.get(kind)):
            labelled = True
        honour = _honour_of(section) if kind == "conduct" else None
        if honour and honours and honour not in honours:  # each honour asks for conduct once
            labelled = True
        if honour and (labelled or kind not in seen):
            honours.add(honour)
        if kind == "status" and re.search(r"(?:须[为是]|必须是|应为)|.的.{2}对象(?:为|是)", told):
            labelled = True
        if kind in _ONCE and kind in seen and not labelled:
            first = kept[seen[kind]]
            if kind == "conduct" and _checkable(one) and not _checkable(first):
                kept[seen[kind]] = one
            continue
        seen.setdefault(kind, len(kept))
        places.setdefault(kind, section)
        kept.append(one)
    return kept


def _of_a_sibling(section: str, first: str | None) -> bool:
    """Whether a heading stands beside the first one that told of the kind, under the same heading: one group and the next."""
    one, other = section.split("／"), (first or "").split("／")
    return len(one) > 1 and len(other) > 1 and one[-1] == other[-1] and one[0] != other[0]


_HONOUR = re.compile(
    r"(?:集体|个人|干部|标兵|能手|教师|工作者|团员|党员|学生|书记|支部|积极分子|家庭|奖|岗|手)(?:（[^（）]*）)?(?:的)?(?:推荐|评选|申报)?(?:条件|标准)?$"
)


def _honour_of(section: str) -> str | None:
    """The heading that names one of several honours, each of which says what conduct it asks for."""
    return next((title for title in section.split("／") if _HONOUR.search(title) and "，" not in title), None)


def _same(one: str, other: str) -> bool:
    return one in other or other in one


_NAMED = re.compile(r"对象(?:为|是)|征集")
_BODY = re.compile(
    r"(?:机构|单位|[处科室]|班组|组织|企业|集体|团队|部门|(?:高校|院校|学校|企业)征集|[^，。；]、[^，。；]*室)$"
)
"""Who is put forward is a body and no person."""


def _checkable(one: Found) -> bool:
    return _CHECKABLE.search(str(one.data["text"])) is not None
