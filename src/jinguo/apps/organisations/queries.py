"""Reads of units and roles."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from jinguo.apps.organisations import kinds
from jinguo.apps.organisations.models import CalendarDay, Membership, Organisation, StrokeCount
from jinguo.apps.organisations.permissions import organisations_with

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User


def acting_choices(user: User) -> QuerySet[Organisation]:
    """The organisations for which a user can act, by pinyin."""
    return Organisation.objects.filter(pk__in=organisations_with(user, *kinds.ROLES), is_active=True)


def matching(units: QuerySet[Organisation], text: str) -> QuerySet[Organisation]:
    """Units whose name, short name, pinyin, initials or code contains every word of the text."""
    for word in text.lower().split():
        units = units.filter(search__contains=word)
    return units


def officers_of(organisation: Organisation) -> QuerySet[Membership]:
    return organisation.memberships.filter(ended_at=None, role=kinds.OFFICER).select_related("user")


def liaisons_of(organisations: QuerySet[Organisation] | list[int]) -> QuerySet[Membership]:
    """Who answers for these units: the liaisons, active only."""
    return Membership.objects.filter(
        Q(role=kinds.LIAISON), organisation__in=organisations, ended_at=None, user__is_active=True
    ).select_related("user", "organisation")


def calendar_overrides() -> dict[date, bool]:
    """The days that officers entered against the shipped calendar."""
    return dict(CalendarDay.objects.values_list("day", "is_workday"))


def stroke_counts() -> dict[str, int]:
    """character → strokes, as officers counted them for characters without data."""
    return dict(StrokeCount.objects.values_list("character", "strokes"))
