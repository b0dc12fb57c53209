"""Reads of the persons of a registry: what its organisation and those below it keep."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from jinguo.apps.organisations import kinds
from jinguo.apps.organisations.models import Organisation
from jinguo.apps.organisations.permissions import organisations_with
from jinguo.apps.registry.models import (
    Card,
    Identity,
    PersonEntry,
    Statement,
)

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User


_BELOW = (
    "WITH RECURSIVE below(id) AS (SELECT CAST(%s AS bigint) UNION SELECT one.id FROM organisations_organisation one "
    "JOIN below ON one.parent_id = below.id) SELECT id FROM below"
)


def keeps_any(user: User) -> bool:
    """Whether a user keeps any registry; without a query beside that for her roles."""
    return user.is_authenticated and bool(organisations_with(user, kinds.OFFICER, kinds.LIAISON))


def registries_of(user: User) -> QuerySet[Organisation]:
    """The organisations whose registry a user keeps, by pinyin."""
    return Organisation.objects.filter(
        pk__in=organisations_with(user, kinds.OFFICER, kinds.LIAISON), is_active=True
    ).order_by("pinyin_key", "pk")


def below(organisation: Organisation) -> RawSQL:
    """The ids of an organisation and of all below it, for ``…__in=``."""
    return RawSQL(_BELOW, [organisation.pk])  # noqa: S611


def reach_of(organisation: Organisation) -> frozenset[int]:
    """The same ids, fetched."""
    return frozenset(Organisation.objects.filter(pk__in=below(organisation)).values_list("pk", flat=True))


def entries_in(organisation: Organisation) -> QuerySet[PersonEntry]:
    """Everything that stands in an organisation's registry."""
    return PersonEntry.objects.filter(organisation__in=below(organisation), withdrawn_at=None)


def both_in(organisation: Organisation) -> Q:
    """Of what has a left and a right entry: that both stand in an organisation's registry. Joined, for a list of every entry of a
    large registry takes the database minutes.
    """
    return Q(
        left__organisation__in=below(organisation),
        left__withdrawn_at=None,
        right__organisation__in=below(organisation),
        right__withdrawn_at=None,
    )


def persons_in(organisation: Organisation) -> QuerySet[Identity]:
    """The persons of a registry."""
    return Identity.objects.filter(pk__in=entries_in(organisation).values("identity"))


def cards_of(organisation: Organisation) -> QuerySet[Card]:
    return Card.objects.filter(organisation=organisation)


def entries_of(identity: Identity, organisation: Organisation) -> list[PersonEntry]:
    """What a registry knows of a person, in the order in which it was written."""
    return _known_of(entries_in(organisation).filter(identity=identity))


def entries_by_uid(uid: UUID, organisation: Organisation) -> list[PersonEntry]:
    """The same by the person's id, each with her identity."""
    return _known_of(entries_in(organisation).filter(identity__uid=uid).select_related("identity"))


def _known_of(rows: QuerySet[PersonEntry]) -> list[PersonEntry]:
    return list(rows.select_related("organisation", "recorded_by", "photo__file").order_by("pk"))


def statements_on(entries: list[PersonEntry]) -> list[Statement]:
    """What was said later of these entries."""
    return list(
        Statement.objects.filter(
            entry__in=entries, state__in=(Statement.STANDING, Statement.PROPOSED)
        ).order_by("pk")
    )


def names_in(organisation: Organisation, identities: Iterable[int]) -> dict[int, Card]:
    """identity → its card in a registry."""
    rows = cards_of(organisation).filter(identity__in=list(identities)).select_related("identity")
    return {card.identity_id: card for card in rows}


def card_for(user: User, uid: str) -> Card | None:
    """The card of a person by her identity's id, in a registry that the user keeps."""
    try:
        known = UUID(uid)
    except ValueError:
        return None
    rows = Card.objects.filter(identity__uid=known, organisation__in=registries_of(user).values("pk"))
    return rows.order_by("-entry_count", "pk").first()
