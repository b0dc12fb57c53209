"""Fetch and authorise in one step; absent and forbidden look the same."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _

from jinguo.apps.organisations import kinds
from jinguo.apps.organisations.permissions import organisations_with
from jinguo.apps.reviews import queries
from jinguo.apps.reviews.models import Assignment, Expert, Round

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User


def _one(rows, **named: object):
    found = rows.filter(**named).first()
    if found is None:
        raise Http404(_("There is nothing here, or it is not yours to see."))
    return found


def assignment_for_expert(user: User, uid: UUID) -> Assignment:
    return _one(queries.with_conflict(queries.visible_assignments(user)), uid=uid)


def round_for_officer(user: User, call_uid: UUID) -> Round:
    return _one(queries.rounds_of_organiser(user), call__uid=call_uid)


def assignment_for_officer(user: User, uid: UUID) -> Assignment:
    rounds = queries.rounds_of_organiser(user)
    return _one(
        Assignment.objects.filter(round__in=rounds).select_related(
            "round__call__organiser", "nomination__category", "expert", "review"
        ),
        uid=uid,
    )


def expert_for_officer(user: User, uid: UUID) -> Expert:
    pools = organisations_with(user, kinds.OFFICER)
    return _one(Expert.objects.filter(pool__in=pools).select_related("pool", "user"), uid=uid)
