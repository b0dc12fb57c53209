"""The problem with every bound able to give way: the least by which it must, and where.

Each row gets slacks that cost; affinity does not count. An optimum above nought proves that the bounds cannot all hold,
its slacks are the smallest relaxation. A bound whose slack is free is as good as dropped: so the same program, solved
again from where it stood, tells which bounds are needed for the conflict.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import highspy
import numpy as np

from jinguo.engines.assignment.ground import Family, Ground, family_of
from jinguo.engines.assignment.linear import Master, Slack, best_of_each
from jinguo.engines.assignment.problem import Floats, Ints, Problem
from jinguo.engines.assignment.result import Relaxation

DEMAND, OVER, MAX_LOAD, MIN_LOAD = -1, -2, -3, -4
"""What a slack belongs to that is no family of rows; OVER: more than the demand, open only where the demand is dropped."""
_NAMES = {DEMAND: "demand", OVER: "demand", MAX_LOAD: "max_load", MIN_LOAD: "min_load"}
_DEARER = {"min_load": 1, "max_load": 2, "demand": 3, "fixed": 4}
"""Among relaxations that are equally small a rule gives way first, then least loads, greatest loads, demands, fixed pairs."""
_PREFER = 0.02
_FIRST = 12
_HINT = 0.02


class Elastic:
    """The elastic program of a problem."""

    def __init__(self, problem: Problem, until: float) -> None:
        self.problem = problem
        self.ground = _open_ground(problem)
        self.crossed = [np.maximum(f.low - f.high, 0) for f in self.ground.families]
        upright = tuple(
            replace(f, low=np.minimum(f.low, f.high), high=np.maximum(f.low, f.high))
            for f in self.ground.families
        )
        self.master = Master(self.ground, upright, _hints(self.ground), 1.0, until)
        self.until = until
        g, n = self.ground, len(self.ground.demand)
        items, reviewers = np.arange(n), np.arange(len(g.most))
        self.master.add_pairs(np.union1d(_some(g.item, -g.affinity), _some(g.reviewer, -g.affinity)))
        self.master.add_slacks(DEMAND, items, items, 1)
        self.master.add_slacks(OVER, items, items, -1)
        self.master.add_slacks(MAX_LOAD, reviewers, n + reviewers, -1)
        least = reviewers[g.least > 0]
        self.master.add_slacks(MIN_LOAD, least, n + least, 1)
        for which, family in enumerate(self.ground.families):
            self.master.add_rows(which, np.flatnonzero((family.low > 0) | (family.name == "conflicts")))

    @property
    def names(self) -> tuple[str, ...]:
        """All that can be dropped: built-in bounds that are there, then the rules in their order."""
        p = self.problem
        there = {
            "demand": True, "max_load": True, "min_load": bool(p.min_load.any()),
            "fixed": bool(len(p.fixed)), "conflicts": bool(len(p.conflicts)),
        }  # fmt: skip
        return (*(rule.name for rule in p.rules), *(name for name, is_there in there.items() if is_there))

    def holds_without(self, dropped: Iterable[str]) -> bool:
        """Whether everything else can hold together (when the clock has run out: supposed so)."""
        names = set(dropped)
        self._price({name: 0.0 if name in names else 1.0 for name in self.names})
        if any(
            c.any() for f, c in zip(self.ground.families, self.crossed, strict=True) if f.name not in names
        ):
            return False
        relaxed = self.master.solve()
        if not relaxed.done:
            return True
        if relaxed.bound > _HINT + 1e-5:
            return False
        if _is_whole(relaxed.value):
            return True
        found = self._whole()
        return found is None or float(found[0]) < 0.5 + _HINT / 2

    def smallest(self) -> tuple[tuple[Relaxation, ...], bool]:
        """The relaxation with the least total, and whether that is proven; conflicts of interest never give way."""
        total, slack, proven = self._least(_PREFER)
        if total * 4 * _PREFER > 0.4:
            total, slack, proven = self._least(0.08 / total)
        rows = [*self._read(slack), *self._crossed()]
        merged: dict[tuple[str, ...], Relaxation] = {}
        for row in rows:
            key = (row.rule, row.item, row.reviewer, row.value, row.side)
            merged[key] = replace(row, by=row.by + merged[key].by) if key in merged else row
        return tuple(merged[key] for key in sorted(merged)), proven

    def _least(self, prefer: float) -> tuple[float, Any, bool]:
        self._price(
            {name: 1.0 + prefer * _DEARER.get(name, 0) for name in self.names} | {"conflicts": math.inf}
        )
        relaxed = self.master.solve()
        slack = np.array(self.master.solver.getSolution().col_value)
        slack[self.master.slots >= 0] = 0
        if relaxed.done and _is_whole(relaxed.value):
            return float(slack.sum()), slack, True
        found = self._whole()
        if found is None:
            return float(slack.sum()), np.ceil(slack - 1e-6), False
        slack = found[1]
        total = float(slack.sum())
        return total, slack, total <= math.ceil((relaxed.bound - _HINT) / (1 + 4 * prefer) - 1e-5) + 0.5

    def _price(self, costs: Mapping[str, float]) -> None:
        """Set what giving way costs; free ones may give way without end, infinite ones not at all."""
        of_which = {which: costs.get(name, 1.0) for which, name in _NAMES.items()}
        of_which |= {which: costs.get(f.name, 1.0) for which, f in enumerate(self.ground.families)}
        of_which = {
            which: math.inf if cost > 0 and (which == OVER or self._name(which) == "conflicts") else cost
            for which, cost in of_which.items()
        }
        self.master.penalties = of_which
        for slack in self.master.slacks:
            cost, n = of_which[slack.which], len(slack.rows)
            at = np.arange(slack.first, slack.first + n, dtype=np.int32)
            upper = 0.0 if math.isinf(cost) else highspy.kHighsInf
            self.master.solver.changeColsCost(n, at, np.full(n, 0.0 if math.isinf(cost) else cost))
            self.master.solver.changeColsBounds(n, at, np.zeros(n), np.full(n, upper))

    def _name(self, which: int) -> str:
        return _NAMES[which] if which < 0 else self.ground.families[which].name

    def _whole(self) -> Any:
        """The cost and the slacks with whole pairs, over the pairs that are in; None where the clock ran out."""
        solver = self.master.solver
        pairs = np.flatnonzero(self.master.slots >= 0).astype(np.int32)
        kinds = np.full(len(pairs), int(highspy.HighsVarType.kInteger), np.uint8)
        solver.changeColsIntegrality(len(pairs), pairs, kinds)
        solver.setOptionValue("mip_rel_gap", 0.0)
        solver.setOptionValue("time_limit", solver.getRunTime() + 60.0)
        solver.run()
        feasible = solver.getInfo().primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
        cost, value = solver.getInfo().objective_function_value, np.array(solver.getSolution().col_value)
        solver.changeColsIntegrality(len(pairs), pairs, np.zeros(len(pairs), np.uint8))
        solver.setOptionValue("time_limit", highspy.kHighsInf)
        value[pairs] = 0
        return (cost, np.round(value)) if feasible else None

    def _read(self, value: Any) -> Iterable[Relaxation]:
        for slack in self.master.slacks:
            by = np.round(value[slack.first : slack.first + len(slack.rows)]).astype(int)
            for n in np.flatnonzero(by > 0).tolist():
                yield self._relaxation(slack, int(slack.rows[n]), int(by[n]))

    def _relaxation(self, slack: Slack, row: int, by: int) -> Relaxation:
        p, name = self.problem, self._name(slack.which)
        if slack.which in (DEMAND, OVER):
            return Relaxation(name, by, item=p.items[row])
        if slack.which in (MAX_LOAD, MIN_LOAD):
            return Relaxation(name, by, reviewer=p.reviewers[row])
        family = self.ground.families[slack.which]
        if name == "fixed":
            pair = int(p.fixed[row])
            return Relaxation(
                name, by, item=p.items[p.pair_item[pair]], reviewer=p.reviewers[p.pair_reviewer[pair]]
            )
        item = p.items[int(family.item[row])] if family.item[row] >= 0 else ""
        return Relaxation(
            name, by, item=item, value=family.value[row], side="low" if slack.sign > 0 else "high"
        )

    def _crossed(self) -> Iterable[Relaxation]:
        """Rules that contradict themselves: their upper bound gives way to the lower one."""
        for family, crossed in zip(self.ground.families, self.crossed, strict=True):
            for row in np.flatnonzero(crossed > 0).tolist():
                item = self.problem.items[int(family.item[row])] if family.item[row] >= 0 else ""
                yield Relaxation(
                    family.name, int(crossed[row]), item=item, value=family.value[row], side="high"
                )


def _open_ground(problem: Problem) -> Ground:
    """Nothing taken, nothing removed: what is fixed and what conflicts are rows like the others."""
    every = np.arange(len(problem.pair_item))
    families = [family_of(problem, rule) for rule in problem.rules]
    families += [
        _one_each(problem, "fixed", problem.fixed, 1, 1),
        _one_each(problem, "conflicts", problem.conflicts, 0, 0),
    ]
    return Ground(
        problem, every, problem.pair_item, problem.pair_reviewer, problem.affinity, problem.demand,
        problem.min_load, problem.max_load, tuple(families), np.zeros(0, np.int64),
    )  # fmt: skip


def _one_each(problem: Problem, name: str, pairs: Ints, low: int, high: int) -> Family:
    row = np.full(len(problem.pair_item), -1)
    row[pairs] = np.arange(len(pairs))
    n = len(pairs)
    return Family(name, name, row, problem.pair_item[pairs], np.full(n, low), np.full(n, high), ("",) * n)


def _hints(ground: Ground) -> Floats:
    """Affinities as costs so small that all pairs ever asked for weigh less than one place: they tell equals apart."""
    spread = ground.affinity.max(initial=0) - ground.affinity
    asked = int(ground.demand.sum() + ground.least.sum()) + sum(int(f.low.sum()) for f in ground.families)
    hints: Floats = _HINT * spread / max(1.0, float(spread.max(initial=0)) * asked)
    return hints


def _some(group: Ints, key: Ints) -> Ints:
    return best_of_each(group, key, np.arange(len(group)), _FIRST)


def _is_whole(value: Any) -> bool:
    return bool(np.all(np.abs(value - np.round(value)) < 1e-6))
