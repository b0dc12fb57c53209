"""From a sheet of marks to scores by rules that are data: order of steps, rounding at each, absent marks, faults."""

from __future__ import annotations

import random
from collections import defaultdict
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engines.test_scoring import skating

from jinguo.engines.scoring import Criterion, Mark, ScoringRules, read_marks, round_exact, score_items
from jinguo.engines.scoring.assess import assess

RULES = ScoringRules.from_toml("""
[[criteria]]
key = "novelty"
label = "创新性"
weight = 0.6
[[criteria]]
key = "service"
label = "示范性"
weight = 0.4
""")


def marks(*rows: tuple[str, str, str, int | str | None]) -> tuple[Mark, ...]:
    return tuple(Mark(i, r, c, None if v is None else Decimal(v)) for i, r, c, v in rows)


def rows_of(text: str) -> list[tuple[int, dict[str, str]]]:
    names = ("item", "reviewer", "criterion", "mark")
    return [(n, dict(zip(names, line.split(","), strict=True))) for n, line in enumerate(text.split(), 2)]


@pytest.mark.shared
def test_the_worked_policy_gives_every_official_component_score_of_a_season() -> None:
    rules = ScoringRules.from_library("skating_components")
    performances: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in skating():
        performances[row["performance_id"]].append(row)

    wrong = []
    for performance, rows in performances.items():
        criteria = tuple(
            Criterion(key=f"c{n}", label=row["aspect_desc"], weight=Decimal(row["factor"]), max=Decimal(10), step=None)
            for n, row in enumerate(rows)
        )  # fmt: skip
        own = rules.model_copy(update={"criteria": criteria})
        sheet, faults = read_marks(
            (
                (n, {"item": performance, "reviewer": f"J{j}", "criterion": f"c{n}", "mark": row[f"J{j}"]})
                for n, row in enumerate(rows)
                for j in range(1, 10)
            ),
            own,
        )
        (score,) = score_items(sheet, own)
        panels = [score.by_criterion[f"c{n}"] for n in range(len(rows))]
        if (
            faults
            or score.score != Decimal(rows[0]["total_component_score"])
            or panels != [Decimal(row["scores_of_panel"]) for row in rows]
        ):
            wrong.append(performance)

    assert len(performances) > 1000
    assert wrong == []


def test_weights_count_and_a_half_review_does_not() -> None:
    found = score_items(
        marks(("甲", "A", "novelty", 90), ("甲", "A", "service", 80), ("甲", "B", "novelty", 50), ("甲", "B", "service", None)),
        RULES,
    )[0]  # fmt: skip

    assert found.score == Decimal("86.00")
    assert (found.figures.n, found.figures.absent) == (1, 1)


def test_an_absent_mark_is_not_a_zero() -> None:
    whole = marks(("甲", "A", "novelty", 90), ("甲", "A", "service", 80))
    absent = marks(("甲", "B", "novelty", None), ("甲", "B", "service", None))
    zero = marks(("甲", "B", "novelty", 0), ("甲", "B", "service", 0))

    assert score_items(whole + absent, RULES)[0].score == Decimal("86.00")
    assert score_items(whole + zero, RULES)[0].score == Decimal("43.00")


def test_an_item_without_a_whole_review_has_no_score_and_says_so() -> None:
    found = score_items(marks(("甲", "A", "novelty", 90)), RULES)[0]

    assert found.score is None
    assert [reason.code for reason in found.reasons] == ["item_without_score"]


def test_the_order_of_steps_is_the_rules() -> None:
    sheet = marks(("甲", "A", "novelty", 90), ("甲", "A", "service", 80), ("甲", "B", "novelty", 70))
    first = RULES.model_copy(update={"order": "criteria_first"})

    assert score_items(sheet, RULES)[0].score == Decimal("86.00")
    assert score_items(sheet, first)[0].score == Decimal("80.00")  # (90 + 70) / 2 × 0.6 + 80 × 0.4


def test_thirds_that_are_not_rounded_on_the_way_add_up_exactly() -> None:
    rules = ScoringRules.model_validate(
        {
            "order": "criteria_first",
            "rounding": {"digits": 0},
            "criteria": [{"key": k, "label": k, "weight": "0.5", "step": None} for k in ("a", "b", "c")],
        }
    )
    sheet = marks(*[("甲", r, k, v) for k in "abc" for r, v in (("A", 1), ("B", 0), ("C", 0))])

    assert score_items(sheet, rules)[0].score == Decimal(1)  # 3 × 1/3 × 0.5 is a half, and a half goes up


def test_a_trimmed_mean_of_fewer_than_five_is_warned_of() -> None:
    one = ScoringRules.model_validate(
        {"column": "trimmed_mean", "trim_from": 3, "criteria": [{"key": "a", "label": "甲"}]}
    )
    sheet = marks(*[("甲", r, "a", v) for r, v in (("A", 60), ("B", 80), ("C", 90), ("D", 91))])

    few = score_items(sheet, one)[0]
    stated = score_items(sheet, one.model_copy(update={"trim_from": 5}))[0]

    assert (few.score, [r.code for r in few.reasons]) == (Decimal("85.00"), ["trimmed_mean_of_few"])
    assert (stated.score, stated.column, [r.code for r in stated.reasons]) == (
        Decimal("80.25"),
        "mean",
        ["too_few_to_trim"],
    )


def test_faults_name_row_and_column_and_what_is_wrong() -> None:
    _, faults = read_marks(
        rows_of(
            "甲,A,novelty,90 甲,A,novelty,80 甲,A,other,1 甲,,novelty,1 甲,B,novelty,101 甲,C,novelty,NaN 甲,D,novelty,x 甲,E,novelty,7.5 甲,F,novelty,1E-400"
        ),
        RULES,
    )

    assert [(fault.row, fault.column, fault.reason.code) for fault in faults] == [
        (3, "criterion", "mark_twice"),
        (4, "criterion", "criterion_unknown"),
        (5, "reviewer", "cell_empty"),
        (6, "mark", "mark_out_of_range"),
        (7, "mark", "mark_not_a_number"),
        (8, "mark", "mark_not_a_number"),
        (9, "mark", "mark_off_step"),
        (10, "mark", "mark_not_a_number"),
    ]


def test_rules_that_contradict_themselves_are_refused() -> None:
    criterion = {"key": "a", "label": "甲"}
    for wrong in (
        {"criteria": []},
        {"criteria": [criterion, criterion]},
        {"criteria": [criterion], "colum": "mean"},
        {"criteria": [{**criterion, "weight": 0}]},
        {"criteria": [criterion], "seats": 0},
        {"criteria": [criterion], "rounding": {"digits": -1}},
    ):
        with pytest.raises(ValueError):
            ScoringRules.model_validate(wrong)


SHEETS = st.dictionaries(
    st.tuples(st.sampled_from("ABC"), st.sampled_from("uvwx"), st.sampled_from(["novelty", "service"])),
    st.one_of(st.none(), st.integers(0, 100)),
    min_size=1,
)


@settings(deadline=None)
@given(
    SHEETS,
    st.randoms(),
    st.sampled_from(["reviews_first", "criteria_first"]),
    st.sampled_from(["mean", "trimmed_mean", "median"]),
)
def test_the_order_of_rows_changes_no_score(
    sheet: dict, chance: random.Random, order: str, column: str
) -> None:
    rules = RULES.model_copy(update={"order": order, "column": column})
    rows = list(marks(*[(*key, value) for key, value in sheet.items()]))
    shuffled = rows.copy()
    chance.shuffle(shuffled)

    assert score_items(rows, rules) == score_items(shuffled, rules)


@settings(deadline=None)
@given(SHEETS, st.data(), st.sampled_from(["mean", "trimmed_mean", "median"]))
def test_a_higher_mark_never_lowers_a_score(sheet: dict, data: st.DataObject, column: str) -> None:
    rules = RULES.model_copy(update={"column": column, "trim_from": 3})
    given_ = [key for key, value in sheet.items() if value is not None]
    if not given_:
        return
    raised = data.draw(st.sampled_from(given_))
    higher = {**sheet, raised: data.draw(st.integers(sheet[raised], 100))}
    before = {s.item: s.score for s in score_items(marks(*[(*k, v) for k, v in sheet.items()]), rules)}
    after = {s.item: s.score for s in score_items(marks(*[(*k, v) for k, v in higher.items()]), rules)}

    assert (before[raised[0]] is None) == (after[raised[0]] is None)
    if before[raised[0]] is not None:
        assert after[raised[0]] >= before[raised[0]]


@given(
    st.decimals(-1000, 1000, places=5), st.integers(0, 4), st.sampled_from(["half_up", "half_even", "down"])
)
def test_decimals_and_fractions_round_alike(number: Decimal, digits: int, way: str) -> None:
    assert str(round_exact(number, digits, way)) == str(round_exact(Fraction(number), digits, way))  # type: ignore[arg-type]


def test_everything_in_one_go_is_the_same_each_time() -> None:
    chance = random.Random(7)
    sheet = marks(
        *[
            (f"n{i}", f"e{r}", c, 70 + 2 * i + 3 * r + chance.randint(-3, 3))
            for i in range(8)
            for r in chance.sample(range(5), 3)
            for c in ("novelty", "service")
        ]
    )
    rules = RULES.model_copy(update={"seats": 3, "bootstrap": 50})
    found = assess(sheet, rules)

    assert found.calibration is not None
    assert [row.rank for row in found.calibration.items] == [
        row.rank for row in assess(sheet[::-1], rules).calibration.items
    ]  # type: ignore[union-attr]
    assert found.agreement == assess(sheet[::-1], rules).agreement
    assert found.agreement.icc == ()
    assert set(found.agreement.by_criterion) == {"novelty", "service"}
    assert len(found.expected) == 8
    assert assess(marks(("甲", "A", "novelty", None)), rules).calibration is None
