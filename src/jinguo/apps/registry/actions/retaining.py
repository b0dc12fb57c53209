"""The nightly sweep: clears what was kept long enough, and reports what it cleared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet

from jinguo.apps.audit import actions as audit
from jinguo.apps.clock import today
from jinguo.apps.organisations.models import Organisation
from jinguo.apps.outbox import actions as outbox
from jinguo.apps.registry import queries
from jinguo.apps.registry.models import PersonEntry, Statement, Sweep
from jinguo.apps.registry.rights import clearing, retention
from jinguo.apps.registry.rights.retention import Term
from jinguo.apps.registry.search import indexing

BATCH = 500


def sweep() -> dict[str, int]:
    """Clear what is over today; only once a day. Counts of facts by attribute.

    Each night looks at what became over since the last one, and at what was written since; with another table of
    rules at everything. A batch is a transaction: killed in between, the next night does the rest, because only the
    end writes down that the day is done.
    """
    on, last = today(), queries.rights.last_sweep()
    if last is not None and last.on >= on:
        return {}
    since = last.on if last is not None and last.rules == retention.digest() else None
    cleared: Counter[tuple[int | None, str]] = Counter()
    for term in retention.terms().values():
        for part in _batches(_entries_over(term, on, since)):
            cleared += _clear(part, term, lambda ones, key=term.attribute: _entries(ones, key))
        for part in _batches(_statements_over(term, on, since)):
            cleared += _clear(part, term, _statements)
    return _report(cleared, on)


def _entries_over(term: Term, on: date, since: date | None) -> QuerySet[PersonEntry]:
    """Entries recorded too long ago that may still have the attribute."""
    rows = PersonEntry.objects.filter(recorded_on__lte=term.over_before(on))
    rows = rows.exclude(**{"id_number_sealed" if term.attribute == "id_number" else "facts_sealed": ""})
    if since is not None:
        rows = rows.filter(Q(recorded_on__gt=term.over_before(since)) | Q(created_at__date__gte=since))
    return rows


def _statements_over(term: Term, on: date, since: date | None) -> QuerySet[Statement]:
    rows = Statement.objects.filter(
        attribute=term.attribute, recorded_at__date__lte=term.over_before(on)
    ).exclude(value="", value_sealed="")
    if since is not None:
        rows = rows.filter(recorded_at__date__gt=term.over_before(since))
    return rows.select_related("entry")


def _batches(rows: QuerySet) -> Iterator[list]:
    last = 0
    while part := list(rows.filter(pk__gt=last).order_by("pk")[:BATCH]):
        last = part[-1].pk
        yield part


@transaction.atomic
def _clear(part: list, term: Term, clear) -> Counter[tuple[int | None, str]]:
    """Clear a batch and make the cards of these persons anew; counts by (organisation, attribute)."""
    done = Counter({(organisation, term.attribute): n for organisation, n in clear(part).items() if n})
    identities = {getattr(one, "entry", one).identity_id for one in part}
    if done:
        indexing.refresh(identities)
    return done


def _entries(part: Iterable[PersonEntry], attribute: str) -> Counter[int | None]:
    counts: Counter[int | None] = Counter()
    for entry in part:
        counts[entry.organisation_id] += clearing.of_entry(entry, {attribute})
    return counts


def _statements(part: Iterable[Statement]) -> Counter[int | None]:
    part = list(part)
    clearing.of_statements(part)
    return Counter(one.entry.organisation_id for one in part)


@transaction.atomic
def _report(cleared: Counter[tuple[int | None, str]], on: date) -> dict[str, int]:
    """Write down the day, and tell each organisation what went from its registry."""
    sums: Counter[str] = Counter()
    of: dict[int | None, dict[str, int]] = {}
    for (organisation, attribute), n in sorted(cleared.items(), key=str):
        sums[attribute] += n
        of.setdefault(organisation, {})[attribute] = n
    Sweep.objects.create(
        on=on,
        rules=retention.digest(),
        report={"facts": dict(sums), "organisations": {str(key): value for key, value in of.items()}},
    )
    for organisation in Organisation.objects.filter(pk__in=[key for key in of if key]):
        counts = of[organisation.pk]
        audit.record(
            "retention_swept",
            subject=organisation,
            by=None,
            acting_for=organisation,
            after={"count": sum(counts.values()), "facts": counts},
        )
        outbox.queue(
            "retention_swept",
            to=queries.rights.keepers(organisation),
            params={"organisation": organisation.name, "count": sum(counts.values())},
            about=organisation,
            sender=organisation,
        )
    return dict(sums)
