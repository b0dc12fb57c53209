"""The pages of sharing, and a person who registers herself."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jinguo.apps.clock import now
from jinguo.apps.exchange import actions
from jinguo.apps.exchange.models import Receipt, Received, Registration
from jinguo.apps.files.models import StoredFile
from jinguo.apps.jobs.actions import run
from jinguo.apps.jobs.models import Job
from jinguo.apps.jobs.states import State
from jinguo.apps.registry.models import Card, Claim, Consent, PersonEntry
from tests import factories
from tests.apps.exchange import sharing
from tests.apps.registry.hers import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return sharing.sharing()


def work(job):
    """What a worker does with a job that waits."""
    run(job.uid)
    job.refresh_from_db()


def count(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


def more(people, times, start=0):
    for number in range(start, start + times):
        sharing.agrees(sharing.person(people, f"王{number}", number))
        sharing.taken(people, sharing.package(people))
        away = actions.add_partner(organisation=people.giver, name=f"外省科协{number}", by=people.officer)
        sharing.agreement(people, partner=away, title=f"约定{number}")


def test_pages_ask_the_database_as_often_for_one_row_as_for_three(people, client):
    names = ("agreements", "packages", "receiving", "partners")
    client.force_login(people.officer)
    more(people, 1)
    few = {name: count(client, reverse(f"exchange:{name}")) for name in names}
    one = reverse("exchange:agreement", args=[people.gives.uid])
    detail = count(client, one)
    more(people, 2, start=1)
    assert {name: count(client, reverse(f"exchange:{name}")) for name in names} == few
    assert count(client, one) == detail
    assert max(few.values()) <= 12
    assert detail <= 15


def test_an_agreement_is_written_approved_and_makes_a_package(people, client):
    client.force_login(people.officer)
    said = {
        "partner": people.to.pk, "way": "agreement_gives", "title": "二号", "purpose": sharing.PURPOSE,
        "fields_": ["unit", "title"], "since": "2026-01-01", "until": "2027-12-31", "interval": "every_month",
    }  # fmt: skip
    answer = client.post(reverse("exchange:agreement_new"), said)
    assert answer.status_code == 302, answer.content.decode()
    page = answer.url
    assert client.post(f"{page}approve").status_code == 409
    client.force_login(people.second)
    assert client.post(f"{page}approve").url == page
    made = client.post(f"{page}make")
    assert client.get(made.url).status_code == 200
    client.force_login(people.theirs)
    assert client.get(page).status_code == 404


def test_a_broken_package_is_answered_with_its_reason(people, client):
    from django.core.files.uploadedfile import SimpleUploadedFile

    client.force_login(people.theirs)
    receiving = reverse("exchange:receiving")
    other = client.post(receiving, {"file": SimpleUploadedFile("a.zip", b"a photo")})
    assert (other.status_code, "不是巾帼交换包" in other.content.decode()) == (422, True)

    coming = client.post(receiving, {"file": SimpleUploadedFile("a.zip", b"PK\3\4 and nothing else")}).url
    work(Job.objects.get())
    page = client.get(coming)
    assert (page.status_code, "交换包" in page.content.decode()) == (200, True)
    assert not StoredFile.objects.filter(kind="exchange_incoming").exists()
    client.force_login(people.officer)
    assert client.get(coming).status_code == 404


def test_a_package_is_read_by_a_worker_and_cancelled_leaves_nothing(people, client):
    sharing.agrees(sharing.person(people))
    made = sharing.package(people)
    client.force_login(people.theirs)
    take = reverse("exchange:take", args=[made.uid])

    client.post(take)
    cancelled = Job.objects.get(name="exchange.receive_package")
    Job.objects.filter(pk=cancelled.pk).update(cancel_asked_at=now())
    work(cancelled)
    assert (cancelled.state, Receipt.objects.count(), Received.objects.count()) == (State.CANCELLED, 0, 0)

    coming = client.post(take).url
    assert client.get(coming).status_code == 200
    assert count(client, coming) <= 12
    work(Job.objects.filter(name="exchange.receive_package").latest("pk"))
    receipt = Receipt.objects.get()
    assert client.get(coming).url == reverse("exchange:receipt", args=[receipt.uid])
    assert receipt.people == 1

    client.post(take)  # once more: answered by the worker, with the reason
    again = Job.objects.filter(name="exchange.receive_package").latest("pk")
    work(again)
    assert (again.state, again.message_code) == (State.FAILED, "exchange_replayed")


def test_she_registers_herself_her_unit_vouches_and_another_officer_admits(client):
    people = sharing.world()
    page = reverse("exchange:register", args=[people.district.uid])
    said = {
        "name": "钱芳", "sex": "F", "title": "工程师", "honours": "三八红旗手、巾帼标兵", "consent": ["registry_found"],
        "username": "qianfang", "password": "correct-horse-9", "again": "correct-horse-9",
    }  # fmt: skip
    assert client.post(page, {**said, "phone": "13800001234"}).status_code == 422
    assert client.post(page, {**said, "consent": []}).status_code == 422
    answer = client.post(page, said)
    assert answer.status_code == 302, answer.content.decode()
    assert "登记已提交" in client.get(page).content.decode()
    one = Registration.objects.get()
    assert not Card.objects.exists()
    with refused("exchange_state_does_not_allow"):
        actions.admit(registration=one, by=people.officer)
    answering = reverse("exchange:registration_answer", args=[one.uid])
    client.force_login(people.zhao)
    assert client.post(answering, {"act": "vouch"}).status_code == 302
    client.force_login(people.officer)
    assert client.post(answering, {"act": "admit"}).status_code == 302
    entry = PersonEntry.objects.get(name="钱芳")
    assert (entry.organisation, entry.facts["honours"]) == (people.district, ["三八红旗手", "巾帼标兵"])
    assert Claim.objects.get().user.username == "qianfang"
    assert Consent.objects.get().purpose == "registry_found"
    one.refresh_from_db()
    assert one.said_sealed == ""
    client.force_login(one.user)
    assert "钱芳" in client.get(reverse("rights:mine")).content.decode()


def test_who_vouched_does_not_admit_and_a_refusal_says_why():
    people = sharing.world()
    both = factories.member(people.district, "both", "officer", "何某")
    made = actions.register(
        unit=people.district,
        said={"name": "钱芳"},
        consents=["registry_found"],
        lang="zh",
        user=people.stranger,
    )
    actions.vouch(registration=made, by=both)
    with refused("registration_needs_a_second"):
        actions.admit(registration=made, by=both)
    with refused("reason_missing"):
        actions.refuse_registration(registration=made, why=" ", by=both)
    actions.refuse_registration(registration=made, why="不在本单位", by=both)
    made.refresh_from_db()
    assert (made.state, made.said_sealed) == ("registration_refused", "")
