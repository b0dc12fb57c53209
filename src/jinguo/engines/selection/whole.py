"""The same question to an integer solver (CP-SAT, exact): where a linear program has no whole answer."""

from __future__ import annotations

from typing import Any

import numpy as np

from jinguo.engines.selection.problem import Ints, Problem


def exact_list(problem: Problem, low: Ints, high: Ints, at_least: Ints, most: Ints) -> Ints | None:
    """A valid list by the integer solver, or None when there is none."""
    from ortools.sat.python import cp_model  # slow to load, and most lists need no integer solver

    if (at_least > most).any() or (low > high).any():
        return None
    open_ = np.flatnonzero(most > at_least)
    held = problem.counts(at_least)
    could = held + problem.counts(most - at_least)
    if (could < low).any() or (held > high).any():
        return None
    model = cp_model.CpModel()
    more = {int(c): model.new_int_var(0, int(most[c] - at_least[c]), "") for c in open_}
    members: dict[int, list[Any]] = {
        row: [] for row in np.flatnonzero((held < low) | (could > high)).tolist()
    }
    for index, variable in more.items():
        for row in problem.rows_of[index]:
            if row in members:
                members[row].append(variable)
    for row, variables in members.items():  # the other bounds hold whoever is taken
        total = cp_model.LinearExpr.sum(variables)
        model.add_linear_constraint(total, int(low[row] - held[row]), int(high[row] - held[row]))
    found = _solve(model, list(more.values()))
    if found is None:
        return None
    counts = at_least.copy()
    counts[open_] += found
    return counts


def longest(problem: Problem) -> int | None:
    """The greatest number of seats that any list that keeps the rules fills; None when no list does."""
    from ortools.sat.python import cp_model  # slow to load, and most lists need no integer solver

    model = cp_model.CpModel()
    counts = [model.new_int_var(0, int(min(size, problem.policy.seats)), "") for size in problem.size]
    total = cp_model.LinearExpr.sum(counts)
    model.add(total <= problem.policy.seats)
    for row, members in zip(problem.rows, _members(problem), strict=True):
        quota, held = row.quota, cp_model.LinearExpr.sum([counts[index] for index in members])
        model.add(held >= quota.least)
        if quota.most is not None:
            model.add(held <= quota.most)
        if (share := quota.least_share) is not None:
            model.add(share.denominator * held >= share.numerator * total)
        if (share := quota.most_share) is not None:
            model.add(share.denominator * held <= share.numerator * total)
    model.maximize(total)
    found = _solve(model, counts)
    return None if found is None else int(found.sum())


def _members(problem: Problem) -> list[list[int]]:
    members: list[list[int]] = [[] for _ in problem.rows]
    for index, rows in enumerate(problem.rows_of):
        for row in rows:
            members[row].append(index)
    return members


def _solve(model: Any, counts: list[Any]) -> Ints | None:
    from ortools.sat.python import cp_model  # slow to load, and most lists need no integer solver

    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 0
    status = solver.solve(model)
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return np.array([solver.value(count) for count in counts], dtype=np.int64)
    if status == cp_model.INFEASIBLE:
        return None
    raise RuntimeError(f"the integer solver gave no answer: {solver.status_name(status)}")
