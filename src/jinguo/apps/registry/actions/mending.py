"""Cards follow entries. Where a work was broken off between the two, or a unit moved, they are made anew."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from django.db import transaction

from jinguo.apps.jobs import actions as jobs
from jinguo.apps.registry.queries import cards as of_cards
from jinguo.apps.registry.queries.people import entries_in
from jinguo.apps.registry.search import indexing

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User
    from jinguo.apps.organisations.models import Organisation

JOB = "registry.cards_of_unit"


def ask_to_follow(organisation: Organisation, by: User) -> None:
    """A unit has another unit above it: its people are seen from there, and no longer from where it was."""
    jobs.enqueue(JOB, by=by, organisation=organisation.pk)


def refresh_unit(*, organisation: Organisation, progress: Callable[..., object] | None = None) -> int:
    """Make the cards anew of everybody whom a unit and those below it keep; answers how many persons."""
    rows = entries_in(organisation).order_by().values_list("identity_id", flat=True).distinct()
    return _refresh(sorted(rows), progress)


def mend() -> int:
    """Make the cards anew that do not say what the entries say. May be stopped at any time; answers how many persons."""
    return _refresh(sorted(of_cards.stale()), None)


def _refresh(identities: list[int], progress: Callable[..., object] | None) -> int:
    done = 0
    for part in _parts(identities):
        with transaction.atomic():
            indexing.refresh(part)
        done += len(part)
        if progress:
            progress(done, len(identities), "cards_refreshed", count=done)
    return done


def _parts(values: list[int]) -> Iterator[Iterable[int]]:
    for start in range(0, len(values), indexing.BATCH):
        yield values[start : start + indexing.BATCH]
