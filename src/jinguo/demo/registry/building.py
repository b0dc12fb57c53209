"""The demo's registry, built by the importer itself, step by step: each step may be killed and is then done again from where it was.

Every list goes the way an officer's goes: looked at, its columns guessed, read to the end, written at once. Then machines merge what
is certain, and leave the rest to the review queue.
"""

from __future__ import annotations

import hashlib
import io
import time
from collections.abc import Callable
from typing import Any

from jinguo.apps.accounts.models import User
from jinguo.apps.clock import now
from jinguo.apps.files import actions as files
from jinguo.apps.files import blobs
from jinguo.apps.jobs import actions as jobs
from jinguo.apps.jobs.models import Job
from jinguo.apps.jobs.states import OPEN, State
from jinguo.apps.organisations.models import Organisation
from jinguo.apps.registry import actions
from jinguo.apps.registry.models import ListImport
from jinguo.demo.registry import finishing, plan, reserves, sharing, truth
from jinguo.demo.registry.lists import LISTS, Spec, make_lists
from jinguo.demo.registry.plan import Plan
from jinguo.demo.registry.world import PERSONS, World, world
from jinguo.demo.registry.writing import bytes_of
from jinguo.demo.units import ASSOCIATION

JOB = "demo.build_registry"
TRIES = 3
"""A step that failed so often is left alone: the card says so."""

Progress = Callable[..., Any]


def keeper() -> Organisation:
    """Whose registry it is."""
    return Organisation.objects.get(name=ASSOCIATION)


def officer() -> User:
    return User.objects.get(username="officer")


def second() -> User:
    """The other officer, for what needs two."""
    return User.objects.get(username="officer2")


def the_world(persons: int) -> World:
    """The world of this demo: some of its accounts live in it."""
    accounts = (
        User.objects.filter(username__startswith="expert").order_by("pk").values_list("name", flat=True)
    )
    return world(persons, guests=tuple(accounts))


def begin(persons: int = PERSONS) -> Plan:
    """The plan that stands, or a new one."""
    known = plan.read()
    if known is None:
        known = Plan(persons)
        known.save()
    return known


def ask(persons: int = PERSONS) -> Job | None:
    """Have a worker go on with it; None where it stands. Whoever asks is sure that no worker is at it now."""
    known = begin(persons)
    if known.next_step is None:
        return None
    Job.objects.filter(name=JOB, state__in=OPEN).update(
        state=State.FAILED, finished_at=now(), message_code="job_worker_lost", message_params={}
    )
    return jobs.enqueue(JOB, by=None, step=known.next_step)


def go_on() -> int:
    """The same for who is not sure: nothing where a worker is at it, or where it failed too often. How many were asked."""
    known = plan.read()
    if known is None or (step := known.next_step) is None:
        return 0
    rows = Job.objects.filter(name=JOB)
    if (
        rows.filter(state__in=OPEN).exists()
        or rows.filter(params__step=step, state=State.FAILED).count() >= TRIES
    ):
        return 0
    jobs.enqueue(JOB, by=None, step=step)
    return 1


def take(step: str, progress: Progress) -> None:
    """One step, unless it stands."""
    known = plan.read()
    if known is None or step in known.done:
        return
    began = time.monotonic()
    if step == plan.FIRST:
        write_lists(known.persons)
    elif step == plan.MATCHING:
        finishing.match(keeper(), progress)
    elif step == plan.TIERS:
        reserves.keep(keeper(), officer())
        reserves.weigh(keeper(), officer(), progress)
        reserves.settle(keeper(), officer(), second())
    elif step == plan.FINISHING:
        finishing.finish(keeper(), officer(), the_world(known.persons), progress)
        sharing.share(keeper(), officer(), second())
    else:
        take_in(next(spec for spec in LISTS if spec.key == step), progress)
    known.mark(step, time.monotonic() - began)


def write_lists(persons: int) -> None:
    """The eight files and the truth, in the demo's folder."""
    folder = plan.folder()
    folder.mkdir(parents=True, exist_ok=True)
    made = make_lists(the_world(persons))
    for one in made:
        (folder / one.spec.file_name).write_bytes(bytes_of(one))
    truth.write(made, folder / "truth.csv")


def take_in(spec: Spec, progress: Progress) -> ListImport:
    """Take one list in as an officer does who agrees with every guess."""
    content = (plan.folder() / spec.file_name).read_bytes()
    run = _begun(spec, content)
    assert run.file is not None
    with blobs.on_disk(run.file.path) as path:
        if run.state == ListImport.OPEN:
            run = actions.stage_import(run=run, path=path, progress=progress)
    if run.state == ListImport.STAGED:
        run = actions.commit_import(run=run, by=officer(), progress=progress)
    return run


def _begun(spec: Spec, content: bytes) -> ListImport:
    """The import of this very file, as far as it came; a new one where there is none."""
    digest = hashlib.sha256(content).hexdigest()
    known = ListImport.objects.filter(
        organisation=keeper(),
        sha256=digest,
        state__in=[ListImport.OPEN, ListImport.STAGED, ListImport.COMMITTED],
    ).exclude(file=None)
    if (run := known.first()) is not None:
        return run
    stored = files.store(io.BytesIO(content), name=spec.file_name, kind="list", by=officer())
    return actions.begin_import(
        organisation=keeper(),
        path=plan.folder() / spec.file_name,
        file_name=spec.file_name,
        sha256=digest,
        by=officer(),
        stored=stored,
    )
