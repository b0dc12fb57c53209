"""`jinguo import-people`: a list that a unit has, into the registry."""

from __future__ import annotations

import json
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jinguo.cli import Unusable
from jinguo.cli.watching import watched
from jinguo.phrases import say
from jinguo.reasons import Reason

if TYPE_CHECKING:
    from jinguo.engines.rosters import Book, Plan, Reading, Row

_FILE = click.Path(dir_okay=False, path_type=Path)
_SHOWN = 20


@click.command()
@click.argument("file", type=_FILE)
@click.option(
    "--organisation", required=True, help="Whose registry: its social credit code, identifier or name."
)
@click.option("--preview", is_flag=True, required=True, help="Read and check only; nothing is written.")
@click.option(
    "--mapping", type=_FILE, help='TOML: [columns] "heading" = "field", header_row, women_only, unit.'
)
@click.option("--refused", type=_FILE, help="The refused rows with a column that says why; .xlsx or .csv.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@click.option("--lang", type=click.Choice(["zh-Hans", "en"]), default="zh-Hans", show_default=True)
def import_people(
    file: Path,
    organisation: str,
    preview: bool,
    mapping: Path | None,
    refused: Path | None,
    as_json: bool,
    lang: str,
) -> None:
    """Read a list of people (.xlsx, .xls, .csv), check every cell, and take it into the registry.

    Each row that cannot be taken costs only itself. Exit code 1 where rows were refused.
    """
    if refused and not refused.parent.is_dir():
        raise Unusable(f"{refused.parent}: there is no such folder.")
    parts = [refused.with_name(f"{refused.name}.part")] if refused else []
    tell = watched(parts, lambda stage, done, total: say(Reason(stage, {"done": done, "total": total}), lang))
    began = time.monotonic()
    with _refusals(lang):
        seen = _preview(file, mapping, refused, lang, tell)
    document = seen.document(lang, time.monotonic() - began)
    if as_json:
        click.echo(json.dumps(document, ensure_ascii=False, indent=1))
    else:
        click.echo(seen.summary(lang))
    raise click.exceptions.Exit(1 if seen.refused else 0)


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
    file: Path, mapping: Path | None, refused: Path | None, lang: str, tell: Callable[[str, int, int], None]
) -> _Seen:
    import datetime

    from jinguo.engines.rosters import Options, Reading, mapping_from_toml, open_book, recognise

    corrected = mapping_from_toml(_text(mapping), place=mapping.name) if mapping else None
    with open_book(file) as book:
        plan = recognise(book, mapping=corrected)
        reading = Reading(book, plan, Options(on=datetime.date.today()))
        seen = _Seen(file.name, columns=_columns(plan))
        for batch in reading.batches():
            for row in batch:
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


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        raise Unusable(f"{path.name}: {problem}") from None


@contextmanager
def _refusals(lang: str) -> Iterator[None]:
    """What cannot be used ends the command with one line: file, row, column, code."""
    from jinguo.errors import Refused

    try:
        yield
    except Refused as refused:
        reason = refused.reasons[0]
        raise Unusable(f"{say(reason, lang)} [{reason.code}]") from None
