"""Doormen: packages made in the background, and those that are due by themselves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from jinguo.apps import jobs
from jinguo.apps.accounts.models import User
from jinguo.apps.clock import today
from jinguo.apps.exchange import actions, queries
from jinguo.apps.exchange.models import Package
from jinguo.errors import Refused


@jobs.job("exchange.make_package")
def make_package(progress: Callable[..., None], *, package: str, by_id: int | None) -> dict[str, Any]:
    """Put the next package of an agreement together."""
    one = Package.objects.select_related("agreement__partner__other", "agreement__organisation").get(
        uid=package
    )
    by = User.objects.filter(pk=by_id).first() if by_id else None
    made = actions.make_package(package=one, by=by, progress=progress)
    return {"people": made.people, "withdrawn": made.withdrawn, "left_out": sum(made.left_out.values())}


@jobs.periodic("exchange.packages_due", every=timedelta(hours=24))
def packages_due() -> dict[str, int]:
    """Ask for every package that a subscription or a withdrawal makes due."""
    asked = refused = 0
    for agreement in queries.given.agreements_due(today()):
        try:
            actions.ask_for_package(agreement=agreement, by=None)
            asked += 1
        except Refused:  # a key is missing: the officers see it on the page of the agreement
            refused += 1
    return {"asked": asked, "refused": refused}
