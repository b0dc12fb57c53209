"""Where it cannot be done: the conflict is one and minimal, the relaxation does and is the smallest."""

from __future__ import annotations

import numpy as np
from hypothesis import HealthCheck, assume, given, settings
from scipy.optimize import LinearConstraint, milp
from tests.engines.assignment.small import Model, cases, problem_of

from jinguo.engines.assignment import solve

some = settings(max_examples=80, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


def smallest(model: Model) -> float:
    """The least total by which bounds give way, by an integer program with a slack for each; conflicts stay."""
    pairs, slacks = len(model.pairs), []
    for k, (_, _, _, name, _) in enumerate(model.rows):
        for sign in (1, -1):
            if name == "conflicts" or (name in ("demand", "fixed") and sign < 0):
                continue
            slacks.append((k, sign))
    if not model.rows:
        return 0.0
    matrix = np.zeros((2 * len(model.rows), pairs + len(slacks)))
    low, high = np.full(2 * len(model.rows), -np.inf), np.full(2 * len(model.rows), np.inf)
    for k, (inside, least, most, _, _) in enumerate(model.rows):
        matrix[2 * k, :pairs] = matrix[2 * k + 1, :pairs] = inside
        low[2 * k], high[2 * k + 1] = least, most
    for column, (k, sign) in enumerate(slacks, pairs):
        matrix[2 * k if sign > 0 else 2 * k + 1, column] = sign
    upper = np.concatenate([np.ones(pairs), np.full(len(slacks), np.inf)])
    found = milp(
        np.concatenate([np.zeros(pairs), np.ones(len(slacks))]),
        constraints=LinearConstraint(matrix, low, high), integrality=np.ones(len(upper)), bounds=(np.zeros(len(upper)), upper),
    )  # fmt: skip
    return float(found.fun)


@some
@given(cases(rules=1))
def test_the_relaxation_is_the_smallest(case):
    result = solve(problem_of(case))
    assume(result.status == "infeasible")

    assert sum(one.by for one in result.relaxation) == round(smallest(Model(case)))


def without(case, names):
    kept = dict(case, rules=[rule for rule in case["rules"] if rule["name"] not in names])
    for name in ("fixed", "conflicts"):
        if name in names:
            kept[name] = []
    model = Model(kept)
    rows = []
    for inside, low, high, name, where in model.rows:
        if name == "demand" and "demand" in names:
            low, high = 0, 99
        if name == "load":
            low, high = (0 if "min_load" in names else low), (99 if "max_load" in names else high)
        rows.append((inside, low, high, name, where))
    model.rows = rows
    return model.best() is not None


ALL = {"demand", "max_load", "min_load", "fixed", "conflicts"}


@some
@given(cases(rules=1))
def test_the_conflict_is_one_and_without_any_of_it_there_is_none(case):
    result = solve(problem_of(case))
    assume(result.status == "infeasible")
    everything = ALL | {rule["name"] for rule in case["rules"]}
    others = everything - set(result.conflict)

    assert result.conflict
    assert not without(case, others)
    for name in result.conflict:
        assert without(case, others | {name}), name
