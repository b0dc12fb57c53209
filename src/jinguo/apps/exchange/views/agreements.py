"""Agreements: written, approved by a second officer, ended."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jinguo.apps.exchange import access, actions, permissions, queries
from jinguo.apps.exchange.forms.sharing import AgreementForm
from jinguo.apps.files import actions as files
from jinguo.apps.organisations.forms import sentence
from jinguo.errors import Refused

PAGE = 50


@require_safe
def agreements(request: HttpRequest) -> HttpResponse:
    """With whom we share what; what waits for a second officer comes first."""
    organisation = access.organisation_for(request)
    rows = queries.partners.agreements_of(organisation)
    context = {
        "organisation": organisation,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "own": queries.partners.own_key(organisation),
        "has_partners": queries.partners.partners_of(organisation).exists(),
        "tab": "agreements",
    }
    return render(request, "exchange/agreements.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    organisation = access.organisation_for(request)
    form = AgreementForm(
        *((request.POST, request.FILES) if request.method == "POST" else ()),
        organisation=organisation,
        **({"initial": {"partner": request.GET.get("partner")}} if request.method != "POST" else {}),
    )
    if request.method == "POST" and form.is_valid():
        said = {**form.cleaned_data}
        upload, said["fields"] = said.pop("document"), said.pop("fields_")
        try:
            kept = (
                files.store(upload, name=upload.name, kind="exchange_agreement", by=request.user)
                if upload
                else None
            )
            made = actions.propose(by=request.user, document=kept, **said)
            messages.success(request, _("Written down. A second officer now approves it."))
            return redirect("exchange:agreement", made.uid)
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error(None, sentence(reason))
    context = {"form": form, "organisation": organisation}
    return render(request, "exchange/agreement_new.html", context, status=422 if form.errors else 200)


@require_safe
def one(request: HttpRequest, uid: UUID) -> HttpResponse:
    return _page(request, access.agreement_for(request.user, uid))


@require_POST
def approve(request: HttpRequest, uid: UUID) -> HttpResponse:
    agreement = access.agreement_for(request.user, uid)
    try:
        actions.approve(agreement=agreement, by=request.user)
    except Refused as refused:
        return _page(request, agreement, reasons=refused.reasons)
    messages.success(request, _("The agreement is in force."))
    return redirect("exchange:agreement", uid)


@require_POST
def refuse(request: HttpRequest, uid: UUID) -> HttpResponse:
    agreement = access.agreement_for(request.user, uid)
    try:
        actions.refuse(agreement=agreement, by=request.user, why=request.POST.get("why", ""))
    except Refused as refused:
        return _page(request, agreement, reasons=refused.reasons)
    return redirect("exchange:agreement", uid)


@require_POST
def end(request: HttpRequest, uid: UUID) -> HttpResponse:
    agreement = access.agreement_for(request.user, uid)
    try:
        actions.end(agreement=agreement, by=request.user, why=request.POST.get("why", ""))
    except Refused as refused:
        return _page(request, agreement, reasons=refused.reasons)
    messages.success(request, _("The agreement has ended: nothing more is given or taken under it."))
    return redirect("exchange:agreement", uid)


def _page(request: HttpRequest, agreement, reasons=None) -> HttpResponse:
    context = {
        "agreement": agreement,
        "fields": [f"attribute_{key}" for key in agreement.fields],
        "approval": permissions.may_approve(request.user, agreement),
        "in_force": permissions.is_in_force(agreement),
        "packages": queries.given.packages_of(agreement.organisation).filter(agreement=agreement)[:20]
        if agreement.gives
        else (),
        "receipts": queries.taken.receipts_of(agreement.organisation).filter(agreement=agreement)[:20]
        if not agreement.gives
        else (),
        "shared": queries.given.open_shares(agreement).count() if agreement.gives else 0,
        "waiting": queries.given.shares_to_end(agreement).count() if agreement.gives else 0,
        "reasons": reasons,
    }
    return render(request, "exchange/agreement.html", context, status=409 if reasons else 200)
