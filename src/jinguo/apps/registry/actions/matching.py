"""Looking for the same person: over a whole registry, over the entries of one source, over what changed. What is likely waits
for a person; what is all but certain, and contradicted by nothing, a machine merges, and says so.

For who adds entries in bulk: :func:`ask_to_match_import` after the commit puts a job into the queue; :func:`match_import` does
the same work at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import transaction

from jinguo.apps.clock import now
from jinguo.apps.jobs import actions as jobs
from jinguo.apps.jobs.models import Job
from jinguo.apps.jobs.states import OPEN
from jinguo.apps.registry import same_person
from jinguo.apps.registry.actions.merging_many import merge_by_machine
from jinguo.apps.registry.models import MatchRun, Pair, PersonEntry
from jinguo.apps.registry.permissions.people import keeps_registry
from jinguo.apps.registry.queries import matching as of_matching
from jinguo.apps.registry.queries.people import entries_in
from jinguo.apps.registry.same_person import Found, records
from jinguo.apps.registry.search import indexing
from jinguo.errors import demand
from jinguo.phrases import term

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User
    from jinguo.apps.organisations.models import Organisation

Progress = Callable[..., object]
One = TypeVar("One")
BATCH = 500
TOGETHER = 200
"""So many merges by machine are one transaction: the search learns of them at once."""
JOB = "registry.match"
LEARN_AGAIN = 1.2
"""A model serves until the registry has grown by so much since it was learnt."""


def ask_to_match(
    *,
    organisation: Organisation,
    by: User | None,
    scope: str = MatchRun.WHOLE,
    source: str = "",
    rules: str = same_person.NORMAL,
) -> Job:
    """Have a worker match, in the background, with progress and cancel. ``by`` is None where nobody asked."""
    if by is not None:
        demand(keeps_registry(by, organisation))
    return jobs.enqueue(
        JOB, by=by, organisation=organisation.pk, scope=scope, source=source, rules=rules, by_id=by and by.pk
    )


def ask_to_match_import(*, organisation: Organisation, source: str) -> Job:
    """The same for the entries of one source, unattended: to be called once they stand in the registry."""
    return ask_to_match(
        organisation=organisation, by=None, scope=MatchRun.SOURCE, source=source, rules=same_person.STRICT
    )


def is_asked(organisation: Organisation) -> bool:
    """Whether a round over a registry waits or is under way."""
    return Job.objects.filter(name=JOB, state__in=OPEN, params__organisation=organisation.pk).exists()


def match_import(
    *,
    organisation: Organisation,
    source: str,
    by: User | None = None,
    rules: str = same_person.STRICT,
    progress: Progress | None = None,
) -> MatchRun:
    """Compare the entries of one source (``import:<uid>``, or whatever their ``source`` says) with one another and with the
    whole registry.
    """
    return match(
        organisation=organisation, scope=MatchRun.SOURCE, source=source, by=by, rules=rules, progress=progress
    )


def match(
    *,
    organisation: Organisation,
    scope: str = MatchRun.WHOLE,
    source: str = "",
    rules: str = same_person.NORMAL,
    by: User | None = None,
    progress: Progress | None = None,
) -> MatchRun:
    """One round: compare, put what is likely into the queue, merge what is certain where the rules let a machine do so.

    Short transactions; it may be stopped at any time and begun again. A pair that waits is weighed anew, one on which
    somebody gave a word is left alone, and so are any two entries of persons who were said to differ.
    """
    run = MatchRun.objects.create(
        organisation=organisation, scope=scope, source=source[:80], rules=rules, by=by
    )
    limits = same_person.limits_of(rules, indexing.keepers_above()(organisation.pk))
    total = entries_in(organisation).count()
    known = None if scope == MatchRun.WHOLE else of_matching.model_for(organisation, total / LEARN_AGAIN)
    is_fresh = _fresh(run, known)
    matched = same_person.linked(
        entries_in(organisation),
        is_fresh=is_fresh,
        ask_from=limits.ask_from,
        loose=rules == same_person.LOOSE,
        model=known,
        total=total,
        progress=progress,
    )
    found = list(matched.found)
    if matched.entries < same_person.FEW:
        found += _exact(organisation, is_fresh, found)
    run.entries, run.fresh = matched.entries, matched.fresh
    if scope == MatchRun.WHOLE and matched.model:
        run.learnt = matched.model
    run.queued = _keep(organisation, found, is_fresh, progress)
    if limits.by_machine:
        run.merged = _merge_certain(run, [one for one in found if limits.are_certain(one)], progress)
    run.finished_at = now()
    run.save()
    return run


def _fresh(run: MatchRun, known: dict[str, Any] | None) -> Callable[[int, str], bool] | None:
    """Which entries are to be compared: None for all. What changed is compared with all, and all where no model serves."""
    if run.scope == MatchRun.SOURCE:
        return records.of_source(run.source)
    if run.scope == MatchRun.CHANGED:
        since = of_matching.matched_until(run.organisation, before=run)
        if since is None or known is None:
            run.scope = MatchRun.WHOLE
            return None
        return records.fresh_keys(of_matching.changed_since(run.organisation, since))
    return None


def _exact(
    organisation: Organisation, is_fresh: Callable[[int, str], bool] | None, found: Sequence[Found]
) -> list[Found]:
    """What exact keys find beside the engine."""
    there = {(one.left, one.right) for one in found}
    sources = dict(entries_in(organisation).values_list("pk", "source"))
    return [
        one
        for one in same_person.exact_keys(organisation)
        if (one.left, one.right) not in there
        and (is_fresh is None or any(is_fresh(end, sources.get(end, "")) for end in (one.left, one.right)))
    ]


def _keep(
    organisation: Organisation,
    found: Sequence[Found],
    is_fresh: Callable[[int, str], bool] | None,
    progress: Progress | None,
) -> int:
    """Bring the queue up to date; how many pairs are new in it."""
    begun = now()
    known = of_matching.words_of(organisation)
    done = new = 0
    for batch in _batches(found, BATCH):
        identities = dict(
            PersonEntry.objects.filter(
                pk__in={end for one in batch for end in (one.left, one.right)}
            ).values_list("pk", "identity_id")
        )
        fresh, again = [], []
        for one in batch:
            ends = frozenset((identities.get(one.left), identities.get(one.right)))
            if len(ends) < 2 or ends in known.different:
                continue
            if (pair := known.waiting.get(ends)) is not None:
                again.append((pair, one))
            elif ends not in known.settled:
                fresh.append(_pair(one, begun))
        with transaction.atomic():
            before = Pair.objects.count()
            Pair.objects.bulk_create(fresh, ignore_conflicts=True)
            new += Pair.objects.count() - before
            _weigh_again(again, begun)
        done += len(batch)
        if progress:
            progress(80 + 10 * done // len(found), 100, "match_writing", count=done)
    _drop_unlike(organisation, begun, is_fresh)
    return new


def _pair(one: Found, moment: datetime) -> Pair:
    return Pair(
        left_id=one.left,
        right_id=one.right,
        probability=one.probability,
        evidence=list(one.evidence),
        found_at=moment,
        weighed_at=moment,
    )


def _weigh_again(again: Iterable[tuple[int, Found]], moment: datetime) -> None:
    """Pairs that wait, or were put aside, as they weigh now."""
    newly = {pair: one for pair, one in again if one.probability is not None}
    rows = list(Pair.objects.filter(pk__in=newly, state__in=Pair.WAITING))
    for row in rows:
        row.probability, row.evidence = newly[row.pk].probability, list(newly[row.pk].evidence)
        row.weighed_at = moment
    Pair.objects.bulk_update(rows, ["probability", "evidence", "weighed_at"], batch_size=100)


def _drop_unlike(
    organisation: Organisation, begun: datetime, is_fresh: Callable[[int, str], bool] | None
) -> None:
    """Pairs that an engine once proposed, that were compared again and are likely no more, leave the queue."""
    rows = of_matching.weighed_before(organisation, begun)
    gone = [
        pair
        for pair, *ends in rows
        if is_fresh is None or any(is_fresh(entry, source) for entry, source in (ends[:2], ends[2:]))
    ]
    for part in _batches(gone, BATCH):
        Pair.objects.filter(pk__in=part, state=Pair.OPEN).delete()


def _merge_certain(run: MatchRun, certain: Sequence[Found], progress: Progress | None) -> int:
    """Merge by machine, the surest first, what nothing contradicts; how many."""
    merged = done = 0
    for batch in _batches(certain, TOGETHER):
        merged += len(merge_by_machine(run=run, found=batch, why=term("match_by_machine", "zh")))
        done += len(batch)
        if progress:
            progress(90 + 10 * done // len(certain), 100, "match_merging", count=merged)
    return merged


def _batches(values: Iterable[One], size: int) -> Iterator[list[One]]:
    rest = iter(values)
    while batch := list(islice(rest, size)):
        yield batch
