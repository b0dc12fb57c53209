"""What lies on an expert's desk, what she promised and declared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from jinguo.apps.organisations import kinds
from jinguo.apps.organisations.permissions import organisations_with
from jinguo.apps.reviews.models import (
    Assignment,
    Conflict,
    Expert,
    Promise,
    Review,
    Round,
)

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User


def visible_assignments(user: User) -> QuerySet[Assignment]:
    """What an expert was given, and nothing else; nothing any more once her role in the pool has ended."""
    pools = organisations_with(user, kinds.EXPERT)
    return Assignment.objects.filter(
        expert__user=user, expert__pool__in=pools, released_at=None
    ).select_related(
        "round__call__organiser",
        "nomination__category",
        "nomination__call",
        "nomination__unit",
        "expert",
        "review",
    )


def desk(user: User, round_: Round) -> QuerySet[Assignment]:
    """What an expert was given in one round, in its order, with her reviews."""
    return visible_assignments(user).filter(round=round_).order_by("position", "pk")


def laid_on_the_desk(user: User, round_: Round) -> list[Assignment]:
    """The same for the page that lists them, which knows the round and its call: neither is read for every row."""
    given = desk(user, round_).select_related(None)
    rows = list(given.select_related("nomination__category", "nomination__unit", "expert", "review"))
    for row in rows:
        row.round, row.nomination.call = round_, round_.call
    return rows


def next_undone(user: User, round_: Round, after: Assignment | None = None) -> Assignment | None:
    """The next of hers that is not handed in: after the given one, else from the beginning."""
    undone = desk(user, round_).exclude(review__state=Review.SUBMITTED)
    if after is not None:
        here = (after.position, after.pk)
        later = undone.filter(Q(position__gt=here[0]) | Q(position=here[0], pk__gt=here[1]))
        return later.first() or undone.exclude(pk=after.pk).first()
    return undone.first()


def declared_conflicts(user: User, round_: Round) -> QuerySet[Conflict]:
    """The conflicts that she declared in a round herself."""
    return (
        Conflict.objects.filter(expert__user=user, nomination__call=round_.call_id, origin=Conflict.DECLARED)
        .select_related("nomination__category", "nomination__call")
        .order_by("declared_at", "pk")
    )


def has_promised(user: User, round_: Round) -> bool:
    return Promise.objects.filter(round=round_, expert__user=user).exists()


def desk_states(user: User, round_: Round) -> QuerySet[Assignment]:
    """(uid, state of the review) of all she was given in a round, in its order."""
    return (
        Assignment.objects.filter(expert__user=user, round=round_, released_at=None)
        .order_by("position", "pk")
        .values_list("uid", "review__state")
    )


def expert_in(user: User, round_: Round) -> Expert | None:
    """As whom a user takes part in a round."""
    return Expert.objects.filter(user=user, pool=round_.call.organiser_id).first()


def not_handed_in(round_: Round, expert: Expert) -> QuerySet[Assignment]:
    """What an expert was given in a round and has not handed in."""
    return (
        Assignment.objects.filter(round=round_, expert=expert, released_at=None)
        .exclude(review__state=Review.SUBMITTED)
        .select_related(
            "round__call__organiser",
            "nomination__call",
            "nomination__category",
            "nomination__unit",
            "expert__user",
        )
        .order_by("position", "pk")
    )
