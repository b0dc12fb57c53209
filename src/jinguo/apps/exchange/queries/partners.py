"""Reads of keys, partners and agreements."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count, Q, QuerySet

from jinguo.apps import vault
from jinguo.apps.accounts.models import User
from jinguo.apps.exchange.models import Agreement, OwnKey, Partner, PartnerKey
from jinguo.apps.exchange.states import AgreementState
from jinguo.apps.organisations import kinds
from jinguo.apps.organisations.models import Membership, Organisation
from jinguo.engines.exchange.keys import KeyCard, OwnKeys


def own_key(organisation: Organisation | int) -> OwnKey | None:
    """The key that an organisation signs with now."""
    return OwnKey.objects.filter(organisation=organisation, retired_at=None).first()


def opened(key: OwnKey) -> OwnKeys:
    """The private half."""
    return OwnKeys.from_json(vault.unseal(key.private_sealed, about=key.about))


def own_keys(organisation: Organisation) -> list[OwnKeys]:
    """Every key of an organisation, retired ones too: a package may have been made before the change."""
    return [opened(one) for one in OwnKey.objects.filter(organisation=organisation)]


def partners_of(organisation: Organisation) -> QuerySet[Partner]:
    """The partners of an organisation with how many agreements are in force."""
    in_force = Count("agreements", filter=Q(agreements__state=AgreementState.IN_FORCE))
    return (
        Partner.objects.filter(organisation=organisation).select_related("other").annotate(in_force=in_force)
    )


def trusted(partners: Sequence[Partner]) -> dict[str, tuple[Partner, KeyCard]]:
    """key id → (partner, card) of every key that is believed: of this site as they are, others once confirmed."""
    here = {one.other_id: one for one in partners if one.other_id}
    found: dict[str, tuple[Partner, KeyCard]] = {}
    for own in OwnKey.objects.filter(organisation__in=here):
        found[own.key_id] = here[own.organisation_id], KeyCard.from_json(own.card)
    rows = PartnerKey.objects.filter(partner__in=partners, confirmed_at__isnull=False, ended_at=None)
    for key in rows.select_related("partner"):
        found[key.key_id] = key.partner, KeyCard.from_json(key.card)
    return found


def card_of(partner: Partner) -> KeyCard | None:
    """The card to which a package for a partner is sealed now."""
    if partner.other_id:
        own = own_key(partner.other_id)
        return KeyCard.from_json(own.card) if own else None
    key = partner.keys.filter(confirmed_at__isnull=False, ended_at=None).first()
    return KeyCard.from_json(key.card) if key else None


def agreements_of(organisation: Organisation) -> QuerySet[Agreement]:
    return Agreement.objects.filter(organisation=organisation).select_related("partner__other", "document")


def agreement_taking(partner: Partner, title: str) -> Agreement | None:
    """The agreement in force under which an organisation takes from a partner."""
    rows = Agreement.objects.filter(
        partner=partner, way=Agreement.TAKES, title=title, state=AgreementState.IN_FORCE
    )
    return rows.select_related("partner", "organisation").first()


def officers(organisation: Organisation | int) -> list[User]:
    """Who is told of what happens in sharing."""
    rows = Membership.objects.filter(
        organisation=organisation, role=kinds.OFFICER, ended_at=None, user__is_active=True
    )
    return list({one.user_id: one.user for one in rows.select_related("user").order_by("pk")}.values())


def told_there(partner: Partner) -> list[User] | list[tuple[str, str]]:
    """Who is told at a partner: its officers where it is of this site, else its contact."""
    if partner.other_id:
        return officers(partner.other_id)
    return [(partner.contact_name or partner.name, partner.contact_email)] if partner.contact_email else []
