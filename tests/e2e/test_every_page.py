"""Every page there is, in the world of the address table: whichever `test_pages_look` does not walk to.

A page that is added comes here by itself, with its line in `tests/contracts/addresses.txt`.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client

from jinguo.apps import files
from jinguo.reasons import Verdict
from tests.contracts import world as worlds
from tests.contracts.test_chinese_pages import PAGES
from tests.e2e import look_data
from tests.e2e.browser import keeps_a_picture, serious
from tests.e2e.test_pages_look import LANGUAGES, WIDTHS, chinese_left
from tests.factories import read_through

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WALKED = set(re.findall(r'page\("([\w:]+)"', Path(look_data.__file__).read_text("utf-8")))
OTHERS = [(address, role) for address, role in PAGES if address.name not in WALKED]


@pytest.fixture
def world(live_server, settings):
    settings.REQUIRE_SECOND_FACTOR = []
    files.register(
        "test_contract_file", lambda user, stored: Verdict.of(user.pk == stored.by_id, "job_of_another")
    )
    made = worlds.build()
    made.url = live_server.url
    return made


def pages_of(world):
    """(role, name, path) of the whole pages, each once: no fragments, no files, no letters in a frame."""
    seen = set()
    for address, role in OTHERS:
        path = address.url(world.things)
        client = visitor(world, role)
        answer = client.get(path)
        if path not in seen and "<html lang" in read_through(answer).decode("utf-8", "ignore"):
            seen.add(path)
            yield role, address.name.replace(":", "-"), path


def visitor(world, role):
    client = Client()
    if world.users[role] is not None:
        client.force_login(world.users[role])
    return client


def test_every_other_page_is_sound_at_both_widths(world, page_at):
    wrong: list[str] = []
    browsers = {}
    for role, name, path in pages_of(world):
        if role not in browsers:
            page = browsers[role] = page_at()
            session = visitor(world, role).cookies.get("sessionid")
            if session:
                page.context.add_cookies([{"name": "sessionid", "value": session.value, "url": world.url}])
        wrong += looks_at(browsers[role], world.url, f"all-{role}-{name}", path)
    assert not wrong, "\n".join(wrong)


def looks_at(page, url, name, path):
    """Chinese on a phone, English on a desk: each language and each width once."""
    problems = []
    for language, width in zip(LANGUAGES, reversed(WIDTHS), strict=True):
        page.context.add_cookies([{"name": "django_language", "value": language, "url": url}])
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(url + path)
        keeps_a_picture(page, f"{name}-{language}-{width}")
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            problems.append(f"{language} {path}: {wide} px wide at {width}")
        problems += [f"{width} {path}: {line}" for line in serious(page)]
    left = chinese_left(page)
    return [f"{name} {one}" for one in [*problems, *([f"Chinese left: {left}"] if left else [])]]
