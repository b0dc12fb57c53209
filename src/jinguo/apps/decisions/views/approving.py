"""Where the second person looks at a proposed list, and agrees or gives it back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jinguo.apps.calls import following
from jinguo.apps.calls.permissions import is_officer_of_call
from jinguo.apps.decisions import access, actions, permissions, queries
from jinguo.apps.decisions.models import Decision
from jinguo.apps.decisions.proposing import propose
from jinguo.apps.decisions.states import DecisionState
from jinguo.apps.decisions.views.deciding import broken_rules, described, list_after, said_once
from jinguo.apps.reviews import queries as reviews
from jinguo.errors import Refused
from jinguo.reasons import Reason


@require_safe
def approval(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The list as it was proposed, every change by hand with its reason, and the two answers."""
    decision = access.decision_to_approve(request.user, uid)
    return _page(request, decision)


@require_POST
def approve(request: HttpRequest, uid: UUID) -> HttpResponse:
    decision = access.decision_to_approve(request.user, uid)
    try:
        actions.approve(
            decision=decision,
            seen=request.POST.get("seen", ""),
            note=request.POST.get("note", ""),
            by=request.user,
        )
    except Refused as refused:
        return _page(request, decision, refused.reasons)
    messages.success(request, _("You agreed. The list is decided and its record stands in the chain."))
    return redirect("decisions:approval", uid)


@require_POST
def give_back(request: HttpRequest, uid: UUID) -> HttpResponse:
    decision = access.decision_to_approve(request.user, uid)
    try:
        actions.give_back(decision=decision, reason=request.POST.get("reason", ""), by=request.user)
    except Refused as refused:
        return _page(request, decision, refused.reasons)
    messages.success(request, _("Given back. The proposer was told why."))
    return redirect("decisions:approval", uid)


@require_POST
def take_back(request: HttpRequest, uid: UUID) -> HttpResponse:
    decision = access.decision_to_approve(request.user, uid)
    actions.take_back(decision=decision, by=request.user)
    messages.success(request, _("Taken back. You can change the list again."))
    return redirect("decisions:decide", decision.call.uid)


def _page(
    request: HttpRequest, decision: Decision, reasons: tuple[Reason, ...] | None = None
) -> HttpResponse:
    decision.refresh_from_db()
    call = decision.call
    officer = is_officer_of_call(request.user, call).ok
    context: dict[str, Any] = {
        "call": call,
        "decision": decision,
        "reasons": reasons,
        "may_agree": permissions.may_agree(request.user, decision),
        "may_take_back": permissions.may_take_back(request.user, decision),
        "is_officer": officer,
        "results": following.address("calls:results", call) if officer else "",
    }
    if decision.state == DecisionState.AWAITING:
        context |= _proposed(decision, context)
        context["seconds"] = queries.second_persons(call, besides=decision.proposed_by or request.user)
    return render(request, "decisions/approval.html", context, status=409 if reasons else 200)


def _proposed(decision: Decision, context: dict[str, Any]) -> dict[str, Any]:
    """The list as it is now; where it is no longer the one that was proposed, that is said instead."""
    call = decision.call
    prefetch_related_objects([call], "categories")
    round_ = reviews.current_round(call)
    try:
        proposal = propose(call, round_)
    except Refused as refused:
        return {"reasons": context["reasons"] or refused.reasons}
    changes = queries.changes_of(decision)
    round_.call = call
    found = described(call, round_, proposal, changes)
    return said_once(
        {
            **found,
            **list_after(found["groups"], changes),
            "moved": proposal.fingerprint != decision.fingerprint,
            "broken": broken_rules(call, proposal, changes),
        }
    )
