"""Her rights (个人信息保护法 44–50): a link to what is known of her, a copy, withdrawal of consent, erasure.

Corrections are :func:`statements.state_fact` with ``proposed=True``.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q

from jinguo.apps import vault
from jinguo.apps.audit import actions as audit
from jinguo.apps.clock import now
from jinguo.apps.registry import clearing, indexing
from jinguo.apps.registry.actions.consenting import take_effect
from jinguo.apps.registry.models import (
    Consent,
    Honour,
    Merge,
    Pair,
    PersonalLink,
    PersonEntry,
    Statement,
    Tagged,
)
from jinguo.apps.registry.permissions import keeps_registry
from jinguo.apps.registry.personal_page import page_of, sensitive_of
from jinguo.apps.registry.tokens import new_token
from jinguo.errors import Refused, demand
from jinguo.standards.identity import mask_name

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User
    from jinguo.apps.organisations.models import Organisation

GOOD_FOR = timedelta(days=14)


@transaction.atomic
def make_link(*, entry: PersonEntry, organisation: Organisation, by: User) -> str:
    """A token by which she sees what is known of her, for fourteen days. Earlier links of the entry stop working."""
    demand(keeps_registry(by, organisation))
    PersonalLink.objects.filter(entry__identity=entry.identity_id, expires_at__gt=now()).update(
        expires_at=now()
    )
    token, hashed = new_token()
    PersonalLink.objects.create(
        entry=entry, token_hash=hashed, made_by_name=str(by)[:150], expires_at=now() + GOOD_FOR
    )
    audit.record("personal_link_made", subject=entry, by=by, acting_for=organisation)
    return token


@transaction.atomic
def withdraw_own_consent(*, link: PersonalLink, purpose: str) -> int:
    """She takes a consent back, in every source that holds it. What was done before stays lawful."""
    rows = Consent.objects.filter(entry__identity=link.entry.identity_id, purpose=purpose, withdrawn_at=None)
    count = rows.update(withdrawn_at=now())
    if count:
        take_effect(identity=link.entry.identity_id, purpose=purpose)
        audit.record("consent_taken_back", subject=link.entry, by=None, after={"purpose": purpose})
    return count


@transaction.atomic
def ask_for_erasure(*, link: PersonalLink) -> None:
    """She asks that what is known of her be erased; the keepers see it on her page."""
    PersonalLink.objects.filter(pk=link.pk).update(erasure_asked_at=now())
    audit.record("erasure_asked", subject=link.entry, by=None)


@transaction.atomic
def erase(*, entries: Sequence[PersonEntry], organisation: Organisation, why: str, by: User) -> int:
    """Erase what a registry keeps of a person. What must stay (an honour, that a merge was made) stays without
    anything that tells of her; her values in the trail become unreadable. Answers how many entries.

    Raises:
        Refused: not the keeper, or no reason.
    """
    demand(keeps_registry(by, organisation))
    if not why.strip():
        raise Refused.because("reason_missing")
    keys = [entry.pk for entry in entries]
    identities = {entry.identity_id for entry in entries}
    for entry in entries:
        vault.erase(f"person:{entry.uid}")
        audit.record("person_erased", subject=entry, by=by, acting_for=organisation, note=why.strip())
    for honour in Honour.objects.filter(entry__in=keys):
        Honour.objects.filter(pk=honour.pk).update(holder_name=mask_name(honour.holder_name))
    Statement.objects.filter(entry__in=keys).delete()
    Tagged.objects.filter(entry__in=keys).delete()
    Pair.objects.filter(Q(left__in=keys) | Q(right__in=keys)).delete()
    Merge.objects.filter(Q(left__in=keys) | Q(right__in=keys)).update(evidence=[])
    PersonalLink.objects.filter(entry__in=keys).delete()
    PersonEntry.objects.filter(pk__in=keys).update(
        name="", former_name="", latin_name="", sex="", birth_date=None, birth_precision="", id_number_sealed="",
        id_number_index="", phone_index="", facts={}, facts_sealed="", withdrawn_at=now(),
    )  # fmt: skip
    with clearing.words_forgotten():
        indexing.refresh(identities)
    return len(keys)


def copy_of(
    entries: Sequence[PersonEntry], statements: Sequence[Statement], consents: Sequence[Consent]
) -> dict[str, Any]:
    """Everything that is known of her as plain data, sensitive values in full: her copy, for her alone."""
    page = page_of(entries, statements, ())
    return {
        "facts": [
            {
                "attribute": one.attribute.key,
                "value": fact.shown,
                "unit": fact.place,
                "from": fact.since,
                "to": fact.until,
                "source": fact.source,
                "recorded_on": fact.recorded_on.isoformat() if fact.recorded_on else None,
                "confirmed_by": fact.confirmed_by,
            }
            for one in page.profile.resolved.values()
            if not one.attribute.sealed
            for fact in one.facts
        ],
        "sensitive": sensitive_of(entries, statements),
        "consents": [
            {
                "purpose": one.purpose,
                "given_at": one.given_at.isoformat(),
                "withdrawn_at": one.withdrawn_at.isoformat() if one.withdrawn_at else None,
            }
            for one in consents
        ],
    }
