"""A tier given by hand."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jinguo.apps.clock import today
from jinguo.apps.form_fields import LongTextField, TextField
from jinguo.engines.tiers import Scheme
from jinguo.phrases import term


class GiveTierForm(forms.Form):
    """Which tier, since when, on what ground. Tiers that rules alone give are not offered."""

    tier = forms.ChoiceField(label=_("Tier"), widget=forms.RadioSelect)
    since = forms.DateField(
        label=_("Since when"),
        widget=forms.DateInput(attrs={"type": "date", "class": "form-control"}, format="%Y-%m-%d"),
    )
    ground = LongTextField(
        label=_("Ground"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What it rests on: which decision, which selection, which plan for talents."),
    )
    document = TextField(
        label=_("Document"),
        max_length=200,
        required=False,
        help_text=_("Title or number. Needed where a review board confirms the tier."),
    )

    def __init__(self, *args: Any, scheme: Scheme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lang = get_language() or "zh-hans"
        self.initial.setdefault("since", today())
        self.fields["tier"].choices = [
            (one.code, f"{one.label(lang)} · {term(one.confirm_word, lang)}")
            for one in scheme.tiers
            if one.confirm != "automatic"
        ]
