"""Doormen of lists on their way in: what a worker is asked for by name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from jinguo.apps import jobs
from jinguo.apps.accounts.models import User
from jinguo.apps.clock import now
from jinguo.apps.files import blobs
from jinguo.apps.registry import actions
from jinguo.apps.registry.actions.imports import forget
from jinguo.apps.registry.models import ListImport
from jinguo.errors import Refused

KEPT = timedelta(days=30)
PATIENCE = timedelta(minutes=10)
"""A command without a job has so long for telling the search by itself before a worker helps; twice does no harm."""


@jobs.job("registry.stage_import")
def stage_import(progress: Callable[..., None], *, run: str) -> dict[str, Any]:
    """Read a list to its end, and see who of it is known; whoever cancels that has the list as it was read."""
    one = ListImport.objects.select_related("file").get(uid=run)
    if one.file is None:
        raise Refused.because("import_is_closed")
    with blobs.on_disk(one.file.path) as path:
        done = actions.stage_import(run=one, path=path, progress=progress)
    done = actions.look_for_known(run=done, progress=progress)
    return {"rows": done.rows, "refused": done.refused}


@jobs.job("registry.commit_import")
def commit_import(progress: Callable[..., None], *, run: str, by_id: int) -> dict[str, Any]:
    """Write a list to the registry."""
    one = ListImport.objects.get(uid=run)
    done = actions.commit_import(run=one, by=User.objects.get(pk=by_id), progress=progress)
    return {"accepted": done.accepted, "joined": done.joined}


@jobs.job("registry.index_import")
def index_import(progress: Callable[..., None], *, run: str) -> dict[str, Any]:
    """Tell the search of a list that was written or taken back."""
    done = actions.index_import(run=ListImport.objects.get(uid=run), progress=progress)
    return {"accepted": done.accepted}


@jobs.periodic("registry.index_lists", every=timedelta(minutes=5))
def index_lists() -> dict[str, int]:
    """Lists of which the search does not know yet because a worker was killed, or a command: it goes on with them."""
    waiting = ListImport.objects.filter(
        state__in=[ListImport.COMMITTED, ListImport.TAKEN_BACK], indexed_at=None
    ).select_related("job")
    count = 0
    for run in waiting:
        began = run.taken_back_at or run.committed_at
        if not (run.job and run.job.is_open) and began < now() - PATIENCE:
            actions.index_import(run=run)
            count += 1
    return {"lists": count}


@jobs.periodic("registry.forget_lists", every=timedelta(hours=24))
def forget_lists() -> dict[str, int]:
    """Files and rows of lists that came long ago go; what was done with them stays on record."""
    old = ListImport.objects.filter(created_at__lt=now() - KEPT).exclude(file=None, columns=[])
    for one in (rows := [*old]):
        forget(one)
    return {"lists": len(rows)}
