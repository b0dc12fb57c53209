"""Reads of the persons of a registry: what its organisation and those below it keep."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import RawSQL

from jinguo.apps.organisations import kinds
from jinguo.apps.organisations.models import Organisation
from jinguo.apps.organisations.permissions import organisations_with
from jinguo.apps.registry.models import (
    Card,
    Claim,
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
_ABOVE = (
    "WITH RECURSIVE above(id, parent_id) AS (SELECT id, parent_id FROM organisations_organisation WHERE id = %s UNION "
    "SELECT one.id, one.parent_id FROM organisations_organisation one JOIN above ON one.id = above.parent_id) "
    "SELECT id FROM above"
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


def above(organisation: Organisation) -> RawSQL:
    """The ids of an organisation and of all above it, for ``…__in=``."""
    return RawSQL(_ABOVE, [organisation.pk])  # noqa: S611


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
    """With the claim that ties an account to each, and that account's name: a page asks for it no second time."""
    account = Claim.objects.filter(entry=OuterRef("pk"), state=Claim.CONFIRMED).order_by("pk")
    rows = rows.annotate(
        account=Subquery(account.values("pk")[:1]), account_name=Subquery(account.values("user__name")[:1])
    )
    return list(rows.select_related("organisation", "recorded_by", "photo__file").order_by("pk"))


def account_name_of(entries: Iterable[PersonEntry]) -> str | None:
    """The name of the account that is tied to a person, by the claim that was confirmed first, of entries as read above."""
    tied = [one for one in entries if one.account]
    return min(tied, key=lambda one: one.account).account_name or "" if tied else None


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
