"""What the meetings show on the first page: to members and secretaries the meeting that is on or comes next."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from jinguo.apps.meetings import queries
from jinguo.apps.organisations import kinds
from jinguo.apps.organisations.permissions import organisations_with


def sits_or_keeps(request: HttpRequest) -> bool:
    return request.user.is_authenticated and bool(
        organisations_with(request.user, kinds.EXPERT, kinds.OFFICER)
    )


def today(request: HttpRequest) -> dict[str, Any] | None:
    """会评: the next meetings, with the one button that leads into the room."""
    if not sits_or_keeps(request):
        return None
    user = request.user
    kept = set(organisations_with(user, kinds.OFFICER))
    rows = list(queries.soon_or_now(queries.visible_to(user))[:3])
    if not rows:
        return None
    for meeting in rows:
        meeting.kept = meeting.round.call.organiser_id in kept
    return {"template": "meetings/_card.html", "context": {"meetings": rows}, "order": 4, "wide": True}
