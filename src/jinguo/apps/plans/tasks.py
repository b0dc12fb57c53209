"""What comes round by itself: figures and reminders, every night."""

from __future__ import annotations

from datetime import timedelta

from jinguo.apps import jobs
from jinguo.apps.plans import actions


@jobs.periodic("plans.nightly", every=timedelta(days=1))
def nightly() -> dict[str, int]:
    return actions.nightly()
