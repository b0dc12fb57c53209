"""What was read from a document, with what people said of it."""

from __future__ import annotations

from django.db.models import QuerySet

from jinguo.apps.policies.models import PolicyDocument, ReadItem
from jinguo.apps.policies.reading import put_together
from jinguo.engines.notices import Draft


def items_of(document: PolicyDocument) -> QuerySet[ReadItem]:
    """The values of a document in the order of its text."""
    return document.items.order_by("start", "pk")


def accepted_reading(document: PolicyDocument) -> Draft:
    """The reading as it counts now, for ``drafting.draft_plan`` and ``draft_call``: what was accepted, corrected or added,
    and what the reader is sure of and nobody rejected. Doubtful values that nobody looked at are left out. One query.
    """
    return put_together(document.reading, [item for item in items_of(document) if item.counts])


def measure_of(item: ReadItem) -> ReadItem | None:
    """The measure that a unit, target or task belongs to."""
    parts = item.pointer.lstrip("+").split("/")
    if len(parts) <= 3:
        return None
    above = "/".join(parts[:3])
    return ReadItem.objects.filter(document=item.document_id, pointer__in=(above, f"+{above}")).first()
