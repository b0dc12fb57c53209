"""Reads of kept searches, of who came in and fell out, and of tags."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, F, Q, QuerySet, Sum

from jinguo.apps.clock import told
from jinguo.apps.organisations.models import Organisation
from jinguo.apps.registry.models import (
    ListCount,
    Listed,
    PersonEntry,
    SavedSearch,
    Tag,
    Tagged,
)


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


def moves_in(search: SavedSearch, since: date, most: int = 200) -> tuple[list[Listed], list[Listed]]:
    """(who came in, who fell out) of a dynamic list from a day on, the latest first."""
    rows = Listed.objects.filter(search=search).select_related("identity")
    begun = told(search.created_at).date()  # whom the first count found did not come in: they were there
    came = rows.filter(since__gte=since, since__gt=begun, until=None).order_by("-since", "pk")
    gone = rows.filter(until__gte=since).order_by("-until", "pk")
    return list(came[:most]), list(gone[:most])


def searches_to_tell(first: date) -> QuerySet[SavedSearch]:
    """The lists that stood before a month began and whose keeper was not told of it."""
    rows = SavedSearch.objects.filter(Q(told_on=None) | Q(told_on__lt=first), created_at__date__lt=first)
    return rows.select_related("organisation", "by").order_by("pk")


def sums_since(search: SavedSearch, since: date) -> tuple[int, int, int]:
    """(in the list now, came in, fell out) since a day, that day left out."""
    rows = ListCount.objects.filter(search=search, on__gt=since)
    sums = rows.aggregate(came=Sum("came"), gone=Sum("gone"))
    members = Listed.objects.filter(search=search, until=None).count()
    return members, sums["came"] or 0, sums["gone"] or 0


def counts_of(search: SavedSearch, most: int = 400) -> list[ListCount]:
    """The counts of a list, the oldest first; the latest ``most`` of them."""
    return list(reversed(ListCount.objects.filter(search=search).order_by("-on")[:most]))


def tags_of(organisation: Organisation) -> list[str]:
    return list(Tag.objects.filter(organisation=organisation).order_by("name").values_list("name", flat=True))


def tags_on(organisation: Organisation, entries: list[PersonEntry]) -> list[str]:
    """The tags that an organisation put on a person."""
    rows = Tagged.objects.filter(tag__organisation=organisation, entry__in=entries)
    return sorted(set(rows.values_list("tag__name", flat=True)))
