"""Which units are invited: by kind, by search, by a pasted list of names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jinguo.apps.calls.forms.setup.step import term
from jinguo.apps.form_fields import LongTextField, TextField
from jinguo.apps.organisations import kinds


class InviteForm(forms.Form):
    kinds = forms.MultipleChoiceField(
        label=_("All units of these kinds"), required=False, widget=forms.CheckboxSelectMultiple
    )
    names = LongTextField(
        label=_("A list of names"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("One name a line, as pasted from a table. Short and former names are found too."),
    )

    def __init__(self, *args: Any, counts: Mapping[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kinds"].choices = [
            (kind, gettext("%(kind)s (%(count)s units)") % {"kind": term(kind), "count": counts[kind]})
            for kind in kinds.KINDS
            if counts.get(kind)
        ]

    @property
    def typed_names(self) -> list[str]:
        """The names of the list, without numbers, bullets and blanks around them."""
        lines = self.cleaned_data["names"].replace("\t", "\n").splitlines()
        plain = (line.strip().lstrip("0123456789.、)）-•· ").strip(" ,，;；。") for line in lines)
        return [name for name in plain if name]


class UnitsFilter(forms.Form):
    q = TextField(label=_("Search"), required=False, widget=forms.TextInput(attrs={"type": "search"}))
    kind = forms.ChoiceField(label=_("Kind of unit"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("all")), *((kind, term(kind)) for kind in kinds.KINDS)]
