"""A person's own pages: taking a link up, what is known of her, corrections, consents, her copy, erasure."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jinguo.apps.accounts import tries
from jinguo.apps.audit.address import current_address
from jinguo.apps.clock import today
from jinguo.apps.organisations.forms import NewAccountForm, sentence
from jinguo.apps.registry import access, actions, elsewhere, queries
from jinguo.apps.registry.forms.rights import CorrectionForm, ErasureForm
from jinguo.apps.registry.models import Claim, Erasure
from jinguo.apps.registry.persons import my_page, tier_page
from jinguo.apps.registry.rights.consent_texts import purposes
from jinguo.errors import Refused

_BACKEND = settings.AUTHENTICATION_BACKENDS[0]
WRONG_TRIES, WITHIN_SECONDS = 20, 600


@login_not_required
@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: HttpRequest, token: str) -> HttpResponse:
    """Take a link up, with the account one is signed in with or with a new one. Wrong links are slowed down."""
    here = f"claim:{current_address()}"
    if tries.used_up(here, limit=WRONG_TRIES):
        return render(request, "registry/mine/slow_down.html", status=429)
    offer = queries.rights.offered(token)
    known = (offer.entry, offer.organisation) if offer else elsewhere.person_of_link(token)
    if known is None:
        tries.count(here, limit=WRONG_TRIES, within_s=WITHIN_SECONDS)
        return render(request, "registry/mine/link_over.html", status=404)
    mine = request.user.is_authenticated
    account = NewAccountForm(request.POST if request.method == "POST" and not mine else None)
    if request.method == "POST" and (mine or account.is_valid()):
        said = {} if mine else {key: account.cleaned_data[key] for key in ("name", "username", "password")}
        try:
            made = actions.take_up(token=token, user=request.user if mine else None, account=said)
            if not mine:
                login(request, made.user, backend=_BACKEND)
            messages.success(request, _("Thank you. The organisation now confirms that it is you."))
            return redirect("rights:mine")
        except Refused as refused:
            if mine:
                raise
            for reason in refused.reasons:
                account.add_error(None, sentence(reason))
    context = {"organisation": known[1], "account": account, "mine": mine, "here": request.path}
    wrong = account.is_bound and account.errors
    response = render(request, "registry/mine/claim.html", context, status=422 if wrong else 200)
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response


@require_safe
@never_cache
def mine(request: HttpRequest) -> HttpResponse:
    """Everything that is known of her; before her account is confirmed, how it stands."""
    hers = queries.rights.claim_of(request.user)
    if hers is None or not queries.rights.is_hers(hers):
        return render(request, "registry/mine/not_yet.html", {"claim": hers})
    return _page(request, hers)


@require_POST
@never_cache
@sensitive_variables()
def reveal(request: HttpRequest) -> HttpResponse:
    """Show her one of her own sensitive values in full, on this answer alone; that too is recorded."""
    hers = access.rights.own_claim(request)
    attribute = request.POST.get("attribute", "")
    actions.reveal_to_herself(claim=hers, attribute=attribute)
    return _page(request, hers, revealed=attribute)


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest) -> HttpResponse:
    hers = access.rights.own_claim(request)
    form = CorrectionForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" and (chosen := request.GET.get("attribute", "")):
        entries = queries.rights.entries_of(hers)
        known = my_page.page_of(entries, queries.rights.statements_on(entries), ()).profile
        form.initial = {"attribute": chosen, "value": known.to_correct(chosen)}
    if request.method == "POST" and form.is_valid():
        actions.propose_correction(claim=hers, **form.cleaned_data)
        messages.success(request, _("Sent. It counts as soon as the organisation has looked into it."))
        return redirect("rights:mine")
    context = {"form": form, "tab": "mine"}
    return render(request, "registry/mine/correct.html", context, status=422 if form.errors else 200)


@require_POST
def still_right(request: HttpRequest) -> HttpResponse:
    """Something of hers that has aged holds as it is."""
    actions.still_right_of_herself(
        claim=access.rights.own_claim(request), attribute=request.POST.get("attribute", "")
    )
    messages.success(request, _("Recorded as still right, with today's date and your name."))
    return redirect("rights:mine")


@require_safe
def consents(request: HttpRequest) -> HttpResponse:
    return _consents(request, access.rights.own_claim(request))


@require_POST
def agree(request: HttpRequest) -> HttpResponse:
    hers = access.rights.own_claim(request)
    try:
        actions.agree(
            claim=hers,
            purpose=request.POST.get("purpose", ""),
            lang=get_language() or "zh-hans",
            guardian_name=request.POST.get("guardian_name", ""),
            guardian_relation=request.POST.get("guardian_relation", ""),
        )
    except Refused as refused:
        return _consents(request, hers, reasons=refused.reasons, status=409)
    messages.success(request, _("Your consent is recorded. You may take it back at any time, here."))
    return redirect("rights:consents")


@require_POST
def disagree(request: HttpRequest) -> HttpResponse:
    """Taken back with one click, as it was given."""
    hers = access.rights.own_claim(request)
    try:
        actions.disagree(claim=hers, purpose=request.POST.get("purpose", ""))
    except Refused as refused:
        return _consents(request, hers, reasons=refused.reasons, status=409)
    messages.success(request, _("Taken back; it has its effect from now on."))
    return redirect("rights:consents")


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """Her copy, and the wish to be erased."""
    hers = access.rights.own_claim(request)
    form = ErasureForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.ask_erasure(claim=hers, note=form.cleaned_data["note"])
        messages.success(request, _("Your request was sent. You will be told here and by message."))
        return redirect("rights:leave")
    asked = queries.rights.erasures_of(hers)
    context = {
        "tab": "leave",
        "form": form,
        "outlook": actions.outlook(queries.rights.entries_of(hers)),
        "asked": asked,
        "open": any(one.state == Erasure.ASKED for one in asked),
    }
    return render(request, "registry/mine/leave.html", context, status=422 if form.errors else 200)


@require_POST
def stay(request: HttpRequest) -> HttpResponse:
    """She takes her wish to be erased back."""
    if actions.take_back_erasure(claim=access.rights.own_claim(request)):
        messages.success(request, _("Taken back. Nothing will be erased."))
    return redirect("rights:leave")


@require_POST
def copy(request: HttpRequest) -> HttpResponse:
    job = actions.ask_for_copy(claim=access.rights.own_claim(request), lang=get_language() or "zh-hans")
    return redirect("jobs:status", job.uid)


def _page(request: HttpRequest, hers: Claim, *, revealed: str = "") -> HttpResponse:
    entries = queries.rights.entries_of(hers)
    said = queries.rights.statements_on(entries)
    honours = queries.rights.honours_on(entries)
    page = my_page.page_of(
        entries,
        said,
        honours,
        answers=queries.rights.answers_to(said),
        revealed=revealed,
    )
    context = {
        "tab": "mine",
        "page": page,
        "my_tiers": tier_page.panels_of(entries, said, honours, today(), get_language() or "zh-hans"),
        "profile": page.profile,
        "entries": entries,
        "photo": queries.photos.photo_of(entries),
        "readings": queries.rights.readings_of(entries),
        "shared": elsewhere.shared_with(entries),
        "missing": [f"attribute_{key}" for key in page.profile.missing],
    }
    return render(request, "registry/mine/mine.html", context)


def _consents(request: HttpRequest, hers: Claim, *, reasons: Any = None, status: int = 200) -> HttpResponse:
    lang = get_language() or "zh-hans"
    entries = queries.rights.entries_of(hers)
    given = queries.rights.consents_on(entries)
    rows = []
    for one in purposes().values():
        latest = next((row for row in given if row.purpose == one.key), None)
        rows.append((one, one.text(lang), latest, bool(latest and latest.withdrawn_at is None)))
    context = {
        "tab": "consents",
        "rows": rows,
        "others": [row for row in given if row.purpose not in purposes()],
        "guardian": actions.needs_guardian(entries),
        "reasons": reasons,
    }
    return render(request, "registry/mine/consents.html", context, status=status)
