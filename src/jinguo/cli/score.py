"""`jinguo score`, `jinguo count-ballots`: marks and votes counted by rules, from files alone."""

from __future__ import annotations

import csv
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal
from fractions import Fraction
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from pydantic import ValidationError

from jinguo.cli import Unusable
from jinguo.cli.schemas import of_ballots, of_score, schema_option
from jinguo.cli.texts import text_of
from jinguo.errors import Refused
from jinguo.phrases import say, term
from jinguo.reasons import Reason

if TYPE_CHECKING:
    from jinguo.engines.ballots import BallotRules, Meeting, Turn
    from jinguo.engines.scoring import Fault, ScoringRules
    from jinguo.engines.scoring.assess import Assessment

T = TypeVar("T")

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False, readable=True)
_OUT = click.Path(path_type=Path, dir_okay=False, writable=True)
_QUIET = 20_000
"""Up to so many marks nobody waits long enough to be told of steps."""

_LANGUAGES = click.Choice(["zh-Hans", "en"])


@click.command("score")
@click.argument("marks", type=_FILE)
@click.option("--criteria", type=_FILE, required=True, help="The scoring rules, as a TOML file.")
@click.option("--out", type=_OUT, help="Where the scores go, as CSV.")
@click.option("--report", "report_file", type=_OUT, help="Where the report goes, as JSON.")
@click.option("--json", "as_json", is_flag=True, help="The report as one JSON document on stdout.")
@click.option("--lang", type=_LANGUAGES, default="zh-Hans", show_default=True)
@schema_option(of_score, "all its files")
def score(
    marks: Path, criteria: Path, out: Path | None, report_file: Path | None, as_json: bool, lang: str
) -> int:
    """Score MARKS (item, reviewer, criterion, mark) by the rules of --criteria.

    Exit code 0: scored; 1: scored, with items that have no score; 2: unusable input, nothing written.
    """
    from jinguo.engines.scoring import ScoringRules, read_marks
    from jinguo.engines.scoring.assess import assess

    rules = _read_rules(criteria, ScoringRules.from_toml, lang)
    read, faults = read_marks(_rows(marks, ("item", "reviewer", "criterion", "mark"), lang), rules)
    _refuse(marks, faults, lang)
    if not read:
        raise Unusable(f"{marks}: row 2: no marks")

    def progress(step: str) -> None:
        if len(read) > _QUIET:
            click.echo(f"jinguo: {term(step, lang)}", err=True)

    assessment = assess(read, rules, progress=progress)
    document = _score_document(assessment, rules, lang)
    if out:
        _write(out, _score_table(assessment))
    if report_file:
        _write(report_file, json.dumps(document, ensure_ascii=False, indent=2) + "\n")
    if as_json:
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
    else:
        for one in sorted(assessment.scores, key=lambda s: (s.score is None, -(s.score or 0), s.item)):
            click.echo(f"{one.item}\t{'' if one.score is None else one.score}\t{one.column}")
    for reason in assessment.reasons:
        click.echo(f"jinguo: {say(reason, lang)}", err=True)
    return 1 if any(one.score is None for one in assessment.scores) else 0


def _score_table(assessment: Assessment) -> str:
    """One line an item, in the order of scores."""
    from jinguo.engines.scoring.calibration import ranks

    scored = [one for one in assessment.scores if one.score is not None]
    places = dict(zip((one.item for one in scored), ranks([one.score for one in scored]), strict=True))  # type: ignore[misc]
    calibration = assessment.calibration
    calibrated = {row.item: row for row in calibration.items} if calibration else {}
    expected = {row.item: row for row in assessment.expected}
    head = "item,score,rank,column,reviews,mean,trimmed_mean,median,sd,range,calibrated,calibrated_error,"
    lines = [(head + "calibrated_rank,expected_rank,rank_low,rank_high").split(",")]
    for one in sorted(assessment.scores, key=lambda s: (places.get(s.item, len(places) + 1), s.item)):
        figures, row, rank = one.figures, calibrated.get(one.item), expected.get(one.item)
        lines.append(
            [
                *(one.item, one.score, places.get(one.item), one.column, figures.n, figures.mean),
                *(figures.trimmed_mean, figures.median, figures.sd, figures.range),
                *((row.score, row.error, row.rank) if row else (None, None, None)),
                *((f"{rank.expected:.2f}", rank.low, rank.high) if rank else (None, None, None)),
            ]
        )
    return _csv_text(lines)


def _score_document(assessment: Assessment, rules: ScoringRules, lang: str) -> dict[str, Any]:
    calibration = assessment.calibration
    return _plain(
        {
            "rules": rules.model_dump(mode="json"),
            "items": [_without_reasons(one, lang) for one in assessment.scores],
            "calibration": calibration
            and {
                "method": calibration.method,
                "ok": calibration.verdict.ok,
                "components": calibration.components and asdict(calibration.components),
                "exact_errors": calibration.exact_errors,
                "items": [asdict(row) for row in calibration.items],
                "changed": [
                    {"item": row.item, "from": row.rank_by_mean, "to": row.rank}
                    for row in calibration.changed
                ],
            },
            "expected_ranks": [asdict(row) for row in assessment.expected],
            "flips": [asdict(row) for row in assessment.flips],
            "calibrated_flips": [asdict(row) for row in assessment.calibrated_flips],
            "agreement": asdict(assessment.agreement),
            "reviewers": [
                {**_fields(row, "findings"), "findings": _said(row.findings, lang)}
                for row in assessment.reviewers
            ],
            "disputed": [
                {**_fields(row, "reason"), "findings": _said([row.reason], lang)}
                for row in assessment.disputed
            ],
            "findings": _said(assessment.reasons, lang),
        }
    )


def _without_reasons(one: Any, lang: str) -> dict[str, Any]:
    return {**_fields(one, "reasons"), "findings": _said(one.reasons, lang)}


def _fields(one: Any, *left_out: str) -> dict[str, Any]:
    return {key: getattr(one, key) for key in one.__slots__ if key not in left_out}


def _said(reasons: Iterable[Reason], lang: str) -> list[dict[str, Any]]:
    return [{**reason.as_json(), "message": say(reason, lang)} for reason in reasons]


def _plain(value: Any) -> Any:
    """What JSON can hold: decimals and fractions as text, nothing that is not a number."""
    if isinstance(value, Decimal | Fraction):
        return str(value)
    if isinstance(value, float):
        return value if abs(value) != float("inf") else None
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if hasattr(value, "__dataclass_fields__"):
        return _plain(asdict(value))
    return value


def _read_rules(path: Path, read: Callable[[str], T], lang: str) -> T:
    try:
        return read(_text(path, lang))
    except ValidationError as problem:
        first = problem.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "rules"
        raise Unusable(f"{path}: {where}: {first['msg']}") from problem
    except ValueError as problem:
        raise Unusable(f"{path}: {problem}") from problem


def _text(path: Path, lang: str) -> str:
    try:
        return text_of(path)
    except Refused as refused:
        raise Unusable(f"{say(refused.reasons[0], lang)} [{refused.reasons[0].code}]") from None


def _rows(
    path: Path, columns: Sequence[str], lang: str, *, allowed: Sequence[str] | None = None
) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a CSV file with their line in the file; the heading is line 1. With ``allowed``, no other column may
    stand in the file: a file of ballots with a column of names is refused unread.
    """
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    reader = csv.DictReader(StringIO(_text(path, lang), newline=""), strict=True)
    try:
        missing = [name for name in columns if name not in (reader.fieldnames or ())]
        if missing:
            raise Unusable(f"{path}: row 1: column {missing[0]} is missing; needed: {', '.join(columns)}")
        others = [name for name in reader.fieldnames or () if name not in (*columns, *(allowed or ()))]
        if allowed is not None and others:
            raise Unusable(f"{path}: row 1: column {others[0]} may not stand in a file of secret ballots")
        for row in reader:
            if None in row or None in row.values():
                raise Unusable(f"{path}: row {reader.line_num}: the number of cells is not that of row 1")
            yield reader.line_num, row
    except csv.Error as problem:
        raise Unusable(f"{path}: row {reader.line_num}: {problem}") from problem


def _refuse(path: Path, faults: Sequence[Fault], lang: str) -> None:
    """One line a fault on stderr, ten at most, and out."""
    if not faults:
        return
    for fault in faults[1:10]:
        click.echo(_fault_line(path, fault, lang), err=True)
    if len(faults) > 10:
        click.echo(f"… {len(faults) - 10}", err=True)
    raise Unusable(_fault_line(path, faults[0], lang))


def _fault_line(path: Path, fault: Fault, lang: str) -> str:
    reason = fault.reason
    return f"{path}: row {fault.row}, column {fault.column}: {reason.code}: {say(reason, lang)}"


def _csv_text(lines: Iterable[Sequence[object]]) -> str:
    text = StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(
        [["" if cell is None else cell for cell in line] for line in lines]
    )
    return "\ufeff" + text.getvalue()


def _write(path: Path, text: str) -> None:
    """Beside, then renamed: the old file or the new one, never half."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with beside.open("w", encoding="utf-8", newline="") as file:
            file.write(text)
        os.replace(beside, path)
    except OSError as problem:
        raise Unusable(f"{path}: {problem.strerror or problem}") from problem
    finally:
        beside.unlink(missing_ok=True)


@click.command("count-ballots")
@click.argument("ballots", type=_FILE)
@click.option("--rules", "rules_file", type=_FILE, required=True, help="The rules of the vote, as TOML.")
@click.option("--members", type=click.IntRange(min=1), help="How many may vote (应到); over the rules.")
@click.option(
    "--present", type=click.IntRange(min=0), multiple=True, help="How many were there (实到); one a round."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@click.option("--lang", type=_LANGUAGES, default="zh-Hans", show_default=True)
@schema_option(of_ballots, "all its files")
def count_ballots(
    ballots: Path, rules_file: Path, members: int | None, present: tuple[int, ...], as_json: bool, lang: str
) -> int:
    """Count BALLOTS (ballot, candidate, vote or preference, and round) by the rules of --rules.

    Exit code 0: all seats are filled; 1: another round, a tie, open seats, or a vote that does not count; 2:
    unusable input.
    """
    from jinguo.engines.ballots import BallotRules

    rules = _read_rules(rules_file, BallotRules.from_toml, lang)
    kind = "preference" if rules.kind == "ranked" else "vote"
    rows = list(_rows(ballots, ("ballot", "candidate", kind), lang, allowed=("round",)))
    candidates = rules.candidates or tuple(
        dict.fromkeys(row["candidate"] for _, row in rows if row["candidate"])
    )
    if not candidates:
        raise Unusable(f"{ballots}: row 2, column candidate: nobody stands for election")
    here = present or ((rules.present,) if isinstance(rules.present, int) else rules.present or ())
    count = _counted_ranked if rules.kind == "ranked" else _counted_rounds
    document, lines, ok = count(ballots, rows, candidates, rules, members or rules.members, here, lang)
    click.echo(json.dumps(_plain(document), ensure_ascii=False, indent=2) if as_json else "\n".join(lines))
    return 0 if ok else 1


def _meeting(path: Path, rules: BallotRules, members: int | None, present: Sequence[int]) -> Meeting:
    from jinguo.engines.ballots import Meeting

    if not members or not present:
        raise Unusable(f"{path}: members and present are needed, in the rules or as --members and --present")
    return Meeting(members, tuple(present))


def _counted_rounds(
    path: Path,
    rows: list[tuple[int, dict[str, str]]],
    candidates: Sequence[str],
    rules: BallotRules,
    members: int | None,
    present: Sequence[int],
    lang: str,
) -> tuple[dict[str, Any], list[str], bool]:
    from jinguo.engines.ballots import approval_ballots, count

    read, faults = approval_ballots(rows)
    _refuse(path, faults, lang)
    outcome = count(candidates, read, rules, _meeting(path, rules, members, present))
    document = {
        **_fields(outcome, "rounds", "verdict"),
        "rounds": [_round_document(turn, lang) for turn in outcome.rounds],
        "findings": _said(outcome.verdict.reasons, lang),
    }
    lines = []
    for number, turn in enumerate(outcome.rounds, 1):
        for row in turn.rows:
            why = say(row.verdict.reasons[0], lang)
            lines.append(f"{number}\t{row.candidate}\t{row.approve}\t{row.against}\t{row.abstain}\t{why}")
    return document, lines + [say(one, lang) for one in outcome.verdict.reasons], outcome.state == "complete"


def _round_document(turn: Turn, lang: str) -> dict[str, Any]:
    rows = [
        {
            **_fields(row, "verdict"),
            "share": row.share,
            "passed": row.passed,
            "elected": row.verdict.ok,
            "findings": _said(row.verdict.reasons, lang),
        }
        for row in turn.rows
    ]
    findings = _said((*turn.valid.reasons, *turn.reasons), lang)
    return {
        **_fields(turn, "rows", "valid", "reasons"),
        "valid": turn.valid.ok,
        "rows": rows,
        "findings": findings,
    }


def _counted_ranked(
    path: Path,
    rows: list[tuple[int, dict[str, str]]],
    candidates: Sequence[str],
    rules: BallotRules,
    members: int | None,
    present: Sequence[int],
    lang: str,
) -> tuple[dict[str, Any], list[str], bool]:
    from jinguo.engines.ballots import count_ranked, ranked_ballots

    read, faults = ranked_ballots(rows)
    _refuse(path, faults, lang)
    outcome = count_ranked(candidates, read, seats=rules.seats, digits=rules.digits, draw=rules.draw)
    verdict = outcome.verdict
    if rules.quorum is not None or present:
        verdict = _meeting(path, rules, members, present).ballots(rules, 0, len(read)) & verdict
    document = {
        **_fields(outcome, "verdict", "reasons"),
        "ok": verdict.ok,
        "reasons": {name: _said([reason], lang)[0] for name, reason in outcome.reasons.items()},
        "findings": _said(verdict.reasons, lang),
    }
    lines = [f"{name}\t{say(reason, lang)}" for name, reason in outcome.reasons.items()]
    return document, lines + [say(one, lang) for one in verdict.reasons], verdict.ok
