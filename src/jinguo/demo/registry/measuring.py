"""What the importer and the matching made of the lists, held against who is who."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import comb

from jinguo.apps.organisations.models import Organisation
from jinguo.apps.registry.models import Merge, Pair, PersonEntry
from jinguo.demo.registry import plan, truth


@dataclass(frozen=True, slots=True)
class Measured:
    """Counts over the entries of the eight lists. Pairs are pairs of entries of one person.

    ``together`` are pairs that became one person in the registry, ``right`` those of them that are; ``same`` all that should.
    ``apart`` are pairs of the truth that are still two persons, ``asked`` those of them whose persons stand side by side in the
    queue; ``queue`` are its pairs, ``queue_right`` those that are one person.
    """

    entries: int
    persons: int
    identities: int
    same: int
    together: int
    right: int
    by_number: int
    merges: int
    merges_right: int
    queue: int
    queue_right: int
    apart: int
    asked: int

    @property
    def precision(self) -> float:
        return self.right / self.together if self.together else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.same if self.same else 1.0

    @property
    def recall_with_queue(self) -> float:
        """What is found once somebody has answered the queue rightly."""
        return (self.right + self.asked) / self.same if self.same else 1.0


def measure(organisation: Organisation) -> Measured:
    """Hold the registry of the demo against the truth of its lists."""
    whom = truth.persons_of_entries(plan.folder() / "truth.csv", organisation)
    standing = PersonEntry.objects.filter(organisation=organisation, withdrawn_at=None)
    rows = [row for row in standing.values_list("pk", "identity_id", "home_id") if row[0] in whom]
    identity = {entry: one for entry, one, _ in rows}
    home = {entry: one for entry, _, one in rows}
    right, together = _pairs(identity, whom)
    right_by_number, _ = _pairs(home, whom)
    same = _within(Counter(whom[entry] for entry in identity).values())
    merges = list(
        Merge.objects.filter(undone_at=None, origin=Merge.LINKAGE).values_list("left_id", "right_id")
    )
    merges = [(left, other) for left, other in merges if left in identity and other in identity]
    pairs = list(Pair.objects.filter(state__in=[Pair.OPEN]).values_list("left_id", "right_id"))
    pairs = [(left, other) for left, other in pairs if left in identity and other in identity]
    return Measured(
        entries=len(identity),
        persons=len({whom[entry] for entry in identity}),
        identities=len(set(identity.values())),
        same=same,
        together=together,
        right=right,
        by_number=right_by_number,
        merges=len(merges),
        merges_right=sum(whom[left] == whom[other] for left, other in merges),
        queue=len(pairs),
        queue_right=sum(whom[left] == whom[other] for left, other in pairs),
        apart=same - right,
        asked=_asked(pairs, identity, whom),
    )


def told(found: Measured) -> str:
    """The figures in lines."""
    return "\n".join((
        f"entries {found.entries}  persons in them {found.persons}  persons in the registry {found.identities}",
        f"one person, by ID number and machine: precision {found.precision:.4f}  recall {found.recall:.4f}"
        f"  ({found.by_number} of {found.same} pairs by ID number alone)",
        f"merges by machine {found.merges}, of them right {found.merges_right}",
        f"review queue {found.queue} pairs, of them one person {found.queue_right};"
        f" recall once it is answered {found.recall_with_queue:.4f}",
    ))  # fmt: skip


def _within(sizes: Iterable[int]) -> int:
    return sum(comb(size, 2) for size in sizes)


def _pairs(group: dict[int, int], whom: dict[int, int]) -> tuple[int, int]:
    """(pairs within a group that are one person, pairs within a group)."""
    members: dict[int, Counter[int]] = defaultdict(Counter)
    for entry, one in group.items():
        members[one][whom[entry]] += 1
    right = sum(_within(counts.values()) for counts in members.values())
    return right, _within(counts.total() for counts in members.values())


def _asked(pairs: list[tuple[int, int]], identity: dict[int, int], whom: dict[int, int]) -> int:
    """Pairs of entries of one person that are two in the registry, and come together if every right pair of the queue is said."""
    parent: dict[int, int] = {}

    def root(one: int) -> int:
        while parent.setdefault(one, one) != one:
            parent[one] = one = parent[parent[one]]
        return one

    for left, other in pairs:
        if whom[left] == whom[other]:
            parent[root(identity[left])] = root(identity[other])
    joined = {entry: root(one) for entry, one in identity.items()}
    return _pairs(joined, whom)[0] - _pairs(identity, whom)[0]
