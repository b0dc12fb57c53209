"""Marks and figures: exact, rounded where the rule says, absent marks left out."""

from __future__ import annotations

import csv
import os
import statistics
import subprocess
import sys
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinguo.engines.scoring import Criterion, Rounding, check_marks, counted, round_exact, summary, total

SHARED = Path(os.environ.get("JINGUO_SHARED", Path(__file__).parents[2].parent / "shared"))
MARKS = st.decimals(min_value=0, max_value=100, places=2)


def skating() -> list[dict[str, str]]:
    source = SHARED / "assignment" / "skate_components.csv"
    if not source.exists():
        pytest.skip(f"the season's scores are not beside the project ({source})")
    with source.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def marks_of(row: dict[str, str]) -> list[Decimal | None]:
    given = [Decimal(row[f"J{judge}"]) for judge in range(1, 10) if row[f"J{judge}"]]
    return [mark or None for mark in given]  # 0.0 in the source means: judge absent


@pytest.mark.shared
def test_every_official_panel_score_of_a_skating_season_is_reproduced() -> None:
    rows = skating()

    wrong = [
        (row["performance_id"], row["aspect_desc"])
        for row in rows
        if summary(marks_of(row)).trimmed_mean != Decimal(row["scores_of_panel"])
    ]

    assert len(rows) > 7000
    assert wrong == []


@pytest.mark.shared
def test_every_official_component_total_comes_from_parts_rounded_before_the_sum() -> None:
    performances: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in skating():
        performances[row["performance_id"]].append(row)
    rule = Rounding(digits=2, parts=2)

    wrong = []
    for performance, rows in performances.items():
        criteria = [
            Criterion(key=f"c{n}", label=row["aspect_desc"], weight=Decimal(row["factor"]), max=Decimal(10))
            for n, row in enumerate(rows)
        ]
        marks = {f"c{n}": summary(marks_of(row)).trimmed_mean for n, row in enumerate(rows)}
        if total(marks, criteria, rule) != Decimal(rows[0]["total_component_score"]):
            wrong.append(performance)

    assert wrong == []


def test_an_absent_mark_is_left_out_and_never_counts_as_zero() -> None:
    figures = summary([Decimal(80), None, Decimal(90)])

    assert (figures.n, figures.absent, figures.mean) == (2, 1, Decimal("85.00"))


def test_no_marks_at_all_give_no_figures() -> None:
    figures = summary([None, None])

    assert (figures.n, figures.absent, figures.mean, figures.sd, figures.range) == (0, 2, None, None, None)


def test_two_totals_have_no_trimmed_mean_and_three_have_the_middle_one() -> None:
    assert summary([Decimal(1), Decimal(2)]).trimmed_mean is None
    assert summary([Decimal(1), Decimal(2), Decimal(9)]).trimmed_mean == Decimal("2.00")


def test_a_half_is_rounded_up_where_binary_numbers_would_round_it_down() -> None:
    assert summary([Decimal("2.675")]).mean == Decimal("2.68")
    assert round_exact(Decimal("0.5"), 0) == Decimal(1)
    assert round_exact(Decimal("0.5"), 0, "half_even") == Decimal(0)
    assert round_exact(Decimal("0.59"), 1, "down") == Decimal("0.5")


def test_a_review_without_all_its_marks_has_no_total() -> None:
    criteria = [Criterion(key="a", label="甲"), Criterion(key="b", label="乙")]

    assert total({"a": Decimal(80)}, criteria) is None
    assert total({"a": Decimal(80), "b": Decimal(0)}, criteria) == Decimal("80.00")
    assert total({}, []) is None


def test_marks_are_checked_against_range_step_and_criteria() -> None:
    criteria = [
        Criterion(key="a", label="甲", max=Decimal(10)),
        Criterion(key="b", label="乙", step=Decimal(5)),
    ]

    reasons = check_marks({"a": Decimal(11), "b": Decimal(7), "c": Decimal(1)}, criteria)

    assert [reason.code for reason in reasons] == [
        "mark_out_of_range",
        "mark_off_step",
        "mark_without_criterion",
    ]
    assert [r.code for r in check_marks({"a": None, "b": Decimal("NaN")}, criteria)] == [
        "mark_absent",
        "mark_not_a_number",
    ]
    assert check_marks({"a": Decimal(10), "b": Decimal(0)}, criteria) == ()


def test_a_call_may_trim_only_from_five_reviews_on() -> None:
    four = summary([Decimal(n) for n in (60, 80, 90, 91)])

    assert counted(four, "trimmed_mean", trim_from=5) == ("mean", Decimal("80.25"))
    assert counted(four, "trimmed_mean", trim_from=3) == ("trimmed_mean", Decimal("85.00"))
    assert counted(four, "median") == ("median", Decimal("85.00"))


@given(st.lists(MARKS, min_size=1, max_size=12))
def test_figures_agree_with_the_standard_library_and_stay_in_range(marks: list[Decimal]) -> None:
    figures = summary(list(marks))
    cent = Decimal("0.01")

    exact = [Fraction(mark) for mark in marks]
    assert figures.mean == round_exact(sum(exact) / len(exact), 2)
    assert figures.median == Decimal(statistics.median(marks)).quantize(cent, ROUND_HALF_UP)
    assert figures.low is not None
    assert figures.high is not None
    assert figures.mean is not None
    assert figures.low <= figures.mean <= figures.high
    if len(marks) > 1:
        assert abs(float(figures.sd or 0) - statistics.stdev(float(m) for m in marks)) < 0.0051


@given(st.lists(MARKS, min_size=3, max_size=12), st.randoms())
def test_the_order_of_reviews_changes_nothing(marks: list[Decimal], random: object) -> None:
    shuffled = list(marks)
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    assert summary(shuffled) == summary(list(marks))


@given(st.fractions(min_value=-1000, max_value=1000), st.integers(0, 6))
def test_rounding_is_never_off_by_more_than_half_a_unit(exact: Fraction, digits: int) -> None:
    rounded = Fraction(round_exact(exact, digits))

    assert abs(rounded - exact) <= Fraction(1, 2 * 10**digits)


def test_the_web_pays_nothing_for_the_numerical_rooms() -> None:
    """A page that needs criteria or a mean loads neither NumPy nor SciPy."""
    source = Path(__file__).parents[2] / "src"
    asked = "import sys, jinguo.engines.scoring, jinguo.engines.ballots; print('numpy' in sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", asked],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(source)},
    )

    assert loaded.stdout.strip() == "False"
