"""The sheets that experts handed in, and their totals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django.db.models import Count, F, QuerySet

from jinguo.apps.calls.models import Nomination
from jinguo.apps.reviews.models import (
    Assignment,
    Review,
    Round,
)

if TYPE_CHECKING:
    pass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    pass


def totals_of(round_: Round, nominations: Iterable[int]) -> dict[int, list]:
    """The totals of a round's submitted reviews by nomination, in one query."""
    rows = (
        Review.objects.filter(
            state=Review.SUBMITTED,
            assignment__round=round_,
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


def given_to(round_: Round, nominations: Iterable[int]) -> Mapping[int, int]:
    """How many experts each of these nominations is with now in a round, in one query."""
    rows = (
        Assignment.objects.filter(round=round_, nomination__in=list(nominations), released_at=None)
        .order_by()
        .values_list("nomination")
        .annotate(Count("pk"))
    )
    return dict(rows)


def reviews_of(round_: Round, nomination: Nomination) -> QuerySet[Assignment]:
    """Who reviews a nomination in a round, and how: for its officer."""
    return (
        nomination.assignments.filter(round=round_, released_at=None)
        .select_related("expert", "review", "round__call__organiser", "nomination")
        .prefetch_related("review__marks")
        .order_by("assigned_at", "pk")
    )


def totals_by_expert(round_: Round) -> QuerySet[Assignment]:
    """(nomination, expert, total) of every review handed in: for the export."""
    return (
        Assignment.objects.filter(round=round_, released_at=None, review__state=Review.SUBMITTED)
        .order_by("pk")
        .values_list("nomination_id", "expert_id", "review__total")
    )


def others_totals(assignment: Assignment) -> QuerySet[Assignment]:
    """(assignment, total) of the other reviews handed in for the same nomination in the same round."""
    return (
        Assignment.objects.filter(
            round=assignment.round_id,
            nomination=assignment.nomination_id,
            released_at=None,
            review__state=Review.SUBMITTED,
        )
        .exclude(pk=assignment.pk)
        .order_by("pk")
        .values_list("pk", "review__total")
    )


def given_pairs(round_: Round, nominations: Iterable[int]) -> set[tuple[int, int]]:
    """(nomination id, expert id) of what is given out of these nominations."""
    return set(
        Assignment.objects.filter(
            round=round_, nomination__in=list(nominations), released_at=None
        ).values_list("nomination_id", "expert_id")
    )
