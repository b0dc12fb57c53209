"""How django-allauth behaves here: no open sign-up, locks in the database, mail that breaks no page."""

from __future__ import annotations

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext

from jinguo.apps import vault
from jinguo.apps.accounts import actions, tries
from jinguo.apps.accounts.models import User

log = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts come from invitations alone."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        super().pre_authenticate(request, **credentials)
        user = _meant(credentials)
        if user.is_locked if user else _nobody_is_locked(credentials):
            raise self.validation_error("too_many_login_attempts")

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        super().authentication_failed(request, **credentials)
        user = _meant(credentials)
        if user and user.is_active:
            actions.note_failed_sign_in(user)
        elif user is None:
            tries.count(
                _typed(credentials),
                limit=settings.SIGN_IN_LOCK_AFTER,
                within_s=settings.SIGN_IN_LOCK_MINUTES * 60,
            )

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """A mail server that is away must not turn a page into an error, nor tell which addresses exist."""
        try:
            super().send_mail(template_prefix, email, context)
        except OSError as problem:  # SMTPException is one
            log.error("mail %s could not be sent: %s", template_prefix, problem)

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        raise NotImplementedError("accounts come from invitations: accounts.actions.create_user")


class SecondFactorAdapter(DefaultMFAAdapter):
    def encrypt(self, text: str) -> str:
        return vault.seal(text, about="authenticator")

    def decrypt(self, encrypted_text: str) -> str:
        return vault.unseal(encrypted_text, about="authenticator")

    def get_totp_issuer(self) -> str:
        """The name an authenticator app shows. In English letters: some apps garble others."""
        return "Jinguo"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        entity = super().get_public_key_credential_rp_entity()
        return {**entity, "name": gettext("Jinguo")}


def _nobody_is_locked(credentials: dict[str, Any]) -> bool:
    """A name that nobody has is locked like an account, so that the lock tells nothing."""
    return tries.used_up(_typed(credentials), limit=settings.SIGN_IN_LOCK_AFTER)


def _typed(credentials: dict[str, Any]) -> str:
    name = str(credentials.get("email") or credentials.get("username") or "").strip().lower()
    return f"sign-in:{name}"


def _meant(credentials: dict[str, Any]) -> User | None:
    email, username = credentials.get("email"), credentials.get("username")
    asked = Q(email__iexact=email) if email else Q(pk=None)
    if username:
        asked |= Q(username__iexact=username)
    return User.objects.filter(asked).first()
