"""What the review reports: a review handed in."""

from django.db.models import Q

from jinguo.apps.facts.kernel import Fact, declare
from jinguo.apps.reviews.models import Review

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
)


def declare_all() -> None:
    declare(SUBMITTED)
