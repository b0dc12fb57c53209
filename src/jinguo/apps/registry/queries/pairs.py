"""Reads of pairs that may be one person, and of merges."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet

from jinguo.apps.organisations.models import Organisation
from jinguo.apps.registry.models import (
    Merge,
    Pair,
    PersonEntry,
)

if TYPE_CHECKING:
    pass
from jinguo.apps.registry.queries.people import entries_in


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


def pair_counts(organisation: Organisation) -> dict[str, int]:
    """How many pairs of a registry stand in each state."""
    kept = entries_in(organisation).values("pk")
    rows = Pair.objects.filter(left__in=kept, right__in=kept).order_by()
    return dict(rows.values_list("state").annotate(Count("pk")))
