"""`jinguo import-people`: a list that a unit has, into the registry."""

from __future__ import annotations

import hashlib
import json
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jinguo.cli import Unusable
from jinguo.cli.watching import watched
from jinguo.phrases import say
from jinguo.reasons import Reason

if TYPE_CHECKING:
    from jinguo.apps.organisations.models import Organisation
    from jinguo.engines.rosters import Book, ListMapping, Plan, Reading, Row

_FILE = click.Path(dir_okay=False, path_type=Path)
_SHOWN = 20
_EVERY_S = 5.0


@click.command()
@click.argument("file", type=_FILE)
@click.option(
    "--organisation", required=True, help="Whose registry: its social credit code, identifier or name."
)
@click.option("--preview", "commit", flag_value=False, help="Read and check only; nothing is written.")
@click.option(
    "--commit", "commit", flag_value=True, help="Take the accepted rows into the registry, all at once."
)
@click.option(
    "--mapping", type=_FILE, help='TOML: [columns] "heading" = "field", header_row, women_only, unit.'
)
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day whose state the list tells; else what its title says, else today.",
)
@click.option("--refused", type=_FILE, help="The refused rows with a column that says why; .xlsx or .csv.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@click.option("--lang", type=click.Choice(["zh-Hans", "en"]), default="zh-Hans", show_default=True)
def import_people(
    file: Path,
    organisation: str,
    commit: bool | None,
    mapping: Path | None,
    as_of: datetime | None,
    refused: Path | None,
    as_json: bool,
    lang: str,
) -> None:
    """Read a list of people (.xlsx, .xls, .csv), check every cell, and take it into the registry.

    Each row that cannot be taken costs only itself. Exit code 1 where rows were refused.
    """
    if commit is None:
        raise Unusable("--preview or --commit?")
    if refused and not refused.parent.is_dir():
        raise Unusable(f"{refused.parent}: there is no such folder.")
    parts = [refused.with_name(f"{refused.name}.part")] if refused else []
    tell = _seldom(
        watched(parts, lambda stage, done, total: say(Reason(stage, {"done": done, "rows": done}), lang))
    )
    began = time.monotonic()
    with refusals(lang):
        keeper = keeper_of(organisation)
        look = partial(_take_in, as_of=as_of.date() if as_of else None) if commit else _preview
        seen = look(file, keeper, mapping, refused, lang, tell)
    document = seen.document(lang, time.monotonic() - began)
    if as_json:
        click.echo(json.dumps(document, ensure_ascii=False, indent=1))
    else:
        click.echo(seen.summary(lang))
    raise click.exceptions.Exit(1 if seen.refused else 0)


def _seldom(tell: Callable[[str, int, int], None]) -> Callable[[str, int, int], None]:
    """A new stage at once, how far it is every few seconds."""
    last: tuple[str, float] = ("", 0.0)

    def told(stage: str, done: int, total: int) -> None:
        nonlocal last
        moment = time.monotonic()
        if stage != last[0] or moment - last[1] > _EVERY_S:
            last = (stage, moment)
            tell(stage, done, total)

    return told


def keeper_of(code: str) -> Organisation:
    """The organisation of a credit code, an identifier, or a name."""
    from jinguo.cli.server import demand_tables
    from jinguo.cli.site import open_site
    from jinguo.errors import Refused

    open_site()
    demand_tables()
    from jinguo.apps.organisations.queries import by_code

    found = by_code(code.strip())
    if found is None:
        raise Refused.because("import_organisation_unknown", found=code)
    return found


def _take_in(
    file: Path,
    organisation: Organisation,
    mapping: Path | None,
    refused: Path | None,
    lang: str,
    tell: Callable[[str, int, int], None],
    as_of: date | None = None,
) -> _Seen:
    """Stage and commit; a run of this file that was killed goes on where it was."""
    from django.db import transaction

    from jinguo.apps.registry import actions, queries
    from jinguo.engines.rosters import open_book, recognise

    corrected = _mapping(mapping)
    if not file.is_file():
        open_book(file)
    with file.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    begin = partial(actions.begin_import, organisation=organisation, path=file, file_name=file.name)
    with transaction.atomic():  # a mapping that does not fit leaves nothing behind
        run = queries.imports.resumable(organisation, digest, corrected) or begin(
            sha256=digest, by=None, mapping=corrected, as_of=as_of
        )
        _demand_columns(mapping, corrected, [(one["heading"], one["place"]) for one in run.columns])
    if run.state != run.STAGED:
        actions.stage_import(
            run=run, path=file, progress=lambda done, total, code, **said: tell(code, done, total)
        )
    seen = _Seen(
        file.name,
        rows=run.rows,
        findings=Counter(run.findings),
        why=queries.imports.reasons_of_refused(run),
        shown=[reason for row in run.found.all()[:_SHOWN] for reason in queries.imports.reasons_of(row)],
        notes=tuple(Reason.from_json(one) for one in run.notes),
        columns=[{key: one[key] for key in _COLUMN_KEYS} for one in run.columns],
    )
    if refused:
        with open_book(file) as book:
            plan = recognise(
                book, mapping=corrected, remembered=queries.imports.known_headers(organisation).get
            )
            _write_refused(book, plan, seen, refused, lang)
    tell("import_writing", 0, 0)
    done = actions.commit_import(
        run=run, by=None, progress=lambda done, total, code, **said: tell(code, done, total)
    )
    seen.taken = {"import": str(done.uid), "joined": done.joined}
    return seen


_COLUMN_KEYS = ("sheet", "place", "heading", "field", "certainty", "why")


@dataclass
class _Seen:
    """What was counted while the rows went by."""

    file: str
    rows: int = 0
    findings: Counter[str] = field(default_factory=Counter)
    why: dict[tuple[str, int], list[Reason]] = field(default_factory=dict)
    shown: list[Reason] = field(default_factory=list)
    notes: tuple[Reason, ...] = ()
    columns: list[dict[str, Any]] = field(default_factory=list)
    taken: dict[str, Any] = field(default_factory=dict)

    @property
    def refused(self) -> int:
        return len(self.why)

    def take(self, row: Row) -> None:
        self.rows += 1
        for finding in row.findings:
            self.findings[finding.reason.code] += 1
            if finding.fatal:
                self.why.setdefault((row.sheet, row.number), []).append(finding.reason)
            if len(self.shown) < _SHOWN:
                self.shown.append(finding.reason)

    def document(self, lang: str, seconds: float) -> dict[str, Any]:
        return {
            "rows": self.rows,
            "accepted": self.rows - self.refused,
            "refused": self.refused,
            "findings": dict(sorted(self.findings.items())),
            "seconds": round(seconds, 3),
            "peak_mib": round(
                resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
                / (2**20 if sys.platform == "darwin" else 2**10),
                1,
            ),
            **self.taken,
            "columns": self.columns,
            "notes": [{**reason.as_json(), "message": say(reason, lang)} for reason in self.notes],
            "first_findings": [{**reason.as_json(), "message": say(reason, lang)} for reason in self.shown],
        }

    def summary(self, lang: str) -> str:
        lines = [f"rows {self.rows}  accepted {self.rows - self.refused}  refused {self.refused}"]
        lines += [
            f"{one['heading'] or one['place']} → {one['field'] or '-'} ({one['certainty']:.2f})"
            for one in self.columns
        ]
        lines += [say(reason, lang) for reason in self.notes]
        lines += [_at(reason, lang) for reason in self.shown]
        return "\n".join(lines)


def _at(reason: Reason, lang: str) -> str:
    return say(
        Reason.info("roster_at", row=reason.params["row"], column=reason.params["column"], why=reason), lang
    )


def _preview(
    file: Path,
    organisation: Organisation,
    mapping: Path | None,
    refused: Path | None,
    lang: str,
    tell: Callable[[str, int, int], None],
) -> _Seen:
    from jinguo.apps.clock import today
    from jinguo.apps.registry.queries.imports import known_headers
    from jinguo.apps.registry.rights import withheld
    from jinguo.engines.rosters import Options, Reading, open_book, recognise

    corrected = _mapping(mapping)
    with open_book(file) as book:
        plan = recognise(book, mapping=corrected, remembered=known_headers(organisation).get)
        headings = [(one.heading, one.place) for sheet in plan.sheets for one in sheet.columns]
        _demand_columns(mapping, corrected, headings)
        reading = Reading(book, plan, Options(on=today()))
        seen = _Seen(file.name, columns=_columns(plan))
        known = withheld.known_to(organisation.pk)
        for table in reading.tables():
            known.note(table)
            for row in table.rows():
                seen.take(row)
            tell("roster_stage_reading", seen.rows, 0)
        _late(seen, reading)
        if refused:
            tell("roster_stage_refused", seen.refused, 0)
            _write_refused(book, plan, seen, refused, lang)
    return seen


def _late(seen: _Seen, reading: Reading) -> None:
    for key, finding in reading.late.items():
        seen.findings[finding.reason.code] += 1
        seen.why.setdefault(key, []).append(finding.reason)
    seen.notes = reading.notes


def _write_refused(book: Book, plan: Plan, seen: _Seen, out: Path, lang: str) -> None:
    from jinguo.engines.rosters import write_refused

    why = {
        key: "；".join(f"{reason.params['column']}：{say(reason, lang)}" for reason in reasons)
        for key, reasons in seen.why.items()
    }
    write_refused(book, plan, why, out)


def _columns(plan: Plan) -> list[dict[str, Any]]:
    return [
        {"sheet": one.sheet.name, "place": guess.place, "heading": guess.heading, "field": guess.field,
         "certainty": guess.certainty, "why": guess.why}
        for one in plan.sheets
        for guess in one.columns
    ]  # fmt: skip


def _mapping(path: Path | None) -> ListMapping | None:
    from jinguo.engines.rosters import mapping_from_toml

    return mapping_from_toml(_text(path), place=path.name) if path else None


def _demand_columns(
    path: Path | None, mapping: ListMapping | None, headings: Sequence[tuple[str, int]]
) -> None:
    """What the mapping names must be there, else she would wonder where the column went."""
    from jinguo.engines.rosters import demand_columns

    if path and mapping:
        demand_columns(mapping, headings, place=path.name)


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        raise Unusable(f"{path.name}: {problem}") from None


@contextmanager
def refusals(lang: str) -> Iterator[None]:
    """What cannot be used ends the command with one line: file, row, column, code."""
    from jinguo.errors import Refused

    try:
        yield
    except Refused as refused:
        reason = refused.reasons[0]
        raise Unusable(f"{say(reason, lang)} [{reason.code}]") from None
