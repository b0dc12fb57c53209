"""Every write to accounts."""

from __future__ import annotations

from datetime import timedelta

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F
from django.urls import reverse

from jinguo.apps import clock
from jinguo.apps.accounts import passwords
from jinguo.apps.accounts.models import User
from jinguo.apps.audit import personal
from jinguo.apps.audit.actions import record
from jinguo.errors import Refused


@transaction.atomic
def create_user(
    *,
    username: str,
    name: str,
    email: str = "",
    password: str | None = None,
    phone: str = "",
    locale: str = "",
    by: User | None,
) -> User:
    """A new account. Without a password nobody can sign in with it until one is set.

    The e-mail address counts as verified: an account comes from an invitation that went there, or from an
    administrator who knows it. ``by`` is None where an invitation is accepted or a command runs.

    Raises:
        Refused: user name or address taken or malformed, password against the policy.
    """
    username, email = username.strip(), email.strip().lower()
    _demand_free(username, email)
    user = User(username=username, name=name.strip(), email=email, phone=phone, locale=locale)
    if password is not None:
        passwords.demand_good(password, user)
    user.set_password(password)
    try:
        user.full_clean(exclude=["password"])
    except ValidationError as problem:
        wrong = [f"account_field_{field}" for field in sorted(problem.message_dict)]
        raise Refused.because("account_fields_wrong", fields=wrong) from None
    user.save()
    if email:
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    record("user_created", subject=user, by=by, after={"username": username})
    return user


@transaction.atomic
def set_password(user: User, password: str, *, by: User | None) -> None:
    """Set a password that keeps the policy; all sessions of the account end."""
    passwords.demand_good(password, user)
    user.set_password(password)
    user.failed_sign_ins, user.locked_until = 0, None
    user.save(update_fields=["password", "password_changed_at", "failed_sign_ins", "locked_until"])
    end_sessions(user)
    record("user_password_set", subject=user, by=by)


@transaction.atomic
def password_link(user: User, *, by: User | None) -> str:
    """The path of a page where this user sets a new password: for an administrator to hand over.

    It works once and for PASSWORD_RESET_TIMEOUT seconds, and no longer after a sign-in.
    """
    if not user.is_active:
        raise Refused.because("account_is_closed")
    record("user_password_link_made", subject=user, by=by)
    key = default_token_generator.make_token(user)
    return reverse("account_reset_password_from_key", args=[user_pk_to_url_str(user), key])


@transaction.atomic
def note_password_set(user: User, *, keep: str | None) -> None:
    """A user set her own password: a lock ends, and so does every other session."""
    User.objects.filter(pk=user.pk).update(failed_sign_ins=0, locked_until=None)
    end_sessions(user, but=keep)
    record("user_password_set", subject=user, by=user)


@transaction.atomic
def change_profile(user: User, *, name: str, phone: str, locale: str, by: User) -> None:
    """Write what a user says of herself. Nothing is written where nothing changes."""
    wanted = {"name": name.strip(), "phone": phone.strip(), "locale": locale}
    changed = [field for field, value in wanted.items() if getattr(user, field) != value]
    if not changed:
        return
    before = {field: _kept(user, field, getattr(user, field)) for field in changed}
    for field in changed:
        setattr(user, field, wanted[field])
    user.save(update_fields=changed)
    after = {field: _kept(user, field, wanted[field]) for field in changed}
    record("user_changed", subject=user, by=by, before=before, after=after)


@transaction.atomic
def close_account(user: User, *, by: User | None, note: str = "") -> None:
    """Nobody signs in with this account any more, and its sessions end now. What it did stays."""
    if by is not None and by.pk == user.pk:
        raise Refused.because("cannot_close_own_account")
    user.is_active = False
    user.save(update_fields=["is_active"])
    end_sessions(user)
    record("user_closed", subject=user, by=by, note=note)


@transaction.atomic
def forget_user(user: User, *, by: User | None) -> None:
    """Empty an account for good: name, addresses, passwords, second factors. Its number stays, for what it did."""
    end_sessions(user)
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    user.past_passwords.all().delete()
    user.username, user.is_active = f"erased-{user.pk}", False
    user.name = user.email = user.phone = user.locale = ""
    user.set_password(None)
    user.save()
    record("user_forgotten", subject=user, by=by)


@transaction.atomic
def reopen_account(user: User, *, by: User | None, note: str = "") -> None:
    user.is_active, user.failed_sign_ins, user.locked_until = True, 0, None
    user.save(update_fields=["is_active", "failed_sign_ins", "locked_until"])
    record("user_reopened", subject=user, by=by, note=note)


def end_sessions(user: User, *, but: str | None = None) -> int:
    """End the sessions of a user, all or all but the one with the key ``but``. How many were ended."""
    ended = 0
    for session in UserSession.objects.filter(user=user).exclude(session_key=but or ""):
        session.end()
        ended += 1
    return ended


@transaction.atomic
def end_other_sessions(user: User, *, but: str, by: User) -> int:
    ended = end_sessions(user, but=but)
    if ended:
        record("user_sessions_ended", subject=user, by=by, after={"count": ended})
    return ended


@transaction.atomic
def note_failed_sign_in(user: User) -> None:
    """Count a wrong password; after the set number the account is locked for a while."""
    User.objects.filter(pk=user.pk).update(failed_sign_ins=F("failed_sign_ins") + 1)
    user.refresh_from_db(fields=["failed_sign_ins"])
    record("user_sign_in_failed", subject=user, by=None, after={"count": user.failed_sign_ins})
    if user.failed_sign_ins >= settings.SIGN_IN_LOCK_AFTER:
        user.failed_sign_ins = 0
        user.locked_until = clock.now() + timedelta(minutes=settings.SIGN_IN_LOCK_MINUTES)
        user.save(update_fields=["failed_sign_ins", "locked_until"])
        record("user_locked", subject=user, by=None, after={"minutes": settings.SIGN_IN_LOCK_MINUTES})


@transaction.atomic
def note_sign_in(user: User) -> None:
    """A sign-in that succeeded: the count of failures starts anew."""
    if user.failed_sign_ins or user.locked_until:
        user.failed_sign_ins, user.locked_until = 0, None
        user.save(update_fields=["failed_sign_ins", "locked_until"])
    record("user_signed_in", subject=user, by=user)


@transaction.atomic
def take_email(user: User, email: str, *, by: User | None) -> None:
    """A verified address becomes the account's."""
    if User.objects.filter(email__iexact=email).exclude(pk=user.pk).exists():
        raise Refused.because("email_taken")
    before, user.email = user.email, email
    user.save(update_fields=["email"])
    record(
        "user_email_changed",
        subject=user,
        by=by,
        before={"email": _kept(user, "email", before)},
        after={"email": _kept(user, "email", email)},
    )


def _demand_free(username: str, email: str) -> None:
    if not username:
        raise Refused.because("username_missing")
    if User.objects.filter(username__iexact=username).exists():
        raise Refused.because("username_taken", username=username)
    if not email:
        return
    try:
        validate_email(email)
    except ValidationError:
        raise Refused.because("email_malformed", email=email) from None
    if User.objects.filter(email__iexact=email).exists():
        raise Refused.because("email_taken")


def _kept(user: User, field: str, value: object) -> object:
    return value if field == "locale" else personal(value, of=f"user:{user.pk}")
