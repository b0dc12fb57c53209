"""Fetch and authorise in one step; absent and forbidden look the same."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest

from jinguo.apps.exchange import queries
from jinguo.apps.exchange.models import Agreement, Package, Partner, PartnerKey, Receipt, Registration, Token
from jinguo.apps.exchange.states import RECEIVING
from jinguo.apps.jobs.models import Job
from jinguo.apps.organisations import kinds
from jinguo.apps.organisations.models import Organisation
from jinguo.apps.organisations.permissions import organisations_with
from jinguo.apps.registry.access.imports import keeper_for_officer
from jinguo.apps.registry.access.people import nothing

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User


def _one(rows: QuerySet, **named: object):
    found = rows.filter(**named).first()
    if found is None:
        raise nothing()
    return found


def _officer_of(user: User) -> set[int]:
    return organisations_with(user, kinds.OFFICER)


def organisation_for(request: HttpRequest) -> Organisation:
    """The organisation for which she shares: the one she acts for, where she is its officer."""
    return keeper_for_officer(request)


def partner_for(user: User, uid: UUID) -> Partner:
    rows = Partner.objects.filter(organisation__in=_officer_of(user))
    return _one(rows.select_related("other", "organisation"), uid=uid)


def key_for(user: User, uid: UUID) -> PartnerKey:
    rows = PartnerKey.objects.filter(partner__organisation__in=_officer_of(user))
    return _one(rows.select_related("partner__organisation"), uid=uid)


def agreement_for(user: User, uid: UUID) -> Agreement:
    rows = Agreement.objects.filter(organisation__in=_officer_of(user))
    return _one(rows.select_related("partner__other", "organisation", "document"), uid=uid)


def package_for(user: User, uid: UUID) -> Package:
    rows = Package.objects.filter(agreement__organisation__in=_officer_of(user))
    return _one(
        rows.select_related("agreement__partner__other", "agreement__organisation", "file", "job"), uid=uid
    )


def package_to_take(organisation: Organisation, uid: UUID) -> Package:
    """A package that an organisation of this site made for this one."""
    return _one(queries.given.packages_for(organisation), uid=uid)


def receipt_for(user: User, uid: UUID) -> Receipt:
    rows = Receipt.objects.filter(organisation__in=_officer_of(user))
    return _one(rows.select_related("agreement__partner", "organisation", "run__job"), uid=uid)


def coming_for(user: User, uid: UUID) -> Job:
    """The work of taking a package in that she asked for."""
    return _one(Job.objects.filter(name=RECEIVING, by=user if user.is_authenticated else None), uid=uid)


def administers(user: User) -> bool:
    return user.is_authenticated and bool(organisations_with(user, kinds.ADMIN))


def organisation_for_admin(request: HttpRequest) -> Organisation:
    """The organisation that she acts for, where she administers it; else the first one of hers."""
    own = organisations_with(request.user, kinds.ADMIN)
    rows = list(Organisation.objects.filter(pk__in=own, is_active=True).order_by("pinyin_key", "pk"))
    if not rows:
        raise nothing()
    acting = getattr(request.acting, "pk", None)
    return next((one for one in rows if one.pk == acting), rows[0])


def token_for(user: User, uid: UUID) -> Token:
    rows = Token.objects.filter(organisation__in=organisations_with(user, kinds.ADMIN))
    return _one(rows.select_related("organisation", "user"), uid=uid)


def registration_for(user: User, uid: UUID) -> Registration:
    if not user.is_authenticated:
        raise nothing()
    return _one(queries.doors.registrations_for(user), uid=uid)


def unit_to_register_at(uid: UUID) -> Organisation:
    return _one(Organisation.objects.filter(is_active=True), uid=uid)
