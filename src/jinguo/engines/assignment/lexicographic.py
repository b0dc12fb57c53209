"""The whole fair order (leximin): the worst-off item as well off as can be, then the second worst, and so on to the last.

Of all assignments the one whose totals, sorted from below, are lexicographically greatest. Items are not convex goods:
which item is the worst may change from one level to the next, so no item may be pinned to its place (the saturation
method of the continuous case is wrong here). Each level is an integer program instead (Ogryczak, Śliwiński 2006, *On
direct methods for lexicographic min-max optimization*): the values known so far say how many items may lie below each
of them; with those counts kept, the next place is raised as far as it goes. A place needs no program where no order of
panels could be better there: totals sorted can nowhere exceed the items' own best panels sorted.

Where time is over, or the program would be too large, the result says how many places are proven (``levels``); under
these the total is optimised.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, replace
from typing import Any

import highspy
import numpy as np
from scipy import sparse

from jinguo.engines.assignment.fair import fairest, floored, own_best
from jinguo.engines.assignment.ground import Ground
from jinguo.engines.assignment.linear import program, quiet_solver
from jinguo.engines.assignment.problem import SCALE, Ints
from jinguo.engines.assignment.result import Progress, Result, totals_of
from jinguo.engines.assignment.total import total
from jinguo.reasons import Reason

_TOLERANCE = 1e-7
_LARGEST = 60_000
"""So many pairs take part in the program of a level; beyond, only places that the ceilings prove are settled."""
_PATIENCE_S = 60.0
"""A level's program ends after so long where no time limit was given."""

_FOR_LEVELS = 0.7
"""This part of the time goes to the levels; what is left to the total under them."""


def leximin(ground: Ground, until: float, tell: Progress) -> Result:
    """The leximin-optimal assignment, or one of which the first ``levels`` places are proven."""
    best = fairest(ground, until, tell)
    asked = np.flatnonzero(ground.problem.demand > 0)
    if best.objective is None or not len(asked):
        return best
    ceilings = own_best(ground)[asked]
    upper = np.sort(ceilings)
    now = time.monotonic()
    raising = until if until == math.inf else now + _FOR_LEVELS * max(0.0, until - now)
    levels, going = 0, best.worst is not None and best.worst_bound == best.worst[1]
    while going:
        totals = _sorted_totals(best, asked)
        levels = max(levels, 1)
        while levels < len(asked) and totals[levels] == upper[levels]:
            levels += 1
        if levels == len(asked) or len(ground.free) > _LARGEST or time.monotonic() > raising:
            break
        tell("assign_stage_leximin", levels, len(asked))
        level = _Level(ground, asked, ceilings, totals[:levels], int(totals[levels]), int(upper[levels]))
        chosen, going = level.raised(best.chosen, raising)
        if chosen is not None:
            best = replace(best, chosen=chosen)
        levels += going
    if levels == len(asked):
        return replace(best, status="optimal", bound=best.objective, levels=levels)
    said = Reason.warning("assign_leximin_reached", levels=levels, count=len(asked))
    best = _polished(ground, best, asked, levels, until, tell) if levels else best
    return replace(best, status="feasible", levels=levels, reasons=(*best.reasons, said))


def _sorted_totals(result: Result, asked: Ints) -> Ints:
    return np.sort(totals_of(result.problem, result.chosen)[asked])


def _polished(ground: Ground, best: Result, asked: Ints, levels: int, until: float, tell: Progress) -> Result:
    """The greatest total in which the items of the proven places keep what they have."""
    totals = totals_of(ground.problem, best.chosen)
    order = asked[np.argsort(totals[asked], kind="stable")]
    floors = totals.copy()
    floors[order[levels:]] = totals[order[levels - 1]]
    found = total(floored(ground, floors), until, tell)
    if found.objective is None or best.objective is None or found.objective < best.objective:
        return best
    same = (_sorted_totals(found, asked)[:levels] == np.sort(totals[asked])[:levels]).all()
    return replace(best, chosen=found.chosen) if same else best


@dataclass(eq=False)
class _Level:
    """The program of one level. ``known`` are the places proven so far; the next lies from ``low`` to ``high``."""

    ground: Ground
    asked: Ints
    ceilings: Ints
    known: Ints
    low: int
    high: int

    def __post_init__(self) -> None:
        """Items whose places are their ceilings, and nobody else's, are pinned: they need no choice of a class."""
        k, upper = len(self.known), np.sort(self.ceilings)
        agree = np.cumprod(self.known == upper[:k])
        ends = np.flatnonzero(agree & (upper[:k] < np.append(upper[1:], np.iinfo(np.int64).max)[:k]))
        pinned = int(ends[-1]) + 1 if len(ends) else 0
        self.open = (
            np.flatnonzero(self.ceilings > upper[pinned - 1]) if pinned else np.arange(len(self.asked))
        )
        self.values, counts = np.unique(self.known[pinned:], return_counts=True)
        self.allowed = np.cumsum(counts)

    def raised(self, chosen: Ints, until: float) -> tuple[Ints | None, bool]:
        """An assignment with the next place as high as it goes (None: none better found), and whether that is proven."""
        solver, patience = quiet_solver(), min(until - time.monotonic(), _PATIENCE_S)
        if patience <= 0:
            return None, False
        step = max(1, int(np.gcd.reduce(self.ground.problem.affinity)))
        options = {"mip_rel_gap": 0.0, "mip_abs_gap": step / SCALE / 2, "mip_feasibility_tolerance": 1e-7}
        for name, value in (options | {"time_limit": patience}).items():
            solver.setOptionValue(name, value)
        solver.passModel(self._model())
        solver.setSolution(self._start(chosen))
        solver.run()
        info = solver.getInfo()
        if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return None, False
        taken = np.array(solver.getSolution().col_value)[: len(self.ground.free)] > 0.5
        found = np.sort(np.concatenate([self.ground.taken, self.ground.free[taken]]))
        totals = np.sort(totals_of(self.ground.problem, found)[self.asked])
        if (totals[: len(self.known)] != self.known).any() or totals[len(self.known)] < self.low:
            return None, False
        reached = int(totals[len(self.known)])
        most = min(-info.mip_dual_bound * SCALE, float(self.high))
        return found, math.floor((most + step / 4) / step) * step <= reached

    def _model(self) -> Any:
        """Columns: the pairs; for each open item one class of those known, or above them all; the next place itself."""
        g, classes, items = self.ground, len(self.values) + 1, len(self.open)
        model = program(g, np.zeros(len(g.free)))
        rules = sparse.csc_array(
            (model.a_matrix_.value_, model.a_matrix_.index_, model.a_matrix_.start_),
            shape=(model.num_row_, model.num_col_),
        )
        ones = np.ones((1, classes))
        each = sparse.eye_array(items, format="csc")
        value = np.append(self.values, self.low)[None, :] / SCALE
        spread = (self.high - int(self.known[0])) / SCALE
        top = np.append(np.zeros(classes - 1), 1.0)[None, :]
        below = np.tril(np.ones((classes - 1, classes)))[:, :classes]
        totals = self._totals()
        open_totals, place = totals[self.open], np.ones((items, 1))
        rows = [
            [rules, None, None],
            [totals, None, None],
            [open_totals, -sparse.kron(each, value), None],
            [open_totals, -spread * sparse.kron(each, top), -place],
            [None, sparse.kron(each, ones), None],
            [None, sparse.csc_array(np.tile(below, (1, items))), None],
        ]
        rows = [row for row in rows if all(part is None or part.shape[0] for part in row)]
        matrix = sparse.csc_array(sparse.block_array(self._whole(rows, items * classes)))
        held = totals_of(g.problem, g.taken)[self.asked] / SCALE
        floor = self.ceilings / SCALE
        floor[self.open] = self.known[0] / SCALE
        low = [np.array(model.row_lower_), floor - held - _TOLERANCE, -held[self.open] - _TOLERANCE]
        low += [-spread - held[self.open] - _TOLERANCE, np.ones(items), np.full(len(self.values), -np.inf)]
        high = [np.array(model.row_upper_), np.full(len(self.asked) + 2 * items, np.inf), np.ones(items)]
        high += [self.allowed.astype(float)]
        able = self.ceilings[self.open][:, None] >= np.append(self.values, self.low)[None, :]
        return _filled(model, matrix, np.concatenate(low), np.concatenate(high), able.ravel(), self)

    def _whole(self, rows: list[list[Any]], choices: int) -> list[list[Any]]:
        """The blocks with their empty ones given a shape."""
        widths = (len(self.ground.free), choices, 1)
        return [
            [
                sparse.csc_array((next(p for p in row if p is not None).shape[0], wide))
                if part is None
                else part
                for part, wide in zip(row, widths, strict=True)
            ]
            for row in rows
        ]

    def _totals(self) -> Any:
        """Asked items × pairs: what a pair adds to its item's total."""
        g = self.ground
        place = np.full(len(g.demand), -1)
        place[self.asked] = np.arange(len(self.asked))
        pairs = np.flatnonzero(place[g.item] >= 0)
        entries = g.affinity[pairs] / SCALE, (place[g.item[pairs]], pairs)
        return sparse.csr_array(entries, shape=(len(self.asked), len(g.free)))

    def _start(self, chosen: Ints) -> Any:
        """The assignment known so far as a solution of the program: its poorest open items lie in the known classes."""
        g, classes = self.ground, len(self.values) + 1
        totals = totals_of(g.problem, chosen)[self.asked[self.open]]
        rank = np.empty(len(totals), np.int64)
        rank[np.argsort(totals, kind="stable")] = np.arange(len(totals))
        of_item = np.searchsorted(self.allowed, rank, side="right")
        choice = np.arange(classes)[None, :] == of_item[:, None]
        known = highspy.HighsSolution()
        known.col_value = [
            *np.isin(g.free, chosen).astype(float),
            *choice.ravel().astype(float),
            self.low / SCALE,
        ]
        return known


def _filled(model: Any, matrix: Any, low: Any, high: Any, able: Any, level: _Level) -> Any:
    """The rules' model with the choices of classes and the next place as further columns; that place is maximised."""
    pairs, choices = model.num_col_, len(able)
    model.num_col_, model.num_row_ = matrix.shape[1], matrix.shape[0]
    model.col_cost_ = np.append(np.zeros(pairs + choices), -1.0)
    model.col_lower_ = np.append(np.zeros(pairs + choices), level.low / SCALE)
    model.col_upper_ = np.concatenate([np.ones(pairs), able.astype(float), [level.high / SCALE]])
    model.row_lower_, model.row_upper_ = low, high
    whole = [highspy.HighsVarType.kInteger] * (pairs + choices)
    model.integrality_ = [*whole, highspy.HighsVarType.kContinuous]
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_, model.a_matrix_.index_ = matrix.indptr, matrix.indices
    model.a_matrix_.value_ = matrix.data
    return model
