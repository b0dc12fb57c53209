"""One worker's shift: it shows itself, does what waits, sees to what comes round, until told to stop."""

from __future__ import annotations

import logging
import os
import socket
import threading
from collections.abc import Callable
from datetime import timedelta

from django.db import close_old_connections, connection
from django_tasks_db.management.commands.db_worker import Worker as Hands
from django_tasks_db.models import DBTaskResult

from jinguo.apps.clock import now
from jinguo.apps.jobs import actions, work
from jinguo.apps.jobs.models import Job, Periodic, PeriodicRun, Worker

log = logging.getLogger(__name__)

BEAT_S = 15.0
LOST_AFTER = timedelta(minutes=5)
KEPT = timedelta(days=30)


class Shift:
    """Queued work in the calling thread; heartbeat and periodic work in a second: neither waits."""

    def __init__(self, *, poll_s: float = 1.0, parent: int | None = None) -> None:
        self.poll_s, self.parent = poll_s, parent
        self._over = threading.Event()
        self._hands: Hands | None = None
        self.worker = Worker(
            host=socket.gethostname()[:100], pid=os.getpid(), started_at=now(), seen_at=now()
        )

    def stop(self) -> None:
        """End after the piece of work in hand."""
        self._over.set()
        if self._hands is not None:
            self._hands.running = False

    def work(self, *, once: bool = False) -> None:
        """Do what waits; with ``once`` until nothing waits, otherwise until :meth:`stop`."""
        self.worker.save()
        actions.at_work(self.worker)
        steward = threading.Thread(target=self._steward, name="steward", daemon=True)
        if not once:
            steward.start()
        try:
            while not self._over.is_set():
                self._do_what_waits()
                if once:
                    break
                self._over.wait(self.poll_s)
        finally:
            self._over.set()
            if not once:
                steward.join(timeout=20)
            Worker.objects.filter(pk=self.worker.pk).update(stopped_at=now())
            actions.at_work(None)

    def _do_what_waits(self) -> None:
        self._hands = Hands(
            queue_names=["*"],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=self.worker.uid.hex,
            excluded_queue_names=[],
        )
        self._hands.running = not self._over.is_set()
        self._hands.run()

    def _steward(self) -> None:
        try:
            beat = 0.0
            while not self._over.is_set():
                close_old_connections()
                if beat <= 0:
                    Worker.objects.filter(pk=self.worker.pk).update(seen_at=now())
                    beat = BEAT_S
                do_rounds(self._over.is_set)
                if self.parent is not None and os.getppid() != self.parent:
                    log.warning("the process that started this worker is gone: stopping")
                    self.stop()
                beat -= self.poll_s
                self._over.wait(self.poll_s)
        except Exception:
            log.exception("the worker's heart stopped; the worker ends so that it can be started anew")
            self.stop()
        finally:
            connection.close()


def do_rounds(interrupted: Callable[[], bool] = lambda: False) -> int:
    """Do the periodic work that is due and that nobody else took; how many turns were taken."""
    turns = 0
    due = {row.name: row.due_at for row in Periodic.objects.all()}
    for entry in work.rounds():
        if interrupted():
            break
        if entry.name in due and due[entry.name] > now():
            continue
        turns += _turn(entry)
    return turns


def _turn(entry: work.Round) -> bool:
    """One turn, if it can be had: one conditional update decides."""
    started = now()
    row, _ = Periodic.objects.get_or_create(name=entry.name, defaults={"due_at": started})
    won = Periodic.objects.filter(pk=row.pk, due_at=row.due_at, due_at__lte=started).update(
        due_at=started + entry.every, last_at=started
    )
    if not won:
        return False
    counts: dict[str, int] = {}
    error = ""
    try:
        counts = entry.function() or {}
    except Exception as problem:
        log.exception("periodic work %s failed", entry.name)
        error = type(problem).__name__
    if error or any(counts.values()):
        PeriodicRun.objects.create(
            periodic=row, started_at=started, finished_at=now(), counts=counts, error=error
        )
    return True


@work.periodic("jobs.give_up_lost", every=timedelta(minutes=1))
def give_up_lost() -> dict[str, int]:
    return {"lost": actions.give_up_lost(unseen_since=now() - LOST_AFTER)}


@work.periodic("jobs.clear_old", every=timedelta(days=1))
def clear_old() -> dict[str, int]:
    """Forget what ended a month ago; the files that were made are then swept like any other."""
    before = now() - KEPT
    return {
        "jobs": Job.objects.filter(finished_at__lt=before).delete()[0],
        "runs": PeriodicRun.objects.filter(finished_at__lt=before).delete()[0],
        "workers": Worker.objects.filter(seen_at__lt=before).delete()[0],
        "tasks": DBTaskResult.objects.finished().filter(finished_at__lt=before).delete()[0],
    }
