"""What an expert has done: reviews, their punctuality, conflicts, answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, F, Q, QuerySet

from jinguo.apps.reviews.models import (
    Assignment,
    Conflict,
    Expert,
    PanelInvitation,
    Review,
    Round,
)
from jinguo.apps.reviews.states import PanelState

if TYPE_CHECKING:
    pass
from decimal import Decimal
from typing import TYPE_CHECKING

from jinguo.apps.reviews.criteria import criteria_of
from jinguo.engines.scoring import total

if TYPE_CHECKING:
    pass


ENOUGH_REVIEWS = 5
"""From so many reviews on it is said how lenient an expert is."""


MOST_MARKS = 20_000


@dataclass(frozen=True)
class Work:
    """What an expert did so far, and how reliably. ``returned``: reviews that were given back to her to be mended."""

    given: int = 0
    done: int = 0
    on_time: int = 0
    late: int = 0
    released: int = 0
    returned: int = 0
    conflicts: int = 0
    asked: int = 0
    accepted: int = 0
    declined: int = 0

    @property
    def on_time_share(self) -> int | None:
        """Percent of the reviews she handed in, or should have."""
        due = self.on_time + self.late
        return round(100 * self.on_time / due) if due else None


def work_of(expert: Expert) -> Work:
    """Reviews, their punctuality, conflicts declared, and answers to invitations. Three queries."""
    held = Q(released_at=None)
    done = held & Q(review__state=Review.SUBMITTED)
    in_time = done & (Q(round__closes_at=None) | Q(review__submitted_at__lte=F("round__closes_at")))
    never = held & ~Q(review__state=Review.SUBMITTED) & Q(round__closed_at__isnull=False)
    figures = Assignment.objects.filter(expert=expert).aggregate(
        given=Count("pk", filter=held),
        done=Count("pk", filter=done),
        on_time=Count("pk", filter=in_time),
        never=Count("pk", filter=never),
        released=Count("pk", filter=Q(released_at__isnull=False)),
        returned=Count("pk", filter=Q(review__times_returned__gt=0)),
    )
    figures["late"] = figures["done"] - figures["on_time"] + figures.pop("never")
    answers = PanelInvitation.objects.filter(expert=expert).aggregate(
        asked=Count("pk"),
        accepted=Count("pk", filter=Q(state=PanelState.ACCEPTED)),
        declined=Count("pk", filter=Q(state=PanelState.DECLINED)),
    )
    declared = Conflict.objects.filter(expert=expert, origin=Conflict.DECLARED).count()
    return Work(conflicts=declared, **figures, **answers)


def rounds_worked(expert: Expert) -> QuerySet[Round]:
    """The rounds in which she was given something, the newest first, with how much she handed in."""
    mine = Q(assignments__expert=expert, assignments__released_at=None)
    return (
        Round.objects.filter(mine)
        .select_related("call")
        .annotate(
            given=Count("assignments", filter=mine, distinct=True),
            done=Count(
                "assignments", filter=mine & Q(assignments__review__state=Review.SUBMITTED), distinct=True
            ),
        )
        .order_by("-opened_at", "-pk")
    )


def marks_beside(expert: Expert) -> list[tuple[str, str, float]]:
    """(what was reviewed, who reviewed it, percent of the possible) of all reviews in the rounds she took part in."""
    rounds = list(
        Round.objects.filter(
            assignments__expert=expert,
            assignments__review__state=Review.SUBMITTED,
            assignments__released_at=None,
        ).distinct()
    )
    possible = {one.pk: _possible(one) for one in rounds}
    rows = Review.objects.filter(
        state=Review.SUBMITTED, assignment__released_at=None, assignment__round__in=rounds
    ).values_list("assignment__round_id", "assignment__nomination_id", "assignment__expert_id", "total")
    return [
        (f"{round_id}-{nomination_id}", str(expert_id), float(100 * given / possible[round_id]))
        for round_id, nomination_id, expert_id, given in rows.order_by("pk")[:MOST_MARKS]
        if possible[round_id]
    ]


def _possible(round_: Round) -> Decimal:
    criteria = criteria_of(round_.criteria)
    return total({one.key: one.max for one in criteria}, criteria) or Decimal(0)
