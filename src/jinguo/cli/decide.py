"""`jinguo decide`, `replay`, `what-if`: a list from scores and a policy, its record, and the same again."""

from __future__ import annotations

import contextlib
import gc
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

import click
from pydantic import ValidationError

from jinguo.cli import Unusable
from jinguo.cli.texts import text_of
from jinguo.engines import selection
from jinguo.errors import Refused
from jinguo.phrases import say
from jinguo.reasons import Reason

_FILE = click.Path(path_type=Path, dir_okay=False)
_LANG = click.option(
    "--lang", type=click.Choice(["zh-Hans", "en"]), default="zh-Hans", show_default=True, help="Of sentences."
)
_JSON = click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
_FINDINGS = {"no_list": "infeasible", "tie_unresolved": "tie_unresolved"}
"""Refusals that are an answer (exit code 1) and not a fault of the input (2)."""


def _print_schema(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        click.echo(json.dumps(selection.policy_schema(), ensure_ascii=False, indent=2))
        ctx.exit(0)


@click.command("decide")
@click.argument("candidates", type=_FILE)
@click.option("--policy", "policy_file", type=_FILE, required=True, help="The rules, TOML or JSON.")
@click.option("--out", type=_FILE, required=True, help="Where the decision record goes.")
@click.option("--previous", type=_FILE, help="The record before this one; its digest is chained.")
@click.option("--adjustments", type=_FILE, help="Changes by hand: a CSV of id,to,reason (to: in or out).")
@click.option("--digest", "method", type=click.Choice(["sha256", "sm3"]), default="sha256", show_default=True)
@click.option("--unscored", is_flag=True, help="Candidates without a score are left out, not an error.")
@click.option("--reviews", type=_FILE, help="A CSV of id,reviewer,score: which single review would turn it.")
@click.option(
    "--figure",
    type=click.Choice(["mean", "trimmed_mean", "median"]),
    default="mean",
    show_default=True,
    help="The figure of the reviews that is the score.",
)
@click.option(
    "--schema",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_schema,
    help="Print the JSON Schema of a policy and leave.",
)
@_JSON
@_LANG
def decide(
    candidates: Path,
    policy_file: Path,
    out: Path,
    previous: Path | None,
    adjustments: Path | None,
    method: str,
    unscored: bool,
    reviews: Path | None,
    figure: selection.Figure,
    as_json: bool,
    lang: str,
) -> int:
    """Make the list from CANDIDATES (CSV) and a policy, and its decision record.

    Exit code 0: decided; 1: no list keeps the rules, or a tie is left open; 2: unusable input.
    """
    policy = _policy(policy_file, lang)
    people = _candidates(candidates, policy, unscored, lang)
    before = _record(previous, lang)["digest"] if previous else None
    changes = _changes(adjustments, lang) if adjustments else ()
    given = _reviews(reviews, people, figure, lang) if reviews else None
    try:
        with _in_one_go():
            record = selection.decide(
                people, policy, adjustments=changes, previous=before, method=method, reviews=given
            )
    except Refused as refused:
        return _refused(refused, policy_file, as_json, lang)
    _write(out, selection.canonical_parts(record))
    if as_json:
        _print(_summary(record, out))
    else:
        _tell(record, out, lang)
    return 0


@click.command("replay")
@click.argument("record_file", metavar="RECORD", type=_FILE)
@click.option("--previous", type=_FILE, help="The record before this one: checks the chain as well.")
@_JSON
@_LANG
def replay(record_file: Path, previous: Path | None, as_json: bool, lang: str) -> int:
    """Make the decision of RECORD again from the record alone and compare.

    Exit code 0: the same; 1: it differs, and where; 2: not a decision record.
    """
    record = _record(record_file, lang)
    before = _record(previous, lang) if previous else None
    try:
        with _in_one_go():
            done = selection.replay(record, before)
    except Refused as refused:
        _unusable(refused.reasons, lang, record_file)
    if as_json:
        found = [{**reason.as_json(), "message": say(reason, lang)} for reason in done.differences]
        _print({"same": done.same, "digest": record["digest"], "differences": found})
    elif done.same:
        click.echo(say(Reason.info("replay_same", digest=record["digest"]), lang))
    for reason in done.differences:
        click.echo(say(reason, lang), err=True)
    return 0 if done.same else 1


@click.command("what-if")
@click.argument("candidates", type=_FILE)
@click.option("--policy", "policies", type=_FILE, multiple=True, required=True, help="Repeatable.")
@click.option("--unscored", is_flag=True, help="Candidates without a score are left out, not an error.")
@_JSON
@_LANG
def what_if(candidates: Path, policies: tuple[Path, ...], unscored: bool, as_json: bool, lang: str) -> int:
    """Compare policies on the same CANDIDATES: seats that move, women's share, category and channel, slack.

    Exit code 1 when one of the policies makes no list.
    """
    read = {str(path): _policy(path, lang) for path in policies}
    outlooks: tuple[selection.Outlook, ...] = ()
    try:
        people = {path: _candidates(candidates, policy, unscored, lang) for path, policy in read.items()}
        outlooks = selection.compare(people[str(policies[0])], read)
    except Refused as refused:
        _unusable(refused.reasons, lang)
    if as_json:
        _print({"policies": [outlook.as_json() for outlook in outlooks]})
    else:
        click.echo("\n".join(_side_by_side(outlooks, lang)))
    for outlook in outlooks:
        for reason in outlook.problem:
            click.echo(f"{outlook.name}: {say(reason, lang)}", err=True)
    return 1 if any(outlook.problem for outlook in outlooks) else 0


@contextlib.contextmanager
def _in_one_go() -> Iterator[None]:
    """Millions of objects are made and none is thrown away: looking for garbage takes a third of the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _policy(path: Path, lang: str) -> selection.Policy:
    text = _text(path, lang)
    try:
        policy = (
            selection.Policy.from_json(text) if path.suffix == ".json" else selection.Policy.from_toml(text)
        )
    except ValidationError as problem:
        first = problem.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "policy"
        raise Unusable(f"{path}: {where}: {first['msg']} [policy_unusable]") from problem
    except (ValueError, RecursionError) as problem:
        raise Unusable(f"{path}: {problem} [policy_unreadable]") from problem
    if found := selection.contradiction(policy):
        _unusable(found, lang, path)
    return policy


def _candidates(path: Path, policy: selection.Policy, unscored: bool, lang: str) -> list[selection.Candidate]:
    try:
        with _in_one_go():
            return selection.read_candidates(_text(path, lang), policy, unscored=unscored)
    except Refused as refused:
        _unusable(refused.reasons[:1], lang, path)


def _reviews(
    path: Path, people: Sequence[selection.Candidate], figure: selection.Figure, lang: str
) -> selection.Reviews:
    try:
        return selection.read_reviews(_text(path, lang), {c.id for c in people}, figure)
    except Refused as refused:
        _unusable(refused.reasons, lang, path)


def _changes(path: Path, lang: str) -> list[selection.Change]:
    import csv
    import io

    reader = csv.DictReader(io.StringIO(_text(path, lang), newline=""), strict=True)
    missing = [name for name in ("id", "to", "reason") if name not in (reader.fieldnames or ())]
    if missing:
        _unusable([Reason.error("candidates_column_missing", columns=missing, row=1)], lang, path)
    changes = []
    try:
        for row in reader:
            if not row["id"] or row["to"] not in ("in", "out") or None in row or row["reason"] is None:
                _unusable([Reason.error("change_unreadable", row=reader.line_num)], lang, path)
            changes.append(selection.Change.from_json(row))
    except csv.Error as problem:
        _unusable([Reason.error("candidates_unreadable", row=reader.line_num, why=str(problem))], lang, path)
    return changes


def _record(path: Path, lang: str) -> selection.Record:
    try:
        with _in_one_go():
            return selection.read_record(path.read_bytes())
    except OSError as problem:
        raise Unusable(f"{path}: {problem.strerror or problem}") from problem
    except Refused as refused:
        _unusable(refused.reasons, lang, path)


def _text(path: Path, lang: str) -> str:
    try:
        return text_of(path)
    except Refused as refused:
        _unusable(refused.reasons, lang)


def _refused(refused: Refused, policy_file: Path, as_json: bool, lang: str) -> int:
    if refused.reasons[0].code not in _FINDINGS:
        _unusable(refused.reasons, lang, policy_file)
    first = refused.reasons[0]
    if as_json:
        found = [{**reason.as_json(), "message": say(reason, lang)} for reason in refused.reasons]
        conflict = first.params.get("rules", [])
        _print({"ok": False, "status": _FINDINGS[first.code], "conflict": conflict, "reasons": found})
    for reason in refused.reasons:
        click.echo(say(reason, lang), err=True)
    return 1


def _summary(record: Mapping[str, Any], out: Path) -> dict[str, Any]:
    kept = (
        "chosen",
        "adjusted",
        "breaks",
        "near_the_line",
        "notes",
        "rules",
        "previous",
        "digest_method",
        "digest",
    )
    found = {name: record[name] for name in kept if name in record}
    return {"ok": True, "status": "decided", "out": str(out), **found}


def _tell(record: Mapping[str, Any], out: Path, lang: str) -> None:
    for number, id_ in enumerate(record.get("adjusted", record["chosen"]), 1):
        said = "".join(say(Reason.from_json(one), lang) for one in record["reasons"][id_])
        click.echo(f"{number}\t{id_}\t{said}")
    for note in record["notes"]:
        click.echo(say(Reason.from_json(note), lang), err=True)
    click.echo(f"{record['digest']}  {out}", err=True)


def _side_by_side(outlooks: Sequence[selection.Outlook], lang: str) -> Iterable[str]:
    for outlook in outlooks:
        yield say(
            Reason.info(
                "what_if_outlook",
                policy=outlook.name,
                filled=len(outlook.chosen),
                seats=outlook.seats,
                women=outlook.women,
                enters=list(outlook.enters) or "–",
                leaves=list(outlook.leaves) or "–",
            ),
            lang,
        )
        for state in outlook.rules:
            yield f"  {state.held}\t{state.slack:+}\t{say(state.about, lang)}"


def _write(path: Path, content: Iterable[bytes]) -> None:
    """Beside and renamed: a killed command leaves the old file or the new one."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            file.writelines(content)
        part.replace(path)
    except BaseException as problem:
        part.unlink(missing_ok=True)
        if not isinstance(problem, OSError):
            raise
        raise Unusable(f"{path}: {problem.strerror or problem} [file_unwritable]") from problem


def _print(document: Mapping[str, Any]) -> None:
    click.echo(json.dumps(document, ensure_ascii=False, default=str))


def _unusable(reasons: Sequence[Reason], lang: str, path: Path | None = None) -> NoReturn:
    said = " ".join(say(reason, lang) for reason in reasons)
    where = f"{path}: " if path else ""
    raise Unusable(f"{where}{said} [{reasons[0].code}]")
