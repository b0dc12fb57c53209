"""How near two disciplines stand in the tree of GB/T 13745: groups of 3, 5 and 7 digits.

The path of a code is the code with those above it. Two codes agree to the level of the last step that their paths share.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from jinguo.standards.codes import ancestors, by_code, find

__all__ = [
    "DEPTH",
    "CodeMatch",
    "best_matches",
    "common_level",
    "discipline_code",
    "is_code",
    "tree_distance",
]

DEPTH = 3
"""Levels of the standard."""

_FORM = re.compile(r"\d{3}(?:\d{2}){0,2}")


class CodeMatch(NamedTuple):
    """The expert's discipline that is nearest to one of the nomination, and the level to which they agree."""

    item_code: str
    reviewer_code: str
    level: int


def discipline_code(text: str) -> str:
    """The code that a text means: a code, with or without dots, or the name of a discipline; empty where it means
    none.

    >>> discipline_code("130.25"), discipline_code("流体力学"), discipline_code("天外学")
    ('13025', '13025', '')
    """
    digits = text.strip().replace(".", "")
    if _FORM.fullmatch(digits):
        return digits
    found = find("disciplines", text)
    return found.code if found else ""


def is_code(code: str) -> bool:
    """Whether the list holds the code; one of another edition is compared by its digits all the same."""
    return code in by_code("disciplines")


def common_level(one: str, other: str) -> int:
    """0 to 3: the level to which two codes agree.

    >>> common_level("13025", "1302510"), common_level("13025", "13015"), common_level("13025", "110")
    (2, 1, 0)
    """
    shared = 0
    for a, b in zip(_path(one), _path(other), strict=False):
        if a != b:
            break
        shared += 1
    return shared


def common_levels(ones: Sequence[str], others: Sequence[str]) -> NDArray[np.int64]:
    """:func:`common_level` of all with all."""
    left, right = [_path(code) for code in ones], [_path(code) for code in others]
    total = np.zeros((len(ones), len(others)), dtype=np.int64)
    agree = np.ones_like(total, dtype=bool)
    for level in range(DEPTH):
        steps = {
            step: n for n, step in enumerate(sorted({p[level] for p in (*left, *right) if len(p) > level}))
        }
        a = np.array([steps[p[level]] if len(p) > level else -1 for p in left], dtype=np.int64)
        b = np.array([steps[p[level]] if len(p) > level else -2 for p in right], dtype=np.int64)
        agree &= a[:, None] == b[None, :]
        total += agree
    return total


def tree_distance(one: str, other: str) -> int:
    """Steps up from the finest level until two codes agree: 0 for equal codes, 3 for different first-level
    disciplines.

    A code that stops above the finest level counts as an unnamed leaf below itself, so this is an ultrametric:
    d(a, c) ≤ max(d(a, b), d(b, c)).

    >>> tree_distance("130", "130"), tree_distance("130", "13025"), tree_distance("13025", "110")
    (0, 2, 3)
    """
    return 0 if one == other else DEPTH - common_level(one, other)


def best_matches(item_codes: tuple[str, ...], reviewer_codes: tuple[str, ...]) -> tuple[CodeMatch, ...]:
    """For each discipline of the nomination the nearest one of the expert, where any level agrees."""
    matches = []
    for code in item_codes:
        nearest = min(reviewer_codes, key=lambda other: (-common_level(code, other), other), default="")
        level = common_level(code, nearest) if nearest else 0
        if level:
            matches.append(CodeMatch(code, nearest, level))
    return tuple(matches)


@cache
def _path(code: str) -> tuple[str, ...]:
    if is_code(code):
        return (*(above.code for above in ancestors("disciplines", code)), code)
    return tuple(code[:length] for length in (3, 5, 7) if len(code) >= length)
