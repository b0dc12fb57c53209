"""What comes round by itself: no key outlives its vote."""

from __future__ import annotations

from datetime import timedelta

from jinguo.apps import jobs
from jinguo.apps.meetings import actions


@jobs.periodic("meetings.destroy_keys", every=timedelta(hours=1))
def destroy_keys() -> dict[str, int]:
    return {"destroyed": actions.destroy_keys_left_over()}
