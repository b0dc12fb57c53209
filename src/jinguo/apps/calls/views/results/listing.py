"""The decided list, what comes next, and the end."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jinguo.apps.calls import access, following, outcome, permissions, queries
from jinguo.apps.calls.actions import results as actions
from jinguo.apps.calls.actions import strokes
from jinguo.apps.calls.states import CallState, moves_for
from jinguo.apps.clock import now
from jinguo.apps.files import delivery
from jinguo.engines.selection.canonical import canonical_json
from jinguo.errors import Refused


@require_safe
def results(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The list with its reasons, the notice, and the one next step."""
    call = access.call_for_officer(request.user, uid)
    selection = outcome.current_selection(call)
    rows = outcome.decided_rows(selection) if selection else []
    posted = list(outcome.notices_with_objections(call).filter(withdrawn_at=None))
    notice = next((one for one in posted if not one.after_round), None)
    open_ones, left = queries.open_objections(call), queries.stages_left(call)
    if notice is not None:
        notice.call = call
    context = {
        "call": call,
        "tabs": following.tabs(call, "calls:results"),
        "stages": following.stages(call),
        "selection": selection,
        "rows": rows,
        "chosen_count": sum(row.entry.chosen for row in rows),
        "notice": notice,
        "moves": {move.name for move in moves_for(call, "officer")},
        "earlier": [one for one in posted if one != notice],
        "final": permissions.may_make_final(request.user, notice, open_ones, now(), stages_left=left),
        "next_notice": left[0] if left and call.state == CallState.ON_NOTICE else "",
        "may_post_next": permissions.may_post_notice(
            request.user, call, notice, open_ones, now(), left=len(left)
        ),
        "uncounted": strokes.characters_to_count(row.entry.nomination for row in rows if row.entry.chosen),
        "board": following.address("reviews:board", call),
        "is_final": call.state == CallState.FINAL,
        "may_forward": bool(rows) and call.parent_call_id is not None,
    }
    return render(request, "calls/results/results.html", context)


@require_safe
def record(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The record of the decision, as `jinguo replay` reads it: canonical JSON with its digest."""
    call = access.call_for_officer(request.user, uid)
    selection = outcome.current_selection(call)
    if selection is None:
        raise Refused.because("nothing_decided_yet")
    content = canonical_json(selection.record)
    return delivery.made(content, f"{call.title}-decision-record.json", "application/json")


@require_POST
def make_final(request: HttpRequest, uid: UUID) -> HttpResponse:
    call = access.call_for_officer(request.user, uid)
    actions.make_final(call=call, by=request.user)
    messages.success(request, _("The selection is final. The honours are on record."))
    return redirect("calls:results", call.uid)


def standing(call):
    """The notice that stands, or the refusal that there is none."""
    notice = queries.standing_notice(call)
    if notice is None:
        raise Refused.because("no_notice_yet")
    return notice
