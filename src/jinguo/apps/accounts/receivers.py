"""What django-allauth tells: sign-ins, passwords, addresses and authenticators go into the trail."""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from django.contrib.auth.signals import user_logged_out
from django.http import HttpRequest

from jinguo.apps.accounts import actions
from jinguo.apps.accounts.models import User
from jinguo.apps.audit.actions import record

_FACTORS = {
    Authenticator.Type.TOTP: "authenticator_app",
    Authenticator.Type.WEBAUTHN: "passkey",
    Authenticator.Type.RECOVERY_CODES: "recovery_codes",
}


def connect() -> None:
    """Listen; called once when the app is ready."""
    account.user_logged_in.connect(_signed_in, dispatch_uid="accounts_signed_in")
    user_logged_out.connect(_signed_out, dispatch_uid="accounts_signed_out")
    for number, signal in enumerate((account.password_set, account.password_changed, account.password_reset)):
        signal.connect(_password_set, dispatch_uid=f"accounts_password_{number}")
    account.email_changed.connect(_email_changed, dispatch_uid="accounts_email_changed")
    mfa.authenticator_added.connect(_factor_added, dispatch_uid="accounts_factor_added")
    mfa.authenticator_removed.connect(_factor_removed, dispatch_uid="accounts_factor_removed")
    mfa.authenticator_reset.connect(_factor_added, dispatch_uid="accounts_factor_reset")
    mfa.authentication_failed.connect(_factor_failed, dispatch_uid="accounts_factor_failed")


def _signed_in(sender: object, user: User, **_: Any) -> None:
    actions.note_sign_in(user)


def _signed_out(sender: object, user: User | None, **_: Any) -> None:
    if user is not None and user.pk:
        record("user_signed_out", subject=user, by=user)


def _password_set(sender: object, request: HttpRequest, user: User, **_: Any) -> None:
    actions.note_password_set(user, keep=request.session.session_key)


def _email_changed(sender: object, user: User, to_email_address: Any, **_: Any) -> None:
    actions.take_email(user, to_email_address.email, by=user)


def _factor_added(sender: object, user: User, authenticator: Authenticator, **_: Any) -> None:
    record("user_factor_added", subject=user, by=user, after={"factor": _FACTORS[authenticator.type]})


def _factor_removed(
    sender: object, request: HttpRequest, user: User, authenticator: Authenticator, **_: Any
) -> None:
    request.session.pop("second_factor", None)  # looked up anew at the next request
    record("user_factor_removed", subject=user, by=user, after={"factor": _FACTORS[authenticator.type]})


def _factor_failed(sender: object, user: User, **_: Any) -> None:
    record("user_factor_failed", subject=user, by=None)
