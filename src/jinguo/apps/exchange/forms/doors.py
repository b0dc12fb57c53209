"""Tokens, and a person who registers herself."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jinguo.apps.clock import today
from jinguo.apps.exchange.models import Token
from jinguo.apps.form_fields import LongTextField, TextField
from jinguo.phrases import term
from jinguo.standards.codes import code_list


def word(code: str) -> str:
    return term(code, get_language() or "zh-hans")


class TokenForm(forms.Form):
    """A program and what it may do."""

    name = TextField(label=_("Name of the program"), max_length=100)
    purpose = TextField(
        label=_("What it reads them for"),
        max_length=300,
        help_text=_("It stands in the trail beside every reading."),
    )
    scopes = forms.MultipleChoiceField(label=_("What it may do"), widget=forms.CheckboxSelectMultiple)
    expires_on = forms.DateField(
        label=_("Works until"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("At most a year from today."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scopes"].choices = [(scope, word(scope)) for scope in Token.SCOPES]
        self.initial.setdefault("expires_on", (today() + timedelta(days=180)).isoformat())
        self.initial.setdefault("scopes", [Token.READ])


class RegistrationForm(forms.Form):
    """Who she is."""

    name = TextField(label=_("Name"), max_length=100)
    sex = forms.ChoiceField(label=_("Sex"), required=False)
    birth_date = forms.DateField(
        label=_("Birth date"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    education = forms.ChoiceField(label=_("Education"), required=False)
    disciplines = TextField(
        label=_("Disciplines"), max_length=200, required=False, help_text=_("Several are divided by 、")
    )
    title = TextField(label=_("Professional title"), max_length=100, required=False)
    department = TextField(label=_("Department"), max_length=100, required=False)
    post = TextField(label=_("Post"), max_length=100, required=False)
    honours = LongTextField(
        label=_("My honours"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Several are divided by 、"),
    )
    id_number = TextField(label=_("ID number"), max_length=18, required=False)
    phone = TextField(label=_("Telephone"), max_length=30, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    guardian_name = TextField(label=_("Guardian's name, under 14"), max_length=100, required=False)
    guardian_relation = TextField(label=_("Relation to you"), max_length=40, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lang = get_language() or "zh-hans"
        self.fields["sex"].choices = [("", "—"), ("F", term("sex_F", lang)), ("M", term("sex_M", lang))]
        self.fields["education"].choices = [
            ("", "—"),
            *((one.name, one.name) for one in code_list("education")),
        ]

    def said(self) -> dict[str, str]:
        """What is kept of it, as texts."""
        return {key: str(value) for key, value in self.cleaned_data.items() if value}
