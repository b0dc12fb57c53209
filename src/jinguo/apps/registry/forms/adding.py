"""A person typed in by hand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jinguo.apps.clock import today
from jinguo.apps.form_fields import LongTextField, TextField
from jinguo.phrases import say, term
from jinguo.standards.codes import code_list
from jinguo.standards.dates import read_date
from jinguo.standards.identity import read_id

if TYPE_CHECKING:
    from jinguo.engines.rosters import PersonRow

_LENGTH = {"year": 4, "month": 7, "day": 10}
_SEVERAL = ("disciplines", "segments", "honours")
_BETWEEN = re.compile(r"[;；、\n]+")


def _choices(name: str) -> list[tuple[str, str]]:
    return [("", "—"), *((one.name, one.name) for one in code_list(name))]


class PersonForm(forms.Form):
    """Who she is, as far as it is known, and from where that is known."""

    name = TextField(label=_("Name"), max_length=100)
    sex = forms.ChoiceField(label=_("Sex"), required=False)
    birth_date = TextField(
        label=_("Birth date"),
        max_length=20,
        required=False,
        help_text=_("As exactly as it is known: 1984, 1984-03 or 1984-03-12"),
    )
    unit = TextField(label=_("Unit"), max_length=200, required=False)
    post = TextField(label=_("Post"), max_length=100, required=False)
    title = TextField(label=_("Professional title"), max_length=100, required=False)
    disciplines = TextField(
        label=_("Disciplines"), max_length=200, required=False, help_text=_("Several are divided by 、")
    )
    education = forms.ChoiceField(label=_("Education"), required=False)
    degree = TextField(label=_("Degree"), max_length=60, required=False)
    former_name = TextField(label=_("Former name"), max_length=100, required=False)
    latin_name = TextField(label=_("Name in Latin letters"), max_length=100, required=False)
    ethnic_group = forms.ChoiceField(label=_("Ethnic group"), required=False)
    political_affiliation = forms.ChoiceField(label=_("Political affiliation"), required=False)
    region = TextField(
        label=_("Administrative division"),
        max_length=100,
        required=False,
        help_text=_("Such as 江苏省南京市鼓楼区"),
    )
    segments = TextField(
        label=_("Segments"),
        max_length=200,
        required=False,
        help_text=_("Such as 海外、市外、退休、青年、学生、企业家、农村"),
    )
    honours = LongTextField(
        label=_("Her honours"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Several are divided by 、"),
    )
    id_number = TextField(
        label=_("ID number"),
        max_length=24,
        required=False,
        help_text=_("Kept encrypted. It tells her surely from others of her name."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    phone = TextField(
        label=_("Telephone"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    email = forms.EmailField(
        label=_("E-mail"), required=False, widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    source = TextField(
        label=_("Source"), max_length=200, help_text=_("A document, a list, her own word with the day.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lang = get_language() or "zh-hans"
        self.fields["sex"].choices = [("", "—"), ("F", term("sex_F", lang)), ("M", term("sex_M", lang))]
        for key, name in (("education", "education"), ("ethnic_group", "ethnic_groups")):
            self.fields[key].choices = _choices(name)
        self.fields["political_affiliation"].choices = _choices("political_affiliation")

    def clean_birth_date(self) -> str:
        """As ISO text, as exactly as it was typed."""
        given: str = self.cleaned_data["birth_date"].strip()
        if not given:
            return ""
        found = read_date(given)
        if found is None:
            raise forms.ValidationError(_("Not a date. Write 1984, 1984-03 or 1984-03-12."))
        day, precision = found
        if day > today() or today().year - day.year > 130:
            raise forms.ValidationError(_("Nobody alive was born then."))
        return day.isoformat()[: _LENGTH[precision]]

    def clean_id_number(self) -> str:
        given: str = self.cleaned_data["id_number"].strip()
        if not given:
            return ""
        read = read_id(given, on=today())
        if not read.valid:
            lang = get_language() or "zh-hans"
            raise forms.ValidationError([say(one, lang) for one in read.findings if one.severity == "error"])
        return read.number

    def row(self) -> PersonRow:
        """What was typed, as one row of a list."""
        from jinguo.engines.rosters import PersonRow  # slow import: it brings NumPy

        told: dict[str, Any] = {key: value for key, value in self.said().items() if key not in _SEVERAL}
        for key in _SEVERAL:
            told[key] = tuple(
                part for text in _BETWEEN.split(self.cleaned_data[key]) if (part := text.strip())
            )
        return PersonRow(**told)

    def said(self) -> dict[str, str]:
        """What was typed, as texts, for whoever looks whether she is there already."""
        return {key: value.strip() for key, value in self.cleaned_data.items() if value and key != "source"}
