"""A person's rights in a real browser: the link, her account on a telephone, what is known of her and who read it, a correction,
a consent, her copy, and the end of it all."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from jinguo.apps.jobs import actions as jobs
from jinguo.apps.jobs.models import Job
from jinguo.apps.registry.models import Card, PersonEntry
from tests import factories
from tests.apps.registry import hers
from tests.e2e.browser import expect, serious

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def site(live_server, settings):
    cache.clear()
    settings.REQUIRE_SECOND_FACTOR = []
    people = live_server.people = factories.cast()
    live_server.entry = hers.entry(people, id_number=factories.id_number(1), **hers.ROW)
    return live_server


@pytest.fixture
def keeper(site, page_at):
    client = Client()
    client.force_login(site.people.zhao)
    page = page_at(1280)
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site.url}]
    )
    return page


def test_from_the_link_to_the_erasure(site, keeper, page_at):
    her = page_at(390)
    person = site.url + reverse("registry:person", args=[site.entry.identity.uid])
    requests = site.url + reverse("rights:requests")

    keeper.goto(site.url + reverse("rights:invite", args=[site.entry.identity.uid]))
    keeper.get_by_role("button", name="生成链接").click()
    her.goto(site.url + urlsplit(keeper.locator("code.link-once").inner_text()).path)
    assert serious(her) == []
    for name, value in {"name": "王晓兰", "username": "wang", "password": factories.PASSWORD}.items():
        her.fill(f"[name={name}]", value)
    her.fill("[name=again]", factories.PASSWORD)
    her.locator("main form button.btn-primary").click()
    her.wait_for_url("**/registry/mine/")
    expect(her.locator("main")).not_to_contain_text("研究员")

    keeper.goto(requests)
    keeper.get_by_role("button", name="确认是本人").click()
    expect(keeper.locator("main")).not_to_contain_text("wang")
    keeper.goto(person)
    reading = keeper.locator("details.unmask").filter(has=keeper.locator("input[value=phone]"))
    reading.locator("summary").click()
    reading.locator("[name=why]").fill("核对联系方式")
    reading.locator("form button").click()
    expect(keeper.locator("main")).to_contain_text(hers.SECRET["phone"])

    her.goto(site.url + reverse("rights:mine"))
    expect(her.locator("main")).to_contain_text("研究员")
    expect(her.locator("main")).not_to_contain_text(hers.SECRET["phone"])
    expect(her.locator("#readings")).to_contain_text("核对联系方式")
    her.locator("#fact-phone form button").click()
    expect(her.locator("#fact-phone")).to_contain_text(hers.SECRET["phone"])
    assert serious(her) == []

    her.goto(site.url + reverse("rights:correct") + "?attribute=title")
    her.fill("[name=value]", "正高级工程师")
    her.locator("main form button.btn-primary").click()
    her.wait_for_url("**/registry/mine/**")
    keeper.goto(requests)
    expect(keeper.locator("main")).to_contain_text("正高级工程师")
    keeper.locator("form[action*='/answer'] button[value='1']").click()
    her.goto(site.url + reverse("rights:mine"))
    expect(her.locator("#fact-title")).to_contain_text("正高级工程师")

    her.goto(site.url + reverse("rights:consents"))
    said = "form:has(input[value=registry_found])"
    her.locator(f"{said}[action$='/agree'] button").click()
    her.locator(f"{said}[action$='/disagree'] button").click()
    expect(her.locator(f"{said}[action$='/agree'] button")).to_be_visible()

    her.goto(site.url + reverse("rights:leave"))
    her.locator("form[action$='/copy'] button").click()
    her.wait_for_url("**/jobs/*/")
    jobs.run(Job.objects.latest("pk").uid)
    her.goto(her.url)
    with her.expect_download() as told:
        her.locator("a[download]").click()
    copy = json.loads(told.value.path().read_text("utf-8"))
    assert hers.SECRET["phone"] in json.dumps(copy, ensure_ascii=False)

    her.goto(site.url + reverse("rights:leave"))
    her.check("[name=sure]")
    her.locator("#erase form button").click()
    keeper.goto(requests)
    keeper.locator("a[href*='/erasures/']").click()
    assert serious(keeper) == []
    keeper.locator("button[name=done]").click()
    expect(keeper.locator("main")).not_to_contain_text("王晓兰")
    assert not Card.objects.filter(name="王晓兰").exists()
    assert not PersonEntry.objects.exclude(name="").exists()
