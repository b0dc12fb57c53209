"""What is asked for a document out of a plan: of which unit."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jinguo.apps.organisations.models import Organisation


class TableForm(forms.Form):
    """The table that breaks the plan down: of all units, or the lines of one."""

    unit = forms.ChoiceField(label=_("Whose lines"), required=False)

    def __init__(self, *args: Any, units: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [
            ("", _("The whole plan")),
            *((str(one.pk), one.name) for one in units),
        ]
