"""Merges by machine, many in one transaction: what one merge asks of the database is asked once for all. Each is a merge like any
other: on the trail by itself, and undone by itself.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from jinguo.apps.audit import actions as audit
from jinguo.apps.clock import now
from jinguo.apps.registry import bulk, same_person
from jinguo.apps.registry.models import Identity, MatchRun, Merge, Pair, PersonEntry
from jinguo.apps.registry.permissions.people import is_kept_within
from jinguo.apps.registry.queries.pairs import tied
from jinguo.apps.registry.queries.people import reach_of
from jinguo.apps.registry.same_person import Found
from jinguo.apps.registry.same_person.joining import pointers
from jinguo.apps.registry.search import indexing


@transaction.atomic
def merge_by_machine(*, run: MatchRun, found: Sequence[Found], why: str) -> list[Merge]:
    """Merge what nothing contradicts, the first first. Somebody's word, or anything that speaks against it, stands above a
    machine's; such a pair is passed over. The search learns of all in the same transaction.
    """
    work = _read(run, found)
    moment = now()
    made = [one for pair in found if (one := work.merge(pair, run, why, moment)) is not None]
    if not made:
        return []
    bulk.write(made)
    PersonEntry.objects.bulk_update(work.moved.values(), ["identity"], batch_size=400)
    _settle(made)
    audit.record_all(
        audit.entry(
            "persons_merged",
            subject=one,
            by=None,
            acting_for=run.organisation,
            within=one.left,
            after={"moved": one.moved},
            note=why,
        )
        for one in made
    )
    indexing.refresh({key for one in made for key in (one.kept_id, one.gone_id)})
    return made


@dataclass
class _Work:
    """Everything that is told of the persons of some pairs, as it stands after each merge."""

    reach: Collection[int]
    entries: dict[int, PersonEntry]
    persons: dict[int, list[PersonEntry]]
    standing: list[tuple[int, int]]
    words: list[tuple[int, int]]
    tied: Collection[int]
    moved: dict[int, PersonEntry] = field(default_factory=dict)

    def merge(self, found: Found, run: MatchRun, why: str, moment: datetime) -> Merge | None:
        left, right = self.entries.get(found.left), self.entries.get(found.right)
        if left is None or right is None or left.identity_id == right.identity_id:
            return None
        if not (is_kept_within(left, self.reach) & is_kept_within(right, self.reach)).ok:
            return None
        sides = self.persons[left.identity_id], self.persons[right.identity_id]
        stand = [[entry for entry in side if entry.withdrawn_at is None] for side in sides]
        if self._somebody_objects(left, right) or same_person.contradictions(*stand, self.tied):
            return None
        kept, gone = sorted((left.identity_id, right.identity_id))
        made = Merge(
            left=left,
            right=right,
            kept_id=kept,
            gone_id=gone,
            moved=len(self.persons[gone]),
            origin=Merge.LINKAGE,
            reason=why[:300],
            evidence=list(found.evidence),
            probability=found.probability,
            run=run,
            at=moment,
        )
        self.standing.append((left.pk, right.pk))
        self._point_anew([*sides[0], *sides[1]])
        return made

    def _somebody_objects(self, left: PersonEntry, right: PersonEntry) -> bool:
        """Whether somebody said that two of their entries differ, or put them aside."""
        ends = {left.identity_id, right.identity_id}
        return any(
            {self.entries[one].identity_id, self.entries[other].identity_id} == ends
            for one, other in self.words
        )

    def _point_anew(self, hers: list[PersonEntry]) -> None:
        homes = {entry.pk: entry.home_id for entry in hers}
        now_at = pointers(homes, [ends for ends in self.standing if ends[0] in homes])
        for identity in {entry.identity_id for entry in hers}:
            self.persons[identity] = []
        for entry in hers:
            if entry.identity_id != now_at[entry.pk]:
                entry.identity_id = now_at[entry.pk]
                self.moved[entry.pk] = entry
            self.persons.setdefault(entry.identity_id, []).append(entry)


def _read(run: MatchRun, found: Sequence[Found]) -> _Work:
    hers = _locked({end for one in found for end in (one.left, one.right)})
    keys = {entry.pk: entry for entry in hers}
    persons: dict[int, list[PersonEntry]] = {}
    for entry in hers:
        persons.setdefault(entry.identity_id, []).append(entry)
    standing = Merge.objects.filter(left__in=keys, undone_at=None).order_by("pk")
    words = Pair.objects.filter(state__in=(Pair.DIFFERENT, Pair.LATER), left__in=keys, right__in=keys)
    return _Work(
        reach_of(run.organisation),
        keys,
        persons,
        list(standing.values_list("left_id", "right_id")),
        list(words.values_list("left_id", "right_id")),
        tied(hers),
    )


def _locked(keys: Collection[int]) -> list[PersonEntry]:
    """All entries of the persons of these entries, while nobody else moves their pointers: identities are locked in the order
    of their ids."""
    while True:
        held = set(PersonEntry.objects.filter(pk__in=keys).values_list("identity_id", flat=True))
        list(Identity.objects.select_for_update().filter(pk__in=held).order_by("pk"))
        found = list(PersonEntry.objects.filter(identity__in=held).order_by("pk"))
        there = {entry.pk for entry in found}
        if there >= set(PersonEntry.objects.filter(pk__in=keys).values_list("pk", flat=True)):
            return found


def _settle(made: Sequence[Merge]) -> None:
    """Pairs that waited for a word on these two entries have it."""
    ends = {tuple(sorted((one.left_id, one.right_id))) for one in made}
    rows = Pair.objects.filter(left__in=[one for one, _ in ends], right__in=[other for _, other in ends])
    same = [key for key, *two in rows.values_list("pk", "left_id", "right_id") if tuple(two) in ends]
    Pair.objects.filter(pk__in=same).update(state=Pair.SAME, decided_at=made[0].at, decided_by_name="")
