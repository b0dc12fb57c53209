"""Our own key, and the organisations with which we exchange."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jinguo.apps.exchange import access, actions, queries
from jinguo.apps.exchange.forms.sharing import CardForm, FingerprintForm, PartnerForm
from jinguo.apps.organisations.forms import sentence
from jinguo.engines.exchange.keys import KeyCard
from jinguo.errors import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def partners(request: HttpRequest) -> HttpResponse:
    """Our key card, the partners so far, and the next one."""
    organisation = access.organisation_for(request)
    form = PartnerForm(request.POST if request.method == "POST" else None, organisation=organisation)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_partner(organisation=organisation, by=request.user, **form.cleaned_data)
            return redirect("exchange:partner", made.uid)
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error(None, sentence(reason))
    own = queries.partners.own_key(organisation)
    context = {
        "organisation": organisation,
        "form": form,
        "rows": queries.partners.partners_of(organisation),
        "own": own,
        "card": KeyCard.from_json(own.card) if own else None,
        "tab": "partners",
    }
    return render(request, "exchange/partners.html", context, status=422 if form.errors else 200)


@require_POST
def make_key(request: HttpRequest) -> HttpResponse:
    organisation = access.organisation_for(request)
    actions.make_key(organisation=organisation, by=request.user)
    messages.success(
        request, _("The key is made. Give its card to your partners and read them the fingerprint.")
    )
    return redirect("exchange:partners")


@require_safe
def card(request: HttpRequest) -> HttpResponse:
    """Our card as a file for the partners."""
    own = queries.partners.own_key(access.organisation_for(request))
    if own is None:
        raise access.nothing()
    response = HttpResponse(own.card, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="jinguo-key-{own.key_id}.json"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A partner: its keys, and a further one."""
    partner = access.partner_for(request.user, uid)
    form = CardForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        try:
            key = actions.add_key(partner=partner, card=form.cleaned_data["card"], by=request.user)
            if key.confirmed_at:
                messages.success(
                    request, _("The new key is endorsed by the one before and counts from now on.")
                )
            return redirect("exchange:partner", uid)
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error(None, sentence(reason))
    return _page(request, partner, form)


@require_POST
def confirm(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The partner read the fingerprint aloud."""
    key = access.key_for(request.user, uid)
    form = FingerprintForm(request.POST)
    if form.is_valid():
        try:
            actions.confirm_key(key=key, fingerprint=form.cleaned_data["fingerprint"], by=request.user)
            messages.success(request, _("The key counts from now on."))
            return redirect("exchange:partner", key.partner.uid)
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error("fingerprint", sentence(reason))
    return _page(request, key.partner, CardForm(), fingerprint=form)


@require_POST
def end(request: HttpRequest, uid: UUID) -> HttpResponse:
    key = access.key_for(request.user, uid)
    actions.end_key(key=key, by=request.user)
    messages.success(request, _("The key counts no longer."))
    return redirect("exchange:partner", key.partner.uid)


def _page(request: HttpRequest, partner, form, fingerprint=None) -> HttpResponse:
    context = {
        "partner": partner,
        "form": form,
        "keys": [(key, KeyCard.from_json(key.card)) for key in partner.keys.all()],
        "theirs": queries.partners.card_of(partner) if partner.other_id else None,
        "fingerprint": fingerprint or FingerprintForm(),
        "agreements": queries.partners.agreements_of(partner.organisation).filter(partner=partner),
    }
    wrong = form.errors or (fingerprint and fingerprint.errors)
    return render(request, "exchange/partner.html", context, status=422 if wrong else 200)
