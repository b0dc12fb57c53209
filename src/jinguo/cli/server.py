"""`jinguo serve`, `jinguo worker`, `jinguo migrate` and `jinguo sweep-files`."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import click

from jinguo.cli import Unusable
from jinguo.cli.site import open_site

SOURCE = Path(__file__).resolve().parents[1]
CONNECTIONS = 256
"""Connections a web process keeps. Browsers hold theirs open between two pages: with fewer than there are people, the
others would wait for one of them to go, not for their turn. Work waits for a thread, whoever asks."""


@click.command()
@click.option(
    "--host", default="127.0.0.1", envvar="HOST", show_default=True, help="The address to listen on."
)
@click.option("--port", default=8000, envvar="PORT", type=click.IntRange(1, 65535), show_default=True)
@click.option(
    "--workers",
    default=1,
    envvar="WEB_WORKERS",
    type=click.IntRange(1, 64),
    show_default=True,
    help="Web processes.",
)
@click.option(
    "--threads", default=8, type=click.IntRange(1, 128), show_default=True, help="Threads in each of them."
)
@click.option("--with-worker", is_flag=True, help="Start a background worker beside it.")
def serve(host: str, port: int, workers: int, threads: int, with_worker: bool) -> None:
    """Serve the site until Ctrl-C or SIGTERM."""
    os.environ["PORT"] = str(port)
    open_site()
    demand_tables()
    _make_folders()
    from jinguo.site.assets import collect

    collect()
    from granian.constants import Interfaces
    from granian.http import HTTP1Settings
    from granian.log import LogLevels
    from granian.server import Server

    child = _start_worker() if with_worker else None
    _give_back_large_blocks()
    _load_pages(shared=workers > 1)
    server = Server(
        "jinguo.site.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        backpressure=CONNECTIONS,
        http1_settings=HTTP1Settings(header_read_timeout=15_000, keep_alive=True),
        websockets=False,
        log_level=LogLevels.error,
        respawn_failed_workers=True,
        workers_kill_timeout=15,
    )
    click.echo(f"http://localhost:{port}")
    try:
        server.serve()
    finally:
        if child is not None:
            _stop(child)


@click.command()
@click.option("--once", is_flag=True, help="Do what waits, then leave.")
@click.option(
    "--poll", default=1.0, type=click.FloatRange(0.05, 60), show_default=True, help="Seconds between looks."
)
@click.option("--parent", type=int, hidden=True, help="Leave when this process is gone.")
def worker(once: bool, poll: float, parent: int | None) -> None:
    """Do background work, send messages, clear up until Ctrl-C or SIGTERM; the piece in hand is finished."""
    open_site()
    demand_tables()
    from jinguo.apps.jobs.shift import Shift, do_rounds

    shift = Shift(poll_s=poll, parent=parent)
    _on_stop(shift)
    click.echo(f"worker {shift.worker.uid}", err=True)
    shift.work(once=once)
    if once:
        do_rounds()


@click.command()
def migrate() -> None:
    """Bring the tables of the database up to date: once after installing, and after every upgrade."""
    open_site()
    from django.core.management import call_command
    from django.db.utils import Error

    try:
        call_command("migrate", run_syncdb=True, verbosity=0)
    except Error as problem:
        raise Unusable(f"The database cannot be brought up to date: {problem}".strip()) from None
    click.echo("The tables are up to date.", err=True)


@click.command()
@click.option(
    "--grace-hours", default=24, type=click.IntRange(0), show_default=True, help="Leave alone what is newer."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
def sweep_files(grace_hours: int, as_json: bool) -> None:
    """Clear files that no record refers to, and uploads past their time."""
    open_site()
    demand_tables()
    import json
    from datetime import timedelta

    from jinguo.apps.files.actions import sweep

    counts = sweep(grace=timedelta(hours=grace_hours))
    if as_json:
        click.echo(json.dumps(counts))
    else:
        for what, count in counts.items():
            click.echo(f"{what}: {count}")


def demand_tables() -> None:
    """Refuse to run on a database that is absent, empty or behind the program."""
    from django.db import DEFAULT_DB_ALIAS, connections
    from django.db.migrations.executor import MigrationExecutor
    from django.db.utils import Error

    connection = connections[DEFAULT_DB_ALIAS]
    try:
        tables = set(connection.introspection.table_names())
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Error as problem:
        raise Unusable(f"The database cannot be opened: {problem}".strip()) from None
    if "accounts_user" not in tables:
        raise Unusable("The database has no tables yet. Run `jinguo migrate` first.")
    if plan:
        names = ", ".join(f"{migration.app_label}.{migration.name}" for migration, _ in plan[:3])
        raise Unusable(
            f"The database is behind the program ({len(plan)} migrations: {names}). Run `jinguo migrate`."
        )
    connection.close()


def _give_back_large_blocks() -> None:
    """What an upload took goes back to the system when it is done, and does not stay with the process.

    glibc's M_MMAP_THRESHOLD, which it otherwise raises by itself with the first large block; other C libraries do
    without. Sixty uploads of 2 MB at once: 42 MiB less afterwards.
    """
    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).mallopt(-3, 256 * 1024)


def _load_pages(*, shared: bool) -> None:
    """All of the site, before the web processes are forked: they share what is never written to.

    Where there are several, they share the built templates and the readings of characters (55 MiB) as well; one alone
    takes them when a page asks, and starts a second earlier. Frozen, it is no longer walked by the collector of
    garbage, which would write to it and take its time.
    """
    from django.urls import get_resolver

    import jinguo.site.wsgi  # noqa: F401
    from jinguo.standards.names import pinyin

    get_resolver().reverse_dict  # noqa: B018 - the routes, and with them the views
    if shared:
        _load_templates()
        pinyin("巾帼")
    gc.collect()
    gc.freeze()


def _load_templates() -> None:
    from django.template.loader import get_template
    from django.template.utils import get_app_template_dirs

    for folder in map(Path, get_app_template_dirs("templates")):
        if folder.is_relative_to(SOURCE):
            for page in folder.rglob("*.html"):
                get_template(page.relative_to(folder).as_posix())


def _make_folders() -> None:
    from django.conf import settings

    for folder in (settings.JINGUO_DATA, settings.STATIC_ROOT, settings.MEDIA_ROOT):
        Path(folder).mkdir(parents=True, exist_ok=True, mode=0o700)


def _start_worker() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "jinguo", "worker", "--parent", str(os.getpid())]
    # A session of its own: Ctrl-C reaches only the server, which then tells the worker once.
    return subprocess.Popen(command, start_new_session=True)  # noqa: S603 - our own program


def _stop(child: subprocess.Popen[bytes]) -> None:
    child.terminate()
    try:
        child.wait(timeout=30)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def _on_stop(shift: Any) -> None:
    """First signal: finish what is in hand. Second: leave at once."""

    def told(signum: int, frame: object) -> None:
        for again in (signal.SIGTERM, signal.SIGINT):
            signal.signal(again, signal.SIG_DFL)
        shift.stop()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, told)
