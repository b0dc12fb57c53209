"""The answer is the best there is, as an independent integer program says."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from tests.engines.assignment.small import Model, cases, problem_of

from jinguo.engines.assignment import evaluate, solve

many = settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


def check_against_model(case):
    problem = problem_of(case)
    best = Model(case).best()
    result = solve(problem)
    if best is None:
        assert result.status == "infeasible"
        return
    assert result.status == "optimal"
    assert float(result.objective) == pytest.approx(-best, abs=1e-6)
    assert result.bound == result.objective
    assert evaluate(problem, [(a.item, a.reviewer) for a in result.assignments]).ok


@many
@given(cases(most_rules=0))
def test_without_rules_it_is_the_optimum(case):
    check_against_model(case)


@many
@given(cases(rules=1))
def test_with_rules_it_is_the_optimum(case):
    check_against_model(case)


@many
@given(cases(rules=2, ties=False))
def test_with_affinities_of_six_digits_it_is_the_optimum(case):
    check_against_model(case)


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(cases())
def test_the_order_of_rows_does_not_matter(case):
    mixed = {key: random.Random(7).sample(list(rows), len(rows)) for key, rows in case.items()}

    assert solve(problem_of(case)).assignments == solve(problem_of(mixed)).assignments
