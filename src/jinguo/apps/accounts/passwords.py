"""The password policy is data: a profile of `password_profiles.toml` that PASSWORD_PROFILE names."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from importlib import resources

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import CommonPasswordValidator, UserAttributeSimilarityValidator
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.utils.translation import get_language

from jinguo.apps import clock
from jinguo.apps.accounts.models import PastPassword, User
from jinguo.errors import Refused
from jinguo.phrases import say
from jinguo.reasons import Reason


@dataclass(frozen=True, slots=True)
class Profile:
    min_length: int
    max_length: int
    min_kinds: int
    not_last: int
    max_days: int


@cache
def _profiles() -> dict[str, Profile]:
    text = resources.files(__package__).joinpath("password_profiles.toml").read_text("utf-8")
    return {name: Profile(**values) for name, values in tomllib.loads(text).items()}


def profile() -> Profile:
    """The profile in force."""
    try:
        return _profiles()[settings.PASSWORD_PROFILE]
    except KeyError:
        raise ImproperlyConfigured(
            f"PASSWORD_PROFILE is {settings.PASSWORD_PROFILE!r}; write one of {', '.join(_profiles())}."
        ) from None


def problems(password: str, user: User | None = None) -> list[Reason]:
    """Why a password is not taken; empty when it is."""
    rules = profile()
    found = []
    if len(password) < rules.min_length:
        found.append(Reason.error("password_too_short", limit=rules.min_length, found=len(password)))
    if len(password) > rules.max_length:
        found.append(Reason.error("password_too_long", limit=rules.max_length, found=len(password)))
    if kinds(password) < rules.min_kinds:
        found.append(Reason.error("password_too_plain", limit=rules.min_kinds, found=kinds(password)))
    if _refused_by(CommonPasswordValidator(), password, user):
        found.append(Reason.error("password_common"))
    if user and _refused_by(_similarity(), password, user):
        found.append(Reason.error("password_like_yourself"))
    if user and user.pk and rules.not_last and _had_before(password, user, rules.not_last):
        found.append(Reason.error("password_had_before", limit=rules.not_last))
    return found


def demand_good(password: str, user: User | None = None) -> None:
    """Raise ``Refused`` with all the problems of a password."""
    if found := problems(password, user):
        raise Refused(*found)


def kinds(password: str) -> int:
    """How many of the four kinds of sign a password has.

    >>> kinds("abcABC"), kinds("巾帼-2026")
    (2, 2)
    """
    small = any(sign.islower() for sign in password)
    capital = any(sign.isupper() for sign in password)
    digit = any(sign.isdigit() for sign in password)
    other = any(not (sign.islower() or sign.isupper() or sign.isdigit()) for sign in password)
    return sum((small, capital, digit, other))


def is_too_old(user: User) -> bool:
    """Whether the profile asks this user for a new password now."""
    days = profile().max_days
    if not days or not user.password or not user.has_usable_password():
        return False
    return user.password_changed_at is None or user.password_changed_at + timedelta(days=days) < clock.now()


class PasswordProfileValidator:
    """The policy as Django's forms and commands ask for it."""

    def validate(self, password: str, user: User | None = None) -> None:
        language = get_language() or settings.LANGUAGE_CODE
        if found := problems(password, user):
            raise ValidationError([ValidationError(say(reason, language), reason.code) for reason in found])

    def get_help_text(self) -> str:
        rules = profile()
        code = "password_rules_kinds" if rules.min_kinds > 1 else "password_rules_length"
        params = {"length": rules.min_length, "kinds": rules.min_kinds, "last": rules.not_last}
        return say(Reason(code, params), get_language() or settings.LANGUAGE_CODE)

    def password_changed(self, password: str, user: User | None = None) -> None:
        keep = profile().not_last
        if user is None or user.pk is None or not keep:
            return
        PastPassword.objects.create(user=user, password=user.password, set_at=clock.now())
        stale = PastPassword.objects.filter(user=user).order_by("-id")[keep:]
        PastPassword.objects.filter(pk__in=[past.pk for past in stale]).delete()


def _had_before(password: str, user: User, limit: int) -> bool:
    past = user.past_passwords.values_list("password", flat=True)[:limit]
    return any(check_password(password, hash_) for hash_ in past)


def _similarity() -> UserAttributeSimilarityValidator:
    return UserAttributeSimilarityValidator(user_attributes=("username", "name", "email", "phone"))


def _refused_by(validator: object, password: str, user: User | None) -> bool:
    try:
        validator.validate(password, user)  # type: ignore[attr-defined]
    except ValidationError:
        return True
    return False
