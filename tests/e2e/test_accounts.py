"""Signing in and looking after an account in a real browser, with a passkey of a virtual device."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.urls import reverse

from jinguo.apps.accounts import actions
from jinguo.apps.accounts.models import User
from tests.e2e.browser import browser, page_at, serious  # noqa: F401

GOOD = "Qing-Ming-4-5"
OWN = ["accounts:profile", "accounts:security", "account_change_password", "account_email"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def site(live_server, settings):
    """The address by a name, not a number: browsers tie a passkey to a name."""
    cache.clear()
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    actions.create_user(username="lifang", name="李芳", email="li.fang@example.org", password=GOOD, by=None)
    return live_server.url.replace("127.0.0.1", "localhost")


def sign_in(page, site):
    page.goto(site + reverse("account_login"))
    page.fill("#id_login", "lifang")
    page.fill("#id_password", GOOD)
    page.click("main form button[type=submit]")
    page.wait_for_url(site + "/")


def with_virtual_device(page):
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    device = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True}
    device |= {"hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": device})


def test_a_passkey_is_added_and_then_signs_in_without_a_password(site, page_at):  # noqa: F811
    page = page_at()
    refused = []
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    with_virtual_device(page)
    sign_in(page, site)

    page.goto(site + reverse("mfa_add_webauthn"))
    page.fill("#id_password", GOOD)
    page.click("main form button[type=submit]")
    page.click("#mfa_webauthn_add")
    page.wait_for_url(f"**{reverse('mfa_view_recovery_codes')}")
    page.context.clear_cookies()
    page.goto(site + reverse("account_login"))
    page.click("#passkey_login")
    page.wait_for_url(site + "/")

    assert User.objects.get().authenticator_set.filter(type="webauthn").count() == 1
    assert refused == []


def test_a_device_without_passkey_is_told_so_on_the_page(site, page_at):  # noqa: F811
    page = page_at()
    page.goto(site + reverse("account_login"))
    # A browser whose person presses "cancel".
    cancel = "() => Promise.reject(new DOMException('', 'NotAllowedError'))"
    page.evaluate(f"() => {{ navigator.credentials.get = {cancel} }}")

    page.click("#passkey_login")

    page.wait_for_selector("#passkey-problem:not([hidden])")


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_serious_on_the_account_pages(site, page_at, width):  # noqa: F811
    page = page_at(width)
    page.goto(site + reverse("account_login"))
    found = {"account_login": serious(page)}
    sign_in(page, site)
    for name in OWN:
        page.goto(site + reverse(name))
        found[name] = serious(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width

    assert {name: problems for name, problems in found.items() if problems} == {}
