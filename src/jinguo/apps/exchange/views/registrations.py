"""A person who registers herself, and who answers her."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jinguo.apps.accounts import tries
from jinguo.apps.audit.address import current_address
from jinguo.apps.exchange import access, actions, permissions, queries
from jinguo.apps.exchange.actions.registering import said_of
from jinguo.apps.exchange.forms.doors import RegistrationForm
from jinguo.apps.exchange.states import OPEN_REGISTRATIONS
from jinguo.apps.organisations.forms import NewAccountForm, sentence
from jinguo.apps.registry import queries as registry_queries
from jinguo.apps.registry.persons.profile import words
from jinguo.apps.registry.persons.sealed import masked
from jinguo.apps.registry.rights.consent_texts import FOUND, SENSITIVE, purposes
from jinguo.errors import Refused

_BACKEND = settings.AUTHENTICATION_BACKENDS[0]
TRIES, WITHIN_S = 20, 3600
_MASKED = ("id_number", "phone", "email")


@login_not_required
@never_cache
@sensitive_post_parameters("password", "again", "id_number", "phone", "email")
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest, uid: UUID) -> HttpResponse:
    """She says who she is, agrees, and makes an account, unless she is signed in. Many tries from one place are slowed."""
    here = f"register:{current_address()}"
    if tries.used_up(here, limit=TRIES):
        return render(request, "registry/mine/slow_down.html", status=429)
    unit, mine = access.unit_to_register_at(uid), request.user.is_authenticated
    waiting = queries.doors.open_registration_of(request.user) if mine else None
    posted = request.POST if request.method == "POST" else None
    form, account = RegistrationForm(posted), NewAccountForm(posted if not mine else None)
    if posted is not None:
        tries.count(here, limit=TRIES, within_s=WITHIN_S)
        if form.is_valid() and (mine or account.is_valid()):
            try:
                made = _registered(request, unit, form, None if mine else account)
                if not mine:
                    login(request, made.user, backend=_BACKEND)
                return redirect("exchange:register", uid)
            except Refused as refused:
                for reason in refused.reasons:
                    form.add_error(None, sentence(reason))
    lang = get_language() or "zh-hans"
    context = {
        "unit": unit,
        "form": form,
        "account": account,
        "mine": mine,
        "waiting": waiting if waiting and waiting.state in OPEN_REGISTRATIONS else None,
        "refused": waiting if waiting and waiting.state not in OPEN_REGISTRATIONS and waiting.why else None,
        "texts": [(purposes()[key], purposes()[key].text(lang)) for key in (FOUND, SENSITIVE)],
        "ticked": request.POST.getlist("consent"),
        "here": request.path,
    }
    wrong = form.errors or (account.is_bound and account.errors)
    response = render(request, "exchange/register.html", context, status=422 if wrong else 200)
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response


def _registered(request: HttpRequest, unit, form, account):
    said = form.said()
    return actions.register(
        unit=unit,
        said=said,
        consents=request.POST.getlist("consent"),
        lang=get_language() or "zh-hans",
        user=request.user if account is None else None,
        account={key: account.cleaned_data[key] for key in ("name", "username", "password")}
        if account
        else None,
        guardian_name=said.get("guardian_name", ""),
        guardian_relation=said.get("guardian_relation", ""),
    )


@require_safe
def registrations(request: HttpRequest) -> HttpResponse:
    """Who registered herself and waits; and the link that a unit hands on."""
    if not registry_queries.people.keeps_any(request.user):
        raise access.nothing()
    return _page(request)


@require_POST
def answer(request: HttpRequest, uid: UUID) -> HttpResponse:
    registration = access.registration_for(request.user, uid)
    act, why = request.POST.get("act", ""), request.POST.get("why", "")
    try:
        if act == "admit":
            actions.admit(registration=registration, by=request.user)
            messages.success(request, _("She stands in the registry now, and was told."))
        elif act == "vouch":
            actions.vouch(registration=registration, by=request.user)
            messages.success(request, _("Confirmed. An officer now admits her."))
        else:
            actions.refuse_registration(registration=registration, why=why, by=request.user)
            messages.success(request, _("Refused; she was told why."))
    except Refused as refused:
        return _page(request, reasons=refused.reasons)
    return redirect("exchange:registrations")


def _page(request: HttpRequest, reasons=None) -> HttpResponse:
    rows = queries.doors.registrations_for(request.user)
    waiting = list(rows.filter(state__in=OPEN_REGISTRATIONS).select_related("unit__parent")[:50])
    context = {
        "waiting": [
            {
                "one": one,
                "said": [
                    (f"attribute_{key}", masked(key, value) if key in _MASKED else words(key, value))
                    for key, value in said_of(one).items()
                ],
                "vouch": permissions.may_vouch(request.user, one),
                "admit": permissions.may_admit(request.user, one),
            }
            for one in waiting
        ],
        "answered": rows.exclude(state__in=OPEN_REGISTRATIONS)[:50],
        "links": [
            (unit, request.build_absolute_uri(reverse("exchange:register", args=[unit.uid])))
            for unit in registry_queries.people.registries_of(request.user)
        ],
        "reasons": reasons,
    }
    return render(request, "exchange/registrations.html", context, status=409 if reasons else 200)
