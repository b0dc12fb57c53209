"""Fetch and authorise in one step. Absent and forbidden look the same: one 404."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from jinguo.apps.calls import permissions, queries
from jinguo.apps.calls.models import (
    Call,
    Confirmation,
    Investigation,
    Invitee,
    Material,
    Nomination,
    Objection,
    PublicNotice,
)
from jinguo.apps.calls.states import CallState
from jinguo.apps.calls.tokens import hash_of
from jinguo.apps.clock import now, today
from jinguo.apps.organisations import kinds
from jinguo.apps.organisations.permissions import organisations_with

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User
    from jinguo.apps.organisations.models import Organisation
    from jinguo.apps.registry.models import PersonEntry


def _not_here() -> Http404:
    return Http404(_("There is nothing here, or it is not yours to see."))


def _one(rows: QuerySet, **named: object):
    found = rows.filter(**named).first()
    if found is None:
        raise _not_here()
    return found


def call_for_officer(user: User, uid: UUID) -> Call:
    return _one(queries.calls_of_organiser(user), uid=uid)


def calls_for_leader(user: User) -> QuerySet[Call]:
    if not organisations_with(user, kinds.LEADER):
        raise _not_here()
    return queries.calls_led(user)


def public_call(uid: UUID) -> Call:
    return _one(queries.public_calls(), uid=uid)


def invitee_for_officer(user: User, call_uid: UUID, pk: int) -> Invitee:
    call = call_for_officer(user, call_uid)
    return _one(call.invitees.select_related("organisation", "call"), pk=pk)


def invitee_for_liaison(user: User, call_uid: UUID, unit_uid: UUID) -> Invitee:
    return _one(queries.calls_for_units(user), call__uid=call_uid, organisation__uid=unit_uid)


def nomination_for_reader(user: User, uid: UUID) -> Nomination:
    return _one(queries.visible_nominations(user), uid=uid)


def nomination_for_liaison(user: User, uid: UUID) -> Nomination:
    nomination = nomination_for_reader(user, uid)
    if not permissions.is_liaison_of_nomination(user, nomination):
        raise _not_here()
    return nomination


def nomination_for_officer(user: User, uid: UUID) -> Nomination:
    nomination = nomination_for_reader(user, uid)
    if not (permissions.is_officer_of_call(user, nomination.call) and nomination.is_handed_in):
        raise _not_here()
    return nomination


def nomination_under_check(user: User, uid: UUID) -> Nomination:
    """A nomination for its formal check, with who has it open and how many wait (``waiting``)."""
    waiting = queries.waiting_for_check_beside()
    nomination = _one(
        queries.visible_nominations(user).select_related("claim").annotate(waiting=waiting), uid=uid
    )
    if not (permissions.is_officer_of_call(user, nomination.call) and nomination.is_handed_in):
        raise _not_here()
    return nomination


def material_for_liaison(user: User, uid: UUID) -> Material:
    material = _one(
        Material.objects.select_related(
            "nomination__call__organiser", "nomination__category", "nomination__unit", "file"
        ),
        uid=uid,
    )
    if not permissions.is_liaison_of_nomination(user, material.nomination):
        raise _not_here()
    return material


def confirmation_by_token(token: str) -> Confirmation:
    """The live link of a nominee: not expired, not revoked."""
    return _one(
        Confirmation.objects.select_related(
            "nomination__call__organiser", "nomination__category", "nomination__unit"
        ).filter(revoked_at=None, expires_at__gt=now()),
        token_hash=hash_of(token),
    )


def given_consent_by_token(token: str) -> Confirmation:
    """The link through which a nominee gave her consent: it takes it back as long as the link is not replaced."""
    return _one(
        Confirmation.objects.select_related("nomination__call__organiser", "nomination__unit").filter(
            revoked_at=None, confirmed_at__isnull=False
        ),
        token_hash=hash_of(token),
    )


def person_of_link(token: str) -> tuple[PersonEntry, Organisation] | None:
    """Whom a nominee's link stands for in the registry, and the unit that knows her: once her nomination is handed in."""
    found = (
        Confirmation.objects.select_related("nomination__entry__identity", "nomination__unit")
        .filter(token_hash=hash_of(token), revoked_at=None, confirmed_at__isnull=False)
        .exclude(nomination__entry=None)
        .first()
    )
    return (found.nomination.entry, found.nomination.unit) if found else None


def gave_consent(token: str) -> bool:
    return Confirmation.objects.filter(
        token_hash=hash_of(token), revoked_at=None, confirmed_at__isnull=False
    ).exists()


def given_consent_for_officer(user: User, uid: UUID) -> Confirmation:
    """The consent that stands with a nomination, for an officer of its organiser."""
    nomination = nomination_for_officer(user, uid)
    return _one(
        Confirmation.objects.select_related("nomination__call__organiser", "nomination__unit"),
        nomination=nomination,
        revoked_at=None,
        confirmed_at__isnull=False,
        withdrawn_at=None,
    )


def public_notice(uid: UUID) -> PublicNotice:
    """A notice that stands and has begun."""
    return _one(
        PublicNotice.objects.filter(withdrawn_at=None, posted_on__lte=today()).select_related(
            "call__organiser"
        ),
        uid=uid,
    )


def final_notice(call_uid: UUID) -> PublicNotice:
    """The notice whose list became the result of a call that has ended."""
    return _one(
        PublicNotice.objects.filter(
            withdrawn_at=None, after_round=0, call__state=CallState.FINAL
        ).select_related("call__organiser"),
        call__uid=call_uid,
    )


def objection_for_officer(user: User, uid: UUID) -> Objection:
    return _one(
        Objection.objects.filter(notice__call__in=queries.calls_of_organiser(user)).select_related(
            "notice__call__organiser", "nomination__unit", "evidence"
        ),
        uid=uid,
    )


def investigation_for_officer(user: User, uid: UUID) -> Investigation:
    return _one(
        Investigation.objects.filter(
            objection__notice__call__in=queries.calls_of_organiser(user)
        ).select_related("objection__notice__call__organiser"),
        uid=uid,
    )


def organiser_of(user: User, acting: Organisation | None) -> Organisation:
    """The organisation she acts for, where she is an officer of it: it becomes the organiser of a new call."""
    if not acting or not permissions.is_officer_of(user, acting):  # read lazily: never None itself
        raise _not_here()
    return acting
