"""The inbox is one's own; what an organisation sends is seen by its officers alone."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests import factories

from jinguo import phrases
from jinguo.apps.accounts.models import User
from jinguo.apps.clock import now
from jinguo.apps.outbox import actions, queries, writing
from jinguo.apps.outbox.models import Channel, Message

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _sentences(monkeypatch):
    known = {
        **phrases.catalogue(),
        "tea_subject": {"zh": "请{name}喝茶", "en": "Tea for {name}"},
        "tea_body": {"zh": "明天见。", "en": "See you tomorrow."},
    }
    monkeypatch.setattr(phrases, "catalogue", lambda: known)


@pytest.fixture(autouse=True)
def _without_second_factor(settings):
    settings.REQUIRE_SECOND_FACTOR = []


@pytest.fixture
def people():
    people = factories.cast()
    User.objects.update(password_changed_at=now())
    return people


def tea(people, *to, about=None):
    return actions.queue(
        "tea", to=to, params={"name": str(to[0])}, sender=people.association, about=about, link="/"
    )


def page(client, user, name, *args, **query):
    client.force_login(user)
    return client.get(reverse(f"outbox:{name}", args=args), query)


def test_a_message_is_unread_until_it_is_opened(client, people):
    tea(people, people.li)
    (message,) = queries.inbox_of(people.li)

    before = queries.unread_count(people.li)
    listed = page(client, people.li, "inbox")
    opened = page(client, people.li, "message", message.uid)

    assert before == 1
    assert "请李敏喝茶" in listed.text
    assert "明天见。" in opened.text
    assert queries.unread_count(people.li) == 0


def test_all_are_marked_as_read_at_once(client, people):
    tea(people, people.li)
    tea(people, people.zhao)
    client.force_login(people.li)

    client.post(reverse("outbox:read_all"))

    assert (queries.unread_count(people.li), queries.unread_count(people.zhao)) == (0, 1)


def test_nobody_opens_a_message_of_another(client, people):
    tea(people, people.li)
    message = queries.inbox_of(people.li).get()

    assert page(client, people.zhao, "message", message.uid).status_code == 404
    assert page(client, people.zhao, "message", uuid4()).status_code == 404


def test_the_officer_sees_what_goes_out_and_finds_it(client, people):
    tea(people, people.li, about=people.society)
    tea(people, people.zhao, about=people.district)
    society = actions._id(people.society)

    everything = page(client, people.officer, "sent").text
    one_record = page(client, people.officer, "sent", record=society).text
    by_name = page(client, people.officer, "sent", text="赵霞", state="sent", channel="site").text

    assert "请李敏喝茶" in everything
    assert "请赵霞喝茶" in everything
    assert "请李敏喝茶" in one_record
    assert "请赵霞喝茶" not in one_record
    assert "请赵霞喝茶" in by_name
    assert "请李敏喝茶" not in by_name


@pytest.mark.parametrize("who", ["li", "stranger"])
def test_who_is_no_officer_of_the_sender_sees_nothing_of_it(who, client, people):
    tea(people, people.zhao)
    message = Message.objects.filter(channel=Channel.EMAIL).get()
    user = getattr(people, who)

    assert page(client, user, "sent").status_code == 404
    assert page(client, user, "sent_message", message.uid).status_code == 404
    assert client.post(reverse("outbox:send_again", args=[message.uid])).status_code == 404


def test_the_officer_reads_why_a_message_waits_and_sends_it_again(client, people, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_SSL = "127.0.0.1", 1, False
    tea(people, people.li)
    actions.send_due()
    message = Message.objects.filter(channel=Channel.EMAIL).get()

    shown = page(client, people.officer, "sent_message", message.uid).text
    client.post(reverse("outbox:send_again", args=[message.uid]))

    assert phrases.term("mail_server_away") in shown
    assert "电子邮件" in shown
    message.refresh_from_db()
    assert (message.attempts, message.last_error) == (0, "mail_server_away")
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert actions.send_due() == {"sent": 1, "failed": 0}


def test_the_secret_link_of_an_invitation_lies_sealed_until_it_is_sent_and_is_not_kept():
    (message,) = actions.queue(
        "tea", to=[("李华", "lihua@example.org")], params={"name": "x"}, link="/in/secret"
    )
    waiting = str(Message.objects.filter(pk=message.pk).values().get())

    actions.send_due()

    message.refresh_from_db()
    assert "/in/secret" not in waiting
    assert "/in/secret" in mail.outbox[0].body
    assert (message.sent_at is not None, message.link, message.link_sealed) == (True, "", "")


def test_a_preview_queues_nothing(people):
    shown = writing.preview("tea", to=[people.li, ("李华", "lihua@example.org")], params={"name": "您"})

    assert [(one.name, one.subject) for one in shown] == [("李敏", "请您喝茶"), ("李华", "请您喝茶")]
    assert Message.objects.count() == 0


@pytest.mark.parametrize("name", ["inbox", "sent"])
def test_a_longer_list_asks_no_more_queries(name, client, people):
    client.force_login(people.officer)
    counts = []

    for more in (1, 2):
        for _ in range(more):
            tea(people, people.officer)
        client.get(reverse(f"outbox:{name}"))
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse(f"outbox:{name}"))
        counts.append(len(asked))

    assert counts[0] == counts[1]
