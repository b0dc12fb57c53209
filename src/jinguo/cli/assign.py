"""`jinguo assign`: reviewers to items, to the optimum, from files to files."""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jinguo.cli import Unusable
from jinguo.cli.schemas import of_assign, schema_option
from jinguo.phrases import say
from jinguo.reasons import Reason

if TYPE_CHECKING:
    from jinguo.engines.assignment import Result
    from jinguo.engines.assignment.result import Progress

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("pairs", type=_FILE)
@click.option(
    "--reviewers", required=True, type=_FILE, help="reviewer,min_load,max_load and further columns."
)
@click.option("--items", required=True, type=_FILE, help="item,demand and further columns.")
@click.option("--conflicts", type=_FILE, help="item,reviewer: pairs that may not be.")
@click.option("--fixed", type=_FILE, help="item,reviewer: pairs that stay.")
@click.option("--rules", type=_FILE, help="Rules of composition, as TOML.")
@click.option("--keep", type=_FILE, help="An assignment of before: change as little of it as possible.")
@click.option(
    "--objective",
    type=click.Choice(["total", "maxmin", "leximin"]),
    default="total",
    show_default=True,
    help="Greatest total; worst-off item first; worst-off first, then the second worst, and so on.",
)
@click.option(
    "--alternates", type=click.IntRange(0, 1000), default=0, show_default=True, help="Reserves an item."
)
@click.option(
    "--time-limit", type=click.FloatRange(0, min_open=True), help="Seconds; then the best found so far."
)
@click.option("--out", required=True, type=_FILE, help="item,reviewer,affinity,role; csv or parquet.")
@click.option("--report", type=_FILE, help="What was found and how sure, as JSON.")
@click.option("--json", "as_json", is_flag=True, help="The report on stdout as well.")
@click.option("--lang", type=click.Choice(["zh-Hans", "en"]), default="zh-Hans", show_default=True)
@schema_option(of_assign, "all its files")
def assign(pairs: Path, out: Path, report: Path | None, as_json: bool, lang: str, **given: Any) -> None:
    """Assign reviewers to items: the greatest total affinity, or the fairest, under every rule given.

    PAIRS lists the possible pairs, item,reviewer,affinity. All tables csv or parquet, by suffix. Exit code 1 where the
    rules cannot hold together: the report says which, where and what would do.
    """
    from jinguo.cli.watching import watched

    outputs = [path for path in (out, report) if path]
    _check_outputs(outputs)
    parts = [path.with_name(f"{path.name}.part") for path in outputs]
    tell = watched(parts, lambda stage, done, total: say(Reason(stage, {"done": done, "total": total}), lang))
    try:
        result, document = _worked(pairs, given, lang, tell, parts)
        for part, path in zip(parts, outputs, strict=True):
            if part.exists():  # no assignment was written where there is none
                part.replace(path)
    finally:
        for part in parts:
            part.unlink(missing_ok=True)
    click.echo(json.dumps(document, ensure_ascii=False, indent=1) if as_json else _summary(document))
    for reason in result.reasons:
        click.echo(say(reason, lang), err=True)
    raise click.exceptions.Exit(0 if result.objective is not None else 1)


def _worked(
    pairs: Path, given: dict[str, Any], lang: str, tell: Progress, parts: list[Path]
) -> tuple[Result, dict[str, Any]]:
    """Read, solve, write beside the outputs: ``parts`` are the assignment's and the report's, where one is asked for."""
    began = time.monotonic()
    tell("assign_stage_reading", 0, 1)
    from jinguo.cli import assign_files as files
    from jinguo.engines.assignment import solve
    from jinguo.errors import Refused

    named = {key: given[key] for key in ("reviewers", "items", "conflicts", "fixed", "rules", "keep")}
    settings = {key: given[key] for key in ("objective", "alternates", "time_limit")}
    try:
        con = files.connect()
        problem = files.read(con, files.Files(pairs, **named))
        keep = files.read_keep(con, given["keep"]) if given["keep"] else None
        result = solve(problem, keep=keep, progress=tell, **settings)
        tell("assign_stage_writing", 0, 1)
        if result.objective is not None:
            files.write(con, result, parts[0])
    except Refused as refused:
        reason = refused.reasons[0]
        raise Unusable(f"{say(reason, lang)} [{reason.code}]") from None
    document = _document(result, lang, time.monotonic() - began)
    for part in parts[1:]:
        part.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return result, document


def _check_outputs(paths: list[Path]) -> None:
    for path in paths:
        if not path.parent.is_dir():
            raise Unusable(f"{path.parent}: there is no such folder.")


def _document(result: Result, lang: str, all_s: float) -> dict[str, Any]:
    """The report, as `contracts` pin it, and a little more."""
    worst = result.worst
    return {
        "status": result.status,
        "objective": _number(result.objective),
        "bound": _number(result.bound),
        "gap": result.gap,
        "worst_item": _number(worst[1]) if worst else None,
        "worst_item_id": worst[0] if worst else None,
        "worst_item_bound": _number(result.worst_bound),
        "levels": result.levels,
        "loads": dict(result.loads) if result.objective is not None else {},
        "alternates": len(result.reserve),
        "uncovered": [one.as_json() for one in result.uncovered],
        "changes": result.changes,
        "ties": result.ties,
        "seconds": round(result.seconds, 3),
        "seconds_with_files": round(all_s, 3),
        "peak_mib": round(
            resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            / (2**20 if sys.platform == "darwin" else 2**10),
            1,
        ),
        "solver": result.solver,
        "conflict": list(result.conflict),
        "relaxation": [one.as_json() for one in result.relaxation],
        "reasons": [{**reason.as_json(), "message": say(reason, lang)} for reason in result.reasons],
    }


def _summary(document: dict[str, Any]) -> str:
    keys = ("status", "objective", "bound", "worst_item", "seconds", "solver")
    return "  ".join(f"{key} {document[key]}" for key in keys if document[key] is not None)


def _number(value: Any) -> float | None:
    return None if value is None else float(value)
