"""From a document to a plan, and what comes round every night."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from jinguo.apps.clock import held_at
from jinguo.apps.outbox.models import Message
from jinguo.apps.plans import actions
from jinguo.apps.policies import actions as policies
from tests.apps.plans.conftest import NOON, reported

pytestmark = pytest.mark.django_db

POLICY = """关于加强科技人才工作的意见

示科协发〔2026〕4号

各有关单位：

一、搭建平台

1.开展学术交流。每年举办各类学术交流活动不少于1000项，搭建展示平台。（责任单位：市化学学会、各区科协、市科委）

2.培养青少年后备人才。组织青少年走进实验室，力争每年不少于100名青少年走进实验室。（责任单位：市化学学会）

示例市科学技术协会
2026年1月13日
"""


def test_one_press_makes_the_plan_of_a_document(people):
    people.society.short_name = "市化学学会"
    people.society.save()
    document = policies.take_in(keeper=people.association, pasted=POLICY, by=people.officer)
    document.refresh_from_db()

    plan = actions.make_plan(
        document=document, title="人才工作方案", first_year=2026, last_year=2027, period_kind="period_half",
        by=people.officer,
    )  # fmt: skip

    first, second = plan.measures.all()
    units = {duty.name_then: duty.organisation for duty in first.duties.all()}
    assert units["市化学学会"] == people.society
    assert units["市科委"] is None
    assert "学术交流" in document.text[first.document_start : first.document_end]
    targets = [int(one.value) for one in first.indicators.get().targets.all()]
    assert (targets, first.indicators.get().state) == ([1000, 1000], "indicator_proposed")
    assert second.objective_marks.filter(objective="saga_2").exists()


def test_once_its_plan_exists_a_document_offers_first_to_open_it(people, client):
    document = policies.take_in(keeper=people.association, pasted=POLICY, by=people.officer)
    document.refresh_from_db()
    client.force_login(people.officer)

    def buttons():
        page = client.get(reverse("policies:read", args=[document.uid]))
        return [(str(one.label), one.url, one.primary) for one in page.context["makers"]]

    make = reverse("plans:make", args=[document.uid])
    before = buttons()
    plan = actions.make_plan(
        document=document, title="人才工作方案", first_year=2026, last_year=2027, period_kind="period_half",
        by=people.officer,
    )  # fmt: skip

    assert before == [("生成方案", make, True)]
    assert buttons() == [
        ("打开方案", reverse("plans:plan", args=[plan.uid]), True),
        ("生成方案", make, False),
    ]


def test_units_that_owe_a_report_are_reminded_before_and_after_it_is_due(made, people):
    reported(made, made.duty, people.li)
    for days in (-7, 1):
        with held_at(NOON + timedelta(days=(made.period.due_on - NOON.date()).days + days)):
            actions.nightly()

    told = Message.objects.filter(code__startswith="plan_report").values_list("code", "to_user__username")
    assert set(told) == {("plan_report_due", "zhao"), ("plan_report_late", "zhao")}


def drafted_of(people, text):
    document = policies.take_in(keeper=people.association, pasted=text, by=people.officer)
    document.refresh_from_db()
    return actions.make_plan(
        document=document, title="人才工作方案", first_year=2026, last_year=2027, period_kind="period_half",
        by=people.officer,
    )  # fmt: skip


def test_a_name_is_matched_once_for_the_whole_plan(people, client):
    plan = drafted_of(people, POLICY)
    client.force_login(people.officer)

    step = client.get(reverse("plans:plan", args=[plan.uid])).context["step"]
    asked = client.get(step.url).text
    answer = client.post(step.url, {"organisation": people.society.pk, "everywhere": "on"})

    assert "市化学学会" in asked
    assert "其余 1 项任务中的同名单位一并对应" in asked
    matched = {
        duty.organisation for m in plan.measures.all() for duty in m.duties.filter(name_then="市化学学会")
    }
    assert matched == {people.society}
    waiting = plan.measures.first().duties.get(name_then="市科委")
    assert answer.url == reverse("plans:duty_match", args=[waiting.uid])


def test_a_plan_with_a_unit_that_the_site_does_not_know_can_be_put_in_force(people, client):
    plan = drafted_of(people, POLICY)
    client.force_login(people.officer)
    duty = plan.measures.first().duties.get(name_then="市化学学会")
    actions.match_duty(duty=duty, organisation=people.society, by=people.officer)
    actions.plan_periods(plan=plan, by=people.officer)

    page = client.get(reverse("plans:plan", args=[plan.uid]))
    client.post(page.context["step_without"].url)

    plan.refresh_from_db()
    assert (
        page.context["seen"].unmatched == 2
    )  # 市化学学会 of the second measure, 市科委; 各区科协 is a group
    assert plan.state == "action_plan_in_force"


def test_the_short_name_of_another_place_is_not_ours(people):
    people.society.name, people.society.short_name = "示例市教育委员会", "市教委"
    people.society.save()
    text = POLICY.replace("示科协发", "他教发").replace("市化学学会", "市教委")
    text = text.replace("示例市科学技术协会", "他乡市教育委员会")

    plan = drafted_of(people, text)

    assert plan.measures.first().duties.get(name_then="市教委").organisation is None


def test_a_share_that_is_only_to_rise_becomes_an_indicator_whose_number_is_still_to_be_set(people, client):
    rising = POLICY.replace("搭建展示平台", "提升优秀女科技工作者推选比例")
    document = policies.take_in(keeper=people.association, pasted=rising, by=people.officer)
    client.force_login(people.officer)
    asked = client.get(reverse("plans:make", args=[document.uid])).text
    plan = drafted_of(people, rising.replace("4号", "5号"))

    share = plan.measures.first().indicators.get(name__endswith="推选比例")
    assert "文件未定数值" in asked
    assert (share.unit_of_counting, share.adds_up, share.targets.count()) == ("%", False, 0)


def test_a_name_that_stands_twice_in_a_measure_becomes_its_unit_once(people):
    plan = drafted_of(people, POLICY)
    first, second = plan.measures.all()
    actions.give_duty(measure=second, role="role_participating", name="市化学学会", by=people.officer)

    duty = first.duties.get(name_then="市化学学会")
    actions.match_duty(duty=duty, organisation=people.society, by=people.officer, everywhere=True)

    named = second.duties.filter(name_then="市化学学会").values_list("organisation", flat=True)
    assert sorted(named, key=str) == [people.society.pk, None]
