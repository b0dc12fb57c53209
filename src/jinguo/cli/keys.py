"""`jinguo keys`: the keys of the vault, which live outside the database."""

from __future__ import annotations

import click

from jinguo.cli import Unusable
from jinguo.cli.site import open_site


@click.group()
def keys() -> None:
    """Make, renew and check the keys with which personal fields are sealed."""
    open_site()


@keys.command()
def create() -> None:
    """Make the key file. Keep a copy of it apart from the copies of the database."""
    from jinguo.apps.vault import keyring

    _only_file()
    if not keyring.create():
        raise Unusable(f"There are keys at {keyring.keys_file()} already. To renew them: jinguo keys rotate.")
    click.echo(f"Keys made: {keyring.keys_file()}")
    click.echo("Keep a copy apart from the database: without the keys nothing sealed can be read.", err=True)


@keys.command()
@click.option(
    "--index", "purpose", flag_value="index", default=None, help="Renew the key of the blind index."
)
@click.option(
    "--reseal/--no-reseal", "again", default=True, help="Seal what is stored again under the new key."
)
def rotate(purpose: str | None, again: bool) -> None:
    """Make a new current key. Earlier keys stay and still open what they sealed."""
    from jinguo.apps.vault import keyring

    _only_file()
    made = keyring.rotate("index" if purpose == "index" else "seal")
    click.echo(f"New key: {made}")
    if again:
        _reseal()
    else:
        click.echo("Stored values keep their old key until 'jinguo keys reseal' has run.", err=True)


@keys.command()
def reseal() -> None:
    """Seal and index stored values again that have an older key or algorithm. May be stopped and started again."""
    _reseal()


@keys.command()
def check() -> None:
    """See that the keys are there and private, and that every stored value opens.

    Exit code 1: it does not.
    """
    from django.core.exceptions import ImproperlyConfigured

    from jinguo.apps.vault import checking

    try:
        findings = checking.findings()
    except ImproperlyConfigured as problem:
        raise Unusable(str(problem)) from None
    for line in findings:
        click.echo(line)
    if findings:
        raise click.exceptions.Exit(1)
    click.echo("The keys are there, are private, and open every stored value.")


def _reseal() -> None:
    from jinguo.apps.vault import registered

    for sealed in registered.registered():
        total = registered.stale(sealed).count()
        done = 0
        for count in registered.reseal(sealed):
            done += count
            click.echo(f"{sealed.name}: {done} of {total}", err=True)
        click.echo(f"{sealed.name}: {done} sealed again")
    for indexed in registered.indices():
        total, done = registered.stale_indices(indexed).count(), 0
        for count in registered.reindex(indexed):
            done += count
            click.echo(f"{indexed.name}: {done} of {total}", err=True)
        click.echo(f"{indexed.name}: {done} indexed again")


def _only_file() -> None:
    from django.conf import settings

    if settings.VAULT_KEYS:
        raise Unusable("The keys come from the variable VAULT_KEYS; change them where that variable is set.")


@keys.command()
@click.option("--organisation", required=True, help="Its social credit code, identifier or name.")
def exchange(organisation: str) -> None:
    """Make the keys with which an organisation signs packages; new ones are endorsed by those they replace."""
    from jinguo.apps.exchange import actions
    from jinguo.apps.organisations.queries import by_code
    from jinguo.engines.exchange import KeyCard

    found = by_code(organisation.strip())
    if found is None:
        raise Unusable(f"No organisation of this site is called {organisation}.")
    made = actions.make_key(organisation=found, by=None)
    click.echo(made.card)
    click.echo(KeyCard.from_json(made.card).fingerprint, err=True)
