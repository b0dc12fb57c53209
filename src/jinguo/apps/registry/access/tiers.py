"""Fetch and authorise what belongs to tiers; absent and forbidden look the same."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from jinguo.apps.organisations import kinds
from jinguo.apps.organisations.permissions import organisations_with
from jinguo.apps.registry import queries
from jinguo.apps.registry.access.people import nothing, person_in, registry_for
from jinguo.apps.registry.models import Identity, PersonEntry, TierHolding, TierProposal, TierScheme

if TYPE_CHECKING:
    from django.http import HttpRequest

    from jinguo.apps.accounts.models import User


def scheme_for_officer(user: User, uid: UUID) -> TierScheme:
    """A version of the scheme of an organisation of which she is an officer."""
    rows = TierScheme.objects.filter(uid=uid, organisation__in=_hers(user))
    return _found(rows.select_related("organisation", "job").first())


def draft_for_officer(user: User, uid: UUID) -> TierScheme:
    """A version that may still be changed."""
    scheme = scheme_for_officer(user, uid)
    if not scheme.is_draft:
        raise nothing()
    return scheme


def holding_for_officer(user: User, uid: UUID) -> TierHolding:
    """A tier that is held now."""
    rows = TierHolding.objects.filter(uid=uid, organisation__in=_hers(user), ended_on=None)
    return _found(rows.select_related("organisation", "entry__identity").first())


def person_to_rank(request: HttpRequest, uid: UUID) -> tuple[Identity, list[PersonEntry], TierScheme]:
    """A person of the registry at hand, and the scheme that counts there, where it is hers to settle tiers by it."""
    registry = registry_for(request)
    identity, entries = person_in(registry, uid)
    scheme = queries.tiers.scheme_that_counts(registry)
    if scheme is None or scheme.organisation_id not in _hers(request.user):
        raise nothing()
    return identity, entries, scheme


def proposals_for_officer(user: User, uids: list[str]) -> list[TierProposal]:
    """Of these ids those of proposals that she may answer."""
    known = []
    for uid in uids:
        try:
            known.append(UUID(uid))
        except ValueError:
            continue
    return list(TierProposal.objects.filter(uid__in=known, organisation__in=_hers(user)).order_by("pk"))


def _hers(user: User) -> set[int]:
    return set(organisations_with(user, kinds.OFFICER)) if user.is_authenticated else set()


def _found(row):
    if row is None:
        raise nothing()
    return row
