"""The fair order to the last item: equal to trying every assignment, and honest about where it stopped."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np
from hypothesis import HealthCheck, assume, given, settings
from tests.engines.assignment.small import Model, cases, problem_of

from jinguo.engines.assignment import Problem, evaluate, lexicographic, solve

some = settings(max_examples=30, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


def fairest_of_all(case) -> list[float] | None:
    """The items' totals, sorted, of the lexicographically best assignment there is; by trying all of them."""
    model = Model(case)
    at = {pair: n for n, pair in enumerate(model.pairs)}
    panels = [
        list(combinations([at[pair] for pair in model.pairs if pair[0] == item], row["demand"]))
        for item, row in model.items.items()
        if row["demand"]
    ]
    assume(np.prod([float(len(found)) for found in panels]) <= 20_000)
    rows = np.array([row[0] for row in model.rows])
    low, high = (np.array([row[k] for row in model.rows]) for k in (1, 2))
    best = None
    for chosen in product(*panels):
        taken = [pair for panel in chosen for pair in panel]
        held = rows[:, taken].sum(axis=1)
        if (held >= low).all() and (held <= high).all():
            totals = sorted(round(float(model.affinity[list(panel)].sum()), 6) for panel in chosen)
            best = totals if best is None else max(best, totals)
    return best


def totals(problem, result):
    found = evaluate(problem, [(a.item, a.reviewer) for a in result.assignments])
    assert found.ok
    asked = dict(zip(problem.items, problem.demand, strict=True))
    return sorted(round(float(total), 6) for item, total in found.totals.items() if asked[item])


@some
@given(cases(most_rules=2))
def test_it_is_the_best_from_the_worst_off_to_the_last(case):
    assume(any(row["demand"] for row in case["items"]) and case["pairs"])
    best = fairest_of_all(case)
    problem = problem_of(case)
    result = solve(problem, objective="leximin")
    if best is None:
        assert result.status == "infeasible"
        return
    assert (result.status, result.levels, result.gap) == ("optimal", len(best), 0)
    assert totals(problem, result) == best


@some
@given(cases(most_rules=2, ties=False))
def test_also_where_affinities_are_crooked_or_below_nought(case):
    assume(any(row["demand"] for row in case["items"]) and case["pairs"])
    best = fairest_of_all(case)
    assume(best is not None)
    problem = problem_of(case)
    assert totals(problem, solve(problem, objective="leximin")) == best


def crowded(items=8, reviewers=6, seed=3):
    """Everybody wants the same few: the ceilings prove nothing, each place needs its program."""
    chance = np.random.default_rng(seed)
    fit = chance.integers(1, 10, reviewers)[None, :] + chance.integers(0, 4, (items, reviewers))
    return Problem.of(
        items=[{"item": f"i{k}", "demand": 2} for k in range(items)],
        reviewers=[{"reviewer": f"r{k}", "max_load": 3} for k in range(reviewers)],
        pairs=[(f"i{i}", f"r{r}", int(fit[i, r])) for i in range(items) for r in range(reviewers)],
    )


def test_the_second_worst_is_better_off_than_where_only_the_worst_counts():
    problem = crowded()
    fair, whole = solve(problem, objective="maxmin"), solve(problem, objective="leximin")

    assert (whole.status, whole.levels, whole.worst_bound) == ("optimal", 8, fair.worst_bound)
    assert totals(problem, whole) > totals(problem, fair)
    assert whole.objective <= fair.objective


def test_where_it_stops_it_says_how_many_places_are_proven(monkeypatch):
    problem = crowded()
    whole = solve(problem, objective="leximin")
    monkeypatch.setattr(lexicographic, "_LARGEST", 10)
    early = solve(problem, objective="leximin")

    assert early.status == "feasible"
    assert 1 <= early.levels < 8
    assert [r.code for r in early.reasons] == ["assign_leximin_reached"]
    assert totals(problem, early)[: early.levels] == totals(problem, whole)[: early.levels]
