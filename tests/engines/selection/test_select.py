"""The list follows from scores and rules alone, every candidate has her reasons, and the digest does not
waver.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from jinguo.engines.selection import (
    Candidate,
    Policy,
    Selection,
    canonical_json,
    contradiction,
    decide,
    decision_record,
    drawn,
    replay,
    select,
)
from jinguo.errors import Refused
from jinguo.phrases import say


def person(id_: str, score: str | None, **columns: str) -> Candidate:
    return Candidate(id_, None if score is None else Decimal(score), columns)


def policy(**rules: object) -> Policy:
    return Policy.model_validate({"last": {"by": "id"}, **rules})


def codes(outcome: Selection, id_: str) -> list[str]:
    return [reason.code for reason in outcome.reasons[id_]]


def test_the_best_scores_get_the_seats_and_everyone_has_a_reason() -> None:
    outcome = select([person("A", "80"), person("B", "95"), person("C", "90")], policy(seats=2))

    assert outcome.chosen == ("B", "C")
    assert codes(outcome, "B") == ["ranked", "chosen"]
    assert codes(outcome, "A") == ["ranked", "seats_full", "score_needed", "in_if_seats"]
    assert outcome.reasons["A"][1].params["held_by"] == ["B", "C"]


def test_scores_are_equal_after_rounding_half_up_to_the_stated_digits() -> None:
    rows = [person("A", "90.005", sex="M"), person("B", "90.01", sex="F")]

    fine = select(rows, policy(seats=1, score_digits=3, tie=[{"prefer": {"sex": "M"}}]))
    coarse = select(rows, policy(seats=1, score_digits=2, tie=[{"prefer": {"sex": "M"}}]))

    assert (fine.chosen, fine.ties) == (("B",), ())
    assert coarse.chosen == ("A",)
    assert coarse.ties[0].ids == ("A", "B")
    assert coarse.ties[0].at_cut
    assert coarse.ties[0].decided_by == ("tie:1",)


def test_women_first_moves_nobody_but_equals_and_says_whom_it_moved() -> None:
    rows = [person("A", "91", sex="M"), person("B", "90", sex="M"), person("C", "90", sex="F")]

    outcome = select(rows, policy(seats=2, tie=[{"prefer": {"sex": "F"}}]))

    assert outcome.chosen == ("A", "C")
    assert codes(outcome, "A") == ["ranked", "chosen"]
    assert codes(outcome, "C") == ["ranked", "tie_won", "chosen"]
    assert outcome.reasons["C"][1].params["over"] == ["B"]
    assert codes(outcome, "B") == ["ranked", "tie_lost", "seats_full", "score_needed", "in_if_seats"]


def test_tie_rules_are_tried_in_the_order_of_the_policy() -> None:
    rows = [
        person("A", "90", sex="F", front_line="no"),
        person("B", "90", sex="F", front_line="yes"),
        person("C", "90", sex="M", front_line="yes"),
    ]
    women_first = [{"prefer": {"sex": "F"}}, {"prefer": {"front_line": "yes"}}]

    assert select(rows, policy(seats=3, tie=women_first)).chosen == ("B", "A", "C")
    assert select(rows, policy(seats=3, tie=women_first[::-1])).chosen == ("B", "C", "A")


def test_the_draw_can_be_recomputed_by_anyone() -> None:
    rows = [person(id_, "90") for id_ in "ABCDE"]

    outcome = select(rows, policy(seats=2, last={"draw": "2023-10-01 公布"}))

    lots = {id_: hashlib.sha256(f"2023-10-01 公布\n{id_}".encode()).hexdigest() for id_ in "ABCDE"}
    assert drawn("2023-10-01 公布", "A") == lots["A"]
    assert outcome.ties[0].ids == tuple(sorted("ABCDE", key=lots.__getitem__))
    assert codes(outcome, outcome.chosen[0]) == ["ranked", "tie_by_draw", "chosen"]


def test_an_open_tie_at_the_cut_is_never_decided_silently() -> None:
    rows = [person("A", "90"), person("B", "90"), person("C", "80")]

    with pytest.raises(Refused) as refused:
        select(rows, Policy(seats=1))
    assert refused.value.reasons[0].code == "tie_unresolved"
    assert refused.value.reasons[0].params["ids"] == ["A", "B"]

    assert codes(select(rows, Policy(seats=2)), "A") == ["ranked", "tie_open", "chosen"]


def test_one_of_a_unit_stops_the_second_and_names_who_holds_the_place() -> None:
    rows = [person("A", "95", unit="甲"), person("B", "94", unit="甲"), person("C", "80", unit="乙")]

    outcome = select(rows, policy(seats=2, limit=[{"column": "unit", "at_most": 1}]))

    assert outcome.chosen == ("A", "C")
    stopped = outcome.reasons["B"][1]
    assert (stopped.code, stopped.params["value"], stopped.params["held_by"]) == ("limit_full", "甲", ["A"])


def test_a_candidate_without_a_unit_is_under_no_limit_of_units() -> None:
    rows = [person("A", "95", unit=""), person("B", "94", unit=""), person("C", "93")]

    assert select(rows, policy(seats=3, limit=[{"column": "unit", "at_most": 1}])).chosen == ("A", "B", "C")


def test_each_category_gets_its_seats_and_its_own_ranks() -> None:
    rows = [
        person("A", "95", category="科研"),
        person("B", "94", category="科研"),
        person("C", "70", category="农业"),
        person("D", "93", category="其他"),
        person("E", "92", category="服务"),
    ]

    outcome = select(rows, policy(seats=3, seats_by={"category": {"科研": 1, "农业": 1}}))

    assert outcome.chosen == ("A", "D", "C")
    assert codes(outcome, "B")[1] == "category_full"
    assert codes(outcome, "E")[1] == "rest_full"
    assert {entry.id: entry.category_rank for entry in outcome.ranking} == {
        "A": 1,
        "B": 2,
        "C": 1,
        "D": 1,
        "E": 1,
    }


def test_equal_scores_share_a_rank() -> None:
    rows = [person("A", "90"), person("B", "95"), person("C", "90"), person("D", "80")]

    outcome = select(rows, policy(seats=4))

    assert [(e.id, e.rank, e.place) for e in outcome.ranking] == [
        ("B", 1, 1),
        ("A", 2, 2),
        ("C", 2, 3),
        ("D", 4, 4),
    ]


def test_the_excluded_and_the_unscored_are_not_ranked_but_told_why() -> None:
    rows = [person("A", "95", won_recently="yes"), person("B", None), person("C", "60", won_recently="no")]

    outcome = select(rows, policy(seats=2, exclude=[{"where": {"won_recently": "yes"}}]))

    assert outcome.chosen == ("C",)
    assert codes(outcome, "A") == ["excluded", "in_if_not_excluded"]
    assert codes(outcome, "B") == ["no_score"]
    assert [note.code for note in outcome.notes] == ["seats_unfilled"]


def test_a_share_lifts_the_best_who_is_needed_for_it_and_says_over_whom() -> None:
    rows = [
        person("A", "95", sex="M"),
        person("B", "94", sex="M"),
        person("C", "93", sex="M"),
        person("D", "80", sex="F"),
        person("E", "79", sex="F"),
    ]

    outcome = select(rows, policy(seats=3, share=[{"where": {"sex": "F"}, "at_least": "0.3"}]))

    assert outcome.chosen == ("A", "B", "D")
    assert codes(outcome, "D") == ["ranked", "chosen", "lifted", "by_share_least", "out_without_share_least"]
    assert outcome.reasons["D"][2].params["over"] == ["C"]
    held_back = outcome.reasons["C"]
    assert codes(outcome, "C")[:3] == ["ranked", "held_back", "by_share_least"]
    assert held_back[1].params["held_by"] == ["D"]
    needed = next(reason for reason in held_back if reason.code == "score_needed")
    assert (needed.params["held_by"], needed.params["score"], needed.params["more"]) == (
        ["B"],
        "94.01",
        "1.01",
    )


def test_seats_set_aside_go_to_the_best_of_those_they_are_set_aside_for() -> None:
    rows = [person("A", "95"), person("B", "94"), person("C", "70", region="west"), person("D", "60")]

    outcome = select(rows, policy(seats=2, set_aside=[{"where": {"region": "west"}, "seats": 1}]))

    assert outcome.chosen == ("A", "C")


def test_seats_that_nobody_can_take_stay_empty_where_the_policy_says_so() -> None:
    rows = [person("A", "95"), person("B", "94")]
    aside = {"seats": 2, "set_aside": [{"where": {"region": "west"}, "seats": 1}]}

    assert select(rows, policy(**aside, unfillable="leave_empty")).chosen == ("A",)
    with pytest.raises(Refused) as refused:
        select(rows, policy(**aside))
    assert refused.value.reasons[0].code == "no_list"
    assert refused.value.reasons[0].params["rules"] == ["set_aside[1]"]


def test_a_candidate_who_stands_there_twice_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        select([person("A", "90"), person("A", "80")], policy(seats=1))

    assert refused.value.reasons[0].params["ids"] == ["A"]


def test_going_down_the_ranking_would_leave_a_seat_empty_and_the_list_does_not() -> None:
    rows = [
        person("A", "95", unit="甲", category="科研"),
        person("B", "94", unit="乙", category="科研"),
        person("C", "70", unit="甲", category="农业"),
    ]
    rules = policy(
        seats=2, seats_by={"category": {"科研": 1, "农业": 1}}, limit=[{"column": "unit", "at_most": 1}]
    )

    outcome = select(rows, rules)

    assert outcome.chosen == ("B", "C")
    assert codes(outcome, "A")[1:4] == ["held_back", "by_limit", "by_seats_by"]
    assert "never_in" in codes(outcome, "A")


def test_with_simply_too_few_candidates_there_is_a_list_and_a_note() -> None:
    rows = [
        person("A", "95", unit="甲", category="科研"),
        person("B", "94", unit="甲", category="科研"),
        person("C", "70", unit="乙", category="农业"),
        person("D", "60", unit="乙", category="科研"),
    ]
    rules = policy(
        seats=4,
        seats_by={"category": {"科研": 1, "农业": 3}},
        limit=[{"column": "unit", "at_most": 1}],
        unfillable="leave_empty",
    )

    outcome = select(rows, rules)

    assert outcome.chosen == ("A", "C")
    assert [note.code for note in outcome.notes] == ["seats_unfilled", "seats_by_unfilled"]


@pytest.mark.parametrize(
    "broken",
    [
        {"seats": 0},
        {"seats": 1, "seats_by": {"category": {"科研": 2}}},
        {"seats": 1, "last": {}},
        {"seats": 1, "last": {"draw": "x", "by": "id"}},
        {"seats": 1, "bonus": [{"where": {"sex": "F"}, "points": 5}]},
        {"seats": 1, "tie": [{"prefer": {}}]},
    ],
)
def test_a_policy_that_cannot_hold_is_refused(broken: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Policy.model_validate(broken)


def test_the_policy_of_the_contract_is_read_whole() -> None:
    rules = Policy.from_toml(
        """
        seats = 10
        score_digits = 2
        [seats_by.category]
        "科研创新" = 4
        [[limit]]
        column = "unit"
        at_most = 1
        [[share]]
        where = { front_line = "yes" }
        at_least = 0.3
        [[set_aside]]
        where = { region = "west" }
        seats = 1
        [[exclude]]
        where = { won_recently = "yes" }
        [[tie]]
        prefer = { sex = "F" }
        [last]
        draw = "published seed"
        """
    )

    assert rules.seats_by == {"category": {"科研创新": 4}}
    assert Policy.model_validate_json(rules.model_dump_json()) == rules


def test_canonical_json_sorts_keys_by_utf16_and_writes_decimals_as_text() -> None:
    # U+10000 is D800 DC00 in UTF-16 and so stands before U+FF01, though its code point is greater.
    assert canonical_json({"\uff01": 1, "\U00010000": Decimal("2.50"), "a": "\n\x01é"}).decode() == (
        '{"a":"\\n\\u0001é","\U00010000":"2.50","\uff01":1}'
    )
    with pytest.raises(TypeError):
        canonical_json({"score": 0.1})
    with pytest.raises(ValueError):
        canonical_json(2**53)


def test_the_record_holds_all_that_decided_and_its_digest_can_be_recomputed() -> None:
    rows = [person("B", "90.10", unit="乙"), person("A", "95", unit="甲")]
    rules = policy(seats=1)

    record = decision_record(rows, rules, select(rows, rules), previous="0" * 64)

    assert record["chosen"] == ["A"]
    assert record["candidates"][1] == {"id": "B", "score": "90.10", "unit": "乙"}  # type: ignore[index]
    without = {key: value for key, value in json.loads(json.dumps(record)).items() if key != "digest"}
    assert record["digest"] == hashlib.sha256(canonical_json(without)).hexdigest()


def test_a_row_of_a_candidates_file_is_read_and_a_bad_score_named() -> None:
    assert Candidate.from_row({"id": "A", "score": " 90.5 ", "unit": "甲"}) == person("A", "90.5", unit="甲")
    assert Candidate.from_row({"id": "A", "score": ""}).score is None
    for bad in ("abc", "NaN", "Infinity"):
        with pytest.raises(ValueError, match="no decimal number"):
            Candidate.from_row({"id": "A", "score": bad})


CANDIDATES = st.lists(
    st.tuples(st.integers(80, 86), st.sampled_from("甲乙丙"), st.sampled_from("FM")), min_size=1, max_size=8
).map(
    lambda rows: [
        person(f"N{number}", str(score), unit=unit, sex=sex, category="农业" if unit == "丙" else "科研")
        for number, (score, unit, sex) in enumerate(rows)
    ]
)
NESTED = policy(
    seats=4,
    seats_by={"category": {"科研": 2}},
    unfillable="leave_empty",
    limit=[{"column": "unit", "at_most": 1}],
    tie=[{"prefer": {"sex": "F"}}],
    last={"draw": "seed"},
)


@settings(max_examples=25, deadline=None)
@given(CANDIDATES, st.randoms())
def test_the_order_of_the_rows_changes_nothing(rows: list[Candidate], random: object) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    assert select(shuffled, NESTED).digest == select(rows, NESTED).digest


@settings(max_examples=25, deadline=None)
@given(CANDIDATES)
def test_everyone_has_reasons_and_only_the_chosen_are_called_chosen(rows: list[Candidate]) -> None:
    outcome = select(rows, NESTED)

    assert set(outcome.reasons) == {c.id for c in rows}
    assert {id_ for id_ in outcome.reasons if "chosen" in codes(outcome, id_)} == set(outcome.chosen)


def test_ten_thousand_equals_are_ranked_and_explained_in_moments() -> None:
    rows = [person(f"N{n:05}", "90", sex="FM"[n % 2], unit=str(n % 3000)) for n in range(10_000)]

    outcome = select(
        rows, policy(seats=500, tie=[{"prefer": {"sex": "F"}}], limit=[{"column": "unit", "at_most": 1}])
    )

    assert len(outcome.chosen) == 500
    assert len(outcome.reasons) == 10_000
    assert [note.code for note in outcome.notes] == ["no_counterfactuals"]
    assert "10000" in say(outcome.notes[0], "zh-Hans").replace(",", "")


@settings(max_examples=20, deadline=None)
@given(CANDIDATES)
def test_every_reason_is_a_sentence_in_both_languages_and_goes_into_json(rows: list[Candidate]) -> None:
    unscored = person("Z", None, unit="丁")

    outcome = select([*rows, unscored], NESTED.model_copy(update={"score_digits": 0}))

    for reason in (*(r for reasons in outcome.reasons.values() for r in reasons), *outcome.notes):
        assert say(reason, "zh-Hans")
        assert say(reason, "en")
    assert json.loads(canonical_json(outcome.as_json()))["chosen"] == list(outcome.chosen)


@pytest.mark.parametrize(
    ("rows", "rules"),
    [
        ([person("A", "90"), person("B", "90")], Policy(seats=1)),
        ([person("A", "90"), person("A", "90")], policy(seats=1)),
        ([person("A", "90")], policy(seats=1, set_aside=[{"where": {"a": "b"}, "seats": 1}])),
    ],
)
def test_a_refusal_says_what_happened_and_what_to_do(rows: list[Candidate], rules: Policy) -> None:
    with pytest.raises(Refused) as refused:
        select(rows, rules)

    assert "请" in say(refused.value.reasons[0], "zh-Hans")
    for reason in refused.value.reasons:
        assert say(reason, "zh-Hans")
        assert say(reason, "en")


PANEL = [
    Candidate("A", Decimal(90), {"approve": "7", "present": "9", "vote": "passed"}),
    Candidate("B", Decimal(90), {"approve": "6", "present": "9", "vote": "passed"}),
    Candidate("C", Decimal(90), {"approve": "7", "present": "9", "vote": "passed"}),
    Candidate("D", Decimal(95), {"approve": "5", "present": "9", "vote": "failed"}),
    Candidate("E", Decimal(99), {"approve": "", "present": "", "vote": ""}),
]


def test_whoever_did_not_pass_the_vote_cannot_be_chosen_whatever_her_score():
    policy = Policy.from_toml('seats = 5\n[[exclude]]\nunless = { vote = "passed" }\n[last]\nby = "id"')
    outcome = select(PANEL, policy)
    assert set(outcome.chosen) == {"A", "B", "C"}
    assert codes(outcome, "D")[0] == codes(outcome, "E")[0] == "excluded_unless"
    assert "in_if_not_excluded_unless" in codes(outcome, "D")


def test_two_thirds_of_those_present_is_counted_in_whole_fractions_and_no_vote_is_not_enough():
    policy = Policy.from_toml(
        'seats = 5\n[[exclude]]\ncolumn = "approve"\nbelow = "2/3"\nof = "present"\n[last]\nby = "id"'
    )
    outcome = select(PANEL, policy)
    assert set(outcome.chosen) == {"A", "B", "C"}, "six of nine are exactly two thirds"
    assert outcome.reasons["D"][0].params == {
        "rule": "exclude[1]", "column": "approve", "below": "2/3", "of": "present",
    }  # fmt: skip
    [held] = [state for state in outcome.rules if state.rule == "exclude[1]"]
    assert held.kept
    assert held.about.code == "by_exclude_below_of"


def test_equal_means_the_same_score_and_the_same_votes():
    policy = Policy.from_toml('seats = 1\n[equal]\ncolumns = ["approve"]\n[[tie]]\nprefer = { sex = "F" }')
    people = [*PANEL[:2], replace(PANEL[2], columns={**PANEL[2].columns, "sex": "F"})]
    outcome = select(people, policy)
    assert outcome.chosen == ("C",)
    assert [(entry.id, entry.rank) for entry in outcome.ranking] == [("C", 1), ("A", 1), ("B", 3)]
    assert [tie.ids for tie in outcome.ties] == [("C", "A")], "B has fewer votes: that is no tie"
    assert codes(outcome, "B")[:2] == ["ranked", "more_behind"]
    assert codes(outcome, "A")[:3] == ["ranked", "more_first", "tie_lost"]


def test_a_rule_about_votes_is_no_contradiction_before_anybody_voted():
    for rule in ('column = "approve"\nbelow = 6', 'column = "approve"\nbelow = "2/3"\nof = "present"'):
        assert not contradiction(Policy.from_toml(f"seats = 3\n[[exclude]]\n{rule}"))


@pytest.mark.parametrize(
    "rule", ["", 'column = "approve"', 'below = "2/0"\ncolumn = "a"', 'where = { a = "1" }\nof = "present"']
)
def test_an_exclusion_says_one_thing_whole(rule):
    with pytest.raises(ValidationError):
        Policy.from_toml(f"seats = 1\n[[exclude]]\n{rule}")


def test_a_decision_with_votes_replays_the_same():
    policy = Policy.from_toml(
        'seats = 2\n[equal]\ncolumns = ["approve"]\n[[exclude]]\ncolumn = "approve"\nbelow = "2/3"\nof = "present"'
    )
    assert replay(decide(PANEL, policy)).same
