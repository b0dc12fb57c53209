"""A measure's words, what it becomes, its money and its links."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jinguo.apps.form_fields import LongTextField, TextField
from jinguo.apps.plans.forms.wording import area
from jinguo.apps.plans.models import Indicator, Measure, Plan


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

    def __init__(self, *args: Any, indicators: Iterable[Indicator], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.indicators = {f"goes_on_{one.pk}": one for one in indicators}
        for name, one in self.indicators.items():
            self.fields[name] = TextField(
                label=_("“%(indicator)s” goes on in number") % {"indicator": one.name},
                max_length=20,
                required=False,
                help_text=_("Number of one of the new measures; left empty, it ends with this one."),
            )
        self.order_fields(["parts", *self.indicators, "why"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        codes = [part["code"] for part in data.get("parts", ())]
        for name in self.indicators if codes else ():
            if data.get(name) and data[name] not in codes:
                self.add_error(name, _("None of the new measures has this number."))
        return data

    def going_on(self) -> dict[Indicator, str]:
        """The indicators that go on, each with the number of its new measure."""
        given = {one: self.cleaned_data[name] for name, one in self.indicators.items()}
        return {one: code for one, code in given.items() if code}

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
