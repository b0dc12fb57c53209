"""The officer decides on the page, the second person agrees on hers, everybody entitled reads the record."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse

from jinguo.apps.calls.states import CallState, NominationState
from jinguo.apps.decisions import actions
from jinguo.apps.reviews.models import Review
from tests.apps.decisions.conftest import hand, mark_it, marked
from tests.apps.reviews.conftest import call_with, distributed

pytestmark = pytest.mark.django_db


def at(name: str, record) -> str:
    return reverse(f"decisions:{name}", args=[record.uid])


@pytest.fixture
def officer(people, client):
    client.force_login(people.officer)
    return client


def posted(call, number, taken="in", reason="常委会增补"):
    uid = call.nominations.get(number=number).uid
    return {f"change-{uid}": taken, f"reason-{uid}": reason}


def test_the_list_is_looked_at_then_decided_once(call, officer):
    shown = officer.get(at("decide", call))
    look = officer.post(at("decide", call), {}, follow=True)
    sent = {"seen": look.context["seen"]}
    first = officer.post(at("look", call), sent)
    officer.post(at("look", call), sent)

    call.refresh_from_db()
    assert [[row.chosen for row in group.rows] for group in shown.context["groups"]] == [[True, False]]
    assert first.status_code == 302
    assert call.state == CallState.DECIDED
    assert call.selections.count() == 1
    assert call.nominations.get(number=2).state == NominationState.CHOSEN
    record = json.loads(officer.get(reverse("calls:results_record", args=[call.uid])).content)
    assert record["digest"] == call.decisions.get().digest


def test_a_review_handed_in_after_the_look_stops_the_decision(people, officer):
    call = call_with(people)
    round_ = distributed(call, people)
    *most, last = round_.assignments.select_related("nomination", "expert__user")
    for assignment in most:
        mark_it(assignment, 80)
    seen = officer.get(at("look", call)).context["seen"]
    mark_it(last, 20)

    response = officer.post(at("look", call), {"seen": seen})

    assert response.status_code == 409
    assert Review.objects.filter(state=Review.SUBMITTED).count() == 6
    assert not call.selections.exists()


def test_a_tie_at_the_cut_is_not_decided_and_says_whose(people, officer):
    call = marked(people, {1: 80, 2: 80}, policy={"seats": 1})

    shown = officer.get(at("decide", call))
    officer.post(at("look", call), {"seen": ""})

    text = shown.content.decode()
    assert "王晓兰" in text
    assert "李若云" in text
    assert "得分同为" in text
    assert not call.selections.exists()


def test_a_tie_that_a_rule_resolved_is_shown_with_the_rule(people, officer):
    policy = {"seats": 1, "tie": [{"prefer": {"unit_kind": "district"}}]}
    call = marked(people, {1: 80, 2: 80}, policy=policy)

    shown = officer.get(at("decide", call))

    rows = shown.context["groups"][0].rows
    assert [len(row.tie.ids) for row in rows] == [2, 2]
    assert "按第 1 条同分规则" in shown.content.decode()


def test_a_change_by_hand_without_a_reason_does_not_get_through_and_is_kept(call, officer):
    silent = officer.post(at("decide", call), posted(call, 1, reason=" "))

    assert silent.status_code == 409
    assert officer.get(at("decide", call)).context["changes"][0][1:] == (True, "")


def test_a_change_by_hand_goes_to_the_second_person_who_agrees(people, call, officer):
    officer.post(at("decide", call), posted(call, 1))
    look = officer.get(at("look", call))
    sent = officer.post(at("look", call), {"seen": look.context["seen"]}, follow=True)
    decision = call.decisions.get()
    mine = officer.post(at("approve", decision), {"seen": decision.fingerprint})
    officer.force_login(people.leader)
    card = officer.get("/").content.decode()
    shown = officer.get(at("approval", decision))
    agreed = officer.post(at("approve", decision), {"seen": decision.fingerprint}, follow=True)

    assert look.context["uneven"][0][1] == 2
    assert "王复核" in look.content.decode()
    assert sent.redirect_chain[-1][0] == at("approval", decision)
    assert mine.status_code == 409
    assert call.title in card
    assert "常委会增补" in shown.content.decode()
    assert agreed.status_code == 200
    entry = call.selections.get().entries.get(nomination__number=1)
    assert (entry.chosen, entry.hand_reason) == (True, "常委会增补")


def test_given_back_it_says_why_where_the_list_is_decided(people, call, officer):
    decision = actions.decide(call=call, by=people.officer, by_hand=hand(call, 1, True))
    officer.force_login(people.second)
    silent = officer.post(at("give_back", decision), {"reason": ""})
    officer.post(at("give_back", decision), {"reason": "名额已满"})
    officer.force_login(people.officer)

    shown = officer.get(at("decide", call)).content.decode()

    assert silent.status_code == 409
    assert "名额已满" in shown
    assert "王复核" in shown


def test_while_it_waits_the_list_leads_to_the_approval(people, call, officer):
    decision = actions.decide(call=call, by=people.officer, by_hand=hand(call, 1, True))

    assert officer.get(at("decide", call)).url == at("approval", decision)
    officer.post(at("take_back", decision))
    assert officer.get(at("decide", call)).status_code == 200


def test_a_record_is_read_downloaded_and_verified(people, call, officer):
    decision = actions.decide(call=call, by=people.officer)

    listed = officer.get(reverse("decisions:records")).content.decode()
    verified = officer.post(at("verify", decision))
    record = json.loads(officer.get(at("download", decision)).content)

    assert call.title in listed
    assert verified.context["verified"].good
    assert record["digest"] == decision.digest


def test_strangers_liaisons_and_experts_find_nothing(people, call, client):
    decision = actions.decide(call=call, by=people.officer)
    for user in (people.stranger, people.li, people.experts[0].user):
        client.force_login(user)

        assert client.get(at("decide", call)).status_code == 404
        assert client.get(at("record", decision)).status_code == 404
        assert client.get(at("approval", decision)).status_code == 404
        assert list(client.get(reverse("decisions:records")).context["page"].object_list) == []


NAMES = ("王晓兰", "李若云", "赵一诺", "周二诺")


@pytest.mark.parametrize("n", [1, 3])
def test_queries_do_not_grow(n, people, officer, django_assert_max_num_queries):
    call = marked(
        people, dict.fromkeys(range(1, 5), 80), NAMES[:n], policy={"seats": 1, "last": {"by": "id"}}
    )
    officer.get(at("decide", call))

    counts = {}
    for page in ("decide", "look"):
        with django_assert_max_num_queries(15) as counted:
            assert officer.get(at(page, call)).status_code == 200
        counts[page] = len(counted)
    decision = actions.decide(call=call, by=people.officer)
    for page in ("record",):
        with django_assert_max_num_queries(15) as counted:
            assert officer.get(at(page, decision)).status_code == 200
        counts[page] = len(counted)
    with django_assert_max_num_queries(12) as counted:
        officer.get(reverse("decisions:records"))
    counts["records"] = len(counted)

    assert counts == {"decide": 15, "look": 14, "record": 7, "records": 7}


def test_a_category_with_too_few_names_is_told_of_once(people, officer):
    call = marked(people, {1: 80, 2: 70}, policy={"seats": 3})
    call.categories.filter(nominations__isnull=False).update(seats=3)

    look = officer.post(at("decide", call), {}, follow=True)

    assert [count for _group, count in look.context["uneven"]] == [2]
    assert [note.code for note in look.context["notes"] if note.code == "seats_unfilled"] == []
    assert look.context["broken"] == []
