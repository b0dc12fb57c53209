"""Honours and consents, as programmes write them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from jinguo.apps.audit import actions as audit
from jinguo.apps.clock import now
from jinguo.apps.registry.models import Consent, Honour, PersonEntry
from jinguo.apps.registry.search import indexing

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User
    from jinguo.apps.organisations.models import Organisation


@transaction.atomic
def grant_honour(
    *,
    title: str,
    year: int,
    granted_by: str,
    granted_on: date,
    holder_kind: str,
    holder_name: str,
    source: str,
    by: User | None,
    entry: PersonEntry | None = None,
    keeper: Organisation | None = None,
) -> Honour:
    """Write an honour into the record, once per source: asking twice answers with the first. Its holder stands in the
    registry of ``keeper`` from then on.
    """
    known = Honour.objects.filter(source=source, title=title).order_by("-pk").first()
    if known is not None:  # one that was revoked is not granted anew by asking again
        return known
    honour, created = Honour.objects.get_or_create(
        source=source,
        title=title,
        revoked_on=None,
        defaults={
            "entry": entry,
            "holder_kind": holder_kind,
            "holder_name": holder_name,
            "year": year,
            "granted_by": granted_by,
            "granted_on": granted_on,
        },
    )
    if created:
        if entry is not None and keeper is not None and entry.organisation_id is None:
            PersonEntry.objects.filter(pk=entry.pk).update(organisation=keeper)
            indexing.refresh([entry.identity_id])
        audit.record(
            "honour_granted", subject=honour, by=by, after={"title": title, "holder": honour.holder_for_trail}
        )
    return honour


@transaction.atomic
def give_consent(
    *, entry: PersonEntry, purposes: list[str], text_version: str, channel: str, source: str
) -> list[Consent]:
    """Record her consent to each purpose; a purpose already in force for this source is left as it is."""
    return [
        Consent.objects.get_or_create(
            entry=entry,
            purpose=purpose,
            source=source,
            withdrawn_at=None,
            defaults={"text_version": text_version, "channel": channel},
        )[0]
        for purpose in purposes
    ]


def withdraw_consents(*, source: str) -> int:
    """Take back every consent in force that came with this source; answers how many. What was done before stays lawful."""
    return Consent.objects.filter(source=source, withdrawn_at=None).update(withdrawn_at=now())
