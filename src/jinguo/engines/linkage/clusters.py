"""Persons from pairs: connected components, with a guard against chains.

One wrong pair can chain two persons. Pairs are joined from the surest down, and a join that would bring two different valid ID
numbers into one person is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

__all__ = ["components", "guarded"]


def components(total: int, left: Any, right: Any) -> Any:
    """The number of the component of each of ``total`` records that the pairs connect."""
    graph = coo_array((np.ones(len(left), np.int8), (left, right)), shape=(total, total))
    _, found = connected_components(graph, directed=False)
    return found


def guarded(pairs: Iterable[tuple[int, int]], numbers: Sequence[str | None]) -> list[list[int]]:
    """Groups of records, each of two or more, from pairs in the order of trust. ``numbers``: each record's valid ID number.

    >>> guarded([(0, 1), (1, 2), (3, 4)], ["A", None, "B", None, None])
    [[0, 1], [3, 4]]
    """
    above = list(range(len(numbers)))
    known = list(numbers)

    def top(one: int) -> int:
        while above[one] != one:
            above[one] = above[above[one]]
            one = above[one]
        return one

    touched: set[int] = set()
    for left, right in pairs:
        one, other = sorted((top(left), top(right)))
        if one == other or (known[one] and known[other] and known[one] != known[other]):
            continue
        above[other] = one
        known[one] = known[one] or known[other]
        touched |= {left, right}
    groups: dict[int, list[int]] = {}
    for one in sorted(touched):
        groups.setdefault(top(one), []).append(one)
    return sorted(groups.values())
