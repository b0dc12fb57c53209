"""From the linear program's answer to whole pairs.

On real data the vertex is whole, or nearly. Where it is not: (1) the items that are whole stay, a small integer program
decides the rest; that gives an answer and, against the bound, a gap. (2) A pair whose reduced cost exceeds the gap
stands in no better answer (reduced-cost fixing), so an integer program over the pairs within the gap is exact for all
pairs; what it proves is proven for the problem.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np

from jinguo.engines.assignment.ground import Ground
from jinguo.engines.assignment.linear import Relaxed, best_of_each, program, quiet_solver
from jinguo.engines.assignment.problem import SCALE, Floats, Ints

_WHOLE = 1e-7
_NEAR = 30
"""So many pairs of an item that is not whole take part in the first integer program."""
_ALL = 200_000
"""So many pairs take part in an integer program from scratch; of more, the best of each item."""
_PATIENCE_S = 60.0
"""An integer program ends after so long where no time limit was given: the gap is reported."""


@dataclass(frozen=True, eq=False)
class Whole:
    """Chosen positions in the ground's free pairs (None: none found), the bound in cost, whether there can be none."""

    chosen: Ints | None
    bound: float
    impossible: bool = False


def complete(
    ground: Ground, cost: Floats, relaxed: Relaxed, step: float, until: float, tell: Any = None
) -> Whole:
    """Whole pairs from a relaxed answer. ``step``: the smallest difference two assignments' costs can have."""
    broken = np.unique(ground.item[(relaxed.value > _WHOLE) & (relaxed.value < 1 - _WHOLE)])
    taken = np.flatnonzero(relaxed.value > 0.5)
    if not len(broken):
        return Whole(taken, rounded(relaxed.bound, step))
    bound = rounded(relaxed.bound, step)
    best: Ints | None = None
    if tell:
        tell("assign_stage_whole", len(broken), len(ground.demand))
    for released in _released(ground, relaxed, broken):
        best = _with_rest(ground, cost, relaxed, taken, released, until)
        if best is not None or time.monotonic() > until:
            break
    if best is not None and cost[best].sum() - bound < step / 2:
        return Whole(best, bound)
    return _within_gap(ground, cost, relaxed, best, bound, step, until)


def rounded(bound: float, step: float) -> float:
    """A bound on the cost raised to the next cost that is possible at all."""
    return math.ceil(bound / step - 1e-4) * step


def _released(ground: Ground, relaxed: Relaxed, broken: Ints) -> Any:
    """First the items that are not whole; then with those that share a reviewer with them; then wider still."""
    at = broken
    for _ in range(3):
        yield at
        touched = np.unique(ground.reviewer[np.isin(ground.item, at) & (relaxed.left < 0.05)])
        held = np.isin(ground.reviewer, touched) & (relaxed.value > 0.5)
        at = np.union1d(at, ground.item[held])


def _with_rest(
    ground: Ground, cost: Floats, relaxed: Relaxed, taken: Ints, released: Ints, until: float
) -> Ints | None:
    """The whole items stay as they are, the released ones are decided anew among their best pairs."""
    stays = taken[~np.isin(ground.item[taken], released)]
    near = np.flatnonzero(np.isin(ground.item, released))
    held = near[relaxed.value[near] > _WHOLE]
    near = np.union1d(held, best_of_each(ground.item[near], relaxed.left[near], near, _NEAR))
    found, _, _ = integer(ground.after(stays, near), cost[near], until, gap=1e-4)
    return None if found is None else np.sort(np.concatenate([stays, near[found]]))


def _within_gap(
    ground: Ground, cost: Floats, relaxed: Relaxed, best: Ints | None, bound: float, step: float, until: float
) -> Whole:
    """The integer program over all pairs that can stand in a better answer."""
    if best is None:
        near = np.arange(len(ground.free))
        if len(near) > _ALL:
            near = np.union1d(
                np.flatnonzero(relaxed.value > _WHOLE),
                best_of_each(ground.item, relaxed.left, near, 2 * _NEAR),
            )
        stays = np.zeros(0, np.int64)
    else:
        gap = float(cost[best].sum()) - relaxed.bound + 1e-6
        near = np.flatnonzero((relaxed.left <= gap) & (relaxed.left >= -gap))
        stays = np.flatnonzero(relaxed.left < -gap)
    found, found_bound, impossible = integer(
        ground.after(stays, near),
        cost[near],
        until,
        start=None if best is None else np.isin(near, best),
        step=step,
    )
    exact = best is not None or len(near) == len(ground.free)
    if found is not None:
        answer = np.sort(np.concatenate([stays, near[found]]))
        if best is None or cost[answer].sum() < cost[best].sum() + step / 4:
            best = answer
    if best is None:
        return Whole(None, bound, impossible and exact)
    if exact:
        bound = max(
            bound, min(rounded(found_bound + float(cost[stays].sum()), step), float(cost[best].sum()))
        )
    return Whole(best, bound)


def integer(
    ground: Ground, cost: Floats, until: float, *, start: Any = None, step: float = 0.0, gap: float = 0.0
) -> tuple[Ints | None, float, bool]:
    """Branch and bound (HiGHS) over all free pairs of a ground: the pairs, the bound, whether it is impossible."""
    if ground.contradicts_itself:
        return None, math.inf, True
    solver = quiet_solver()
    model = program(ground, cost)
    model.integrality_ = [highspy.HighsVarType.kInteger] * len(ground.free)
    if (np.asarray(model.row_lower_) > np.asarray(model.row_upper_)).any():
        return None, math.inf, True
    solver.setOptionValue("mip_rel_gap", gap)
    solver.setOptionValue("mip_abs_gap", max(step * 0.5, 1e-9))
    solver.setOptionValue("mip_feasibility_tolerance", 1e-7)
    patience = min(until - time.monotonic(), _PATIENCE_S)
    if patience <= 0:
        return None, -math.inf, False
    solver.setOptionValue("time_limit", patience)
    solver.passModel(model)
    if start is not None:
        known = highspy.HighsSolution()
        known.col_value = start.astype(float).tolist()
        solver.setSolution(known)
    solver.run()
    info, status = solver.getInfo(), solver.getModelStatus()
    if status == highspy.HighsModelStatus.kInfeasible:
        return None, math.inf, True
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return None, float(info.mip_dual_bound), False
    return np.flatnonzero(np.array(solver.getSolution().col_value) > 0.5), float(info.mip_dual_bound), False


def step_of(affinity: Ints) -> float:
    """The smallest difference that two sums of these affinities can have, in their unit."""
    common = int(np.gcd.reduce(affinity)) if len(affinity) else 0
    return max(common, 1) / SCALE
