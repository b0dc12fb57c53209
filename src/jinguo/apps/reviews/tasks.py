"""Doormen: what a worker is asked for by name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from jinguo.apps import jobs
from jinguo.apps.calls.models import Call
from jinguo.apps.clock import today
from jinguo.apps.reviews import actions, queries
from jinguo.apps.reviews.models import AssignmentPlan


@jobs.job("reviews.make_plan")
def make_plan(progress: Callable[..., None], *, plan: str) -> dict[str, Any]:
    """Who reads what, proposed."""
    made = actions.fill_plan(
        AssignmentPlan.objects.select_related("round__call__organiser").get(uid=plan), progress
    )
    return {"status": made.result.get("status", "")}


@jobs.job("reviews.find_conflicts")
def find_conflicts(progress: Callable[..., None], *, call: str) -> dict[str, Any]:
    """The whole pool against all nominations of a call, in the name of whoever asked for it."""
    found = Call.objects.select_related("organiser").get(uid=call)
    by = progress.job.by

    def tell(done: int, total: int) -> None:
        progress(done, total, "conflicts_looked_for")

    search = actions.find_conflicts(call=found, by=by, progress=tell)
    return {"experts": search.experts, "nominations": search.nominations, "found": search.found}


@jobs.periodic("reviews.breaks_of_the_day", every=timedelta(hours=1))
def breaks_of_the_day() -> dict[str, int]:
    """Experts whose break begins or is over come into line with it."""
    return {"changed": sum(actions.follow_breaks(one) for one in queries.breaks_due(today()))}
