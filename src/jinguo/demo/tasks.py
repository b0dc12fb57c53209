"""Doormen of the demo: what a worker is asked for by name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from jinguo.apps import jobs
from jinguo.apps.jobs import actions as asking


@jobs.job("demo.build_registry")
def build_registry(progress: Callable[..., None], *, step: str) -> None:
    """One step of the demo's registry; then the next one is asked for, so that other work has its turn between them."""
    from jinguo.demo.registry import building, plan  # slow import: it brings the engines

    building.take(step, progress)
    known = plan.read()
    if known is not None and known.next_step is not None:
        asking.enqueue("demo.build_registry", by=None, step=known.next_step)


@jobs.periodic("demo.go_on", every=timedelta(minutes=1))
def go_on() -> dict[str, int]:
    """A worker that was killed leaves the registry half built: another one goes on."""
    from jinguo.demo.registry import building  # slow import: it brings the engines

    return {"asked": building.go_on()}
