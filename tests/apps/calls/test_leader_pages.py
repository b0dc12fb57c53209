"""Those who lead an organisation look on: where its calls stand and what came of them, and nothing else."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jinguo.apps.calls.actions import checking, results
from jinguo.apps.organisations import kinds
from tests import factories

pytestmark = pytest.mark.django_db
BOARD = "calls:leader_board"


@pytest.fixture
def people():
    cast = factories.cast()
    cast.leader = factories.member(cast.association, "leader", kinds.LEADER, "郑某")
    return cast


@pytest.fixture
def leader(client, people):
    client.force_login(people.leader)
    return client


def seen(client, name, *args):
    return client.get(reverse(name, args=args))


def test_she_sees_the_calls_of_her_organisation_and_how_far_they_are(leader, people):
    call = factories.open_call(people)
    draft = factories.draft_call(people)
    factories.handed_in(call, people.society, people.li)
    page = seen(leader, "calls:leader_call", call.uid).content.decode()

    assert call.title in seen(leader, BOARD).content.decode()
    assert reverse(BOARD) in seen(leader, "home").content.decode()
    assert seen(leader, "calls:leader_call", draft.uid).status_code == 404
    assert "尚未确定" in page
    assert "王晓兰" not in page, "a name stands there when it is decided"


def test_she_sees_the_list_when_it_is_decided(leader, people):
    call = factories.open_call(people)
    nomination = factories.handed_in(call, people.society, people.li)
    checking.accept(nomination=nomination, by=people.officer)
    results.record_selection(
        call=call,
        places=[results.Place(nomination, 1, True)],
        record={},
        record_digest="0" * 64,
        by=people.officer,
    )
    page = seen(leader, "calls:leader_call", call.uid).content.decode()

    assert "王晓兰" in page
    assert factories.id_number(1) not in page


def test_she_opens_no_page_of_the_officers_and_nobody_else_opens_hers(leader, people, client):
    call = factories.open_call(people)
    nomination = factories.handed_in(call, people.society, people.li)

    assert seen(leader, "calls:overview", call.uid).status_code == 404
    assert seen(leader, "calls:nomination", nomination.uid).status_code == 404
    assert leader.post(reverse("calls:accept", args=[nomination.uid])).status_code == 404
    assert leader.post(reverse("calls:leader_call", args=[call.uid])).status_code == 405
    for other in (people.li, people.stranger, people.officer):
        client.force_login(other)
        assert seen(client, BOARD).status_code == 404
        assert seen(client, "calls:leader_call", call.uid).status_code == 404


def test_queries_do_not_grow(leader, people):
    counts = []
    seen(leader, "home")
    for more in (1, 2):
        for _ in range(more):
            call = factories.open_call(people)
            factories.many_handed_in(call, people.society, more)
        with CaptureQueriesContext(connection) as asked:
            assert seen(leader, BOARD).status_code == 200
        with CaptureQueriesContext(connection) as asked_one:
            assert seen(leader, "calls:leader_call", call.uid).status_code == 200
        counts.append((len(asked), len(asked_one)))

    assert counts[0] == counts[1]
    assert counts[0][0] <= 12
    assert counts[0][1] <= 15
