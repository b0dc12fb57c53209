"""ID numbers checked a column at a time (GB 11643-1999, ISO 7064 MOD 11-2), a million and more a second.

Whole columns go through NumPy: the digits as a table of bytes, the weighted sum, the calendar. Only what fails is read
again one by one by :func:`jinguo.standards.identity.read_id`, which knows why.

>>> found = check_numbers(["11010519491231002X", "110105194912310021", "4.32502E+17"])
>>> found.good.tolist(), found.births[0], found.sexes[0]
([True, False, False], '1949-12-31', 'F')
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jinguo.standards.divisions import divisions, region_name

__all__ = ["CheckedNumbers", "SeenNumbers", "check_numbers"]

_WEIGHTS = np.array([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2], dtype=np.int32)
_CHECKS = np.frombuffer(b"10X98765432", dtype=np.uint8)
_TENS = 10 ** np.arange(16, -1, -1, dtype=np.int64)
_DAYS = np.array([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31], dtype=np.int32)
_X, _SMALL_X, _ZERO = 88, 120, 48


@dataclass(frozen=True)
class CheckedNumbers:
    """One entry for each number asked. ``births`` ISO text and ``sexes`` F or M, empty where not ``good``; ``keys`` the
    first 17 digits as a number, 0 where not good; ``rounded`` ends in 000 though the check digit fits."""

    good: NDArray[np.bool_]
    births: list[str]
    sexes: list[str]
    keys: NDArray[np.int64]
    rounded: NDArray[np.bool_]
    unknown_area: NDArray[np.bool_]


def check_numbers(texts: Sequence[str], *, on: date | None = None) -> CheckedNumbers:
    """Check numbers of 18 places, half width, x in either case. Others are simply not good."""
    count = len(texts)
    good = np.zeros(count, dtype=bool)
    rounded, unknown = good.copy(), good.copy()
    keys = np.zeros(count, dtype=np.int64)
    births, sexes = [""] * count, [""] * count
    at = np.array([n for n, text in enumerate(texts) if len(text) == 18 and text.isascii()], dtype=np.int64)
    if not len(at):
        return CheckedNumbers(good, births, sexes, keys, rounded, unknown)
    raw = np.frombuffer("".join([texts[n] for n in at]).encode("ascii"), dtype=np.uint8).reshape(-1, 18)
    digits = raw[:, :17].astype(np.int32) - _ZERO
    last = np.where(raw[:, 17] == _SMALL_X, _X, raw[:, 17])
    fits: NDArray[np.bool_] = np.asarray(((digits >= 0) & (digits <= 9)).all(axis=1), dtype=np.bool_)
    fits = (
        fits & (_CHECKS[(np.where(fits[:, None], digits, 0) @ _WEIGHTS) % 11] == last) & _is_date(digits, on)
    )
    good[at] = fits
    keys[at] = np.where(fits, digits.astype(np.int64) @ _TENS, 0)
    rounded[at] = fits & (raw[:, 15] == _ZERO) & (raw[:, 16] == _ZERO) & (raw[:, 17] == _ZERO)
    unknown[at] = fits & _without_name(keys[at] // 10**11)
    for n, male in zip(at[fits].tolist(), (digits[fits, 16] % 2).tolist(), strict=True):
        text = texts[n]
        births[n] = f"{text[6:10]}-{text[10:12]}-{text[12:14]}"
        sexes[n] = "M" if male else "F"
    return CheckedNumbers(good, births, sexes, keys, rounded, unknown)


class SeenNumbers:
    """Which numbers came before, in which row and under which name: three sorted arrays, 20 bytes for each number."""

    def __init__(self) -> None:
        self._keys = np.zeros(0, dtype=np.int64)
        self._rows = np.zeros(0, dtype=np.int64)
        self._marks = np.zeros(0, dtype=np.uint32)

    def claim(
        self, keys: Sequence[int] | NDArray[Any], rows: Sequence[int], marks: Sequence[int]
    ) -> list[tuple[int, int, bool]]:
        """Take a batch in. Keys of 0 are no numbers; marks stand for names.

        Answers with (place in the batch, row that claimed the number first, whether its mark is the same).
        """
        given, at_row = np.asarray(keys, dtype=np.int64), np.asarray(rows, dtype=np.int64)
        marked = np.asarray(marks, dtype=np.uint32)
        places = np.flatnonzero(given)
        order = places[np.argsort(given[places], kind="stable")]
        first = np.ones(len(order), dtype=bool)
        first[1:] = given[order][1:] != given[order][:-1]
        new = order[first]
        at = np.searchsorted(self._keys, given[new])
        held = np.zeros(len(new), dtype=bool)
        inside = at < len(self._keys)
        held[inside] = self._keys[at[inside]] == given[new][inside]
        self._keys = np.insert(self._keys, at[~held], given[new][~held])
        self._rows = np.insert(self._rows, at[~held], at_row[new][~held])
        self._marks = np.insert(self._marks, at[~held], marked[new][~held])
        again = np.sort(np.concatenate([order[~first], new[held]]))
        where = np.searchsorted(self._keys, given[again])
        return [
            (int(n), int(self._rows[place]), bool(self._marks[place] == marked[n]))
            for n, place in zip(again.tolist(), where.tolist(), strict=True)
        ]


def _is_date(digits: NDArray[np.int32], on: date | None) -> NDArray[np.bool_]:
    year = digits[:, 6] * 1000 + digits[:, 7] * 100 + digits[:, 8] * 10 + digits[:, 9]
    month, day = digits[:, 10] * 10 + digits[:, 11], digits[:, 12] * 10 + digits[:, 13]
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    inside = (month >= 1) & (month <= 12)
    days = _DAYS[np.where(inside, month, 0)] + (leap & (month == 2))
    held: NDArray[Any] = inside & (day >= 1) & (day <= days) & (year >= 1800)
    if on is not None:
        held &= year * 10000 + month * 100 + day <= on.year * 10000 + on.month * 100 + on.day
    return held


def _without_name(areas: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Areas that never were; those of abolished counties stay valid for life and have a name."""
    absent = ~np.isin(areas, _areas())
    unknown = [area for area in np.unique(areas[absent]).tolist() if not region_name(f"{area:06d}")]
    return absent & np.isin(areas, np.array(unknown, dtype=np.int64))


@cache
def _areas() -> NDArray[np.int64]:
    return np.array(sorted(int(code) for code in divisions() if code.isdigit()), dtype=np.int64)
