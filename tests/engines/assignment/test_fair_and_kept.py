"""The worst-off item first; the fewest changes first; reserve lists."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.engines.assignment.small import Model, cases, problem_of

from jinguo.engines.assignment import Problem, evaluate, solve, stand_ins

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


@some
@given(cases(rules=1), st.integers(1, 3))
def test_whoever_drops_out_is_replaced_with_every_rule_kept_or_is_named(case, wanted):
    problem = problem_of(case)
    result = solve(problem, alternates=wanted)
    assume(result.status == "optimal")
    mains = [(a.item, a.reviewer) for a in result.assignments]
    barred = {tuple(pair) for pair in case["conflicts"]}
    fixed = {tuple(pair) for pair in case["fixed"]}
    uncovered = {(one.item, one.reviewer): one.why for one in result.uncovered}

    def does(main, other):
        """Whether another reviewer in her place breaks nothing (her own least load and her being fixed gone with her)."""
        if other in mains or other in barred:
            return False
        found = evaluate(problem, [pair for pair in mains if pair != main] + [other]).violations
        mine = {("assign_min_load_broken", main[1])} | (
            {("assign_fixed_broken", main[1])} if main in fixed else set()
        )
        return all((r.code, r.params.get("reviewer")) in mine for r in found)

    able = {m: {r for i, r, _ in case["pairs"] if i == m[0] and does(m, (i, r))} for m in mains}
    for item in {m[0] for m in mains}:
        listed = {a.reviewer for a in result.alternates if a.item == item}
        panel = [m for m in mains if m[0] == item]
        for main in panel:
            assert set(stand_ins(problem, result.chosen, result.reserve, *main)) == able[main] & listed
            assert (main in uncovered) == (not able[main] & listed)
            if main in uncovered:
                assert (uncovered[main] == "nobody") == (not able[main])
        lists = combinations(sorted(set().union(*(able[m] for m in panel))), wanted)
        most = max((sum(bool(able[m] & set(one)) for m in panel) for one in lists), default=0)
        assert sum(bool(able[m] & listed) for m in panel) >= most


def test_a_reserve_list_first_holds_somebody_for_everyone_then_the_best():
    people = {"r1": ("F", "甲"), "r2": ("M", "乙"), "r3": ("M", "丙"), "r4": ("M", "丁"), "r5": ("F", "戊")}
    problem = Problem.of(
        items=[{"item": "i", "demand": 2}],
        reviewers=[{"reviewer": r, "max_load": 1, "sex": s, "unit": u} for r, (s, u) in people.items()],
        pairs=[("i", r, fit) for r, fit in zip(people, (9, 8, 7, 6, 1), strict=True)],
        rules=[
            {"name": "woman", "column": "sex", "value": "F", "at_least": 1},
            {"name": "unit", "same": "unit", "at_most": 1},
        ],
    )
    one, two = solve(problem, alternates=1), solve(problem, alternates=2)
    alone = solve(replace(problem, conflicts=problem.pairs_at([0], [4])), alternates=2)

    assert [a.reviewer for a in one.alternates] == ["r5"]  # the only woman left: for r1 nobody else would do
    assert [a.reviewer for a in two.alternates] == ["r3", "r5"]
    assert (one.uncovered, two.uncovered) == ((), ())
    assert stand_ins(problem, two.chosen, two.reserve, "i", "r1") == ("r5",)
    assert stand_ins(problem, two.chosen, two.reserve, "i", "r2") == ("r3", "r5")
    assert [(u.reviewer, u.why) for u in alone.uncovered] == [("r1", "nobody")]
    assert [r.code for r in alone.reasons] == ["assign_reserve_nobody"]
