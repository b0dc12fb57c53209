"""A notice's reading as the draft of a call: categories, places, conditions, materials, form fields, dates, whom to ask."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from ..draft import Draft
from .categories import CategoryDraft, categories_of
from .said import Said, said

Scope = Literal["each_of_kind", "total", "category", "named_unit"]
_EACH = re.compile(r"^(?:各|每|市|区|县|省|全|同一|一个|有关)|学会|协会|单位|学校|高校")

_PHOTO_FORMATS = {"jpg", "jpeg", "png", "bmp", "tif", "tiff"}
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("id_number", re.compile(r"身份证")),
    ("phone", re.compile(r"电话|手机|传真")),
    ("email", re.compile(r"邮箱|邮件|信箱|E-?mail", re.I)),
    ("sex", re.compile(r"性别")),
    ("ethnic_group", re.compile(r"民族")),
    ("political_affiliation", re.compile(r"政治面[貌目]|党派")),
    ("education", re.compile(r"学历|文化程度")),
    ("unit_and_post", re.compile(r"(?:单位|部门)(?:及|和|、)?(?:现任)?(?:职务|职称)")),
    ("opinion", re.compile(r"意见$|审核$|审批")),
    ("long_text", re.compile(r"事迹|简历|简介|成果|贡献|情况|经历|理由|概述")),
    ("date", re.compile(r"日期|时间|出生年月|年月")),
    ("age", re.compile(r"年龄")),
    ("name", re.compile(r"^(?:姓名|负责人|申报人|候选人|联系人)(?:姓名)?$")),
)


@dataclass(frozen=True, slots=True)
class QuotaDraft:
    """How many may be nominated or chosen. ``at_most``: fewer will do. ``share``: percent and not a number of places."""

    scope: Scope
    who: str
    places: Said[Any]
    at_most: bool
    share: bool
    category: str | None


@dataclass(frozen=True, slots=True)
class RuleDraft:
    """A condition with the notice's own words. ``rule`` is a rule of the eligibility engine, else a statement to confirm."""

    kind: str
    said: Said[str]
    rule: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class MaterialDraft:
    """A material to hand in; ``spec`` is what the material checks take."""

    name: Said[str]
    text: str
    kind: str
    copies: int | None
    stamped: bool | None
    signed: bool | None
    max_words: int | None
    spec: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FieldDraft:
    """A field of the form with the notice's own label; ``kind`` as the form descriptions name it."""

    key: str
    label: Said[str]
    kind: str
    max_words: int | None
    stamp: bool
    form: str | None


@dataclass(frozen=True, slots=True)
class CallDraft:
    """What a notice asks for, ready for an officer to correct."""

    title: Said[str] | None
    document_number: Said[str] | None
    issued_on: Said[str] | None
    year: int | None
    issuers: tuple[Said[str], ...]
    invited: tuple[Said[str], ...]
    basis: tuple[Said[str], ...]
    categories: tuple[CategoryDraft, ...]
    quotas: tuple[QuotaDraft, ...]
    rules: tuple[RuleDraft, ...]
    materials: tuple[MaterialDraft, ...]
    fields: tuple[FieldDraft, ...]
    closing_day: Said[str] | None
    closing_time: str | None
    other_days: tuple[Said[str], ...]
    notice_days: Said[int] | None
    copies: int | None
    stamped_form: bool
    contacts: Mapping[str, tuple[Said[str], ...]]
    attachments: tuple[Said[str], ...]


def _handed_in_now(document: Mapping[str, Any]) -> list[int]:
    """The materials of a nomination, without what a project hands in at its end."""
    return [i for i, one in enumerate(document["materials"]) if one.get("stage") is None]


def draft_call(draft: Draft, text: str) -> CallDraft:
    """The call that a reading proposes; ``text`` is the decoded text that was read."""
    document, spans = draft.document, draft.spans
    forms = [
        document["materials"][i]
        for i in _handed_in_now(document)
        if document["materials"][i]["kind"] == "form"
    ]
    closing = _closing(document["deadlines"])
    days = [said(d["date"], f"/deadlines/{i}", spans) for i, d in enumerate(document["deadlines"])]
    title = document.get("title") or ""
    years = re.findall(r"(20\d\d)(?:年度?|—|-)?", title) or re.findall(
        r"^\d{4}", document.get("issue_date") or ""
    )
    return CallDraft(
        title=said(document.get("title"), "/title", spans),
        document_number=said(document.get("doc_number"), "/doc_number", spans),
        issued_on=said(document.get("issue_date"), "/issue_date", spans),
        year=int(years[-1]) if years else None,
        issuers=_each(document["issuers"], "issuers", spans),
        invited=_each(document["addressees"], "addressees", spans),
        basis=_each([cited["title"] for cited in document["cites"]], "cites", spans),
        categories=categories_of(document, spans, text),
        quotas=_quotas(document, spans),
        rules=_rules(document, spans),
        materials=tuple(m for i in _handed_in_now(document) if (m := _material(document, spans, i))),
        fields=_fields(document, spans),
        closing_day=days[closing] if closing is not None else None,
        closing_time=document["deadlines"][closing]["time"] if closing is not None else None,
        other_days=tuple(d for i, d in enumerate(days) if d is not None and i != closing),
        notice_days=_notice_days(document, spans),
        copies=next((m["copies"] for m in forms if m.get("copies")), None),
        stamped_form=any(m.get("stamped") for m in forms) or "盖章" in text,
        contacts={
            kind: _each(values, f"contacts/{kind}", spans) for kind, values in document["contacts"].items()
        },
        attachments=_each(document["attachments"], "attachments", spans),
    )


def _each(values: Sequence[Any], key: str, spans: Mapping[str, Any]) -> tuple[Said[Any], ...]:
    found = (said(value, f"/{key}/{i}", spans) for i, value in enumerate(values))
    return tuple(one for one in found if one is not None)


def _closing(deadlines: Sequence[Mapping[str, Any]]) -> int | None:
    """The deadline of the call: the last whole day that its author sets for handing in."""
    own = [
        (str(d["date"]), i)
        for i, d in enumerate(deadlines)
        if len(str(d["date"])) == 10 and d.get("level") != "forwarding note"
    ]
    return max(own)[1] if own else None


def _quotas(document: Mapping[str, Any], spans: Mapping[str, Any]) -> tuple[QuotaDraft, ...]:
    names = [c["name"] for c in document["categories"]]
    found = []
    for i, data in enumerate(document["quotas"]):
        places = said(data["count"], f"/quotas/{i}", spans)
        if places is None:
            continue
        who, what = str(data["who"]), str(data.get("object") or "")
        scope: Scope = (
            "named_unit"
            if data.get("source_is") == "table"
            else "each_of_kind"
            if data["per"]
            else "total"
            if who == "total"
            else "category"
            if who == "category"
            else "each_of_kind"
            if _EACH.search(who)
            else "named_unit"
        )
        category = next((name for name in names if name and name in what), None)
        found.append(
            QuotaDraft(scope, who, places, data["comparator"] == "<=", data["unit"] == "%", category)
        )
    return tuple(found)


def _rules(document: Mapping[str, Any], spans: Mapping[str, Any]) -> tuple[RuleDraft, ...]:
    found = []
    for i, data in enumerate(document["eligibility"]):
        words = said(str(data["text"]), f"/eligibility/{i}", spans)
        if words is not None and data["type"] != "publicity":
            found.append(RuleDraft(data["type"], words, _rule(data, i)))
    return tuple(found)


def _rule(data: Mapping[str, Any], i: int) -> dict[str, Any]:
    """A rule of the eligibility engine where the words say one, else a statement that a person confirms."""
    kind = data["type"]
    common: dict[str, Any] = {
        "id": f"{kind}_{i + 1}",
        "text": data["text"],
        "strict": data.get("strict", True),
    }
    if kind == "age" and data.get("born_on_or_after"):
        sexes = {"female": ("F",), "male": ("M",)}.get(str(data.get("gender")), ("F", "M"))
        return {
            **common,
            "kind": "born_on_or_after",
            "limits": dict.fromkeys(sexes, data["born_on_or_after"]),
        }
    if kind == "age" and data.get("comparator") == ">=" and data.get("value"):
        return {**common, "kind": "min_age", "years": int(data["value"])}
    if kind == "gender":
        return {**common, "kind": "sex", "allowed": ["F"] if data.get("value") == "female" else ["M"]}
    return {**common, "kind": "statement"}


def _material(document: Mapping[str, Any], spans: Mapping[str, Any], i: int) -> MaterialDraft | None:
    data = document["materials"][i]
    name = said(str(data["name"] or data["kind"]), f"/materials/{i}", spans)
    if name is None:
        return None
    formats = [f for f in data.get("format") or [] if re.fullmatch(r"[a-z0-9]{2,4}", f)]
    kind = "photo" if data["kind"] == "photo" or (formats and set(formats) <= _PHOTO_FORMATS) else "video" if data["kind"] == "video" else "document"  # fmt: skip
    spec: dict[str, Any] = {"key": f"material_{i + 1}", "label": name.value, "kind": kind, "formats": formats}
    for key, own in (("min_pixels", "min_pixels"), ("min_bytes", "min_size_bytes"), ("max_bytes", "max_size_bytes"),
                     ("max_duration_s", "max_duration_s"), ("aspect", "aspect"), ("orientation", "orientation"),
                     ("min_count", "min_count"), ("max_count", "max_count")):  # fmt: skip
        if data.get(own):
            spec[key] = data[own]
    return MaterialDraft(
        name=name,
        text=data["text"],
        kind=data["kind"],
        copies=data.get("copies"),
        stamped=data.get("stamped"),
        signed=data.get("signed"),
        max_words=data.get("max_chars") if isinstance(data.get("max_chars"), int) else None,
        spec=spec,
    )


def _fields(document: Mapping[str, Any], spans: Mapping[str, Any]) -> tuple[FieldDraft, ...]:
    found: list[FieldDraft] = []
    for i, data in enumerate(document["form_fields"]):
        label = said(str(data["label"]), f"/form_fields/{i}", spans)
        if label is None:
            continue
        kind = next((name for name, pattern in _KINDS if pattern.search(label.value)), "text")
        if data.get("seal") and kind in ("text", "long_text"):
            kind = "opinion"
        if data.get("max_chars") and kind == "text":
            kind = "long_text"
        found.append(
            FieldDraft(
                f"field_{i + 1}",
                label,
                kind,
                data.get("max_chars"),
                bool(data.get("seal")) and kind == "opinion",
                data.get("form"),
            )
        )
    return tuple(found)


def _notice_days(document: Mapping[str, Any], spans: Mapping[str, Any]) -> Said[int] | None:
    """Working days of public notice (公示), where the document counts them in days."""
    for i, data in enumerate(document["eligibility"]):
        if data["type"] == "publicity" and data.get("unit") in ("working days", "days"):
            return said(data["value"], f"/eligibility/{i}", spans)
    return None
