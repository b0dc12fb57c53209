"""The officer's pages of a call: who sees them, what they say, and what they cost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from jinguo.apps.clock import today
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
