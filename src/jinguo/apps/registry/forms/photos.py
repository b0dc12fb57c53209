"""A photo brought from one's machine."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from jinguo.apps.form_fields import TextField


def _photo() -> forms.FileField:
    return forms.FileField(
        label=_("Photo"),
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png", "class": "form-control"}),
        help_text=_("JPG or PNG, at most 10 MB. It is made smaller; where it was taken is not kept."),
    )


class PhotoForm(forms.Form):
    """By her keeper: with how she agreed."""

    photo = _photo()
    source = TextField(
        label=_("How she agreed"),
        max_length=200,
        help_text=_(
            "Such as: sent by herself for the registry on 12 October 2026. She can take it away at any time."
        ),
    )


class OwnPhotoForm(forms.Form):
    """By herself: with her consent, not ticked beforehand."""

    photo = _photo()
    agreed = forms.BooleanField(label=_("I agree to this"), required=False)
