"""Who must have a second factor, and who has one."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

from jinguo.apps.accounts.models import User
from jinguo.reasons import Verdict

_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
_roles: list[Callable[[User], Iterable[str]]] = []


def register_roles(roles_of: Callable[[User], Iterable[str]]) -> None:
    """Lend this app the roles of a user, from the ``ready`` of the app that knows them (organisations)."""
    if roles_of not in _roles:
        _roles.append(roles_of)


def second_factor_present(user: User) -> Verdict:
    """Whether the user has an authenticator app or a passkey."""
    has = Authenticator.objects.filter(user=user, type__in=_FACTORS).exists()
    return Verdict.of(has, "second_factor_missing")


def second_factor_demanded(user: User) -> bool:
    """Whether a role of the user is among those of the setting REQUIRE_SECOND_FACTOR."""
    demanded = set(settings.REQUIRE_SECOND_FACTOR)
    return bool(demanded) and any(demanded & set(roles_of(user)) for roles_of in _roles)


def may_work(request: HttpRequest) -> Verdict:
    """Yes when nothing is demanded or the factor is there. Asked once a session when the answer was yes."""
    session = request.session
    if session.get("second_factor") == "present":
        return Verdict.yes()
    if not second_factor_demanded(request.user):
        return Verdict.yes()
    verdict = second_factor_present(request.user)
    if verdict.ok:
        session["second_factor"] = "present"
    return verdict
