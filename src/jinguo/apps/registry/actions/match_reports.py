"""What machines did is told to those who keep the entries: how many they merged, how many wait for a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from django.db import transaction

from jinguo.apps.clock import now
from jinguo.apps.organisations.models import Organisation
from jinguo.apps.outbox import actions as outbox
from jinguo.apps.registry.models import MatchRun
from jinguo.apps.registry.queries import matching as of_matching
from jinguo.apps.registry.queries.rights import keepers
from jinguo.apps.registry.search.indexing import keepers_above

MERGED, QUEUE = "/registry/pairs/merged/", "/registry/pairs/"


@transaction.atomic
def report_matching(*, organisation: Organisation) -> int:
    """Tell of every round that nobody asked for and nobody was told of, also of one before that was stopped; answers how
    many keepers' registries had news. A pair is told to the lowest organisation that keeps both of its entries.
    """
    runs = of_matching.unreported(organisation)
    if not runs:
        return 0
    MatchRun.objects.filter(pk__in=[run.pk for run in runs]).update(reported_at=now())
    unattended = [run for run in runs if run.by_id is None]
    if not unattended:
        return 0
    above = keepers_above()
    begun = min(run.started_at for run in unattended)
    merged = _by_keeper(of_matching.merged_in(unattended), above)
    queued = _by_keeper(of_matching.queued_since(organisation, begun), above)
    told = Organisation.objects.in_bulk({*merged, *queued})
    for key, keeper in sorted(told.items()):
        outbox.queue(
            "matching_report",
            to=keepers(keeper),
            params={"organisation": keeper.name, "merged": merged[key], "queued": queued[key]},
            sender=keeper,
            link=MERGED if merged[key] else QUEUE,
        )
    return len(told)


def _by_keeper(ends: Iterable[tuple[int, int]], above: Callable[[int], tuple[int, ...]]) -> Counter[int]:
    """organisation → how many pairs it is the lowest to keep both entries of."""
    found: Counter[int] = Counter()
    for left, right in ends:
        over = set(above(right))
        if (lowest := next((one for one in above(left) if one in over), None)) is not None:
            found[lowest] += 1
    return found
