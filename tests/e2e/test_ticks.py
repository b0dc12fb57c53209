"""What an officer ticked in a long list stays ticked while she pages and searches in it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from jinguo.apps.organisations import kinds
from tests import factories
from tests.e2e.browser import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_ticks_outlive_paging_and_searching(live_server, settings, client, page_at):
    settings.REQUIRE_SECOND_FACTOR = []
    people = factories.cast()
    call = factories.draft_call(people)
    for number in range(60):
        factories.organisation(f"示例学会{number:02d}", kinds.SOCIETY, parent=people.association)
    client.force_login(people.officer)
    page = page_at()
    session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    page.context.add_cookies([session])
    page.goto(live_server.url + reverse("calls:setup_invite", args=[call.uid]))

    page.check("[aria-label='示例学会03']")
    page.locator("#found .pager [rel=next]").click()
    expect(page.locator("[aria-label='示例学会59']")).to_be_visible()
    expect(page.locator("[data-bulk-count]")).to_have_text("1")
    page.check("[aria-label='示例学会59']")
    page.fill("input[type=search]", "示例学会03")
    expect(page.locator("[aria-label='示例学会59']")).to_have_count(0)
    expect(page.locator("[aria-label='示例学会03']")).to_be_checked()
    expect(page.locator("[data-bulk-count]")).to_have_text("2")
    page.locator("#invite .form-acts button.btn-primary").click()

    expect(page.locator("main")).to_contain_text("示例学会59")
    expect(page.locator("main")).to_contain_text("示例学会03")
