"""What the documents of the library entitle whom to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from jinguo.apps.policies.models import PolicyDocument, ReadItem
from jinguo.apps.policies.queries.documents import HEAVY, visible_to
from jinguo.apps.policies.states import TAKEN

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User


def entitlements(user: User, audience: str = "") -> QuerySet[ReadItem]:
    """What an officer confirmed that documents grant, in those that she may see; for one audience alone where asked."""
    rows = ReadItem.objects.filter(
        kind="entitlement", state__in=TAKEN, document__in=visible_to(user).select_related(None)
    )
    if audience:
        rows = rows.filter(audiences__contains=f" {audience} ")
    heavy = (f"document__{name}" for name in HEAVY)
    return (
        rows.select_related("document")
        .defer(*heavy)
        .order_by("-document__issue_date", "document_id", "start", "pk")
    )


def entitlements_of(document: PolicyDocument) -> QuerySet[ReadItem]:
    return document.items.filter(kind="entitlement").order_by("start", "pk")
