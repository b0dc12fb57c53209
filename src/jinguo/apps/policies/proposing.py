"""From what was accepted of a notice to the settings of a call: what is filled in, from where, and what is left to decide."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from pydantic import ValidationError as Unfit

from jinguo.apps.calls import presets
from jinguo.apps.organisations import kinds
from jinguo.apps.organisations.models import Organisation
from jinguo.apps.organisations.naming import plain_name
from jinguo.engines.eligibility import RuleSet
from jinguo.engines.forms import STANDARD_FORMS, FormSpec
from jinguo.engines.forms import Field as FormField
from jinguo.engines.materials import MaterialSpec
from jinguo.engines.notices.drafting import CallDraft, FieldDraft, MaterialDraft, QuotaDraft, Said
from jinguo.phrases import written
from jinguo.reasons import Reason

KILO_PIXELS = 1024 * 1024
_KINDS = (
    (kinds.FOUNDATION, re.compile(r"基金会")),
    (kinds.DISTRICT, re.compile(r"[区县旗](?:科协|妇联|委)|各市(?:科协|妇联)|各[区县]|区县")),
    (kinds.SOCIETY, re.compile(r"学会|协会|研究会")),
    (kinds.GRASSROOTS, re.compile(r"基层")),
    (kinds.FEDERATION, re.compile(r"妇联|妇女联合会")),
    (kinds.ASSOCIATION, re.compile(r"(?<![区县市])科协|科学技术协会")),
    (kinds.INSTITUTION, re.compile(r"高校|学校|院所|医院|企业|公司|机构|单位|部门|委办局")),
)
_BY_ORGANISER = re.compile(r"主办|组委会|评审|评委|上级|审批|终审")
_SELECTION = re.compile(
    r"关于(?:组织|做好|开展|举办|申报|推荐|征集|进行|启动)*(.+?)(?:工作)?的?(?:通知|公告|函|启事)?$"
)
NOBODY = {"category", "total", "each_of_kind"}
"""The reader's words for places of which a notice does not say whose they are."""
_NO_RULE = {"preference", "relaxation", "publicity", "applicant"}


@dataclass(frozen=True, slots=True)
class Filled:
    """One thing that was filled in: the step of the setting up, the words for it, and where the document says them."""

    step: str
    what: str
    words: str
    start: int
    end: int

    @property
    def code(self) -> str:
        """The code of the word for the kind of value."""
        return f"value_{self.what}"

    def as_json(self) -> dict[str, Any]:
        return {
            "step": self.step,
            "what": self.what,
            "words": self.words,
            "start": self.start,
            "end": self.end,
        }


@dataclass(slots=True)
class Proposal:
    """A call that is not there yet. ``left_open`` is what the document does not settle, as reasons for the officer."""

    title: str
    year: int | None
    settings: dict[str, Any]
    categories: list[dict[str, Any]] = field(default_factory=list)
    quotas: list[dict[str, Any]] = field(default_factory=list)
    places: list[Filled] = field(default_factory=list)
    left_open: list[Reason] = field(default_factory=list)

    @property
    def unit_kinds(self) -> list[str]:
        """The kinds of units that may nominate."""
        return list(dict.fromkeys(row["unit_kind"] for row in self.quotas if row.get("unit_kind")))

    @property
    def named_units(self) -> list[Organisation]:
        """Units that have places of their own."""
        return [row["organisation"] for row in self.quotas if row.get("organisation")]

    @property
    def filled(self) -> list[tuple[str, list[Filled]]]:
        """What was filled in by the kind of value, in order: (code of its word, the places)."""
        found: dict[str, list[Filled]] = {}
        for place in self.places:
            found.setdefault(place.code, []).append(place)
        return list(found.items())

    def fill(self, step: str, what: str, said: Said[Any] | None, words: str = "") -> None:
        """Note where something came from."""
        if said is not None:
            start, end = said.span
            self.places.append(Filled(step, what, (words or str(said.value))[:200], start, end))


def propose(
    draft: CallDraft, text: str, *, organiser: str, units: Mapping[str, Organisation] | None = None
) -> Proposal:
    """The call that an organiser would make of this notice. Ambiguous words get the usual reading and a note.

    ``units``: the site's units by their plain names, for places that a notice gives to one of them by name.
    """
    title = title_of(draft.title.value if draft.title else "")
    made = Proposal(title, draft.year, {"consent_text": presets.consent_text(organiser)})
    made.fill("basics", "title", draft.title)
    _basics(made, draft, text, organiser)
    _dates(made, draft)
    _categories(made, draft)
    _quotas(made, draft, text, units or {})
    _form(made, draft)
    _materials(made, draft, text)
    _rules(made, draft)
    return made


def title_of(title: str) -> str:
    """The name of the selection in the title of its notice.

    >>> title_of("关于开展2023年度“首都最美巾帼奋斗者”选树活动的通知")
    '2023年度“首都最美巾帼奋斗者”选树活动'
    """
    found = _SELECTION.search(title)
    return (found.group(1) if found and found.group(1) else title)[:200]


def _basics(made: Proposal, draft: CallDraft, text: str, organiser: str) -> None:
    title = draft.title.value if draft.title else ""
    honour = re.search(r"[“\"《]([^”\"》]{2,40})[”\"》]", title)
    own = any(organiser in said.value or said.value in organiser for said in draft.issuers)
    number = draft.document_number.value if draft.document_number else ""
    people = draft.contacts
    made.settings |= {
        "honour_title": honour.group(1) if honour else "",
        "notice_text": text.strip(),
        "document_number": number[:60] if own else "",
        "basis": "、".join([one.value for one in draft.basis] if own else [f"{title}{number}"])[:300],
        "contact_name": "、".join(one.value for one in people.get("persons", ()))[:60],
        "contact_phone": "、".join(one.value for one in people.get("phones", ()))[:60],
        "contact_email": next((one.value for one in people.get("emails", ()) if _is_email(one.value)), ""),
        "contact_address": next((one.value for one in people.get("addresses", ())), "")[:200],
    }
    for what in ("persons", "phones", "emails", "addresses"):
        for said in people.get(what, ()):
            made.fill("basics", "contact", said)
    if not own and draft.issuers:
        made.left_open.append(Reason.info("made_from_above", issuer=draft.issuers[0].value))


def _is_email(words: str) -> bool:
    try:
        validate_email(words)
    except ValidationError:
        return False
    return True


def _dates(made: Proposal, draft: CallDraft) -> None:
    day = _day(draft.closing_day)
    if day:
        made.settings["closing_day"] = day
        made.fill("dates", "deadline", draft.closing_day, written(day, "date"))
        made.left_open.append(Reason.info("made_closing_day_included", day=day.isoformat()))
    for other in draft.other_days:
        said = _day(other)
        made.left_open.append(
            Reason.info("made_other_day", day=written(said, "date") if said else other.value)
        )
    if draft.closing_time:
        made.left_open.append(Reason.info("made_closing_time", time=draft.closing_time))
    if draft.notice_days:
        made.settings["notice_days"] = max(1, int(draft.notice_days.value))
        made.fill("dates", "eligibility", draft.notice_days)
    else:
        made.left_open.append(Reason.info("made_notice_days_not_said"))


def _day(said: Said[str] | None) -> date | None:
    try:
        return date.fromisoformat(said.value) if said else None
    except ValueError:
        return None


def _categories(made: Proposal, draft: CallDraft) -> None:
    for one in draft.categories:
        if any(row["name"] == one.name.value[:100] for row in made.categories):
            continue
        made.categories.append(
            {
                "name": one.name.value[:100],
                "description": one.description,
                "nominee_kind": _nominee(one.name.value),
                "seats": one.seats,
            }
        )
        made.fill("categories", "category", one.name)
    if not made.categories:
        made.categories.append(
            {"name": (made.settings["honour_title"] or made.title)[:100], "nominee_kind": "person"}
        )
        made.left_open.append(Reason.info("made_one_category"))


def _nominee(name: str) -> str:
    if re.search(r"团队|集体|班组", name):
        return "team"
    return "unit" if re.search(r"(?:先进|优秀|示范)单位|基地|机构$", name) else "person"


def _quotas(made: Proposal, draft: CallDraft, text: str, units: Mapping[str, Organisation]) -> None:
    invited = "、".join(one.value for one in draft.invited)
    for quota in draft.quotas:
        places, who = quota.places.value, _named(quota, text)
        if not isinstance(places, int) or quota.share:
            made.left_open.append(Reason.info("made_quota_not_a_number", who=who))
            continue
        if quota.scope == "total":
            made.quotas.append({"scope": "total", "places": places})
            made.fill("units", "quota", quota.places, f"{who}：{places}名")
            continue
        unit = units.get(plain_name(who))
        if unit is not None and not any(row.get("organisation") == unit for row in made.quotas):
            made.quotas.append({"scope": "named_unit", "organisation": unit, "places": places})
            made.fill("units", "quota", quota.places, f"{who}：{places}名")
            continue
        named = kinds_in(invited if quota.who in NOBODY else who) if quota.scope == "each_of_kind" else []
        for kind in named:
            if not any(row.get("unit_kind") == kind for row in made.quotas):
                made.quotas.append({"scope": "each_of_kind", "unit_kind": kind, "places": places})
        if named:
            made.fill("units", "quota", quota.places, f"{who}：{places}名")
        else:
            made.left_open.append(Reason.info("made_quota_for_whom", who=who, places=places))
    seen: set[str] = set()
    made.quotas = [
        row for row in made.quotas if row["scope"] != "total" or not (seen & {"total"} or seen.add("total"))
    ]


def _named(quota: QuotaDraft, text: str) -> str:
    """Whose places they are, in the notice's words; where it names nobody (请各单位推荐1名), the whole passage."""
    if quota.who not in NOBODY:
        return quota.who
    start, end = quota.places.span
    return " ".join(text[start:end].split())[:60]


def kinds_in(who: str) -> list[str]:
    """The kinds of units that words name.

    >>> kinds_in("市学会、基金会"), kinds_in("各区科协、基层组织"), kinds_in("各市级学会")
    (['society', 'foundation'], ['district', 'grassroots'], ['society'])
    """
    found: list[str] = []
    for part in re.split(r"[、，,和及]", who):
        kind = next((kind for kind, pattern in _KINDS if pattern.search(part)), None)
        if kind and kind not in found:
            found.append(kind)
    return found


def _form(made: Proposal, draft: CallDraft) -> None:
    forms = presets.standard_forms()
    made.settings["forms"] = forms
    if draft.copies:
        made.settings["copies"] = draft.copies
    made.settings["stamped_form_required"] = draft.stamped_form
    fields = _fields(draft.fields)
    if not any(one.kind == "name" for one in fields):
        made.left_open.append(Reason.info("made_standard_form"))
        return
    subject = made.categories[0]["nominee_kind"]
    title = next((one.form for one in draft.fields if one.form), None) or STANDARD_FORMS["registration"].title
    name = next(one.key for one in fields if one.kind == "name")
    keys = {one.key for one in fields}
    fields = [
        one.model_copy(update={"derived_from": None}) if one.derived_from not in keys else one
        for one in fields
    ]
    spec = FormSpec(title=title.strip("《》")[:300], subject=subject, name_field=name, fields=tuple(fields))
    forms[subject] = spec.model_dump(mode="json")
    for one in draft.fields:
        made.fill("form", "field", one.label)


def _fields(drafts: Iterable[FieldDraft]) -> list[FormField]:
    """The form's fields: one that the standard form has keeps its key and its checks, with the notice's own label."""
    standard = STANDARD_FORMS["registration"].fields
    found: dict[str, FormField] = {}
    for draft in drafts:
        label = draft.label.value[:200]
        twin = next((one for one in standard if one.label == label), None) or next(
            (
                one
                for one in standard
                if one.kind == draft.kind and one.kind not in ("text", "long_text", "opinion")
            ),
            None,
        )
        changed: dict[str, Any] = {"label": label}
        if draft.max_words:
            changed["max_words"] = draft.max_words
        if twin is not None and twin.key not in found:
            found[twin.key] = FormField.model_validate(twin.model_dump() | changed)
            continue
        kind = draft.kind if draft.kind != "name" or "name" not in found else "text"
        values = {"key": draft.key, "kind": kind, "required": kind not in ("opinion", "long_text"), **changed}
        if kind == "opinion":
            values |= {"stamp": draft.stamp, "print_lines": 5}
            values["filled_by"] = "organiser" if _BY_ORGANISER.search(label) else "unit"
        if kind == "long_text":
            values["print_lines"] = 6
        try:
            found[draft.key] = FormField.model_validate(values)
        except Unfit:
            found[draft.key] = FormField(key=draft.key, label=label)
    return list(found.values())


def _materials(made: Proposal, draft: CallDraft, text: str) -> None:
    specs: list[dict[str, Any]] = []
    for one in draft.materials:
        if one.kind == "form":  # the form itself is filled in and stamped, not handed in as a material
            made.fill("form", "material", one.name, one.text)
            continue
        values, notes = _material(one, text)
        try:
            specs.append(MaterialSpec.model_validate(values).model_dump(mode="json"))
        except Unfit:
            specs.append(
                MaterialSpec(key=values["key"], label=values["label"], kind=values["kind"]).model_dump(
                    mode="json"
                )
            )
            notes = [Reason.info("made_material_by_name", name=one.name.value)]
        made.left_open += notes
        made.fill("materials", "material", one.name, one.text)
    made.settings["materials"] = specs


def _material(one: MaterialDraft, text: str) -> tuple[dict[str, Any], list[Reason]]:
    values = {**one.spec, "label": one.name.value[:100]}
    notes: list[Reason] = []
    if values["kind"] in ("photo", "video"):
        values["label"] = (
            re.sub(r"^(?:推荐人选|被推荐人|候选人|反映被推荐人)的?", "", values["label"]) or values["label"]
        )
    if re.search(r"1024\s*[kK]", one.text):
        values |= {"min_pixels": KILO_PIXELS, "min_bytes": KILO_PIXELS, "min_bytes_is_warning": True}
        notes.append(Reason.info("made_size_is_ambiguous", name=values["label"]))
    if values["kind"] == "video" and "高清" in one.text and not values.get("min_height"):
        values |= {"min_width": 1280, "min_height": 720}
        notes.append(Reason.info("made_high_definition", name=values["label"]))
    if values["kind"] == "photo" and re.search(r"非证件|不(?:用|含|收)证件", one.text):
        values["not_id_photo"] = True
    if values.get("max_count") and not values.get("min_count"):
        values["min_count"] = 1
    return values, notes


def _rules(made: Proposal, draft: CallDraft) -> None:
    rules: list[Mapping[str, Any]] = []
    for one in draft.rules:
        if one.kind in _NO_RULE:
            made.left_open.append(Reason.info("made_not_a_rule", words=one.said.value[:80]))
            continue
        try:
            RuleSet.model_validate({"rules": [one.rule]})
        except Unfit:
            made.left_open.append(Reason.info("made_not_a_rule", words=one.said.value[:80]))
            continue
        rules.append(one.rule)
        made.fill("eligibility", "eligibility", one.said)
    made.settings["eligibility"] = RuleSet.model_validate({"rules": rules}).model_dump(mode="json")
