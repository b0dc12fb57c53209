"""What is known of her, opened by her personal link: sources, who looked, corrections, consents, a copy, erasure."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jinguo.apps.accounts import tries
from jinguo.apps.audit import queries as trail
from jinguo.apps.audit.address import current_address
from jinguo.apps.clock import today
from jinguo.apps.registry import access, actions, personal_page, queries
from jinguo.apps.registry.forms import ProposalForm
from jinguo.apps.registry.models import PersonalLink
from jinguo.reasons import Reason

WRONG_TRIES, WITHIN_SECONDS = 20, 600


def _by_link(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Fetch her link; whoever tries tokens is slowed down; nothing is kept by browsers or found by search engines."""

    @login_not_required
    @wraps(view)
    def guarded(request: HttpRequest, token: str) -> HttpResponse:
        here = f"registry-own:{current_address()}"
        response: HttpResponse
        if tries.used_up(here, limit=WRONG_TRIES):
            response = render(request, "registry/own/gone.html", status=429)
        else:
            try:
                response = view(request, access.link_by_token(token), token)
            except Http404:
                tries.count(here, limit=WRONG_TRIES, within_s=WITHIN_SECONDS)
                response = render(request, "registry/own/gone.html", status=404)
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        response["Cache-Control"] = "no-store"
        return response

    return guarded


@require_safe
@_by_link
def mine(request: HttpRequest, link: PersonalLink, token: str) -> HttpResponse:
    return _page(request, link, token)


@require_http_methods(["GET", "HEAD", "POST"])
@_by_link
def propose(request: HttpRequest, link: PersonalLink, token: str) -> HttpResponse:
    """Propose a correction; it counts once her unit accepted it."""
    form = ProposalForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        source = _("herself, %(on)s") % {"on": today().isoformat()}
        actions.state_fact(entry=link.entry, by=None, source=source, proposed=True, **form.cleaned_data)
        messages.success(request, _("Sent. It counts as soon as your unit has confirmed it."))
        return redirect("registry:own", token)
    context = {"link": link, "token": token, "form": form}
    return render(request, "registry/own/propose.html", context, status=422 if form.errors else 200)


@require_POST
@_by_link
def withdraw(request: HttpRequest, link: PersonalLink, token: str) -> HttpResponse:
    """Take a consent back, as easily as it was given."""
    actions.withdraw_own_consent(link=link, purpose=request.POST.get("purpose", "")[:40])
    messages.success(request, _("Taken back from now on."))
    return redirect("registry:own", token)


@require_POST
@_by_link
def ask_erasure(request: HttpRequest, link: PersonalLink, token: str) -> HttpResponse:
    actions.ask_for_erasure(link=link)
    messages.success(request, _("Your unit has been asked to erase what it keeps of you."))
    return redirect("registry:own", token)


@require_POST
@sensitive_post_parameters("proof")
@_by_link
def copy(request: HttpRequest, link: PersonalLink, token: str) -> HttpResponse:
    """Her copy as a file, after she named the ID or telephone number that is on record."""
    here = f"registry-copy:{link.pk}"
    entries = queries.entries_of_herself(link)
    if tries.used_up(here, limit=5) or not queries.proves(entries, request.POST.get("proof", "")):
        tries.count(here, limit=5, within_s=WITHIN_SECONDS)
        return _page(request, link, token, reasons=[Reason.error("proof_does_not_fit")], status=422)
    made = actions.copy_of(entries, queries.statements_on(entries), queries.consents_of(entries))
    response = HttpResponse(
        json.dumps(made, ensure_ascii=False, indent=2), content_type="application/json; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response


def _page(
    request: HttpRequest, link: PersonalLink, token: str, *, status: int = 200, **more: Any
) -> HttpResponse:
    entries = queries.entries_of_herself(link)
    statements = queries.statements_on(entries)
    reads = trail.of_subjects(entries, "person_unmasked")
    context = {
        "link": link,
        "token": token,
        "page": personal_page.page_of(entries, statements, queries.honours_on(entries)),
        "entries": entries,
        "reads": [(one, f"attribute_{(one.after or {}).get('attribute', 'other')}") for one in reads[:50]],
        "consents": queries.consents_of(entries),
        **more,
    }
    return render(request, "registry/own/mine.html", context, status=status)
