"""`jinguo found`: the first organiser of a site and its first officer."""

from __future__ import annotations

import click

from jinguo.cli import Unusable
from jinguo.cli.server import demand_tables
from jinguo.cli.site import open_site


@click.command()
@click.option("--organisation", required=True, help="Its full name.")
@click.option(
    "--kind", type=click.Choice(["association", "federation"]), default="association", show_default=True
)
@click.option("--name", required=True, help="The name of the person who is invited.")
@click.option("--email", default="", help="Her address; where mail is set up the link is sent there as well.")
@click.option("--role", type=click.Choice(["officer", "admin"]), default="officer", show_default=True)
def found(organisation: str, kind: str, name: str, email: str, role: str) -> None:
    """Register an organiser and print the link by which its first officer opens her account.

    The link works once. She invites everybody else on the pages. Called again for an organiser that is there, it
    only invites: for a unit that has lost its last officer.
    """
    open_site()
    demand_tables()
    from django.conf import settings
    from django.urls import reverse

    from jinguo.apps.organisations import actions

    organisation, name = organisation.strip(), name.strip()
    if not (organisation and name):
        raise Unusable("--organisation and --name must not be empty.")
    link = reverse("organisations:invitation", args=["TOKEN"]).replace("TOKEN", "{token}")
    sent = actions.found(
        organisation=organisation, kind=kind, name=name, email=email.strip(), role=role, link=link
    )
    click.echo(f"{settings.SITE_URL}{link.format(token=sent.token)}")
