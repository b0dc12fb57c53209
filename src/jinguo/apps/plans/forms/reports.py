"""A unit's report as it is filled in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jinguo.apps.form_fields import LongTextField, TextField
from jinguo.apps.plans.forms.wording import area
from jinguo.apps.plans.models import Indicator, Report


class ReportForm(forms.Form):
    """A unit's report: three texts and a number for each indicator that it reports."""

    text = LongTextField(label=_("Progress"), widget=area(7), required=False)
    problems = LongTextField(label=_("Difficulties"), widget=area(3), required=False)
    next_steps = LongTextField(label=_("Next steps"), widget=area(3), required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, initial=0)

    def __init__(self, *args: Any, indicators: list[Indicator], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.indicators = indicators
        for one in indicators:
            unit = f"（{one.unit_of_counting}）" if one.unit_of_counting else ""
            self.fields[f"figure_{one.pk}"] = TextField(
                label=f"{one.name}{unit}",
                max_length=20,
                required=False,
                widget=forms.TextInput(attrs={"inputmode": "decimal"}),
            )
        self.order_fields([*(f"figure_{one.pk}" for one in indicators), "text", "problems", "next_steps"])

    def given(self) -> dict[str, str]:
        return {str(one.uid): self.cleaned_data[f"figure_{one.pk}"] for one in self.indicators}


def report_initial(report: Report | None, indicators: list[Indicator]) -> dict[str, Any]:
    if report is None:
        return {}
    return {
        "text": report.text,
        "problems": report.problems,
        "next_steps": report.next_steps,
        "seen": report.version,
        **{f"figure_{one.pk}": report.given.get(str(one.uid), "") for one in indicators},
    }
