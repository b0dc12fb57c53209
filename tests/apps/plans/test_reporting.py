"""Periods and reports: written, handed in, returned, approved, locked, reopened; what counts and what is kept."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from jinguo.apps.clock import held_at, today
from jinguo.apps.facts import counting, guarding
from jinguo.apps.plans import actions, queries
from jinguo.apps.plans.models import Figure, Report
from jinguo.apps.plans.paperwork import yearly
from jinguo.apps.plans.queries import figures, tallies
from jinguo.apps.plans.queries import wall as walls
from jinguo.errors import Refused
from tests import factories
from tests.apps.plans.conftest import NOON, reported
from tests.apps.plans.test_plan import codes

pytestmark = pytest.mark.django_db


def whole(made) -> list[Decimal | None]:
    found = Figure.objects.filter(indicator=made.indicator, organisation=None, is_current=True)
    return [one.value for one in found]


def test_figures_of_approved_reports_add_up(made, people):
    for duty, by, value in ((made.duty, people.li, "240"), (made.other, people.zhao, "1,0")):
        actions.approve_report(report=reported(made, duty, by, value), by=people.officer)

    assert whole(made) == [Decimal(250)]


def test_a_report_returned_after_its_approval_counts_no_longer_and_its_history_stays(made, people):
    report = actions.approve_report(report=reported(made, made.duty, people.li), by=people.officer)

    actions.return_report(report=report, reason="请附名单。", by=people.officer)

    assert whole(made) == [None]
    assert [step.state for step in report.steps.all()] == [
        "report_handed_in",
        "report_approved",
        "report_returned",
    ]


def test_a_report_without_its_figure_is_not_handed_in(made, people):
    report = actions.save_report(duty=made.duty, period=made.period, text="已办。", by=people.li)

    with pytest.raises(Refused) as refused:
        actions.hand_in_report(report=report, by=people.li)

    assert codes(refused) == ["report_lacks_figures"]


@pytest.mark.parametrize("value", ["很多", "-1", "NaN", "1e99"])
def test_a_figure_that_is_no_number_is_refused(made, people, value):
    with pytest.raises(Refused) as refused:
        reported(made, made.duty, people.li, value)

    assert codes(refused) == ["figure_is_no_number"]


def test_two_who_write_one_report_lose_nothing(made, people):
    actions.save_report(duty=made.duty, period=made.period, text="甲写。", by=people.li)

    with pytest.raises(Refused) as refused:
        actions.save_report(duty=made.duty, period=made.period, text="乙写。", seen=0, by=people.li)

    assert codes(refused) == ["plan_edited_meanwhile"]
    assert Report.objects.get().text == "甲写。"


def test_a_period_is_not_locked_while_a_report_waits(made, people):
    reported(made, made.duty, people.li)

    with pytest.raises(Refused) as refused:
        actions.lock_period(period=made.period, by=people.officer)

    assert codes(refused) == ["period_has_reports_to_check"]


def test_a_period_reopened_shows_both_states(made, people):
    report = actions.approve_report(report=reported(made, made.duty, people.li), by=people.officer)
    first = actions.lock_period(period=made.period, by=people.officer)

    actions.reopen_period(period=made.period, why="数字有误", by=people.officer)
    actions.return_report(report=report, reason="更正数字", by=people.officer)
    again = actions.save_report(
        duty=made.duty, period=made.period, text="更正。", seen=report.version,
        given={str(made.indicator.uid): "230"}, by=people.li,
    )  # fmt: skip
    actions.approve_report(report=actions.hand_in_report(report=again, by=people.li), by=people.officer)
    second = actions.lock_period(period=made.period, by=people.officer)

    first.refresh_from_db()
    values = [[row["value"] for row in one.snapshot if "indicator" in row] for one in (first, second)]
    assert (values, first.reopened_because) == ([["240"], ["230"]], "数字有误")


def test_a_locked_period_counts_the_parts_that_were_due_then_and_not_those_of_today(made, people):
    actions.approve_report(report=reported(made, made.duty, people.li), by=people.officer)
    actions.lock_period(period=made.period, by=people.officer)
    late = factories.organisation(name="测试市物理学会", parent=people.association)
    with held_at(NOON + timedelta(days=200)):
        heir = actions.pass_duty_on(duty=made.other, organisation=late, why="单位合并", by=people.officer)
        newer = actions.add_measure(plan=made.plan, code="9", heading="新任务", text="", by=people.officer)
        actions.give_duty(measure=newer, organisation=people.society, role="role_lead", by=people.officer)
        rows = queries.parts_in(made.period, today())
        row = queries.periods_with_counts(made.plan)[0]
        _names, heat = figures.heat(made.plan, 2026, today())
        owed = tallies.owed_in(made.plan, 2026, today())
        wall = walls.wall(made.plan, made.period, today(), everybody=list(queries.units_of(made.plan)))

    assert [row.measure for row in wall.rows] == [made.measure]
    assert {unit: cell.code for unit, cell in zip(wall.units, wall.rows[0].cells, strict=True)} == {
        people.society: "cell_approved",
        people.district: "cell_missing",
    }
    assert {(one.duty, one.code) for one in rows} == {
        (made.duty, "cell_approved"),
        (made.other, "cell_missing"),
    }
    assert (row.expected, row.approved) == (2, 1)
    assert {one.unit: one.squares[0][1:] for one in heat} == {
        people.society.name: ("good", 1, 1),
        people.district.name: ("bad", 0, 1),
    }
    assert {one.duty for one in owed} == {made.duty, made.other}
    assert queries.periods_of_duty(heir, today()) == []


def test_a_year_that_is_over_is_told_of_the_measures_that_stood_in_it(made, people):
    actions.approve_report(report=reported(made, made.duty, people.li, "900"), by=people.officer)
    actions.set_budget(
        measure=made.measure, year=2026, planned=Decimal(1000), spent=Decimal(800), by=people.officer
    )
    actions.add_task(duty=made.duty, what="办好年会", due_on=date(2026, 6, 1), by=people.li)
    with held_at(NOON + timedelta(days=400)):
        parts = [{"code": code, "heading": f"学术交流{code}", "text": ""} for code in ("1.1", "1.2")]
        new, _other = actions.split_measure(
            measure=made.measure, parts=parts, why="分开落实", by=people.officer
        )
        indicator = actions.add_indicator(
            measure=new, name="新指标", targets={2026: Decimal(5), 2027: Decimal(5)}, by=people.officer
        )
        actions.settle_indicator(indicator=indicator, wanted=True, by=people.officer)
        then = yearly.year_of(made.plan, 2026, today())
        now_ = walls.reached_in(made.plan, 2027, today())

    assert [(one.indicator, one.value) for one in then.reached] == [(made.indicator, Decimal(900))]
    assert [spent for _section, _planned, spent in then.money] == [Decimal(800)]
    assert "办好年会" in [one.what for one in then.due]
    assert [one.indicator for one in now_] == [indicator]


def test_a_locked_period_takes_no_report(made, people):
    actions.lock_period(period=made.period, by=people.officer)

    with pytest.raises(Refused) as refused:
        actions.save_report(duty=made.duty, period=made.period, text="迟到。", by=people.li)

    assert codes(refused) == ["period_is_locked"]


def test_the_wall_says_who_is_late_and_who_reported(made, people):
    reported(made, made.duty, people.li)
    day = made.period.due_on + timedelta(days=1)

    found = walls.wall(made.plan, made.period, day)

    [row] = found.rows
    assert {unit: cell.code for unit, cell in zip(found.units, row.cells, strict=True)} == {
        people.society: "cell_to_check",
        people.district: "cell_late",
    }


def test_a_quarter_of_the_target_after_a_quarter_of_the_year_is_at_risk_or_on_track(made, people):
    actions.approve_report(report=reported(made, made.duty, people.li, "230"), by=people.officer)

    [reached] = walls.reached_in(made.plan, 2026, today())

    assert (reached.value, reached.standing.code) == (Decimal(230), "standing_on_track")


def test_the_wall_takes_the_same_queries_for_one_measure_and_three(people, django_assert_max_num_queries):
    from tests.apps.plans.conftest import in_force

    made = in_force(people, measures=3)

    with django_assert_max_num_queries(8):
        walls.wall(made.plan, made.period, today())


def test_an_indicator_counts_nominations_of_the_own_calls_alone(made, people):
    with held_at(NOON):
        call = factories.open_call(people)
        factories.handed_in(call, people.society, people.li)
    indicator = actions.add_indicator(
        measure=made.measure, name="推荐女性", fact="nomination.handed_in", where={"sex": ["F"]},
        targets={2026: Decimal(4)}, by=people.officer,
    )  # fmt: skip
    actions.settle_indicator(indicator=indicator, wanted=True, by=people.officer)

    written = actions.count_period(period=made.periods[1])

    figure = indicator.figures.get(dimension="")
    elsewhere = factories.organisation("外市科协")
    expression = counting.Expression("nomination.handed_in", where={"sex": ("F",)})
    days = {"since": made.periods[1].starts_on, "until": made.periods[1].ends_on}
    assert (written, figure.value, figure.source) == (1, Decimal(1), "source_fact")
    assert counting.count(expression, of=elsewhere, **days).value == 0
    assert len(counting.records(expression, people.officer, of=people.association, **days)) == 1
    assert counting.records(expression, people.stranger, of=people.association, **days) == []


def test_counting_again_writes_nothing_new_and_a_change_is_a_new_version(made, people):
    report = actions.approve_report(report=reported(made, made.duty, people.li), by=people.officer)
    actions.return_report(report=report, reason="改", by=people.officer)

    assert [
        (one.number, one.value, one.is_current) for one in made.indicator.figures.filter(organisation=None)
    ] == [
        (1, Decimal(240), False),
        (2, None, True),
    ]
    assert [one.value for one in queries.superseded_figures(made.indicator)] != []


def test_a_small_group_hides_the_next_smallest_with_it():
    shown = {cell.name: cell.shown for cell in guarding.guard({"a": 3, "b": 6, "c": 60, "d": 0})}

    assert shown == {"a": False, "b": False, "c": True, "d": True}
