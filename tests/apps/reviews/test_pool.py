"""The pool of experts: joining, pausing, leaving, coming back; searching it; women's share."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from jinguo.apps.clock import held_at, now, today
from jinguo.apps.outbox.models import Message
from jinguo.apps.reviews import actions, queries
from jinguo.apps.reviews.models import Expert
from jinguo.apps.reviews.pool import figures as pool_figures
from jinguo.apps.reviews.pool.words import Post, read_disciplines, read_posts, write_disciplines, write_posts
from jinguo.apps.reviews.queries import Asked
from jinguo.apps.reviews.states import PoolState
from jinguo.apps.reviews.tasks import breaks_of_the_day
from jinguo.errors import Refused
from tests import factories

pytestmark = pytest.mark.django_db
JOIN = "/reviews/pool/join/{token}/"
ANSWER = {"username": "wu", "password": factories.PASSWORD, "again": factories.PASSWORD, "name": "吴敏华"}


def at(name, *args):
    return reverse(f"reviews:{name}", args=args)


@pytest.fixture
def invited(people):
    expert = actions.add_expert(
        pool=people.association, by=people.officer, name="吴敏华", email="wu@example.org", sex="F"
    )
    expert.token = actions.invite_expert(expert=expert, by=people.officer, link=JOIN).token
    expert.refresh_from_db()
    return expert


def test_who_is_invited_joins_with_an_account_of_her_own_and_with_fewer_reviews(client, invited):
    page = client.get(at("join", invited.token))
    answer = client.post(at("join", invited.token), {"answer": "less", "max_load": "4", **ANSWER})

    invited.refresh_from_db()
    assert page.status_code == 200
    assert answer.status_code == 302
    assert (invited.state, invited.max_per_round, invited.user.username) == (PoolState.ACTIVE, 4, "wu")
    assert client.get(at("join", invited.token)).status_code == 404


def test_who_declines_says_why_and_the_officer_is_told(client, people, invited):
    silent = client.post(at("join", invited.token), {"answer": "no"})
    said = client.post(at("join", invited.token), {"answer": "no", "reason": "今年承担任务较多"})

    invited.refresh_from_db()
    assert (silent.status_code, said.status_code) == (422, 200)
    assert (invited.state, invited.is_active, invited.state_reason) == (
        PoolState.DECLINED,
        False,
        "今年承担任务较多",
    )
    assert Message.objects.filter(to_user=people.officer, code="expert_declined").exists()
    assert client.get(at("join", invited.token)).status_code == 404


def test_who_declined_may_be_invited_again(people, invited):
    actions.decline_to_join(invitation=invited.invitation, reason="出国")

    actions.invite_expert(expert=invited, by=people.officer, link=JOIN)

    assert Expert.objects.get(pk=invited.pk).state == PoolState.INVITED


def test_she_leaves_the_pool_and_comes_back(client, people):
    expert = people.experts[0]
    client.force_login(expert.user)

    client.post(at("leave_pool", expert.uid), {"reason": "退休"})
    expert.refresh_from_db()
    left = (expert.state, expert.is_active)
    client.post(at("leave_pool", expert.uid), {"back": "1"})
    expert.refresh_from_db()

    assert left == (PoolState.LEFT, False)
    assert (expert.state, expert.is_active) == (PoolState.ACTIVE, True)


def test_a_break_that_covers_today_pauses_her_and_its_end_brings_her_back(people):
    expert = people.experts[0]
    actions.add_break(
        expert=expert, since=today(), until=today() + timedelta(days=3), reason="出差", by=expert.user
    )
    expert.refresh_from_db()
    paused = (expert.state, expert.is_active)

    with held_at(now() + timedelta(days=4)):
        assert breaks_of_the_day() == {"changed": 1}
    expert.refresh_from_db()

    assert paused == (PoolState.ON_BREAK, False)
    assert (expert.state, expert.is_active) == (PoolState.ACTIVE, True)


def test_a_break_to_come_pauses_her_on_its_first_day_and_not_before(people):
    expert = people.experts[0]
    actions.add_break(
        expert=expert, since=today() + timedelta(days=2), until=None, reason="", by=people.officer
    )
    before = Expert.objects.get(pk=expert.pk).state

    with held_at(now() + timedelta(days=2)):
        breaks_of_the_day()

    assert before == PoolState.ACTIVE
    assert Expert.objects.get(pk=expert.pk).state == PoolState.ON_BREAK


def test_a_break_in_the_past_is_refused(people):
    with pytest.raises(Refused):
        actions.add_break(
            expert=people.experts[0],
            since=today() - timedelta(days=9),
            until=today() - timedelta(days=1),
            reason="",
            by=people.officer,
        )


def test_she_corrects_her_own_data_and_nobody_elses(client, people):
    mine, other = people.experts[:2]
    client.force_login(mine.user)
    said = {
        "name": mine.name,
        "disciplines": "流体力学; 湍流控制",
        "posts": "2012-2018 北京大学",
        "languages": ["zh", "en"],
    }

    answer = client.post(at("my_data", mine.uid), said)
    theirs = client.post(at("my_data", other.uid), said)

    mine.refresh_from_db()
    assert (answer.status_code, theirs.status_code) == (302, 404)
    assert [row.code for row in mine.codes.all()] == ["13025"]
    assert (mine.disciplines, mine.languages) == ("流体力学；湍流控制", "zh,en")
    assert [(row.unit, row.since, row.until) for row in mine.posts.all()] == [("北京大学", 2012, 2018)]


def test_what_she_states_of_people_near_to_her_lies_sealed_and_is_not_shown_to_the_officer(client, people):
    expert = people.experts[0]
    client.force_login(expert.user)

    client.post(
        at("my_relation", expert.uid), {"kind": "relation_teacher", "name": "王导师", "unit": "某大学"}
    )
    own = client.get(at("my_data", expert.uid)).content.decode()
    client.force_login(people.officer)
    officers = client.get(at("expert", expert.uid)).content.decode()

    assert "王导师" not in expert.relations.get().who_sealed
    assert "王导师" in own
    assert "王导师" not in officers


@pytest.mark.parametrize("text", ["吴敏华", "wuminhua", "wmh", "示例大学", "流体力学", "湍流", "turbulence"])
def test_an_expert_is_found_by_whatever_one_remembers_of_her(people, text):
    expert = actions.add_expert(
        pool=people.association, by=people.officer, name="吴敏华", unit_name="示例大学", disciplines="13025",
        keywords="湍流", keywords_en="Turbulence",
    )  # fmt: skip

    assert list(queries.found_in(people.association, Asked(text=text))) == [expert]


def test_the_pool_is_narrowed_down_by_discipline_day_and_unit_with_counts(people):
    here, away, third = people.experts
    actions.change_expert(
        expert=here, changes={"disciplines": "流体力学", "sex": "F", "unit_name": "甲大学"}, by=people.officer
    )
    actions.change_expert(
        expert=away, changes={"disciplines": "固体力学", "sex": "M", "unit_name": "乙大学"}, by=people.officer
    )
    actions.add_break(expert=away, since=today(), until=None, reason="", by=people.officer)

    def found(**asked):
        return set(queries.found_in(people.association, Asked(**asked)))

    facets = queries.facets(people.association, Asked())
    assert found(discipline="130") == {here, away}
    assert found(free_on=today()) == {here, third}
    assert found(not_unit="甲大学") == {away, third}
    assert [(one.value, one.label, one.count) for one in facets["discipline"]] == [("130", "力学", 2)]
    assert {one.value: one.count for one in facets["sex"]} == {"F": 1, "M": 1, "-": 1}


def test_womens_share_leaves_out_whose_sex_is_not_stated(people):
    for expert, sex in zip(people.experts, ("F", "M", ""), strict=True):
        actions.change_expert(expert=expert, changes={"sex": sex, "disciplines": "力学"}, by=people.officer)

    shares = pool_figures.shares_of(people.association)

    assert (shares.whole.percent, shares.whole.unstated) == (50.0, 1)
    assert [(row.label, row.women, row.men) for row in shares.by_discipline] == [("力学", 1, 1)]
    assert [(row.label, row.total) for row in shares.by_year] == [(str(today().year), 3)]


def test_womens_share_of_a_panel_and_of_the_work_count_what_was_given_and_handed_in(people, round_):
    actions.change_expert(expert=people.experts[0], changes={"sex": "F"}, by=people.officer)

    shares = pool_figures.shares_of(people.association)

    assert [(row.women, row.unstated) for row in shares.panels] == [(1, 2)]
    assert shares.work_by_year == []


def test_reliability_counts_reviews_in_time_and_those_taken_back(people, round_):
    first, second = round_.assignments.filter(expert=people.experts[0])
    marks = {"deeds": Decimal(90), "example": Decimal(80)}
    actions.submit_review(
        assignment=first, marks=marks, comment="", seen_version=0, by=people.experts[0].user
    )
    actions.release(assignment=second, reason="调整", by=people.officer)

    work = queries.work_of(people.experts[0])

    assert (work.given, work.done, work.on_time_share, work.released) == (1, 1, 100, 1)
    assert work.returned == 0
    done = round_.assignments.get(expert=people.experts[0], released_at=None)
    actions.reopen_review(assignment=done, reason="意见太短", by=people.officer)
    work = queries.work_of(people.experts[0])
    assert (work.done, work.returned) == (0, 1), "what she has to mend is told"


def test_words_are_read_and_written_in_one_form():
    found = read_disciplines("130.25 流体力学、固体力学；湍流控制")

    assert found == (("13025", "13015"), ("湍流控制",))
    assert read_disciplines(write_disciplines(found)) == found
    posts = (Post("北京大学", 2012, 2018), Post("清华大学", 2018), Post("某研究所"))
    assert read_posts(write_posts(posts)) == posts


@pytest.mark.parametrize("text", ["2018-2012 北京大学", "1800- 某校"])
def test_posts_with_years_that_cannot_be_are_refused(text):
    with pytest.raises(Refused):
        read_posts(text)


def test_the_list_asks_no_more_of_the_database_for_more_experts(
    client, people, django_assert_max_num_queries
):
    client.force_login(people.officer)
    client.get(at("experts"))
    with django_assert_max_num_queries(12):
        client.get(at("experts"))
    with django_assert_max_num_queries(15):
        client.get(at("shares"))
    with django_assert_max_num_queries(15):
        client.get(at("expert", people.experts[0].uid))
