"""The user's own pages: who she is, and how she signs in."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jinguo.apps.accounts import actions, passwords, queries, second_factor
from jinguo.apps.accounts.forms import ProfileForm


def profile(request: HttpRequest) -> HttpResponse:
    form = ProfileForm(request.POST or None, instance=request.user)
    if not form.is_valid():
        return render(request, "accounts/profile.html", {"form": form}, status=422 if form.errors else 200)
    actions.change_profile(request.user, by=request.user, **form.cleaned_data)
    messages.success(request, _("Saved."))
    response = redirect("accounts:profile")
    # The browser's own choice would otherwise win over the profile that was just saved.
    if request.user.locale:
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, request.user.locale, samesite="Lax")
    else:
        response.delete_cookie(settings.LANGUAGE_COOKIE_NAME)
    return response


def security(request: HttpRequest) -> HttpResponse:
    user = request.user
    factors = queries.factors_of(user)
    sessions = queries.sessions_of(user, this=request.session.session_key)
    codes = next(iter(factors.get(Authenticator.Type.RECOVERY_CODES, [])), None)
    context = {
        "totp": next(iter(factors.get(Authenticator.Type.TOTP, [])), None),
        "passkeys": factors.get(Authenticator.Type.WEBAUTHN, []),
        "codes": codes,
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else 0,
        "has_factor": second_factor.second_factor_present(user).ok,
        "factor_demanded": second_factor.second_factor_demanded(user),
        "password_days": passwords.profile().max_days,
        "sessions": sessions,
        "others": any(not session.is_this for session in sessions),
    }
    return render(request, "accounts/security.html", context)


@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    actions.end_other_sessions(request.user, but=request.session.session_key, by=request.user)
    messages.success(request, _("All other sessions were ended."))
    return redirect("accounts:security")
