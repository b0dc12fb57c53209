"""What officers and liaisons find of their calls on the first page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from jinguo.apps.calls import outcome, permissions, queries
from jinguo.apps.calls.states import CallState
from jinguo.apps.clock import now
from jinguo.apps.organisations import kinds
from jinguo.apps.organisations.permissions import organisations_with
from jinguo.apps.organisations.queries import calendar_overrides

MOST_OBJECTIONS = 200
_OVER = (CallState.FINAL, CallState.CANCELLED)


def is_officer(request: HttpRequest) -> bool:
    """Whether the menu of an organiser is hers: she is an officer of a unit."""
    return request.user.is_authenticated and bool(organisations_with(request.user, kinds.OFFICER))


def is_leader(request: HttpRequest) -> bool:
    """Whether she leads an organisation: she looks on, and writes nothing."""
    return request.user.is_authenticated and bool(organisations_with(request.user, kinds.LEADER))


def my_calls(request: HttpRequest) -> dict[str, Any] | None:
    """The calls under way, each with what waits; an organiser without any is led to her first."""
    if not is_officer(request):
        return None
    mine = queries.calls_of_organiser(request.user)
    under_way = list(queries.with_counts(mine.exclude(state__in=_OVER)).order_by("closes_at", "-pk")[:6])
    context = {
        "calls": under_way,
        "to_check": sum(call.to_check for call in under_way),
        "first": not under_way and not mine.exists(),
    }
    return {"template": "calls/officer/_home_card.html", "context": context, "order": 20, "wide": True}


def objections_waiting(request: HttpRequest) -> dict[str, Any] | None:
    """异议办理: what waits for an answer in her organisations' selections, overdue ones first."""
    if not is_officer(request):
        return None
    waiting = queries.objections_waiting(request.user)
    rows = outcome.desk_of(waiting[:MOST_OBJECTIONS], calendar_overrides()) if waiting.exists() else []
    if not rows:
        return None
    context = {
        "objections": rows[:6],
        "count": len(rows),
        "overdue": sum(bool(r.due and r.due.overdue) for r in rows),
    }
    return {"template": "calls/officer/_objections_card.html", "context": context, "order": 5, "wide": True}


def unit_calls(request: HttpRequest) -> dict[str, Any] | None:
    """The calls her units can nominate in now, the next to close first."""
    if not request.user.is_authenticated or not queries.may_nominate(request.user):
        return None
    invited = queries.calls_for_units(request.user).filter(call__state=CallState.OPEN)
    rows = queries.with_unit_nominations(invited.order_by("call__closes_at")[:5])
    for row in rows:
        row.due = permissions.deadline_for(row.invitee.call, row.invitee)
        row.open = permissions.call_takes_nominations(row.invitee.call, row.invitee, now()).ok
    return {"template": "calls/unit/_card.html", "context": {"rows": rows}, "order": 10, "wide": True}
