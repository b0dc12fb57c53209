"""The list itself: the lexicographically best by rank among all that keep every rule.

Going down the ranking, a candidate is taken exactly when some valid list contains everyone taken so far and
her. That is the definition, and three things make it quick without changing it:

1. *Upper bounds first.* Take whoever finds no bound full. If the list so made fills all seats and keeps the
   lower bounds as well, it is the answer: it is lexicographically best even among the lists that keep only
   the upper bounds, because a part of such a list is such a list too.
2. *A witness.* Keep one valid list that contains everyone taken so far. Whoever fits into it, or comes into
   it by one exchange that keeps all rules, needs no question to the oracle.
3. *Certificates.* A no of the oracle is an inequality; it closes every class it rules out, now and later.

As many seats are filled as any valid list fills. Everything that is returned is unique by definition, so it
does not depend on a solver.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from jinguo.engines.selection.oracle import Certificate, Oracle
from jinguo.engines.selection.policy import Policy
from jinguo.engines.selection.problem import Flags, Ints, Pool, Problem
from jinguo.engines.selection.whole import longest


class NoList(Exception):
    """No list at all keeps the rules."""


@dataclass
class Solved:
    """A list with what was learned on the way: ``chosen`` positions in the pool, in their order."""

    problem: Problem
    chosen: list[int]
    low: Ints
    high: Ints
    certificates: list[Certificate] = field(default_factory=list)
    asked: Oracle | None = None

    @property
    def filled(self) -> int:
        return len(self.chosen)

    @property
    def oracle(self) -> Oracle:
        if self.asked is None:
            self.asked = Oracle(self.problem, self.filled)
        return self.asked

    def counts(self, first: int | None = None) -> Ints:
        """How many of each class are among the first so many of the list (all of it by default)."""
        classes = self.problem.class_of[self.chosen[:first]]
        counted: Ints = np.bincount(classes, minlength=self.problem.classes).astype(np.int64)
        return counted


def solve(pool: Pool, policy: Policy) -> Solved:
    """Make the list.

    Raises:
        NoList: no list keeps the rules; or none but the empty one, though there are candidates.
    """
    problem = Problem(pool, policy)
    if not problem.classes:
        low, high = problem.bounds(0)
        if (low > 0).any():
            raise NoList
        return Solved(problem, [], low, high)
    low, high = problem.bounds(policy.seats)
    chosen = _down_the_ranking(problem, high)
    held = problem.counts(np.bincount(problem.class_of[chosen], minlength=problem.classes))
    if len(chosen) == policy.seats and (held >= low).all():
        return Solved(problem, chosen, low, high)
    return _with_oracle(problem)


def _down_the_ranking(problem: Problem, high: Ints) -> list[int]:
    """Everyone in turn who finds no upper bound full."""
    room = high.tolist()
    closed = [False] * problem.classes
    chosen = []
    for position, index in enumerate(problem.class_of.tolist()):
        if index < 0 or closed[index]:
            continue
        rows = problem.rows_of[index]
        if any(room[row] <= 0 for row in rows):
            closed[index] = True
            continue
        chosen.append(position)
        for row in rows:
            room[row] -= 1
        if room[problem.total] == 0:
            break
    return chosen


def _with_oracle(problem: Problem) -> Solved:
    filled = problem.most
    witness = None
    oracle = Oracle(problem, filled)
    if filled:
        witness = oracle.any_list()
    if witness is None:
        found = longest(problem)
        if found is None or (found == 0 and problem.classes):
            raise NoList
        filled = found
        oracle = Oracle(problem, filled)
        witness = oracle.any_list()
        if witness is None:
            raise NoList
    run = _Run(problem, oracle, witness)
    chosen = run.down(filled)
    return Solved(problem, chosen, oracle.low, oracle.high, run.certificates, oracle)


class _Run:
    """One way down the ranking with a witness beside it."""

    def __init__(self, problem: Problem, oracle: Oracle, witness: Ints) -> None:
        self.problem, self.oracle = problem, oracle
        self.chosen: Ints = np.zeros(problem.classes, dtype=np.int64)
        self.closed: Flags = np.zeros(problem.classes, dtype=np.bool_)
        self.certificates: list[Certificate] = []
        self.room = oracle.high.tolist()
        self.rows = [frozenset(rows) for rows in problem.rows_of]
        self._see(witness)

    def down(self, filled: int) -> list[int]:
        """The positions taken, until so many seats are filled."""
        taken: list[int] = []
        for position, index in enumerate(self.problem.class_of.tolist()):
            if len(taken) == filled:
                break
            if index < 0 or self.closed[index] or not self._take(index):
                continue
            taken.append(position)
        return taken

    def _take(self, index: int) -> bool:
        rows = self.problem.rows_of[index]
        if any(self.room[row] <= 0 for row in rows):
            self.closed[index] = True
            return False
        if self.witness[index] == self.chosen[index] and not self._exchange(index):
            answer = self.oracle.one_more(self.chosen, index)
            if not isinstance(answer, np.ndarray):
                self._close(index, answer)
                return False
            self._see(answer)
        self.chosen[index] += 1
        for row in rows:
            self.room[row] -= 1
        return True

    def _close(self, index: int, certificate: Certificate | None) -> None:
        self.closed[index] = True
        if certificate is not None:
            self.certificates.append(certificate)
            self.closed |= certificate.closes(self.chosen)

    def _see(self, witness: Ints) -> None:
        self.witness = witness.copy()
        self.held = self.oracle.matrix @ witness
        self.free = {int(index) for index in np.flatnonzero(witness > 0)}

    def _exchange(self, index: int) -> bool:
        """Bring one of the class into the witness for one of another that is not taken yet; the worst in
        rank that will do.
        """
        mine = self.rows[index]
        full = {row for row in mine if self.held[row] >= self.oracle.high[row]}
        for other in sorted(self.free, reverse=True):
            if self.witness[other] == self.chosen[other]:
                self.free.discard(other)
                continue
            theirs = self.rows[other]
            if full <= theirs and all(self.held[row] > self.oracle.low[row] for row in theirs - mine):
                self._swap(index, other)
                return True
        return False

    def _swap(self, index: int, other: int) -> None:
        self.witness[index] += 1
        self.witness[other] -= 1
        self.free.add(index)
        for row in self.rows[index] - self.rows[other]:
            self.held[row] += 1
        for row in self.rows[other] - self.rows[index]:
            self.held[row] -= 1
