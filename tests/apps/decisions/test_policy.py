"""The rules of the list are written as simple rows; the engine tells what contradicts."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(people):
    return factories.open_call(people, policy={"seats": 2, "tie": [{"prefer": {"sex": "F"}}]})


@pytest.fixture
def page(people, call, client):
    client.force_login(people.officer)
    address = reverse("decisions:policy", args=[call.uid])

    def send(**given):
        rows = {}
        for kind in ("limit", "share", "set_aside", "exclude"):
            rows |= {f"{kind}-TOTAL_FORMS": 1, f"{kind}-INITIAL_FORMS": 0}
        call.refresh_from_db()
        careful = {"second_person": "always", "take_up_within": 3, "answer_within": 10, "remind_before": 2}
        return client.post(address, {**rows, **careful, "version": call.version, **given})

    send.get = lambda: client.get(address)
    return send


def test_rules_are_kept_beside_what_stands_elsewhere(page, call):
    answer = page(
        **{
            "limit-0-column": "unit", "limit-0-at_most": 2, "share-0-where": "sex=F", "share-0-least": "40",
            "exclude-0-where": "sex=M", "anonymous_objections": "on",
        }
    )  # fmt: skip

    call.refresh_from_db()
    assert answer.status_code == 302
    assert call.policy["limit"] == [{"column": "unit", "at_most": 2}]
    assert call.policy["share"] == [{"where": {"sex": "F"}, "at_least": "0.4"}]
    assert call.policy["exclude"] == [{"where": {"sex": "M"}}]
    assert call.policy["tie"] == [{"prefer": {"sex": "F"}}]
    assert call.safeguards == {
        "second_person": "always", "anonymous_objections": True, "take_up_within": 3, "answer_within": 10,
        "remind_before": 2, "investigation_needed": False,
    }  # fmt: skip
    assert page.get().status_code == 200


def test_rules_that_contradict_each_other_are_told_and_not_kept(page, call):
    answer = page(**{"share-0-where": "sex=F", "share-0-least": "60", "exclude-0-where": "sex=F"})

    call.refresh_from_db()
    assert answer.status_code == 409
    assert answer.context["reasons"]
    assert "share" not in call.policy


def test_under_review_the_rules_are_read_and_no_longer_changed(page, call):
    call.state = "call_reviewing"
    call.save(update_fields=["state"])

    assert page.get().status_code == 200
    assert page(**{"limit-0-column": "unit", "limit-0-at_most": 1}).status_code == 409


def test_the_seed_of_the_draw_is_public_before_the_marks_are_opened(people, client):
    call = factories.open_call(people, policy={"seats": 2, "last": {"draw": "体彩排列五 2026-12-01"}})

    assert (
        "体彩排列五 2026-12-01" in client.get(reverse("calls:public_call", args=[call.uid])).content.decode()
    )


def test_a_rule_may_speak_of_the_votes_of_the_panel_and_what_equal_means(page, call):
    answer = page(
        **{"exclude-0-where": "policy_votes_under_two_thirds", "votes": "votes_beside", "same_votes": "on"}
    )

    call.refresh_from_db()
    assert answer.status_code == 302
    assert call.policy["exclude"] == [{"column": "approve", "below": "2/3", "of": "present"}]
    assert (call.policy["votes"], call.policy["equal"]) == ("votes_beside", {"columns": ["approve"]})
    html = page.get().content.decode()
    assert '<option value="policy_votes_under_two_thirds" selected>' in html


def test_a_rule_that_was_written_elsewhere_stands_on_the_page_in_words_and_is_kept(page, call):
    rule = {"column": "against", "below": "1"}
    call.policy = {**call.policy, "exclude": [rule], "equal": {"within": "0.5"}}
    call.save(update_fields=["policy"])
    field = page.get().context["rows"]["exclude"].forms[0]["where"]

    assert field.initial in dict(field.field.choices)
    page(**{"exclude-0-where": field.initial, "exclude-INITIAL_FORMS": 1, "exclude-TOTAL_FORMS": 2})
    call.refresh_from_db()
    assert call.policy["exclude"] == [rule]
    assert call.policy["equal"] == {"within": "0.5"}
