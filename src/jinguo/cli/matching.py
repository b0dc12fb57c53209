"""`jinguo match`: the same person within the registry of an organisation."""

from __future__ import annotations

import json
import time

import click

from jinguo.cli.watching import watched
from jinguo.phrases import say
from jinguo.reasons import Reason


@click.command("match")
@click.option(
    "--organisation", required=True, help="Whose registry: its social credit code, identifier or name."
)
@click.option(
    "--rules", type=click.Choice(["strict", "normal", "loose"]), default="normal", show_default=True
)
@click.option("--new", is_flag=True, help="Compare only what came or changed since the last time.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@click.option("--lang", type=click.Choice(["zh-Hans", "en"]), default="zh-Hans", show_default=True)
def match(organisation: str, rules: str, new: bool, as_json: bool, lang: str) -> None:
    """Look for the same person within a registry: certain ones are merged (strict), likely ones wait for a person.

    Exit code 1 where pairs wait for a person.
    """
    from jinguo.cli.linkage import peak
    from jinguo.cli.people import keeper_of, refusals

    tell = watched([], lambda stage, done, total: say(Reason(stage, {"count": done, "total": total}), lang))
    began = time.monotonic()
    with refusals(lang):
        registry = keeper_of(organisation)
        from jinguo.apps.registry import actions
        from jinguo.apps.registry.models import MatchRun

        run = actions.match(
            organisation=registry,
            scope=MatchRun.CHANGED if new else MatchRun.WHOLE,
            rules=rules,
            progress=lambda done, total, stage, **said: tell(stage, int(said.get("count", done)), total),
        )
        actions.report_matching(organisation=registry)
    document = {
        "organisation": registry.name,
        "rules": rules,
        "scope": run.scope,
        "entries": run.entries,
        "compared": run.fresh,
        "queued": run.queued,
        "merged": run.merged,
        "seconds": round(time.monotonic() - began, 3),
        "peak_mib": peak(),
    }
    if as_json:
        click.echo(json.dumps(document, ensure_ascii=False))
    else:
        click.echo(say(Reason("match_done", document), lang))
    raise click.exceptions.Exit(1 if run.queued else 0)
