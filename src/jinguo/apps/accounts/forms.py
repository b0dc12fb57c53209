"""Forms of the account pages."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from jinguo.apps.accounts.models import User


class ProfileForm(forms.ModelForm):
    locale = forms.ChoiceField(label=_("language"), required=False)

    class Meta:
        model = User
        fields = ["name", "phone", "locale"]

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["locale"].choices = [("", _("As the browser asks")), *settings.LANGUAGES]
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["phone"].widget.attrs |= {"autocomplete": "tel", "inputmode": "tel"}

    def _post_clean(self) -> None:
        """The action writes the record; the form leaves its own copy as it was read."""
