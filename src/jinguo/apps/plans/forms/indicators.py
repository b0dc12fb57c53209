"""An indicator as it is filled in."""

from __future__ import annotations

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


class IndicatorForm(forms.Form):
    """A number, how it comes about, and what it is to reach in each year."""

    name = TextField(label=_("What is counted"), max_length=200)
    unit_of_counting = TextField(label=_("Unit of counting"), max_length=20, required=False)
    fact = forms.ChoiceField(label=_("Where the number comes from"), required=False)
    counted = forms.ChoiceField(label=_("Counted how"))
    by = forms.ChoiceField(label=_("Broken down by"), required=False)
    comparator = forms.ChoiceField(label=_("Compared with the target"))
    adds_up = forms.BooleanField(
        label=_("Figures of periods add up over the year"), required=False, initial=True
    )
    baseline = forms.DecimalField(label=_("Baseline"), required=False, min_value=0, max_value=10**12)
    seen = forms.IntegerField(widget=forms.HiddenInput, initial=0)

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan = plan
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
    elif indicator.where:
        counted = "count_women"
    plain = ("name", "unit_of_counting", "fact", "by", "comparator", "adds_up", "baseline")
    return {
        **{name: getattr(indicator, name) for name in plain},
        **{f"target_{one.year}": format(one.value.normalize(), "f") for one in indicator.targets.all()},
        "counted": counted,
        "milestones": written(indicator.milestones),
        "seen": indicator.version,
    }
