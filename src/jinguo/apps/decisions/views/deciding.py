"""Where the officer decides the list: ranking and cut, changes by hand with reasons, a last look, the decision."""

from __future__ import annotations

from collections.abc import Mapping
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
from jinguo.apps.decisions import access, actions, queries, ranking
from jinguo.apps.decisions.figures import near_the_line
from jinguo.apps.decisions.models import Decision
from jinguo.apps.decisions.proposing import Changes, Proposal, propose
from jinguo.apps.decisions.states import DecisionState
from jinguo.apps.reviews import permissions as review_permissions
from jinguo.apps.reviews import queries as reviews
from jinguo.apps.reviews.criteria import is_far_apart
from jinguo.apps.reviews.models import Round
from jinguo.errors import Refused
from jinguo.reasons import Reason

IN, OUT = "in", "out"


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, uid: UUID) -> HttpResponse:
    """GET shows the proposal; POST keeps the changes by hand and goes on to the last look."""
    call, context, away = _begin(request, uid)
    if away is not None:
        return away
    if request.method == "POST":
        answer = _keep(request, call, context)
        if answer is not None:
            return answer
    return _show(request, call, context, looking=False)


@require_http_methods(["GET", "HEAD", "POST"])
def look(request: HttpRequest, uid: UUID) -> HttpResponse:
    """GET shows the list as it would be decided; POST decides it, or sends it to the second person."""
    call, context, away = _begin(request, uid)
    if away is not None:
        return away
    if request.method == "POST":
        try:
            decision = actions.decide(
                call=call,
                by=request.user,
                seen=request.POST.get("seen", ""),
                note=request.POST.get("note", ""),
            )
        except Refused as refused:
            context["reasons"] = _named(call, refused.reasons)
        else:
            return _decided(request, decision, context)
    return _show(request, call, context, looking=True)


def _begin(request: HttpRequest, uid: UUID) -> tuple[Call, dict[str, Any], HttpResponse | None]:
    """The call with what every page of its decision shows; an answer where there is nothing to decide on now."""
    call = access.call_to_decide(request.user, uid)
    rounds = reviews.rounds_of(call)
    if not review_permissions.may_decide_now(rounds).ok:
        return call, {}, redirect("reviews:board", uid)
    round_, present = reviews.current(rounds), current_selection(call)
    decision = queries.open_decision(call)
    context: dict[str, Any] = {
        "call": call,
        "round": round_,
        "present": present,
        "decision": decision,
        "tabs": following.tabs(call, "reviews:board"),
        "results": following.address("calls:results", call),
        "setup": following.address("calls:setup", call),
    }
    if round_ is None or not may(call, "record_selection"):
        return call, context, render(request, "decisions/decided.html", context)
    if decision is not None and decision.state == DecisionState.AWAITING:
        return call, context, redirect("decisions:approval", decision.uid)
    round_.call = call
    prefetch_related_objects([call], "categories")
    context["progress"] = reviews.progress_of(round_)
    return call, context, None


def _keep(request: HttpRequest, call: Call, context: dict[str, Any]) -> HttpResponse | None:
    """Keep what she changed; without every reason she stays on the page."""
    changes = _by_hand(request)
    try:
        context["decision"] = actions.keep_changes(call=call, changes=changes, by=request.user)
    except Refused as refused:
        context["reasons"] = _named(call, refused.reasons)
        return None
    if any(not reason for _taken, reason in changes.values()):
        context["reasons"] = (Reason.error("reason_missing"),)
        return None
    return redirect("decisions:look", call.uid)


def _decided(request: HttpRequest, decision: Decision, context: dict[str, Any]) -> HttpResponse:
    if decision.state == DecisionState.AWAITING:
        messages.success(request, _("The list waits for the second person. She was told."))
        return redirect("decisions:approval", decision.uid)
    messages.success(request, _("The list is decided. Next comes the public notice."))
    return redirect(context["results"] or reverse("decisions:decide", args=[decision.call.uid]))


def _show(request: HttpRequest, call: Call, context: dict[str, Any], *, looking: bool) -> HttpResponse:
    try:
        proposal = propose(call, context["round"])
    except Refused as refused:
        context["refused"] = _named(call, refused.reasons)
        context["tied"] = any(reason.code == "tie_unresolved" for reason in refused.reasons)
        return render(request, "decisions/decide.html", context)
    changes = queries.changes_of(context["decision"])
    lines = {} if looking else near_the_line(proposal, context["round"])
    context |= described(call, context["round"], proposal, changes, whole="all" in request.GET, lines=lines)
    status = 409 if context.get("reasons") else 200
    if not looking:
        return render(request, "decisions/decide.html", context, status=status)
    if any(not reason for _row, _taken, reason in context["changes"]):
        return redirect("decisions:decide", call.uid)
    context |= list_after(context["groups"], changes)
    context |= _second(request, call, proposal, changes)
    return render(request, "decisions/look.html", said_once(context), status=status)


def described(
    call: Call,
    round_: Round,
    proposal: Proposal,
    changes: Changes,
    *,
    whole: bool = False,
    lines: Mapping[str, tuple[Reason, ...]] | None = None,
) -> dict[str, Any]:
    """What the pages say of a proposal and of the changes by hand."""
    groups = ranking.groups_of(
        call, proposal, is_far_apart(round_), by_hand=changes, whole=whole, lines=lines
    )
    made = []
    for group in groups:
        for row in group.rows:
            wanted = changes.get(str(row.nomination.uid))
            row.nomination.hand = wanted
            if wanted and wanted[0] != row.chosen:
                made.append((row, wanted[0], wanted[1]))
    labels = ranking.labels_of(call)
    return {
        "groups": groups,
        "changes": made,
        "seen": proposal.fingerprint,
        "notes": [ranking.with_names(note, {}, labels) for note in proposal.outcome.notes],
        "rules": ranking.rules_of(call, proposal.outcome.rules),
        "seats": proposal.policy.seats,
    }


def list_after(groups: list[ranking.Group], changes: Changes) -> dict[str, Any]:
    """The list as it would be decided, by category, and where it is longer or shorter than the seats."""
    listed, uneven = [], []
    for group in groups:
        rows = [row for row in group.rows if changes.get(str(row.nomination.uid), (row.chosen, ""))[0]]
        listed.append((group, rows))
        if group.seats is not None and len(rows) != group.seats:
            uneven.append((group, len(rows)))
    return {"listed": listed, "uneven": uneven, "count": sum(len(rows) for _group, rows in listed)}


def said_once(found: dict[str, Any]) -> dict[str, Any]:
    """The same, where a category that has more or fewer names than places is told of once: neither the note on places that
    stayed empty nor the rule on the places of that category says it again."""
    uneven = {group.name for group, _count in found["uneven"]}
    return found | {
        "notes": [note for note in found["notes"] if not (uneven and note.code == "seats_unfilled")],
        "broken": [rule for rule in found["broken"] if not (rule.category and rule.category in uneven)],
    }


def broken_rules(call: Call, proposal: Proposal, changes: Changes) -> list[ranking.Rule]:
    """The rules that the list would not keep after the changes by hand."""
    return ranking.rules_of(call, proposal.adjusted(changes).broken) if proposal.changed(changes) else []


def _second(request: HttpRequest, call: Call, proposal: Proposal, changes: Changes) -> dict[str, Any]:
    needed = call.safeguards_read.needs_second(by_hand=bool(proposal.changed(changes)))
    others = queries.second_persons(call, besides=request.user) if needed else []
    return {
        "second_needed": needed,
        "seconds": others,
        "broken": broken_rules(call, proposal, changes),
    }


def _by_hand(request: HttpRequest) -> dict[str, tuple[bool, str]]:
    """`change-UID` in or out with `reason-UID`; what stays as proposed is not in it."""
    found = {}
    for key, value in request.POST.items():
        if key.startswith("change-") and value in (IN, OUT):
            uid = key.removeprefix("change-")
            found[uid] = (value == IN, request.POST.get(f"reason-{uid}", "").strip()[:500])
    return found


def _named(call: Call, reasons: tuple[Reason, ...]) -> list[Reason]:
    names = ranking.names_of(reviews.reviewable(call).select_related("call"))
    return [ranking.with_names(reason, names, ranking.labels_of(call)) for reason in reasons]
