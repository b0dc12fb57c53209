"""Hand the chosen up to the call above."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from jinguo.apps.calls import access, following, permissions, queries
from jinguo.apps.calls.actions import forwarding as actions
from jinguo.apps.calls.forms.results import ForwardForm, refuse
from jinguo.apps.calls.models import Call
from jinguo.apps.calls.states import NominationState
from jinguo.apps.clock import now
from jinguo.errors import Refused
from jinguo.reasons import Verdict


@require_http_methods(["GET", "HEAD", "POST"])
def forward(request: HttpRequest, uid: UUID) -> HttpResponse:
    call = access.call_for_officer(request.user, uid)
    parent = call.parent_call
    chosen = list(
        call.nominations.filter(state__in=(NominationState.CHOSEN, NominationState.HONOURED))
        .select_related("category", "unit", "forwarded_to")
        .order_by("surname_strokes_key")
    )
    revoked = set(queries.with_revoked_honours(chosen))
    waiting = [one for one in chosen if not hasattr(one, "forwarded_to") and one not in revoked]
    form = ForwardForm(
        request.POST or None,
        nominations=waiting,
        own={nomination.category_id: nomination.category for nomination in waiting}.values(),
        above=parent.categories.all() if parent else [],
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.forward(
                call=call, nominations=form.nominations, categories=form.categories, by=request.user
            )
        except Refused as refused:
            refuse(form, refused)
        else:
            told = ngettext(
                "%(n)s nominee is now a draft in the call above, with all materials.",
                "%(n)s nominees are now drafts in the call above, with all materials.",
                len(made),
            )
            messages.success(request, told % {"n": len(made)})
            return redirect("calls:forward", call.uid)
    context = {
        "call": call,
        "parent": parent,
        "tabs": following.tabs(call, "calls:results"),
        "form": form,
        "open": _open(call, parent),
        "waiting": waiting,
        "forwarded": [nomination for nomination in chosen if hasattr(nomination, "forwarded_to")],
        "quotas": _quotas(call, parent),
    }
    return render(request, "calls/results/forward.html", context)


def _open(call: Call, parent: Call | None) -> Verdict:
    if parent is None:
        return Verdict.no("no_call_above")
    invitee = queries.invitee_of(parent, call.organiser_id)
    return permissions.unit_is_invited(invitee) & permissions.call_takes_nominations(parent, invitee, now())


def _quotas(call: Call, parent: Call | None) -> list[dict[str, object]]:
    """Each limit of the call above, with what is used and what waits there as drafts."""
    if parent is None:
        return []
    names = {category.pk: category.name for category in parent.categories.all()}
    waiting = queries.forwarded_drafts(parent, call.organiser_id)
    return [
        {
            "category": names.get(use.category_id, ""),
            "limit": use.limit,
            "used": use.used,
            "drafts": sum(use.category_id in (None, place.category_id) for place in waiting),
        }
        for use in queries.quota_usage(parent, call.organiser)
        if use.scope != "total"
    ]
