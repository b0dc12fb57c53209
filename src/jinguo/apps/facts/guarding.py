"""Small groups protected: a table of counts from which nobody can be told.

A cell below the threshold is hidden, and where only one is hidden in a table that shows its total, the next smallest is hidden
with it: otherwise the total gives it back. Thresholds: 3 or 5 are common in statistical offices (OECD), 5 is the default for
tables that leave the house, 10 for sensitive topics. A share is hidden with the group it is of.

>>> [cell.shown for cell in guard({"F": 40, "M": 3, "": 9})]
[True, False, False]
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

THRESHOLD = 5
SENSITIVE = 10


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table: of what, how many, and whether it may be shown."""

    name: str
    people: int
    shown: bool


def is_safe(people: int, threshold: int = THRESHOLD) -> bool:
    """Nobody, or enough for nobody to be told: a single number, or the group behind a share."""
    return people == 0 or people >= threshold


def guard(people: Mapping[str, int], threshold: int = THRESHOLD) -> list[Cell]:
    """Every cell of a row with its total, in the order given; empty cells are shown, for they tell of nobody."""
    hidden = {name for name, count in people.items() if not is_safe(count, threshold)}
    if len(hidden) == 1:
        rest = sorted((count, name) for name, count in people.items() if name not in hidden and count)
        hidden |= {name for _, name in rest[:1]}
    return [Cell(name, count, name not in hidden) for name, count in people.items()]
