"""Reads of the registry. What a registry shows is what its organisation and those below it keep."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, F, Max, Q, QuerySet
from django.db.models.expressions import RawSQL

from jinguo.apps import vault
from jinguo.apps.organisations import kinds
from jinguo.apps.organisations.models import Organisation
from jinguo.apps.organisations.permissions import organisations_with
from jinguo.apps.registry.models import (
    Card,
    Honour,
    Identity,
    Listed,
    Merge,
    Pair,
    PersonEntry,
    SavedSearch,
    Statement,
    Tag,
    Tagged,
)
from jinguo.standards.units import normalise_unit

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


def persons_in(organisation: Organisation) -> QuerySet[Identity]:
    """The persons of a registry."""
    return Identity.objects.filter(pk__in=entries_in(organisation).values("identity"))


def cards_of(organisation: Organisation) -> QuerySet[Card]:
    return Card.objects.filter(organisation=organisation)


def entries_of(identity: Identity, organisation: Organisation) -> list[PersonEntry]:
    """What a registry knows of a person, in the order in which it was written."""
    rows = entries_in(organisation).filter(identity=identity).select_related("organisation", "recorded_by")
    return list(rows.order_by("pk"))


def statements_on(entries: list[PersonEntry]) -> list[Statement]:
    """What was said later of these entries."""
    return list(
        Statement.objects.filter(
            entry__in=entries, state__in=(Statement.STANDING, Statement.PROPOSED)
        ).order_by("pk")
    )


def merges_among(entries: list[PersonEntry]) -> QuerySet[Merge]:
    """The merges that touch any of these entries, the latest first."""
    keys = [entry.pk for entry in entries]
    return (
        Merge.objects.filter(Q(left__in=keys) | Q(right__in=keys))
        .select_related("left", "right", "kept", "gone")
        .order_by("-at", "-pk")
    )


def pairs_in(organisation: Organisation) -> QuerySet[Pair]:
    """The pairs of which this registry keeps both entries."""
    kept = entries_in(organisation).values("pk")
    return Pair.objects.filter(left__in=kept, right__in=kept).select_related(
        "left__organisation", "right__organisation", "left__identity", "right__identity"
    )


@dataclass(frozen=True, slots=True)
class HonourStory:
    """What became of one honour: its rows from the grant on, each but the last revoked, each but the first a restoration."""

    rows: tuple[Honour, ...]

    @property
    def now(self) -> Honour:
        return self.rows[-1]

    @property
    def in_force(self) -> bool:
        return self.now.revoked_on is None


def honours_by_source(sources: Iterable[str]) -> dict[str, HonourStory]:
    """What became of the honours that came with these sources (``nomination:<uid>``): one query."""
    found: dict[str, list[Honour]] = {}
    for honour in Honour.objects.filter(source__in=list(sources)).order_by("pk"):
        found.setdefault(honour.source, []).append(honour)
    return {source: HonourStory(tuple(rows)) for source, rows in found.items()}


def honours_of_person(id_number: str) -> list[Honour]:
    """The honours on record of the person with this ID number, revoked ones among them where none was given again."""
    index = vault.blind_index("id_number", id_number)
    rows = Honour.objects.filter(entry__identity__entries__id_number_index=index, restored_as=None)
    return list(rows.distinct().order_by("granted_on", "pk"))


def pair_counts(organisation: Organisation) -> dict[str, int]:
    """How many pairs of a registry stand in each state."""
    kept = entries_in(organisation).values("pk")
    rows = Pair.objects.filter(left__in=kept, right__in=kept).order_by()
    return dict(rows.values_list("state").annotate(Count("pk")))


def searches_of(organisation: Organisation) -> QuerySet[SavedSearch]:
    """The searches an organisation keeps, with how many are in each and came or fell out at the last count."""
    standing = Q(listed__until=None, listed__since__isnull=False)
    latest = Q(listed__since=F("counted_on"), listed__until=None)
    return (
        SavedSearch.objects.filter(organisation=organisation)
        .annotate(
            members=Count("listed", filter=standing),
            came=Count("listed", filter=latest),
            fell=Count("listed", filter=Q(listed__until=F("counted_on"))),
        )
        .order_by("name", "pk")
    )


def searches_due(day: date) -> QuerySet[SavedSearch]:
    """The kept searches that were not counted on a day yet."""
    return SavedSearch.objects.exclude(counted_on=day).select_related("organisation").order_by("pk")


def moves_in(search: SavedSearch, since: date) -> tuple[list[Listed], list[Listed]]:
    """(who came in, who fell out) of a dynamic list from a day on, the latest first."""
    rows = Listed.objects.filter(search=search).select_related("identity")
    begun = search.created_at.date()  # whom the first count found did not come in: they were there
    came = rows.filter(since__gte=since, since__gt=begun, until=None).order_by("-since", "pk")
    gone = rows.filter(until__gte=since).order_by("-until", "pk")
    return list(came[:200]), list(gone[:200])


def names_in(organisation: Organisation, identities: Iterable[int]) -> dict[int, Card]:
    """identity → its card in a registry."""
    rows = cards_of(organisation).filter(identity__in=list(identities)).select_related("identity")
    return {card.identity_id: card for card in rows}


def tags_of(organisation: Organisation) -> list[str]:
    return list(Tag.objects.filter(organisation=organisation).order_by("name").values_list("name", flat=True))


def tags_on(organisation: Organisation, entries: list[PersonEntry]) -> list[str]:
    """The tags that an organisation put on a person."""
    rows = Tagged.objects.filter(tag__organisation=organisation, entry__in=entries)
    return sorted(set(rows.values_list("tag__name", flat=True)))


def honours_on(entries: list[PersonEntry]) -> list[Honour]:
    """Honours that stand, the latest first."""
    return list(Honour.objects.filter(entry__in=entries, revoked_on=None).order_by("-granted_on", "-pk"))


def units_of(organisation: Organisation, text: str = "") -> QuerySet[Card]:
    """The units in which persons of a registry work: name, key, how many."""
    rows = cards_of(organisation).exclude(unit_key="")
    if text:
        rows = rows.filter(unit_key__contains=normalise_unit(text))
    return (
        rows.values("unit_key").annotate(name=Max("unit"), people=Count("pk")).order_by("-people", "unit_key")
    )
