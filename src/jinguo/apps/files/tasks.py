"""The sweep comes round once a day, and can be asked for."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from jinguo.apps import jobs
from jinguo.apps.files import actions


@jobs.periodic("files.sweep", every=timedelta(days=1))
def sweep_daily() -> dict[str, int]:
    return actions.sweep()


@jobs.job("files.sweep")
def sweep(progress: Any) -> dict[str, int]:
    return actions.sweep()
