"""The rules of a list as simple rows: limits, shares, seats kept, exclusions, and how carefully it is decided."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jinguo.apps.calls.explaining import labels_of, with_names
from jinguo.apps.calls.models import Call
from jinguo.apps.calls.safeguards import SECOND_PERSON, Safeguards
from jinguo.apps.reviews.criteria import VOTES_ARE_THE_SCORE, WHAT_VOTES_DO
from jinguo.engines.selection import Exclude
from jinguo.phrases import say, term

COLUMNS = ("unit", "channel", "category")
KINDS = ("limit", "share", "set_aside", "exclude")
_EQUAL_VOTES = "approve"


def _term(code: str) -> str:
    return term(code, get_language() or "zh-hans")


def columns_of(call: Call) -> list[tuple[str, str]]:
    """What a limit may count by: unit, channel, category, and every choice of the form."""
    found = {key: _term(f"policy_column_{key}") for key in COLUMNS}
    for form in call.forms.values():
        found |= {one["key"]: one["label"] for one in form.get("fields", ()) if one.get("kind") == "choice"}
    for one in call.policy.get("limit", ()):
        found.setdefault(one["column"], one["column"])
    return list(found.items())


def conditions_of(call: Call) -> list[tuple[str, str]]:
    """What a share, a kept seat or an exclusion may speak of: a sex, or a value of a choice of the form."""
    found = {"sex=F": _term("policy_sex_F"), "sex=M": _term("policy_sex_M")}
    for form in call.forms.values():
        for one in form.get("fields", ()):
            if one.get("kind") == "choice":
                found |= {f"{one['key']}={v}": f"{one['label']}：{v}" for v in one.get("choices", ())}
    for kind in ("share", "set_aside", "exclude"):
        for rule in call.policy.get(kind, ()):
            if where := rule.get("where"):
                found.setdefault(_pair(where), _pair(where))
    return list(found.items())


def _pair(where: Mapping[str, str]) -> str:
    return "&".join(f"{column}={value}" for column, value in where.items())


def _where(pair: str) -> dict[str, str]:
    return dict(part.split("=", 1) for part in pair.split("&"))


class Row(forms.Form):
    """A rule; without its first field it is not there, and a rule that stood there is taken out."""

    def __init__(self, *args: Any, options: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[self.first].choices = [("", _("no rule")), *options]


class LimitRow(Row):
    first = "column"
    column = forms.ChoiceField(label=_("Of the same"), required=False)
    at_most = forms.IntegerField(label=_("at most"), required=False, min_value=0, max_value=10_000)

    def rule(self) -> dict[str, Any] | None:
        said = self.cleaned_data
        if not said.get("column") or said.get("at_most") is None:
            return None
        return {"column": said["column"], "at_most": said["at_most"]}

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> dict[str, Any]:
        return {"column": stored["column"], "at_most": stored["at_most"]}


class ShareRow(Row):
    first = "where"
    where = forms.ChoiceField(label=_("Of the list"), required=False)
    least = forms.DecimalField(
        label=_("at least (%)"), required=False, min_value=0, max_value=100, max_digits=5, decimal_places=2
    )
    most = forms.DecimalField(
        label=_("at most (%)"), required=False, min_value=0, max_value=100, max_digits=5, decimal_places=2
    )

    def rule(self) -> dict[str, Any] | None:
        said = self.cleaned_data
        bounds = {"at_least": said.get("least"), "at_most": said.get("most")}
        given = {key: format((one / 100).normalize(), "f") for key, one in bounds.items() if one is not None}
        return {"where": _where(said["where"]), **given} if said.get("where") and given else None

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> dict[str, Any]:
        def percent(name: str) -> str | None:
            return (
                None
                if stored.get(name) is None
                else format((Decimal(str(stored[name])) * 100).normalize(), "f")
            )

        return {"where": _pair(stored["where"]), "least": percent("at_least"), "most": percent("at_most")}


class SetAsideRow(Row):
    first = "where"
    where = forms.ChoiceField(label=_("Kept for"), required=False)
    seats = forms.IntegerField(label=_("places"), required=False, min_value=1, max_value=10_000)

    def rule(self) -> dict[str, Any] | None:
        said = self.cleaned_data
        if not said.get("where") or not said.get("seats"):
            return None
        return {"where": _where(said["where"]), "seats": said["seats"]}

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> dict[str, Any]:
        return {"where": _pair(stored["where"]), "seats": stored["seats"]}


VOTE_RULES: Mapping[str, Mapping[str, Any]] = {
    "policy_vote_not_passed": {"unless": {"vote": "passed"}},
    "policy_votes_under_half": {"column": "approve", "below": "1/2", "of": "present"},
    "policy_votes_under_two_thirds": {"column": "approve", "below": "2/3", "of": "present"},
    "policy_votes_under_three_quarters": {"column": "approve", "below": "3/4", "of": "present"},
}
"""Exclusions that speak of a panel's votes; who was not voted on falls under every one of them."""


def exclusions_of(call: Call) -> list[tuple[str, str]]:
    """What an exclusion may speak of: conditions, the votes of a panel, and what stands there in other words."""
    labels = labels_of(call)
    found = dict(conditions_of(call)) | {code: _term(code) for code in VOTE_RULES}
    for rule in call.policy.get("exclude", ()):
        if (code := _exclusion(rule)) not in found:
            about = Exclude.model_validate(rule).about("by_exclude", "")
            found[code] = say(with_names(about, {}, labels), get_language() or "zh-hans")
    return list(found.items())


def _exclusion(stored: Mapping[str, Any]) -> str:
    """An exclusion as the value of a choice."""
    if stored.get("where"):
        return _pair(stored["where"])
    same = [code for code, rule in VOTE_RULES.items() if dict(rule) == dict(stored)]
    return same[0] if same else json.dumps(dict(stored), sort_keys=True)


class ExcludeRow(Row):
    first = "where"
    where = forms.ChoiceField(label=_("Not chosen are"), required=False)

    def rule(self) -> dict[str, Any] | None:
        where = self.cleaned_data.get("where")
        if not where:
            return None
        if where in VOTE_RULES:
            return dict(VOTE_RULES[where])
        return json.loads(where) if where.startswith("{") else {"where": _where(where)}

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> dict[str, Any]:
        return {"where": _exclusion(stored)}


ROWS = {"limit": LimitRow, "share": ShareRow, "set_aside": SetAsideRow, "exclude": ExcludeRow}


_OPTIONS = {"limit": columns_of, "exclude": exclusions_of}


def rows_of(call: Call, data: Any = None) -> dict[str, Any]:
    """A formset for each kind of rule: what stands there, and one empty row more."""
    found = {}
    for kind, row in ROWS.items():
        options = _OPTIONS.get(kind, conditions_of)(call)
        initial = [row.of(one) for one in call.policy.get(kind, ())]
        made = forms.formset_factory(row, extra=1, max_num=50)
        found[kind] = made(data, prefix=kind, initial=initial, form_kwargs={"options": options})
    return found


class CarefulForm(forms.Form):
    """Places, who has to agree, and how objections are heard."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    seats = forms.IntegerField(
        label=_("Places in all"), required=False, min_value=1, max_value=100_000,
        help_text=_("Where the categories have no places of their own."),
    )  # fmt: skip
    votes = forms.ChoiceField(
        label=_("What the votes of a panel meeting do"), required=False, widget=forms.RadioSelect
    )
    same_votes = forms.BooleanField(
        label=_("Equal are only those with the same score and the same number of votes for"), required=False,
        help_text=_("Of the same score, whoever has more votes then comes first, before any rule for ties."),
    )  # fmt: skip
    second_person = forms.ChoiceField(label=_("A second person agrees to the list"), widget=forms.RadioSelect)
    anonymous_objections = forms.BooleanField(
        label=_("Objections without a name are heard too"), required=False,
        help_text=_("They need concrete facts and evidence that can be checked."),
    )  # fmt: skip
    take_up_within = forms.IntegerField(
        label=_("Decide within … working days whether an objection is looked into"),
        min_value=1,
        max_value=250,
    )
    answer_within = forms.IntegerField(label=_("Answer within … working days"), min_value=1, max_value=250)
    remind_before = forms.IntegerField(
        label=_("Remind the officers … working days before a limit"), min_value=1, max_value=30
    )
    investigation_needed = forms.BooleanField(
        label=_("An objection is closed only after an investigation is on record"), required=False
    )

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        kept = call.safeguards_read
        kwargs["initial"] = {
            "version": call.version,
            "seats": call.policy.get("seats"),
            "votes": call.policy.get("votes", VOTES_ARE_THE_SCORE),
            "same_votes": _EQUAL_VOTES in ((call.policy.get("equal") or {}).get("columns") or ()),
            **kept.model_dump(),
        }
        super().__init__(*args, **kwargs)
        self.fields["votes"].choices = [(one, _term(one)) for one in WHAT_VOTES_DO]
        self.fields["second_person"].choices = [(one, _term(f"second_{one}")) for one in SECOND_PERSON]

    def safeguards(self) -> dict[str, Any]:
        said = {name: self.cleaned_data[name] for name in Safeguards.model_fields}
        return Safeguards(**said).model_dump(mode="json")


def policy_from(call: Call, rows: Mapping[str, Any], careful: CarefulForm) -> dict[str, Any]:
    """The call's policy with these rules; what is not on this page stays as it is."""
    policy = {key: value for key, value in call.policy.items() if key not in KINDS}
    for kind, formset in rows.items():
        rules = [rule for form in formset if form.cleaned_data and (rule := form.rule())]
        if rules:
            policy[kind] = rules
    said = careful.cleaned_data
    policy.pop("seats", None)
    if said.get("seats"):
        policy["seats"] = said["seats"]
    policy.pop("votes", None)
    if said["votes"] and said["votes"] != VOTES_ARE_THE_SCORE:
        policy["votes"] = said["votes"]
    return _with_equal(policy, said["same_votes"])


def _with_equal(policy: dict[str, Any], same_votes: bool) -> dict[str, Any]:
    """What else has to be the same for two to be equal; other columns and a tolerance stay."""
    equal = dict(policy.pop("equal", None) or {})
    columns = [column for column in equal.pop("columns", None) or () if column != _EQUAL_VOTES]
    if same_votes:
        columns.append(_EQUAL_VOTES)
    if columns:
        equal["columns"] = columns
    return {**policy, "equal": equal} if equal else policy
