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
