"""What this app reports to plans and figures: each nomination handed in."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from jinguo.apps.calls import queries
from jinguo.apps.calls.models import Nomination
from jinguo.apps.calls.states import HANDED_IN
from jinguo.apps.clock import told
from jinguo.apps.facts.kernel import Fact, Record, declare
from jinguo.apps.registry.queries.tiers import tier_names, tier_now

_DIMENSIONS = {
    "call": "call__uid",
    "category": "category__name",
    "nominee_kind": "nominee_kind",
    "unit": "unit__uid",
    "unit_kind": "unit__kind",
    "region": "unit__region",
    "sex": "entry__sex",
    "tier": tier_now("entry__identity"),
}


def _seen(user: Any, rows: QuerySet[Nomination]) -> list[Record]:
    """Those that the reader may open, by the rules of the nominations themselves."""
    mine = queries.visible_nominations(user).filter(pk__in=rows.values("pk"))
    found = mine.order_by("submitted_at", "pk")
    return [
        Record(told(one.submitted_at).date(), one.name, reverse("calls:nomination", args=[one.uid]))
        for one in found
    ]


def declare_facts() -> None:
    """Called once, when the app is ready."""
    declare(
        Fact(
            "nomination.handed_in",
            rows=lambda: Nomination.objects.filter(state__in=HANDED_IN),
            date="submitted_at",
            dimensions=_DIMENSIONS,
            values={"tier": tier_names},
            person="entry__identity",
            owned=lambda organisation: Q(call__organiser=organisation),
            seen=_seen,
        )
    )
