"""Krippendorff's α and intraclass correlations against published examples and another implementation."""

from __future__ import annotations

import krippendorff
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jinguo.engines.scoring.agreement import Metric, alpha
from jinguo.engines.scoring.design import Design
from jinguo.engines.scoring.icc import icc

# Krippendorff 2011, Computing Krippendorff's alpha-reliability, section C: 4 observers, 12 units, with holes
OBSERVERS = """
1 2 3 3 2 1 4 1 2 . . .
1 2 3 3 2 2 4 1 2 5 . 3
. 3 3 3 2 3 4 2 2 5 1 .
1 2 3 3 2 4 4 1 2 5 1 .
"""
CANONICAL = Design.of(
    (f"{unit:02d}", str(observer), float(mark))
    for observer, line in enumerate(OBSERVERS.split("\n")[1:-1])
    for unit, mark in enumerate(line.split())
    if mark != "."
)
TARGETS = np.array(
    [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], dtype=float
)


@pytest.mark.parametrize(
    ("metric", "published"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_the_published_example_of_alpha_is_reproduced(metric: Metric, published: float) -> None:
    found = alpha(CANONICAL, metric, draws=0)

    assert found.value is not None
    assert round(found.value, 3) == published
    assert (found.items, found.marks) == (11, 40)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.lists(st.one_of(st.none(), st.integers(1, 6)), min_size=4, max_size=4), min_size=2, max_size=7
    ),
    st.sampled_from(["nominal", "ordinal", "interval", "ratio"]),
)
def test_alpha_agrees_with_another_implementation(rows: list[list[int | None]], metric: Metric) -> None:
    marks = [
        (f"{i}", f"{j}", float(v)) for i, row in enumerate(rows) for j, v in enumerate(row) if v is not None
    ]
    paired = [v for row in rows if sum(v is not None for v in row) > 1 for v in row if v is not None]
    if len(set(paired)) < 2:
        assert not marks or alpha(Design.of(marks), metric, draws=0).value is None
        return
    table = np.array([[np.nan if v is None else v for v in row] for row in rows], dtype=float).T

    other = krippendorff.alpha(reliability_data=table, level_of_measurement=metric)

    assert alpha(Design.of(marks), metric, draws=0).value == pytest.approx(other, abs=1e-9)


def test_the_interval_of_alpha_holds_it_and_is_the_same_each_time() -> None:
    found = alpha(CANONICAL, "interval", draws=300)

    assert found == alpha(CANONICAL, "interval", draws=300)
    assert found.low is not None
    assert found.high is not None
    assert found.value is not None
    assert found.low < found.value < found.high <= 1


def test_marks_that_are_all_the_same_say_nothing_of_agreement() -> None:
    assert alpha(Design.of([(i, j, 5.0) for i in "AB" for j in "uv"])).value is None
    assert alpha(Design.of([("A", "u", 5.0), ("B", "u", 6.0)])).value is None


def test_the_published_intraclass_correlations_are_reproduced() -> None:
    found = {one.form: one for one in icc(TARGETS)}

    # Shrout & Fleiss 1979, table 4; intervals as published for the same table by Revelle's psych (McGraw & Wong's formulas)
    published = {
        "ICC(1)": (0.17, -0.13, 0.72),
        "ICC(2,1)": (0.29, 0.02, 0.76),
        "ICC(3,1)": (0.71, 0.34, 0.95),
        "ICC(1,k)": (0.44, -0.88, 0.91),
        "ICC(2,k)": (0.62, 0.07, 0.93),
        "ICC(3,k)": (0.91, 0.68, 0.99),
    }
    for form, (value, low, high) in published.items():
        assert (round(found[form].value, 2), round(found[form].low, 2), round(found[form].high, 2)) == (
            value,
            low,
            high,
        ), form


def test_intraclass_correlations_need_a_whole_table_with_differences() -> None:
    assert icc(np.full((3, 3), 7.0)) == ()
    assert icc(TARGETS[:1]) == ()
    with pytest.raises(ValueError, match="complete"):
        icc(np.array([[1.0, np.nan], [2.0, 3.0]]))


@settings(max_examples=30, deadline=None)
@given(st.integers(-50, 50), st.integers(1, 9), st.permutations(range(6)))
def test_shift_scale_and_order_change_no_correlation(shift: int, scale: int, order: list[int]) -> None:
    moved = icc(TARGETS[order] * scale + shift)

    assert [one.value for one in moved] == pytest.approx([one.value for one in icc(TARGETS)])
    assert [one.low for one in moved] == pytest.approx([one.low for one in icc(TARGETS)])
