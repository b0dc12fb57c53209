"""`jinguo account`: close the account of somebody who left, open it again, make a link for a new password."""

from __future__ import annotations

import click

from jinguo.cli import Unusable
from jinguo.cli.server import demand_tables
from jinguo.cli.site import open_site


@click.command()
@click.argument("username")
@click.option(
    "--close", "what", flag_value="close", help="Nobody signs in with it any more; its sessions end now."
)
@click.option("--reopen", "what", flag_value="reopen", help="Open a closed or locked account again.")
@click.option(
    "--link", "what", flag_value="link", help="Print a link, good once, for setting a new password."
)
@click.option("--note", default="", help="Why; it stands in the trail.")
def account(username: str, what: str | None, note: str) -> None:
    """Close, reopen or help into an account; what it did stays.

    USERNAME is the name she signs in with. Each act stands in the trail.
    """
    if what is None:
        raise Unusable("Say what to do: --close, --reopen or --link.")
    open_site()
    demand_tables()
    from django.conf import settings

    from jinguo.apps.accounts import actions
    from jinguo.apps.accounts.models import User
    from jinguo.errors import Refused
    from jinguo.phrases import say

    user = User.objects.filter(username__iexact=username.strip()).first()
    if user is None:
        raise Unusable(f"There is no account {username}.")
    try:
        if what == "close":
            actions.close_account(user, by=None, note=note)
        elif what == "reopen":
            actions.reopen_account(user, by=None, note=note)
        else:
            click.echo(f"{settings.SITE_URL}{actions.password_link(user, by=None)}")
    except Refused as refused:
        raise Unusable(" ".join(say(reason, "en") for reason in refused.reasons)) from None
