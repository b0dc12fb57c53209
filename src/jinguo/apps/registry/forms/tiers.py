"""A tier as a form that an officer fills in: its name, who confirms it, how long it holds, and its conditions row by row."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from pydantic import TypeAdapter, ValidationError

from jinguo.apps.form_fields import LongTextField, TextField
from jinguo.engines.tiers import Condition, Scheme, Tier
from jinguo.phrases import term

_CONDITION: TypeAdapter[Condition] = TypeAdapter(Condition)
PARTS = ("needs", "some", "renew", "ends")
LEVELS = ("national", "provincial", "municipal", "county")
GRADES = ("正高级", "副高级", "中级", "助理级", "员级")
MOST_ROWS = 40

WHAT = [
    (_("Title and education"), [
        ("title_1", _("senior title (正高级)")),
        ("title_2", _("associate senior title or above (副高级)")),
        ("title_3", _("middle title or above (中级)")),
        ("degree_1", _("doctor's degree")),
        ("degree_2", _("master's degree or above")),
    ]),
    (_("What she has done"), [
        ("honours", _("honours")),
        ("projects", _("projects")),
        ("publications", _("publications")),
        ("patents", _("patents")),
        ("services", _("services to the public")),
    ]),
    (_("Age and time"), [
        ("age_most", _("age at most")),
        ("age_least", _("age at least")),
        ("in_post", _("years in the present post")),
    ]),
    (_("Lists and kinds"), [
        ("stated", _("tier stated by lists")),
        ("segment", _("kind of talent")),
        ("revoked", _("an honour taken back")),
    ]),
    (_("From the file"), [("kept", _("as written in the file"))]),
]  # fmt: skip
COUNTED = ("honours", "projects", "publications", "patents", "services")


class TierForm(forms.Form):
    """Everything of a tier but its conditions."""

    name = TextField(label=_("Name of the tier"), max_length=30)
    name_en = TextField(label=_("Name in English"), max_length=60, required=False)
    aliases = TextField(
        label=_("Other words in lists"), max_length=200, required=False,
        help_text=_("How lists call it, divided by 、"),
    )  # fmt: skip
    confirm = forms.ChoiceField(label=_("Confirmed by"))
    direct = forms.BooleanField(label=_("Can be entered directly"), required=False)
    after = forms.MultipleChoiceField(
        label=_("Can be entered from"), required=False, widget=forms.CheckboxSelectMultiple
    )
    after_years = forms.IntegerField(
        label=_("After so many years there"), min_value=0, max_value=40, required=False
    )
    years = forms.IntegerField(
        label=_("Holds for so many years"), min_value=1, max_value=60, required=False,
        help_text=_("Empty: without end."),
    )  # fmt: skip
    until_age = forms.IntegerField(
        label=_("Holds until the age of"), min_value=18, max_value=120, required=False
    )
    renewable = forms.BooleanField(label=_("Can be renewed"), required=False)
    some_needed = forms.IntegerField(
        label=_("How many of the choices must hold"), min_value=1, max_value=20, required=False
    )
    source = LongTextField(
        label=_("Where the rule comes from"), max_length=400, required=False,
        widget=forms.Textarea(attrs={"rows": 2}), help_text=_("The document, or who decided it and when."),
    )  # fmt: skip

    def __init__(self, *args: Any, lower: Sequence[Tier], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lang = get_language() or "zh-hans"
        self.fields["confirm"].choices = [
            (one, term(f"tier_confirm_{one}", lang)) for one in ("officer", "two", "board", "automatic")
        ]
        self.fields["after"].choices = [(tier.code, tier.label(lang)) for tier in lower]
        if not lower:
            del self.fields["after"], self.fields["after_years"]


class RuleForm(forms.Form):
    """One condition: what it looks at, and how much of it."""

    part = forms.ChoiceField(
        label=_("How it counts"),
        choices=[
            ("needs", _("must hold")),
            ("some", _("one of the choices")),
            ("renew", _("for another term")),
            ("ends", _("ends the tier")),
        ],
    )
    what = forms.ChoiceField(label=_("What"), choices=[("", "—"), *WHAT], required=False)
    n = forms.IntegerField(label=_("At least how many"), min_value=0, max_value=1000, required=False)
    men = forms.IntegerField(label=_("For men"), min_value=0, max_value=120, required=False)
    level = forms.ChoiceField(
        label=_("Level of the honour"),
        required=False,
        choices=[
            ("", _("any level")),
            ("national", _("national")),
            ("provincial", _("provincial or above")),
            ("municipal", _("municipal or above")),
            ("county", _("county or above")),
        ],
    )
    words = TextField(label=_("Names"), max_length=400, required=False)
    within = forms.IntegerField(label=_("Within years"), min_value=1, max_value=60, required=False)
    text = TextField(label=_("In the words of the document"), max_length=200, required=False)
    source = forms.CharField(widget=forms.HiddenInput, required=False, max_length=400)
    keep = forms.CharField(widget=forms.HiddenInput, required=False, max_length=8000)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        what = data.get("what")
        if what in ("age_most", "age_least", "in_post") and not data.get("n"):
            self.add_error("n", _("Give the number of years."))
        if what in ("stated", "segment") and not data.get("words"):
            self.add_error("words", _("Give at least one name."))
        return data

    def condition(self, number: int) -> dict[str, Any] | None:
        """The row as a condition of the scheme; None for an empty or removed one."""
        data = self.cleaned_data
        what = data.get("what")
        if not what or data.get("DELETE"):
            return None
        if what == "kept":
            kept = condition_of(data.get("keep") or "")
            return kept.model_dump(mode="json") if kept else None
        made = {"id": f"rule_{number}", **_WRITE[what.partition("_")[0]](what, data)}
        return {**made, **{key: data[key] for key in ("text", "source") if data.get(key)}}


RuleFormSet = forms.formset_factory(
    RuleForm, extra=2, can_delete=True, max_num=MOST_ROWS, absolute_max=MOST_ROWS
)


def _names(text: str) -> list[str]:
    return [part.strip() for part in text.replace("，", "、").replace(",", "、").split("、") if part.strip()]


def _count(what: str, data: Mapping[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {"kind": "count", "fact": what, "at_least": data.get("n") or 1}
    if what == "honours":
        made["levels"] = list(LEVELS[: LEVELS.index(data["level"]) + 1]) if data.get("level") else []
        made["names"] = _names(data.get("words") or "")
    if data.get("within"):
        made["within_years"] = data["within"]
    return made


def _age(what: str, data: Mapping[str, Any]) -> dict[str, Any]:
    if what == "age_least":
        return {"kind": "age", "at_least": data["n"]}
    return {"kind": "age", "at_most": {"F": data["n"], "M": data.get("men") or data["n"]}}


_WRITE: dict[str, Callable[[str, Mapping[str, Any]], dict[str, Any]]] = {
    "title": lambda what, data: {
        "kind": "one_of", "fact": "title_level", "values": list(GRADES[: int(what[-1])]),
    },
    "degree": lambda what, data: {
        "kind": "one_of", "fact": "degree", "values": ["博士", "硕士"][: int(what[-1])],
    },
    "age": _age,
    "in": lambda what, data: {"kind": "years", "fact": "in_post_since", "at_least": data["n"]},
    "stated": lambda what, data: {"kind": "one_of", "fact": "stated_tier", "values": _names(data["words"])},
    "segment": lambda what, data: {"kind": "one_of", "fact": "segments", "values": _names(data["words"])},
    "revoked": lambda what, data: {
        "kind": "count", "fact": "honours", "revoked": True, "names": _names(data.get("words") or ""),
    },
    **dict.fromkeys(COUNTED, _count),
}  # fmt: skip


def rows_of(tier: Tier) -> list[dict[str, Any]]:
    """The conditions of a tier as rows of the form; what the form can't say is kept as it is."""
    return [{"part": part, **row_of(rule)} for part in PARTS for rule in getattr(tier, part)]


def row_of(rule: Condition) -> dict[str, Any]:
    """One condition as a row: the row that says the same again, else kept as it is."""
    plain = rule.model_dump(mode="json", exclude_defaults=True) | {"id": rule.id, "kind": rule.kind}
    row = {**_guess(plain), "text": rule.text, "source": rule.source}
    form = RuleForm({"part": "needs", **{key: value for key, value in row.items() if value is not None}})
    again = form.condition(1) if row.get("what") and form.is_valid() else None
    if again and _CONDITION.validate_python({**again, "id": rule.id}) == rule:
        return row
    return {"what": "kept", "keep": json.dumps(plain, ensure_ascii=False), "text": rule.text}


def _guess(plain: Mapping[str, Any]) -> dict[str, Any]:
    kind, fact = plain["kind"], plain.get("fact", "")
    values = plain.get("values", [])
    if kind == "one_of" and fact in ("title_level", "degree") and len(values) < 4:
        return {"what": f"{fact.partition('_')[0]}_{len(values)}"}
    if kind == "one_of" and fact in ("stated_tier", "segments"):
        return {"what": "stated" if fact == "stated_tier" else "segment", "words": "、".join(values)}
    if kind == "count" and plain.get("revoked"):
        return {"what": "revoked", "words": "、".join(plain.get("names", []))}
    if kind == "count" and fact in COUNTED:
        levels = plain.get("levels", [])
        return {
            "what": fact, "n": plain.get("at_least", 1), "level": levels[-1] if levels else "",
            "words": "、".join(plain.get("names", [])), "within": plain.get("within_years"),
        }  # fmt: skip
    if kind == "age" and "at_least" in plain:
        return {"what": "age_least", "n": plain["at_least"]}
    if kind == "age":
        return {"what": "age_most", "n": plain["at_most"].get("F"), "men": plain["at_most"].get("M")}
    return {"what": "in_post", "n": plain["at_least"]} if kind == "years" else {}


def tier_initial(tier: Tier) -> dict[str, Any]:
    return {
        "name": tier.name, "name_en": tier.name_en, "aliases": "、".join(tier.aliases), "confirm": tier.confirm,
        "direct": tier.direct, "after": list(tier.after), "after_years": tier.after_years or None,
        "years": tier.term.years, "until_age": tier.term.until_age, "renewable": tier.renewable,
        "some_needed": tier.some_needed, "source": tier.source,
    }  # fmt: skip


def tier_from(form: TierForm, rules: Any, code: str) -> dict[str, Any]:
    """The tier that the two forms say."""
    data = form.cleaned_data
    made: dict[str, Any] = {
        "code": code, "name": data["name"], "name_en": data["name_en"], "aliases": _names(data["aliases"]),
        "confirm": data["confirm"], "direct": data["direct"], "after": data.get("after") or [],
        "after_years": data.get("after_years") or 0, "renewable": data["renewable"], "source": data["source"],
        "term": {"years": data["years"], "until_age": data["until_age"]},
        **{part: [] for part in PARTS},
    }  # fmt: skip
    for number, row in enumerate(rules.forms, 1):
        condition = row.condition(number)
        if condition is not None:
            made[row.cleaned_data["part"]].append(condition)
    made["some_needed"] = min(data["some_needed"] or 1, max(len(made["some"]), 1))
    return made


def with_tier(scheme: Scheme, tier: dict[str, Any]) -> dict[str, Any]:
    """The rules with a tier changed, or added below all others."""
    plain = scheme.model_dump(mode="json")
    codes = [one["code"] for one in plain["tiers"]]
    if tier["code"] in codes:
        plain["tiers"][codes.index(tier["code"])] = tier
    else:
        plain["tiers"].append(tier)
    return plain


class SchemeForm(forms.Form):
    """What concerns the scheme as a whole."""

    title = TextField(label=_("Title of the scheme"), max_length=80)
    notice_days = forms.IntegerField(
        label=_("Days of notice before a term is over"), min_value=0, max_value=730
    )
    source = LongTextField(
        label=_("Where it comes from"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class UploadForm(forms.Form):
    """A scheme as the file that it can be downloaded as."""

    file = forms.FileField(label=_("Scheme as a TOML file"))


def condition_of(text: str) -> Condition | None:
    """The condition that a row keeps; None where somebody changed it to nonsense."""
    try:
        return _CONDITION.validate_json(text)
    except ValidationError:
        return None
