"""Drafted, agreed to by a second person where needed, recorded in the organiser's chain."""

from __future__ import annotations

import pytest

from jinguo.apps.audit.models import Entry
from jinguo.apps.calls.states import CallState, NominationState
from jinguo.apps.decisions import actions, queries, verifying
from jinguo.apps.decisions.models import Decision
from jinguo.apps.decisions.proposing import propose
from jinguo.apps.decisions.states import DecisionState
from jinguo.apps.outbox.models import Message
from jinguo.engines.selection import canonical_json, read_record, replay
from jinguo.errors import Refused
from tests import factories
from tests.apps.decisions.conftest import hand, marked

pytestmark = pytest.mark.django_db


def test_a_list_without_changes_by_hand_is_recorded_at_once(people, call):
    decision = actions.decide(call=call, by=people.officer)

    call.refresh_from_db()
    entries = decision.selection.entries.all()
    assert (decision.state, decision.number, call.state) == (DecisionState.RECORDED, 1, CallState.DECIDED)
    assert [(e.nomination.number, e.chosen) for e in entries] == [(2, True), (1, False)]
    assert all(entry.reasons for entry in entries)


def test_a_change_by_hand_waits_for_a_second_person_and_changes_nothing_before(people, call):
    decision = actions.decide(call=call, by=people.officer, by_hand=hand(call, 1, True))

    call.refresh_from_db()
    assert decision.state == DecisionState.AWAITING
    assert call.state == CallState.REVIEWING
    assert not call.selections.exists()
    told = Message.objects.filter(code="decision_awaits").values_list("to_user", flat=True)
    assert set(told) == {people.second.pk, people.leader.pk}


@pytest.mark.parametrize("who", ["second", "leader"])
def test_another_officer_or_a_leader_agrees_and_the_list_is_recorded(who, people, call):
    waiting = actions.decide(call=call, by=people.officer, by_hand=hand(call, 1, True))
    by = getattr(people, who)

    done = actions.approve(decision=waiting, seen=waiting.fingerprint, by=by)

    entry = done.selection.entries.get(nomination__number=1)
    assert (done.state, done.second_by, done.proposed_by) == (DecisionState.RECORDED, by, people.officer)
    assert (entry.chosen, entry.by_hand, entry.hand_reason) == (True, True, "常委会议定")
    assert call.nominations.get(number=1).state == NominationState.CHOSEN
    record = done.selection.record
    assert [change["reason"] for change in record["adjustments"]] == ["常委会议定"]
    assert record["chosen"] != record["adjusted"]
    actions_told = set(Entry.objects.filter(within_id=str(call.pk)).values_list("action", flat=True))
    assert {"decision_proposed", "decision_approved", "selection_recorded"} <= actions_told


def test_nobody_agrees_to_her_own_list_and_no_outsider_does(people, call):
    waiting = actions.decide(call=call, by=people.officer, by_hand=hand(call, 1, True))

    for user, code in ((people.officer, "second_person_is_proposer"), (people.li, "not_second_person")):
        with pytest.raises(Refused) as refused:
            actions.approve(decision=waiting, seen=waiting.fingerprint, by=user)
        assert [reason.code for reason in refused.value.reasons] == [code]
    assert not call.selections.exists()


def test_a_list_given_back_carries_its_reason_and_can_be_proposed_again(people, call):
    waiting = actions.decide(call=call, by=people.officer, by_hand=hand(call, 1, True))
    with pytest.raises(Refused):
        actions.give_back(decision=waiting, reason=" ", by=people.second)

    returned = actions.give_back(decision=waiting, reason="名额已满", by=people.second)

    assert (returned.state, returned.second_note) == (DecisionState.RETURNED, "名额已满")
    assert queries.changes_of(returned) == hand(call, 1, True)
    again = actions.decide(call=call, by=people.officer, by_hand={})
    assert (again.pk, again.state) == (waiting.pk, DecisionState.RECORDED)


def test_the_proposer_takes_it_back_and_nobody_else_does(people, call):
    waiting = actions.decide(call=call, by=people.officer, by_hand=hand(call, 1, True))
    with pytest.raises(Refused):
        actions.take_back(decision=waiting, by=people.second)

    assert actions.take_back(decision=waiting, by=people.officer).state == DecisionState.DRAFT


@pytest.mark.parametrize(("wanted", "by_hand", "waits"), [("always", False, True), ("never", True, False)])
def test_the_call_says_when_a_second_person_is_needed(wanted, by_hand, waits, people):
    call = marked(people, {1: 70, 2: 90}, safeguards={"second_person": wanted})

    decision = actions.decide(call=call, by=people.officer, by_hand=hand(call, 1, True) if by_hand else {})

    assert (decision.state == DecisionState.AWAITING) is waits


def test_a_change_by_hand_needs_a_reason(people, call):
    with pytest.raises(Refused) as refused:
        actions.decide(call=call, by=people.officer, by_hand=hand(call, 1, True, " "))

    assert refused.value.reasons[0].code == "reason_missing"
    assert not Decision.objects.exists()


def test_a_nomination_removed_meanwhile_stops_the_agreement(people, call):
    waiting = actions.decide(call=call, by=people.officer, by_hand=hand(call, 1, True))
    call.nominations.filter(number=2).update(state=NominationState.REMOVED)

    with pytest.raises(Refused) as refused:
        actions.approve(decision=waiting, seen=waiting.fingerprint, by=people.second)

    assert refused.value.reasons[0].code == "list_changed_meanwhile"
    waiting.refresh_from_db()
    assert waiting.state == DecisionState.AWAITING


def test_decided_twice_from_the_same_look_is_decided_once(people, call):
    seen = propose(call).fingerprint

    first, second = (actions.decide(call=call, by=people.officer, seen=seen) for _ in range(2))

    assert first == second
    assert call.selections.count() == 1


def test_records_of_an_organiser_are_one_chain_over_its_calls(people, call):
    other = marked(people, {1: 88, 2: 77}, ("赵一诺", "钱二诺"))
    first = actions.decide(call=call, by=people.officer)
    second = actions.decide(call=other, by=people.officer)
    third = actions.decide(call=call, by=people.officer)

    assert [one.number for one in (first, second, third)] == [1, 2, 3]
    assert second.selection.record["previous"] == first.digest
    assert third.previous_digest == second.digest
    for one in (first, second, third):
        assert replay(read_record(canonical_json(one.selection.record))).same
        assert verifying.verify(one).good


def test_a_record_changed_by_hand_in_the_database_is_found(people, call):
    decision = actions.decide(call=call, by=people.officer)
    record = decision.selection.record
    record["candidates"][0]["score"] = "99"
    decision.selection.save(update_fields=["record"])

    found = verifying.verify(decision)

    assert "replay_digest" in [reason.code for reason in found.found]


def test_a_list_changed_in_the_database_is_found(people, call):
    decision = actions.decide(call=call, by=people.officer)
    decision.selection.entries.filter(chosen=True).update(chosen=False)

    assert [reason.code for reason in verifying.verify(decision).found] == ["record_list_differs"]


def test_another_organisation_has_its_own_chain(people, call):
    elsewhere = factories.organisation("外市科协", "association")
    actions.decide(call=call, by=people.officer)

    assert not queries.chain_of(elsewhere).exists()
