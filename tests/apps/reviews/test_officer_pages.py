"""What the officer of a review sees and does."""

from __future__ import annotations

import io
from datetime import timedelta
from decimal import Decimal

import openpyxl
import pytest
from django.urls import reverse

from jinguo.apps.audit.models import Entry
from jinguo.apps.calls.states import CallState
from jinguo.apps.clock import now
from jinguo.apps.organisations.actions import accept_invitation
from jinguo.apps.reviews import actions, queries
from jinguo.apps.reviews.models import Expert, Round
from tests import factories
from tests.apps.reviews.conftest import call_with, distributed, expert_of, opened, promised

pytestmark = pytest.mark.django_db

OFFICERS_PAGES = ("board", "assigning", "remind", "export")


@pytest.fixture
def officer(people, client):
    client.force_login(people.officer)
    return client


def at(name: str, record) -> str:
    return reverse(f"reviews:{name}", args=[record.uid])


def review(assignment, deeds, example=80):
    return actions.submit_review(
        assignment=assignment,
        marks={"deeds": Decimal(deeds), "example": Decimal(example)},
        comment="",
        seen_version=0,
        by=assignment.expert.user,
    )


def review_all(round_, by_number):
    for assignment in round_.assignments.select_related("nomination", "expert__user"):
        review(assignment, by_number[assignment.nomination.number])


@pytest.mark.parametrize("page", OFFICERS_PAGES)
def test_experts_liaisons_and_strangers_find_no_board(page, round_, people, client):
    for user in (people.experts[0].user, people.li, people.stranger):
        client.force_login(user)

        assert client.get(at(page, round_.call)).status_code == 404


def test_a_review_begins_with_the_form_and_leads_to_giving_out(people, call, officer):
    due = (now() + timedelta(days=6)).strftime("%Y-%m-%dT%H:%M")

    shown = officer.get(at("board", call))
    begun = officer.post(at("board", call), {"reviews_each": 3, "closes_at": due, "instructions": "请看材料"})

    call.refresh_from_db()
    assert [need.met for need in shown.context["needs"]] == [True, True, True, True]
    assert begun.url == at("assigning", call)
    assert (call.state, Round.objects.get().instructions) == (CallState.REVIEWING, "请看材料")


def test_what_is_missing_is_said_before_a_review_can_begin(people, officer):
    call = call_with(people, (), criteria=[])

    response = officer.get(at("board", call))

    assert [need.met for need in response.context["needs"]] == [False, False, True, True]
    assert "还没有设置评分标准" in response.content.decode()


def test_the_board_shows_how_far_it_is_with_its_figures(round_, people, officer):
    first = round_.assignments.filter(nomination__number=1).select_related("expert__user", "nomination")
    for assignment, deeds in zip(first, (90, 60, 75), strict=True):
        review(assignment, deeds)

    response = officer.get(at("board", round_.call))

    progress = response.context["progress"]
    assert (progress.given, progress.done, progress.complete, progress.nominations) == (6, 3, 1, 2)
    row = response.context["page"].object_list[0]
    assert (row.number, row.figures.mean, row.figures.trimmed_mean) == (1, Decimal("77"), Decimal("77"))
    assert not row.apart


def test_sums_far_apart_are_pointed_out(round_, officer):
    first = round_.assignments.filter(nomination__number=1).select_related("expert__user", "nomination")
    for assignment, deeds in zip(first, (100, 60, 75), strict=True):
        review(assignment, deeds)

    response = officer.get(at("board", round_.call) + "?only=apart")

    assert [row.number for row in response.context["page"].object_list] == [1]


@pytest.mark.parametrize("sort", ["", "number", "-mean", "trimmed", "-spread", "name", "category", "bad"])
def test_the_board_sorts_by_every_column(sort, round_, officer):
    review_all(round_, {1: 70, 2: 90})

    response = officer.get(at("board", round_.call) + f"?sort={sort}")

    found = [row.number for row in response.context["page"].object_list]
    assert sorted(found) == [1, 2]
    if sort in ("", "-mean", "bad"):
        assert found == [2, 1]


QUERIES = {
    "board": 14,
    "board?tab=experts": 12,
    "board?tab=conflicts": 11,
    "assigning": 10,
    "remind": 7,
    "experts": 11,
    "nomination": 12,
}


@pytest.mark.parametrize(("nominations", "experts"), [(1, 1), (3, 1), (1, 3)])
def test_queries_do_not_grow(nominations, experts, django_assert_num_queries, client):
    cast = factories.cast()
    cast.experts = [expert_of(cast, n) for n in range(experts)]
    call = call_with(cast, tuple(f"王晓{'甲乙丙'[n]}" for n in range(nominations)))
    round_ = distributed(call, cast)
    review_all(round_, {1: 80, 2: 90, 3: 70})
    client.force_login(cast.officer)

    client.get(at("board", call))

    for page, count in QUERIES.items():
        name, _, query = page.partition("?")
        record = call.nominations.first() if name == "nomination" else call
        address = reverse("reviews:experts") if name == "experts" else at(name, record)
        with django_assert_num_queries(count, info=page):
            assert client.get(f"{address}?{query}").status_code == 200


def test_one_more_expert_is_given_it_and_another_loses_it(round_, people, officer):
    late = expert_of(people, 9)
    nomination = round_.call.nominations.get(number=1)
    mine = nomination.assignments.first()
    review(mine, 90)

    officer.post(at("assign", nomination), {"expert": late.uid})
    no_reason = officer.post(at("release", mine), {"reason": " "})
    officer.post(at("release", mine), {"reason": "工作调整"})

    assert no_reason.status_code == 422
    mine.refresh_from_db()
    standing = nomination.standings.get()
    assert mine.released_at
    assert standing.reviews == 0
    assert nomination.assignments.filter(expert=late).exists()


def test_a_review_given_back_can_be_changed_again(round_, people, officer):
    mine = round_.assignments.select_related("expert__user").first()
    review(mine, 90)

    officer.post(at("reopen", mine), {"reason": "分数填错"})

    mine.review.refresh_from_db()
    assert mine.review.state == "review_draft"
    assert mine.expert.user.messages.filter(code="review_reopened").exists()


def test_reminders_are_planned_first_and_reach_only_who_owes(round_, people, officer):
    for assignment in people.experts[0].assignments.select_related("expert__user"):
        review(assignment, 80)

    plan = officer.get(at("remind", round_.call)).context["plan"]
    officer.post(at("remind", round_.call))

    assert plan.going_to == people.experts[1:]
    assert [expert for expert, _reason in plan.left_out] == people.experts[:1]
    reminded = {e for e in people.experts if e.user.messages.filter(code="review_reminder").exists()}
    assert reminded == set(people.experts[1:])


def test_scores_go_out_as_numbers_and_experts_as_codes(round_, officer):
    review_all(round_, {1: 70, 2: 90})

    response = officer.get(at("export", round_.call))

    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(response))).active
    cells = [cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {"专家01", "专家02", "专家03"} <= set(cells)
    assert "专家0" not in cells
    assert 86 in cells
    assert 74 in cells


def test_an_expert_is_added_invited_and_linked_by_accepting(people, officer):
    officer.post(reverse("reviews:expert_add"), {"name": "周岚", "email": "zhou@example.org", "sex": "F"})
    expert = Expert.objects.get(name="周岚")
    link = officer.post(at("expert_invite", expert), follow=True).context["link"]
    user = factories.user("zhou", "周岚")

    accept_invitation(token=link.rstrip("/").rsplit("/", 1)[-1], user=user)

    expert.refresh_from_db()
    assert expert.user == user
    assert expert.search.startswith("周岚 zhoulan zl")


def test_an_expert_out_of_use_or_without_an_account_is_given_nothing(people, call, officer):
    officer.post(at("expert_active", people.experts[0]), {"active": "0"})
    actions.add_expert(pool=people.association, by=people.officer, name="未开户")
    round_ = opened(call, people)

    assert set(queries.experts_to_assign(round_)) == set(people.experts[1:])


def test_the_pool_of_another_organisation_is_not_there(people, client):
    other = factories.organisation("外市科协", "association")
    client.force_login(factories.member(other, "other", "officer"))

    assert client.get(at("expert", people.experts[0])).status_code == 404
    assert list(client.get(reverse("reviews:experts")).context["page"].object_list) == []


def test_the_first_page_tells_experts_and_officers(round_, people, client):
    client.force_login(people.experts[0].user)
    expert = client.get("/").content.decode()
    client.force_login(people.officer)
    officer = client.get("/").content.decode()

    assert reverse("reviews:go_on", args=[round_.uid]) in expert
    assert at("board", round_.call) in officer


def test_a_conflict_declared_by_mistake_is_lifted_with_a_reason_that_stays(client, people, call):
    round_ = distributed(call, people)
    promised(round_, people.experts[0])
    assignment = round_.assignments.filter(expert=people.experts[0]).first()
    actions.declare_conflict(
        assignment=assignment, kind="conflict_family", note="点错了", by=people.experts[0].user
    )
    nomination = assignment.nomination
    address = reverse("reviews:lift_conflict", args=[nomination.uid, people.experts[0].uid])
    client.force_login(people.officer)
    board = client.get(reverse("reviews:board", args=[call.uid]), {"tab": "conflicts"}).content.decode()

    without = client.post(address, {"reason": ""})
    done = client.post(address, {"reason": "专家来电说明系误点。"})
    again = actions.assign(round_=round_, pairs=[(nomination, people.experts[0])], by=people.officer)

    assert address in board
    assert (without.status_code, done.status_code) == (422, 302)
    entry = Entry.objects.get(action="conflict_lifted")
    assert (entry.note, entry.before["kind"]) == ("专家来电说明系误点。", "conflict_family")
    assert people.experts[0].user.messages.filter(code="conflict_lifted").exists()
    assert len(again) == 1
    assert client.get(address).status_code == 404
