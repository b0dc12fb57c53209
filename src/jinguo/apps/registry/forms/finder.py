"""Who is looked for."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from jinguo.apps.form_fields import LongTextField, TextField


class FinderForm(forms.Form):
    """What she should know, from where she must not be, when she should be free."""

    what = LongTextField(
        label=_("What she should know"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("In your own words: a field, a method, the title of what is to be judged."),
    )
    not_unit = TextField(
        label=_("Not from these units"),
        max_length=300,
        required=False,
        help_text=_("Several with a comma between."),
    )
    since = forms.DateField(
        label=_("Free from"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=_("Free to"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    about = forms.RegexField(r"^[a-z]{1,20}:[0-9a-f-]{36}$", required=False, widget=forms.HiddenInput)
