"""The expectation on a day and the word against it: properties, and cases worked by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from jinguo.engines.progress import STANDINGS, Aim, Rules, elapsed_share, expectation, judge, worst

shares = st.integers(0, 10_000).map(lambda number: Decimal(number) / 10_000)
amounts = st.integers(0, 1_000_000).map(lambda number: Decimal(number) / 100)


@given(target=amounts, early=shares, late=shares)
def test_more_is_expected_later(target, early, late):
    early, late = sorted((early, late))

    assert expectation(Aim(target), early) <= expectation(Aim(target), late) <= target


@given(target=amounts.filter(bool), elapsed=shares, value=amounts, more=amounts)
def test_a_greater_number_never_stands_worse(target, elapsed, value, more):
    low = judge(Aim(target), value, elapsed=elapsed).code
    high = judge(Aim(target), value + more, elapsed=elapsed).code

    assert STANDINGS.index(high) <= STANDINGS.index(low)


@given(limit=amounts, elapsed=shares, value=amounts, more=amounts)
def test_a_greater_number_never_stands_better_against_a_limit(limit, elapsed, value, more):
    aim = Aim(limit, comparator="at_most")

    low, high = (judge(aim, number, elapsed=elapsed).code for number in (value, value + more))

    assert STANDINGS.index(low) <= STANDINGS.index(high)


def test_half_a_year_with_four_tenths_is_at_risk_and_with_a_third_behind():
    aim, half = Aim(Decimal(1000)), Decimal("0.5")

    found = [judge(aim, Decimal(value), elapsed=half).code for value in (450, 449, 350, 349)]

    assert found == ["standing_on_track", "standing_at_risk", "standing_at_risk", "standing_behind"]


def test_a_milestone_bends_the_line():
    aim = Aim(Decimal(100), milestones=((Decimal("0.5"), Decimal(20)),))

    assert [expectation(aim, Decimal(at)) for at in ("0.25", "0.5", "0.75", "1")] == [10, 20, 60, 100]


def test_a_share_without_a_baseline_is_expected_whole_from_the_first_day():
    assert expectation(Aim(Decimal(30), adds_up=False), Decimal("0.1")) == 30


def test_the_limits_are_data():
    rules = Rules.of({"at_risk_below": "1", "behind_below": 0.5})

    assert (
        judge(Aim(Decimal(100)), Decimal(49), elapsed=Decimal("0.5"), rules=rules).code == "standing_at_risk"
    )


def test_the_year_is_over_on_its_last_day_and_half_over_in_the_summer():
    assert elapsed_share(2026, date(2026, 12, 31)) == 1
    assert elapsed_share(2026, date(2025, 12, 31)) == 0
    assert Decimal("0.49") < elapsed_share(2026, date(2026, 6, 30)) < Decimal("0.5")


def test_what_needs_a_look_first_speaks_for_all():
    assert worst(STANDINGS) == "standing_behind"


def test_a_year_that_is_over_is_reached_or_missed():
    found = [judge(Aim(Decimal(40)), Decimal(value), elapsed=Decimal(1)).code for value in (40, 37, 10)]

    assert found == ["standing_reached", "standing_missed", "standing_missed"]
