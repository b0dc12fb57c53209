"""What an account asks of each request: its language, an end when idle, a second factor, a fresh password."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _

from jinguo.apps import clock
from jinguo.apps.accounts import passwords, second_factor
from jinguo.phrases import say

Next = Callable[[HttpRequest], HttpResponse]

# Pages that stay open to a user who must first set something up.
_OPEN = ("/accounts/", "/language", "/healthz", "/static/")


class LanguageMiddleware:
    """The language of the profile, unless another was chosen in this browser."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if user.is_authenticated and user.locale and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            translation.activate(user.locale)
            request.LANGUAGE_CODE = translation.get_language()
        return self.get_response(request)


class IdleMiddleware:
    """Ends a session in which nothing was done for the set number of minutes."""

    every = 60  # seconds: how exactly the last request is remembered, to save writes

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and settings.SESSION_IDLE_MINUTES:
            now = int(clock.now().timestamp())
            seen = request.session.get("seen", now)
            if now - seen > settings.SESSION_IDLE_MINUTES * 60:
                logout(request)
                messages.info(request, _("You were signed out because nothing was done for a while."))
                return _to_sign_in(request)
            if now - seen > self.every or "seen" not in request.session:
                request.session["seen"] = now
        return self.get_response(request)


class DemandsMiddleware:
    """Leads a user who lacks a demanded second factor, or whose password is too old, to where it is set."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated or request.path.startswith(_OPEN):
            return self.get_response(request)
        verdict = second_factor.may_work(request)
        if not verdict.ok:
            return self._lead(request, say(verdict.reasons[0], request.LANGUAGE_CODE), "accounts:security")
        if passwords.is_too_old(request.user):
            return self._lead(
                request, _("Your password is too old. Choose a new one."), "account_change_password"
            )
        return self.get_response(request)

    def _lead(self, request: HttpRequest, sentence: str, to: str) -> HttpResponse:
        if not any(str(message) == sentence for message in messages.get_messages(request)):
            messages.warning(request, sentence)
        messages.get_messages(request).used = False
        return redirect(to)


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    # Where a script asked, SignInAgainMiddleware makes a 401 of the redirect.
    return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")
