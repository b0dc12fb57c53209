"""`jinguo demo`: the whole system on invented people, from an empty folder to a served site."""

from __future__ import annotations

import json
import os
import shutil
import sys
from datetime import date
from pathlib import Path

import click

from jinguo.cli import Unusable
from jinguo.cli.site import open_site

PLAYED = "demo-played.json"
BEGUN = "demo-begun"


@click.command()
@click.option("--serve/--no-serve", default=True, help="Serve the site afterwards.")
@click.option("--port", default=8000, envvar="PORT", type=click.IntRange(1, 65535), show_default=True)
@click.option("--today", default="2026-10-12", show_default=True, help="The day on which the demo lives.")
@click.option(
    "--out",
    default="demo-output",
    type=click.Path(path_type=Path),
    show_default=True,
    help="Where the documents go.",
)
@click.option(
    "--full",
    is_flag=True,
    help="Build the registry too before this ends; else a worker does it while the site serves.",
)
@click.option(
    "--persons",
    default=20_000,
    type=click.IntRange(60, 100_000),
    show_default=True,
    help="How many persons the registry's lists tell of.",
)
@click.option("--fresh", is_flag=True, help="Throw the demo's data away and play it again.")
def demo(serve: bool, port: int, today: str, out: Path, full: bool, persons: int, fresh: bool) -> None:
    """Play a selection on invented people, write its documents, serve the site."""
    data = _prepare_environment(port, today)
    if fresh or (data / BEGUN).exists():
        _throw_away(data)
    data.mkdir(parents=True, exist_ok=True)
    open_site()
    played = data / PLAYED
    if not played.exists():
        _play(data, played)
    known = json.loads(played.read_text("utf-8"))
    if not (out / "manifest.json").exists() or fresh:
        _write_documents(known, out)
    if full:
        _build_registry(persons)
    _show_accounts(known, out, port)
    if serve:
        _ask_for_registry(persons)
        sys.stdout.flush()
        os.execv(
            sys.executable, [sys.executable, "-m", "jinguo", "serve", "--with-worker", "--port", str(port)]
        )


def _prepare_environment(port: int, today: str) -> Path:
    try:
        date.fromisoformat(today)
    except ValueError:
        raise Unusable(f"--today is {today!r}; write a day as 2026-10-12.") from None
    os.environ["JINGUO_DEMO"] = "true"
    os.environ["JINGUO_TODAY"] = today
    os.environ["PORT"] = str(port)
    os.environ.setdefault("JINGUO_DATA", str(Path("var/demo").resolve()))
    return Path(os.environ["JINGUO_DATA"])


def _throw_away(data: Path) -> None:
    """Remove the demo's own folder; a folder or a database that is not the demo's is left alone."""
    if not data.exists():
        return
    if not ((data / PLAYED).exists() or (data / BEGUN).exists()):
        raise Unusable(f"{data} holds data that are not the demo's. Name another folder in JINGUO_DATA.")
    shutil.rmtree(data)


def _play(data: Path, played: Path) -> None:
    from django.core.management import call_command

    from jinguo.apps.organisations.models import Organisation
    from jinguo.demo.play import play

    (data / BEGUN).touch()
    call_command("migrate", verbosity=0)
    if Organisation.objects.exists():
        (data / BEGUN).unlink()
        raise Unusable("The database named by DATABASE_URL holds data already; the demo needs an empty one.")
    result = play(_tell)
    known = {"call": str(result.main.uid), "nominee_token": result.nominee_token}
    played.write_text(json.dumps(known), "utf-8")
    (data / BEGUN).unlink()


def _write_documents(known: dict[str, str], out: Path) -> None:
    from jinguo.apps.calls.models import Call
    from jinguo.demo.pack import write_pack

    write_pack(Call.objects.select_related("organiser").get(uid=known["call"]), out, _tell)


def _build_registry(persons: int) -> None:
    """Every step of the registry that is missing, and what came of it held against the truth."""
    from jinguo.demo.registry import building, measuring, plan

    def tell(done: int, total: int = 0, code: str = "", **said: object) -> None:
        pass

    building.begin(persons)
    for number, step in enumerate(plan.STEPS, 1):
        building.take(step, tell)
        _tell("registry", number, len(plan.STEPS))
    click.echo(measuring.told(measuring.measure(building.keeper())))


def _ask_for_registry(persons: int) -> None:
    """A worker builds it while the site serves; once it stands, nothing is asked."""
    from jinguo.demo.registry import building

    building.ask(persons)


def _show_accounts(known: dict[str, str], out: Path, port: int) -> None:
    from jinguo.demo.pack import described, write_accounts

    address = f"http://localhost:{port}"
    rows = write_accounts(out, address, known["nominee_token"])
    click.echo(f"\n{address}\n")
    for row in rows:
        click.echo(described(row))
    click.echo()


def _tell(what: str, done: int, total: int) -> None:
    """Progress on stderr: a line that is written over on a terminal, its end alone elsewhere."""
    if sys.stderr.isatty():
        click.echo(f"\r{what} {done}/{total}   ", err=True, nl=done == total)
    elif done == total:
        click.echo(f"{what} {done}/{total}", err=True)
