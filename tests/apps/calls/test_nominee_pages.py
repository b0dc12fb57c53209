"""The nominee's page: her link, her confirmation, her consents, her refusal."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from jinguo.apps.audit.models import Entry
from jinguo.apps.calls.actions import confirming, materials, nominating
from jinguo.apps.calls.states import NominationState
from jinguo.apps.clock import held_at, now
from jinguo.apps.outbox.models import Message
from jinguo.apps.registry.models import Consent
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_counters():
    cache.clear()


@pytest.fixture
def people():
    return factories.cast()


@pytest.fixture
def nomination(people):
    call = factories.open_call(people, consent_required=True, consent_text="自愿参加本次选树。")
    return factories.draft(call, people.society, people.li)


@pytest.fixture
def link(nomination, people):
    _, token = confirming.ask(nomination=nomination, by=people.li)
    return reverse("calls:confirm", args=[token])


def agree(client, link, **other):
    seen = client.get(link).context["digest"]
    return client.post(
        link, {"answer": "confirm", "purpose": list(confirming.PURPOSES), "seen": seen, **other}
    )


def test_she_reads_it_without_an_account_and_nothing_keeps_it(client, link, nomination):
    response = client.get(link)

    assert response.status_code == 200
    page = response.content.decode()
    assert "王晓兰" in page
    assert factories.id_number(1) not in page
    assert "13800001234" not in page
    assert response["Cache-Control"] == "no-store"
    assert "noindex" in response["X-Robots-Tag"]
    assert nomination.confirmations.get().opened_at is not None


def test_no_tick_is_set_for_her(client, link):
    assert "checked" not in client.get(link).content.decode()


def test_she_confirms_and_it_can_be_handed_in_with_her_consents_on_record(client, link, nomination, people):
    agree(client, link)

    handed = nominating.hand_in(nomination=nomination, by=people.li)

    assert handed.state == NominationState.SUBMITTED
    given = Consent.objects.filter(entry=handed.entry)
    assert set(given.values_list("purpose", flat=True)) == set(confirming.PURPOSES)
    version = nomination.confirmations.get().text_version
    assert set(given.values_list("text_version", flat=True)) == {version}
    kept = Entry.objects.get(action="nominee_confirmed").after
    assert "自愿参加本次选树。" in kept["text"]


def test_each_purpose_needs_its_own_tick(client, link, nomination):
    seen = client.get(link).context["digest"]

    response = client.post(link, {"answer": "confirm", "purpose": [confirming.PURPOSES[0]], "seen": seen})

    assert response.status_code == 409
    assert nomination.confirmations.get().confirmed_at is None


def test_a_change_while_she_reads_is_shown_to_her_first(client, link, nomination, people):
    seen = client.get(link).context["digest"]
    nominating.save_field(nomination=nomination, key="deeds", raw="改过。", seen_version=1, by=people.li)

    response = client.post(
        link, {"answer": "confirm", "purpose": list(confirming.PURPOSES), "seen": seen, "remarks": "好"}
    )

    assert response.status_code == 409
    assert "改过。" in response.content.decode()


def test_a_change_after_she_confirmed_asks_her_again(client, link, nomination, people):
    agree(client, link)
    nominating.save_field(nomination=nomination, key="deeds", raw="改过。", seen_version=1, by=people.li)

    with pytest.raises(nominating.Refused) as refused:
        nominating.hand_in(nomination=nomination, by=people.li)

    assert [reason.code for reason in refused.value.reasons] == ["changed_since_she_confirmed"]
    agree(client, link)
    assert nominating.hand_in(nomination=nomination, by=people.li).number == 1


def test_she_declines_with_a_remark_and_the_unit_is_told(client, link, nomination, people):
    without = client.post(link, {"answer": "decline", "remarks": "  "})
    client.post(link, {"answer": "decline", "remarks": "获奖年份不对，应为2021年。"})

    assert without.status_code == 409
    told = Message.objects.filter(code="nominee_has_declined", to_user=people.li, channel="site")
    assert "应为2021年" in told.get().body
    client.force_login(people.li)
    assert (
        "应为2021年" in client.get(reverse("calls:unit_nomination", args=[nomination.uid])).content.decode()
    )


@pytest.mark.parametrize("how", ["wrong", "revoked", "replaced", "expired"])
def test_a_dead_link_says_the_same_whatever_killed_it(client, link, nomination, people, how):
    at = now()
    if how == "wrong":
        link = reverse("calls:confirm", args=["nothing"])
    if how == "revoked":
        confirming.revoke(nomination=nomination, by=people.li)
    if how == "replaced":
        confirming.ask(nomination=nomination, by=people.li)
    if how == "expired":
        at += confirming.GOOD_FOR + timedelta(seconds=1)

    with held_at(at):
        response = client.get(link)

    assert response.status_code == 404
    assert "王晓兰" not in response.content.decode()


def test_guessing_links_is_slowed_down(client, link):
    for _ in range(20):
        client.get(reverse("calls:confirm", args=["guess"]))

    assert client.get(reverse("calls:confirm", args=["guess"])).status_code == 429


def test_after_handing_in_the_link_only_shows(client, link, nomination, people):
    agree(client, link)
    nominating.hand_in(nomination=nomination, by=people.li)

    late = client.post(link, {"answer": "decline", "remarks": "改主意"})

    assert late.status_code == 409
    assert nomination.confirmations.get().declined_at is None


def test_she_sees_her_own_photos_and_no_other_file(client, people):
    photos = {"key": "photos", "label": "工作照", "kind": "photo"}
    call = factories.open_call(people, materials=[photos])
    mine = factories.draft(call, people.society, people.li)
    other = factories.draft(call, people.district, people.zhao, factories.filled_values("周岚", 2))
    one, two = (
        materials.add_file(
            nomination=nomination,
            key="photos",
            stream=SimpleUploadedFile("照.jpg", factories.jpeg(800 + n, 600)),
            name="照.jpg",
            by=by,
        )
        for n, (nomination, by) in enumerate(((mine, people.li), (other, people.zhao)))
    )
    _, token = confirming.ask(nomination=mine, by=people.li)

    answers = []
    for name in ("calls:confirm_file", "calls:confirm_picture"):
        for material in (one, two):
            response = client.get(reverse(name, args=[token, material.file.uid]))
            factories.read_through(response)
            answers.append(response.status_code)

    assert answers == [200, 404, 200, 404]


def test_the_link_is_shown_once_and_kept_nowhere(client, nomination, people):
    client.force_login(people.li)

    shown = client.post(
        reverse("calls:unit_ask", args=[nomination.uid]), {"address": ""}, follow=True
    ).content.decode()
    again = client.get(reverse("calls:unit_nomination", args=[nomination.uid])).content.decode()

    assert "/confirm/" in shown
    assert "/confirm/" not in again


def test_an_address_gets_the_link_by_mail(client, nomination, people):
    client.force_login(people.li)
    url = reverse("calls:unit_ask", args=[nomination.uid])

    client.post(url, {"address": "wang@example.org"})
    wrong = client.post(url, {"address": "no address"}, follow=True)

    assert Message.objects.get(code="nominee_asked").to_address == "wang@example.org"
    assert "no address" in wrong.content.decode()
