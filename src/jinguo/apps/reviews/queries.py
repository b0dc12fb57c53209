"""Reads of the review."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from jinguo.apps.calls.models import Call, Nomination
from jinguo.apps.calls.queries import calls_of_organiser
from jinguo.apps.calls.states import NominationState
from jinguo.apps.reviews.models import Assignment, Conflict, Expert, Review, Round

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User

REVIEWABLE = (
    NominationState.ACCEPTED,
    NominationState.CHOSEN,
    NominationState.NOT_CHOSEN,
    NominationState.REMOVED,
    NominationState.HONOURED,
)


def reviewable(call: Call) -> QuerySet[Nomination]:
    """The nominations that passed the formal check."""
    return call.nominations.filter(state__in=REVIEWABLE).select_related("category", "unit")


def on_the_board(call: Call) -> QuerySet[Nomination]:
    """Nominations under review with their figures and how many reviews are in of how many."""
    assigned = (
        Assignment.objects.filter(nomination=OuterRef("pk"), released_at=None)
        .order_by()
        .values("nomination")
        .annotate(n=Count("pk"))
        .values("n")
    )
    return (
        reviewable(call).select_related("category", "unit", "standing").annotate(assigned=Subquery(assigned))
    )


def visible_assignments(user: User) -> QuerySet[Assignment]:
    """What an expert was given, and nothing else."""
    return Assignment.objects.filter(expert__user=user, released_at=None).select_related(
        "round__call__organiser", "nomination__category", "nomination__unit", "expert", "review"
    )


def with_conflict(assignments: QuerySet[Assignment]) -> QuerySet[Assignment]:
    declared = Conflict.objects.filter(nomination=OuterRef("nomination"), expert=OuterRef("expert"))
    return assignments.annotate(conflict_kind=Subquery(declared.values("kind")[:1]))


def rounds_of_expert(user: User) -> QuerySet[Round]:
    """The rounds in which an expert has something to review, with how much is done."""
    mine = Q(assignments__expert__user=user, assignments__released_at=None)
    return (
        Round.objects.filter(mine)
        .select_related("call__organiser")
        .annotate(
            given=Count("assignments", filter=mine, distinct=True),
            done=Count(
                "assignments", filter=mine & Q(assignments__review__state=Review.SUBMITTED), distinct=True
            ),
        )
        .order_by("closed_at", "closes_at")
    )


def rounds_of_organiser(user: User) -> QuerySet[Round]:
    return Round.objects.filter(call__in=calls_of_organiser(user)).select_related("call__organiser")


def experts_with_load(round_: Round) -> QuerySet[Expert]:
    """The pool's experts with what they were given and what they have handed in for this round."""
    given = Q(assignments__round=round_, assignments__released_at=None)
    return Expert.objects.filter(pool=round_.call.organiser_id, is_active=True).annotate(
        given=Count("assignments", filter=given, distinct=True),
        done=Count(
            "assignments", filter=given & Q(assignments__review__state=Review.SUBMITTED), distinct=True
        ),
    )


def conflicted_pairs(call: Call) -> set[tuple[int, int]]:
    """(nomination id, expert id) of every declared conflict in a call."""
    return set(Conflict.objects.filter(nomination__call=call).values_list("nomination_id", "expert_id"))


def totals_of(nominations: Iterable[int]) -> dict[int, list]:
    """The totals of submitted reviews by nomination, in one query."""
    rows = (
        Review.objects.filter(
            state=Review.SUBMITTED,
            assignment__nomination__in=list(nominations),
            assignment__released_at=None,
        )
        .order_by("pk")
        .annotate(nomination_id=F("assignment__nomination_id"))
        .values_list("nomination_id", "total")
    )
    found: dict[int, list] = {}
    for nomination_id, total in rows:
        found.setdefault(nomination_id, []).append(total)
    return found
