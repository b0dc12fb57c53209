"""What persons ask of the keeper of their data: accounts to confirm, corrections, erasures; and inviting them."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jinguo.apps.registry import access, actions, queries
from jinguo.apps.registry.forms.rights import OfferForm
from jinguo.apps.registry.models import Erasure
from jinguo.apps.registry.persons import my_page

_TOKEN = "token-goes-here"  # noqa: S105 - a placeholder


@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """Everything that waits for an answer, the oldest first."""
    registry = access.people.registry_for(request)
    context = {
        "registry": registry,
        "claims": queries.rights.waiting_in(registry)[:100],
        "erasures": queries.rights.erasures_in(registry).filter(state=Erasure.ASKED).order_by("pk")[:100],
        "proposals": [
            (one, my_page.in_words(one, masked=True)) for one in queries.rights.proposals_in(registry)[:100]
        ],
        "sweep": queries.rights.last_sweep(),
    }
    return render(request, "registry/mine/requests.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Make a link by which a person ties an account to herself. It is shown this once."""
    registry = access.people.registry_for(request)
    identity, entries = access.people.person_in(registry, uid)
    form = OfferForm(request.POST if request.method == "POST" else None)
    link = ""
    if request.method == "POST" and form.is_valid():
        address = reverse("rights:claim", args=[_TOKEN]).replace(_TOKEN, "{token}")
        _, token = actions.offer(
            entry=entries[-1],
            organisation=entries[-1].organisation,
            by=request.user,
            address=form.cleaned_data["address"],
            link=request.build_absolute_uri("/").rstrip("/") + address,
        )
        link = request.build_absolute_uri(reverse("rights:claim", args=[token]))
    context = {
        "registry": registry,
        "identity": identity,
        "name": entries[-1].name,
        "form": form,
        "link": link,
    }
    return render(request, "registry/mine/invite.html", context, status=422 if form.errors else 200)


@require_POST
def answer_claim(request: HttpRequest, uid: UUID) -> HttpResponse:
    claim = access.rights.claim_in(request, uid)
    accepted = request.POST.get("accepted") == "1"
    actions.answer_claim(claim=claim, accepted=accepted, by=request.user, why=request.POST.get("why", ""))
    messages.success(request, _("Confirmed.") if accepted else _("Refused, with your reason."))
    return redirect("rights:requests")


@require_http_methods(["GET", "HEAD", "POST"])
def erasure(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What goes, what must stay; then erase, or say why not."""
    asked = access.rights.erasure_in(request, uid)
    if request.method == "POST":
        if request.POST.get("done") == "1":
            actions.carry_out_erasure(erasure=asked, by=request.user)
            messages.success(request, _("Erased. What had to stay no longer names her."))
        else:
            actions.refuse_erasure(erasure=asked, why=request.POST.get("why", ""), by=request.user)
            messages.success(request, _("Refused, with your reason."))
        return redirect("rights:erasure", uid)
    entries = [
        one
        for one in queries.rights.entries_of(asked.claim)
        if (one.organisation_id or asked.claim.organisation_id) == asked.organisation_id
    ]
    context = {
        "asked": asked,
        "entries": entries,
        "outlook": actions.outlook(entries),
        "open": asked.state == Erasure.ASKED,
    }
    return render(request, "registry/mine/erasure.html", context)
