"""`jinguo count-ballots`: a secret vote counted by its rules, from files alone."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jinguo.cli import Unusable
from jinguo.cli.schemas import of_ballots, schema_option
from jinguo.cli.sheets import FILE, LANGUAGES, fields_of, plain, read_rules, refuse, rows_of, said
from jinguo.phrases import say

if TYPE_CHECKING:
    from jinguo.engines.ballots import BallotRules, Meeting, Turn


@click.command("count-ballots")
@click.argument("ballots", type=FILE)
@click.option("--rules", "rules_file", type=FILE, required=True, help="The rules of the vote, as TOML.")
@click.option("--members", type=click.IntRange(min=1), help="How many may vote (应到); over the rules.")
@click.option(
    "--present", type=click.IntRange(min=0), multiple=True, help="How many were there (实到); one a round."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@click.option("--lang", type=LANGUAGES, default="zh-Hans", show_default=True)
@schema_option(of_ballots, "all its files")
def count_ballots(
    ballots: Path, rules_file: Path, members: int | None, present: tuple[int, ...], as_json: bool, lang: str
) -> int:
    """Count BALLOTS (ballot, candidate, vote or preference, and round) by the rules of --rules.

    Exit code 0: all seats are filled; 1: another round, a tie, open seats, or a vote that does not count; 2:
    unusable input.
    """
    from jinguo.engines.ballots import BallotRules

    rules = read_rules(rules_file, BallotRules.from_toml, lang)
    kind = "preference" if rules.kind == "ranked" else "vote"
    rows = list(rows_of(ballots, ("ballot", "candidate", kind), lang, allowed=("round",)))
    candidates = rules.candidates or tuple(
        dict.fromkeys(row["candidate"] for _, row in rows if row["candidate"])
    )
    if not candidates:
        raise Unusable(f"{ballots}: row 2, column candidate: nobody stands for election")
    here = present or ((rules.present,) if isinstance(rules.present, int) else rules.present or ())
    count = _counted_ranked if rules.kind == "ranked" else _counted_rounds
    document, lines, ok = count(ballots, rows, candidates, rules, members or rules.members, here, lang)
    click.echo(json.dumps(plain(document), ensure_ascii=False, indent=2) if as_json else "\n".join(lines))
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
    refuse(path, faults, lang)
    outcome = count(candidates, read, rules, _meeting(path, rules, members, present))
    document = {
        **fields_of(outcome, "rounds", "verdict"),
        "rounds": [_round_document(turn, lang) for turn in outcome.rounds],
        "findings": said(outcome.verdict.reasons, lang),
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
            **fields_of(row, "verdict"),
            "share": row.share,
            "passed": row.passed,
            "elected": row.verdict.ok,
            "findings": said(row.verdict.reasons, lang),
        }
        for row in turn.rows
    ]
    findings = said((*turn.valid.reasons, *turn.reasons), lang)
    return {
        **fields_of(turn, "rows", "valid", "reasons"),
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
    refuse(path, faults, lang)
    outcome = count_ranked(candidates, read, seats=rules.seats, digits=rules.digits, draw=rules.draw)
    verdict = outcome.verdict
    if rules.quorum is not None or present:
        verdict = _meeting(path, rules, members, present).ballots(rules, 0, len(read)) & verdict
    document = {
        **fields_of(outcome, "verdict", "reasons"),
        "ok": verdict.ok,
        "reasons": {name: said([reason], lang)[0] for name, reason in outcome.reasons.items()},
        "findings": said(verdict.reasons, lang),
    }
    lines = [f"{name}\t{say(reason, lang)}" for name, reason in outcome.reasons.items()]
    return document, lines + [say(one, lang) for one in verdict.reasons], verdict.ok
