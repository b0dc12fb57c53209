"""A policy's reading as the draft of a plan: measures, the units with their parts, the indicators that it proposes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from ..draft import Draft
from ..layout.text import bare
from .said import Said, Span, said

Role = Literal["lead", "responsible", "cooperating"]
Measure = Literal["count", "share", "rate", "direction"]

_GROUP = re.compile(
    r"^(?:各|有关|相关|全体|所有|市级|省级|区级|市直|省直)[^局委]{0,12}(?:单位|部门|区|县|市|学会|高校|院校|企业|机构|妇联|科协|政府|团体)?|成员单位|等"
)
_COUNTED = (
    ("participants", re.compile(r"人次|青少年|学生|群众|走进|惠及|受益|覆盖|参与")),
    ("activities", re.compile(r"活动|培训|讲座|论坛|交流|沙龙|宣讲|会议|场|期|身体检查")),
    ("honours", re.compile(r"选树|评选|表彰|红旗手|最美|标兵|奖")),
    ("projects", re.compile(r"项目|课题|专项|资助")),
    ("places", re.compile(r"基地|工作室|平台|服务站|工作站|中心|孵化器|示范点")),
    ("documents", re.compile(r"要点|计划|方案|报告|清单|办法")),
    ("people", re.compile(r"人才|女性|人员|骨干|专家|名|人")),
)


@dataclass(frozen=True, slots=True)
class UnitShare:
    """A unit's part in a measure. ``group`` stands for several (各区妇联) and is to be resolved by a person."""

    name: Said[str]
    full_name: str | None
    role: Role
    group: bool


@dataclass(frozen=True, slots=True)
class IndicatorDraft:
    """A number (or direction) that would show progress: what is counted, against what, by when.

    ``counted`` proposes what the house would count (activities, participants, people …); ``by_sex`` that the number is asked about women.
    """

    label: str
    said: Said[str]
    measure: Measure
    quantity: Any
    unit: str | None
    comparator: str
    period: str | None
    start: str | None
    by: str | None
    counted: str | None
    by_sex: bool
    aspirational: bool
    implied: bool


@dataclass(frozen=True, slots=True)
class MeasureDraft:
    """A measure with its place in the outline, the units that answer for it, what it aims at and what it binds to."""

    number: str
    section: str | None
    section_heading: str | None
    heading: Said[str] | None
    text: Said[str]
    role: str
    units: tuple[UnitShare, ...]
    units_open: str | None
    indicators: tuple[IndicatorDraft, ...]
    tasks: tuple[tuple[str, str], ...]
    """(strength, text) of each task without a number."""
    rules: tuple[tuple[str, Said[str]], ...]
    """(kind, words) of preferences and relaxations."""
    until: str | None


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """What a policy asks for. ``basis`` are the documents it rests on: the plan implements them."""

    title: Said[str] | None
    document_number: Said[str] | None
    issued_on: Said[str] | None
    issuers: tuple[Said[str], ...]
    basis: tuple[Said[str], ...]
    measures: tuple[MeasureDraft, ...]
    indicators: tuple[IndicatorDraft, ...]
    """Those of the document as a whole."""
    deadlines: tuple[Said[str], ...]


def draft_plan(draft: Draft, text: str) -> PlanDraft:
    """The plan that a reading proposes; ``text`` is the decoded text that was read."""
    document, spans = draft.document, draft.spans
    headings = {_path(s, document["sections"], i): s["heading"] for i, s in enumerate(document["sections"])}
    name = "inner_title" if document.get("inner_title") else "title"
    return PlanDraft(
        title=said(document.get(name), f"/{name}", spans),
        document_number=said(document.get("doc_number"), "/doc_number", spans),
        issued_on=said(document.get("issue_date"), "/issue_date", spans),
        issuers=_each(document["issuers"], "issuers", spans),
        basis=_each([cited["title"] for cited in document["cites"]], "cites", spans),
        measures=tuple(
            _measure(document, spans, text, i, headings) for i in range(len(document["measures"]))
        ),
        indicators=tuple(
            _indicator(target, f"/targets/{i}", spans) for i, target in enumerate(document["targets"])
        ),
        deadlines=_each([one["date"] for one in document["deadlines"]], "deadlines", spans),
    )


def _each(values: Sequence[Any], key: str, spans: Mapping[str, Any]) -> tuple[Said[Any], ...]:
    found = (said(value, f"/{key}/{i}", spans) for i, value in enumerate(values))
    return tuple(one for one in found if one is not None)


def _path(section: Mapping[str, Any], sections: Sequence[Mapping[str, Any]], at: int) -> str:
    """Numbers of a section and those above it, joined, as measures name their section."""
    numbers = [str(section["number"])]
    level = section["level"]
    for above in reversed(sections[:at]):
        if above["level"] < level:
            numbers.append(str(above["number"]))
            level = above["level"]
    return "".join(reversed(numbers))


def _measure(
    document: Mapping[str, Any], spans: Mapping[str, Any], text: str, i: int, headings: Mapping[str, str]
) -> MeasureDraft:
    data, pointer = document["measures"][i], f"/measures/{i}"
    start, end, sure = spans[pointer]
    heading: Said[str] | None = None
    if data["heading"]:
        length = len(data["heading"])
        stop = next((n for n in range(start + length, end + 1) if len(bare(text[start:n])) >= length), end)
        heading = Said(data["heading"], (start, stop), sure)
    own = [r for r in enumerate(document["rules"]) if start <= spans[f"/rules/{r[0]}"][0] < end]
    return MeasureDraft(
        number=data["number"],
        section=data["section"],
        section_heading=headings.get(data["section"] or ""),
        heading=heading,
        text=Said(bare(text[start:end]), (start, end), sure),
        role=data["role"],
        units=tuple(_shares(data, pointer, spans)),
        units_open=data.get("units_open"),
        indicators=tuple(
            _indicator(target, f"{pointer}/targets/{n}", spans) for n, target in enumerate(data["targets"])
        ),
        tasks=tuple((task["strength"], task["text"]) for task in data.get("tasks", ())),
        rules=tuple((rule["kind"], Said(rule["text"], _at(spans, f"/rules/{n}"), 0.8)) for n, rule in own),
        until=data.get("until"),
    )


def _at(spans: Mapping[str, Any], pointer: str) -> Span:
    return spans[pointer][0], spans[pointer][1]


def _shares(data: Mapping[str, Any], pointer: str, spans: Mapping[str, Any]) -> list[UnitShare]:
    leads = set(data.get("leads") or ([data["lead"]] if data.get("lead") else []))
    helping = set(data.get("cooperating") or ())
    full = data.get("units_full") or {}
    shares = []
    for n, name in enumerate(data["units"]):
        role: Role = "lead" if name in leads else "cooperating" if name in helping else "responsible"
        one = said(name, f"{pointer}/units/{n}", spans)
        if one is not None:
            shares.append(UnitShare(one, full.get(name), role, _GROUP.search(name) is not None))
    return shares


def _indicator(target: Mapping[str, Any], pointer: str, spans: Mapping[str, Any]) -> IndicatorDraft:
    words, unit = str(target["text"]), target.get("unit")
    measure: Measure = (
        "direction"
        if target["quantity"] is None
        else "rate"
        if unit and "/" in unit
        else "share"
        if unit in ("%", "个百分点", "百分点")
        else "count"
    )
    counted = next((name for name, pattern in _COUNTED if pattern.search(words)), None)
    place = spans[pointer]
    return IndicatorDraft(
        label=_label(target, words),
        said=Said(words, (place[0], place[1]), place[2]),
        measure=measure,
        quantity=target["quantity"],
        unit=unit,
        comparator=target["comparator"],
        period=target.get("period"),
        start=target.get("start"),
        by=target.get("by"),
        counted=counted if measure == "count" else None,
        by_sex=re.search(r"女", words) is not None and measure in ("share", "direction"),
        aspirational=bool(target.get("aspirational")),
        implied=bool(target.get("quantity_is_implied")),
    )


def _label(target: Mapping[str, Any], words: str) -> str:
    """A name for the indicator: what is counted, without the number and the words of comparing."""
    if target["quantity"] is None:
        return str(target.get("unit") or words)[:60]
    name = re.sub(
        r"(?:力争|争取|到|至)?(?:19|20)\d\d年(?:底|末)?(?:前)?|每年|每半年|每季度|不少于|不低于|不超过|至少|达到|超过|以上|左右|以内|约",
        "",
        words,
    )
    name = re.sub(r"\s*\d[\d,，.]*\s*(?:[万亿])?(?:%|个百分点)?", "", name).strip("，。；、 ")
    return name[:60] or words[:60]
