"""Two organisations of one site share a person in a real browser: agreed, given, taken, one with whom the taker knew; she sees it and withdraws."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from jinguo.apps.exchange.models import Agreement, Package, Receipt
from jinguo.apps.jobs import actions as jobs
from jinguo.apps.jobs.models import Job
from jinguo.apps.registry import actions as registry
from jinguo.apps.registry.models import Card, Claim, PersonEntry
from jinguo.engines.rosters import PersonRow
from tests import factories
from tests.apps.exchange import sharing
from tests.e2e.browser import expect, serious

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def site(live_server, settings):
    cache.clear()
    settings.REQUIRE_SECOND_FACTOR = []
    people = live_server.people = sharing.world()
    sharing.partners(people)
    people.gives_entry = sharing.person(people)
    known = PersonRow("王晓兰", sex="F", unit="示例市材料研究所")
    registry.add_entries([known], source="import:known", organisation=people.taker, by=people.theirs)
    people.wang = factories.user("wang", "王晓兰")
    registry.tie(entry=people.gives_entry, organisation=people.giver, user=people.wang, by=people.officer)
    return live_server


def signed_in(page, site, user):
    client = Client()
    client.force_login(user)
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": site.url}])
    return page


def worked(job):
    """As a worker does; a test's workers may have done it already."""
    jobs.run(job.uid)


def come_in(page):
    """A worker reads the package that was just taken; the page goes on to its receipt."""
    page.wait_for_url("**/receiving/coming/*/")
    expect(page.locator("#under-way")).to_be_visible()
    worked(Job.objects.filter(name="exchange.receive_package").latest("pk"))
    page.wait_for_url(re.compile(r"/receiving/[0-9a-f-]{36}/$"))


def test_agreed_given_taken_linked_seen_and_withdrawn(site, page_at):
    people = site.people
    hers = signed_in(page_at(390), site, people.wang)
    hers.goto(site.url + reverse("rights:consents"))
    hers.locator("form:has(input[value=registry_sharing])[action$='/agree'] button").click()
    expect(
        hers.locator("form:has(input[value=registry_sharing])[action$='/disagree'] button")
    ).to_be_visible()

    office = signed_in(page_at(1280), site, people.officer)
    office.goto(site.url + reverse("exchange:agreement_new"))
    office.select_option("[name=partner]", label=people.taker.name)
    office.fill("[name=title]", sharing.TITLE)
    assert serious(office) == []
    office.locator("form[enctype] button.btn-primary").click()
    office.wait_for_url("**/agreements/*/")
    agreement = Agreement.objects.get()
    second = signed_in(page_at(1280), site, people.second)
    second.goto(office.url)
    second.locator("form[action$=approve] button").click()
    second.locator("form[action$=make] button").click()
    second.wait_for_url("**/packages/*/")
    package = Package.objects.get()
    worked(package.job)
    second.goto(second.url)
    expect(second.locator("a[download]")).to_be_visible()
    assert serious(second) == []

    sharing.agreement(people, Agreement.TAKES, fields=agreement.fields)
    theirs = signed_in(page_at(1280), site, people.theirs)
    theirs.goto(site.url + reverse("exchange:receiving"))
    theirs.locator("form[action*='/take/'] button").click()
    come_in(theirs)
    assert serious(theirs) == []
    receipt = Receipt.objects.get()
    worked(receipt.run.job)
    theirs.goto(site.url + reverse("lists:one", args=[receipt.run.uid]))
    theirs.locator("form[action$=confirm] button").click()
    theirs.wait_for_load_state()
    receipt.run.refresh_from_db()
    worked(receipt.run.job)
    taken = PersonEntry.objects.filter(organisation=people.taker).latest("pk")
    assert taken.name == "王晓兰"
    registry.look_for_pairs(organisation=people.taker)
    theirs.goto(site.url + reverse("registry:pairs"))
    theirs.get_by_role("link", name="从第一组开始").click()
    expect(theirs.locator(".waterfall svg").first).to_be_visible()
    theirs.wait_for_load_state()  # the keys work once the page has its script
    theirs.keyboard.press("1")
    expect(theirs.locator("body")).to_contain_text("已合并为同一人")
    assert Card.objects.get(organisation=people.taker).entry_count == 2

    hers.goto(site.url + reverse("rights:mine"))
    expect(hers.locator("#shared")).to_contain_text(people.taker.name)
    assert serious(hers) == []
    hers.goto(site.url + reverse("rights:consents"))
    hers.locator("form:has(input[value=registry_sharing])[action$='/disagree'] button").click()
    expect(hers.locator("form:has(input[value=registry_sharing])[action$='/agree'] button")).to_be_visible()

    office.goto(site.url + reverse("exchange:agreement", args=[agreement.uid]))
    office.locator("form[action$=make] button").click()
    office.wait_for_url("**/packages/*/")
    made = Package.objects.get(number=2)
    worked(made.job)
    made.refresh_from_db()
    assert (made.people, made.withdrawn) == (0, 1)
    theirs.goto(site.url + reverse("exchange:receiving"))
    theirs.locator("form[action*='/take/'] button").click()
    come_in(theirs)
    taken.refresh_from_db()
    assert taken.name == ""
    assert Card.objects.get(organisation=people.taker).entry_count == 1
    assert Claim.objects.get().state == Claim.CONFIRMED
