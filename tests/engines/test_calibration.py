"""Lenient and harsh reviewers evened out: the equations against dense algebra, the estimates against textbook cases."""

from __future__ import annotations

import random
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jinguo.engines.scoring import ScoringRules
from jinguo.engines.scoring import equations as equations_module
from jinguo.engines.scoring.calibration import Calibration, calibrate, parts_of, ranks
from jinguo.engines.scoring.design import Design
from jinguo.engines.scoring.equations import Equations
from jinguo.engines.scoring.outliers import disputed_items, reviewers_apart
from jinguo.engines.scoring.panel import Review
from jinguo.engines.scoring.ranks import calibrated_flips, expected_ranks, flips, side
from jinguo.engines.scoring.variance import components_of, deviance, method_three

Marks = list[tuple[str, str, float]]


def panel(items: int, reviewers: int, each: int, *, lenient: float = 3.0, seed: int = 1) -> Marks:
    """A panel in which every item gets ``each`` of the reviewers, with leniencies of the given spread."""
    chance = np.random.default_rng(seed)
    quality = chance.normal(80, 5, items)
    bias = chance.normal(0, lenient, reviewers)
    return [
        (f"i{i:03d}", f"e{j:03d}", float(round(quality[i] + bias[j] + chance.normal(0, 2), 2)))
        for i in range(items)
        for j in chance.choice(reviewers, each, replace=False)
    ]


@st.composite
def designs(draw: st.DrawFn, *, connected: bool = False) -> Design:
    """Small sheets with holes; connected by two items that everybody marked, or not."""
    marks = draw(
        st.dictionaries(
            st.tuples(st.sampled_from("ABCDEF"), st.sampled_from("uvwxy")), st.integers(0, 100), min_size=2
        )
    )
    if connected:
        common = st.lists(st.integers(0, 100), min_size=5, max_size=5)
        marks |= {(item, r): m for item in "AB" for r, m in zip("uvwxy", draw(common), strict=True)}
    return Design.of((item, reviewer, mark) for (item, reviewer), mark in marks.items())


def dense(design: Design, item_ratio: float, reviewer_ratio: float) -> tuple[np.ndarray, np.ndarray]:
    """The same equations written out whole: solution, and inverse."""
    columns = np.hstack(
        [
            np.ones((design.n, 1)),
            np.eye(len(design.items))[design.item],
            np.eye(len(design.reviewers))[design.reviewer],
        ]
    )
    ratios = [0.0] + [item_ratio] * len(design.items) + [reviewer_ratio] * len(design.reviewers)
    whole = columns.T @ columns + np.diag(ratios)
    return np.linalg.solve(whole, columns.T @ design.y), np.linalg.inv(whole)


@settings(max_examples=40, deadline=None)
@given(designs(), st.floats(0.05, 20), st.floats(0.05, 20))
def test_the_equations_solve_as_the_dense_ones_do(
    design: Design, for_items: float, for_reviewers: float
) -> None:
    equations = Equations(design, for_items, for_reviewers)
    solved = equations.solve()
    items, reviewers = equations.errors()
    solution, inverse = dense(design, for_items, for_reviewers)
    q = len(design.items)

    assert np.allclose([solved.mu, *solved.item, *solved.reviewer], solution)
    level = np.zeros((q, len(solution)))
    level[:, 0] = level[np.arange(q), 1 + np.arange(q)] = 1
    assert np.allclose(items**2, np.diag(level @ inverse @ level.T))
    assert np.allclose(equations.covariance(), level @ inverse @ level.T)
    assert np.allclose(reviewers**2, np.diag(inverse)[1 + q :])


@settings(max_examples=40, deadline=None)
@given(designs())
def test_least_squares_is_the_solution_of_least_length_in_each_part(design: Design) -> None:
    fitted = Equations(design).solve()
    columns = np.hstack(
        [np.eye(len(design.items))[design.item], np.eye(len(design.reviewers))[design.reviewer]]
    )
    best = np.linalg.lstsq(columns, design.y, rcond=None)[0]

    assert np.allclose(fitted.item[design.item] + fitted.reviewer[design.reviewer], columns @ best, atol=1e-7)
    for part in range(design.components[0]):
        assert abs(fitted.reviewer[design.components[2] == part].sum()) < 1e-7


def test_conjugate_gradients_find_what_cholesky_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    design = Design.of(panel(60, 20, 4))
    for ratios in ((0.0, 0.0), (0.3, 0.8)):
        direct = Equations(design, *ratios).solve()
        with monkeypatch.context() as patch:
            patch.setattr(equations_module, "EXACT_UP_TO", 3)
            iterated = Equations(design, *ratios).solve()
        assert np.allclose(direct.item, iterated.item, atol=1e-6)
        assert np.allclose(direct.reviewer, iterated.reviewer, atol=1e-6)


def test_local_errors_come_close_where_reviewers_have_many_marks(monkeypatch: pytest.MonkeyPatch) -> None:
    equations = Equations(Design.of(panel(800, 60, 5)), 0.2, 0.5)
    exact, _ = equations.errors()
    monkeypatch.setattr(equations_module, "EXACT_UP_TO", 3)
    local, _ = Equations(equations.design, 0.2, 0.5).errors()

    assert abs(local / exact - 1).max() < 0.1


def test_components_of_a_balanced_table_are_the_analysis_of_variance() -> None:
    table = np.array(
        [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], dtype=float
    )
    design = Design.of((f"t{i}", f"j{j}", table[i, j]) for i in range(6) for j in range(4))

    for found in (components_of(design), method_three(design)):  # Shrout & Fleiss 1979, table 2
        assert found.error == pytest.approx(1.0194444, rel=1e-3)
        assert found.item == pytest.approx((11.2416667 - 1.0194444) / 4, rel=1e-3)
        assert found.reviewer == pytest.approx((32.4861111 - 1.0194444) / 6, rel=1e-3)
        assert found.reliability_of_one == pytest.approx(0.2898, rel=1e-3)


def test_restricted_likelihood_has_its_maximum_at_the_estimate() -> None:
    design = Design.of(panel(40, 9, 4, seed=5))
    found = components_of(design)
    best = deviance(design, found)

    for items, reviewers in ((1.1, 1), (0.9, 1), (1, 1.1), (1, 0.9)):
        moved = type(found)(
            found.item * items, found.reviewer * reviewers, found.error, "reml", found.degrees
        )
        assert deviance(design, moved) > best


def test_with_reviewers_who_do_not_differ_blup_keeps_the_order_of_the_means() -> None:
    found = calibrate(Design.of(panel(50, 8, 4, lenient=0.0, seed=3)))

    assert found.components is not None
    assert found.components.reviewer < 0.1
    assert max(abs(row.moved) for row in found.items) <= 2


def test_a_harsh_reviewer_no_longer_decides() -> None:
    marks = [(item, reviewer, quality) for item, quality in (("甲", 90.0), ("乙", 88.0), ("丙", 80.0), ("丁", 84.0))
             for reviewer in ("宽", "中")]  # fmt: skip
    marks = [(item, reviewer, mark + (1 if reviewer == "宽" else 0)) for item, reviewer, mark in marks]
    marks += [("甲", "严", 75.0), ("丙", "严", 65.5)]
    found = calibrate(Design.of(marks), "least_squares")
    first = {row.item: row for row in found.items}

    assert first["甲"].rank_by_mean == 2
    assert first["甲"].rank == 1
    assert found.changed[0].item == "甲"
    assert min(found.reviewers, key=lambda row: row.leniency).reviewer == "严"


@settings(max_examples=30, deadline=None)
@given(designs(connected=True), st.sampled_from("uvwxy"), st.integers(-30, 30))
def test_a_constant_for_one_reviewer_changes_no_calibrated_rank_of_least_squares(
    design: Design, lenient: str, constant: int
) -> None:
    before = calibrate(design, "least_squares")
    moved = [
        (design.items[i], design.reviewers[j], y + (constant if design.reviewers[j] == lenient else 0))
        for i, j, y in zip(design.item, design.reviewer, design.y, strict=True)
    ]
    after = calibrate(Design.of(moved), "least_squares")

    assert before.values is not None
    assert after.values is not None
    shift = after.values - before.values
    assert np.allclose(shift, shift[0], atol=1e-6)


@settings(max_examples=8, deadline=None)
@given(st.randoms(), st.sampled_from(["blup", "least_squares", "z_scores"]))
def test_the_order_of_the_marks_changes_nothing(chance: random.Random, method: str) -> None:
    marks = panel(12, 5, 3)
    shuffled = marks.copy()
    chance.shuffle(shuffled)

    first = calibrate(Design.of(marks), method)  # type: ignore[arg-type]
    assert calibrate(Design.of(shuffled), method).items == first.items  # type: ignore[arg-type]


def test_a_higher_mark_never_lowers_an_item_under_least_squares() -> None:
    marks = panel(15, 5, 3)
    before = calibrate(Design.of(marks), "least_squares")
    for number in (0, 7, 21):
        raised = [(i, j, y + (5 if n == number else 0)) for n, (i, j, y) in enumerate(marks)]
        after = calibrate(Design.of(raised), "least_squares")
        place = after.design.items.index(marks[number][0])  # type: ignore[union-attr]
        assert after.values[place] > before.values[place]  # type: ignore[index]


def test_parts_without_a_common_reviewer_are_not_compared_by_least_squares() -> None:
    first = [(f"a{i}", f"u{j}", 80.0 + i + j) for i in range(3) for j in range(2)]
    second = [(f"b{i}", f"v{j}", 60.0 + i - j) for i in range(2) for j in range(3)]
    design = Design.of(first + second)

    refused = calibrate(design, "least_squares")
    anchored = calibrate(design, "least_squares", disconnected="anchor")
    blup = calibrate(design, "blup")

    assert [len(items) for items, _ in parts_of(design)] == [3, 2]
    assert not refused.verdict.ok
    assert refused.items == ()
    assert refused.verdict.reasons[0].code == "review_graph_in_parts"
    assert refused.verdict.reasons[0].params["outside"] == ("b0", "b1")
    assert [reason.code for reason in anchored.verdict.reasons] == ["review_graph_anchored"]
    assert {row.part for row in anchored.items} == {0, 1}
    assert [reason.code for reason in blup.verdict.reasons] == ["review_graph_in_parts_blup"]


def test_too_few_marks_are_not_calibrated() -> None:
    tree = Design.of([("甲", "A", 1.0), ("甲", "B", 2.0), ("乙", "B", 3.0)])

    for method in ("blup", "least_squares"):
        found = calibrate(tree, method)  # type: ignore[arg-type]
        assert [reason.code for reason in found.verdict.reasons] == ["too_few_marks_to_calibrate"]


def test_equal_marks_leave_nothing_to_calibrate() -> None:
    found = calibrate(Design.of([(i, j, 80.0) for i in "ABC" for j in "uvw"]))

    assert {(row.score, row.error, row.rank) for row in found.items} == {
        (Decimal("80.00"), Decimal("0.00"), 1)
    }


def test_marks_that_add_up_exactly_are_taken_apart_exactly() -> None:
    found = calibrate(Design.of([(f"i{i}", f"e{j}", 70.0 + 3 * i + j) for i in range(5) for j in range(4)]))

    assert [row.rank for row in found.items] == [5, 4, 3, 2, 1]
    assert [round(row.leniency, 3) for row in found.reviewers] == [-1.5, -0.5, 0.5, 1.5]


def test_z_scores_come_with_a_warning() -> None:
    found = calibrate(Design.of(panel(6, 3, 2)), "z_scores")

    assert [(r.code, r.severity) for r in found.verdict.reasons] == [
        ("z_scores_harm_small_panels", "warning")
    ]
    assert all(row.error is None for row in found.items)
    assert expected_ranks(found) == ()


def test_what_is_no_design_is_refused() -> None:
    with pytest.raises(ValueError, match="two marks"):
        Design.of([("A", "u", 1), ("A", "u", 2)])
    with pytest.raises(ValueError, match="finite"):
        Design.of([("A", "u", float("nan"))])
    with pytest.raises(ValueError, match="no marks"):
        Design.of([])


# Ranks


def calibrated() -> Calibration:
    return calibrate(Design.of(panel(20, 6, 3, seed=2)))


def test_expected_ranks_add_up_and_are_the_same_each_time() -> None:
    found = expected_ranks(calibrated())

    assert sum(row.expected for row in found) == pytest.approx(20 * 21 / 2)
    assert all(row.low <= row.high for row in found)
    assert found == expected_ranks(calibrated())


def test_equal_scores_share_a_rank() -> None:
    assert ranks([Decimal(3), Decimal(5), Decimal(5)]).tolist() == [3, 1, 1]


RULES = ScoringRules.model_validate({"criteria": [{"key": "total", "label": "总分"}]})


def test_the_one_review_that_flips_the_cut_is_named() -> None:
    totals = {"甲": (90, 90, 60), "乙": (82, 81, 80), "丙": (50, 51, 52)}
    reviews = [
        Review(item, f"e{n}", Decimal(mark)) for item, marks in totals.items() for n, mark in enumerate(marks)
    ]

    found = flips(reviews, RULES, 1)

    assert [(flip.item, flip.reviewer, flip.now, flip.then) for flip in found] == [("甲", "e2", "out", "in")]
    assert found[0].score == Decimal("90.00")


@settings(max_examples=40, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from("ABCDE"), st.lists(st.integers(60, 70), min_size=1, max_size=4), min_size=2
    ),
    st.integers(1, 3),
)
def test_flips_are_those_of_trying_every_review(totals: dict[str, list[int]], seats: int) -> None:
    reviews = [
        Review(item, f"e{n}", Decimal(mark)) for item, marks in totals.items() for n, mark in enumerate(marks)
    ]
    means = {item: round(sum(marks) / len(marks), 6) for item, marks in totals.items()}
    tried = set()
    for item, marks in totals.items():
        others = sorted(Decimal(f"{mean:.2f}") for other, mean in means.items() if other != item)
        now = side(Decimal(f"{means[item]:.2f}"), others, seats)
        for n in range(len(marks) if len(marks) > 1 else 0):
            rest = marks[:n] + marks[n + 1 :]
            if side(Decimal(f"{sum(rest) / len(rest):.2f}"), others, seats) != now:
                tried.add((item, f"e{n}"))

    if seats < len(totals):
        assert {(flip.item, flip.reviewer) for flip in flips(reviews, RULES, seats)} == tried


def test_flips_under_calibration_are_those_of_leaving_the_mark_out() -> None:
    found = calibrated()
    design, components = found.design, found.components
    assert design is not None
    assert components is not None
    flipped = {(flip.item, flip.reviewer) for flip in calibrated_flips(found, 5)}
    tried = set()
    for k in range(design.n):
        solved = Equations(design.without(k), components.item_ratio, components.reviewer_ratio).solve()
        i = design.item[k]
        inside = (solved.item > solved.item[i]).sum() < 5
        if inside != (found.items[i].rank <= 5):
            tried.add((design.items[i], design.reviewers[design.reviewer[k]]))

    assert tried
    assert flipped == tried


# Who and what stands out


def test_a_reviewer_far_from_the_rest_and_an_erratic_one_are_pointed_out() -> None:
    marks = panel(40, 10, 5, lenient=0.5, seed=8)
    chance = random.Random(1)
    strange = {"e000": lambda: 25.0, "e001": lambda: chance.choice([-15.0, 15.0])}
    marks = [(i, j, y + strange.get(j, lambda: 0.0)()) for i, j, y in marks]

    found = {
        row.reviewer: [r.code for r in row.findings] for row in reviewers_apart(calibrate(Design.of(marks)))
    }

    assert found["e000"] == ["reviewer_lenient"]
    assert "reviewer_erratic" in found["e001"]
    assert sum(bool(codes) for codes in found.values()) <= 3


def test_an_item_that_reviewers_disagree_on_is_pointed_out() -> None:
    marks = panel(30, 6, 4, seed=4)
    split = [(i, j, y + (30 if n % 2 else -30) * (i == "i007")) for n, (i, j, y) in enumerate(marks)]

    assert [row.item for row in disputed_items(calibrate(Design.of(split)))][:1] == ["i007"]
    assert "i007" not in {row.item for row in disputed_items(calibrate(Design.of(marks)))}
