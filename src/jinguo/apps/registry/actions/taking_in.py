"""A list that was read to its end goes into the registry as a whole, and comes out of it as a whole.

What is sealed and indexed is prepared beside the tables; one short transaction moves it in (:mod:`incoming`). Then the search
learns of it, batch by batch: ``indexed_to`` says how far it is, so that whoever is killed goes on there.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.db import transaction

from jinguo.apps.clock import now, today
from jinguo.apps.jobs import actions as jobs
from jinguo.apps.registry import incoming, staging
from jinguo.apps.registry.actions.matching import ask_to_match_import
from jinguo.apps.registry.actions.people import move_in, withdraw_entries
from jinguo.apps.registry.models import ListImport
from jinguo.apps.registry.permissions.imports import is_staged, may_import, stands_in_registry
from jinguo.apps.registry.rights import withheld
from jinguo.apps.registry.search import indexing
from jinguo.errors import Refused, demand

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User
    from jinguo.apps.registry.incoming import Added

Progress = Callable[..., None]
when_committed: list[Callable[[ListImport, User | None], None]] = []
when_taken_back: list[Callable[[ListImport, User | None], None]] = []
"""What rooms above the registry do when a list of theirs is written, or taken back: part of the same transaction."""
AT_ONCE = 2_000
"""So many entries are taken out of the search together with the list; of more a worker is asked."""


def commit_import(*, run: ListImport, by: User | None, progress: Progress | None = None) -> ListImport:
    """Write the accepted rows to the registry, all or none; then make what searches see of them.

    Raises:
        Refused: not an officer, not staged, or read anew, or somebody was erased, while it was being prepared.
    """
    if by is not None:
        demand(may_import(by, run.organisation_id))
    demand(is_staged(run))
    read, known = _chunks(run), withheld.known_to(run.organisation_id)
    tell = _telling(progress, "import_preparing", run.accepted)
    filtered = incoming.in_blocks(known.filtered(staging.staged_persons(run))) if known else None
    with incoming.prepared(filtered or staging.staged_blocks(run), tell) as move:
        if progress:
            progress(0, 0, "import_writing")
        run = _move_in(run, (read, known.mark), move, by)
    index_import(run=run, progress=progress)
    return run


@transaction.atomic
def _move_in(
    run: ListImport, read: tuple[list[int], int], move: Callable[..., Added], by: User | None
) -> ListImport:
    run = ListImport.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=run.pk)
    demand(is_staged(run))
    if (_chunks(run), withheld.mark(run.organisation_id)) != read:
        raise Refused.because("import_not_staged")
    added = move_in(
        move,
        source=run.source,
        organisation=run.organisation,
        by=by,
        source_name=run.file_name,
        recorded_on=run.as_of or today(),
    )
    run.state, run.committed_at, run.joined = ListImport.COMMITTED, now(), added.joined
    run.save(update_fields=["state", "committed_at", "joined"])
    run.chunks.all().delete()
    for follow in when_committed:
        follow(run, by)
    return run


def index_import(*, run: ListImport, progress: Progress | None = None) -> ListImport:
    """Tell the search of a list that was written or taken back; goes on where it was stopped."""
    tell = _telling(progress, "import_indexing", run.accepted)
    done = 0
    for behind in indexing.refresh_source(run.source, run.indexed_to):
        done += indexing.BATCH
        run.indexed_to = behind
        ListImport.objects.filter(pk=run.pk, state=run.state).update(indexed_to=behind)
        if tell:
            tell(done)
    _indexed(run)
    return run


@transaction.atomic
def _indexed(run: ListImport) -> None:
    """The search knows all of it: now whoever else speaks of the same persons is looked for, once."""
    run.indexed_at = now()
    rows = ListImport.objects.filter(pk=run.pk, state=run.state, indexed_at=None)
    if rows.update(indexed_at=run.indexed_at) and run.state == ListImport.COMMITTED:
        ask_to_match_import(organisation=run.organisation, source=run.source)


@transaction.atomic
def ask_to_commit(*, run: ListImport, by: User) -> None:
    """Have a worker write the list; asked twice, it is written once."""
    demand(may_import(by, run.organisation_id))
    run = ListImport.objects.select_for_update(of=("self",)).select_related("job").get(pk=run.pk)
    demand(is_staged(run))
    if not (run.job and run.job.is_open):
        run.job = jobs.enqueue("registry.commit_import", by=by, run=str(run.uid), by_id=by.pk)
        run.save(update_fields=["job"])


@transaction.atomic
def take_back_import(*, run: ListImport, by: User | None) -> int:
    """Take a whole list out of the registry again; answers how many entries. Of a long one the search learns from a worker.

    Raises:
        Refused: not an officer, or it does not stand in the registry.
    """
    if by is not None:
        demand(may_import(by, run.organisation_id))
    run = ListImport.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=run.pk)
    demand(stands_in_registry(run))
    count = withdraw_entries(
        source=run.source, organisation=run.organisation, by=by, index=run.rows <= AT_ONCE
    )
    run.state, run.taken_back_at, run.indexed_to = ListImport.TAKEN_BACK, now(), 0
    run.indexed_at = now() if run.rows <= AT_ONCE else None
    if run.indexed_at is None:
        run.job = jobs.enqueue("registry.index_import", by=by, run=str(run.uid))
    run.save(update_fields=["state", "taken_back_at", "indexed_to", "indexed_at", "job"])
    for follow in when_taken_back:
        follow(run, by)
    return count


def _chunks(run: ListImport) -> list[int]:
    """By which reading it can be told from a later one."""
    return list(run.chunks.order_by("pk").values_list("pk", flat=True))


def _telling(progress: Progress | None, code: str, total: int) -> Callable[[int], None] | None:
    if progress is None:
        return None
    return lambda done: progress(min(done, total), total, code)
