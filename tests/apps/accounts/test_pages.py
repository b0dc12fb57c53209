"""The account pages: whole, wholly Chinese, without inline script."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from jinguo.apps.accounts import actions, second_factor
from jinguo.apps.accounts.models import User

GOOD = "Qing-Ming-4-5"
# Names, addresses and units that are Latin in Chinese text as well.
_LATIN = {
    "english",
    "jinguo",
    "lifang",
    "li",
    "fang",
    "example",
    "org",
    "chrome",
    "linux",
    "a",
    "aa",
    "en",
    "zh",
}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


@pytest.fixture
def li():
    return actions.create_user(
        username="lifang", name="李芳", email="li.fang@example.org", password=GOOD, by=None
    )


@pytest.fixture
def signed_in(client, li):
    client.post(reverse("account_login"), {"login": "lifang", "password": GOOD})
    client.post(reverse("account_reauthenticate"), {"password": GOOD})
    return client


class _Page(HTMLParser):
    """The words a person reads, and what a strict policy would refuse."""

    def __init__(self, html):
        super().__init__()
        self.words, self.refused, self.silent = [], [], 0
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        data = tag == "script" and given.get("type") == "application/json"
        if tag == "style" or "style" in given or (tag == "script" and "src" not in given and not data):
            self.refused.append(f"<{tag} {given}>")
        self.refused += [f"{tag} {name}" for name in given if name.startswith("on")]
        self.silent += tag in ("script", "style", "code", "noscript")
        self.words += [
            given[name] for name in ("placeholder", "title", "aria-label", "alt") if given.get(name)
        ]

    def handle_endtag(self, tag):
        self.silent -= tag in ("script", "style", "code", "noscript")

    def handle_data(self, data):
        if not self.silent:
            self.words.append(data)

    @property
    def foreign(self):
        found = {word for text in self.words for word in re.findall(r"[A-Za-z]{2,}", text)}
        return {word for word in found if word.lower() not in _LATIN}


def look_at(response):
    """Nothing on the whole page that the policy refuses; the words of its main part."""
    html = response.content.decode()
    assert _Page(html).refused == []
    return _Page(re.search(r"<main.*?</main>", html, re.DOTALL)[0])


ENTRANCE = ["account_login", "account_reset_password", "account_reset_password_done", "account_signup"]
ENTRANCE += ["account_inactive", "account_email_verification_sent", "account_reset_password_from_key_done"]
OWN = [
    "account_reauthenticate",
    "accounts:profile",
    "accounts:security",
    "account_change_password",
    "account_email",
    "account_logout",
]
FACTORS = ["mfa_activate_totp", "mfa_list_webauthn", "mfa_add_webauthn"]
WITH_FACTOR = ["mfa_generate_recovery_codes", "mfa_deactivate_totp", "mfa_view_recovery_codes"]


@pytest.mark.parametrize("name", ENTRANCE)
def test_entrance_pages_are_chinese(client, name):
    response = client.get(reverse(name), HTTP_ACCEPT_LANGUAGE="zh-CN")

    assert response.status_code == 200
    assert look_at(response).foreign == set()


@pytest.mark.parametrize("name", OWN + FACTORS)
def test_own_pages_are_chinese(signed_in, name):
    response = signed_in.get(reverse(name), HTTP_ACCEPT_LANGUAGE="zh-CN")

    assert response.status_code == 200
    assert look_at(response).foreign - {"TOTP"} == set()


@pytest.mark.parametrize("name", WITH_FACTOR)
def test_pages_of_a_second_factor_are_chinese(signed_in, li, rf, name):
    with_second_factor(li, rf)

    response = signed_in.get(reverse(name), HTTP_ACCEPT_LANGUAGE="zh-CN")

    assert response.status_code == 200
    assert look_at(response).foreign == set()


def with_second_factor(user, rf):
    from allauth.core import context
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    secret = generate_totp_secret()
    with context.request_context(rf.get("/")):
        TOTP.activate(user, secret)
        RecoveryCodes.activate(user)
    return secret


@pytest.mark.parametrize("name", [*ENTRANCE, *OWN, *FACTORS])
def test_pages_are_complete_in_english(signed_in, name):
    response = signed_in.get(reverse(name), HTTP_ACCEPT_LANGUAGE="en", follow=True)

    text = " ".join(look_at(response).words)
    assert (
        re.findall(r"[\u4e00-\u9fff]+", text.replace("李芳", "").replace("中文", "").replace("简体", ""))
        == []
    )


def test_the_way_in_with_password_and_app(client, li, rf):
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

    secret = with_second_factor(li, rf)

    first = client.post(reverse("account_login"), {"login": "lifang", "password": GOOD})
    asked = client.get(first.url, HTTP_ACCEPT_LANGUAGE="zh-CN")
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    second = client.post(first.url, {"code": code})

    assert first.url == reverse("mfa_authenticate")
    assert look_at(asked).foreign == set()
    assert second.url == "/"
    assert client.session["_auth_user_id"] == str(li.pk)


def test_the_app_is_set_up_with_a_picture_and_a_code(signed_in, li):
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

    page = signed_in.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.search(r"<code>([A-Z2-7]{32})</code>", page)[1]
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))

    response = signed_in.post(reverse("mfa_activate_totp"), {"code": code})

    assert 'src="data:image/svg+xml' in page
    assert response.status_code == 302
    kinds = set(Authenticator.objects.filter(user=li).values_list("type", flat=True))
    assert kinds == {"totp", "recovery_codes"}


def test_taking_the_app_off_brings_the_demand_back(signed_in, li, rf, settings, monkeypatch):
    settings.REQUIRE_SECOND_FACTOR = ["officer"]
    monkeypatch.setattr(second_factor, "_roles", [lambda user: ["officer"]])
    with_second_factor(li, rf)
    let_in = signed_in.get(reverse("home")).status_code

    signed_in.post(reverse("mfa_deactivate_totp"))

    assert let_in == 200
    assert signed_in.get(reverse("home")).url == reverse("accounts:security")


def test_setting_up_an_app_asks_for_the_password_first(client, li):
    client.post(reverse("account_login"), {"login": "lifang", "password": GOOD})

    response = client.get(reverse("mfa_activate_totp"))

    assert response.url.startswith(reverse("account_reauthenticate"))


def test_the_profile_is_saved_and_its_language_used(signed_in, li):
    response = signed_in.post(
        reverse("accounts:profile"), {"name": "李芳芳", "phone": "138 0000 1234", "locale": "en"}, follow=True
    )

    assert User.objects.get().name == "李芳芳"
    assert 'lang="en"' in response.content.decode()


def test_a_profile_without_name_is_not_saved(signed_in):
    response = signed_in.post(reverse("accounts:profile"), {"name": " ", "phone": "", "locale": ""})

    assert response.status_code == 422
    assert User.objects.get().name == "李芳"


def test_a_forgotten_password_is_set_anew_by_a_link(client, li, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    client.post(reverse("account_reset_password"), {"email": li.email}, HTTP_ACCEPT_LANGUAGE="zh-CN")
    link = re.search(r"http://testserver(\S+)", mail.outbox[0].body)[1]

    form = client.get(link, follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": "Chun-Fen-3-20", "password2": "Chun-Fen-3-20"})

    li.refresh_from_db()
    assert li.check_password("Chun-Fen-3-20")
    assert mail.outbox[0].to == ["li.fang@example.org"]


def test_an_administrator_hands_over_a_link_that_works_once(client, li):
    administrator = actions.create_user(username="admin", name="管理员", by=None)
    link = actions.password_link(li, by=administrator)
    page = client.get(link, follow=True).redirect_chain[-1][0]

    for password in ("Chun-Fen-3-20", "Qiu-Fen-9-22!"):
        client.post(page, {"password1": password, "password2": password})

    li.refresh_from_db()
    assert li.check_password("Chun-Fen-3-20")
    assert client.get(link).status_code == 200


def test_an_unknown_address_gets_no_mail_and_the_same_page(client, li, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    response = client.post(reverse("account_reset_password"), {"email": "who@example.org"})

    assert response.url == reverse("account_reset_password_done")
    assert mail.outbox == []


def test_messages_are_chinese(client, li, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.SITE_URL = "https://jinguo.example.org"
    chinese = {"HTTP_ACCEPT_LANGUAGE": "zh-CN", "HTTP_USER_AGENT": "Chrome"}
    client.post(reverse("account_reset_password"), {"email": li.email}, **chinese)
    client.post(reverse("account_login"), {"login": "lifang", "password": GOOD})
    change = {"oldpassword": GOOD, "password1": "Chun-Fen-3-20", "password2": "Chun-Fen-3-20"}
    client.post(reverse("account_change_password"), change, **chinese)
    client.post(reverse("account_email"), {"email": "new@example.org", "action_add": ""}, **chinese)

    assert [message.to for message in mail.outbox] == [[li.email], [li.email], ["new@example.org"]]
    for message in mail.outbox:
        text = re.sub(r"https?://\S+", "", message.subject + message.body)
        assert {word for word in re.findall(r"[A-Za-z]{2,}", text) if word.lower() not in _LATIN} == set()


def test_changing_the_password_says_what_the_policy_wants(signed_in):
    page = signed_in.post(
        reverse("account_change_password"),
        {"oldpassword": GOOD, "password1": "short", "password2": "short"},
        HTTP_ACCEPT_LANGUAGE="zh-CN",
    )

    assert "密码只有 5 个字符，至少要 12 个。" in page.content.decode()
