"""Reads for rounds of matching: what was learnt, what changed since, what people said before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet

from jinguo.apps.organisations.models import Organisation
from jinguo.apps.registry.models import MatchLimits, MatchRun, Merge, Pair, PersonEntry, Statement
from jinguo.apps.registry.queries.people import both_in, entries_in

Ends = frozenset[int | None]


@dataclass(frozen=True, slots=True)
class Words:
    """What stands on record of two persons, by their identities: who differ, whose pair waits, on whom a word was given."""

    different: frozenset[Ends]
    waiting: dict[Ends, int]
    settled: frozenset[Ends]


def words_of(organisation: Organisation) -> Words:
    """Every word on pairs of a registry, as their entries point now."""
    rows = Pair.objects.filter(both_in(organisation)).order_by("pk")
    different, settled, waiting = set(), set(), {}
    for key, state, left, right in rows.values_list(
        "pk", "state", "left__identity", "right__identity"
    ).iterator():
        ends = frozenset((left, right))
        if state == Pair.DIFFERENT:
            different.add(ends)
        elif state in Pair.WAITING:
            waiting.setdefault(ends, key)
        else:
            settled.add(ends)
    return Words(frozenset(different), waiting, frozenset(settled))


def model_for(organisation: Organisation, at_least: float) -> dict[str, Any] | None:
    """What the last whole round over a registry learnt, where it saw at least so many entries."""
    run = finished(organisation).filter(scope=MatchRun.WHOLE).exclude(learnt={}).first()
    return run.learnt if run and run.entries >= at_least else None


def finished(organisation: Organisation) -> QuerySet[MatchRun]:
    """The rounds over a registry that came to their end, the latest first."""
    return MatchRun.objects.filter(organisation=organisation, finished_at__isnull=False).order_by(
        "-started_at", "-pk"
    )


def matched_until(organisation: Organisation, *, before: MatchRun) -> datetime | None:
    """The moment up to which every entry of a registry was compared with every other; None where never."""
    rows = finished(organisation).exclude(scope=MatchRun.SOURCE).exclude(pk=before.pk)
    return rows.values_list("started_at", flat=True).first()


def changed_since(organisation: Organisation, since: datetime) -> set[int]:
    """The entries that were written since a moment, or of which something was said since that counts in comparing."""
    written = entries_in(organisation).filter(created_at__gte=since)
    said = Statement.objects.filter(recorded_at__gte=since, entry__in=entries_in(organisation).values("pk"))
    moved = Merge.objects.filter(undone_at__gte=since)
    return {
        *written.values_list("pk", flat=True),
        *said.values_list("entry_id", flat=True),
        *moved.values_list("left_id", flat=True),
        *moved.values_list("right_id", flat=True),
    }


def weighed_before(organisation: Organisation, moment: datetime) -> list[tuple[int, int, str, int, str]]:
    """The open pairs of two persons that an engine proposed and that were not weighed since: pair, then entry and source of
    each end.
    """
    rows = Pair.objects.filter(
        both_in(organisation), state=Pair.OPEN, weighed_at__lt=moment, probability__isnull=False
    ).exclude(left__identity=F("right__identity"))
    return list(rows.values_list("pk", "left_id", "left__source", "right_id", "right__source"))


def unreported(organisation: Organisation) -> list[MatchRun]:
    """Rounds of which nobody was told yet: finished ones, and ones before them that were stopped in the middle."""
    last = finished(organisation).first()
    if last is None:
        return []
    rows = MatchRun.objects.filter(
        organisation=organisation, reported_at=None, started_at__lte=last.started_at
    )
    return list(rows.order_by("pk"))


def has_news(organisation: Organisation) -> bool:
    """Whether anything came or changed since the registry was last compared with itself."""
    run = finished(organisation).exclude(scope=MatchRun.SOURCE).first()
    return run is None or bool(changed_since(organisation, run.started_at))


def registries_with_entries() -> list[Organisation]:
    """The topmost organisations of whose tree some registry keeps anybody: comparing theirs compares all below."""
    parents = dict(Organisation.objects.values_list("pk", "parent_id"))
    kept = PersonEntry.objects.filter(withdrawn_at=None, organisation__isnull=False)
    tops = set()
    for one in kept.order_by().values_list("organisation_id", flat=True).distinct():
        seen = set()
        while parents.get(one) and one not in seen:
            seen.add(one)
            one = parents[one]
        tops.add(one)
    return list(Organisation.objects.filter(pk__in=tops).order_by("pk"))


def machine_merges_in(organisation: Organisation) -> QuerySet[Merge]:
    """What machines merged in a registry, the latest first."""
    rows = Merge.objects.filter(both_in(organisation), origin=Merge.LINKAGE)
    return rows.select_related("left__organisation", "right__organisation", "left__identity").order_by(
        "-at", "-pk"
    )


def merged_in(runs: Iterable[MatchRun]) -> list[tuple[int, int]]:
    """The organisations of both ends of every merge that machines made in some rounds and that stands."""
    rows = Merge.objects.filter(run__in=list(runs), undone_at=None)
    return list(rows.values_list("left__organisation_id", "right__organisation_id"))


def queued_since(organisation: Organisation, moment: datetime) -> list[tuple[int, int]]:
    """The same of every pair that came into the queue since a moment and waits."""
    rows = Pair.objects.filter(both_in(organisation), state=Pair.OPEN, found_at__gte=moment)
    rows = rows.exclude(left__identity=F("right__identity"))
    return list(rows.values_list("left__organisation_id", "right__organisation_id"))


def limits_for(organisation: Organisation) -> tuple[MatchLimits | None, bool]:
    """The limits that hold for an organisation (its own or the nearest above it), and whether they are another's."""
    one: Organisation | None = organisation
    while one is not None:
        if (
            found := MatchLimits.objects.filter(organisation=one).select_related("organisation").first()
        ) is not None:
            return found, one != organisation
        one = one.parent
    return None, False
