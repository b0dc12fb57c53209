"""两审三公示: a notice between two rounds, objections to it, and the next round that waits for both."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from jinguo.apps.audit.models import Entry
from jinguo.apps.calls.actions import objections, results
from jinguo.apps.calls.models import Objection
from jinguo.apps.calls.procedure import templates
from jinguo.apps.calls.states import CallState, NominationState
from jinguo.apps.clock import held_at, now, today
from jinguo.apps.decisions import actions as decisions
from jinguo.apps.reviews import actions
from jinguo.errors import Refused
from tests.apps.reviews.conftest import call_with, opened

pytestmark = pytest.mark.django_db
NAMES = ("王晓兰", "李若云", "周岚")


@pytest.fixture
def call(people):
    """A call with the ready-made procedure and nothing else."""
    chosen = templates()["two_reviews_three_notices"]
    procedure = chosen.model_dump(mode="json", include={"rounds", "notices"})
    return call_with(people, NAMES, procedure=procedure)


@pytest.fixture
def passed(call, people):
    """The call after its first review: the first two go on."""
    round_ = opened(call, people)
    scores = zip(round_.standings.order_by("nomination__number"), (90, 80, 70), strict=True)
    marks = {row.nomination_id: Decimal(score) for row, score in scores}
    actions.record_scores(round_=round_, scores=marks, column="mean")
    actions.close_and_pass_on(round_=round_, seats=2, by=people.officer)
    call.refresh_from_db()
    return call


@pytest.fixture
def officer(client, people):
    client.force_login(people.officer)
    return client


def posted(call, people):
    return actions.post_round_notice(
        call=call, title="初审公示", text="", posted_on=today(), order="rank", by=people.officer
    )


def next_opened(call, people, **other):
    return actions.open_next_round(
        call=call, reviews_each=3, closes_at=now() + timedelta(days=30), by=people.officer, **other
    )


def objected(notice, number: int = 1):
    nomination = notice.call.nominations.get(number=number)
    return objections.receive_objection(
        notice=notice, nomination=nomination, objector="赵某", contact="13900000000", content="成果有出入。"
    )


def closed(objection, people, outcome=Objection.UPHELD):
    return objections.close_objection(
        objection=objection, outcome=outcome, finding="调查结论", answer="答复", by=people.officer
    )


def over(notice):
    return held_at(notice.closes_at + timedelta(hours=1))


def code_of(refused) -> str:
    return refused.value.reasons[0].code


def names(notice) -> list[str]:
    return [entry.name for entry in notice.entries.filter(removed_at=None)]


def test_two_reviews_and_three_notices_from_one_choice(passed, people):
    with pytest.raises(Refused) as not_posted:
        next_opened(passed, people)
    first = posted(passed, people)
    with pytest.raises(Refused) as running:
        next_opened(passed, people)
    objection = objected(first)
    with over(first):
        with pytest.raises(Refused) as unanswered:
            next_opened(passed, people)
        closed(objection, people)
        second_round = next_opened(passed, people)
        marks = {row.nomination_id: Decimal(90) for row in second_round.standings.all()}
        actions.record_scores(round_=second_round, scores=marks, column="mean")
        decisions.decide(call=passed, by=people.officer)
        passed.refresh_from_db()
        second = results.post_notice(
            call=passed, title="", text="", posted_on=today(), order="rank", by=people.officer
        )
        with pytest.raises(Refused) as too_early:
            results.post_notice(
                call=passed, title="", text="", posted_on=today(), order="rank", by=people.officer
            )
    with over(second):
        with pytest.raises(Refused) as one_left:
            results.make_final(call=passed, by=people.officer)
        third = results.post_notice(
            call=passed, title="", text="", posted_on=today(), order="rank", by=people.officer
        )
    with over(third):
        results.make_final(call=passed, by=people.officer)

    passed.refresh_from_db()
    refusals = [code_of(one) for one in (not_posted, running, unanswered, too_early, one_left)]
    assert refusals == [
        "round_notice_to_come", "notice_still_runs", "objections_open", "notice_still_runs",
        "notices_still_to_come",
    ]  # fmt: skip
    assert [one.stage for one in (first, second, third)] == ["初审公示", "复审公示", "终审公示"]
    assert (names(first), names(second), names(third)) == (["李若云"],) * 3
    assert passed.state == CallState.FINAL
    assert passed.nominations.get(number=1).state == NominationState.REMOVED


def test_an_objection_that_changes_nothing_leaves_her_in_the_running(passed, people):
    notice = posted(passed, people)
    closed(objected(notice), people, Objection.DISMISSED)
    with over(notice):
        round_ = next_opened(passed, people)

    assert round_.standings.count() == 2


def test_the_officer_says_why_it_does_not_wait(passed, people):
    posted(passed, people)

    next_opened(passed, people, despite="经领导小组研究，公示与复审同步进行。")

    written = Entry.objects.get(action="round_opened_despite_notice")
    assert "领导小组" in written.note


def test_taken_down_it_is_posted_anew_and_nobody_objects_once_the_next_round_decided(passed, people):
    first = posted(passed, people)
    with pytest.raises(Refused) as twice:
        posted(passed, people)
    results.withdraw_notice(notice=first, reason="单位名称有误", by=people.officer)
    second = posted(passed, people)
    with pytest.raises(Refused) as to_the_old:
        objected(first)

    passed.refresh_from_db()
    assert code_of(twice) == "round_is_on_notice_already"
    assert code_of(to_the_old) == "notice_is_over"
    assert passed.state == CallState.REVIEWING
    assert second.after_round == 1


def test_the_public_reads_it_and_objects_while_the_review_goes_on(passed, people, client):
    notice = posted(passed, people)
    page = client.get(reverse("calls:public_notice", args=[notice.uid])).content.decode()
    form = {
        "about": notice.entries.get(nomination__number=1).pk, "is_unit": "", "objector": "赵某",
        "contact": "13900000000", "content": "成果有出入。",
    }  # fmt: skip
    sent = client.post(reverse("calls:public_objection", args=[notice.uid]), form)
    listed = client.get(reverse("calls:public_list"), {"kind": "notice"}).content.decode()

    assert "李若云" in page
    assert "周岚" not in page
    assert sent.status_code == 302
    assert notice.objections.get().nomination.number == 1
    assert reverse("calls:public_call", args=[passed.uid]) in listed


def test_the_officer_posts_it_on_the_board_and_the_next_round_asks_why(passed, people, officer):
    board = officer.get(reverse("reviews:board", args=[passed.uid])).content.decode()
    url = reverse("reviews:round_notice", args=[passed.uid])
    shown = officer.get(url)
    proposal = shown.context["form"].initial
    officer.post(url, {**proposal, "posted_on": today().isoformat()})
    after = officer.get(reverse("reviews:board", args=[passed.uid])).content.decode()
    opening = officer.get(reverse("reviews:next_round", args=[passed.uid])).content.decode()
    due = (now() + timedelta(days=30)).strftime("%Y-%m-%dT%H:%M")
    form = {"reviews_each": 3, "closes_at": due}
    without = officer.post(reverse("reviews:next_round", args=[passed.uid]), form)
    with_reason = officer.post(
        reverse("reviews:next_round", args=[passed.uid]), {**form, "despite": "同步进行"}
    )

    notice = passed.notices.get()
    assert url in board
    assert "王晓兰" in shown.content.decode()
    assert (notice.stage, notice.after_round) == ("初审公示", 1)
    assert reverse("calls:public_notice", args=[notice.uid]) in after
    assert "公示尚未办结" in opening
    assert (without.status_code, with_reason.status_code) == (422, 302)


def test_the_board_asks_as_much_for_three_objections_as_for_one(
    passed, people, officer, django_assert_max_num_queries
):
    notice = posted(passed, people)
    address = reverse("reviews:board", args=[passed.uid])
    officer.get(address)
    counts = []
    for more in (1, 2):
        for _ in range(more):
            objected(notice)
        with django_assert_max_num_queries(15) as board:
            officer.get(address)
        counts.append(len(board))

    assert counts[0] == counts[1]
