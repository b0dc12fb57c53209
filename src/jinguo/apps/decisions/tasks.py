"""Doormen: what a worker does in the background."""

from __future__ import annotations

from collections.abc import Callable

from jinguo.apps import jobs
from jinguo.apps.decisions import actions
from jinguo.apps.reviews.models import Round

STEPS = 4


@jobs.job("decisions.assess")
def assess(progress: Callable[..., None], round_id: int) -> dict[str, int]:
    """Examine the marks of a round: one step of progress for each part of the work."""
    round_ = Round.objects.select_related("call__organiser").get(pk=round_id)
    done = 0

    def tell(step: str) -> None:
        nonlocal done
        progress(done, STEPS, step)
        done += 1

    made = actions.keep_assessment(round_=round_, tell=tell)
    return {"items": len(made.scores)}
