"""An indicator as it is filled in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jinguo.apps.facts import kernel
from jinguo.apps.form_fields import TextField
from jinguo.apps.plans.forms.milestones import MilestonesField, written
from jinguo.apps.plans.forms.wording import WANTED_FACTS, fact_words, language, words
from jinguo.apps.plans.models import Indicator, Plan
from jinguo.apps.plans.states import COMPARATORS
from jinguo.phrases import term

TIER = "tier"


class IndicatorForm(forms.Form):
    """A number, how it comes about, and what it is to reach in each year."""

    name = TextField(label=_("What is counted"), max_length=200)
    unit_of_counting = TextField(label=_("Unit of counting"), max_length=20, required=False)
    fact = forms.ChoiceField(label=_("Where the number comes from"), required=False)
    counted = forms.ChoiceField(label=_("Counted how"))
    tiers = forms.MultipleChoiceField(
        label=_("Only persons of these tiers"),
        help_text=_(
            "None chosen counts all. The tier is the one that a person holds when the number is counted."
        ),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    by = forms.ChoiceField(label=_("Broken down by"), required=False)
    comparator = forms.ChoiceField(label=_("Compared with the target"))
    adds_up = forms.BooleanField(
        label=_("Figures of periods add up over the year"), required=False, initial=True
    )
    baseline = forms.DecimalField(label=_("Baseline"), required=False, min_value=0, max_value=10**12)
    seen = forms.IntegerField(widget=forms.HiddenInput, initial=0)

    def __init__(
        self, *args: Any, plan: Plan, where: Mapping[str, Sequence[str]] | None = None, **kwargs: Any
    ) -> None:
        """``where``: what the indicator is narrowed to already; what the form has no field for stays."""
        super().__init__(*args, **kwargs)
        self.plan = plan
        self.kept = {
            name: list(values) for name, values in (where or {}).items() if name not in ("sex", TIER)
        }
        self._offer_tiers((where or {}).get(TIER, ()))
        declared = kernel.declared()
        names = [*sorted(declared), *(name for name in WANTED_FACTS if name not in declared)]
        reported = term("source_reported", language())
        self.fields["fact"].choices = [("", reported), *((name, fact_words(name)) for name in names)]
        self.fields["counted"].choices = words(
            ("count_rows", "count_women", "share_of_women", "count_persons")
        )
        dimensions = sorted({name for fact in declared.values() for name in fact.dimensions})
        self.fields["by"].choices = [
            ("", _("not broken down")),
            *((name, term(f"dimension_{name}", language())) for name in dimensions),
        ]
        self.fields["comparator"].choices = words(COMPARATORS)
        for year in plan.years:
            self.fields[f"target_{year}"] = forms.DecimalField(
                label=_("Target of %(year)s") % {"year": year}, required=False, min_value=0, max_value=10**12
            )
        self.fields["milestones"] = MilestonesField()

    def _offer_tiers(self, chosen: Sequence[str]) -> None:
        """The tiers of the scheme that counts, and one chosen once that the scheme has no more."""
        names = list(dict.fromkeys([*kernel.values_of(TIER, self.plan.organisation), *chosen]))
        if names:
            self.fields["tiers"].choices = [(name, name) for name in names]
        else:
            del self.fields["tiers"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        fact = kernel.declared().get(data.get("fact", ""))
        if data.get("tiers") and (fact is None or TIER not in fact.dimensions):
            self.add_error(
                "tiers",
                _("Numbers from this source know no tier. Choose none, or a source that tells of persons."),
            )
        return data

    def told(self) -> dict[str, Any]:
        """The fields of the indicator."""
        data = self.cleaned_data
        women: dict[str, list[str]] = {"sex": ["F"]}
        kinds = {
            "count_rows": ("count_rows", {}, {}),
            "count_women": ("count_rows", women, {}),
            "share_of_women": ("share_of_rows", {}, women),
            "count_persons": ("count_persons", {}, {}),
        }
        aggregate, where, among = kinds[data["counted"]]
        where = self.kept | where | ({TIER: data["tiers"]} if data.get("tiers") else {})
        plain = ("name", "unit_of_counting", "fact", "by", "comparator", "adds_up", "baseline", "milestones")
        return {name: data[name] for name in plain} | {
            "aggregate": aggregate,
            "where": where,
            "among": among,
            "period_kind": self.plan.period_kind,
        }

    def targets(self) -> dict[int, Any]:
        return {year: self.cleaned_data[f"target_{year}"] for year in self.plan.years}


def indicator_initial(indicator: Indicator) -> dict[str, Any]:
    """What the form shows of an indicator."""
    counted = indicator.aggregate
    if indicator.aggregate == "share_of_rows":
        counted = "share_of_women"
    elif "sex" in indicator.where:
        counted = "count_women"
    plain = ("name", "unit_of_counting", "fact", "by", "comparator", "adds_up", "baseline")
    return {
        **{name: getattr(indicator, name) for name in plain},
        **{f"target_{one.year}": format(one.value.normalize(), "f") for one in indicator.targets.all()},
        "counted": counted,
        "tiers": indicator.where.get(TIER, []),
        "milestones": written(indicator.milestones),
        "seen": indicator.version,
    }
