"""What is asked for a document out of a plan: of which unit."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jinguo.apps.form_fields import LongTextField, TextField
from jinguo.apps.organisations.models import Organisation
from jinguo.apps.plans.models import PaperWords


class TableForm(forms.Form):
    """The table that breaks the plan down: of all units, or the lines of one."""

    unit = forms.ChoiceField(label=_("Whose lines"), required=False)

    def __init__(self, *args: Any, units: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [
            ("", _("The whole plan")),
            *((str(one.pk), one.name) for one in units),
        ]


class YearlyForm(forms.ModelForm):
    """The words of a yearly report: its title, how it opens and how it closes."""

    class Meta:
        model = PaperWords
        fields = ["title", "opening", "closing"]
        field_classes = {"title": TextField, "opening": LongTextField, "closing": LongTextField}
        widgets = {"opening": forms.Textarea(attrs={"rows": 4}), "closing": forms.Textarea(attrs={"rows": 3})}
        labels = {
            "title": _("Title of the document"),
            "opening": _("Opening words"),
            "closing": _("Closing words"),
        }


class BulletinForm(YearlyForm):
    """The words of a bulletin: also to whom it goes, its issue, and its red head."""

    class Meta(YearlyForm.Meta):
        fields = ["title", "issue", "addressee", "red_head", "opening", "closing"]
        field_classes = {**YearlyForm.Meta.field_classes, "addressee": TextField, "red_head": TextField}
        labels = {
            **YearlyForm.Meta.labels,
            "issue": _("Issue"),
            "addressee": _("Addressed to"),
            "red_head": _("Red head"),
        }
        help_texts = {"red_head": _("Empty where the office prints on its own headed paper.")}
