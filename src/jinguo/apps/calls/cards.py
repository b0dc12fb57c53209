"""What officers find of their calls on the first page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from jinguo.apps.calls import queries
from jinguo.apps.calls.states import CallState
from jinguo.apps.organisations import kinds
from jinguo.apps.organisations.permissions import organisations_with

_OVER = (CallState.FINAL, CallState.CANCELLED)


def is_officer(request: HttpRequest) -> bool:
    """Whether the menu of an organiser is hers: she is an officer of a unit."""
    return request.user.is_authenticated and bool(organisations_with(request.user, kinds.OFFICER))


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
