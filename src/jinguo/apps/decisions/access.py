"""Fetch and authorise in one step; absent and forbidden look the same."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _

from jinguo.apps.calls.access import call_for_officer
from jinguo.apps.calls.models import Call, Nomination
from jinguo.apps.calls.permissions import is_officer_of_call
from jinguo.apps.decisions import queries
from jinguo.apps.decisions.models import Decision, Revocation
from jinguo.apps.decisions.permissions import SECONDS
from jinguo.apps.decisions.states import DecisionState
from jinguo.apps.organisations.permissions import organisations_with
from jinguo.apps.registry.models import Honour

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User


def _one(rows, **named: object):
    found = rows.filter(**named).first()
    if found is None:
        raise Http404(_("There is nothing here, or it is not yours to see."))
    return found


def call_to_decide(user: User, uid: UUID) -> Call:
    return call_for_officer(user, uid)


def decision_to_approve(user: User, uid: UUID) -> Decision:
    """A decision that was proposed, for the officers and leaders of its organiser."""
    rows = queries.readable_by(user).filter(organiser__in=organisations_with(user, *SECONDS))
    return _one(rows.exclude(state=DecisionState.DRAFT), uid=uid)


def record_to_read(user: User, uid: UUID) -> Decision:
    return _one(queries.records_of(user).select_related("selection", "call__organiser", "organiser"), uid=uid)


def honour_for_officer(user: User, uid: UUID) -> tuple[Honour, Nomination]:
    """An honour and the nomination it came from, for the officers of the organiser that granted it."""
    honour = _one(Honour.objects.select_related("restored_as"), uid=uid)
    nomination = queries.nomination_of_honour(honour)
    if nomination is None or not is_officer_of_call(user, nomination.call):
        raise Http404(_("There is nothing here, or it is not yours to see."))
    return honour, nomination


def revocation_to_read(user: User, uid: UUID) -> Revocation:
    return _one(queries.revocations_readable_by(user), uid=uid)
