"""The nomination page in a real browser: saved as she goes, never overwritten, nothing lost; materials;
her link.
"""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.urls import reverse

from jinguo.apps.calls.actions import confirming, nominating
from jinguo.apps.calls.states import NominationState
from jinguo.demo.media import page_as_jpg, photo
from tests import factories
from tests.e2e.browser import expect, serious

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHOTOS = {"key": "photos", "label": "工作照", "kind": "photo", "formats": ["jpg"], "max_count": 2}
RULES = {"rules": [{"id": "clean", "kind": "statement", "text": "未处于被立案调查期间"}]}
SAVED = "[data-kept][data-state=saved]"


@pytest.fixture
def site(live_server, settings, client):
    cache.clear()
    settings.REQUIRE_SECOND_FACTOR = []
    live_server.people = factories.cast()
    live_server.call = factories.open_call(live_server.people, materials=[PHOTOS], eligibility=RULES)
    society, li = live_server.people.society, live_server.people.li
    live_server.nomination = factories.draft(live_server.call, society, li)
    client.force_login(li)
    live_server.session = client.cookies["sessionid"].value
    return live_server


def opened(page_at, site, width=1280):
    page = page_at(width)
    sign_in(page, site)
    page.goto(site.url + reverse("calls:unit_nomination", args=[site.nomination.uid]))
    return page


def sign_in(page, site):
    page.context.add_cookies([{"name": "sessionid", "value": site.session, "url": site.url}])


def write(page, key, text):
    page.fill(f"#f-{key}", text)
    page.press(f"#f-{key}", "Tab")


def value(site, key):
    return site.nomination.values.get(key=key).value


def test_each_field_is_saved_and_the_panel_follows(site, page_at):
    page = opened(page_at, site)
    expect(page.locator("#panel .todo li")).to_have_count(2)  # the photo and the declaration

    write(page, "honours", "全国三八红旗手")
    page.wait_for_selector(f"#field-honours {SAVED}")
    page.check("[name=f-declared_clean] >> nth=0")
    page.wait_for_selector("#eligibility li[data-outcome=ok]")

    assert value(site, "honours") == "全国三八红旗手"
    expect(page.locator("#panel .todo li")).to_have_count(1)


def test_without_a_connection_it_waits_and_then_saves(site, page_at):
    page = opened(page_at, site)

    page.context.set_offline(True)
    write(page, "deeds", "离线时写的事迹。")
    page.wait_for_selector("#field-deeds [data-kept][data-state=failed]")
    page.context.set_offline(False)
    page.wait_for_selector(f"#field-deeds {SAVED}")

    assert value(site, "deeds") == "离线时写的事迹。"


def test_after_the_session_ended_the_text_is_offered_back(site, page_at):
    page = opened(page_at, site)
    page.context.clear_cookies(name="sessionid")
    write(page, "deeds", "会话过期时写的事迹。")
    page.wait_for_selector("#sign-in-again[open]")

    page.once("dialog", lambda dialog: dialog.accept())
    sign_in(page, site)
    page.reload()
    page.click(".nom-kept button >> nth=0")
    page.wait_for_selector(f"#field-deeds {SAVED}")

    assert value(site, "deeds") == "会话过期时写的事迹。"


def test_of_two_versions_she_chooses(site, page_at):
    page = opened(page_at, site)
    nominating.save_field(
        nomination=site.nomination, key="deeds", raw="同事写的。", seen_version=1, by=site.people.li
    )

    write(page, "deeds", "我写的。")
    page.wait_for_selector("#field-deeds [data-clash]")
    expect(page.locator("#field-deeds [data-clash]")).to_contain_text("同事写的。")
    assert value(site, "deeds") == "同事写的。"
    page.click("#field-deeds [data-keep-mine]")
    page.wait_for_selector(f"#field-deeds {SAVED}")

    assert value(site, "deeds") == "我写的。"


def test_photos_are_checked_at_once_and_it_is_handed_in(site, page_at, tmp_path):
    good, bad = tmp_path / "工作照.jpg", tmp_path / "网页.jpg"
    good.write_bytes(photo(1, "laboratory", (900, 600)))
    bad.write_bytes(page_as_jpg())
    page = opened(page_at, site)

    page.set_input_files("#material-photos input[type=file]", [bad, good])
    page.wait_for_selector("#material-photos .mat")
    expect(page.locator("#material-photos .drop-wrong")).to_have_count(1)
    page.check("[name=f-declared_clean] >> nth=0")
    page.wait_for_selector("#eligibility li[data-outcome=ok]")
    page.locator("[data-hand-in]").first.click()
    page.wait_for_url(f"**{reverse('calls:unit_receipt', args=[site.nomination.uid])}")

    site.nomination.refresh_from_db()
    assert site.nomination.state == NominationState.SUBMITTED
    assert site.nomination.receipt in page.content()


@pytest.mark.parametrize("width", [1280, 390])
def test_the_pages_can_be_used_by_everyone(site, page_at, width):
    page = opened(page_at, site, width)
    _, token = confirming.ask(nomination=site.nomination, by=site.people.li)
    addresses = [
        reverse("calls:unit_calls"),
        reverse("calls:unit_call", args=[site.call.uid, site.people.society.uid]),
        reverse("calls:unit_nomination", args=[site.nomination.uid]),
        reverse("calls:unit_history", args=[site.nomination.uid]),
        reverse("calls:unit_print", args=[site.nomination.uid]),
        reverse("calls:confirm", args=[token]),
    ]

    for address in addresses:
        page.goto(site.url + address)
        assert serious(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
