"""A list on its way into the registry: looked at, corrected, read to its end and staged. How it is written stands in
:mod:`taking_in`; until then nothing of it is in the registry. :func:`stage_import` goes on where it was stopped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import transaction

from jinguo.apps.clock import now, today, told
from jinguo.apps.files import actions as files
from jinguo.apps.jobs import actions as jobs
from jinguo.apps.registry import bulk, staging
from jinguo.apps.registry.models import KnownHeader, ListImport, StagedRow
from jinguo.apps.registry.permissions.imports import is_open_for_reading, may_import
from jinguo.apps.registry.persons import sealed
from jinguo.apps.registry.queries.imports import known_headers
from jinguo.apps.registry.rights import withheld
from jinguo.errors import Refused, demand
from jinguo.reasons import Reason

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User
    from jinguo.apps.files.models import StoredFile
    from jinguo.apps.organisations.models import Organisation
    from jinguo.apps.registry.models import PersonEntry
    from jinguo.engines.rosters import Book, ListMapping, Plan, Reading, Table

Progress = Callable[..., None]


def begin_import(
    *,
    organisation: Organisation,
    path: Path,
    file_name: str,
    sha256: str,
    by: User | None,
    stored: StoredFile | None = None,
    mapping: ListMapping | None = None,
    as_of: date | None = None,
) -> ListImport:
    """Look at a list and keep what it seems to hold. ``by`` is None for the operator of the machine; ``as_of`` is the day whose
    state the list tells, guessed where nobody says it.

    Raises:
        Refused: not an officer; the same file stands in this registry already (``import_twice``); the file cannot be
            read (codes ``roster_…``).
    """
    if by is not None:
        demand(may_import(by, organisation))
    twin = ListImport.objects.filter(
        organisation=organisation, sha256=sha256, state=ListImport.COMMITTED
    ).first()
    if twin is not None:
        raise Refused.because("import_twice", file=twin.file_name, at=twin.committed_at)
    run = ListImport(
        organisation=organisation,
        file=stored,
        file_name=file_name[:200],
        sha256=sha256,
        by=by,
        by_name=str(by)[:150] if by else "",
        corrections=mapping.as_json() if mapping else {},
    )
    _look(run, path)
    run.as_of = as_of or run.as_of
    run.save(force_insert=True)
    return run


@transaction.atomic
def correct_import(
    *,
    run: ListImport,
    path: Path,
    columns: Mapping[str, str],
    women_only: bool,
    as_of: date | None = None,
    by: User,
) -> ListImport:
    """Say what the columns hold (heading → field), whether the list is of women only, and which day's state it tells (None: that
    of the day it is taken in); the columns are remembered for lists with the same header. What was staged is forgotten."""
    demand(may_import(by, run.organisation_id))
    run = ListImport.objects.select_for_update().get(pk=run.pk)
    demand(is_open_for_reading(run))
    run.corrections = {**run.corrections, "columns": dict(columns), "women_only": women_only}
    run.state, run.likely = ListImport.OPEN, {}
    run.chunks.all().delete()
    run.found.all().delete()
    _look(run, path)
    run.as_of = as_of
    run.save()
    for mark in {column["mark"] for column in run.columns}:
        own = {one["heading"]: one["field"] for one in run.columns if one["mark"] == mark and one["heading"]}
        KnownHeader.objects.update_or_create(
            organisation_id=run.organisation_id,
            fingerprint=mark,
            defaults={"columns": own, "updated_at": now()},
        )
    return run


def stage_import(*, run: ListImport, path: Path, progress: Progress) -> ListImport:
    """Read the list to its end; every batch is kept by itself, so that a run that was killed goes on behind the last one.

    Raises:
        Refused: it is closed, or the file cannot be read.
    """
    from jinguo.engines.rosters import Options, Reading, open_book  # slow import: it brings NumPy

    demand(is_open_for_reading(run))
    kept: dict[int, dict[str, Any]] = dict(run.chunks.values_list("number", "counts"))
    total: Counter[str] = Counter()
    known = withheld.known_to(run.organisation_id)
    with open_book(path) as book:
        reading = Reading(book, plan_of_import(run, book), Options(on=told(run.created_at).date()))
        size = sum(plan.sheet.rows for plan in reading.plan.sheets)
        for number, table in enumerate(reading.tables()):
            known.note(table)
            counts = kept.get(number) or _keep(run, number, table)
            total.update(counts["findings"])
            progress(reading.rows, max(size, reading.rows), "import_reading", rows=reading.rows)
        _finish(run, reading, total)
    return run


@transaction.atomic
def ask_to_stage(*, run: ListImport, by: User) -> None:
    """Have a worker read the list to its end; asked twice, it is read once."""
    demand(may_import(by, run.organisation_id))
    run = ListImport.objects.select_for_update(of=("self",)).select_related("job").get(pk=run.pk)
    demand(is_open_for_reading(run))
    if run.state == ListImport.OPEN and not (run.job and run.job.is_open):
        run.job = jobs.enqueue("registry.stage_import", by=by, run=str(run.uid))
        run.save(update_fields=["job"])


@transaction.atomic
def stage_in_background(*, run: ListImport) -> None:
    """The same for a list that a program handed in; whether it might is decided where it came in."""
    run = ListImport.objects.select_for_update(of=("self",)).get(pk=run.pk)
    demand(is_open_for_reading(run))
    run.job = jobs.enqueue("registry.stage_import", by=None, run=str(run.uid))
    run.save(update_fields=["job"])


@transaction.atomic
def drop_import(*, run: ListImport, by: User) -> None:
    """Give a list up that was never written: its rows and its file go."""
    demand(may_import(by, run.organisation_id))
    run = ListImport.objects.select_for_update().get(pk=run.pk)
    demand(is_open_for_reading(run))
    forget(run)
    run.state = ListImport.DROPPED
    run.save(update_fields=["state"])


def forget(run: ListImport) -> None:
    """Let go of what a list said: its rows here and its file; the count of what was done stays."""
    run.chunks.all().delete()
    run.found.all().delete()
    stored, run.file, run.columns, run.likely = run.file, None, [], {}
    run.save(update_fields=["file", "columns", "likely"])
    if stored is not None:
        files.discard(stored)


def forget_lists_of(entries: Iterable[PersonEntry], organisation: Organisation) -> None:
    """Somebody was erased: the lists that brought these entries go, with the rows kept of them; lists that wait to be
    confirmed are read anew, so that she is left out. Part of the caller's transaction."""
    sources = {one.source for one in entries}
    for run in ListImport.objects.filter(organisation=organisation).exclude(file=None, columns=[]):
        if run.source in sources:
            forget(run)
    for run in ListImport.objects.filter(organisation=organisation, state=ListImport.STAGED):
        run.chunks.all().delete()
        run.found.all().delete()
        run.state, run.likely = ListImport.OPEN, {}
        if run.file_id:
            run.job = jobs.enqueue("registry.stage_import", by=run.by, run=str(run.uid))
        run.save(update_fields=["state", "likely", "job"])


def _look(run: ListImport, path: Path) -> None:
    """Recognise the list and keep what is shown of it; samples are masked."""
    from jinguo.engines.rosters import open_book, told_day  # slow import: it brings NumPy

    with open_book(path) as book:
        plan = plan_of_import(run, book)
    run.as_of = told_day([*plan.sheets[0].layout.titles, run.file_name], today())
    run.notes = [reason.as_json() for reason in plan.notes]
    run.women_only = any(one.women_only for one in plan.sheets)
    run.columns = [
        {
            "sheet": one.sheet.name,
            "mark": one.fingerprint,
            "place": guess.place,
            "heading": guess.heading,
            "field": guess.field,
            "certainty": guess.certainty,
            "why": guess.why,
            "samples": [_masked(guess.field, text) for text in guess.samples],
        }
        for one in plan.sheets
        for guess in one.columns
    ]


def _masked(field: str, text: str) -> str:
    return sealed.masked(field, text) if field in ("id_number", "phone", "email", "address") else text[:60]


def plan_of_import(run: ListImport, book: Book) -> Plan:
    """How this list is read: guessed, as remembered, as corrected."""
    from jinguo.engines.rosters import ListMapping, recognise  # slow import: it brings NumPy

    known = known_headers(run.organisation_id)
    mapping = ListMapping(**run.corrections) if run.corrections else None
    return recognise(book, mapping=mapping, remembered=known.get)


def _keep(run: ListImport, number: int, table: Table) -> dict[str, Any]:
    """Write one batch: its accepted rows sealed, the rows with findings for themselves. Answers with its counts."""
    refused = sum(map(table.is_refused, table.found))
    counts = {
        "rows": len(table.numbers),
        "refused": refused,
        "noted": len(table.found) - refused,
        "findings": Counter(finding.reason.code for found in table.found.values() for finding in found),
    }
    with transaction.atomic():
        staging.sealed_chunk(run, number, table, counts).save(force_insert=True)
        bulk.write([_staged(run, table, place) for place in sorted(table.found)])
    return counts


def _staged(run: ListImport, table: Table, place: int) -> StagedRow:
    return StagedRow(
        run=run,
        sheet=table.sheet[:100],
        number=table.numbers[place],
        name=table.names[place][:100],
        refused=table.is_refused(place),
        reasons=[finding.reason.as_json() for finding in table.found[place]],
    )


@transaction.atomic
def _finish(run: ListImport, reading: Reading, total: Counter[str]) -> None:
    """Refuse the rows about which something came to light later, and close the reading."""
    named = _names_of(run, set(reading.late))
    for (sheet, number), finding in reading.late.items():
        _refuse_late(run, sheet, number, finding.reason, named.get((sheet, number), ""))
        total[finding.reason.code] += 1
    run.late = [[sheet, number] for sheet, number in reading.late]
    run.findings = dict(sorted(total.items()))
    run.notes = [reason.as_json() for reason in reading.notes]
    run.rows, run.state = reading.rows, ListImport.STAGED
    run.refused = run.found.filter(refused=True).count()
    run.noted = run.found.filter(refused=False).count()
    run.save()


def _names_of(run: ListImport, late: set[tuple[str, int]]) -> dict[tuple[str, int], str]:
    """The names of rows that were accepted when they were read: they stand in the chunks."""
    if not late:
        return {}
    return {
        (sheet, number): str(name)
        for chunk in run.chunks.order_by("number").iterator(chunk_size=1)
        for sheet, number, name in staging.names_in(chunk)
        if (sheet, number) in late
    }


def _refuse_late(run: ListImport, sheet: str, number: int, reason: Reason, name: str) -> None:
    row = StagedRow.objects.filter(run=run, sheet=sheet[:100], number=number).first()
    row = row or StagedRow(run=run, sheet=sheet[:100], number=number, name=name[:100])
    if reason.as_json() not in row.reasons:
        row.reasons = [*row.reasons, reason.as_json()]
    row.refused = True
    row.save()
