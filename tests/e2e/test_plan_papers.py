"""From a policy to the bulletin, in the browsers of an officer and a liaison: the document makes the plan, a unit reports, the
officer approves and locks, and the bulletin says the numbers of the page."""

from __future__ import annotations

import io

import docx
import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from jinguo.apps.clock import today
from jinguo.apps.plans.models import Indicator, Period, Plan
from tests import factories
from tests.e2e.browser import expect, serious

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

POLICY = """关于支持女性科技人才的意见

示科协发〔2026〕4号

各有关单位：

一、搭建平台

1.开展学术交流。每年举办各类学术交流活动不少于1000项，搭建展示平台。（责任单位：示例市化学学会）

示例市科学技术协会
2026年1月13日
"""


@pytest.fixture
def site(live_server, settings):
    cache.clear()
    settings.REQUIRE_SECOND_FACTOR = []
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    live_server.people = factories.cast()
    return live_server


def signed_in(page, site, who: str):
    client = Client()
    client.force_login(getattr(site.people, who))
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site.url}]
    )
    return page


def makes_the_plan(officer, site) -> Plan:
    """Pasted, read, accepted, made; the indicator confirmed, the periods laid out, put in force."""
    officer.goto(f"{site.url}/policies/new/")
    officer.fill("[name=pasted]", POLICY)
    officer.click("button:has-text('识别正文')")
    officer.click("button:has-text('项把握较大的内容')")
    expect(officer.locator("button:has-text('项把握较大的内容')")).to_have_count(0)
    officer.click("a:has-text('生成方案')")
    officer.fill("[name=title]", "巾帼行动方案")
    officer.click("main form button[type=submit]")
    expect(officer.locator("h1")).to_contain_text("巾帼行动方案")
    indicator = Indicator.objects.get()
    officer.goto(site.url + reverse("plans:measure", args=[indicator.measure.uid]))
    officer.click("form[action$='/settle']:has([name=wanted][value=yes]) button")
    expect(officer.locator("main")).to_contain_text("已保存")
    plan = Plan.objects.get()
    for words, asks in (("填报期", False), ("实施", True)):
        officer.goto(site.url + reverse("plans:plan", args=[plan.uid]))
        expect(officer.locator(".next-plan")).to_contain_text(words)
        officer.locator(".next-plan button").first.click()
        if asks:
            officer.locator("dialog[open] form button:not([data-shuts])").last.click()
        officer.wait_for_load_state()
    return plan


def test_document_plan_report_approval_bulletin(site, page_at):
    officer, liaison = signed_in(page_at(1280), site, "officer"), signed_in(page_at(390), site, "li")
    plan = makes_the_plan(officer, site)
    period = Period.objects.get(year=today().year, part=4)

    officer.goto(site.url + reverse("plans:period_open", args=[period.uid]))
    officer.click("main form button[type=submit]")
    expect(officer.locator("main")).to_contain_text("填报中")

    liaison.goto(f"{site.url}/plans/mine/")
    duty = plan.measures.get().duties.get()
    liaison.goto(site.url + reverse("plans:report", args=[duty.uid, period.uid]))
    liaison.fill("[name^=figure_]", "240")
    liaison.fill("[name=text]", "举办学术交流活动240场。")
    liaison.click("button[name=hand_in]")
    expect(liaison.locator("main")).to_contain_text("待审核")

    officer.goto(site.url + reverse("plans:period", args=[period.uid]))
    officer.click("a.btn-primary:has-text('审核')")
    officer.click("form[action$='approve'] button")
    officer.goto(site.url + reverse("plans:period", args=[period.uid]))
    officer.locator("form[action$='lock'] button, button[data-opens]").first.click()
    officer.locator("dialog[open] form button:not([data-shuts])").last.click()
    expect(officer.locator("main")).to_contain_text("已锁定")

    officer.goto(site.url + reverse("plans:bulletin", args=[period.uid]))
    shown = officer.locator("td[data-label='年内累计']").inner_text().strip()
    target = officer.locator("td[data-label='目标']").inner_text().strip()
    assert serious(officer) == []
    officer.fill("[name=opening]", "现将有关情况通报如下，请对照落实。")
    officer.click("button[name=make]")
    with officer.expect_download() as got:
        officer.click("a:has-text('下载')")
    with open(got.value.path(), "rb") as file:
        made = docx.Document(io.BytesIO(file.read()))

    text = "".join(line.text for line in made.paragraphs)
    rows = [[cell.text for cell in row.cells] for table in made.tables for row in table.rows]
    assert f"关于《巾帼行动方案》{today().year}年第四季度进展情况的通报" in text
    assert "现将有关情况通报如下，请对照落实。" in text
    assert "应报送进展报告1份，审核通过1份（100%）" in text
    assert "以上数据为锁定数据" in text
    assert f"{site.people.society.name}：举办学术交流活动240场。" in text
    [number] = [row for row in rows if row[0] == "1" and "学术交流活动" in row[1] and "%" in row[6]]
    assert (number[2], number[5]) == (target.replace(",", ""), shown.replace(",", "")) == ("1000", "240")
    assert serious(officer) == []
