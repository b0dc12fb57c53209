"""What is asked before sensitive data go out in a file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jinguo.apps.form_fields import LongTextField
from jinguo.apps.registry.attributes import SENSITIVE_COLUMNS
from jinguo.phrases import term


class FullExportForm(forms.Form):
    """Which sensitive columns, and what for: nothing is ticked beforehand."""

    fields_ = forms.MultipleChoiceField(label=_("Which of them"), widget=forms.CheckboxSelectMultiple)
    why = LongTextField(
        label=_("What they are needed for"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Each of these persons can read it beside your name."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lang = get_language() or "zh-hans"
        self.fields["fields_"].choices = [(key, term(f"attribute_{key}", lang)) for key in SENSITIVE_COLUMNS]
