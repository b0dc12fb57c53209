"""What the pages of a plan as a whole ask for."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jinguo.apps.form_fields import LongTextField, TextField
from jinguo.apps.plans.forms.wording import area, day, words
from jinguo.apps.plans.models import Plan
from jinguo.apps.plans.states import PERIOD_KINDS
from jinguo.engines.progress import Rules


class PlanForm(forms.ModelForm):
    """A plan's name, years, how often units report, and the rules by which a number is at risk and a date is near."""

    period_kind = forms.ChoiceField(label=_("Units report every"))
    at_risk_below = forms.IntegerField(
        label=_("At risk below, percent"),
        min_value=1,
        max_value=100,
        help_text=_("Of what an indicator should have reached by the day."),
    )
    behind_below = forms.IntegerField(label=_("Behind below, percent"), min_value=1, max_value=100)
    days_before_due = forms.IntegerField(
        label=_("Remind how many days before a date"), min_value=1, max_value=60
    )

    class Meta:
        model = Plan
        fields = ["title", "basis", "first_year", "last_year", "period_kind", "is_shared"]
        field_classes = {"title": TextField, "basis": LongTextField}
        widgets = {"basis": area(3)}
        labels = {
            "title": _("Name of the plan"),
            "basis": _("Documents it rests on, one a line"),
            "first_year": _("First year"),
            "last_year": _("Last year"),
            "is_shared": _("Other organisations may link their measures to these"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["period_kind"].choices = words(PERIOD_KINDS)
        rules = Rules.of(self.instance.rules)
        self.fields["at_risk_below"].initial = int(rules.at_risk_below * 100)
        self.fields["behind_below"].initial = int(rules.behind_below * 100)
        self.fields["days_before_due"].initial = rules.days_before_due
        for name in ("first_year", "last_year"):
            self.fields[name].min_value, self.fields[name].max_value = 2000, 2100

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in ("first_year", "last_year"):
            if data.get(name) is not None and not 2000 <= data[name] <= 2100:
                self.add_error(name, _("Please write a year such as 2026."))
        first, last = data.get("first_year"), data.get("last_year")
        if first and last and not first <= last <= first + 20:
            self.add_error("last_year", _("The last year comes after the first, at most 20 years later."))
        if not self.errors and data["behind_below"] >= data["at_risk_below"]:
            self.add_error("behind_below", _("A number that is behind is further back than one at risk."))
        return data

    def told(self) -> dict[str, Any]:
        """What the plan keeps; the shipped rules are not written down."""
        data = {name: self.cleaned_data[name] for name in self._meta.fields}
        chosen = Rules(
            at_risk_below=Decimal(self.cleaned_data["at_risk_below"]) / 100,
            behind_below=Decimal(self.cleaned_data["behind_below"]) / 100,
            days_before_due=self.cleaned_data["days_before_due"],
        )
        rules = {
            "at_risk_below": str(chosen.at_risk_below),
            "behind_below": str(chosen.behind_below),
            "days_before_due": chosen.days_before_due,
        }
        return data | {"rules": {} if chosen == Rules() else rules}

    def now_says(self) -> list[str]:
        """What stands there now, for who comes second: each field that was changed, with its words."""
        found = []
        for name in self.changed_data:
            field = self.fields[name]
            value = self.get_initial_for_field(field, name)
            if isinstance(value, bool):
                value = _("ticked") if value else _("not ticked")
            found.append(f"{field.label}：{dict(getattr(field, 'choices', ())).get(value, value)}")
        return found

    def validate_unique(self) -> None:
        """The action says it in its own words."""

    def validate_constraints(self) -> None:
        """The same."""


class MakeForm(forms.Form):
    """What a document does not say of the plan that is made of it."""

    title = TextField(label=_("Name of the plan"), max_length=200)
    first_year = forms.IntegerField(label=_("First year"), min_value=2000, max_value=2100)
    last_year = forms.IntegerField(label=_("Last year"), min_value=2000, max_value=2100)
    period_kind = forms.ChoiceField(label=_("Units report every"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["period_kind"].choices = words(PERIOD_KINDS)


class ReasonForm(forms.Form):
    why = LongTextField(label=_("Why"), max_length=300, widget=area(3))


class OpenForm(forms.Form):
    due_on = forms.DateField(label=_("Reports are due on"), widget=day())
