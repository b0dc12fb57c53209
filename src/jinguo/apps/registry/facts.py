"""What this app reports to plans and figures: each honour that stands. A revoked one is in no count."""

from __future__ import annotations

from jinguo.apps.facts.kernel import Fact, declare
from jinguo.apps.registry.models import Honour


def declare_facts() -> None:
    """Called once, when the app is ready."""
    declare(
        Fact(
            "honour.granted",
            rows=lambda: Honour.objects.filter(revoked_on=None),
            date="granted_on",
            dimensions={
                "holder_kind": "holder_kind",
                "sex": "entry__sex",
                "title": "title",
                "granted_by": "granted_by",
            },
        )
    )
