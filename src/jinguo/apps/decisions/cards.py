"""What the decisions show on the first page, and to whom the records are offered."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from jinguo.apps.decisions import queries
from jinguo.apps.decisions.permissions import READERS, SECONDS
from jinguo.apps.organisations.permissions import organisations_with


def keeps_records(request: HttpRequest) -> bool:
    return request.user.is_authenticated and bool(organisations_with(request.user, *READERS))


def to_approve(request: HttpRequest) -> dict[str, Any] | None:
    """待复核: the lists, and the honours to revoke or restore, that wait for her as the second person."""
    if not request.user.is_authenticated or not organisations_with(request.user, *SECONDS):
        return None
    waiting = list(queries.awaiting(request.user)[:5])
    revocations = list(queries.revocations_awaiting(request.user)[:5])
    if not waiting and not revocations:
        return None
    context = {"waiting": waiting, "revocations": revocations}
    return {"template": "decisions/_card.html", "context": context, "order": 4, "wide": True}
