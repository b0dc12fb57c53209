"""A consent is taken back as easily as it was given; what follows, follows at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from jinguo.apps.audit.models import Entry
from jinguo.apps.calls import queries, readiness
from jinguo.apps.calls.actions import checking, confirming, nominating, results
from jinguo.apps.calls.models import NoticeEntry
from jinguo.apps.calls.states import NominationState
from jinguo.apps.clock import held_at, now, today
from jinguo.apps.outbox.models import Message
from jinguo.apps.registry.models import Consent
from jinguo.errors import Refused
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return factories.cast()


@pytest.fixture
def asked(people):
    """A draft whose nominee has confirmed, and her token."""
    call = factories.open_call(people, consent_required=True, consent_text="自愿参加本次选树。")
    nomination = factories.draft(call, people.society, people.li)
    confirmation, token = confirming.ask(nomination=nomination, by=people.li)
    seen = readiness.said_of_her(nomination, queries.values_of(nomination))
    confirming.confirm(confirmation=confirmation, purposes=confirming.PURPOSES, seen=seen)
    return nomination, token


@pytest.fixture
def handed_in(asked, people):
    nomination, token = asked
    return nominating.hand_in(nomination=nomination, by=people.li), token


def withdraws(client, token, **typed):
    return client.post(reverse("calls:confirm_withdraw", args=[token]), typed)


def codes(refused):
    return {reason.code for reason in refused.value.reasons}


def test_before_it_is_handed_in_it_cannot_be_handed_in_any_more(client, asked, people):
    nomination, token = asked
    withdraws(client, token)

    with pytest.raises(Refused) as refused:
        nominating.hand_in(nomination=nomination, by=people.li)
    assert codes(refused) == {"consent_is_withdrawn"}
    assert Message.objects.filter(code="consent_withdrawn", to_user=people.li).exists()


def test_she_may_change_her_mind_again_until_it_is_handed_in(client, asked, people):
    nomination, token = asked
    withdraws(client, token)
    link = reverse("calls:confirm", args=[token])
    seen = client.get(link).context["digest"]
    client.post(link, {"answer": "confirm", "purpose": list(confirming.PURPOSES), "seen": seen})

    assert nominating.hand_in(nomination=nomination, by=people.li).state == NominationState.SUBMITTED
    assert Consent.objects.filter(withdrawn_at=None).count() == len(confirming.PURPOSES)


def test_handed_in_it_is_neither_accepted_nor_are_consents_in_force(client, handed_in, people):
    nomination, token = handed_in
    withdraws(client, token, reason="不再参加。")

    with pytest.raises(Refused) as refused:
        checking.accept(nomination=nomination, by=people.officer)
    assert codes(refused) == {"consent_was_taken_back"}
    assert not Consent.objects.filter(withdrawn_at=None).exists()
    assert Message.objects.filter(code="consent_withdrawn", to_user=people.officer).exists()
    client.force_login(people.officer)
    page = client.get(reverse("calls:nomination", args=[nomination.uid])).content.decode()
    assert "撤回同意" in page
    assert "不再参加。" in page


def chosen(nomination, people):
    checking.accept(nomination=nomination, by=people.officer)
    place = results.Place(nomination, 1, True)
    results.record_selection(
        call=nomination.call, places=[place], record={}, record_digest="0" * 64, by=people.officer
    )


def test_from_a_list_and_its_public_notice_the_name_goes_at_once(client, handed_in, people):
    nomination, token = handed_in
    chosen(nomination, people)
    notice = results.post_notice(
        call=nomination.call, title="公示", text="", posted_on=today(), order="rank", by=people.officer
    )
    public = reverse("calls:public_notice", args=[notice.uid])
    before = client.get(public).content.decode()
    withdraws(client, token)

    nomination.refresh_from_db()
    assert "王晓兰" in before
    assert "王晓兰" not in client.get(public).content.decode()
    assert nomination.state == NominationState.REMOVED
    assert NoticeEntry.objects.get().removed_at is not None


def test_who_took_it_back_is_on_no_list(client, handed_in, people):
    nomination, token = handed_in
    checking.accept(nomination=nomination, by=people.officer)
    withdraws(client, token)

    with pytest.raises(Refused) as refused:
        results.record_selection(
            call=nomination.call,
            places=[results.Place(nomination, 1, True)],
            record={},
            record_digest="0" * 64,
            by=people.officer,
        )
    assert codes(refused) == {"consent_was_taken_back"}


def test_when_her_link_is_over_she_is_led_to_where_it_can_be_taken_back(client, handed_in):
    _, token = handed_in
    with held_at(now() + confirming.GOOD_FOR + timedelta(days=1)):
        led = client.get(reverse("calls:confirm", args=[token]))
        page = client.get(led["Location"])
        done = withdraws(client, token)

    assert led["Location"] == reverse("calls:confirm_withdraw", args=[token])
    assert "13800001234" not in page.content.decode()
    assert done.status_code == 302
    assert Consent.objects.filter(withdrawn_at=None).count() == 0


def test_an_officer_records_it_with_a_reason_and_the_trail_names_her(client, handed_in, people):
    nomination, _ = handed_in
    client.force_login(people.officer)
    address = reverse("calls:consent_withdraw", args=[nomination.uid])
    without = client.post(address, {"note": ""})
    done = client.post(address, {"note": "本人 10 月 8 日来信。"})

    assert (without.status_code, done.status_code) == (422, 302)
    entry = Entry.objects.get(action="consent_withdrawn_for_her")
    assert (entry.actor_name, entry.note) == (str(people.officer), "本人 10 月 8 日来信。")
    assert client.get(address).status_code == 404


def test_it_is_taken_back_once(client, handed_in):
    _, token = handed_in
    withdraws(client, token)
    withdraws(client, token)

    assert Entry.objects.filter(action="consent_withdrawn").count() == 1
    assert "您已撤回同意" in client.get(reverse("calls:confirm_withdraw", args=[token])).content.decode()
