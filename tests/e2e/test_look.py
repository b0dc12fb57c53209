"""The frame and the pieces in a real browser: no serious finding, nothing wider than the screen."""

from __future__ import annotations

import json

import pytest
from django.contrib.auth import get_user_model

from jinguo.apps.clock import now
from jinguo.standards.words import count_words
from tests.e2e.browser import expect, keeps_a_picture, serious

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def server(live_server, settings):
    settings.DEMO = True
    user = get_user_model().objects.create_user("wang", "wang@example.org", "a-long-password-1", name="王丽")
    user.password_changed_at = now()
    user.save()
    return live_server.url


def sign_in(page, server: str) -> None:
    page.goto(server + "/accounts/login/")
    page.fill("[name=login]", "wang")
    page.fill("[name=password]", "a-long-password-1")
    page.click("main form:has([name=login]) button[type=submit]")
    page.wait_for_url(server + "/")


@pytest.mark.parametrize("width", [1280, 390])
def test_the_pages_are_sound_in_the_browser(server, page_at, width):
    page = page_at(width)
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on(
        "console", lambda line: wrong.append(line.text) if "Content Security Policy" in line.text else None
    )
    for name, path in [
        ("login", "/accounts/login/"),
        ("gallery", "/gallery/"),
        ("home", "/"),
        ("not-found", "/nothing/"),
    ]:
        if name == "home":
            sign_in(page, server)
        page.goto(server + path)
        page.evaluate("scrollTo(0, 0)")
        keeps_a_picture(page, f"{name}-{width}")
        assert serious(page) == [], name
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    assert wrong == []


def test_the_telephone_menu_opens_with_and_without_scripts(server, page_at):
    page = page_at(390)
    sign_in(page, server)
    page.click("[data-menu-open]")
    expect(page.locator("#menu .side-link").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#menu")).to_be_hidden()
    plain = page_at(390, java_script_enabled=False)
    plain.goto(server + "/gallery/")
    plain.click(".menu-open")
    expect(plain.locator("#menu .menu-close")).to_be_visible()


def test_a_button_that_asks_first_asks(server, page_at):
    page = page_at()
    page.goto(server + "/gallery/")
    page.locator("main button[data-opens^=ask]").first.click()
    expect(page.locator("dialog[open]")).to_have_count(1)
    page.click("dialog[open] [data-shuts]")
    expect(page.locator("dialog[open]")).to_have_count(0)


def test_the_large_text_is_at_least_18_px_and_stays(server, page_at):
    page = page_at()
    page.goto(server + "/gallery/")
    page.locator("button[name=text_size]:visible").first.click()
    page.goto(server + "/gallery/")
    assert float(page.evaluate("getComputedStyle(document.body).fontSize").removesuffix("px")) >= 18


def test_a_form_is_sent_once_however_often_the_button_is_pressed(server, page_at):
    page = page_at()
    sent = []
    page.route("**/twice", lambda route: sent.append(route.request.url))
    page.goto(server + "/gallery/")
    page.evaluate(
        """() => { const f = document.createElement("form"); f.method = "post"; f.action = "/twice";
        f.innerHTML = "<button>go</button>"; document.querySelector("main").append(f); }"""
    )
    press = "document.querySelector('form[action=\"/twice\"] button').click()"
    page.evaluate(f"() => {{ for (let i = 0; i < 3; i++) {press} }}")
    page.wait_for_timeout(300)
    assert len(sent) == 1


def test_a_session_that_ended_asks_to_sign_in_and_keeps_the_text(server, page_at):
    page = page_at()
    sign_in(page, server)
    page.goto(server + "/gallery/")
    page.fill("#id_story", "很长的一段文字")
    page.context.clear_cookies()
    page.evaluate("htmx.ajax('GET', '/calls/', '#table')")
    page.locator("#sign-in-again[open]").wait_for()
    expect(page.locator("#id_story")).to_have_value("很长的一段文字")
    assert serious(page) == []


def test_text_typed_into_a_form_outlives_signing_in_again(server, page_at):
    page = page_at()
    sign_in(page, server)
    page.goto(server + "/accounts/profile/")
    page.fill("main [name=name]", "王丽丽")
    page.context.clear_cookies(name="sessionid")
    page.click("main form:has([name=name]) button.btn-primary")
    page.wait_for_url("**/accounts/login/**")
    page.fill("[name=login]", "wang")
    page.fill("[name=password]", "a-long-password-1")
    page.click("main form:has([name=login]) button[type=submit]")
    page.wait_for_url(server + "/accounts/profile/")
    expect(page.locator("main [name=name]")).to_have_value("王丽丽")
    expect(page.locator("#toasts")).to_contain_text("已恢复")


def test_the_server_away_is_said_and_the_text_stays(server, page_at):
    page = page_at()
    page.goto(server + "/gallery/")
    page.fill("#id_story", "很长的一段文字")
    page.route("**/away", lambda route: route.abort())
    page.evaluate("htmx.ajax('GET', '/away', '#table').catch(() => {})")
    expect(page.locator("#toasts")).to_contain_text("网络连接中断")
    expect(page.locator("#id_story")).to_have_value("很长的一段文字")


TEXTS = [
    "她获得2项专利。",
    "AI for science 研究",
    "“双碳”——2030年前…… 完成·任务",
    "𠮷田 㛃 emoji 😀 C++17/Ⅲ",
    "",
    " \t\n\u3000a-b c_d 3.14\u200b15 ①②",
    "全角ＡＢＣ１２３ half-width",
]


def test_the_page_counts_words_as_the_server_does(server, page_at):
    page = page_at()
    page.goto(server + "/gallery/")
    counted = page.evaluate(f"({json.dumps(TEXTS)}).map(window.jinguo.countWords)")
    assert counted == [count_words(text) for text in TEXTS]
