"""Doormen: what a worker is asked for by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jinguo.apps import jobs
from jinguo.apps.reviews import actions
from jinguo.apps.reviews.models import AssignmentPlan


@jobs.job("reviews.make_plan")
def make_plan(progress: Callable[..., None], *, plan: str) -> dict[str, Any]:
    """Who reads what, proposed."""
    made = actions.fill_plan(
        AssignmentPlan.objects.select_related("round__call__organiser").get(uid=plan), progress
    )
    return {"status": made.result.get("status", "")}
