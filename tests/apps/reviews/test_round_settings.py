"""A round has criteria of its own until somebody has begun a review of it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse

from jinguo.apps.audit.models import Entry
from jinguo.apps.reviews import actions, queries
from jinguo.errors import Refused
from tests.apps.reviews.conftest import CRITERIA, call_with, distributed, opened
from tests.apps.reviews.test_rounds import TWO_ROUNDS

pytestmark = pytest.mark.django_db

OWN = [
    {
        "key": "speech",
        "label": "现场答辩",
        "weight": "1",
        "min": "60",
        "max": "100",
        "step": "0.5",
        "help": "",
    }
]


@pytest.fixture
def call(people):
    return call_with(people, procedure=TWO_ROUNDS)


def page_of(call, position=2):
    return reverse("reviews:round_settings", args=[call.uid, position])


def typed(*rows, **more):
    """A form as the page sends it."""
    sent = {
        "criteria-TOTAL_FORMS": len(rows),
        "criteria-INITIAL_FORMS": 0,
        "others_scores": "after_own",
        **more,
    }
    for n, row in enumerate(rows):
        sent |= {f"criteria-{n}-{key}": value for key, value in row.items()}
    return sent


def test_an_officer_gives_a_planned_round_its_own_criteria_and_sight(people, call, client):
    opened(call, people)
    client.force_login(people.officer)
    answer = client.post(
        page_of(call), typed(OWN[0], name="答辩会", instructions="重点看现场回答。", blind="on")
    )

    assert answer.status_code == 302
    first, second = queries.rounds_of(call)
    assert [one["label"] for one in second.criteria] == ["现场答辩"]
    assert (second.criteria[0]["min"], second.criteria[0]["max"]) == ("60", "100")
    assert (second.name, second.others_scores, second.blind) == ("答辩会", "after_own", True)
    assert first.criteria == CRITERIA, "the other round and the call keep theirs"
    assert Entry.objects.filter(action="round_changed").count() == 1


def test_nothing_changes_once_a_review_of_the_round_is_begun_and_the_page_says_why(people, call, client):
    round_ = distributed(call, people)
    assignment = round_.assignments.select_related("expert__user").first()
    actions.save_review(
        assignment=assignment,
        marks={"deeds": Decimal(80)},
        comment="",
        seen_version=0,
        by=assignment.expert.user,
    )
    with pytest.raises(Refused) as refused:
        actions.set_round(round_=round_, changes={"criteria": OWN}, by=people.officer)
    assert refused.value.reasons[0].code == "round_has_reviews"

    client.force_login(people.officer)
    html = client.get(page_of(call, 1)).content.decode()
    assert "本轮已有 1 份评审意见" in html
    assert 'name="criteria-0-label"' not in html
    assert client.post(page_of(call, 1), typed(OWN[0])).status_code == 409
    assert client.get(page_of(call, 2)).context["may"].ok, "the round that is only planned is free still"


def test_a_round_is_filled_from_another_one_and_kept_only_when_saved(people, call, client):
    opened(call, people)
    first, second = queries.rounds_of(call)
    actions.set_round(round_=first, changes={"criteria": OWN, "instructions": "看回答"}, by=people.officer)
    client.force_login(people.officer)

    shown = client.get(page_of(call), {"from": str(first.uid)})
    assert shown.context["criteria"].initial == OWN
    assert shown.context["form"]["instructions"].value() == "看回答"
    assert shown.context["form"]["name"].value() == second.name
    back = client.get(page_of(call, 1), {"from": "call"})
    assert back.context["criteria"].initial == CRITERIA
    second.refresh_from_db()
    assert second.criteria == CRITERIA


def test_rows_are_added_and_moved_without_scripts(people, call, client):
    opened(call, people)
    client.force_login(people.officer)
    answer = client.post(page_of(call), typed(OWN[0], row="criteria/add"))
    assert (answer.status_code, len(answer.context["criteria"].forms)) == (200, 2)


def test_a_round_by_correspondence_keeps_a_criterion_and_a_meeting_may_only_vote(people, call):
    opened(call, people)
    first, second = queries.rounds_of(call)
    with pytest.raises(Refused) as refused:
        actions.set_round(round_=first, changes={"criteria": []}, by=people.officer)
    assert refused.value.reasons[0].code == "round_without_criteria"
    assert actions.set_round(round_=second, changes={"criteria": []}, by=people.officer).criteria == []


def test_only_the_officer_of_the_organiser_changes_a_round(people, call):
    round_ = opened(call, people)
    with pytest.raises(Refused):
        actions.set_round(round_=round_, changes={"name": "x"}, by=people.li)


@pytest.mark.parametrize("count", [1, 3])
def test_the_queries_of_the_page_do_not_grow(people, call, client, count, django_assert_max_num_queries):
    opened(call, people)
    _first, second = queries.rounds_of(call)
    rows = [{**OWN[0], "key": f"k{n}", "label": f"标准{n}"} for n in range(count)]
    actions.set_round(round_=second, changes={"criteria": rows}, by=people.officer)
    for n in range(count):
        actions.plan_next_round(call=call, by=people.officer, name=f"第{n}轮", kind="meeting")
    client.force_login(people.officer)
    client.get(page_of(call))
    with django_assert_max_num_queries(12):
        client.get(page_of(call))
