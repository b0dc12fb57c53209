"""`jinguo assess`: units scored, ranked and graded by a scheme, from files alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jinguo.cli import Unusable
from jinguo.cli.schemas import of_assess, schema_option
from jinguo.cli.sheets import FILE, LANGUAGES, read_rules
from jinguo.errors import Refused
from jinguo.phrases import say

if TYPE_CHECKING:
    from jinguo.engines.assessment import Line, Placed, Scheme


@click.command("assess")
@click.argument("scheme_file", metavar="SCHEME.json", type=FILE)
@click.argument("facts_file", metavar="FACTS.json", type=FILE)
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@click.option("--lang", type=LANGUAGES, default="zh-Hans", show_default=True)
@schema_option(of_assess, "the scheme, the facts and the answer")
def assess(scheme_file: Path, facts_file: Path, as_json: bool, lang: str) -> int:
    """Score, rank and grade units by a scheme of assessment (目标责任制考核), and say what every point comes from.

    Exit code 0: done; 1: done, but some unit has an item without any mark; 2: unusable input.
    """
    from jinguo.engines import assessment

    scheme = read_rules(scheme_file, assessment.scheme_from_json, lang)
    facts = read_rules(facts_file, assessment.facts_from_json, lang)
    try:
        result = assessment.assess(scheme, facts)
    except Refused as refused:
        told = "; ".join(f"{say(reason, lang)} [{reason.code}]" for reason in refused.reasons)
        raise Unusable(f"{scheme_file}, {facts_file}: {told}") from refused
    if as_json:
        click.echo(json.dumps(_document(scheme, result, lang), ensure_ascii=False, indent=1))
    else:
        for one in result.placed:
            _print(scheme, one, lang)
    waiting = [one.scored.name for one in result.placed if one.scored.awaits]
    if waiting:
        click.echo(f"jinguo: no mark yet for {', '.join(waiting)}", err=True)
    return 1 if waiting else 0


def _document(scheme: Scheme, result: Any, lang: str) -> dict[str, Any]:
    """The answer with the sentence beside every code."""
    from jinguo.engines.assessment import stored_result

    document = stored_result(result)
    for unit in document["units"]:
        for holder in (unit, *unit["lines"]):
            for reason in holder["reasons"]:
                _say(reason, lang)
        for line in unit["lines"]:
            for piece in line["pieces"]:
                _say(piece["reason"], lang)
    return {"scheme": scheme.title, **document}


def _say(stored: dict[str, Any], lang: str) -> None:
    from jinguo.reasons import Reason

    stored["message"] = say(Reason.from_json(stored), lang)


def _print(scheme: Scheme, one: Placed, lang: str) -> None:
    from jinguo.engines.assessment import label

    scored = one.scored
    grade = label(scheme.grade(one.grade), lang)
    click.echo("\t".join((str(one.rank), scored.name, str(scored.total), grade)))
    for line in scored.lines:
        click.echo(
            "\t".join(
                (
                    "",
                    _name(scheme, line, lang),
                    str(line.points),
                    " ".join(say(r, lang) for r in line.reasons),
                )
            )
        )
    for reason in one.reasons:
        click.echo(f"\t{say(reason, lang)}")


def _name(scheme: Scheme, line: Line, lang: str) -> str:
    from jinguo.engines.assessment import label
    from jinguo.phrases import term

    named = scheme.named(line.code)
    return label(named, lang) if named else term(f"line_{line.code}", lang)
