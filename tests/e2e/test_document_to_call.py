"""The notice of 2023 in a real browser: pasted, what was read corrected and accepted, made into a call, opened."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from jinguo.apps.calls.models import Call
from jinguo.apps.clock import today
from jinguo.apps.organisations import kinds
from tests import factories
from tests.e2e.browser import expect, serious

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHARED = Path(os.environ.get("JINGUO_SHARED") or Path(__file__).resolve().parents[2].parent / "shared")
NOTICES = sorted(SHARED.glob("seeds/003*.txt"))


@pytest.fixture
def site(live_server, settings):
    cache.clear()
    settings.REQUIRE_SECOND_FACTOR = []
    people = live_server.people = factories.cast()
    factories.organisation("示例市科技发展基金会", kinds.FOUNDATION, parent=people.association)
    factories.organisation("示例大学科协", kinds.GRASSROOTS, parent=people.association)
    return live_server


def signed_in(page, site):
    client = Client()
    client.force_login(site.people.officer)
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": site.url}])
    return page


@pytest.mark.skipif(not NOTICES, reason="the notice of 2023 is not beside the project (JINGUO_SHARED)")
def test_from_the_notice_to_a_call_that_is_open(site, page_at):
    page = signed_in(page_at(1280), site)
    page.goto(f"{site.url}/policies/new/")
    page.fill("[name=pasted]", NOTICES[0].read_text("utf-8"))
    page.click("button:has-text('识别正文')")

    # The two doubtful ones first: one is accepted, one left out, in place.
    doubtful = page.locator(".group-doubtful .value")
    expect(doubtful).to_have_count(2)
    doubtful.nth(0).locator("button:has-text('不采纳')").click()
    expect(page.locator(".group-doubtful .item_rejected")).to_have_count(1)
    doubtful.nth(1).locator("button[value=accept]").click()
    expect(page.locator(".group-doubtful .item_accepted")).to_have_count(1)

    # A category is corrected; its place in the text lies beside it.
    category = page.locator(".value:has(.said-category)").first
    category.locator("a:has-text('更正')").click()
    category.locator("[name=part_name]").fill("科研创新")
    category.locator("button[value=correct]").click()
    expect(category).to_contain_text("已更正")
    category.locator("a:has-text('查看原文')").click()
    expect(page.locator(".pane-text .said-category.lit").first).to_be_in_viewport()
    assert serious(page) == []

    page.click("button:has-text('项把握较大的内容')")
    expect(page.locator("button:has-text('项把握较大的内容')")).to_have_count(0)
    page.click("a:has-text('生成评选')")
    expect(page.locator("main")).to_contain_text("1024k以上像素")
    assert serious(page) == []
    page.click("button:has-text('生成草稿')")

    expect(page.locator("main")).to_contain_text("以下设置来自文件，请核对")
    call = Call.objects.get()
    assert next(one.name for one in call.categories.all()) == "科研创新"
    page.goto(site.url + reverse("calls:setup_dates", args=[call.uid]))
    page.fill("[name=closing_day]", (today() + timedelta(days=30)).isoformat())
    page.click("main .btn-primary")
    expect(page.locator("main")).to_contain_text("首都最美巾帼奋斗者")
    page.goto(site.url + reverse("calls:setup_check", args=[call.uid]))
    page.click("main [data-opens]")
    page.click("dialog[open] button.btn-primary")
    expect(page.locator("h1")).to_contain_text("征集中")
    call.refresh_from_db()
    assert call.state == "call_open"


@pytest.mark.skipif(not NOTICES, reason="the notice of 2023 is not beside the project (JINGUO_SHARED)")
def test_on_a_phone_the_sides_are_two_tabs(site, page_at):
    page = signed_in(page_at(390), site)
    page.goto(f"{site.url}/policies/new/")
    page.fill("[name=pasted]", NOTICES[0].read_text("utf-8"))
    page.click("button:has-text('识别正文')")
    expect(page.locator(".pane-text")).to_be_hidden()

    page.click(".reader-tabs a:has-text('正文')")
    expect(page.locator(".pane-text")).to_be_visible()
    page.locator(".pane-text .said-deadline").first.click()

    expect(page.locator(".pane-draft .value:target")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
