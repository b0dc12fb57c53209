"""Figures of small groups are not told to those who may not see the persons themselves.

A count below a limit is hidden, and, so that the total does not give a single hidden one back, the next smallest with it
(threshold of 5 and secondary suppression as statistics offices have them, see OECD, Handbook on data protection).
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)
LIMIT = 5


def hidden(counts: Mapping[Key, int], limit: int = LIMIT) -> set[Key]:
    """Which counts of one column are not told.

    >>> sorted(hidden({"a": 3, "b": 40, "c": 9, "d": 0})), hidden({"a": 7, "b": 40})
    (['a', 'c'], set())
    """
    small = {key for key, count in counts.items() if 0 < count < limit}
    if len(small) == 1:
        others = sorted((count, str(key), key) for key, count in counts.items() if count >= limit)
        small |= {key for _, _, key in others[:1]}
    return small
