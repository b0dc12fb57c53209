"""From the draft to the unit's answer; what becomes of measures and units; two who edit at once."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from jinguo.apps.clock import held_at, today
from jinguo.apps.organisations import actions as organisations
from jinguo.apps.organisations import kinds
from jinguo.apps.outbox.models import Message
from jinguo.apps.plans import actions
from jinguo.apps.plans.models import Duty, Indicator, Measure
from jinguo.apps.plans.queries.account import account_of
from jinguo.apps.plans.queries.figures import by_unit, compare_units, over_time, over_time_of
from jinguo.apps.plans.queries.tallies import compared
from jinguo.apps.plans.queries.wall import reached_in
from jinguo.errors import Refused
from tests import factories
from tests.apps.plans.conftest import drafted, reported

pytestmark = pytest.mark.django_db


def codes(refused) -> list[str]:
    return [reason.code for reason in refused.value.reasons]


def test_a_plan_without_units_does_not_come_in_force(people):
    plan = actions.create_plan(
        organisation=people.association, title="计划", first_year=2026, last_year=2026, by=people.officer
    )
    actions.add_measure(plan=plan, code="1", heading="交流", by=people.officer)

    with pytest.raises(Refused) as refused:
        actions.put_in_force(plan=plan, by=people.officer)

    assert codes(refused) == ["plan_without_units"]


def test_units_are_told_when_the_plan_comes_in_force(people):
    made = drafted(people)

    actions.put_in_force(plan=made.plan, by=people.officer)

    told = Message.objects.filter(code="plan_duties_given").values_list("to_user__username", flat=True)
    assert set(told) == {"li", "zhao"}


def test_a_unit_takes_its_part_on_and_another_disputes_it(made, people):
    actions.accept_duty(duty=made.duty, liaison_name="李敏", by=people.li)
    actions.dispute_duty(duty=made.other, reason="应由市科委牵头。", by=people.zhao)

    settled = actions.settle_duty(
        duty=made.other, settlement="改为参与。", keeps=True, role="role_participating", by=people.officer
    )

    assert (made.duty.state, settled.state) == ("duty_accepted", "duty_settled")
    assert Message.objects.filter(code="plan_duty_disputed", to_user=people.officer).exists()


def test_another_units_liaison_cannot_answer(made, people):
    with pytest.raises(Refused) as refused:
        actions.accept_duty(duty=made.duty, by=people.zhao)

    assert codes(refused) == ["not_liaison_of_unit"]


def test_a_unit_renamed_keeps_the_name_it_had(made, people):
    organisations.change_organisation(
        organisation=people.society, changes={"name": "示例市化学化工学会"}, by=people.officer
    )

    duty = Duty.objects.select_related("organisation").get(pk=made.duty.pk)
    assert (duty.name_then, duty.organisation.name) == ("示例市化学学会", "示例市化学化工学会")


def test_a_unit_that_was_merged_passes_its_part_on_and_keeps_its_reports(made, people):
    report = reported(made, made.duty, people.li)
    actions.approve_report(report=report, by=people.officer)
    heir = factories.organisation("示例市化学化工联合会", parent=people.association)

    new = actions.pass_duty_on(duty=made.duty, organisation=heir, why="两会合并", by=people.officer)

    made.duty.refresh_from_db()
    assert (made.duty.state, made.duty.passed_to, new.role) == ("duty_released", new, "role_lead")
    assert list(made.duty.reports.all()) == [report]
    assert report.figures.get(is_current=True).organisation == people.society


def test_an_indicator_goes_on_in_a_part_of_a_split_measure_and_counts_on_from_its_figures(
    made, people, client
):
    actions.approve_report(report=reported(made, made.duty, people.li, "230"), by=people.officer)
    ending = actions.add_indicator(measure=made.measure, name="沙龙", by=people.officer)
    client.force_login(people.officer)
    page = reverse("plans:measure_split", args=[made.measure.uid])
    told = {"parts": "1a 论坛\n1b 沙龙", "why": "分工细化", f"goes_on_{made.indicator.pk}": "1c"}

    refused = client.post(page, told).content.decode()
    client.post(page, told | {f"goes_on_{made.indicator.pk}": "1a"})

    assert "拆分后没有这一编号的任务" in refused
    after = Indicator.objects.get(goes_on_from=made.indicator)
    assert (after.measure.code, after.name, after.state) == ("1a", made.indicator.name, made.indicator.state)
    assert [(one.year, one.value) for one in after.targets.all()] == [
        (one.year, one.value) for one in made.indicator.targets.all()
    ]
    assert not hasattr(ending, "goes_on_as"), "left empty it ends with the measure"
    assert made.indicator.figures.filter(is_current=True, organisation=None).get().value == 230
    assert [point.so_far for point in over_time(after)] == [230]
    [reached] = [one for one in reached_in(made.plan, 2026, date(2026, 4, 20)) if one.indicator == after]
    assert reached.value == 230
    assert by_unit(after) == [(people.society.name, Decimal(230), 100)]


def test_what_goes_on_stands_beside_its_former_number_by_unit_and_in_the_bulletin(made, people):
    for duty, by, value in ((made.duty, people.li, "230"), (made.other, people.zhao, "100")):
        actions.approve_report(report=reported(made, duty, by, value), by=people.officer)
    actions.lock_period(period=made.period, by=people.officer)
    part, _other = actions.split_measure(
        measure=made.measure,
        parts=[{"code": "1a", "heading": "论坛"}, {"code": "1b", "heading": "沙龙"}],
        why="分工细化",
        by=people.officer,
        indicators={made.indicator: "1a"},
    )
    after = Indicator.objects.get(goes_on_from=made.indicator)
    second = made.periods[1]
    second.plan = made.plan
    with held_at(datetime(2026, 7, 2, 12, tzinfo=ZoneInfo("Asia/Shanghai"))):
        actions.open_period(period=second, by=people.officer)
        now = SimpleNamespace(indicators=[after], period=second)
        duty = part.duties.get(organisation=people.society)
        actions.approve_report(report=reported(now, duty, people.li, "300"), by=people.officer)
        found = account_of(second, today())

    assert [(one.reached.indicator, one.now, one.before) for one in found.trends] == [
        (after, Decimal(300), Decimal(330))
    ]
    names = (people.society.name, people.district.name)
    assert by_unit(after) == [(names[0], Decimal(530), 100), (names[1], Decimal(100), 18)]
    [beside] = compare_units(made.plan, 2026)
    assert (beside.indicator, beside.rows) == (after, by_unit(after))
    assert [point.so_far for point in over_time_of([after], 2026)[after.pk]] == [330, 630]
    assert compared(made.plan, 2026, kinds.DISTRICT, today()).indicators == [after]


def test_a_measure_split_ends_with_its_reports_and_goes_on_with_its_units(made, people):
    report = reported(made, made.duty, people.li)

    parts = actions.split_measure(
        measure=made.measure,
        parts=[{"code": "1a", "heading": "论坛"}, {"code": "1b", "heading": "沙龙"}],
        why="分工细化",
        by=people.officer,
    )

    made.measure.refresh_from_db()
    assert made.measure.ended_because == "分工细化"
    assert [[duty.organisation for duty in part.duties.all()] for part in parts] == [
        [people.society, people.district]
    ] * 2
    assert [one.after for one in made.measure.went_into.all()] == parts
    assert report.duty.measure == made.measure


def test_measures_merged_go_on_in_one_with_the_units_of_all(people):
    made = drafted(people, measures=2)
    other = factories.organisation("示例市物理学会", parent=people.association)
    actions.give_duty(measure=made.measures[1], organisation=other, role="role_lead", by=people.officer)

    one = actions.merge_measures(
        measures=made.measures, code="1-2", heading="学术交流", why="内容相近", by=people.officer
    )

    assert {duty.organisation for duty in one.duties.all()} == {people.society, people.district, other}
    assert list(Measure.objects.filter(ended_at=None)) == [one]


def test_how_a_measure_read_before_stays_readable(made, people):
    changed = actions.reword_measure(
        measure=made.measure, changes={"heading": "高水平学术交流"}, seen=0, why="年度调整", by=people.officer
    )

    assert [one.heading for one in changed.wordings.all()] == ["学术交流1", "高水平学术交流"]


def test_two_officers_who_edit_at_once_lose_nothing(made, people):
    actions.reword_measure(
        measure=made.measure, changes={"heading": "甲"}, seen=0, why="甲改", by=people.officer
    )
    stale = Measure.objects.get(pk=made.measure.pk)

    with pytest.raises(Refused) as refused:
        actions.reword_measure(
            measure=stale, changes={"heading": "乙"}, seen=0, why="乙改", by=people.officer
        )

    assert codes(refused) == ["plan_edited_meanwhile"]
    assert Measure.objects.get(pk=stale.pk).heading == "甲"


def test_a_change_of_a_plan_in_force_needs_a_reason(made, people):
    with pytest.raises(Refused) as refused:
        actions.reword_measure(measure=made.measure, changes={"heading": "乙"}, seen=0, by=people.officer)

    assert codes(refused) == ["measure_changed_without_a_reason"]


def test_a_measure_implements_one_of_a_shared_plan_and_both_pages_know(made, people):
    lower = actions.create_plan(
        organisation=people.association, title="区级措施", first_year=2026, last_year=2026, by=people.officer
    )
    measure = actions.add_measure(plan=lower, code="L1", heading="人才库", by=people.officer)

    actions.implement(measure=measure, higher=made.measure, by=people.officer)

    assert list(measure.implements.all()) == [made.measure]
    assert list(made.measure.implemented_by.all()) == [measure]


def test_objectives_are_proposed_from_the_words_and_a_persons_word_stays(made, people):
    actions.settle_objective(measure=made.measure, objective="saga_5", serves=False, by=people.officer)
    actions.propose_objectives(measure=made.measure, by=people.officer)

    assert [(one.objective, one.state) for one in made.measure.objective_marks.all()] == [
        ("saga_5", "objective_declined")
    ]


def test_tasks_have_parts_and_no_end_before_the_beginning(made, people):
    task = actions.add_task(duty=made.duty, what="办论坛", who="王某", by=people.li)
    part = actions.add_task(duty=made.duty, what="订会场", parent=task, by=people.li)
    done = actions.change_task(task=part, changes={"state": "task_done"}, seen=0, by=people.li)

    assert (done.parent, done.state, done.done_at is not None) == (task, "task_done", True)
