"""Doormen of a person's own side: her copy, and the nightly sweep."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from jinguo.apps import jobs
from jinguo.apps.files.models import StoredFile
from jinguo.apps.registry import queries
from jinguo.apps.registry.actions import copying, retaining


@jobs.job("registry.copy_of_person")
def copy_of_person(progress: Callable[..., None], *, claim: int, lang: str) -> StoredFile:
    """Everything that is kept of a person, for herself."""
    return copying.make_copy(claim=queries.rights.claims().get(pk=claim), lang=lang, progress=progress)


@jobs.periodic("registry.retention", every=timedelta(hours=24))
def retention() -> dict[str, int]:
    """Clear what was kept long enough, and copies that nobody fetched."""
    return {**retaining.sweep(), "copies": copying.discard_copies()}
