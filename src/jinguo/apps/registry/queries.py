"""Reads of the registry. What a registry shows is what its organisation and those below it keep."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from jinguo.apps import vault
from jinguo.apps.organisations import kinds
from jinguo.apps.organisations.models import Organisation
from jinguo.apps.organisations.permissions import organisations_with
from jinguo.apps.registry.models import Card, Honour, Identity, Merge, Pair, PersonEntry, Statement

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User

_BELOW = (
    "WITH RECURSIVE below(id) AS (SELECT CAST(%s AS bigint) UNION SELECT one.id FROM organisations_organisation one "
    "JOIN below ON one.parent_id = below.id) SELECT id FROM below"
)


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
