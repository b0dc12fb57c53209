"""Where the officer decides the list: ranking and cut, changes by hand with reasons, a last look, the decision."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jinguo.apps.calls import following
from jinguo.apps.calls.actions.results import current_selection
from jinguo.apps.calls.models import Call
from jinguo.apps.calls.states import may
from jinguo.apps.reviews import access, actions, permissions, queries, ranking
from jinguo.apps.reviews.actions import Proposal
from jinguo.apps.reviews.criteria import is_far_apart
from jinguo.apps.reviews.models import Round
from jinguo.errors import Refused
from jinguo.reasons import Reason

IN, OUT = "in", "out"


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, uid: UUID) -> HttpResponse:
    """GET shows the proposal; POST `do=look` what would be decided, POST `do=decide` decides it."""
    call = access.call_to_review(request.user, uid)
    rounds = queries.rounds_of(call)
    if not permissions.may_decide_now(rounds).ok:
        return redirect("reviews:board", uid)
    round_ = queries.current(rounds)
    present = current_selection(call)
    context: dict[str, Any] = {
        "call": call,
        "round": round_,
        "present": present,
        "tabs": following.tabs(call, "reviews:board"),
        "results": following.address("calls:results", call),
        "setup": following.address("calls:setup", call),
    }
    if round_ is None or not may(call, "record_selection"):
        return render(request, "reviews/officer/decided.html", context)
    round_.call = call
    prefetch_related_objects([call], "categories")
    context["progress"] = queries.progress_of(round_)
    if request.method == "POST" and request.POST.get("do") == "decide":
        answer = _decide(request, call, context)
        if answer is not None:
            return answer
    try:
        proposal = actions.propose(call, round_)
    except Refused as refused:
        context["refused"] = _named(call, refused.reasons)
        context["tied"] = any(reason.code == "tie_unresolved" for reason in refused.reasons)
        return render(request, "reviews/officer/decide.html", context, status=200)
    return _show(request, proposal, round_, context)


def _decide(request: HttpRequest, call: Call, context: dict[str, Any]) -> HttpResponse | None:
    try:
        actions.decide(
            call=call, by=request.user, by_hand=_by_hand(request), digest=request.POST.get("digest", "")
        )
    except Refused as refused:
        context["reasons"] = _named(call, refused.reasons)
        return None
    messages.success(request, _("The list is decided. Next comes the public notice."))
    return redirect(context["results"] or reverse("reviews:decide", args=[call.uid]))


def _show(request: HttpRequest, proposal: Proposal, round_: Round, context: dict[str, Any]) -> HttpResponse:
    by_hand = _by_hand(request)
    groups = ranking.groups_of(
        round_.call, proposal, is_far_apart(round_), by_hand=by_hand, whole="all" in request.GET
    )
    looking = request.method == "POST" and "reasons" not in context
    changes = []
    for group in groups:
        for row in group.rows:
            wanted = by_hand.get(str(row.nomination.uid))
            row.nomination.hand = wanted
            if wanted and wanted[0] != row.chosen:
                changes.append((row, wanted[0], wanted[1]))
    if looking and any(not reason for _row, _in, reason in changes):
        context["reasons"] = (Reason.error("reason_missing"),)
        looking = False
    context |= {
        "groups": groups,
        "changes": changes,
        "digest": proposal.record["digest"],
        "notes": [
            ranking.with_names(note, {}, ranking.labels_of(round_.call)) for note in proposal.outcome.notes
        ],
        "seats": proposal.record["policy"]["seats"],
    }
    if looking:
        context |= _list_after(groups, by_hand)
        return render(request, "reviews/officer/decide_look.html", context)
    status = 409 if context.get("reasons") else 200
    return render(request, "reviews/officer/decide.html", context, status=status)


def _list_after(groups: list[ranking.Group], by_hand: dict[str, tuple[bool, str]]) -> dict[str, Any]:
    """The list as it would be decided, by category, and where it is longer or shorter than the seats."""
    listed, uneven = [], []
    for group in groups:
        rows = [row for row in group.rows if by_hand.get(str(row.nomination.uid), (row.chosen, ""))[0]]
        listed.append((group, rows))
        if group.seats is not None and len(rows) != group.seats:
            uneven.append((group, len(rows)))
    return {"listed": listed, "uneven": uneven, "by_hand": by_hand, "count": sum(len(r) for _g, r in listed)}


def _by_hand(request: HttpRequest) -> dict[str, tuple[bool, str]]:
    """`change-UID` in or out with `reason-UID`; what stays as proposed is not in it."""
    found = {}
    for key, value in request.POST.items():
        if key.startswith("change-") and value in (IN, OUT):
            uid = key.removeprefix("change-")
            found[uid] = (value == IN, request.POST.get(f"reason-{uid}", "").strip()[:500])
    return found


def _named(call: Call, reasons: tuple[Reason, ...]) -> list[Reason]:
    names = ranking.names_of(queries.reviewable(call).select_related("call"))
    return [ranking.with_names(reason, names, ranking.labels_of(call)) for reason in reasons]
