"""`jinguo score`: marks become scores by rules, from files alone."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jinguo.cli import Unusable
from jinguo.cli.schemas import of_score, schema_option
from jinguo.cli.sheets import FILE, LANGUAGES, fields_of, plain, read_rules, refuse, rows_of, said, write
from jinguo.phrases import say, term

if TYPE_CHECKING:
    from jinguo.engines.scoring import ScoringRules
    from jinguo.engines.scoring.assess import Assessment

_OUT = click.Path(path_type=Path, dir_okay=False, writable=True)
_QUIET = 20_000
"""Up to so many marks nobody waits long enough to be told of steps."""


@click.command("score")
@click.argument("marks", type=FILE)
@click.option("--criteria", type=FILE, required=True, help="The scoring rules, as a TOML file.")
@click.option("--out", type=_OUT, help="Where the scores go, as CSV.")
@click.option("--report", "report_file", type=_OUT, help="Where the report goes, as JSON.")
@click.option("--json", "as_json", is_flag=True, help="The report as one JSON document on stdout.")
@click.option("--lang", type=LANGUAGES, default="zh-Hans", show_default=True)
@schema_option(of_score, "all its files")
def score(
    marks: Path, criteria: Path, out: Path | None, report_file: Path | None, as_json: bool, lang: str
) -> int:
    """Score MARKS (item, reviewer, criterion, mark) by the rules of --criteria.

    Exit code 0: scored; 1: scored, with items that have no score; 2: unusable input, nothing written.
    """
    from jinguo.engines.scoring import ScoringRules, read_marks
    from jinguo.engines.scoring.assess import assess

    rules = read_rules(criteria, ScoringRules.from_toml, lang)
    read, faults = read_marks(rows_of(marks, ("item", "reviewer", "criterion", "mark"), lang), rules)
    refuse(marks, faults, lang)
    if not read:
        raise Unusable(f"{marks}: row 2: no marks")

    def progress(step: str) -> None:
        if len(read) > _QUIET:
            click.echo(f"jinguo: {term(step, lang)}", err=True)

    assessment = assess(read, rules, progress=progress)
    document = _score_document(assessment, rules, lang)
    if out:
        write(out, _score_table(assessment))
    if report_file:
        write(report_file, json.dumps(document, ensure_ascii=False, indent=2) + "\n")
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
    return plain(
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
                {**fields_of(row, "findings"), "findings": said(row.findings, lang)}
                for row in assessment.reviewers
            ],
            "disputed": [
                {**fields_of(row, "reason"), "findings": said([row.reason], lang)}
                for row in assessment.disputed
            ],
            "findings": said(assessment.reasons, lang),
        }
    )


def _without_reasons(one: Any, lang: str) -> dict[str, Any]:
    return {**fields_of(one, "reasons"), "findings": said(one.reasons, lang)}


def _csv_text(lines: Iterable[Sequence[object]]) -> str:
    text = StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(
        [["" if cell is None else cell for cell in line] for line in lines]
    )
    return "\ufeff" + text.getvalue()
