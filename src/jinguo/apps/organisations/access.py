"""Fetch and authorise in one step. Absent and forbidden look the same: one 404."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from jinguo.apps.organisations import permissions, queries
from jinguo.apps.organisations.models import CalendarDay, FormerName, Invitation, Membership, Organisation
from jinguo.reasons import Verdict

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User


def _not_here() -> Http404:
    return Http404(_("There is nothing here, or it is not yours to see."))


def _one(rows: QuerySet, **named: object):
    found = rows.filter(**named).first()
    if found is None:
        raise _not_here()
    return found


def _demand(verdict: Verdict) -> None:
    if not verdict:
        raise _not_here()


def unit_for_reader(user: User, uid: UUID) -> Organisation:
    return _one(queries.visible_to(user).select_related("parent"), uid=uid)


def unit_for_manager(user: User, uid: UUID) -> Organisation:
    return _one(queries.managed_by(user).select_related("parent"), uid=uid)


def unit_to_close(user: User, uid: UUID) -> Organisation:
    unit = unit_for_reader(user, uid)
    _demand(permissions.may_close(user, unit))
    return unit


def all_units(user: User) -> QuerySet[Organisation]:
    _demand(permissions.sees_all_units(user))
    return queries.visible_to(user)


def parent_for_new_unit(user: User) -> QuerySet[Organisation]:
    """The organisations below which she may register units."""
    own = queries.keeps(user)
    _demand(Verdict.of(own.exists()))
    return own


def membership_for_manager(user: User, uid: UUID, pk: int) -> Membership:
    unit = unit_for_manager(user, uid)
    return _one(unit.memberships.filter(ended_at=None).select_related("organisation", "user"), pk=pk)


def invitation_for_manager(user: User, uid: UUID) -> Invitation:
    units = queries.managed_by(user)
    return _one(Invitation.objects.filter(organisation__in=units).select_related("organisation"), uid=uid)


def former_name_for_manager(user: User, uid: UUID, pk: int) -> FormerName:
    unit = unit_for_manager(user, uid)
    return _one(unit.former_names.select_related("organisation"), pk=pk)


def calendar_day(user: User, pk: int) -> CalendarDay:
    _demand(permissions.sees_all_units(user))
    return _one(CalendarDay.objects.all(), pk=pk)
