"""What this app reports to plans and figures: each nomination handed in."""

from __future__ import annotations

from jinguo.apps.calls.models import Nomination
from jinguo.apps.calls.states import HANDED_IN
from jinguo.apps.facts.kernel import Fact, declare

_DIMENSIONS = {
    "call": "call__uid",
    "category": "category__name",
    "nominee_kind": "nominee_kind",
    "unit": "unit__uid",
    "unit_kind": "unit__kind",
    "region": "unit__region",
    "sex": "entry__sex",
}


def declare_facts() -> None:
    """Called once, when the app is ready."""
    declare(
        Fact(
            "nomination.handed_in",
            rows=lambda: Nomination.objects.filter(state__in=HANDED_IN),
            date="submitted_at",
            dimensions=_DIMENSIONS,
        )
    )
