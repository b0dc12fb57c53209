"""Ballots cut into slips count as whole ones do; a candidate's electorate is her own."""

from __future__ import annotations

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from jinguo.engines.ballots import Ballot, BallotRules, Meeting, Share, count_round, count_slips

NAMES = ("甲", "乙", "丙")
CHOICES = ("approve", "against", "abstain")


def papers_from(count, seed):
    chance = Random(seed)
    return [tuple(chance.choices(CHOICES, k=len(NAMES))) for _ in range(count)]


BALLOTS = st.builds(papers_from, st.integers(0, 9), st.integers(0, 2**48))


@settings(max_examples=150)
@given(
    papers=BALLOTS,
    seats=st.integers(1, 3),
    base=st.sampled_from(("members", "present", "valid", "for_and_against")),
)
def test_without_conflicts_slips_count_as_whole_ballots(papers, seats, base):
    papers = [paper for paper in papers if paper.count("approve") <= seats]
    rules = BallotRules(
        seats=seats, quorum=Share(at_least="2/3", of="members"), threshold=Share(more_than="1/2", of=base)
    )
    meeting = Meeting(12, (10,))

    whole = count_round(
        NAMES, [Ballot(dict(zip(NAMES, paper, strict=True))) for paper in papers], rules, meeting
    )
    cut = count_slips(
        {name: [paper[at] for paper in papers] for at, name in enumerate(NAMES)},
        rules,
        dict.fromkeys(NAMES, meeting),
    )

    assert (cut.rows, cut.elected, cut.tied, cut.tied_seats) == (
        whole.rows,
        whole.elected,
        whole.tied,
        whole.tied_seats,
    )


def test_a_candidate_whose_quorum_is_not_met_is_not_elected_and_takes_no_seat():
    rules = BallotRules(seats=1, quorum=Share(at_least="2/3", of="members"))
    slips = {"甲": ["approve"] * 5, "乙": ["approve"] * 6 + ["against"]}

    turn = count_slips(slips, rules, {"甲": Meeting(9, (5,)), "乙": Meeting(9, (7,))})

    assert turn.elected == ("乙",)
    assert {row.candidate: row.verdict.reasons[0].code for row in turn.rows} == {
        "乙": "vote_passed",
        "甲": "quorum_not_met",
    }


def test_more_slips_than_people_who_could_vote_make_the_round_void():
    turn = count_slips({"甲": ["approve"] * 4}, BallotRules(seats=1), {"甲": Meeting(9, (3,))})

    assert turn.valid.reasons[0].code == "more_ballots_than_present"
    assert turn.rows == ()
