"""The review queue: pairs are looked for, and somebody gives a word on each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from jinguo.apps.audit import actions as audit
from jinguo.apps.clock import now
from jinguo.apps.registry.actions.matching import match
from jinguo.apps.registry.actions.merging import merge
from jinguo.apps.registry.models import Pair
from jinguo.apps.registry.permissions.people import keeps_registry
from jinguo.errors import Refused, demand
from jinguo.phrases import term

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User
    from jinguo.apps.organisations.models import Organisation


def look_for_pairs(*, organisation: Organisation, progress=None) -> int:
    """Compare a whole registry and put into the queue what is likely; nothing is merged. Answers how many pairs are new."""
    return match(organisation=organisation, progress=progress).queued


@transaction.atomic
def decide_pair(*, pair: Pair, word: str, why: str, organisation: Organisation, by: User) -> Pair:
    """Give one's word on a pair: the same person (which merges them), different persons, or later.

    Raises:
        Refused: no such word, no reason for saying that they differ, or what :func:`merge` refuses.
    """
    demand(keeps_registry(by, organisation))
    if word not in (Pair.SAME, Pair.DIFFERENT, Pair.LATER):
        raise Refused.because("pair_word_unknown")
    pair = Pair.objects.select_for_update().select_related("left", "right").get(pk=pair.pk)
    if word == Pair.SAME and pair.left.identity_id != pair.right.identity_id:
        merge(
            left=pair.left,
            right=pair.right,
            organisation=organisation,
            why=why.strip() or term("pair_looked_at"),
            by=by,
            evidence=pair.evidence,
        )
    pair.state, pair.decided_at = word, now()
    pair.decided_by_name, pair.decided_why = str(by)[:150], why.strip()[:300]
    pair.save(update_fields=["state", "decided_at", "decided_by_name", "decided_why"])
    audit.record(
        "pair_decided",
        subject=pair,
        by=by,
        acting_for=organisation,
        within=pair.left,
        after={"word": word},
        note=why.strip(),
    )
    return pair
