"""`jinguo audit`: seal the trail, and verify it."""

from __future__ import annotations

import json

import click

from jinguo.cli.site import open_site
from jinguo.phrases import say
from jinguo.reasons import Reason

_lang = click.option("--lang", default="zh-Hans", type=click.Choice(["zh-Hans", "en"]), show_default=True)


@click.group()
def audit() -> None:
    """The append-only trail: chain it, and see whether anybody changed it."""
    open_site()


@audit.command()
@_lang
def seal(lang: str) -> None:
    """Chain the rows committed since the last time. Run it every few minutes; note the head elsewhere."""
    from jinguo.apps.audit import chain

    entries, last = 0, None
    while made := chain.seal_batch():
        entries, last = entries + made.entries, made
    if last is None:
        click.echo(say(Reason("trail_sealed_none"), lang))
    else:
        click.echo(say(Reason("trail_sealed", {"entries": entries, "head": last.head}), lang))


@audit.command()
@click.option("--head", default="", help="A head noted earlier: the chain must still pass through it.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@_lang
def verify(head: str, as_json: bool, lang: str) -> None:
    """Walk the whole chain. Exit code 1 when a row was changed, deleted, or the end was cut off."""
    from jinguo.apps.audit import chain

    found = chain.verify(head.strip().lower())
    flaws = [Reason(f"trail_flaw_{f.code}", {"number": f.number, "entry": f.entry}) for f in found.flaws]
    if as_json:
        document = {
            "ok": found.ok,
            "links": found.links,
            "unsealed": found.unsealed,
            "head": found.head,
            "flaws": [
                {"code": f.code, "link": f.number, "entry": f.entry, "message": say(reason, lang)}
                for f, reason in zip(found.flaws, flaws, strict=True)
            ],
        }
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
    else:
        whole = {"links": found.links, "unsealed": found.unsealed, "head": found.head, "count": len(flaws)}
        click.echo(say(Reason("trail_verified" if found.ok else "trail_broken", whole), lang))
        for reason in flaws:
            click.echo("  " + say(reason, lang))
    if not found.ok:
        raise click.exceptions.Exit(1)
