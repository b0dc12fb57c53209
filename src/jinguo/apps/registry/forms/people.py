"""What keepers and the persons themselves type in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jinguo.apps.form_fields import LongTextField, TextField
from jinguo.apps.registry.attributes import GROUPS, attributes
from jinguo.phrases import term
from jinguo.standards.dates import read_date
from jinguo.standards.links import read_link


def attribute_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Attributes under the headings of their groups, in the language of the request."""
    lang = get_language() or "zh-hans"
    return [
        (
            term(f"group_{group}", lang),
            [(key, term(one.phrase, lang)) for key, one in attributes().items() if one.group == group],
        )
        for group in GROUPS
    ]


class ReasonForm(forms.Form):
    """A reason that goes on record."""

    why = LongTextField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class SayingForm(forms.Form):
    """What an attribute says: its content, and for steps of a path where, from when and until when."""

    attribute = forms.ChoiceField(label=_("What it says"))
    value = LongTextField(
        label=_("Content"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Of a link the address or the ORCID number; of publications the number, or one of them."),
    )
    place = TextField(
        label=_("Unit"), max_length=200, required=False, help_text=_("For posts, projects, trainings.")
    )
    since = TextField(
        label=_("From"), max_length=12, required=False, help_text=_("2019, 2019-09 or 2019-09-01")
    )
    until = TextField(label=_("To"), max_length=12, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["attribute"].choices = attribute_choices

    def clean_since(self) -> str:
        return self._day("since")

    def clean_until(self) -> str:
        return self._day("until")

    def _day(self, name: str) -> str:
        given: str = self.cleaned_data[name].strip()
        if given and read_date(given) is None:
            raise forms.ValidationError(_("Not a date. Write 2019, 2019-09 or 2019-09-01."))
        return given

    def clean(self) -> dict[str, Any]:
        """What has a form of its own is asked for in it."""
        given = super().clean() or {}
        attribute, value = given.get("attribute"), str(given.get("value", "")).strip()
        if attribute == "link" and value and read_link(value) is None:
            self.add_error("value", _("Not a web address, and not an ORCID number with a right check digit."))
        if attribute == "publication_count" and value and not (value.isascii() and value.isdigit()):
            self.add_error("value", _("A number in digits."))
        if (
            value
            and attribute in attributes()
            and attributes()[attribute].kind == "date"
            and not read_date(value)
        ):
            self.add_error("value", _("Not a date. Write 2019, 2019-09 or 2019-09-01."))
        return given


class FactForm(SayingForm):
    """A fact to state about a person."""

    source = TextField(
        label=_("Source"), max_length=200, help_text=_("A document, a list, her own word with the day.")
    )


class DecideForm(forms.Form):
    """Which of contradicting values counts."""

    attribute = forms.SlugField(max_length=40)
    key = forms.CharField(max_length=700)
    why = forms.CharField(max_length=300)


class TagForm(forms.Form):
    """A tag to put on the ticked persons, or to take off."""

    tag = TextField(label=_("Tag"), max_length=40)
    off = forms.BooleanField(required=False)


class SaveForm(forms.Form):
    """A name under which a search is kept."""

    name = TextField(label=_("Name of the list"), max_length=80)
    query = forms.CharField(max_length=600, required=False)
