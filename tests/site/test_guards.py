"""What stands around every page: sizes, hosts, what the log keeps."""

from __future__ import annotations

import logging

import pytest
from django.conf import settings
from django.urls import reverse
from tests import factories

from jinguo.site.logs import DiscreetFormatter
from jinguo.site.middleware import SizeMiddleware

pytestmark = pytest.mark.django_db


def post_of(client, length: int):
    return client.generic("POST", reverse("account_login"), b"x", CONTENT_LENGTH=str(length))


def test_a_visitors_huge_post_is_answered_before_it_is_read(client):
    answer = post_of(client, SizeMiddleware.visitor + 1)
    assert answer.status_code == 413
    assert "文件太大" in answer.content.decode()


def test_a_signed_in_user_may_send_a_video_but_not_everything(client):
    client.force_login(factories.user("li"))
    assert post_of(client, SizeMiddleware.user + 1).status_code == 413
    assert post_of(client, SizeMiddleware.visitor + 1).status_code != 413


def test_the_log_keeps_no_key_and_no_number():
    record = logging.LogRecord(
        "django.request",
        logging.WARNING,
        "base.py",
        1,
        "%s: %s",
        ("Conflict", "/confirm/s3cr3t-Key_1/ 11010519491231002x 13800001234 /invitation/abc/"),
        None,
    )
    assert DiscreetFormatter().format(record) == "Conflict: /confirm/…/ … … /invitation/…/"


def test_the_log_of_the_site_is_discreet():
    handler = settings.LOGGING["handlers"]["console"]
    assert settings.LOGGING["formatters"][handler["formatter"]]["()"].endswith("DiscreetFormatter")


def test_a_name_that_nobody_has_is_locked_like_an_account(client):
    """Otherwise the number of tries tells which accounts there are."""
    factories.user("li")

    def tries(name: str) -> list[bool]:
        answers = [
            client.post(reverse("account_login"), {"login": name, "password": f"wrong {n}"})
            for n in range(settings.SIGN_IN_LOCK_AFTER + 2)
        ]
        return [
            any(
                "too many" in str(e).lower() or "次数过多" in str(e) or "过多" in str(e)
                for e in a.context["form"].non_field_errors()
            )
            for a in answers
        ]

    assert tries("li") == tries("nobody")


def test_what_a_signed_in_user_reads_is_kept_by_no_cache(client):
    assert "Cache-Control" not in client.get(reverse("calls:public_list"))
    client.force_login(factories.user("li"))
    assert client.get("/")["Cache-Control"] == "private, no-cache"
    assert client.post(reverse("account_logout"))["Clear-Site-Data"] == '"cache"'
