"""Keys and partners: an organisation's own keys made and changed, those of others taken down and confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from jinguo.apps import vault
from jinguo.apps.audit import actions as audit
from jinguo.apps.clock import now, today
from jinguo.apps.exchange import queries
from jinguo.apps.exchange.models import OwnKey, Partner, PartnerKey
from jinguo.apps.exchange.permissions import may_exchange
from jinguo.apps.organisations.models import Organisation
from jinguo.engines.exchange.keys import KeyCard, new_keys
from jinguo.errors import Refused, demand
from jinguo.standards.text import clean_text

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User


@transaction.atomic
def make_key(*, organisation: Organisation, by: User | None) -> OwnKey:
    """Make an organisation's keys; where there are some, the new ones take their place and are endorsed by them.

    ``by`` is None for the operator of the machine.
    """
    if by is not None:
        demand(may_exchange(by, organisation))
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    old = queries.partners.own_key(organisation)
    made = new_keys(
        organisation.name,
        today().isoformat(),
        replacing=queries.partners.opened(old) if old else None,
    )
    if old:
        OwnKey.objects.filter(pk=old.pk).update(retired_at=now())
    kept = OwnKey(
        organisation=organisation,
        key_id=made.card.id,
        card=made.card.to_json(),
        made_by_name=str(by or "")[:150],
    )
    kept.private_sealed = vault.seal(made.to_json(), about=kept.about)
    kept.save(force_insert=True)
    _tell("exchange_key_made", organisation, by, key=made.card.id)
    return kept


@transaction.atomic
def add_partner(
    *,
    organisation: Organisation,
    by: User,
    name: str = "",
    other: Organisation | None = None,
    contact_name: str = "",
    contact_email: str = "",
) -> Partner:
    """Register an organisation to exchange with: one of this site, or another Jinguo by its name.

    Raises:
        Refused: no officer, no name, itself, or registered already.
    """
    demand(may_exchange(by, organisation))
    name = other.name if other else clean_text(name).strip()[:200]
    if not name:
        raise Refused.because("partner_without_name")
    if other == organisation:
        raise Refused.because("partner_is_oneself")
    if Partner.objects.filter(organisation=organisation, name=name).exists():
        raise Refused.because("partner_registered_already", name=name)
    made = Partner.objects.create(
        organisation=organisation,
        other=other,
        name=name,
        contact_name=clean_text(contact_name).strip()[:100],
        contact_email=contact_email.strip()[:254],
        added_by_name=str(by)[:150],
    )
    _tell("partner_added", organisation, by, name=name)
    return made


@transaction.atomic
def change_partner(*, partner: Partner, contact_name: str, contact_email: str, by: User) -> None:
    """Whom to tell at a partner."""
    demand(may_exchange(by, partner.organisation_id))
    partner.contact_name = clean_text(contact_name).strip()[:100]
    partner.contact_email = contact_email.strip()[:254]
    partner.save(update_fields=["contact_name", "contact_email"])


@transaction.atomic
def add_key(*, partner: Partner, card: str, by: User) -> PartnerKey:
    """Take a partner's card down. One endorsed by a key that counts is believed at once; any other waits for the call.

    Raises:
        Refused: no officer, no card, taken down already, or a key of this organisation.
    """
    demand(may_exchange(by, partner.organisation_id))
    read = KeyCard.from_json(card)
    if PartnerKey.objects.filter(partner=partner, key_id=read.id).exists():
        raise Refused.because("partner_key_there_already", key=read.id)
    if OwnKey.objects.filter(organisation=partner.organisation, key_id=read.id).exists():
        raise Refused.because("partner_key_is_ones_own")
    kept = PartnerKey(partner=partner, key_id=read.id, card=read.to_json(), added_by_name=str(by)[:150])
    known = queries.partners.trusted([partner]).get(read.replaces)
    if known and known[1].endorses(read):
        kept.confirmed_at, kept.confirmed_by_name, kept.way = now(), str(by)[:150], PartnerKey.ENDORSED
    kept.save(force_insert=True)
    _tell("partner_key_added", partner.organisation, by, name=partner.name, key=read.id)
    return kept


@transaction.atomic
def confirm_key(*, key: PartnerKey, fingerprint: str, by: User) -> None:
    """Say that the partner read this fingerprint aloud. Its last ten digits are typed in, so that it was looked at.

    Raises:
        Refused: no officer, or other digits.
    """
    demand(may_exchange(by, key.partner.organisation_id))
    digits = "".join(filter(str.isdigit, fingerprint))
    if len(digits) < 10 or not KeyCard.from_json(key.card).fingerprint.replace(" ", "").endswith(digits):
        raise Refused.because("fingerprint_differs")
    PartnerKey.objects.filter(pk=key.pk, confirmed_at=None).update(
        confirmed_at=now(), confirmed_by_name=str(by)[:150], way=PartnerKey.TELEPHONE
    )
    _tell("partner_key_confirmed", key.partner.organisation, by, name=key.partner.name, key=key.key_id)


@transaction.atomic
def end_key(*, key: PartnerKey, by: User) -> None:
    """Believe a key no longer: it was lost, or a new one has its place."""
    demand(may_exchange(by, key.partner.organisation_id))
    PartnerKey.objects.filter(pk=key.pk, ended_at=None).update(ended_at=now())
    _tell("partner_key_ended", key.partner.organisation, by, name=key.partner.name, key=key.key_id)


def _tell(action: str, organisation: Organisation, by: User | None, **after: object) -> None:
    audit.record(action, subject=organisation, by=by, acting_for=organisation, after=after)
