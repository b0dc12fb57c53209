"""Terms that run out: the officers and the persons themselves hear of it once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from jinguo.apps.clock import today
from jinguo.apps.outbox import actions as outbox
from jinguo.apps.registry import queries
from jinguo.apps.registry.models import Claim, TierHolding, TierScheme

if TYPE_CHECKING:
    from jinguo.apps.organisations.models import Organisation

QUEUE = "/registry/tiers/proposals/"
PAGE = "/registry/mine/"


@transaction.atomic
def remind(*, scheme: TierScheme) -> int:
    """Tell of every term that ends within the notice of the scheme; answers how many."""
    organisation = scheme.organisation
    last = today() + timedelta(days=scheme.scheme.notice_days)
    rows = list(queries.tiers.running_out(organisation, last).select_for_update(of=("self",)))
    if not rows:
        return 0
    TierHolding.objects.filter(pk__in=[one.pk for one in rows]).update(reminded_on=today())
    outbox.queue(
        "tiers_running_out",
        to=queries.rights.keepers(organisation),
        params={"organisation": organisation.name, "count": len(rows), "until": last.isoformat()},
        about=scheme,
        sender=organisation,
        link=f"{QUEUE}?kind=renew",
    )
    _tell_them(rows, organisation)
    return len(rows)


def _tell_them(rows: list[TierHolding], organisation: Organisation) -> None:
    """Each person who has an account of hers."""
    identities = {one.entry.identity_id: one for one in rows}
    claims = Claim.objects.filter(
        state=Claim.CONFIRMED, entry__identity__in=identities, user__isnull=False
    ).select_related("user", "entry")
    for claim in claims:
        holding = identities[claim.entry.identity_id]
        outbox.queue(
            "tier_running_out",
            to=[claim.user],
            params={
                "organisation": organisation.name,
                "tier": holding.tier_name,
                "until": holding.until.isoformat() if holding.until else "",
            },
            about=holding,
            sender=organisation,
            link=PAGE,
        )
