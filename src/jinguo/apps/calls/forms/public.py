"""What a visitor types in: a search, an objection."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jinguo.apps.calls.forms.results import about_choices
from jinguo.apps.calls.models import Nomination, NoticeEntry

MOST_BYTES = 20 * 1024 * 1024


class ObjectionForm(forms.Form):
    about = forms.ChoiceField(label=_("About whom"))
    is_unit = forms.ChoiceField(
        label=_("You object"),
        widget=forms.RadioSelect,
        choices=[("", _("as a person")), ("unit", _("as a unit"))],
        required=False,
        initial="",
    )
    objector = forms.CharField(
        label=_("Your real name, or the unit's full name"),
        max_length=200,
        help_text=_("Objections without a name are not taken up."),
    )
    contact = forms.CharField(
        label=_("Telephone, e-mail or address"), max_length=200, help_text=_("So that we can ask and answer.")
    )
    content = forms.CharField(
        label=_("The facts"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("What happened, when and where, and how it can be checked."),
    )
    evidence = forms.FileField(
        label=_("Evidence"),
        required=False,
        help_text=_(
            "One file: PDF, JPEG, PNG, Word, Excel or MP4, up to 20 MB. A unit adds a stamped letter."
        ),
    )

    def __init__(
        self, *args: Any, entries: Iterable[NoticeEntry], anonymous: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if anonymous:
            self.fields["objector"].required = self.fields["contact"].required = False
            self.fields["objector"].help_text = _(
                "You may leave your name out; then the facts need evidence that can be checked."
            )
        self.people = {str(entry.pk): entry for entry in entries}
        self.fields["about"].choices = about_choices(self.people.values())

    def clean_evidence(self) -> Any:
        file = self.cleaned_data.get("evidence")
        if file and file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 20 MB."))
        return file

    @property
    def nomination(self) -> Nomination | None:
        entry = self.people.get(self.cleaned_data["about"])
        return entry.nomination if entry else None
