"""Votes counted: quorum and thresholds to the vote, void rounds and ballots, rounds, ties, ranked choice."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jinguo.engines.ballots import (
    Ballot,
    BallotRules,
    Meeting,
    Ranking,
    Share,
    approval_ballots,
    count,
    count_ranked,
    count_round,
    ranked_ballots,
)

TWO_THIRDS = Share(at_least="2/3", of="members")
HALF = Share(more_than="1/2", of="present")
CHOICES = st.sampled_from(["approve", "against", "abstain"])


def rules(seats: int = 1, **more: object) -> BallotRules:
    return BallotRules.model_validate({"seats": seats, **more})


def ballots(text: str) -> list[Ballot]:
    """``甲乙 甲 -``: one word a ballot, the candidates it approves of."""
    return [Ballot({name: "approve" for name in word if name != "-"}) for word in text.split()]


@given(st.integers(1, 3000), st.integers(0, 3000))
def test_quorum_is_exact(members: int, present: int) -> None:
    if present > members:
        return
    met = Meeting(members, (present,)).quorum(rules(quorum=TWO_THIRDS), 0).ok

    assert met == (3 * present >= 2 * members)


@given(st.integers(0, 500), st.integers(0, 500), st.fractions(0, 1, max_denominator=12))
def test_a_share_is_met_exactly_when_the_fraction_is(number: int, base: int, share: Fraction) -> None:
    if base == 0 or number == 0:
        return

    assert Share(at_least=share).met(number, base) == (Fraction(number, base) >= share)
    if share < 1:
        assert Share(more_than=share).met(number, base) == (Fraction(number, base) > share)


def test_nobody_is_elected_by_nobody() -> None:
    assert not Share(at_least=0, of="valid").met(0, 0)
    assert not Share(more_than="1/2", of="for_and_against").met(0, 0)


def test_six_of_nine_are_a_quorum_and_five_are_not() -> None:
    five = count(["甲"], [ballots("甲 甲 甲 甲 甲")], rules(quorum=TWO_THIRDS), Meeting(9, (5,)))
    six = count(["甲"], [ballots("甲 甲 甲 甲 - -")], rules(quorum=TWO_THIRDS), Meeting(9, (6,)))

    assert (five.state, five.verdict.reasons[0].code) == ("void", "quorum_not_met")
    assert five.verdict.reasons[0].params["needed"] == 6
    assert (six.state, six.elected) == ("complete", ("甲",))


@pytest.mark.parametrize(
    ("of", "elected"), [("members", False), ("present", False), ("valid", False), ("for_and_against", True)]
)
def test_what_the_threshold_is_a_share_of_decides(of: str, elected: bool) -> None:
    said = [Ballot({"甲": "approve"})] * 4 + [Ballot({"甲": "against"})] * 3 + [Ballot({"甲": "abstain"})]
    found = count(["甲"], [said], rules(threshold={"more_than": "1/2", "of": of}), Meeting(9, (8,)))

    assert (found.elected == ("甲",)) is elected
    row = found.rounds[0].rows[0]
    assert (row.approve, row.against, row.abstain) == (4, 3, 1)
    assert row.base == {"members": 9, "present": 8, "valid": 8, "for_and_against": 7}[of]


def test_more_ballots_than_people_void_the_round_and_it_may_be_held_again() -> None:
    rule = rules(rounds=1)
    void = count(["甲"], [ballots("甲 甲 甲")], rule, Meeting(3, (2,)))
    again = count(["甲"], [ballots("甲 甲 甲"), ballots("甲 甲")], rule, Meeting(3, (2,)))

    assert (void.state, void.verdict.reasons[0].code) == ("void", "more_ballots_than_present")
    assert (again.state, again.elected) == ("complete", ("甲",))


def test_a_ballot_with_more_names_than_seats_is_invalid_and_still_counts_among_those_present() -> None:
    found = count_round(["甲", "乙"], ballots("甲 甲 甲乙 甲乙"), rules(1), Meeting(4, (4,)))

    assert found.invalid == 2
    assert [(row.approve, row.needed, row.verdict.ok) for row in found.rows] == [(2, 3, False), (0, 3, False)]


def test_a_blank_ballot_is_an_abstention_or_invalid_as_the_rules_say() -> None:
    blank = count_round(["甲"], ballots("甲 -"), rules(), Meeting(2, (2,)))
    void = count_round(["甲"], ballots("甲 -"), rules(blank="invalid"), Meeting(2, (2,)))

    assert (blank.invalid, blank.rows[0].abstain) == (0, 1)
    assert (void.invalid, void.rows[0].abstain) == (1, 0)


def test_more_pass_than_there_are_seats_and_those_with_more_votes_have_them() -> None:
    found = count_round(["甲", "乙", "丙"], ballots("甲乙 甲乙 甲丙 甲丙 乙丙 甲乙"), rules(2, threshold=Share(at_least="1/3")), Meeting(6, (6,)))  # fmt: skip

    assert found.elected == ("甲", "乙")
    assert found.rows[2].verdict.reasons[0].code == "vote_outvoted"


def test_equal_votes_at_the_last_seat_go_to_a_run_off() -> None:
    votes = ballots("甲乙 甲乙 甲丙 甲丙 甲乙 甲丙")
    first = count(["甲", "乙", "丙"], [votes], rules(2, rounds=2, threshold=Share(at_least="1/2")), Meeting(6, (6,)))  # fmt: skip
    second = count(["甲", "乙", "丙"], [votes, ballots("乙 乙 乙 乙 丙 丙")], rules(2, rounds=2, threshold=Share(at_least="1/2")), Meeting(6, (6,)))  # fmt: skip
    left = count(["甲", "乙", "丙"], [votes], rules(2, last_seat="tie", threshold=Share(at_least="1/2")), Meeting(6, (6,)))  # fmt: skip

    assert (first.state, first.elected, first.next_candidates, first.seats_left) == (
        "run_off",
        ("甲",),
        ("乙", "丙"),
        1,
    )
    assert (second.state, second.elected) == ("complete", ("甲", "乙"))
    assert (left.state, left.next_candidates) == ("tied", ("乙", "丙"))


def test_who_passed_leaves_and_the_others_are_voted_on_again() -> None:
    rule = rules(2, rounds=2)
    first = count(["甲", "乙", "丙", "丁"], [ballots("甲乙 甲丙 甲丁 甲乙 甲 乙")], rule, Meeting(6, (6,)))
    second = count(
        ["甲", "乙", "丙", "丁"],
        [ballots("甲乙 甲丙 甲丁 甲乙 甲 乙"), ballots("乙 乙 乙 丙 丙")],
        rule,
        Meeting(6, (6, 5)),
    )
    narrowed = count(["甲", "乙", "丙", "丁"], [ballots("甲乙 甲丙 甲丁 甲乙 甲 乙")], rules(2, rounds=2, again_per_seat=2), Meeting(6, (6,)))  # fmt: skip

    assert (first.state, first.elected, first.next_candidates) == (
        "another_round",
        ("甲",),
        ("乙", "丙", "丁"),
    )
    assert (second.state, second.elected) == ("complete", ("甲", "乙"))
    assert narrowed.next_candidates == ("乙", "丙", "丁")  # 丙 and 丁 are equal at the edge: both go on


def test_when_the_rounds_are_used_up_seats_stay_open() -> None:
    found = count(
        ["甲", "乙"], [ballots("甲 甲 乙 乙"), ballots("甲 甲 乙 乙")], rules(1, rounds=2), Meeting(4, (4,))
    )
    late = count(["甲"], [ballots("甲 甲"), ballots("甲")], rules(1, rounds=2), Meeting(2, (2,)))

    assert (found.state, found.seats_left, found.verdict.reasons[0].code) == (
        "seats_open",
        1,
        "vote_seats_open",
    )
    assert late.verdict.reasons[0].code == "round_not_needed"


def test_equal_and_more_candidates_than_seats_can_be_demanded() -> None:
    assert (
        count(["甲", "乙"], [], rules(1, contest="equal"), Meeting(3, (3,))).verdict.reasons[0].code
        == "contest_not_equal"
    )
    assert (
        count(["甲"], [], rules(1, contest="more"), Meeting(3, (3,))).verdict.reasons[0].code
        == "contest_not_more"
    )


def test_a_ballot_for_somebody_else_voids_the_round() -> None:
    found = count(["甲"], [ballots("甲 戊")], rules(), Meeting(2, (2,)))

    assert [reason.code for reason in found.verdict.reasons] == ["candidates_unknown"]


def test_rules_that_cannot_be_meant_are_refused() -> None:
    for wrong in (
        {"seats": 0},
        {"seats": 1, "threshold": {"of": "present"}},
        {"seats": 1, "threshold": {"at_least": "1/2", "more_than": "1/2"}},
        {"seats": 1, "threshold": {"more_than": 1}},
        {"seats": 1, "threshold": {"at_least": "zwei"}},
        {"seats": 1, "quorum": {"at_least": "2/3", "of": "present"}},
        {"seats": 1, "candidates": ["甲", "甲"]},
    ):
        with pytest.raises(ValueError):
            BallotRules.model_validate(wrong)


def test_two_thirds_written_as_a_decimal_is_that_decimal() -> None:
    read = BallotRules.from_toml("seats = 1\n[threshold]\nat_least = 0.6\nof = 'valid'")

    assert read.threshold.at_least == Fraction(3, 5)
    assert BallotRules.model_validate_json(read.model_dump_json()) == read


@settings(deadline=None)
@given(
    st.lists(st.dictionaries(st.sampled_from("甲乙丙"), CHOICES), max_size=9),
    st.integers(1, 3),
    st.randoms(),
)
def test_the_order_of_ballots_changes_nothing_and_seats_are_never_overfilled(votes: list, seats: int, chance: random.Random) -> None:  # fmt: skip
    said = [Ballot(vote) for vote in votes]
    shuffled = said.copy()
    chance.shuffle(shuffled)
    meeting = Meeting(9, (9,))

    found = count_round(["甲", "乙", "丙"], said, rules(seats), meeting)

    assert found == count_round(["甲", "乙", "丙"], shuffled, rules(seats), meeting)
    assert len(found.elected) <= seats
    assert all(2 * row.approve > 9 for row in found.rows if row.verdict.ok)
    assert sum(len(part) for part in (found.elected, found.tied)) <= 3
    for row in found.rows:
        assert row.approve + row.against + row.abstain == 9 - (9 - len(said)) - found.invalid


# Reading


def rows(text: str, *names: str) -> list[tuple[int, dict[str, str]]]:
    return [(n, dict(zip(names, line.split(","), strict=True))) for n, line in enumerate(text.split(), 2)]


def test_ballots_are_read_with_blank_ones_and_faults_named() -> None:
    good, none = approval_ballots(rows("1,甲,赞成 1,乙,反对 2,,", "ballot", "candidate", "vote"))
    _, faults = approval_ballots(
        rows("1,甲,也许 2,乙,赞成 2,乙,反对 ,甲,赞成", "ballot", "candidate", "vote")
    )

    assert good == ((Ballot({"甲": "approve", "乙": "against"}), Ballot({})),)
    assert none == ()
    assert [(f.row, f.column, f.reason.code) for f in sorted(faults, key=lambda f: f.row)] == [
        (2, "vote", "vote_unknown"),
        (4, "candidate", "candidate_twice_on_ballot"),
        (5, "ballot", "cell_empty"),
    ]


def test_preferences_end_where_a_number_is_missing_or_stands_twice() -> None:
    found, faults = ranked_ballots(
        rows("1,甲,1 1,乙,2 2,甲,1 2,乙,3 3,甲,1 3,乙,1 4,甲,erst", "ballot", "candidate", "preference")
    )

    assert found == (Ranking(("甲", "乙")), Ranking(("甲",)), Ranking(()), Ranking(()))
    assert [(f.row, f.column, f.reason.code) for f in faults] == [(8, "preference", "preference_unknown")]


# Ranked choice


def test_the_textbook_election_of_party_food() -> None:
    """The example of the encyclopedias: 20 guests, three dishes; chocolate's surplus lifts strawberries."""
    votes = {"橙": 4, "梨橙": 2, "巧莓": 8, "巧糖": 4, "莓": 1, "糖": 1}
    cast = [Ranking(tuple(order)) for order, n in votes.items() for _ in range(n)]

    found = count_ranked(list("橙梨巧莓糖"), cast, seats=3)

    assert found.quota == 6
    assert found.elected == ("巧", "橙", "莓")
    assert found.stages[1].votes == {"橙": 4, "梨": 2, "巧": 6, "莓": 5, "糖": 3}
    assert [stage.act for stage in found.stages] == [
        "first",
        "surplus",
        "exclusion",
        "exclusion",
        "last_places",
    ]


def test_a_transfer_value_is_cut_after_five_decimals_and_the_loss_is_shown() -> None:
    cast = [Ranking(("甲", "乙"))] * 7 + [Ranking(("乙",))] * 2 + [Ranking(("丙",))] * 3
    scottish = count_ranked(list("甲乙丙"), cast, seats=2)
    exact = count_ranked(list("甲乙丙"), cast, seats=2, digits=None)

    assert scottish.quota == 5
    assert scottish.stages[1].votes["乙"] == 2 + 7 * Fraction(28571, 100000)  # 2/7, cut
    assert scottish.stages[1].lost == 2 - 7 * Fraction(28571, 100000)
    assert exact.stages[1].votes["乙"] == 4
    assert exact.stages[1].lost == 0


def test_equal_candidates_need_a_published_seed() -> None:
    cast = [Ranking(("甲",))] * 3 + [Ranking(("乙",))] * 2 + [Ranking(("丙",))] * 2
    stopped = count_ranked(list("甲乙丙"), cast, seats=2)
    drawn = count_ranked(list("甲乙丙"), cast, seats=2, draw="2026-05-01")

    assert (stopped.verdict.ok, stopped.tied, stopped.elected) == (
        False,
        ("丙", "乙") if "丙" < "乙" else ("乙", "丙"),
        ("甲",),
    )
    assert stopped.verdict.reasons[0].code == "ranked_tie_needs_lot"
    assert drawn.verdict.ok
    assert len(drawn.elected) == 2
    assert drawn == count_ranked(list("甲乙丙"), cast[::-1], seats=2, draw="2026-05-01")


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.permutations("甲乙丙丁戊").flatmap(lambda p: st.integers(0, 5).map(lambda n: tuple(p[:n]))),
        max_size=25,
    ),
    st.integers(1, 4),
    st.booleans(),
)
def test_a_ranked_count_fills_the_seats_and_loses_no_vote(orders: list, seats: int, exact: bool) -> None:
    cast = [Ranking(order) for order in orders]
    found = count_ranked(list("甲乙丙丁戊"), cast, seats=seats, digits=None if exact else 5, draw="seed")

    assert found.verdict.ok
    assert len(found.elected) == len(set(found.elected)) == seats
    assert found.valid + found.invalid == len(cast)
    for stage in found.stages:
        assert sum(stage.votes.values()) + stage.exhausted + stage.lost == found.valid
        assert stage.lost >= 0
        assert not (exact and stage.lost)
    assert set(found.reasons) == set("甲乙丙丁戊")


@settings(max_examples=100, deadline=None)
@given(st.lists(st.permutations("甲乙丙丁"), min_size=1, max_size=15))
def test_who_is_first_on_more_than_half_wins_the_only_seat(orders: list) -> None:
    firsts = [order[0] for order in orders]
    found = count_ranked(list("甲乙丙丁"), [Ranking(tuple(order)) for order in orders], seats=1, draw="seed")

    for name in "甲乙丙丁":
        if 2 * firsts.count(name) > len(firsts):
            assert found.elected == (name,)
