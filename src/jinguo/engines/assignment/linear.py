"""The problem as a linear program, columns generated and rows added as they are needed (HiGHS, dual simplex).

A master program holds few of the pairs; the duals of its rows price all others, and those that would gain come in
(Dantzig–Wolfe in its plainest form, a column a pair). Upper bounds of rules come in where an answer breaks them. The
bound is computed from the duals over *all* pairs (weak duality), so it holds whatever the solver's tolerances are.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

import highspy
import numpy as np
from scipy import sparse

from jinguo.engines.assignment.ground import Bounds, Family, Ground
from jinguo.engines.assignment.problem import SCALE, Flags, Floats, Ints

_GAIN = 1e-7
"""A pair comes in when it gains more than this: a tenth of the smallest step of an affinity."""
_BATCH = 6
"""So many new pairs for one item in one round at the most."""


@dataclass(frozen=True, eq=False)
class Relaxed:
    """The optimum of the linear program. ``value`` over the free pairs, ``left`` their reduced costs, ``bound`` what
    no assignment's cost can be below; ``elastic`` how much of the rules had to give way; ``done`` whether it ended
    by itself and not by the clock.
    """

    value: Floats
    left: Floats
    bound: float
    elastic: float
    done: bool


@dataclass(frozen=True, eq=False)
class Slack:
    """Columns by which rows of one rule give way: their first column, which rule, its rows, +1 low or -1 high."""

    first: int
    which: int
    rows: Ints
    sign: int


@dataclass(eq=False)
class Master:
    """The master program over some pairs and some rows."""

    ground: Ground
    families: tuple[Family, ...]
    cost: Floats
    penalty: float
    until: float = float("inf")
    slacks: list[Slack] = field(default_factory=list)
    penalties: dict[int, float] = field(default_factory=dict)
    """For the rules that have a penalty of their own; infinite: they do not give way."""

    def __post_init__(self) -> None:
        g = self.ground
        self.inside: Flags = np.zeros(len(g.free), bool)
        self.slots: Ints = np.zeros(0, np.int64)
        self.place = [np.full(len(f.item), -1) for f in self.families]
        self.rows = len(g.demand) + len(g.most)
        self.solver = quiet_solver()
        low = np.concatenate([g.demand, g.least]).astype(float)
        high = np.concatenate([g.demand, g.most]).astype(float)
        none = np.zeros(0, np.int32)
        self.solver.addRows(self.rows, low, high, 0, np.zeros(self.rows, np.int32), none, np.zeros(0))
        self.low, self.high = low, high

    def add_pairs(self, pairs: Ints) -> None:
        """Bring pairs in, with their places in every row there is."""
        pairs = pairs[~self.inside[pairs]]
        if not len(pairs):
            return
        g = self.ground
        at = [g.item[pairs], len(g.demand) + g.reviewer[pairs]]
        for family, place in zip(self.families, self.place, strict=True):
            row = family.row[pairs]
            at.append(np.where(row >= 0, place[row], -1) if len(place) else np.full(len(pairs), -1))
        grid = np.stack(at, axis=1)
        used = grid >= 0
        starts = np.concatenate([[0], np.cumsum(used.sum(axis=1))[:-1]]).astype(np.int32)
        index = grid[used].astype(np.int32)
        n = len(pairs)
        weights = np.ones(grid.shape)
        for k, family in enumerate(self.families, 2):
            if family.weight is not None:
                weights[:, k] = family.weight[pairs]
        self.solver.addCols(
            n, self.cost[pairs], np.zeros(n), np.ones(n), len(index), starts, index, weights[used]
        )
        self.inside[pairs] = True
        self.slots = np.concatenate([self.slots, pairs])

    def add_rows(self, which: int, rows: Ints) -> None:
        """Bring rows of one rule in, each with a slack that may give way at the penalty."""
        family, place = self.families[which], self.place[which]
        rows = rows[place[rows] < 0]
        if not len(rows):
            return
        place[rows] = self.rows + np.arange(len(rows))
        low, high = family.least[rows].astype(float), family.high[rows].astype(float)
        known = self.slots
        of_slot = np.full(len(known), -1)
        real = known >= 0
        of_slot[real] = np.where(family.row[known[real]] >= 0, place[family.row[known[real]]], -1) - self.rows
        hit = np.flatnonzero(of_slot >= 0)
        order = hit[np.argsort(of_slot[hit], kind="stable")]
        starts = np.searchsorted(of_slot[order], np.arange(len(rows))).astype(np.int32)
        weights = np.ones(len(order)) if family.weight is None else family.weight[known[order]]
        self.solver.addRows(len(rows), low, high, len(order), starts, order.astype(np.int32), weights)
        self.low, self.high = np.concatenate([self.low, low]), np.concatenate([self.high, high])
        self.rows += len(rows)
        asking = rows[(low > 0) | (family.weight is not None)]
        self.add_slacks(which, asking, place[asking], 1)
        capped = rows[high < family.most_possible()[rows]]
        self.add_slacks(which, capped, place[capped], -1)

    def add_slacks(self, which: int, rows: Ints, places: Ints, sign: int) -> None:
        """Columns by which these rows (``places`` in the program) can give way at the penalty."""
        n = len(rows)
        if n:
            penalty = self.penalties.get(which, self.penalty)
            upper = 0.0 if np.isinf(penalty) else highspy.kHighsInf
            self.slacks.append(Slack(len(self.slots), which, rows, sign))
            self.solver.addCols(
                n, np.full(n, 0.0 if np.isinf(penalty) else penalty), np.zeros(n), np.full(n, upper), n,
                np.arange(n, dtype=np.int32), places.astype(np.int32), np.full(n, float(sign)),
            )  # fmt: skip
            self.slots = np.concatenate([self.slots, np.full(n, -1)])

    def raise_penalty(self, penalty: float) -> None:
        """Let giving way cost more from now on."""
        self.penalty = penalty
        at = np.flatnonzero(self.slots < 0).astype(np.int32)
        self.solver.changeColsCost(len(at), at, np.full(len(at), penalty))

    def solve(self, tell: Any = None) -> Relaxed:
        """Rounds of solving, pricing and cutting until nothing comes in any more."""
        turn = 0
        while True:
            turn += 1
            done = self._run()
            value, left, bound, elastic = self._read()
            if tell:
                tell("assign_stage_linear", turn, len(self.slots))
            if not done or not (self._price(left) | self._cut(value)):
                return Relaxed(value, left, bound, elastic, done)

    def _run(self) -> bool:
        left = self.until - time.monotonic()
        if left <= 0:
            return False
        if left < highspy.kHighsInf:
            self.solver.setOptionValue("time_limit", self.solver.getRunTime() + left)
        self.solver.run()
        return bool(self.solver.getModelStatus() == highspy.HighsModelStatus.kOptimal)

    def _read(self) -> tuple[Floats, Floats, float, float]:
        found = self.solver.getSolution()
        x, dual = np.array(found.col_value), np.array(found.row_dual)
        if len(x) != len(self.slots) or len(dual) != self.rows:
            x, dual = np.zeros(len(self.slots)), np.zeros(self.rows)
        value = np.zeros(len(self.ground.free))
        real = self.slots >= 0
        value[self.slots[real]] = x[real]
        left = self._reduced(dual)
        edge = np.where(dual > 0, self.low, self.high)
        bound = float((dual * edge).sum() + np.minimum(left, 0).sum())
        return value, left, bound, float(x[~real].sum())

    def _reduced(self, dual: Floats) -> Floats:
        g = self.ground
        left = self.cost - dual[g.item] - dual[len(g.demand) + g.reviewer]
        for family, place in zip(self.families, self.place, strict=True):
            if len(place):
                price = np.where(place >= 0, dual[place], 0.0)
                paid = np.where(family.row >= 0, price[family.row], 0.0)
                left -= paid if family.weight is None else paid * family.weight
        reduced: Floats = left
        return reduced

    def _price(self, left: Floats) -> bool:
        """Bring in the pairs that gain, the best few of each item."""
        gaining = np.flatnonzero((left < -_GAIN) & ~self.inside)
        if not len(gaining):
            return False
        self.add_pairs(best_of_each(self.ground.item[gaining], left[gaining], gaining, _BATCH))
        return True

    def _cut(self, value: Floats) -> bool:
        """Bring in the rows that this answer breaks."""
        before = self.rows
        for which, (family, place) in enumerate(zip(self.families, self.place, strict=True)):
            if not len(place):
                continue
            filled, near = family.filled(value), 1e-6 if family.weight is None else _GAIN / 10
            self.add_rows(which, np.flatnonzero((filled > family.high + near) | (filled < family.low - near)))
        return self.rows > before


def best_of_each(group: Ints, key: Floats | Ints, what: Ints, most: int) -> Ints:
    """Of ``what`` those with the least keys, at most so many of each group; equals scattered, but always the same way."""
    order = np.lexsort((what * 2654435761 % 4294967296, key, group))
    ranked = group[order]
    first = np.searchsorted(ranked, ranked)
    kept: Ints = what[order[np.arange(len(order)) - first < most]]
    return kept


def quiet_solver() -> Any:
    """A HiGHS that says nothing, works in one thread and always the same way."""
    solver = highspy.Highs()
    for name, value in (("output_flag", False), ("threads", 1), ("parallel", "off"), ("random_seed", 0)):
        solver.setOptionValue(name, value)
    return solver


def program(ground: Ground, cost: Floats) -> Any:
    """The whole program over the ground's free pairs as a model for HiGHS; rows that cannot bind are left out."""
    n, pairs = len(ground.demand), np.arange(len(ground.free))
    at, columns, weights = [ground.item, n + ground.reviewer], [pairs, pairs], [np.ones(2 * len(pairs))]
    low: list[Bounds] = [ground.demand, ground.least]
    high: list[Bounds] = [ground.demand, ground.most]
    rows = n + len(ground.most)
    for family in ground.families:
        binds = (family.low > 0) | (family.high < family.most_possible()) | (family.weight is not None)
        place = np.where(binds, rows + np.cumsum(binds) - 1, -1)
        row = np.where(family.row >= 0, place[family.row], -1) if len(place) else np.full(len(pairs), -1)
        used = np.flatnonzero(row >= 0)
        at.append(row[used])
        columns.append(used)
        weights.append(np.ones(len(used)) if family.weight is None else family.weight[used])
        low.append(family.least[binds])
        high.append(family.high[binds])
        rows += int(binds.sum())
    entries = np.concatenate(weights), (np.concatenate(at), np.concatenate(columns))
    matrix = sparse.csc_array(entries, shape=(rows, len(pairs)))
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(pairs), rows
    model.col_cost_, model.col_lower_, model.col_upper_ = cost, np.zeros(len(pairs)), np.ones(len(pairs))
    model.row_lower_ = np.concatenate(low).astype(float)
    model.row_upper_ = np.concatenate(high).astype(float)
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_, model.a_matrix_.index_ = matrix.indptr, matrix.indices
    model.a_matrix_.value_ = matrix.data
    return model


def costs_of(ground: Ground) -> Floats:
    """Affinities as costs, in their own unit."""
    return -ground.affinity.astype(float) / SCALE
