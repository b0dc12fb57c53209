"""A measure's words, what it becomes, its money and its links."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jinguo.apps.form_fields import LongTextField, TextField
from jinguo.apps.plans.forms.wording import area
from jinguo.apps.plans.models import Measure, Plan


class MeasureForm(forms.Form):
    code = TextField(label=_("Number"), max_length=20)
    section = TextField(label=_("Part of the plan"), max_length=120, required=False)
    heading = TextField(label=_("Heading"), max_length=200)
    text = LongTextField(label=_("Text"), widget=area(8), required=False)


class RewordForm(MeasureForm):
    why = TextField(
        label=_("Why it changes"),
        max_length=300,
        required=False,
        help_text=_("Needed once the plan is in force. The words it has now stay in its story."),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, initial=0)


class SplitForm(forms.Form):
    parts = LongTextField(
        label=_("New measures, one a line: number, a blank, heading"),
        widget=area(4),
        help_text=_("The units, programmes and links go on in each of them."),
    )
    why = TextField(label=_("Why"), max_length=300)

    def clean_parts(self) -> list[dict[str, str]]:
        found = []
        for line in self.cleaned_data["parts"].splitlines():
            code, _blank, heading = line.strip().partition(" ")
            if line.strip():
                if not heading.strip():
                    raise forms.ValidationError(_("Each line needs a number, a blank and a heading."))
                found.append({"code": code[:20], "heading": heading.strip()[:200]})
        return found


class MergeForm(forms.Form):
    measures = forms.ModelMultipleChoiceField(
        Measure.objects.none(), label=_("Merge with"), widget=forms.CheckboxSelectMultiple
    )
    code = TextField(label=_("Number"), max_length=20)
    heading = TextField(label=_("Heading"), max_length=200)
    text = LongTextField(label=_("Text"), widget=area(6), required=False)
    why = TextField(label=_("Why"), max_length=300)

    def __init__(self, *args: Any, others: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["measures"].queryset = others


class BudgetForm(forms.Form):
    year = forms.TypedChoiceField(label=_("Year"), coerce=int)
    planned = forms.DecimalField(label=_("Planned (yuan)"), min_value=0, max_digits=14, decimal_places=2)
    spent = forms.DecimalField(label=_("Spent (yuan)"), min_value=0, max_digits=14, decimal_places=2)

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, year) for year in plan.years]


class LinkForm(forms.Form):
    """A programme that carries a measure, or a higher measure that it implements."""

    what = forms.ChoiceField(label=_("Choose"))

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = choices
