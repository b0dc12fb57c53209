"""The outbox is looked through every few seconds."""

from __future__ import annotations

from datetime import timedelta

from jinguo.apps import jobs
from jinguo.apps.outbox import actions


@jobs.periodic("outbox.send_due", every=timedelta(seconds=5))
def send_due() -> dict[str, int]:
    return actions.send_due()
