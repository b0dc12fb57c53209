"""Ask for work, do it, cancel it."""

from __future__ import annotations

import logging
import time
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django_tasks import default_task_backend
from django_tasks_db import DatabaseBackend

from jinguo.apps.clock import now
from jinguo.apps.jobs import work
from jinguo.apps.jobs.models import Job, Worker
from jinguo.apps.jobs.permissions import asked_for
from jinguo.apps.jobs.states import OPEN, State
from jinguo.errors import Refused, demand

log = logging.getLogger(__name__)
WRITES_A_SECOND = 5


@transaction.atomic
def enqueue(name: str, *, by: Any, **params: Any) -> Job:
    """Ask for a registered function; ``params`` are plain values. A worker starts it after the commit.

    Raises:
        LookupError: no function is registered under the name (an error in the program).
    """
    work.find(name)
    job = Job.objects.create(name=name, params=params, by=by, created_at=now())
    from jinguo.apps.jobs.tasks import run_job  # circular: the doorman calls this module

    start = partial(run_job.enqueue, str(job.uid))
    if isinstance(default_task_backend, DatabaseBackend) or isinstance(
        getattr(default_task_backend, "_wrapped", None), DatabaseBackend
    ):
        start()  # a row in the same transaction: both or neither
    else:
        transaction.on_commit(start)
    return job


def cancel(job: Job, *, by: Any) -> None:
    """Take a waiting job back at once; ask a running one to stop at its next word of progress.

    Raises:
        Refused: it is another's, or it has ended.
    """
    demand(asked_for(by, job))
    moment = now()
    if Job.objects.filter(pk=job.pk, state=State.QUEUED).update(
        state=State.CANCELLED, cancel_asked_at=moment, finished_at=moment
    ):
        return
    if not Job.objects.filter(pk=job.pk, state=State.RUNNING).update(cancel_asked_at=moment):
        raise Refused.because("job_has_ended")


_at_work: Worker | None = None


def at_work(worker: Worker | None) -> None:
    """This process is that worker: its jobs carry its name, so that they can be given up when it dies."""
    global _at_work
    _at_work = worker


def run(uid: UUID | str) -> None:
    """Do a job, if it still waits: whoever moves it to running has it. What the work raises is kept in it."""
    won = Job.objects.filter(uid=uid, state=State.QUEUED).update(
        state=State.RUNNING, started_at=now(), worker=_at_work
    )
    if not won:
        return
    job = Job.objects.get(uid=uid)
    try:
        made = work.find(job.name)(Progress(job), **job.params)
    except work.Cancelled:
        _end(job, State.CANCELLED)
    except Refused as refused:
        reason = refused.reasons[0]
        _end(job, State.FAILED, message_code=reason.code, message_params=dict(reason.params))
    except Exception as problem:
        # The log tells operators the whole; the record, which others read, only what kind of problem it was.
        log.exception("job %s %s failed", job.name, job.uid)
        kind = type(problem).__name__
        _end(job, State.FAILED, message_code="job_failed_unexpectedly", message_params={}, error=kind)
    except BaseException:  # the worker is being stopped
        _end(job, State.FAILED, message_code="job_worker_lost", message_params={})
        raise
    else:
        _end(job, State.DONE, **_result(made))


def give_up_lost(*, unseen_since: Any) -> int:
    """Mark running jobs as failed whose worker has stopped or has not been seen since a moment. How many."""
    gone = Q(worker__stopped_at__isnull=False) | Q(worker__seen_at__lt=unseen_since)
    lost = Job.objects.filter(state=State.RUNNING).filter(gone)
    return Job.objects.filter(pk__in=[*lost.values_list("pk", flat=True)], state=State.RUNNING).update(
        state=State.FAILED, finished_at=now(), message_code="job_worker_lost", message_params={}
    )


class Progress:
    """How a job tells how far it is: ``progress(done, total, message_code, **values)``."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self._last_write = float("-inf")

    def __call__(self, done: int, total: int = 0, message_code: str = "", **params: Any) -> None:
        """Say how far the work is. Written at most five times a second; the last word is never lost for long.

        Raises:
            Cancelled: the user does not want the job any more.
        """
        moment = time.monotonic()
        if moment - self._last_write < 1 / WRITES_A_SECOND and done < total:
            return
        self._last_write = moment
        said = {"message_code": message_code, "message_params": params} if message_code else {}
        Job.objects.filter(pk=self.job.pk, state=State.RUNNING).update(done=done, total=total, **said)
        if Job.objects.filter(pk=self.job.pk, cancel_asked_at__isnull=False).exists():
            raise work.Cancelled


def _end(job: Job, state: State, **values: Any) -> None:
    Job.objects.filter(pk=job.pk, state__in=OPEN).update(state=state, finished_at=now(), **values)


def _result(made: Any) -> dict[str, Any]:
    stored_file = Job._meta.get_field("result_file").related_model
    if isinstance(made, stored_file):
        return {"result_file": made}
    if isinstance(made, dict):
        file = made.get("file")
        if isinstance(file, stored_file):
            plain = {key: value for key, value in made.items() if key != "file"}
            return {"result": plain, "result_file": file}
        return {"result": made}
    return {}
