"""One officer's yes to many proposals: what one yes asks of the database is asked once for some hundred. Each is checked by
itself, and stands on the trail by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction

from jinguo.apps import vault
from jinguo.apps.registry.actions.tiers.settling import locked, say_yes, settle
from jinguo.apps.registry.models import TierProposal
from jinguo.errors import Refused

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User

AT_ONCE = 200


@dataclass
class Said:
    """What came of it: how many are done, how many wait for another officer's word, and why others were left as they were."""

    done: int = 0
    left: int = 0
    problems: list[Refused] = field(default_factory=list)


def confirm_all(
    *,
    proposals: Sequence[TierProposal],
    by: User,
    document: str | Callable[[TierProposal], str] = "",
) -> Said:
    """Confirm many proposals as :func:`confirm` does one; one that can't be confirmed costs only itself. Some hundred are a
    transaction: killed in between, those that were written stand and the others wait.

    Raises:
        Refused: not an officer of one of the registries.
    """
    said = Said()
    for batch in _each_person_once(proposals):
        with transaction.atomic():
            _confirm(batch, by, document, said)
    return said


def _confirm(
    batch: Sequence[TierProposal], by: User, document: str | Callable[[TierProposal], str], said: Said
) -> None:
    fit, problems = [], []
    for one in locked(batch, by):
        try:
            say_yes(one, by, document if isinstance(document, str) else document(one))
            fit.append(one)
        except Refused as problem:
            problems.append(problem)
    with vault.keys_at_hand(f"person:{one.entry.uid}" for one in fit):
        settle(fit, by=by)
    half = sum(one.waits for one in fit)
    said.done, said.left = said.done + len(fit) - half, said.left + half
    said.problems += problems


def _each_person_once(proposals: Sequence[TierProposal]) -> Iterator[list[TierProposal]]:
    """Batches in which nobody is twice: what the first did with her is known when the second is looked at."""
    identities = dict(
        TierProposal.objects.filter(pk__in=[one.pk for one in proposals]).values_list(
            "pk", "entry__identity_id"
        )
    )
    left = [one for one in proposals if one.pk in identities]
    while left:
        batch: dict[int, TierProposal] = {}
        later = []
        for one in left:
            if len(batch) < AT_ONCE and identities[one.pk] not in batch:
                batch[identities[one.pk]] = one
            else:
                later.append(one)
        yield list(batch.values())
        left = later
