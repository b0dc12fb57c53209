"""Forms of the account pages."""

from __future__ import annotations

from allauth.account import forms as allauth_forms
from allauth.mfa.webauthn import forms as webauthn_forms
from django import forms
from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
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


class ResetPasswordForm(allauth_forms.ResetPasswordForm):
    email = forms.EmailField(
        label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )


class AddEmailForm(allauth_forms.AddEmailForm):
    email = forms.EmailField(
        label=_("New e-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )


class LoginForm(allauth_forms.LoginForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        login = self.fields["login"]
        login.label = _("User name or e-mail address")
        login.widget.attrs = {"autocomplete": "username webauthn", "autofocus": True}
        password = self.fields["password"]
        password.widget.attrs.pop("placeholder", None)
        reset = reverse("account_reset_password")
        password.help_text = format_html('<a href="{}">{}</a>', reset, _("Forgotten password"))


class AddPasskeyForm(webauthn_forms.AddWebAuthnForm):
    name = forms.CharField(
        label=_("Name of the key"), required=False, help_text=_("So that you can tell your keys apart.")
    )
    passwordless = forms.BooleanField(
        label=_("Sign in with this key alone, without a password"),
        required=False,
        initial=True,
        help_text=_("The device then checks your fingerprint, face or code each time."),
    )


class RenamePasskeyForm(webauthn_forms.EditWebAuthnForm):
    name = forms.CharField(label=_("Name of the key"))
