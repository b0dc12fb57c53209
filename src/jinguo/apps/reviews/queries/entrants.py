"""Which nominations are under review, and how they stand in a round."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery

from jinguo.apps.calls.models import Call, Nomination
from jinguo.apps.calls.queries import waiting_for_check
from jinguo.apps.calls.states import NominationState
from jinguo.apps.reviews.models import (
    Assignment,
    Round,
    Standing,
)
from jinguo.apps.reviews.states import REVIEWABLE
from jinguo.reasons import Verdict

if TYPE_CHECKING:
    pass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    pass
from jinguo.apps.reviews.queries.rounds import current_round


def checked(call: Call) -> QuerySet[Nomination]:
    """The nominations that passed the formal check: who enters the first round."""
    return call.nominations.filter(state__in=REVIEWABLE).select_related("category", "unit")


def entrants(round_: Round) -> QuerySet[Nomination]:
    """The nominations that take part in a round, each with its ``standing`` in that round."""
    return (
        round_.call.nominations.filter(state__in=REVIEWABLE)
        .annotate(standing=FilteredRelation("standings", condition=Q(standings__round=round_)))
        .filter(standing__isnull=False)
        .select_related("category", "unit", "standing")
    )


def going_on(round_: Round) -> QuerySet[Nomination]:
    """Who went on from a closed round, but for those taken off since."""
    return entrants(round_).filter(standing__passed=True).exclude(state=NominationState.REMOVED)


def reviewable(call: Call) -> QuerySet[Nomination]:
    """Who is under review: the entrants of the present round; before the first, who passed the formal check."""
    round_ = current_round(call)
    return checked(call) if round_ is None else entrants(round_)


def standing_of(round_: Round, nomination: Nomination) -> Standing | None:
    """How a nomination stands in a round; None where it does not take part."""
    return Standing.objects.filter(round=round_, nomination=nomination).first()


def ready_for_review(call: Call) -> Verdict:
    """What the review of a call still lacks before it can begin."""
    return (
        Verdict.of(bool(call.criteria), "call_without_criteria")
        & Verdict.of(checked(call).exists(), "nothing_to_review")
        & Verdict.of(not waiting_for_check(call).exists(), "formal_check_not_finished")
    )


def on_the_board(round_: Round) -> QuerySet[Nomination]:
    """Nominations of a round with their figures and how many experts they are with."""
    assigned = (
        Assignment.objects.filter(round=round_, nomination=OuterRef("pk"), released_at=None)
        .order_by()
        .values("nomination")
        .annotate(n=Count("pk"))
        .values("n")
    )
    return entrants(round_).annotate(assigned=Subquery(assigned))


def call_under_review(call: Call) -> QuerySet[Nomination]:
    """The nominations that passed the formal check, for counting: nothing joined."""
    return Nomination.objects.filter(call=call, state__in=REVIEWABLE)


def by_score(round_: Round) -> QuerySet[Nomination]:
    """All in a round, the best of each category first."""
    return entrants(round_).order_by(
        "category__position", F("standing__score").desc(nulls_last=True), "number"
    )
