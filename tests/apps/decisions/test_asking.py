"""What the marks are worth, and what other rules would decide."""

from __future__ import annotations

import pytest
from django.urls import reverse

from jinguo.apps.decisions import actions
from jinguo.apps.decisions.drawing import spreads
from jinguo.apps.decisions.proposing import propose
from jinguo.apps.reviews import queries as reviews
from jinguo.errors import Refused
from tests.apps.decisions.conftest import marked

pytestmark = pytest.mark.django_db
NAMES = ("王晓兰", "李若云", "赵一诺", "钱二诺")
ONE = {"policy": {"seats": 2, "last": {"by": "id"}}}


def at(name: str, record) -> str:
    return reverse(f"decisions:{name}", args=[record.uid])


@pytest.fixture
def four(people):
    """Numbers 1 and 3 come from the district, 2 and 4 from the society; all in the category of one place."""
    return marked(people, {1: 90, 2: 80, 3: 85, 4: 70}, NAMES, **ONE)


@pytest.fixture
def officer(people, client):
    client.force_login(people.officer)
    return client


def test_without_a_question_the_policy_stands_alone_and_nothing_is_kept(four, officer):
    shown = officer.get(at("what_if", four))

    assert [len(one["answer"].chosen) for one in shown.context["answers"]] == [1]
    assert not four.decisions.exists()
    assert not four.selections.exists()


def test_more_places_let_somebody_in_and_nobody_is_decided_on(four, officer):
    shown = officer.get(at("what_if", four), {"a-category_0": "3", "b-category_0": "2", "b-per_unit": "1"})

    _policy, more, one_each = shown.context["answers"]
    assert [n.name for n in more["enters"]] == ["赵一诺", "李若云"]
    assert [n.name for n in one_each["enters"]] == ["李若云"]
    assert one_each["answer"].women_share == 100
    assert "赵一诺" in shown.content.decode()
    assert not four.decisions.exists()


def test_a_question_that_contradicts_itself_is_told(four, officer):
    shown = officer.get(at("what_if", four), {"a-women_least": "101"})
    empty = officer.get(at("what_if", four), {"a-category_0": "0"})

    assert shown.status_code == 422
    assert empty.status_code == 200
    assert empty.context["answers"][1]["answer"].chosen == ()


def test_the_marks_are_examined_and_examined_again_when_reviews_came_in(four, officer):
    before = officer.get(at("marks", four))
    round_ = reviews.current_round(four)
    actions.keep_assessment(round_=round_)

    shown = officer.get(at("marks", four))
    assert "assessment" not in before.context
    assert shown.context["items"][0]["nomination"].name == "王晓兰"
    assert shown.context["result"]["alpha"]["value"] > 0.9
    assert not shown.context["stale"]
    four.nominations.filter(number=4).update(state="nomination_removed")
    assert officer.get(at("marks", four)).context["stale"]


def test_asked_for_in_the_background_it_is_there_on_the_page(
    four, officer, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        asked = officer.post(at("marks", four))

    assert asked.status_code == 302
    assert officer.get(at("marks", four)).status_code == 200


def test_calibrated_scores_rank_only_where_the_policy_says_so_and_are_worked_out(people):
    call = marked(people, {1: 90, 2: 80}, policy={"seats": 1, "column": "calibrated", "last": {"by": "id"}})
    with pytest.raises(Refused) as refused:
        propose(call)
    actions.keep_assessment(round_=reviews.current_round(call))

    proposal = propose(call)

    assert refused.value.reasons[0].code == "assessment_needed"
    scores = reviews.current_round(call).assessment.scores
    assert {c.id: str(c.score) for c in proposal.candidates} == scores
    assert len(proposal.outcome.chosen) == 1


def test_next_to_the_line_the_review_that_turns_it_is_named(people, officer):
    call = marked(people, {1: 81, 2: 80}, policy={"seats": 1, "last": {"by": "id"}})

    text = officer.get(at("decide", call)).content.decode()

    assert "入选线" in text


def test_nobody_else_reads_them(people, four, client):
    for user in (people.stranger, people.li, people.experts[0].user):
        client.force_login(user)

        assert client.get(at("marks", four)).status_code == 404
        assert client.get(at("what_if", four)).status_code == 404


@pytest.mark.parametrize("n", [2, 4])
def test_queries_do_not_grow(n, people, officer, django_assert_num_queries):
    call = marked(people, {1: 90, 2: 80, 3: 85, 4: 70}, NAMES[:n], **ONE)
    actions.keep_assessment(round_=reviews.current_round(call))
    officer.get(at("marks", call))

    with django_assert_num_queries(15):
        officer.get(at("marks", call))
    with django_assert_num_queries(11):
        officer.get(at("what_if", call), {"a-per_unit": "1"})


def test_a_spread_is_drawn_from_the_lowest_to_the_highest():
    rows = spreads({"a": {"甲": 80, "乙": 90}, "b": {"甲": 60, "乙": 95}})

    assert [(one.name, one.low, one.high) for one in rows] == [("甲", 60, 80), ("乙", 90, 95)]
    assert all(one.x_low <= one.x_median <= one.x_high for one in rows)
