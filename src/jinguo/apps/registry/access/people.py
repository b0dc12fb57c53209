"""Fetch and authorise in one step; absent and forbidden look the same."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from jinguo.apps.organisations import kinds
from jinguo.apps.organisations.models import Organisation
from jinguo.apps.organisations.permissions import organisations_with
from jinguo.apps.organisations.queries import acting_choices
from jinguo.apps.registry import permissions, queries
from jinguo.apps.registry.models import (
    Claim,
    Identity,
    Merge,
    Pair,
    PersonEntry,
    SavedSearch,
    Statement,
)


def nothing() -> Http404:
    """What is raised where there is nothing, or nothing of hers."""
    return Http404(_("There is nothing here, or it is not yours to see."))


def _one(rows, **named: object):
    found = rows.filter(**named).first()
    if found is None:
        raise nothing()
    return found


def registry_for(request: HttpRequest) -> Organisation:
    """The registry of the organisation that she acts for, where she keeps it; else her first one."""
    own = organisations_with(request.user, kinds.OFFICER, kinds.LIAISON)
    kept = [one for one in acting_choices(request.user) if one.pk in own]  # read already, with her roles
    if not kept:
        raise nothing()
    acting = getattr(request.acting, "pk", None)
    return next((one for one in kept if one.pk == acting), kept[0])


def registry_to_give_out(request: HttpRequest) -> Organisation:
    """The registry at hand, where she may take sensitive data out of it."""
    registry = registry_for(request)
    if not permissions.people.may_give_out_sensitive(request.user, registry):
        raise nothing()
    return registry


def person_in(registry: Organisation, uid: UUID) -> tuple[Identity, list[PersonEntry]]:
    """A person and what this registry knows of her. One whose entries moved to another identity is found there."""
    if entries := queries.people.entries_by_uid(uid, registry):
        return entries[0].identity, entries
    moved = queries.people.entries_in(registry).filter(home__uid=uid).select_related("identity").first()
    if moved is None:
        raise nothing()
    return moved.identity, queries.people.entries_of(moved.identity, registry)


def persons_in(registry: Organisation, uids: Iterable[str]) -> list[Identity]:
    """Of the ids given those of persons in this registry."""
    return list(queries.people.persons_in(registry).filter(uid__in=_readable(uids)).order_by("pk"))


def entries_in(registry: Organisation, uids: Iterable[str]) -> list[PersonEntry]:
    """Of the ids given those of entries in this registry."""
    rows = queries.people.entries_in(registry).select_related("home", "identity")
    return list(rows.filter(uid__in=_readable(uids)).order_by("pk"))


def _readable(uids: Iterable[str]) -> list[UUID]:
    known = []
    for uid in uids:
        try:
            known.append(UUID(str(uid)))
        except ValueError:
            continue
    return known


def account_of(registry: Organisation, entries: list[PersonEntry]) -> Claim:
    """The account that is tied to a person, where this registry answers for it."""
    claim = queries.rights.account_of(entries)
    if claim is None or claim.organisation_id not in queries.people.reach_of(registry):
        raise nothing()
    return claim


def statement_in(registry: Organisation, uid: UUID) -> Statement:
    rows = Statement.objects.filter(entry__in=queries.people.entries_in(registry)).select_related(
        "entry__identity"
    )
    return _one(rows, uid=uid)


def pair_in(registry: Organisation, uid: UUID) -> Pair:
    return _one(queries.pairs.pairs_in(registry), uid=uid)


def merge_in(registry: Organisation, uid: UUID) -> Merge:
    kept = queries.people.entries_in(registry)
    rows = Merge.objects.filter(left__in=kept, right__in=kept).select_related(
        "left__identity", "right", "kept", "gone"
    )
    return _one(rows, uid=uid)


def search_in(registry: Organisation, uid: UUID) -> SavedSearch:
    return _one(SavedSearch.objects.filter(organisation=registry), uid=uid)
