"""What a person types about herself, and what her keeper answers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jinguo.apps.form_fields import LongTextField
from jinguo.apps.registry.forms.people import SayingForm


class CorrectionForm(SayingForm):
    """What an attribute should say."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["attribute"].label = _("What is to be corrected or added")
        self.fields["value"].label = _("It should say")


class ErasureForm(forms.Form):
    """Her wish to be erased. A reason may be given; none is needed."""

    note = LongTextField(
        label=_("What you want to say about it"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("May stay empty: you need not give a reason."),
    )
    sure = forms.BooleanField(label=_("I have read what goes and what must stay. It can't be undone."))


class OfferForm(forms.Form):
    """Where the link goes."""

    address = forms.EmailField(
        label=_("E-mail address of the person"),
        required=False,
        help_text=_("Left empty: the link is shown once, for you to hand over yourself."),
    )
