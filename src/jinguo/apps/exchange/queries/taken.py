"""Reads of what was taken."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Max, Q, QuerySet

from jinguo.apps.exchange.models import Agreement, Receipt, Received
from jinguo.apps.organisations.models import Organisation
from jinguo.apps.registry.models import ListImport

_COUNTS = (ListImport.OPEN, ListImport.STAGED, ListImport.COMMITTED)


def receipts_of(organisation: Organisation) -> QuerySet[Receipt]:
    """The packages that an organisation took in, the latest first."""
    return Receipt.objects.filter(organisation=organisation).select_related("agreement__partner", "run")


def last_taken(agreement: Agreement) -> int:
    """The number of the latest package that was taken in; one dropped or taken back may be taken in again."""
    rows = Receipt.objects.filter(agreement=agreement).filter(Q(run=None) | Q(run__state__in=_COUNTS))
    return rows.aggregate(last=Max("number"))["last"] or 0


def standing(agreement: Agreement, refs: list[UUID]) -> dict[UUID, Received]:
    """ref → under which entry a person of these names stands in the registry now."""
    found: dict[UUID, Received] = {}
    for start in range(0, len(refs), 400):
        rows = Received.objects.filter(
            receipt__agreement__partner=agreement.partner_id,
            ref__in=refs[start : start + 400],
            entry__withdrawn_at=None,
            entry__isnull=False,
        )
        found |= {one.ref: one for one in rows.select_related("entry").order_by("pk")}
    return found
