"""Asking the nominee: a link made, sent, shown once, revoked."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jinguo.apps.calls import access
from jinguo.apps.calls.actions import confirming


@require_POST
def ask(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The link is shown on the next page only: it is kept in her session until then, never in the
    database.
    """
    found = access.nomination_for_liaison(request.user, uid)
    address = request.POST.get("address", "").strip()
    if address and not _is_address(address):
        messages.error(request, _("This is no e-mail address: %(address)s") % {"address": address[:80]})
        return _back(found.uid)
    _confirmation, token = confirming.ask(nomination=found, by=request.user, address=address)
    request.session[f"confirm-{found.uid}"] = request.build_absolute_uri(
        reverse("calls:confirm", args=[token])
    )
    if address:
        messages.success(request, _("The link goes to %(address)s.") % {"address": address})
    return _back(found.uid)


@require_POST
def revoke(request: HttpRequest, uid: UUID) -> HttpResponse:
    found = access.nomination_for_liaison(request.user, uid)
    confirming.revoke(nomination=found, by=request.user)
    messages.success(request, _("The link no longer works."))
    return _back(found.uid)


def _is_address(text: str) -> bool:
    try:
        forms.EmailField(max_length=200).clean(text)
    except forms.ValidationError:
        return False
    return True


def _back(uid: UUID) -> HttpResponse:
    return redirect(reverse("calls:unit_nomination", args=[uid]) + "#confirmation")
