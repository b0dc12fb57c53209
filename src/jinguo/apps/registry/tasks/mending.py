"""Doormen of the cards: made anew where a unit moved, and looked over for what a broken-off work left behind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from jinguo.apps import jobs
from jinguo.apps.organisations.models import Organisation
from jinguo.apps.registry.actions import mending


@jobs.job(mending.JOB)
def cards_of_unit(progress: Callable[..., None], *, organisation: int) -> dict[str, int]:
    """Make the cards anew of everybody whom a unit and those below it keep."""
    unit = Organisation.objects.get(pk=organisation)
    return {"persons": mending.refresh_unit(organisation=unit, progress=progress)}


@jobs.periodic("registry.mend_cards", every=timedelta(hours=6))
def mend_cards() -> dict[str, int]:
    """Find cards that do not say what the entries say, and make them anew."""
    return {"persons": mending.mend()}
