"""Accounts: how they are made, what a password must be, when sign-in is refused, when sessions end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from jinguo.apps.accounts import actions, passwords, second_factor
from jinguo.apps.accounts.models import PastPassword, User
from jinguo.apps.accounts.queries import browser_of
from jinguo.apps.audit.models import Entry
from jinguo.apps.clock import held_at
from jinguo.errors import Refused

NOON = datetime(2026, 10, 12, 4, 0, tzinfo=UTC)
GOOD = "Qing-Ming-4-5"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


@pytest.fixture
def li():
    return actions.create_user(
        username="lifang", name="李芳", email="Li.Fang@example.org", password=GOOD, by=None
    )


def codes(refused):
    return [reason.code for reason in refused.value.reasons]


def acts():
    return list(Entry.objects.order_by("id").values_list("action", flat=True))


def sign_in(client, login, password):
    return client.post(reverse("account_login"), {"login": login, "password": password})


def is_signed_in(client):
    return Session.objects.filter(session_key=client.session.session_key).exists() and (
        "_auth_user_id" in client.session
    )


# --- making accounts


def test_an_account_has_a_verified_address_and_its_making_is_in_the_trail(li):
    assert li.email == "li.fang@example.org"
    assert [(a.email, a.verified, a.primary) for a in li.emailaddress_set.all()] == [(li.email, True, True)]
    assert acts() == ["user_created"]


def test_user_names_and_addresses_are_taken_whatever_their_case(li):
    with pytest.raises(Refused) as name_taken:
        actions.create_user(username="LiFang", name="李方", by=None)
    with pytest.raises(Refused) as email_taken:
        actions.create_user(username="li2", name="李方", email="LI.FANG@example.org", by=None)

    assert (codes(name_taken), codes(email_taken)) == (["username_taken"], ["email_taken"])
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"username": " "}, "username_missing"),
        ({"username": "a b"}, "account_fields_wrong"),
        ({"name": "芳" * 101}, "account_fields_wrong"),
        ({"email": "no address"}, "email_malformed"),
        ({"password": "short"}, "password_too_short"),
    ],
)
def test_an_account_that_cannot_be_is_refused(fields, code):
    with pytest.raises(Refused) as refused:
        actions.create_user(**{"username": "zhao", "name": "赵", "by": None, **fields})

    assert codes(refused)[0] == code
    assert not User.objects.exists()


def test_an_account_without_password_cannot_sign_in(client):
    actions.create_user(username="zhao", name="赵", by=None)

    sign_in(client, "zhao", "None")

    assert not is_signed_in(client)


def test_nobody_can_sign_up_alone(client):
    client.post(reverse("account_signup"), {"username": "x", "email": "x@example.org", "password1": GOOD})

    assert not User.objects.exists()


# --- passwords


@pytest.mark.parametrize(
    ("password", "found"),
    [
        ("Ab1-Ab1-Ab1", ["password_too_short"]),
        ("abcdefghijkl-mnop", ["password_too_plain"]),
        ("Li.Fang@Example.org", ["password_like_yourself"]),
        ("巾帼英雄Abc-2026-风采", []),
        ("A1-" + "b" * 126, ["password_too_long"]),
    ],
)
def test_the_profile_of_level_3(li, password, found):
    assert [reason.code for reason in passwords.problems(password, li)] == found


def test_the_profile_of_asvs_asks_for_length_and_refuses_common_passwords(settings):
    settings.PASSWORD_PROFILE = "asvs"

    assert passwords.problems("correct horse battery staple") == []
    assert [reason.code for reason in passwords.problems("1234567891011")] == ["password_common"]


def test_the_last_five_passwords_cannot_come_again(li):
    for number in range(5):
        actions.set_password(li, f"Autumn-2026-No-{number}", by=li)
    assert passwords.problems(GOOD, li) == []

    with pytest.raises(Refused) as refused:
        actions.set_password(li, "Autumn-2026-No-0", by=li)

    assert codes(refused) == ["password_had_before"]
    assert PastPassword.objects.filter(user=li).count() == 5


def test_a_password_older_than_the_profile_allows_must_be_changed_first(client, li):
    with held_at(NOON):
        li.set_password(GOOD)
        li.save()
    with held_at(NOON + timedelta(days=181)):
        sign_in(client, "lifang", GOOD)
        response = client.get(reverse("home"))

    assert (response.status_code, response.url) == (302, reverse("account_change_password"))


# --- signing in


@pytest.mark.parametrize("login", ["lifang", "li.fang@example.org", "LI.FANG@example.org"])
def test_sign_in_by_user_name_or_address(client, li, login):
    response = sign_in(client, login, GOOD)

    assert (response.status_code, response.url) == (302, "/")
    assert acts() == ["user_created", "user_signed_in"]


def test_five_failures_lock_the_account_for_a_while_even_for_the_right_password(client, li):
    with held_at(NOON):
        for _ in range(5):
            sign_in(client, "lifang", "wrong")
        sign_in(client, "lifang", GOOD)
        let_in_while_locked = is_signed_in(client)
    with held_at(NOON + timedelta(minutes=16)):
        sign_in(client, "lifang", GOOD)

    assert not let_in_while_locked
    assert is_signed_in(client)
    assert acts() == ["user_created", *["user_sign_in_failed"] * 5, "user_locked", "user_signed_in"]
    li.refresh_from_db()
    assert (li.failed_sign_ins, li.locked_until) == (0, None)


def test_failures_by_user_name_and_by_address_count_together(client, li):
    for login in ("lifang", "li.fang@example.org", "LIFANG", "lifang", "li.fang@example.org"):
        sign_in(client, login, "wrong")

    li.refresh_from_db()
    assert li.is_locked


# --- sessions


def test_closing_an_account_ends_its_sessions(client, li):
    sign_in(client, "lifang", GOOD)
    assert (Session.objects.count(), UserSession.objects.count()) == (1, 1)

    actions.close_account(li, by=None, note="调离")

    assert (Session.objects.count(), UserSession.objects.count()) == (0, 0)
    assert client.get(reverse("accounts:profile")).status_code == 302
    sign_in(client, "lifang", GOOD)
    assert not is_signed_in(client)


def test_nobody_closes_her_own_account(li):
    with pytest.raises(Refused) as refused:
        actions.close_account(li, by=li)

    assert codes(refused) == ["cannot_close_own_account"]


def test_ending_the_others_leaves_this_session(client, li):
    other = Client()
    sign_in(other, "lifang", GOOD)
    sign_in(client, "lifang", GOOD)

    client.post(reverse("accounts:end_other_sessions"))

    assert is_signed_in(client)
    assert not is_signed_in(other)
    assert Entry.objects.get(action="user_sessions_ended").after == {"count": 1}


def test_a_session_ends_when_idle_and_sign_in_comes_back_to_the_page(client, li, settings):
    settings.SESSION_IDLE_MINUTES = 30
    with held_at(NOON):
        sign_in(client, "lifang", GOOD)
        client.get(reverse("accounts:profile"))
    with held_at(NOON + timedelta(minutes=29)):
        in_time = client.get(reverse("accounts:profile"))
    with held_at(NOON + timedelta(minutes=60)):
        too_late = client.get(reverse("accounts:profile"))

    assert in_time.status_code == 200
    assert too_late.url == f"{reverse('account_login')}?next={reverse('accounts:profile')}"
    assert not is_signed_in(client)


# --- the second factor


def test_an_officer_without_second_factor_is_led_to_set_one_up(client, li, settings, monkeypatch):
    settings.REQUIRE_SECOND_FACTOR = ["officer"]
    monkeypatch.setattr(second_factor, "_roles", [lambda user: ["officer"]])
    sign_in(client, "lifang", GOOD)

    before = client.get(reverse("home"))
    Authenticator.objects.create(user=li, type=Authenticator.Type.TOTP, data={"secret": "x"})
    after = client.get(reverse("home"))

    assert (before.status_code, before.url) == (302, reverse("accounts:security"))
    assert after.status_code == 200


def test_others_are_not_asked_for_a_second_factor(li, settings, monkeypatch):
    settings.REQUIRE_SECOND_FACTOR = ["officer"]
    monkeypatch.setattr(second_factor, "_roles", [lambda user: ["liaison"]])

    assert not second_factor.second_factor_demanded(li)


def test_the_secret_of_an_authenticator_app_is_sealed(li, rf):
    from allauth.core import context
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    secret = generate_totp_secret()
    with context.request_context(rf.get("/")):
        totp = TOTP.activate(li, secret)

    assert secret not in str(totp.instance.data)
    assert totp.instance.data["secret"].startswith("v1:")


# --- the profile


def test_a_change_of_the_profile_keeps_before_and_after_as_ciphertext(li):
    for _ in range(2):
        actions.change_profile(li, name="李芳芳", phone="13800001234", locale="zh-hans", by=li)

    entry = Entry.objects.get(action="user_changed")
    assert set(entry.after) == {"name", "phone", "locale"}
    assert "13800001234" not in str(entry.after)


def test_browsers_are_named_shortly():
    wechat = "Mozilla/5.0 (Linux; Android 14) Chrome/116.0 Mobile Safari/537.36 MicroMessenger/8.0"

    assert browser_of(wechat) == "微信 · Android"
    assert browser_of("curl/8.0") == "curl/8.0"
