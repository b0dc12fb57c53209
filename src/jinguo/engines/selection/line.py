"""Where the line runs for everyone: whom she would have had to be ahead of.

Were a candidate who is not on the list ranked somewhere higher, nothing above that place would change: the
same candidates are taken for the same reasons, because what valid lists there are depends only on how many
of each class there are. So she would be taken exactly when some valid list contains those taken above that
place and one more of her class. That holds down to one place and never below it: for each class there is
one chosen candidate whom its next member would have had to be ahead of, or nobody, where no valid list
contains another of that class.

The place is bounded from above by bounds that are full and by the inequalities found on the way, from below
by exchanges with somebody on the list that keep every rule; where the two meet it is known. Otherwise the
oracle is asked between the two.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Set
from dataclasses import dataclass

import numpy as np

from jinguo.engines.selection.oracle import Certificate
from jinguo.engines.selection.problem import Flags, Ints
from jinguo.engines.selection.solve import Solved

NEAR, NEAR_OF_MANY, MANY = 40, 10, 5000
"""So many candidates next to the line are told exactly whom they would have had to be ahead of; fewer where
there are many classes.
"""


@dataclass(frozen=True, slots=True)
class Line:
    """For every class with somebody not on the list: ``number`` on the list (from 1) of the candidate whom
    the next of that class would have had to be ahead of. ``exact``: behind her she would not be on the list;
    otherwise ahead of her is enough, and a lower place may do. 0: no valid list contains one more (exact),
    or no single exchange brings her in.
    """

    number: Mapping[int, int]
    exact: Set[int]


def thresholds(solved: Solved, wanted: Collection[int] | None = None) -> Line:
    """Where the line runs. Which numbers are exact depends on the definition alone: those of the ``wanted``
    classes (all of them by default), and those where a full bound and an exchange meet.
    """
    return _Line(solved).find(wanted)


def near_the_line(solved: Solved) -> list[int]:
    """The classes of the first candidates in rank who are not on the list."""
    count = NEAR if solved.problem.classes <= MANY else NEAR_OF_MANY
    chosen = set(solved.chosen)
    found: list[int] = []
    for position, index in enumerate(solved.problem.class_of.tolist()):
        if index >= 0 and position not in chosen:
            found.append(index)
            if len(found) == count:
                break
    return found


class _Line:
    def __init__(self, solved: Solved) -> None:
        self.solved, self.problem = solved, solved.problem
        self.classes = [int(index) for index in self.problem.class_of[solved.chosen]]
        counts = solved.counts()
        self.is_open: Flags = self.problem.size > counts
        self.open = [int(c) for c in np.flatnonzero(self.is_open)]
        self.rows = [frozenset(rows) for rows in self.problem.rows_of]
        self.upper: Ints = np.full(self.problem.classes, solved.filled, dtype=np.int64)
        self.lower: Ints = np.zeros(self.problem.classes, dtype=np.int64)

    def find(self, wanted: Collection[int] | None) -> Line:
        self._full_rows()
        last = {index: number for number, index in enumerate(self.classes, 1)}
        self._exchanges(self.solved.counts(), last)
        enough = self.lower.copy()
        exact = {index for index in self.open if self.lower[index] == self.upper[index]}
        for certificate in self.solved.certificates:
            self._closed_by(certificate)
        asked = set(self.open) if wanted is None else set(wanted).intersection(self.open)
        self._ask(sorted(asked))
        number = {i: int(self.upper[i] if i in asked else enough[i]) for i in self.open}
        return Line(number, exact | asked)

    def _full_rows(self) -> None:
        """A class is closed as soon as one of its rows is full."""
        high = self.solved.high
        held = [0] * len(self.problem.rows)
        full_at = [0 if most <= 0 else self.solved.filled for most in high]
        for number, index in enumerate(self.classes, 1):
            for row in self.problem.rows_of[index]:
                held[row] += 1
                if held[row] == high[row]:
                    full_at[row] = number
        for index in self.open:
            self.upper[index] = min(full_at[row] for row in self.problem.rows_of[index])

    def _closed_by(self, certificate: Certificate) -> None:
        """After how many of the list the inequality closes each class."""
        weight = certificate.weight
        gained = np.maximum(weight, 0)[self.classes]
        least = np.concatenate([[0], np.cumsum(gained)]) + certificate.floor_
        # closed after m when least[m] + weight > bound; least never falls
        number = np.searchsorted(least, certificate.bound - weight, side="right")
        closed = (weight > 0) & (number <= self.solved.filled)
        self.upper[closed] = np.minimum(self.upper[closed], number[closed])

    def _exchanges(self, counts: Ints, last: dict[int, int]) -> None:
        """Raise the lower bounds: the valid list ``counts`` with one of a class changed for one more of
        another is valid too when no rule breaks. ``last`` gives for a class that can be left out the number
        of the one left out.
        """
        held = self.problem.counts(counts)
        full = frozenset(np.flatnonzero(held >= self.solved.high).tolist())
        scarce = frozenset(np.flatnonzero((held <= self.solved.low) & (held > 0)).tolist())
        leaving: dict[tuple[frozenset[int], frozenset[int]], int] = {}
        for index, number in last.items():
            key = (self.rows[index] & full, self.rows[index] & scarce)
            leaving[key] = max(leaving.get(key, 0), number)
        by_row = _by_row(leaving)
        seen: dict[tuple[frozenset[int], frozenset[int]], int] = {}
        for index in self.open:
            if self.lower[index] >= self.upper[index]:
                continue
            key = (self.rows[index] & full, self.rows[index] & scarce)
            if key not in seen:
                seen[key] = _latest(key, leaving, by_row)
            self.lower[index] = max(self.lower[index], min(seen[key], self.upper[index]))

    def _exchange(self, counts: Ints, leaving: int, number: int) -> None:
        """The same for one class that is left out, for all others at once."""
        by_class = self.solved.oracle.by_class
        held = self.problem.counts(counts)
        full, scarce = held >= self.solved.high, held <= self.solved.low
        hers = np.zeros(len(held), dtype=np.bool_)
        hers[list(self.rows[leaving])] = True
        broken = by_class @ (full & ~hers).astype(np.int64)
        kept = by_class @ (scarce & hers).astype(np.int64)
        comes = (broken == 0) & (kept == np.count_nonzero(scarce & hers)) & self.is_open
        self.lower[comes] = np.maximum(self.lower[comes], np.minimum(number, self.upper[comes]))

    def _ask(self, wanted: list[int]) -> None:
        """Close what is left between the bounds by the oracle, from the lower end of the list."""
        classes = np.array(wanted, dtype=np.int64)
        while len(gaps := classes[self.lower[classes] < self.upper[classes]]):
            index = int(gaps[0])
            number = int(self.lower[index] + self.upper[index] + 1) // 2
            before = self.solved.counts(number - 1)
            answer = self.solved.oracle.one_more(before, index)
            if isinstance(answer, np.ndarray):
                self.lower[index] = number
                self._exchange(answer, index, number)
            else:
                self.upper[index] = number - 1
                if answer is not None:
                    self.solved.certificates.append(answer)
                    self._closed_by(answer)


def _by_row(
    leaving: dict[tuple[frozenset[int], frozenset[int]], int],
) -> dict[int, list[tuple[frozenset[int], frozenset[int]]]]:
    by_row = defaultdict(list)
    for key in leaving:
        for row in key[0]:
            by_row[row].append(key)
    return by_row


def _latest(
    key: tuple[frozenset[int], frozenset[int]],
    leaving: dict[tuple[frozenset[int], frozenset[int]], int],
    by_row: dict[int, list[tuple[frozenset[int], frozenset[int]]]],
) -> int:
    """The latest on the list who can be left out for somebody in these full and scarce rows: she stands in
    every full row, and in no scarce one that the other does not stand in.
    """
    full, scarce = key
    candidates = min((by_row.get(row, []) for row in full), key=len) if full else list(leaving)
    return max((leaving[one] for one in candidates if full <= one[0] and one[1] <= scarce), default=0)
