"""`jinguo bench web`: a database full of measured data, and where the measured pages are."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import click

from jinguo.cli import Unusable
from jinguo.cli.site import open_site


@click.group()
def bench() -> None:
    """Data for measurements."""


@bench.command()
@click.option("--database-url", required=True, help="The empty database, sqlite or postgres.")
@click.option("--nominations", default=2000, type=click.IntRange(10), show_default=True)
@click.option("--experts", default=200, type=click.IntRange(8), show_default=True)
@click.option("--reviews", default=8000, type=click.IntRange(0), show_default=True)
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="Where the addresses go."
)
def web(database_url: str, nominations: int, experts: int, reviews: int, out: Path) -> None:
    """Fill an empty database and write which address, account and form fields each measured page has.

    Files and keys go to JINGUO_DATA: serve with the same one, and with REQUIRE_SECOND_FACTOR= so that the officer's
    account signs in with its password alone.
    """
    if reviews > nominations * experts // 2:
        raise Unusable(f"{reviews} reviews are too many for {nominations} nominations and {experts} experts.")
    os.environ["DATABASE_URL"] = database_url
    os.environ.setdefault("VAULT_MAKE_KEYS", "true")
    open_site()
    _demand_empty()
    from django.core.management import call_command

    from jinguo.bench import addresses, rows, setting

    began = time.monotonic()

    def tell(what: str, done: int, total: int) -> None:
        click.echo(f"{time.monotonic() - began:5.1f} s  {what} {total}", err=True)

    call_command("migrate", run_syncdb=True, verbosity=0)
    world = setting.found()
    made = rows.nominate(world, nominations, tell)
    pool = rows.review(world, made, experts, reviews, tell)
    _analyse()
    found = addresses.addresses(world, made, pool)
    part = out.with_name(f"{out.name}.part")
    part.write_text(json.dumps(found, ensure_ascii=False, indent=1), "utf-8")
    part.replace(out)
    tell("done", 0, nominations + reviews)


def _demand_empty() -> None:
    """Measured data never goes where something is."""
    from django.db import connection
    from django.db.utils import Error

    try:
        with connection.cursor() as cursor:
            for table in connection.introspection.table_names(cursor):
                if table == "django_migrations":
                    continue
                cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(table)} LIMIT 1")  # noqa: S608
                if cursor.fetchone() and not table.startswith(("django_content_type", "auth_permission")):
                    raise Unusable(f"The database is not empty: {table} has rows. Name an empty one.")
    except Error as problem:
        raise Unusable(f"The database cannot be opened: {str(problem).strip()}") from None


def _analyse() -> None:
    """Let the database know what it holds, as it does by itself after a while."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
