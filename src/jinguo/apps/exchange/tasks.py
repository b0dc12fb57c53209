"""Doormen: packages made and taken in in the background, and those that are due by themselves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from jinguo.apps import jobs
from jinguo.apps.accounts.models import User
from jinguo.apps.clock import today
from jinguo.apps.exchange import actions, queries
from jinguo.apps.exchange.models import Package
from jinguo.apps.exchange.states import INCOMING, RECEIVING
from jinguo.apps.files import actions as files
from jinguo.apps.files import blobs
from jinguo.apps.files.models import StoredFile
from jinguo.apps.organisations.models import Organisation
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


@jobs.job(RECEIVING)
def receive_package(
    progress: Callable[..., None], *, organisation: int, file: str, file_name: str, by_id: int
) -> dict[str, Any]:
    """Take a partner's package in. A file that was uploaded for it goes with that, whatever comes of it."""
    stored = StoredFile.objects.get(uid=file)
    try:
        with blobs.on_disk(stored.path) as path:
            receipt = actions.receive(
                organisation=Organisation.objects.get(pk=organisation),
                path=path,
                file_name=file_name,
                by=User.objects.get(pk=by_id),
                progress=progress,
            )
    finally:
        if stored.kind == INCOMING:
            files.discard(stored)
    return {"receipt": str(receipt.uid)}


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
