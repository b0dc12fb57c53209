"""The pool of experts in a real browser: invited, accepted with fewer reviews, a conflict found, confirmed, asked."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from jinguo.apps.jobs import actions as jobs
from jinguo.apps.reviews import actions, queries
from jinguo.apps.reviews.models import Conflict, Expert, PanelInvitation
from jinguo.apps.reviews.states import ConflictState, PanelState, PoolState
from tests import factories
from tests.apps.reviews.conftest import call_with
from tests.e2e.browser import expect, serious

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
JOIN = "/reviews/pool/join/{token}/"


@pytest.fixture
def site(live_server, settings):
    cache.clear()
    settings.REQUIRE_SECOND_FACTOR = []
    people = live_server.people = factories.cast()
    live_server.call = call_with(people)
    expert = actions.add_expert(
        pool=people.association, by=people.officer, name="吴敏华", sex="F", unit_name="示例市材料研究所"
    )
    live_server.token = actions.invite_expert(expert=expert, by=people.officer, link=JOIN).token
    return live_server


def signed_in(page, site, user):
    client = Client()
    client.force_login(user)
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": site.url}])
    return page


def test_from_the_invitation_into_the_pool_to_the_panel_of_a_round(site, page_at):
    page = page_at(390)
    page.goto(site.url + JOIN.format(token=site.token))
    page.check("input[name=answer][value=less]")
    page.fill("[name=max_load]", "4")
    page.fill("[name=username]", "wuminhua")
    page.fill("[name=password]", factories.PASSWORD)
    page.fill("[name=again]", factories.PASSWORD)
    assert serious(page) == []
    page.locator("form button.btn-primary").click()
    page.wait_for_url("**/reviews/pool/*/")
    expect(page.locator("[name=max_per_round]")).to_have_value("4")
    expert = Expert.objects.get()
    assert expert.state == PoolState.ACTIVE

    office = signed_in(page_at(1280), site, site.people.officer)
    office.goto(site.url + reverse("reviews:panel", args=[site.call.uid]))
    office.locator("form[action$='/conflicts/find'] button").click()
    office.wait_for_url("**/conflicts/")
    expect(office.locator("#under-way")).to_be_visible()
    jobs.run(queries.search_asked_for(site.call).uid)  # as a worker does
    expect(office.locator("tbody tr")).to_have_count(2)
    office.locator("input.pick").first.check()
    office.locator("button[name=what][value=confirm]").click()
    office.locator("form:has([name=confirmed]) button.btn-primary").click()
    expect(office.locator("tbody tr")).to_have_count(1)
    assert Conflict.objects.filter(state=ConflictState.CONFIRMED).count() == 1

    office.goto(site.url + reverse("reviews:panel", args=[site.call.uid]))
    assert serious(office) == []
    office.locator("input.pick").first.check()
    office.locator("#ask button.btn-primary").click()
    office.locator("form:has([name=confirmed]) button.btn-primary").click()
    office.wait_for_url("**/experts/?round=1")
    asked = PanelInvitation.objects.get()

    page.goto(site.url + reverse("reviews:panel_answer", args=[asked.uid]))
    page.check("input[name=answer][value=yes]")
    page.locator("form button.btn-primary").click()
    page.wait_for_load_state("networkidle")
    asked.refresh_from_db()
    assert asked.state == PanelState.ACCEPTED
