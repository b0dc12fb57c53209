"""Tiers in a real browser: from a template to the tier on a person's page, and who came into the reserve list by it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from jinguo.apps.clock import held_at, now
from jinguo.apps.jobs import actions as jobs
from jinguo.apps.registry import actions
from jinguo.apps.registry.models import Card, TierScheme
from jinguo.apps.registry.tasks.people import lists_of_the_day
from jinguo.engines.rosters import PersonRow
from tests import factories
from tests.e2e.browser import expect, serious

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HERS = {"sex": "F", "birth_date": "1985-05-01", "unit": "示例大学", "title": "教授"}
TIER = "骨干人才"


@pytest.fixture
def site(live_server, settings):
    cache.clear()
    settings.REQUIRE_SECOND_FACTOR = []
    people = live_server.people = factories.cast()
    rows = [PersonRow("王晓兰", honours=("2025年山东省科学技术奖",), **HERS), PersonRow("李梅", **HERS)]
    actions.add_entries(
        rows,
        source="import:1",
        organisation=people.association,
        by=people.officer,
        source_name="二〇二五年名册",
    )
    return live_server


@pytest.fixture
def office(site, page_at):
    client = Client()
    client.force_login(site.people.officer)
    page = page_at(1280)
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site.url}]
    )
    return page


def worked():
    """As a worker does, who may have been quicker: the scheme's own job."""
    job = TierScheme.objects.get().job
    jobs.run(job.uid)


def reserve(people):
    """A list of reserves that stood a month ago."""
    with held_at(now() - timedelta(days=40)):
        kept = actions.keep_search(
            organisation=people.association, name="骨干人才后备", query=f"tier={TIER}", by=people.officer
        )
        actions.count_list(search=kept, members=set())
    return kept


def test_from_a_template_to_a_tier_that_a_reserve_list_counts(site, office):
    people = site.people
    office.goto(site.url + reverse("tiers:overview"))
    office.get_by_role("button", name="从参考方案开始").click()
    office.wait_for_url("**/schemes/*/")
    expect(office.locator("main")).to_contain_text("试算")
    assert serious(office) == []

    office.locator("form[action$='/try'] button").click()
    office.wait_for_load_state()
    worked()
    expect(office.locator(".outlook")).to_contain_text("王晓兰")
    expect(office.locator(".outlook")).not_to_contain_text("李梅")
    office.get_by_role("button", name="启用").first.click()
    office.locator("dialog[open] button.btn-primary").click()
    office.wait_for_url("**/registry/tiers/")
    worked()

    office.goto(site.url + reverse("tiers:proposals"))
    expect(office.locator("tbody tr")).to_have_count(1)
    office.locator("input.pick").check()
    assert serious(office) == []
    office.locator("button[name=word][value=confirm]").click()
    expect(office.locator("main")).to_contain_text("没有")

    card = Card.objects.get(name="王晓兰", organisation=people.association)
    office.goto(site.url + reverse("registry:person", args=[card.identity.uid]))
    expect(office.locator("#tier")).to_contain_text(TIER)
    expect(office.locator("#tier .tier-rules").first).to_contain_text("山东省科学技术奖")
    kept = reserve(people)
    lists_of_the_day()
    office.goto(site.url + reverse("registry:kept", args=[kept.uid]))
    expect(office.locator("#came")).to_contain_text("王晓兰")
    assert serious(office) == []
