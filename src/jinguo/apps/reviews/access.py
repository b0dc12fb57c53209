"""Fetch and authorise in one step; absent and forbidden look the same."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from jinguo.apps.calls.access import call_for_officer, nomination_for_officer
from jinguo.apps.calls.models import Call, Nomination
from jinguo.apps.calls.queries import calls_of_organiser
from jinguo.apps.organisations import kinds
from jinguo.apps.organisations.models import Organisation
from jinguo.apps.organisations.permissions import organisations_with
from jinguo.apps.reviews import permissions, queries
from jinguo.apps.reviews.models import (
    Assignment,
    AssignmentPlan,
    Conflict,
    Expert,
    ExpertRelation,
    PanelInvitation,
    Round,
)
from jinguo.apps.reviews.reading import Shown, named
from jinguo.apps.reviews.states import REVIEWABLE
from jinguo.errors import demand

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User


def _one(rows, **named: object):
    found = rows.filter(**named).first()
    if found is None:
        raise Http404(_("There is nothing here, or it is not yours to see."))
    return found


def round_for_expert(user: User, uid: UUID) -> Round:
    """A round in which she was given something, or gave something back."""
    return _one(queries.rounds_met(user), uid=uid)


def assignment_for_expert(user: User, uid: UUID) -> Assignment:
    """What she was given. Whoever declared a conflict, or from whom it was taken back, has it no longer."""
    return _one(queries.visible_assignments(user), uid=uid)


def assignment_to_read(user: User, uid: UUID) -> Assignment:
    """What she was given and may read now: her word is given and the round is not closed.

    Raises:
        Refused: it is hers, but her word is not given yet, or the round is closed.
    """
    assignment = assignment_for_expert(user, uid)
    demand(permissions.round_is_read(assignment.round))
    demand(permissions.has_promised(queries.has_promised(user, assignment.round)))
    return assignment


def material_to_read(user: User, uid: UUID, material_uid: UUID) -> Shown:
    """A file of what she was given, under the name by which this round shows it."""
    assignment = assignment_to_read(user, uid)
    nomination = assignment.nomination
    nomination.call = assignment.round.call
    for shown in named(assignment.round, nomination, nomination.materials.select_related("file")):
        if shown.material.uid == material_uid:
            return shown
    raise Http404(_("There is nothing here, or it is not yours to see."))


def call_to_review(user: User, uid: UUID) -> Call:
    return call_for_officer(user, uid)


def round_for_officer(user: User, call_uid: UUID, asked: str = "") -> Round:
    """The round of a call that counts now, or the one of the position that was asked for."""
    rows = queries.rounds_of_organiser(user).filter(call__uid=call_uid).order_by("position")
    return asked_for(list(rows), asked)


def round_of_call(user: User, call_uid: UUID, position: int) -> Round:
    """A round of a call, also one that is only planned."""
    return _one(queries.rounds_of_organiser(user).filter(call__uid=call_uid), position=position)


def nomination_to_review(user: User, uid: UUID, asked: str = "") -> tuple[Nomination, Round]:
    """A nomination under review and its round: the last that it took part in, or the one that was asked for."""
    nomination = nomination_for_officer(user, uid)
    if nomination.state not in REVIEWABLE:
        raise Http404(_("There is nothing here, or it is not yours to see."))
    round_ = asked_for(queries.rounds_of_nomination(nomination), asked)
    round_.call = nomination.call
    return nomination, round_


def asked_for(rounds: list[Round], asked: str) -> Round:
    """Of a call's rounds the one of a position, or the present one; planned ones have no page yet."""
    begun = [one for one in rounds if not one.is_planned]
    found = (
        next((one for one in begun if str(one.position) == asked), None) if asked else queries.current(begun)
    )
    if found is None:
        raise Http404(_("There is nothing here, or it is not yours to see."))
    return found


def assignment_for_officer(user: User, uid: UUID) -> Assignment:
    rounds = queries.rounds_of_organiser(user)
    return _one(
        Assignment.objects.filter(round__in=rounds).select_related(
            "round__call__organiser", "nomination__category", "nomination__call", "expert__user", "review"
        ),
        uid=uid,
    )


def conflict_for_officer(user: User, nomination: UUID, expert: UUID) -> Conflict:
    calls = calls_of_organiser(user)
    return _one(
        Conflict.objects.filter(nomination__call__in=calls).select_related(
            "nomination__call__organiser", "nomination__category", "expert__user"
        ),
        nomination__uid=nomination,
        expert__uid=expert,
    )


def plan_for_officer(user: User, uid: UUID) -> AssignmentPlan:
    rounds = queries.rounds_of_organiser(user)
    return _one(
        AssignmentPlan.objects.filter(round__in=rounds).select_related("round__call__organiser", "job"),
        uid=uid,
    )


def expert_in_round(round_: Round, uid: UUID) -> Expert:
    """An expert of the organiser's pool, who was given something in this round."""
    return _one(
        Expert.objects.filter(pool=round_.call.organiser_id, assignments__round=round_).distinct(), uid=uid
    )


def pool_for_officer(request: HttpRequest) -> Organisation:
    """The pool of the organisation that she acts for, where she is its officer; else her first one."""
    pools = list(queries.pools_of(request.user))
    if not pools:
        raise Http404(_("There is nothing here, or it is not yours to see."))
    acting = getattr(request.acting, "pk", None)
    return next((pool for pool in pools if pool.pk == acting), pools[0])


def expert_for_officer(user: User, uid: UUID) -> Expert:
    pools = organisations_with(user, kinds.OFFICER)
    rows = Expert.objects.filter(pool__in=pools).select_related("pool", "user", "invitation")
    return _one(rows, uid=uid)


def expert_herself(user: User, uid: UUID) -> Expert:
    """Her own row in a pool."""
    return _one(queries.memberships_of(user), uid=uid)


def relation_of_herself(user: User, uid: UUID) -> ExpertRelation:
    """A relation that she stated."""
    return _one(ExpertRelation.objects.filter(expert__user=user).select_related("expert__pool"), uid=uid)


def panel_invitation_for_expert(user: User, uid: UUID) -> PanelInvitation:
    """What she was asked for and may still answer."""
    return _one(queries.panels_asked_of(user), uid=uid)


def panel_invitation_for_officer(user: User, uid: UUID) -> PanelInvitation:
    rows = PanelInvitation.objects.filter(call__in=calls_of_organiser(user))
    return _one(rows.select_related("call__organiser", "expert"), uid=uid)


def experts_for_panel(call: Call, uids: Iterable[str]) -> QuerySet[Expert]:
    """Of the ids given those that are experts of the organiser's pool."""
    known = []
    for uid in uids:
        try:
            known.append(UUID(uid))
        except ValueError:
            continue
    return (
        Expert.objects.filter(pool=call.organiser_id, uid__in=known)
        .select_related("user")
        .order_by("pinyin_key", "pk")
    )
