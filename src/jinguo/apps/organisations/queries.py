"""Reads of units and roles."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from jinguo.apps.clock import now
from jinguo.apps.organisations import kinds
from jinguo.apps.organisations.models import CalendarDay, Invitation, Membership, Organisation, StrokeCount
from jinguo.apps.organisations.permissions import memberships_of, organisations_with, sees_all_units

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User


def acting_choices(user: User) -> list[Organisation]:
    """The organisations for which a user can act, by pinyin. No query beside that for her roles."""
    return list({one.organisation_id: one.organisation for one in memberships_of(user)}.values())


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
        Q(role=kinds.LIAISON),
        organisation__in=organisations,
        organisation__is_active=True,
        ended_at=None,
        user__is_active=True,
    ).select_related("user", "organisation")


def units_in_use() -> QuerySet[Organisation]:
    """Every unit that was not put out of use: an organiser may invite any of them."""
    return Organisation.objects.filter(is_active=True)


def calendar_days() -> QuerySet[CalendarDay]:
    """What officers entered against the shipped calendar, by day."""
    return CalendarDay.objects.all()


def calendar_overrides() -> dict[date, bool]:
    """The days that officers entered against the shipped calendar."""
    return dict(CalendarDay.objects.values_list("day", "is_workday"))


def stroke_counts() -> dict[str, int]:
    """character → strokes, as officers counted them for characters without data."""
    return dict(StrokeCount.objects.values_list("character", "strokes"))


def units_below(organisation: Organisation) -> QuerySet[Organisation]:
    """The active units that stand directly below an organisation."""
    return Organisation.objects.filter(parent=organisation, is_active=True)


def managed_by(user: User) -> QuerySet[Organisation]:
    """The organisations whose details and roles a user keeps: her own, and the units below those."""
    own = organisations_with(user, kinds.OFFICER, kinds.ADMIN)
    above = organisations_with(user, kinds.OFFICER)
    return Organisation.objects.filter(Q(pk__in=own) | Q(parent__in=above))


@dataclass(frozen=True)
class Named:
    """What a list of names means: the unit of each name found, names that fit several units, and names of none."""

    found: dict[str, Organisation]
    several: dict[str, list[Organisation]]
    unknown: list[str]


def by_names(names: Iterable[str], among: QuerySet[Organisation] | None = None) -> Named:
    """Find units by any name they go or went by: full name, short name, former name. Two queries for any number."""
    wanted = list(dict.fromkeys(filter(None, (squeezed(name) for name in names))))
    units = Organisation.objects.filter(is_active=True) if among is None else among
    known: dict[str, dict[int, Organisation]] = {}
    for unit in units.prefetch_related("former_names"):
        for name in {unit.name, unit.short_name, *(former.name for former in unit.former_names.all())}:
            if name:
                known.setdefault(squeezed(name), {})[unit.pk] = unit
    # The full name decides where another unit has the same short or former one.
    exact = {squeezed(unit.name): unit for found in known.values() for unit in found.values()}
    result = Named({}, {}, [])
    for name in wanted:
        fitting = [exact[name]] if name in exact else list(known.get(name, {}).values())
        if len(fitting) == 1:
            result.found[name] = fitting[0]
        elif fitting:
            result.several[name] = fitting
        else:
            result.unknown.append(name)
    return result


def by_code(code: str) -> Organisation | None:
    """The one unit in use that a social credit code, an identifier, a name or a short name means."""
    units = units_in_use()
    with suppress(ValueError):
        return units.filter(uid=UUID(code)).first()
    for one in (Q(credit_code=code), Q(name=code), Q(short_name=code)):
        found = list(units.filter(one)[:2]) if code else []
        if len(found) == 1:
            return found[0]
    return None


def squeezed(name: str) -> str:
    """A unit's name as it is compared: width folded, blanks out."""
    return "".join(unicodedata.normalize("NFKC", name).split()).replace("(", "（").replace(")", "）")


def visible_to(user: User) -> QuerySet[Organisation]:
    """All units for those who choose among them; her own for everybody else."""
    if sees_all_units(user):
        return Organisation.objects.all()
    return Organisation.objects.filter(pk__in=organisations_with(user, *kinds.ROLES))


def with_people(units: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """Each unit with how many liaisons it has and how many invitations wait."""
    held = Q(memberships__ended_at=None, memberships__user__is_active=True, memberships__role=kinds.LIAISON)
    waiting = Q(
        invitations__accepted_at=None, invitations__revoked_at=None, invitations__expires_at__gt=now()
    )
    return (
        units.select_related("parent")
        .order_by("pinyin_key", "pk")
        .annotate(
            liaisons=Count("memberships", filter=held, distinct=True),
            waiting=Count("invitations", filter=waiting, distinct=True),
        )
    )


def people_of(organisation: Organisation) -> QuerySet[Membership]:
    return organisation.memberships.filter(ended_at=None).select_related("user").order_by("role", "since")


def open_invitations(organisation: Organisation) -> QuerySet[Invitation]:
    return organisation.invitations.filter(accepted_at=None, revoked_at=None).order_by("-invited_at", "-pk")


def parents_for(user: User, unit: Organisation) -> QuerySet[Organisation]:
    """Units that a user may put above a unit: those she keeps, and the one that stands there."""
    return (keeps(user) | Organisation.objects.filter(pk=unit.parent_id)).exclude(pk=unit.pk)


def keeps(user: User) -> QuerySet[Organisation]:
    """The organisations of which she is an officer or an administrator."""
    own = organisations_with(user, kinds.OFFICER, kinds.ADMIN)
    return Organisation.objects.filter(pk__in=own, is_active=True)
