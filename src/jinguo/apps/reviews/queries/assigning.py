"""Who may read what: loads, limits, plans of assignment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet

from jinguo.apps.calls.models import Call, Nomination
from jinguo.apps.reviews.models import (
    Assignment,
    AssignmentPlan,
    Conflict,
    Expert,
    PanelInvitation,
    PlanPair,
    Review,
    Round,
)
from jinguo.apps.reviews.states import PanelState

if TYPE_CHECKING:
    pass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    pass


def experts_with_load(round_: Round, *, everyone: bool = False) -> QuerySet[Expert]:
    """The pool's experts with what they were given and what they have handed in for this round.

    With ``everyone`` also those who are no longer in use.
    """
    given = Q(assignments__round=round_, assignments__released_at=None)
    pool = Expert.objects.filter(pool=round_.call.organiser_id)
    return (pool if everyone else pool.filter(is_active=True)).annotate(
        given=Count("assignments", filter=given, distinct=True),
        done=Count(
            "assignments", filter=given & Q(assignments__review__state=Review.SUBMITTED), distinct=True
        ),
    )


def experts_to_assign(round_: Round) -> QuerySet[Expert]:
    """Who can be given something in a round: in use, with an account; where experts were asked for it, who accepted."""
    pool = Expert.objects.filter(pool=round_.call.organiser_id, is_active=True, user__isnull=False)
    asked = PanelInvitation.objects.filter(call=round_.call_id, position=round_.position)
    if asked.exclude(state=PanelState.WITHDRAWN).exists():
        pool = pool.filter(pk__in=asked.filter(state=PanelState.ACCEPTED).values("expert"))
    return pool.prefetch_related("codes").order_by("pinyin_key", "pk")


def plan_in_hand(round_: Round) -> AssignmentPlan | None:
    """The plan that is being made or looked at; where its work was cancelled or failed, there is none."""
    plan = (
        AssignmentPlan.objects.filter(round=round_, state__in=(AssignmentPlan.WORKING, AssignmentPlan.DRAFT))
        .select_related("job")
        .first()
    )
    return None if plan is None or plan.is_lost else plan


def published_plan(round_: Round) -> AssignmentPlan | None:
    """The plan that was published last."""
    return (
        AssignmentPlan.objects.filter(round=round_, state=AssignmentPlan.PUBLISHED)
        .order_by("-published_at", "-pk")
        .first()
    )


def experts_in_plan(plan: AssignmentPlan) -> QuerySet[Expert]:
    """Everyone who could be given something when the plan was made."""
    uids = [row["reviewer"] for row in plan.made_from.get("reviewers", [])]
    return Expert.objects.filter(uid__in=uids).order_by("pinyin_key", "pk")


def pairs_of(plan: AssignmentPlan) -> QuerySet[PlanPair]:
    """A plan's pairs with the people: by nomination, the mains before the reserve, the best fit first."""
    return plan.pairs.select_related("nomination__category", "nomination__unit", "expert").order_by(
        "nomination__number", "nomination_id", "-role", "place", "-affinity", "pk"
    )


def experts_free_for(round_: Round, nomination: Nomination) -> QuerySet[Expert]:
    """Who could be given this nomination: active, with an account, not having it, without a conflict."""
    has = Assignment.objects.filter(round=round_, nomination=nomination, released_at=None).values("expert")
    conflicted = Conflict.objects.blocking().filter(nomination=nomination).values("expert")
    return (
        Expert.objects.filter(pool=round_.call.organiser_id, is_active=True, user__isnull=False)
        .exclude(pk__in=has)
        .exclude(pk__in=conflicted)
        .order_by("pinyin_key", "pk")
    )


def limits_of(call: Call, position: int) -> dict[int, int]:
    """Expert id → how many she takes at most in a round: what she answered for it, else what her row says."""
    said = Expert.objects.filter(pool=call.organiser_id, max_per_round__isnull=False)
    limits = dict(said.values_list("pk", "max_per_round"))
    answered = PanelInvitation.objects.filter(
        call=call, position=position, state=PanelState.ACCEPTED, max_load__isnull=False
    )
    return limits | dict(answered.values_list("expert_id", "max_load"))
