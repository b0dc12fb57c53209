"""Points, ranks and grades by a scheme: hand-computed cases, and what must hold for every scheme."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from jinguo.engines.assessment import (
    Adjustment,
    Case,
    Correction,
    Grade,
    IndicatorFact,
    Item,
    Mark,
    ReportFact,
    Scheme,
    Section,
    SelfScore,
    TaskFact,
    UnitFacts,
    Veto,
    added,
    assess,
    placed_of,
    problems,
    scheme_of,
    score,
    stored_outline,
    stored_pieces,
    stored_placed,
    stored_scheme,
    totals_of,
)
from jinguo.errors import Refused
from jinguo.phrases import say

D = Decimal

SCHEME = Scheme(
    title="目标责任制考核办法",
    sections=(
        Section(
            "targets", "目标完成", D(60),
            (Item("numbers", "指标", D(40), "by_indicators"), Item("tasks", "工作", D(20), "by_tasks", late_share=D("0.5"))),
        ),
        Section(
            "reporting", "报送", D(20),
            (Item("in_time", "及时", D(10), "by_reports"), Item("returns", "质量", D(10), "by_returns", each=D(2))),
        ),
        Section("review", "评价", D(20), (Item("view", "综合评价", D(20), "by_reviewers", self_share=D("0.2")),)),
    ),
    grades=(
        Grade("excellent", "优秀", D(90), D("0.3")),
        Grade("good", "良好", D(80)),
        Grade("passed", "合格", D(60)),
        Grade("failed", "不合格", D(0)),
    ),
    adjustments=(
        Adjustment("missing", "未报送", "deduction", D(2), D(5), "missing_reports"),
        Adjustment("honour", "表彰", "addition", D(2), D(4)),
    ),
    vetoes=(Veto("false", "弄虚作假"), Veto("accident", "重大事故", "passed")),
    additions_cap=D(3),
    ties=("targets", "numbers"),
)  # fmt: skip


def unit(name: str = "甲", **told) -> UnitFacts:
    """A unit with everything done, some of it changed."""
    whole = {
        "indicators": (IndicatorFact("学术交流", D(1000), D(1000)),),
        "tasks": (TaskFact("办论坛", done=True),),
        "reports": (ReportFact("一季度", "in_time"), ReportFact("二季度", "in_time")),
        "marks": (Mark("view", "王", D(20)),),
        "self_scores": (SelfScore("view", D(20)),),
    }
    return UnitFacts(unit=name, name=name, **(whole | told))


def points(facts: UnitFacts, code: str) -> Decimal:
    return score(SCHEME, facts).points_of(code)


def test_everything_done_makes_a_hundred():
    assert score(SCHEME, unit()).total == D("100.00")


def test_each_way_of_counting_by_hand():
    facts = unit(
        indicators=(IndicatorFact("甲", D(50), D(100), weight=D(1)), IndicatorFact("乙", D(300), D(200), weight=D("0.5"))),
        tasks=(TaskFact("一", True), TaskFact("二", True, late=True), TaskFact("三", False)),
        reports=(ReportFact("一季度", "in_time", returned=1), ReportFact("二季度", "late"), ReportFact("三季度", "missing")),
        marks=(Mark("view", "王", D(18)), Mark("view", "李", D(15))),
        self_scores=(SelfScore("view", D(20)),),
    )  # fmt: skip

    found = score(SCHEME, facts)

    assert found.points_of("numbers") == D("26.67")  # (0.5 × 1 + 1 × 0.5) / 1.5 × 40
    assert found.points_of("tasks") == D("10.00")  # (1 + 0.5) / 3 × 20
    assert found.points_of("in_time") == D("5.00")  # (1 + 0.5) / 3 × 10
    assert found.points_of("returns") == D("5.33")  # (10 − 2) × 2/3
    assert found.points_of("view") == D("17.20")  # 16.5 × 0.8 + 20 × 0.2
    assert found.points_of("missing") == D("-2.00")
    assert found.total == D("62.20")


def test_a_limit_that_is_broken_counts_the_less_the_farther():
    broken = unit(indicators=(IndicatorFact("能耗", D(125), D(100), "at_most"),))
    kept = unit(indicators=(IndicatorFact("能耗", D(80), D(100), "at_most"),))

    assert (points(broken, "numbers"), points(kept, "numbers")) == (D("32.00"), D("40.00"))


def test_nothing_to_count_goes_to_the_other_items_in_a_line_of_its_own():
    found = score(SCHEME, unit(tasks=(), indicators=(IndicatorFact("甲", D(50), D(100)),)))

    converted = next(line for line in found.lines if line.kind == "converted")
    assert (converted.points, found.total) == (D("15.00"), D("75.00"))  # 60 of 80


def test_additions_are_capped_each_and_together():
    found = score(SCHEME, unit(cases=(Case("honour", "市级表彰", 3),)))

    line = next(line for line in found.lines if line.code == "honour")
    assert (line.points, [reason.code for reason in line.reasons]) == (
        D("3.00"), ["assessment_addition", "assessment_capped", "assessment_capped"],
    )  # fmt: skip


def test_an_appeal_replaces_the_points_and_says_what_they_were():
    facts = unit(marks=(Mark("view", "王", D(10)),), corrections=(Correction("view", D(18), "漏看佐证"),))

    line = next(line for line in score(SCHEME, facts).lines if line.code == "view")

    assert line.points == D("18")
    assert say(line.reasons[-1]) == "经申诉由 12 分改为 18 分：漏看佐证"


def test_the_quota_of_the_best_grade_is_never_passed_and_equal_units_fall_together():
    facts = [
        unit(name, marks=(Mark("view", "王", D(mark)),))
        for name, mark in zip("甲乙丙丁戊己庚", (20, 19, 19, 12, 12, 12, 12), strict=True)
    ]

    found = assess(SCHEME, facts)

    assert [(one.scored.name, one.rank, one.grade) for one in found.placed][:4] == [
        ("甲", 1, "excellent"), ("丙", 2, "good"), ("乙", 2, "good"), ("丁", 4, "good"),
    ]  # fmt: skip
    assert found.quotas == {"": {"excellent": 2}}
    assert [reason.code for reason in found.placed[1].reasons] == ["grade_by_points", "grade_quota_full"]


def test_a_veto_limits_the_grade_whatever_the_points():
    found = assess(
        SCHEME,
        [
            unit("甲", cases=(Case("false", "虚报"),)),
            unit("乙", cases=(Case("accident", "事故"),)),
            unit("丙"),
            unit("丁"),
        ],
    )

    grades = {one.scored.name: one.grade for one in found.placed}
    assert grades == {
        "甲": "failed",
        "乙": "passed",
        "丙": "good",
        "丁": "good",
    }  # 30 % of four is one; 丙 and 丁 are equal


def test_equal_totals_are_told_apart_by_the_items_that_the_scheme_names():
    first = unit("甲", indicators=(IndicatorFact("a", D(90), D(100)),))  # 36 of 40
    other = unit("乙", tasks=(TaskFact("一", True),) * 4 + (TaskFact("二", False),))  # 16 of 20

    found = assess(SCHEME, [first, other])

    assert [(one.scored.name, one.scored.total, one.rank) for one in found.placed] == [
        ("乙", D("96.00"), 1), ("甲", D("96.00"), 2),
    ]  # fmt: skip


def test_groups_are_ranked_apart_where_the_scheme_says_so():
    facts = [replace(unit(name), group=group) for name, group in (("甲", "区"), ("乙", "区"), ("丙", "学会"))]

    found = assess(replace(SCHEME, by_group=True), facts)

    assert [(one.scored.name, one.rank) for one in found.placed if one.scored.group == "学会"] == [("丙", 1)]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"sections": SCHEME.sections[:2]}, "scheme_weights_not_100"),
        (
            {"sections": (replace(SCHEME.sections[0], weight=D(50)), *SCHEME.sections[1:])},
            "scheme_section_weight",
        ),
        ({"grades": SCHEME.grades[:2]}, "scheme_last_grade_not_open"),
        ({"grades": SCHEME.grades[::-1]}, "scheme_grades_not_descending"),
        ({"grades": ()}, "scheme_without_grades"),
        ({"ties": ("nobody",)}, "scheme_tie_unknown"),
        ({"vetoes": (Veto("false", "假", "none"),)}, "scheme_veto_grade_unknown"),
        ({"adjustments": (Adjustment("a", "a", "gift", D(1)),)}, "scheme_way_unknown"),
    ],
)
def test_a_scheme_that_is_not_sound_is_refused_with_its_reason(changed, code):
    scheme = replace(SCHEME, **changed)

    assert code in [reason.code for reason in problems(scheme)]
    with pytest.raises(Refused):
        score(scheme, unit())


def test_a_mark_above_the_weight_is_refused():
    with pytest.raises(Refused) as refused:
        score(SCHEME, unit(marks=(Mark("view", "王", D(21)),)))

    assert refused.value.reasons[0].code == "assessment_mark_out_of_range"


amounts = some.decimals(0, 2000, places=1)
reports = some.builds(
    ReportFact,
    some.sampled_from(["一", "二", "三"]),
    some.sampled_from(["in_time", "late", "missing"]),
    some.integers(0, 3),
)
facts_of_a_unit = some.builds(
    unit,
    name=some.just("甲"),
    indicators=some.lists(
        some.builds(
            IndicatorFact, some.sampled_from(["甲", "乙"]), some.none() | amounts, amounts,
            some.sampled_from(["at_least", "at_most", "exactly"]), some.sampled_from([D(1), D("0.5")]),
        ), max_size=4,
    ).map(tuple),
    tasks=some.lists(some.builds(TaskFact, some.just("一"), some.booleans(), some.booleans()), max_size=4).map(tuple),
    reports=some.lists(reports, max_size=5).map(tuple),
    marks=some.lists(some.builds(Mark, some.just("view"), some.sampled_from("王李"), some.decimals(0, 20, places=1)), max_size=3).map(tuple),
    self_scores=some.lists(some.builds(SelfScore, some.just("view"), some.decimals(0, 20, places=1)), max_size=1).map(tuple),
    cases=some.lists(some.builds(Case, some.sampled_from(["honour", "false", "accident"]), some.just("因"), some.integers(0, 4)), max_size=3).map(tuple),
)  # fmt: skip


@given(facts_of_a_unit)
@settings(max_examples=80, deadline=None)
def test_the_parts_make_the_total_and_every_point_has_a_reason(facts):
    found = score(SCHEME, facts)

    assert sum(line.points for line in found.lines) == found.total
    assert 0 <= found.total <= 103
    assert all(line.reasons for line in found.lines)
    for line in found.lines:
        for reason in (*line.reasons, *(piece.reason for piece in line.pieces)):
            assert say(reason, "zh-Hans")
            assert say(reason, "en")


@given(facts_of_a_unit, some.randoms(use_true_random=False))
@settings(max_examples=50, deadline=None)
def test_the_order_of_the_facts_does_not_matter(facts, chance: random.Random):
    names = ("indicators", "tasks", "reports", "marks", "cases")
    shuffled = {name: tuple(chance.sample(getattr(facts, name), len(getattr(facts, name)))) for name in names}

    assert score(SCHEME, replace(facts, **shuffled)).total == score(SCHEME, facts).total


@given(facts_of_a_unit)
@settings(max_examples=80, deadline=None)
def test_doing_better_never_costs_points(facts):
    before = score(SCHEME, facts).total
    better = [
        replace(facts, reports=tuple(replace(one, state="in_time") for one in facts.reports)),
        replace(facts, reports=tuple(replace(one, returned=0) for one in facts.reports)),
        replace(facts, tasks=tuple(replace(one, done=True, late=False) for one in facts.tasks)),
        replace(facts, marks=tuple(replace(one, points=D(20)) for one in facts.marks)),
        replace(facts, indicators=tuple(replace(one, value=one.target) for one in facts.indicators)),
        replace(facts, cases=(*facts.cases, Case("honour", "表彰"))),
    ]

    assert all(score(SCHEME, one).total >= before for one in better)


@given(some.lists(facts_of_a_unit, min_size=1, max_size=9), some.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_quotas_hold_better_points_never_rank_behind_and_the_order_of_units_does_not_matter(units, chance):
    facts = [replace(one, unit=str(place), name=str(place)) for place, one in enumerate(units)]

    found = assess(SCHEME, facts)

    assert sum(one.grade == "excellent" for one in found.placed) <= len(facts) * 3 // 10
    totals = [one.scored.total for one in found.placed]
    assert totals == sorted(totals, reverse=True)
    again = assess(SCHEME, chance.sample(facts, len(facts)))
    assert [stored_placed(one) for one in again.placed] == [stored_placed(one) for one in found.placed]


@given(facts_of_a_unit)
@settings(max_examples=80, deadline=None)
def test_sums_give_the_points_that_the_single_facts_give(facts):
    words = replace(facts, indicators=(), reports=(), tasks=())

    summed, single = score(SCHEME, words, totals_of(facts)), score(SCHEME, facts)

    assert [replace(one, pieces=()) for one in summed.lines] == [
        replace(one, pieces=()) for one in single.lines
    ]
    halves = [
        replace(facts, reports=facts.reports[:2], tasks=facts.tasks[:1], indicators=facts.indicators[:1]),
        replace(facts, reports=facts.reports[2:], tasks=facts.tasks[1:], indicators=facts.indicators[1:]),
    ]
    assert added(*(totals_of(one) for one in halves)) == totals_of(facts)


@given(facts_of_a_unit)
@settings(max_examples=25, deadline=None)
def test_what_is_stored_reads_back_the_same(facts):
    placed = assess(SCHEME, [facts]).placed[0]

    assert placed_of(json.loads(json.dumps(stored_placed(placed)))) == placed
    outline, pieces = json.loads(json.dumps([stored_outline(placed), stored_pieces(placed)]))
    assert placed_of(outline, pieces) == placed
    assert not any(line.pieces for line in placed_of(outline).scored.lines)
    assert scheme_of(json.loads(json.dumps(stored_scheme(SCHEME)))) == SCHEME
