"""The officer's pages of a call: who sees them, what they say, and what they cost."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jinguo.apps.audit import actions as audit
from jinguo.apps.calls.actions import opening
from jinguo.apps.calls.models import CheckMark, FieldValue, Material, Return
from jinguo.apps.clock import now, today
from jinguo.apps.files import actions as files
from jinguo.apps.organisations import kinds
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return factories.cast()


@pytest.fixture
def officer(client, people):
    client.force_login(people.officer)
    return client


def pages_of(call, nomination) -> list[str]:
    invitee = call.invitees.first()
    of_call = "overview call_history units units_table units_remind nominations nominations_table check"
    of_one = "nomination nomination_history check_one return reject"
    return [
        *(reverse(f"calls:{name}", args=[call.uid]) for name in of_call.split()),
        *(reverse(f"calls:{name}", args=[nomination.uid]) for name in of_one.split()),
        reverse("calls:extend", args=[call.uid, invitee.pk]),
    ]


def test_every_page_opens_for_the_officer_in_both_languages(officer, people):
    call = factories.open_call(people)
    nomination = factories.handed_in(call, people.society, people.li)

    for language in ("zh-hans", "en"):
        for page in pages_of(call, nomination):
            response = officer.get(page, follow=True, headers={"accept-language": language})
            assert response.status_code == 200, page
    assert officer.get(reverse("calls:list")).status_code == 200
    assert officer.get("/").status_code == 200


def test_another_organisers_officer_a_liaison_and_a_stranger_get_the_same_404_as_for_nothing(client, people):
    call = factories.open_call(people)
    nomination = factories.handed_in(call, people.society, people.li)
    other = factories.organisation("另一市科学技术协会", kinds.ASSOCIATION)
    others = factories.member(other, "other", kinds.OFFICER)
    nothing = "00000000-0000-4000-8000-000000000000"

    for user in (others, people.li, people.stranger):
        client.force_login(user)
        for page in pages_of(call, nomination):
            forbidden = client.get(page)
            absent = client.get(page.replace(str(call.uid), nothing).replace(str(nomination.uid), nothing))
            assert (forbidden.status_code, absent.status_code) == (404, 404), (user, page)


def test_a_draft_of_a_unit_is_not_for_the_organiser(officer, people):
    call = factories.open_call(people)
    draft = factories.draft(call, people.society, people.li)

    assert officer.get(reverse("calls:nomination", args=[draft.uid])).status_code == 404


def test_the_overview_leads_to_the_one_next_thing(officer, people):
    def says(call, words) -> bool:
        return words in officer.get(reverse("calls:overview", args=[call.uid])).content.decode()

    assert says(factories.draft_call(people), "通知还没有发布")
    assert says(factories.open_call(people), "查看各单位进展")

    soon = factories.open_call(people, closing_day=today() + timedelta(days=2))
    assert says(soon, "提醒未报送的单位（2）")

    factories.handed_in(soon, people.society, people.li)
    assert says(soon, "去审查（1）")


@pytest.mark.parametrize("page", ["units", "nominations"])
def test_a_list_costs_the_same_with_one_row_and_with_three(officer, people, page):
    call = factories.open_call(people)
    factories.many_handed_in(call, people.society, 1)
    address = reverse(f"calls:{page}", args=[call.uid])

    few = count_of_queries(officer, address)
    factories.many_handed_in(call, people.district, 2)
    more = [factories.organisation(f"示例市第{n}学会") for n in range(2)]
    opening.invite(call=call, organisations=more, by=people.officer)

    assert count_of_queries(officer, address) == few <= 12


@pytest.mark.parametrize("page", ["nomination", "check_one"])
def test_a_nominations_page_costs_the_same_with_one_and_with_three_of_everything(officer, people, page):
    call = factories.open_call(people, consent_required=True, consent_text="同意")
    nomination = factories.many_handed_in(call, people.society, 1)[0]
    address = reverse(f"calls:{page}", args=[nomination.uid])
    with_everything(call, nomination, people, 1)
    officer.get(address)

    few = count_of_queries(officer, address)
    with_everything(call, nomination, people, 3)

    assert count_of_queries(officer, address) == few <= 15


def test_the_overview_costs_the_same_with_one_and_with_three(officer, people):
    call = factories.open_call(people)
    address = reverse("calls:overview", args=[call.uid])
    factories.many_handed_in(call, people.society, 1)
    few = count_of_queries(officer, address)
    factories.many_handed_in(call, people.district, 3)

    assert count_of_queries(officer, address) == few <= 12
    assert count_of_queries(officer, reverse("calls:list")) <= 12


def count_of_queries(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def with_everything(call, nomination, people, count: int) -> None:
    """Values, files, marks, returns, acts and namesakes."""
    for n in range(count):
        mark = f"{count}-{n}"
        FieldValue.objects.create(nomination=nomination, key=f"k{mark}", value="甲", changed_by_name="李敏")
        stored = files.store(
            io.BytesIO(mark.encode() + factories.jpeg(40, 30)),
            name=f"{mark}.jpg",
            kind="calls.material",
            by=people.li,
        )
        Material.objects.create(nomination=nomination, spec_key="photo", file=stored)
        CheckMark.objects.create(nomination=nomination, item=f"field:{mark}", outcome=CheckMark.PASS)
        Return.objects.create(nomination=nomination, note="请补正", until=now())
        audit.record("check_reopened", subject=nomination, by=people.officer, within=call, note="复核")
        twin = factories.many_handed_in(call, people.district, 1)[0]
        type(twin).objects.filter(pk=twin.pk).update(name=nomination.name)
