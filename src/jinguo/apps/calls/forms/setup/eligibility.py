"""Eligibility rules: taken from the standard ones, a birth-date limit, or a sentence of one's own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jinguo.apps.calls.forms.setup.registration import key_for
from jinguo.apps.calls.forms.setup.step import SeenForm
from jinguo.apps.form_fields import LongTextField, TextField
from jinguo.engines.eligibility import (
    STANDARD_RULES,
    BornRule,
    HonourExcludesRule,
    HonourNeededRule,
    NumberRule,
    Rule,
    StatementRule,
    propose_birth_limits,
)

NUMBERS = ("number", "age")


class StandardRulesForm(SeenForm):
    """Rules that many notices share, those that the call does not have yet."""

    rules = forms.MultipleChoiceField(
        label=_("Usual rules"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, there: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rules"].choices = [
            (key, rule.text) for key, rule in STANDARD_RULES.items() if key not in set(there)
        ]

    @property
    def chosen(self) -> list[Rule]:
        return [STANDARD_RULES[key] for key in self.cleaned_data["rules"]]


class BornLimitForm(SeenForm):
    """An age limit as notices mean it: the birth date is proposed from the age and confirmed by the officer."""

    women_years = forms.IntegerField(
        label=_("Women: at most … years"), required=False, min_value=14, max_value=100
    )
    men_years = forms.IntegerField(
        label=_("Men: at most … years"), required=False, min_value=14, max_value=100
    )
    women_born = forms.DateField(label=_("Women: born on or after"), required=False)
    men_born = forms.DateField(label=_("Men: born on or after"), required=False)
    source = TextField(label=_("Where this stands"), required=False, max_length=300)

    def proposed(self) -> dict[str, Any]:
        """What is typed, with the dates that follow from the ages where none is typed."""
        typed = {name: self.data.get(self.add_prefix(name), "") for name in self.fields}
        reference: int | date = self.call.reference_day or self.call.year
        for who, sex in (("women", "F"), ("men", "M")):
            years = typed[f"{who}_years"]
            if years.isdigit() and 14 <= int(years) <= 100 and not typed[f"{who}_born"]:
                day = propose_birth_limits({sex: int(years)}, reference)[sex].day
                typed[f"{who}_born"] = day.isoformat()
        return typed

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not (cleaned.get("women_born") or cleaned.get("men_born")):
            self.add_error(None, gettext("Confirm at least one birth date."))
        return cleaned

    @property
    def rule(self) -> BornRule:
        said = self.cleaned_data
        limits = {
            sex: said[f"{who}_born"] for who, sex in (("women", "F"), ("men", "M")) if said[f"{who}_born"]
        }
        parts = []
        for who, sex, word in (("women", "F", "女性"), ("men", "M", "男性")):
            if sex in limits:
                day = limits[sex]
                age = f"不超过{said[f'{who}_years']}周岁" if said[f"{who}_years"] else ""
                parts.append(f"{word}{age}（{day.year}年{day.month}月{day.day}日及以后出生）")
        return BornRule(id="born", limits=limits, text="，".join(parts), source=said["source"])


class StatementForm(SeenForm):
    """A rule that only people can answer: the nominating unit declares it."""

    text = TextField(label=_("The unit declares that"), max_length=300)
    source = TextField(label=_("Where this stands"), required=False, max_length=300)

    def rule(self, taken: set[str]) -> StatementRule:
        said = self.cleaned_data
        return StatementRule(id=key_for(said["text"], taken)[:60], text=said["text"], source=said["source"])


class RuleForm(SeenForm):
    """The wording of a rule, where it stands, and whether it refuses or only warns."""

    text = TextField(label=_("In the notice's words"), max_length=300)
    source = TextField(label=_("Where this stands"), required=False, max_length=300)
    strict = forms.TypedChoiceField(
        label=_("Who does not fulfil it"),
        choices=[("True", _("may not be nominated")), ("False", _("is shown with a warning (原则上)"))],
        coerce=lambda value: value == "True",
        widget=forms.RadioSelect,
    )


class NumberForm(SeenForm):
    """A number of the form between bounds, the bounds included (以上、以下 include the number)."""

    fact = forms.ChoiceField(label=_("Which number of the form"))
    at_least = forms.DecimalField(label=_("At least"), required=False, max_digits=12, decimal_places=2)
    at_most = forms.DecimalField(label=_("At most"), required=False, max_digits=12, decimal_places=2)
    text = TextField(label=_("In the notice's words"), max_length=300)
    source = TextField(label=_("Where this stands"), required=False, max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = sorted(set(self.call.categories.values_list("nominee_kind", flat=True)))
        fields = [field for kind in kinds for field in self.call.form_spec(kind).fields]
        self.fields["fact"].choices = list(
            {field.key: (field.key, field.label) for field in fields if field.kind in NUMBERS}.values()
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        low, high = cleaned.get("at_least"), cleaned.get("at_most")
        if not self.errors and low is None and high is None:
            self.add_error(None, gettext("Give the lowest or the highest number, or both."))
        if low is not None and high is not None and low > high:
            self.add_error("at_most", gettext("Must not be less than the lowest number."))
        return cleaned

    def rule(self, taken: set[str]) -> NumberRule:
        said = self.cleaned_data
        bounds = {name: said[name] for name in ("at_least", "at_most")}
        return NumberRule(id=key_for(said["text"], taken)[:60], fact=said["fact"], **bounds, **_words(said))


class HonourForm(SeenForm):
    """Honours that a nominee must hold, or that keep her out."""

    which = forms.ChoiceField(
        label=_("Who holds one of these honours"),
        choices=[
            ("needed", _("may be nominated, and nobody else")),
            ("excludes", _("may not be nominated")),
        ],
        widget=forms.RadioSelect,
        initial="excludes",
    )
    names = LongTextField(
        label=_("Honours, one on a line"),
        max_length=2000,
        help_text=_(
            "A line that stands within the name of an honour meets it: 全国三八红旗手 meets 2021年全国三八红旗手."
        ),
    )
    within_years = forms.IntegerField(
        label=_("Only when granted within … years"),
        required=False,
        min_value=1,
        max_value=60,
        help_text=_("For honours that keep somebody out. Where the form gives no date, the unit is asked."),
    )
    revoked_count = forms.BooleanField(
        label=_("Honours revoked since count as well"),
        required=False,
        help_text=_("Otherwise only honours in force count, as our records have them."),
    )
    text = TextField(label=_("In the notice's words"), max_length=300)
    source = TextField(label=_("Where this stands"), required=False, max_length=300)

    def clean_names(self) -> tuple[str, ...]:
        names = tuple(dict.fromkeys(line.strip() for line in self.cleaned_data["names"].splitlines()))
        return tuple(name for name in names if name)

    def rule(self, taken: set[str]) -> HonourNeededRule | HonourExcludesRule:
        said = self.cleaned_data
        common = {
            "id": key_for(said["text"], taken)[:60],
            "names": said["names"],
            "revoked_count": said["revoked_count"],
            **_words(said),
        }
        if said["which"] == "needed":
            return HonourNeededRule(**common)
        return HonourExcludesRule(within_years=said["within_years"], **common)


def _words(said: dict[str, Any]) -> dict[str, str]:
    return {"text": said["text"], "source": said["source"]}
