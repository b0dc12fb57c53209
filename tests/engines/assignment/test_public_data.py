"""The public data sets: the optima that were found for them elsewhere, by other solvers."""

from __future__ import annotations

import csv
import os
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from jinguo.engines.assignment import Problem, evaluate_positions, solve

SHARED = Path(os.environ.get("JINGUO_SHARED", Path(__file__).resolve().parents[4] / "shared")) / "assignment"
WOMEN = {"name": "women", "column": "woman", "value": "1", "at_least_share": "0.25"}
UNIT = {"name": "unit", "same": "unit", "at_most": 1}

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SHARED.is_dir(), reason=f"the public data are not at {SHARED}"),
]


def problem(name, load, rules=()):
    lines = (SHARED / "pm" / f"{name}.in").read_text().splitlines()
    n, m = map(int, lines[0].split())
    values = np.array([line.split() for line in lines[1 : n + 1]], float)
    with (SHARED / f"{name}_groups.csv").open() as file:
        groups = list(csv.DictReader(file))
    item, reviewer = np.divmod(np.arange(n * m), m)
    return Problem.of_arrays(
        items=[str(k) for k in range(n)], demand=np.full(n, 3), reviewers=[str(k) for k in range(m)],
        min_load=np.zeros(m), max_load=np.full(m, load), pair_item=item, pair_reviewer=reviewer,
        affinity=np.round(values.ravel() * 1e6), rules=rules,
        reviewer_columns={column: [row[column] for row in groups] for column in ("woman", "unit")},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "load", "rules", "optimum"),
    [
        ("aamas2015", 12, [], "1406.25"), ("aamas2016", 12, [], "949.50"), ("preflib3", 6, [], "454.25"),
        ("aamas2015", 12, [WOMEN], "1369.75"), ("aamas2016", 12, [WOMEN], "917.00"), ("preflib3", 6, [WOMEN], "435.75"),
        ("aamas2015", 12, [WOMEN, UNIT], "1359.75"), ("aamas2016", 12, [WOMEN, UNIT], "908.00"),
        ("preflib3", 6, [WOMEN, UNIT], "432.00"),
    ],
)  # fmt: skip
def test_the_optimum_is_found_and_proven(name, load, rules, optimum):
    given = problem(name, load, rules)
    result = solve(given)

    assert (result.status, result.objective, result.bound) == ("optimal", Decimal(optimum), Decimal(optimum))
    assert evaluate_positions(given, result.chosen).ok


def test_the_worst_item_reaches_what_its_own_best_panel_allows():
    result = solve(problem("aamas2015", 12), objective="maxmin")

    assert (result.status, result.worst[1], result.worst_bound) == ("optimal", Decimal("1.5"), Decimal("1.5"))


def test_where_women_are_too_few_the_places_that_lack_are_counted():
    result = solve(problem("preflib3", 6, [{**WOMEN, "at_least_share": "0.34"}, UNIT]))

    assert (result.status, result.conflict) == ("infeasible", ("women", "max_load"))
    assert {one.rule for one in result.relaxation} <= {"women", "max_load", "unit", "demand"}
    assert result.reasons[1].code == "assign_relaxation_total"
    assert result.reasons[-1].code == "assign_try_over_the_round"
