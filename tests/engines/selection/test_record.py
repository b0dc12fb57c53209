"""A record replays itself, shows every change, and keeps what a person changed beside the automatic list."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.engines.selection.brute import keeps, people, policies

from jinguo.engines.selection import (
    Candidate,
    Change,
    Policy,
    Reviews,
    canonical_json,
    compare,
    contradiction,
    decide,
    digest,
    read_record,
    replay,
    slack,
)
from jinguo.errors import Refused
from jinguo.phrases import say

SLOW = {"deadline": None, "suppress_health_check": list(HealthCheck)}
ROWS = [
    Candidate("A", Decimal("95.10"), {"sex": "M", "unit": "甲"}),
    Candidate("B", Decimal("94.00"), {"sex": "M", "unit": "乙"}),
    Candidate("C", Decimal("93.00"), {"sex": "M", "unit": "丙"}),
    Candidate("D", Decimal("80.00"), {"sex": "F", "unit": "甲"}),
    Candidate("E", Decimal("79.00"), {"sex": "F", "unit": "丁"}),
]
RULES = Policy.model_validate(
    {
        "seats": 3,
        "share": [{"where": {"sex": "F"}, "at_least": "0.3"}],
        "limit": [{"column": "unit", "at_most": 1}],
        "last": {"draw": "seed"},
    }
)


def comes_out_the_same(content: bytes) -> bool:
    try:
        return replay(read_record(content)).same
    except Refused:  # no record any more
        return False


def made(rows: list[Candidate], rules: Policy) -> dict[str, object] | None:
    try:
        return decide(rows, rules)
    except Refused:
        return None


@settings(max_examples=25, **SLOW)
@given(people(8), policies(), st.randoms())
def test_a_replay_is_always_the_same_and_so_is_the_record_of_shuffled_rows(
    rows: list[Candidate], rules: Policy, random: object
) -> None:
    record = made(rows, rules)
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    assert made(shuffled, rules) == record
    if record is not None:
        assert replay(read_record(canonical_json(record))).same


@settings(max_examples=25, **SLOW)
@given(people(8), policies())
def test_what_would_have_had_to_differ_is_true(rows: list[Candidate], rules: Policy) -> None:
    record = made(rows, rules)
    for id_, reasons in (record or {}).get("reasons", {}).items():  # type: ignore[attr-defined]
        for reason in reasons:
            if reason["code"] in ("score_needed", "score_enough"):
                score = Decimal(reason["params"]["score"])
                raised = [c if c.id != id_ else Candidate(id_, score, c.columns) for c in rows]
                assert id_ in decide(raised, rules)["chosen"]
            if reason["code"] == "score_needed":
                less = [
                    c if c.id != id_ else Candidate(id_, score - Decimal("0.01"), c.columns) for c in rows
                ]
                assert id_ not in decide(less, rules)["chosen"]
            if reason["code"] == "never_in":
                first = [c if c.id != id_ else Candidate(id_, Decimal(99), c.columns) for c in rows]
                assert id_ not in decide(first, rules)["chosen"]
            if reason["code"] == "in_if_limit":
                wider = [
                    limit.model_copy(update={"at_most": reason["params"]["at_most"]})
                    if f"limit[{number}]" == reason["params"]["rule"]
                    else limit
                    for number, limit in enumerate(rules.limit, 1)
                ]
                assert id_ in decide(rows, rules.model_copy(update={"limit": tuple(wider)}))["chosen"]
            if reason["code"] == "in_if_seats":
                more = rules.model_copy(update={"seats": reason["params"]["seats"]})
                assert id_ in decide(rows, more)["chosen"]


def test_every_byte_that_is_changed_is_seen() -> None:
    content = canonical_json(decide(ROWS[:1], Policy(seats=1, last=RULES.last)))

    for place in range(0, len(content), 5):
        for other in (b"0", b" "):
            changed = content[:place] + other + content[place + 1 :]
            if changed == content:
                continue
            assert not comes_out_the_same(changed)


def test_a_record_forged_with_a_fitting_digest_is_told_apart_by_the_list_and_the_reasons() -> None:
    record = decide(ROWS, RULES)
    record["chosen"] = ["A", "B", "C"]
    record["reasons"]["C"] = record["reasons"]["A"]
    record["digest"] = digest({key: part for key, part in record.items() if key != "digest"})

    found = replay(record)

    assert [reason.code for reason in found.differences] == ["replay_chosen", "replay_reasons"]
    assert found.differences[0].params["only_stated"] == ["C"]
    assert found.differences[1].params["ids"] == ["C"]


def test_records_are_chained_and_the_chain_is_checked() -> None:
    first = decide(ROWS, RULES)
    second = decide(ROWS[1:], RULES, previous=first["digest"], method="sm3")
    other = decide(ROWS[2:], RULES)

    assert replay(second, first).same
    assert [reason.code for reason in replay(second, other).differences] == ["replay_chain"]


def test_a_record_of_an_unknown_schema_is_none() -> None:
    record = {**decide(ROWS, RULES), "schema": "jinguo-decision-9"}

    with pytest.raises(Refused) as refused:
        read_record(canonical_json(record))
    assert refused.value.reasons[0].code == "record_schema_unknown"


def test_changes_by_hand_stand_beside_the_automatic_list_with_the_rules_they_break() -> None:
    changes = [Change("C", "in", "会议决定"), Change("E", "out", "本人放弃")]

    record = decide(ROWS, RULES, adjustments=changes)

    assert record["chosen"] == ["A", "B", "E"]
    assert record["adjusted"] == ["A", "B", "C"]
    assert [state["rule"] for state in record["breaks"]] == ["share[1]"]
    assert replay(json.loads(json.dumps(record))).same


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (Change("Z", "in", "x"), "change_unknown"),
        (Change("C", "in", " "), "change_without_reason"),
        (Change("A", "in", "x"), "change_of_nothing"),
    ],
)
def test_a_change_by_hand_that_says_nothing_is_refused(change: Change, code: str) -> None:
    with pytest.raises(Refused) as refused:
        decide(ROWS, RULES, adjustments=[change])
    assert refused.value.reasons[0].code == code


def test_policies_side_by_side_name_the_seats_that_move() -> None:
    free = RULES.model_copy(update={"share": ()})

    first, second = compare(ROWS, {"now": RULES, "without": free})

    assert (first.women, second.women) == (1, 0)
    assert (second.enters, second.leaves) == (("C",), ("E",))
    assert second.as_json()["women"] == {"count": 0, "share": "0.0000"}


@settings(max_examples=60, **SLOW)
@given(people(6), policies())
def test_slack_says_whether_any_list_keeps_the_rules(rows: list[Candidate], rules: Policy) -> None:
    group = rows[: rules.seats]
    states = slack(rules, rows, [c.id for c in group])

    assert all(state.kept for state in states) == keeps(rules, group)
    assert all(state.kept == (state.slack >= 0) for state in states)


@pytest.mark.parametrize(
    ("rules", "named"),
    [
        (
            {"share": [{"where": {"sex": "F"}, "at_least": 0.6}, {"where": {"sex": "M"}, "at_least": 0.6}]},
            ["share[1]", "share[2]"],
        ),
        (
            {
                "seats_by": {"category": {"科研": 4}},
                "limit": [{"column": "unit", "at_most": 1}, {"column": "category", "at_most": 3}],
            },
            ["limit[2]", "seats_by.category.科研"],
        ),
        (
            {
                "exclude": [{"where": {"region": "west"}}],
                "set_aside": [{"where": {"region": "west"}, "seats": 1}],
            },
            ["exclude[1]", "set_aside[1]"],
        ),
    ],
)
def test_a_policy_that_contradicts_itself_is_told_by_which_rules(
    rules: dict[str, object], named: list[str]
) -> None:
    policy = Policy.model_validate({"seats": 5, **rules})

    found = contradiction(policy)

    assert (found[0].code, found[0].params["rules"]) == ("policy_contradicts", named)
    assert all(say(reason, "en") for reason in found)


def test_other_ways_to_tell_equals_apart() -> None:
    rows = [
        Candidate("A", Decimal(90), {"level": "副高", "age": "40"}),
        Candidate("B", Decimal(90), {"level": "正高", "age": "50"}),
        Candidate("C", Decimal(90), {"level": "正高", "age": "45"}),
        Candidate("D", Decimal("90.3"), {"level": "中级", "age": "30"}),
    ]
    ties = [{"column": "level", "order": ["正高", "副高"]}, {"smaller": "age"}]
    rules = Policy.model_validate({"seats": 2, "tie": ties, "last": {"by": "id"}})

    assert decide(rows, rules)["chosen"] == ["D", "C"]
    near = Policy.model_validate({**rules.as_json(), "equal": {"within": "0.3"}})
    assert decide(rows, near)["chosen"] == ["C", "B"]


@settings(max_examples=15, **SLOW)
@given(people(7), policies(), st.data())
def test_a_review_that_is_said_to_turn_the_decision_does(
    rows: list[Candidate], rules: Policy, data: st.DataObject
) -> None:
    marks = {
        c.id: {name: Decimal(data.draw(st.integers(78, 90))) for name in ("甲", "乙", "丙")} for c in rows
    }
    reviews = Reviews(marks)
    scored = [Candidate(c.id, reviews.without(c.id, "", 2), c.columns) for c in rows]
    try:
        record = decide(scored, rules, reviews=reviews)
    except Refused:
        return

    assert replay(record).same
    for id_, margin in record["near_the_line"].items():
        for reviewer in marks[id_]:
            score = reviews.without(id_, reviewer, 2)
            other = [c if c.id != id_ else Candidate(id_, score, c.columns) for c in scored]
            turned = (id_ in decide(other, rules)["chosen"]) != margin["chosen"]
            assert turned == (reviewer in margin["turned_by"])
