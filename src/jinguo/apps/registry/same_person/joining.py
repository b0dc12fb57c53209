"""Who belongs together, given where entries were born and which findings stand. Pure.

Entries born under one identity belong together, and so do those that a standing merge names; the rest follows
(union-find). Of the identities that become one the oldest is the one they all point to, so that the answer depends on
the merges that stand alone, not on the order in which they were made or undone.

>>> pointers({1: 10, 2: 20, 3: 30, 4: 30}, [(1, 2)])
{1: 10, 2: 10, 3: 30, 4: 30}
>>> pointers({1: 10, 2: 20, 3: 30, 4: 30}, [(2, 4), (1, 2)])
{1: 10, 2: 10, 3: 10, 4: 10}
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def pointers(homes: Mapping[int, int], merges: Iterable[tuple[int, int]]) -> dict[int, int]:
    """entry → identity, from entry → home and the pairs of entries that are one person."""
    leader = {home: home for home in homes.values()}

    def of(home: int) -> int:
        while leader[home] != home:
            leader[home] = leader[leader[home]]
            home = leader[home]
        return home

    for left, right in merges:
        one, other = sorted((of(homes[left]), of(homes[right])))
        leader[other] = one
    return {entry: of(home) for entry, home in homes.items()}
