"""The worst-off item first; the fewest changes first; reserve lists."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.engines.assignment.small import Model, cases, problem_of

from jinguo.engines.assignment import evaluate, solve

some = settings(max_examples=80, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


def fairest(model: Model, case) -> tuple[float, float] | None:
    """The best worst item and then the best total, by trying every floor a panel can have."""
    if model.best() is None:
        return None
    asked = [row["item"] for row in case["items"] if row["demand"]]
    inside = [np.array([float(p[0] == item) for p in model.pairs]) * model.affinity for item in asked]
    low, high = 0, round(3 / 0.25)
    while low < high:
        middle = (low + high + 1) // 2
        floors = [(row, middle * 0.25 - 1e-7, 99) for row in inside]
        low, high = (middle, high) if model.best(floors) is not None else (low, middle - 1)
    return low * 0.25, -model.best([(row, low * 0.25 - 1e-7, 99) for row in inside])


@some
@given(cases(most_rules=2))
def test_the_worst_item_is_as_well_off_as_can_be_and_then_the_total(case):
    assume(any(row["demand"] for row in case["items"]))
    best = fairest(Model(case), case)
    result = solve(problem_of(case), objective="maxmin")
    if best is None:
        assert result.status == "infeasible"
        return
    assert result.status == "optimal"
    assert (float(result.worst[1]), float(result.objective)) == pytest.approx(best, abs=1e-6)
    assert result.worst_bound == result.worst[1]


@some
@given(cases(most_rules=2), st.data())
def test_as_little_as_possible_is_changed_and_then_affinity_counts(case, data):
    model = Model(case)
    assume(model.best() is not None)
    old = data.draw(st.lists(st.sampled_from(model.pairs), max_size=5, unique=True)) if model.pairs else []
    stays = np.array([float(pair in old) for pair in model.pairs])
    most = round(-model.best(cost=-stays)) if model.pairs else 0
    best = model.best([(stays, most, 99)]) if model.pairs else 0.0
    problem = problem_of(case)

    result = solve(problem, keep=[*old, ("gone", "r1")])

    assert result.changes == len(old) + 1 - most
    assert float(result.objective) == pytest.approx(-best, abs=1e-6)
    assert evaluate(problem, [(a.item, a.reviewer) for a in result.assignments]).ok


@some
@given(cases(most_rules=1), st.integers(1, 3))
def test_reserve_lists_are_full_and_free_of_conflicts(case, wanted):
    problem = problem_of(case)
    result = solve(problem, alternates=wanted)
    assume(result.status == "optimal")
    barred = {tuple(pair) for pair in case["conflicts"]} | {(a.item, a.reviewer) for a in result.assignments}
    most = {row["reviewer"]: row["max_load"] for row in case["reviewers"]}

    for row in case["items"]:
        mine = [a for a in result.alternates if a.item == row["item"]]
        possible = [p for p in case["pairs"] if p[0] == row["item"] and p[:2] not in barred and most[p[1]]]
        assert not {(a.item, a.reviewer) for a in mine} & barred
        assert len(mine) == (min(wanted, len(possible)) if row["demand"] else 0)
        assert [a.place for a in mine] == list(range(1, len(mine) + 1))
