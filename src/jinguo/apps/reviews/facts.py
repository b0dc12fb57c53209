"""What the review reports: a review handed in."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from jinguo.apps.clock import told
from jinguo.apps.facts.kernel import Fact, Record, declare
from jinguo.apps.reviews import queries
from jinguo.apps.reviews.models import Review


def _seen(user: Any, rows: QuerySet[Review]) -> list[Record]:
    """Reviews of rounds whose organiser's officer she is: each opens the nomination with its reviews."""
    mine = rows.filter(assignment__round__in=queries.rounds_of_organiser(user))
    found = mine.select_related("assignment__nomination", "assignment__expert").order_by("submitted_at", "pk")
    return [
        Record(
            told(one.submitted_at).date(),
            f"{one.assignment.nomination.name} · {one.assignment.expert.name}",
            reverse("reviews:nomination", args=[one.assignment.nomination.uid]),
        )
        for one in found
    ]


SUBMITTED = Fact(
    "review.submitted",
    rows=lambda: Review.objects.filter(state=Review.SUBMITTED, assignment__released_at=None),
    date="submitted_at",
    dimensions={
        "organiser": "assignment__round__call__organiser_id",
        "call": "assignment__round__call_id",
        "category": "assignment__nomination__category__name",
        "nominating_unit": "assignment__nomination__unit_id",
        "expert_sex": "assignment__expert__sex",
    },
    person="assignment__expert",
    owned=lambda organisation: Q(assignment__round__call__organiser=organisation),
    seen=_seen,
)


def declare_all() -> None:
    declare(SUBMITTED)
