"""Messages are queued in the recipient's language, sent once, and never lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail

from jinguo import phrases
from jinguo.apps.accounts.models import User
from jinguo.apps.clock import held_at, now
from jinguo.apps.outbox import actions
from jinguo.apps.outbox.models import Channel, Message

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _sentences(monkeypatch):
    known = {
        **phrases.catalogue(),
        "tea_subject": {"zh": "请{name}喝茶", "en": "Tea for {name}"},
        "tea_body": {"zh": "{day:date}见。", "en": "See you on {day:date}."},
    }
    monkeypatch.setattr(phrases, "catalogue", lambda: known)


@pytest.fixture
def alice():
    return User.objects.create_user("alice", "alice@example.org", name="Alice", locale="en")


def queue_tea(*to):
    return actions.queue("tea", to=to, params={"name": "Alice", "day": "2026-10-12"}, link="/tea")


def test_a_user_gets_an_in_site_message_and_a_mail_in_her_language(alice):
    queue_tea(alice)

    rows = Message.objects.order_by("channel").values_list("channel", "subject", "body")
    assert list(rows) == [
        ("email", "Tea for Alice", "See you on 12 October 2026."),
        ("site", "Tea for Alice", "See you on 12 October 2026."),
    ]


def test_an_outside_address_gets_a_mail_in_the_language_of_the_site():
    (message,) = queue_tea(("李华", "lihua@example.org"))

    assert (message.channel, message.subject) == (Channel.EMAIL, "请Alice喝茶")


def test_what_is_due_is_sent_once_with_its_link(alice, settings):
    settings.SITE_URL = "https://example.org"
    queue_tea(alice)

    assert actions.send_due() == {"sent": 1, "failed": 0}
    assert actions.send_due() == {"sent": 0, "failed": 0}
    (sent,) = mail.outbox
    assert sent.to == ["Alice <alice@example.org>"]
    assert "https://example.org/tea" in sent.body


def test_a_mail_server_that_is_away_is_tried_again_after_1_4_16_and_64_minutes(alice, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_SSL = "127.0.0.1", 1, False
    queue_tea(alice)
    message = Message.objects.get(channel=Channel.EMAIL)
    waits = []

    for _ in range(5):
        with held_at(message.due_at):
            assert actions.send_due() == {"sent": 0, "failed": 1}
            message.refresh_from_db()
            waits.append((message.due_at - now()) // timedelta(minutes=1))

    assert waits == [1, 4, 16, 64, 64]
    assert (message.sent_at, message.last_error) == (None, "mail_server_away")
    assert phrases.term(message.last_error, "en") != message.last_error


def test_a_message_claimed_by_a_worker_that_died_is_sent_by_another(alice):
    queue_tea(alice)
    Message.objects.filter(channel=Channel.EMAIL).update(claimed_at=now())

    assert actions.send_due() == {"sent": 0, "failed": 0}
    with held_at(now() + timedelta(minutes=11)):
        assert actions.send_due() == {"sent": 1, "failed": 0}


def test_without_a_mail_server_users_are_told_in_the_site_and_outside_mail_waits(alice, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    queue_tea(alice, ("李华", "lihua@example.org"))

    assert actions.send_due() == {"sent": 0, "failed": 1}
    waiting = Message.objects.get(channel=Channel.EMAIL)
    assert (waiting.to_name, waiting.last_error) == ("李华", "mail_not_set_up")
