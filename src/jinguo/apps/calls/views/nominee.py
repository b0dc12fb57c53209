"""Where a nominee reads what is said of her, confirms it and consents, or says what is wrong. No
account is needed.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jinguo.apps.accounts import tries
from jinguo.apps.audit.address import current_address
from jinguo.apps.calls import access, queries, readiness
from jinguo.apps.calls.actions import confirming, into_registry
from jinguo.apps.calls.models import Confirmation, Material
from jinguo.apps.calls.outcome import honour_story
from jinguo.apps.calls.states import EDITABLE
from jinguo.apps.calls.talents import PERSON
from jinguo.apps.calls.views.unit.page import wishes_of
from jinguo.apps.clock import now
from jinguo.apps.files import delivery, showing
from jinguo.apps.files.models import StoredFile
from jinguo.engines.forms import display
from jinguo.errors import Refused
from jinguo.phrases import term

WRONG_TRIES, WITHIN_SECONDS = 20, 600


def _private(
    view: Callable[..., HttpResponseBase],
    by_token: Callable[[str], Confirmation] = access.confirmation_by_token,
) -> Callable[..., HttpResponseBase]:
    """Nobody keeps a copy, no machine lists it, wrong links are slowed down."""

    @login_not_required
    @wraps(view)
    def guarded(request: HttpRequest, token: str, *args: Any, **named: Any) -> HttpResponseBase:
        here = f"confirm:{current_address()}"
        if tries.used_up(here, limit=WRONG_TRIES):
            response: HttpResponseBase = render(request, "calls/nominee/slow_down.html", status=429)
            response["Retry-After"] = str(WITHIN_SECONDS)
        else:
            try:
                confirmation = by_token(token)
            except Http404:
                if access.gave_consent(token):  # the link is over, her right is not
                    return redirect("calls:confirm_withdraw", token=token)
                tries.count(here, limit=WRONG_TRIES, within_s=WITHIN_SECONDS)
                response = render(request, "calls/nominee/gone.html", status=404)
            else:
                response = view(request, confirmation, token, *args, **named)
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        if "Cache-Control" not in response or response.status_code >= 400:
            response["Cache-Control"] = "no-store"
        return response

    return guarded


@_private
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, confirmation: Confirmation, token: str) -> HttpResponse:
    refused: Refused | None = None
    if request.method == "POST":
        try:
            _answer(request, confirmation)
            return redirect("calls:confirm", token=token)
        except Refused as wrong:
            refused = wrong
            confirmation = access.confirmation_by_token(token)
    else:
        confirming.opened(confirmation=confirmation)
    context = _context(confirmation, token) | {
        "refused": refused.reasons if refused else (),
        "ticked": request.POST.getlist("purpose"),
        "remarks": request.POST.get("remarks", ""),
    }
    return render(request, "calls/nominee/confirm.html", context, status=409 if refused else 200)


def _answer(request: HttpRequest, confirmation: Confirmation) -> None:
    remarks = request.POST.get("remarks", "")[:2000]
    if request.POST.get("answer") == "decline":
        confirming.decline(confirmation=confirmation, remarks=remarks)
    else:
        confirming.confirm(
            confirmation=confirmation,
            purposes=request.POST.getlist("purpose"),
            seen=request.POST.get("seen", ""),
            remarks=remarks,
            lang=get_language() or "zh-hans",
        )


def _context(confirmation: Confirmation, token: str) -> dict[str, Any]:
    nomination = confirmation.nomination
    lang = get_language() or "zh-hans"
    values = queries.values_of(nomination)
    spec = queries.spec_of(nomination)
    digest = readiness.said_of_her(nomination, values)
    wishes = [wish for wish in wishes_of(nomination) if wish.key != Material.STAMPED_FORM and wish.given]
    return {
        "nomination": nomination,
        "call": nomination.call,
        "story": honour_story(nomination),
        "confirmation": confirmation,
        "token": token,
        "pairs": [
            (field, display(field, values.get(field.key), lang, masked=True))
            for field in spec.fields
            if field.filled_by == "unit" and not (field.kind == "opinion" and not values.get(field.key))
        ],
        "wishes": wishes,
        "digest": digest,
        "stale": bool(confirmation.confirmed_at and confirmation.digest != digest),
        "answerable": nomination.state in EDITABLE,
        "withdrawable": bool(confirmation.confirmed_at and not confirmation.withdrawn_at),
        **_registry(confirmation, lang),
        "purposes": [(code, term(code, lang), term(f"{code}_text", lang)) for code in confirming.PURPOSES],
    }


@partial(_private, by_token=access.given_consent_by_token)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, confirmation: Confirmation, token: str) -> HttpResponse:
    """She takes her consent back, as easily as she gave it. It works after the link for reading is over, too."""
    if request.method == "POST":
        confirming.withdraw(confirmation=confirmation, reason=request.POST.get("reason", "")[:500])
        return redirect("calls:confirm_withdraw", token=token)
    lang = get_language() or "zh-hans"
    context = {
        "nomination": confirmation.nomination,
        "call": confirmation.nomination.call,
        "story": honour_story(confirmation.nomination),
        "confirmation": confirmation,
        "token": token,
        "purposes": [term(code, lang) for code in confirmation.purposes],
        **_registry(confirmation, lang),
        "readable": confirmation.expires_at > now(),
    }
    return render(request, "calls/nominee/withdraw.html", context)


@partial(_private, by_token=access.given_consent_by_token)
@require_POST
def registry(request: HttpRequest, confirmation: Confirmation, token: str) -> HttpResponse:
    """She agrees to stand in the organiser's registry, or takes that back, with one click, apart from the nomination."""
    word, lang = request.POST.get("word"), get_language() or "zh-hans"
    if word == "agree":
        into_registry.agree(confirmation=confirmation, lang=lang)
    elif word == "agree_sensitive":
        into_registry.agree_to_sensitive(confirmation=confirmation, lang=lang)
    elif word == "leave_sensitive":
        into_registry.leave_sensitive(confirmation=confirmation)
    else:
        into_registry.leave(confirmation=confirmation)
    readable = confirmation.expires_at > now()
    return redirect("calls:confirm" if readable else "calls:confirm_withdraw", token=token)


def _registry(confirmation: Confirmation, lang: str) -> dict[str, Any]:
    """What her pages say of standing in the registry."""
    nomination = confirmation.nomination
    asked = nomination.nominee_kind == PERSON
    return {
        "registry_text": into_registry.text_for_registry(nomination.call, lang) if asked else "",
        "registry_sensitive_text": into_registry.text_for_sensitive(nomination.call, lang) if asked else "",
        "for_registry_sensitive": confirming.FOR_REGISTRY_SENSITIVE,
        "may_agree_registry": asked and confirmation.confirmed_at and not confirmation.withdrawn_at,
        "for_registry": confirming.FOR_REGISTRY if asked and not confirmation.is_for_registry else "",
    }


@_private
@require_safe
def file(request: HttpRequest, confirmation: Confirmation, token: str, uid: UUID) -> HttpResponseBase:
    return delivery.answer(request, _hers(confirmation, uid))


@_private
@require_safe
def picture(request: HttpRequest, confirmation: Confirmation, token: str, uid: UUID) -> HttpResponseBase:
    stored = _hers(confirmation, uid)
    try:
        return delivery.picture(request, showing.small_picture(stored, 1280), f"{stored.sha256}-1280")
    except Refused:
        raise Http404 from None


def _hers(confirmation: Confirmation, uid: UUID) -> StoredFile:
    material = confirmation.nomination.materials.select_related("file").filter(file__uid=uid).first()
    if material is None:
        raise Http404
    return material.file
