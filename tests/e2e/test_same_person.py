"""The same person in a real browser: from the queue to one person, a later change, the undo; and two persons made of one."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from jinguo.apps.registry import actions
from jinguo.apps.registry.models import Card, Merge, Pair, PersonEntry
from jinguo.engines.rosters import PersonRow
from tests import factories
from tests.e2e.browser import expect, serious

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HER = {"unit": "示例大学化学学院", "birth_date": "1984-03-12", "sex": "F", "phone": "13800000001"}


def add(site, *rows, source):
    rows = [PersonRow(**row) for row in rows]
    actions.add_entries(rows, source=source, organisation=site.people.district, by=None, source_name=source)
    return list(PersonEntry.objects.filter(source=source).order_by("pk"))


@pytest.fixture
def site(live_server, settings):
    cache.clear()
    settings.REQUIRE_SECOND_FACTOR = []
    live_server.people = factories.cast()
    return live_server


@pytest.fixture
def officer(site, page_at):
    client = Client()
    client.force_login(site.people.officer)
    page = page_at(1280)
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site.url}]
    )
    return page


def test_from_the_queue_to_one_person_and_back(site, officer):
    [one] = add(site, {"name": "王晓兰", **HER}, source="二〇二四年名册")
    [two] = add(site, {"name": "王晓岚", **HER, "title": "教授"}, source="二〇二五年名册")
    actions.look_for_pairs(organisation=site.people.association)

    officer.goto(site.url + reverse("registry:pairs"))
    officer.get_by_role("link", name="从第一组开始").click()
    expect(officer.locator(".waterfall svg").first).to_be_visible()
    assert serious(officer) == []
    officer.wait_for_load_state()  # the keys work once the page has its script
    officer.keyboard.press("1")
    expect(officer.locator("body")).to_contain_text("已合并为同一人")
    assert Pair.objects.get().state == Pair.SAME

    officer.goto(site.url + reverse("registry:person", args=[one.home.uid]))
    actions.state_fact(entry=two, attribute="title", value="研究员", by=site.people.zhao, confirmed=True)
    officer.get_by_role("link", name="撤销").click()
    officer.fill("[name=why]", "同名不同人")
    officer.get_by_role("button", name="撤销合并").click()

    expect(officer.get_by_role("heading", level=1)).to_contain_text("王晓兰")
    assert Merge.objects.get().undone_at
    assert {card.name: card.title for card in Card.objects.filter(organisation=site.people.association)} == {
        "王晓兰": "",
        "王晓岚": "研究员",
    }


def test_two_persons_are_made_of_one(site, officer):
    number = factories.id_number(1)
    [one] = add(site, {"name": "王晓兰", "id_number": number}, source="甲单位名单")
    [two] = add(site, {"name": "赵霞", "id_number": number}, source="乙单位名单")

    officer.goto(site.url + reverse("registry:person", args=[one.identity.uid]))
    officer.get_by_role("link", name="这是两个人").click()
    officer.get_by_label("赵霞").check()
    officer.fill("[name=why]", "身份证号录错")
    assert serious(officer) == []
    officer.get_by_role("button", name="分为两个人").click()

    expect(officer.get_by_role("heading", level=1)).to_contain_text("赵霞")
    two.refresh_from_db()
    assert two.identity_id != one.identity_id
