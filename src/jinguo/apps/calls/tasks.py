"""Doormen: what a worker is asked for by name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from jinguo.apps import jobs
from jinguo.apps.accounts.models import User
from jinguo.apps.calls.actions import documents, investigating
from jinguo.apps.calls.models import Call
from jinguo.apps.files.models import StoredFile


@jobs.job("calls.make_package")
def make_package(
    progress: Callable[..., None], *, call_id: int, group: str, order: str, by_id: int
) -> StoredFile:
    """The package to hand up."""
    return documents.make_package(_call(call_id), group, order, progress, User.objects.get(pk=by_id))


@jobs.job("calls.make_forms")
def make_forms(
    progress: Callable[..., None], *, call_id: int, group: str, order: str, by_id: int
) -> StoredFile:
    """All registration forms."""
    return documents.make_forms(_call(call_id), group, order, progress, User.objects.get(pk=by_id))


@jobs.periodic("calls.remind_of_objections", every=timedelta(hours=1))
def remind_of_objections() -> dict[str, int]:
    """The limits of objections that are near, and those that have passed."""
    return investigating.remind_of_limits()


def _call(pk: int) -> Call:
    return Call.objects.select_related("organiser", "parent_call").get(pk=pk)
