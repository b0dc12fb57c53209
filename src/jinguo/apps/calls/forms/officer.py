"""What officers type in while they follow and check a call."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jinguo.apps.calls.models import CheckMark


class ExtendForm(forms.Form):
    until = forms.DateField(
        label=_("New last day"), help_text=_("The unit may hand in until the end of this day.")
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stands in the trail of this call."),
    )


class RemindForm(forms.Form):
    note = forms.CharField(
        label=_("A sentence of your own"),
        required=False,
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Stands at the end of the message."),
    )


class ReturnForm(forms.Form):
    note = forms.CharField(
        label=_("What is to be mended"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "The unit reads this as it stands here. It begins with what you marked wrong and what the machine found."
        ),
    )
    until = forms.DateField(
        label=_("To be mended until"),
        help_text=_("The end of this day. Proposed: five working days from today."),
    )


class ReasonForm(forms.Form):
    note = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5}))

    def __init__(self, *args: Any, help_text: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].help_text = help_text


class UnmaskForm(forms.Form):
    key = forms.SlugField(max_length=60)
    reason = forms.CharField(max_length=300)


class MarkForm(forms.Form):
    item = forms.CharField(max_length=60)
    outcome = forms.ChoiceField(
        choices=[(code, code) for code in (CheckMark.PASS, CheckMark.FAIL, CheckMark.WAIVED)]
    )
    note = forms.CharField(required=False, max_length=500)
