"""Several rounds of one call: who enters, who goes on, what comes of those who do not."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from jinguo.apps.calls.actions import checking
from jinguo.apps.calls.states import CallState, NominationState
from jinguo.apps.clock import now
from jinguo.apps.decisions import actions as decisions
from jinguo.apps.reviews import actions, queries
from jinguo.apps.reviews.models import Round, Standing
from jinguo.errors import Refused
from tests import factories
from tests.apps.reviews.conftest import call_with, distributed, opened, promised

pytestmark = pytest.mark.django_db

TWO_ROUNDS = {
    "rounds": [
        {"name": "函评", "kind": "correspondence", "seats": 2},
        {"name": "会评", "kind": "meeting", "others_scores": "after_own"},
    ]
}
NAMES = ("王晓兰", "李若云", "周岚", "陈雨桐")


@pytest.fixture
def call(people):
    return call_with(people, NAMES, procedure=TWO_ROUNDS)


def scored(round_, *scores):
    """Scores in the order of the receipts, without reviews."""
    rows = round_.standings.order_by("nomination__number")
    actions.record_scores(
        round_=round_,
        scores={
            row.nomination_id: None if score is None else Decimal(score)
            for row, score in zip(rows, scores, strict=True)
        },
        column="mean",
    )


def numbers(nominations):
    return [one.number for one in nominations.order_by("number")]


def next_opened(call, people):
    return actions.open_next_round(
        call=call, reviews_each=3, closes_at=now() + timedelta(days=3), by=people.officer
    )


def test_the_first_round_opens_with_everyone_and_the_next_stands_planned(people, call):
    first = opened(call, people)

    rounds = queries.rounds_of(call)
    assert [(one.name, one.kind, one.state) for one in rounds] == [
        ("函评", "correspondence", "round_open"),
        ("会评", "meeting", "round_planned"),
    ]
    assert first.criteria == rounds[1].criteria == call.criteria
    assert numbers(queries.entrants(first)) == [1, 2, 3, 4]
    assert queries.current_round(call) == first


def test_the_best_go_on_and_only_they_enter_the_next_round(people, call):
    first = opened(call, people)
    scored(first, 80, 90, 70, 85)

    actions.close_and_pass_on(round_=first, by=people.officer)
    second = next_opened(call, people)

    assert numbers(queries.entrants(second)) == numbers(queries.reviewable(call)) == [2, 4]
    ranks = dict(first.standings.values_list("nomination__number", "rank"))
    assert ranks == {2: 1, 4: 2, 1: 3, 3: 4}
    assert queries.current_round(call) == second


def test_who_is_equal_with_the_last_one_in_goes_on_as_well(people, call):
    first = opened(call, people)
    scored(first, 85, 90, 85, 85)

    proposal = actions.propose_passing(first)

    best = proposal.entrants[0]
    assert (best.nomination.number, best.passes, best.beyond_seats) == (2, True, False)
    assert proposal.passing == 4
    assert sum(one.beyond_seats for one in proposal.entrants) == 2


def test_a_tie_rule_of_the_call_parts_equals_at_the_cut(people):
    procedure = {"rounds": [{"name": "函评", "seats": 1}, {"name": "会评", "kind": "meeting"}]}
    policy = {"seats": 1, "tie": [{"prefer": {"unit": people.society.name}}]}
    call = call_with(people, NAMES[:2], procedure=procedure, policy=policy)
    first = opened(call, people)
    scored(first, 85, 85)

    proposal = actions.propose_passing(first)

    assert [one.nomination.unit for one in proposal.entrants if one.passes] == [people.society]


def test_places_can_be_counted_by_category_and_changed_before_closing(people, call):
    first = opened(call, people)
    scored(first, 80, 90, 70, 85)
    category = call.categories.first().name

    by_category = actions.propose_passing(first, {category: 3})
    actions.close_and_pass_on(round_=first, by=people.officer, seats={category: 3}, seen=by_category.digest)

    assert by_category.passing == 3
    first.refresh_from_db()
    assert first.seats == {category: 3}
    assert first.standings.filter(passed=True).count() == 3


def test_a_change_by_hand_needs_a_reason_and_keeps_it(people, call):
    first = opened(call, people)
    scored(first, 80, 90, 70, 85)
    uid = str(call.nominations.get(number=3).uid)

    with pytest.raises(Refused):
        actions.close_and_pass_on(round_=first, by=people.officer, by_hand={uid: (True, " ")})
    actions.close_and_pass_on(round_=first, by=people.officer, by_hand={uid: (True, "增补一线人选")})

    row = first.standings.get(nomination__number=3)
    assert (row.passed, row.hand_reason) == (True, "增补一线人选")


def test_nothing_is_closed_when_a_score_changed_since_she_looked(people, call):
    first = opened(call, people)
    scored(first, 80, 90, 70, 85)
    seen = actions.propose_passing(first).digest
    scored(first, 95, 90, 70, 85)

    with pytest.raises(Refused) as refused:
        actions.close_and_pass_on(round_=first, by=people.officer, seen=seen)

    assert refused.value.reasons[0].code == "list_changed_meanwhile"
    assert Round.objects.get(pk=first.pk).is_open


def test_without_any_score_nobody_goes_on_and_the_round_stays_open(people, call):
    first = opened(call, people)

    with pytest.raises(Refused) as refused:
        actions.close_and_pass_on(round_=first, by=people.officer)

    assert refused.value.reasons[0].code == "nobody_goes_on"


def test_the_next_round_waits_for_the_one_before(people, call):
    opened(call, people)

    with pytest.raises(Refused) as refused:
        next_opened(call, people)

    assert refused.value.reasons[0].code == "round_still_open"


def test_a_call_has_one_open_round_at_most(people, call):
    opened(call, people)

    with pytest.raises(IntegrityError), transaction.atomic():
        Round.objects.filter(call=call, position=2).update(opened_at=now())


def test_the_list_is_not_decided_before_the_last_round(people, call):
    first = opened(call, people)
    scored(first, 80, 90, 70, 85)

    with pytest.raises(Refused) as refused:
        decisions.decide(call=call, by=people.officer)
    assert refused.value.reasons[0].code == "rounds_still_to_come"

    actions.drop_planned_round(round_=queries.next_planned(call), by=people.officer)
    decisions.decide(call=call, by=people.officer)
    call.refresh_from_db()
    assert call.state == CallState.DECIDED


def test_who_left_in_an_earlier_round_is_not_chosen_with_that_as_the_reason(people, call):
    first = opened(call, people)
    scored(first, 80, 90, 70, 85)
    actions.close_and_pass_on(round_=first, by=people.officer)
    second = next_opened(call, people)
    scored(second, 88, 92)

    selection = decisions.decide(call=call, by=people.officer).selection

    entries = {entry.nomination.number: entry for entry in selection.entries.all()}
    assert [(number, entries[number].chosen) for number in (4, 2, 1, 3)] == [
        (4, True),
        (2, False),
        (1, False),
        (3, False),
    ]
    assert entries[3].reasons[0]["code"] == "left_in_round"
    assert call.nominations.get(number=3).state == NominationState.NOT_CHOSEN
    assert Round.objects.get(pk=second.pk).closed_at


def test_one_more_round_can_be_planned_while_the_review_runs(people):
    call = call_with(people, NAMES[:2])
    opened(call, people)

    planned = actions.plan_next_round(call=call, by=people.officer, name="会评", kind="meeting")

    assert (planned.position, planned.state, planned.criteria) == (2, "round_planned", call.criteria)


def test_an_expert_reads_the_same_nomination_again_in_the_next_round(people, call):
    first = opened(call, people)
    nomination = call.nominations.get(number=2)
    actions.assign(round_=first, pairs=[(nomination, people.experts[0])], by=people.officer)
    scored(first, 80, 90, 70, 85)
    actions.close_and_pass_on(round_=first, by=people.officer)
    second = next_opened(call, people)

    actions.assign(round_=second, pairs=[(nomination, people.experts[0])], by=people.officer)
    with pytest.raises(Refused):
        actions.assign(
            round_=second, pairs=[(call.nominations.get(number=3), people.experts[0])], by=people.officer
        )

    assert queries.given_to(second, [nomination.pk]) == {nomination.pk: 1}


def test_who_passes_the_formal_check_late_enters_the_first_round(people, call):
    late = factories.draft(call, people.society, people.li, factories.filled_values("赵晴", 9))
    first = opened(call, people)
    type(late).objects.filter(pk=late.pk).update(
        state=NominationState.SUBMITTED, number=9, submitted_at=now()
    )
    late.refresh_from_db()

    checking.accept(nomination=late, by=people.officer)

    assert Standing.objects.filter(round=first, nomination=late).exists()


@pytest.mark.parametrize(
    ("rule", "before", "after", "at_end"),
    [("never", False, False, False), ("after_own", False, True, True), ("after_end", False, False, True)],
)
def test_others_scores_are_seen_by_the_rule_and_their_names_never(
    rule, before, after, at_end, people, client
):
    procedure = {"rounds": [{"name": "函评", "others_scores": rule}]}
    call = call_with(people, NAMES[:1], procedure=procedure)
    round_ = distributed(call, people)
    promised(round_, *people.experts)
    mine, theirs = round_.assignments.select_related("expert__user").order_by("pk")[:2]
    review(theirs, 83)
    client.force_login(mine.expert.user)
    page = reverse("reviews:read", args=[mine.uid])

    def seen() -> bool:
        text = client.get(page).content.decode()
        assert theirs.expert.name not in text
        return "81.80" in text

    assert seen() is before
    review(mine, 70)
    assert seen() is after
    actions.close_round(round_=round_, by=people.officer)
    assert seen() is at_end


def review(assignment, deeds):
    return actions.submit_review(
        assignment=assignment,
        marks={"deeds": Decimal(deeds), "example": Decimal(80)},
        comment="",
        seen_version=0,
        by=assignment.expert.user,
    )


def test_the_officer_passes_on_opens_the_next_round_and_looks_back_at_the_first(people, call, client):
    first = opened(call, people)
    scored(first, 80, 90, 70, 85)
    client.force_login(people.officer)
    board = reverse("reviews:board", args=[call.uid])
    pass_on = reverse("reviews:pass_on", args=[call.uid])

    shown = client.get(pass_on)
    more = client.post(pass_on, {"do": "show", "by": "all", "seats": "3"})
    uid = str(call.nominations.get(number=3).uid)
    without = {"do": "close", "by": "all", "seats": "2", f"change-{uid}": "in", f"reason-{uid}": ""}
    refused = client.post(pass_on, without)
    closed = client.post(pass_on, {**without, f"reason-{uid}": "增补"})
    due = (now() + timedelta(days=6)).strftime("%Y-%m-%dT%H:%M")
    begun = client.post(closed.url, {"reviews_each": 3, "closes_at": due, "instructions": ""})

    assert [shown.context["proposal"].passing, more.context["proposal"].passing] == [2, 3]
    assert (refused.status_code, closed.status_code, begun.status_code) == (409, 302, 302)
    now_shown, before = client.get(board), client.get(f"{board}?round=1")
    assert [row.number for row in now_shown.context["page"].object_list] == [2, 3, 4]
    assert len(before.context["page"].object_list) == 4
    assert [step["state"] for step in now_shown.context["rounds"]] == ["done", "current"]
    assert client.get(f"{board}?round=9").status_code == 404


def test_a_round_is_planned_and_taken_off_on_its_pages(people, client):
    call = call_with(people, NAMES[:1])
    opened(call, people)
    client.force_login(people.officer)

    client.post(
        reverse("reviews:plan_round", args=[call.uid]),
        {"name": "会评", "kind": "meeting", "others_scores": "after_own"},
    )
    assert [one.name for one in queries.rounds_of(call)] == ["", "会评"]
    client.post(reverse("reviews:drop_round", args=[call.uid]), {"round": "2"})

    assert len(queries.rounds_of(call)) == 1


@pytest.mark.parametrize("nominations", [1, 3])
def test_queries_do_not_grow(nominations, django_assert_num_queries, people, client):
    procedure = {"rounds": [{"name": "函评", "seats": 1}, {"name": "会评", "kind": "meeting"}]}
    call = call_with(people, NAMES[:nominations], procedure=procedure)
    first = opened(call, people)
    scored(first, *range(80, 80 + nominations))
    client.force_login(people.officer)
    address = reverse("reviews:pass_on", args=[call.uid])
    client.get(address)

    with django_assert_num_queries(13):
        client.get(address)
