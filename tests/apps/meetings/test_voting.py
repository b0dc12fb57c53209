"""A vote from its opening to the announcement."""

from __future__ import annotations

import pytest

from jinguo.apps.audit.models import Entry
from jinguo.apps.clock import now
from jinguo.apps.meetings import actions, box, papers, queries
from jinguo.apps.meetings.models import Candidate, Meeting, SealedBallot, Slip, Turnout
from jinguo.apps.meetings.states import VoteState
from jinguo.apps.reviews.models import Conflict, Round
from jinguo.apps.reviews.states import ConflictState
from jinguo.errors import Refused
from tests.apps.meetings import panel

pytestmark = pytest.mark.django_db
YES, NO, NONE = Slip.APPROVE, Slip.AGAINST, Slip.ABSTAIN


@pytest.fixture
def people():
    return panel.in_session(members=5, candidates=3)


def refused(action, **given) -> set[str]:
    with pytest.raises(Refused) as refusal:
        action(**given)
    return {reason.code for reason in refusal.value.reasons}


def counted(vote) -> list[tuple[int, int, int, bool]]:
    return list(
        Candidate.objects.filter(vote=vote)
        .order_by("position")
        .values_list("approve", "against", "abstain", "passed")
    )


def test_a_vote_is_counted_and_handed_on_when_announced(people, django_capture_on_commit_callbacks):
    vote = panel.opened(people, seats=1)
    papers_ = [[YES, NO, NONE], [YES, NO, NO], [YES, NO, NO], [NO, YES, NONE], [NONE, NONE, NONE]]
    for member, choices in zip(people.members, papers_, strict=True):
        assert panel.cast(vote, member, choices)

    with django_capture_on_commit_callbacks(execute=True):
        vote = actions.close_vote(vote=vote, by=people.officer)
    before = dict(queries.result_of(people.round))
    actions.announce_vote(vote=vote, by=people.officer)

    assert counted(vote) == [(3, 1, 1, True), (1, 3, 1, False), (0, 2, 3, False)]
    assert (vote.present, vote.members, vote.voted) == (5, 5, 5)
    assert before == {}
    first = queries.result_of(people.round)[people.nominations[0].pk]
    assert (first.approve, first.passed, first.rank) == (3, True, 1)
    assert not SealedBallot.objects.exists()
    assert box.lying_here() == []


def test_sending_the_paper_again_neither_doubles_nor_changes_a_vote(people):
    vote = panel.opened(people)

    first = panel.cast(vote, people.members[0], [YES, NO, NO])
    again = panel.cast(vote, people.members[0], [NO, NO, YES])

    assert (first, again) == (True, False)
    assert SealedBallot.objects.filter(vote=vote).count() == Turnout.objects.filter(vote=vote).count() == 1


def test_a_repeat_after_the_close_still_says_that_her_vote_is_in(people):
    vote = panel.opened(people)
    panel.cast(vote, people.members[0], [YES, NO, NO])
    actions.close_vote(vote=vote, by=people.officer)

    assert panel.cast(vote, people.members[0], [YES, NO, NO]) is False
    assert refused(panel.cast, vote=vote, member=people.members[1], choices=[YES, NO, NO]) == {"vote_is_over"}


def test_who_did_not_check_in_or_left_does_not_vote(people):
    vote = panel.opened(people)
    member = people.members[0]
    actions.leave(member=member, by=member.expert.user)

    assert refused(panel.cast, vote=vote, member=member, choices=[YES, NO, NO]) == {"member_not_present"}


def test_nobody_votes_for_another(people):
    vote = panel.opened(people)
    member = people.members[0]
    given = {"marks": {}, "receipt": papers.new_receipt(vote)}

    assert refused(actions.cast, vote=vote, member=member, by=people.officer, **given) == {"not_a_member"}


def test_more_approvals_than_seats_are_refused(people):
    vote = panel.opened(people, seats=1)

    assert refused(panel.cast, vote=vote, member=people.members[0], choices=[YES, YES, NO]) == {
        "too_many_approvals"
    }
    assert not Turnout.objects.exists()


def test_a_receipt_of_her_own_making_or_of_another_vote_is_refused(people):
    vote = panel.opened(people)
    for receipt in ("AAAABBBBCCCCDDDD:x", papers.new_receipt(panel.vote_on(people))):
        codes = refused(
            panel.cast, vote=vote, member=people.members[0], choices=[YES, NO, NO], receipt=receipt
        )
        assert codes == {"receipt_not_ours"}


def test_without_a_quorum_no_vote_opens(people):
    for member in people.members[:2]:
        actions.leave(member=member, by=member.expert.user)
    vote = panel.vote_on(people)

    assert refused(actions.open_vote, vote=vote, by=people.officer) == {"quorum_not_met"}
    assert box.lying_here() == []


def test_a_member_with_a_conflict_has_no_such_candidate_and_is_not_counted_for_her(people):
    panel.recuse(people, people.members[0], people.nominations[0])
    vote = panel.opened(people)
    panel.cast(vote, people.members[0], [YES, YES, NO])
    for member in people.members[1:3]:
        panel.cast(vote, member, [YES, NO, NO])
    panel.cast(vote, people.members[3], [NO, NO, NO])
    panel.cast(vote, people.members[4], [NO, NO, NO])

    vote = actions.close_vote(vote=vote, by=people.officer)

    # two of four who may vote on the first: half, and not more
    assert counted(vote) == [(2, 2, 0, False), (1, 4, 0, False), (0, 5, 0, False)]
    assert Slip.objects.filter(candidate__nomination=people.nominations[0]).count() == 4


def test_the_paper_of_a_member_with_a_conflict_is_as_long_as_any_and_refuses_the_candidate(people):
    panel.recuse(people, people.members[0], people.nominations[0])
    vote = panel.opened(people)
    first = vote.candidates.order_by("position").first()
    given = {
        "marks": {first.uid: YES},
        "receipt": papers.new_receipt(vote),
        "by": people.members[0].expert.user,
    }

    assert refused(actions.cast, vote=vote, member=people.members[0], **given) == {"candidate_not_on_paper"}
    for member, choices in zip(
        people.members, ([YES, NO, NO], [NONE] * 3, [NO] * 3, [YES, NO, NO]), strict=False
    ):
        panel.cast(vote, member, choices)
    assert len({len(ballot.paper) for ballot in SealedBallot.objects.all()}) == 1


def test_a_conflict_declared_while_the_box_is_open_takes_her_off_unless_she_voted(people):
    vote = panel.opened(people)
    early, late = people.members[:2]
    panel.cast(vote, early, [YES, NO, NO])
    for member in (early, late):
        actions.declare_conflict(
            member=member,
            nomination=people.nominations[0],
            kind="conflict_family",
            note="",
            by=member.expert.user,
        )

    panel.cast(vote, late, [YES, YES, NO])
    panel.recuse(people, people.members[2], people.nominations[0])  # by another way, and she does not vote
    vote = actions.close_vote(vote=vote, by=people.officer)

    assert counted(vote)[0][:3] == (1, 0, 0)
    assert Candidate.objects.get(vote=vote, nomination=people.nominations[0]).base == 3
    assert set(queries.recusals_of(vote).values_list("member", flat=True)) == {late.pk, people.members[2].pk}


def test_what_the_machine_only_suspects_keeps_nobody_from_voting(people):
    Conflict.objects.create(
        nomination=people.nominations[0], expert=people.members[0].expert, kind="conflict_same_unit",
        origin=Conflict.FOUND, state=ConflictState.FOUND, effect=Conflict.ASKS,
    )  # fmt: skip
    vote = panel.opened(people)

    assert queries.off_paper(vote, people.members[0]) == set()
    assert not queries.conflicts_in(people.meeting).exists()


def test_the_panel_stays_as_it_is_while_a_box_is_open(people):
    panel.opened(people)

    codes = refused(
        actions.set_members, meeting=people.meeting, experts=people.experts[:4], by=people.officer
    )
    assert codes == {"another_vote_is_open"}


def test_every_voter_finds_her_receipt_and_everybody_can_count_again(people):
    vote = panel.opened(people)
    receipts = {}
    choices = panel.at_random(vote, people.members, seed=3)
    for member in people.members:
        receipts[member.pk] = papers.new_receipt(vote)
        panel.cast(vote, member, choices[member.pk], receipts[member.pk])

    vote = actions.close_vote(vote=vote, by=people.officer)

    published = {(slip.candidate_id, slip.code): slip.choice for slip in queries.slips_of(vote)}
    assert len(published) == 15
    for member in people.members:
        receipt = papers.read_receipt(vote, receipts[member.pk])
        for candidate, choice in zip(queries.candidates_of(vote), choices[member.pk], strict=True):
            assert published[candidate.pk, papers.code_of(receipt, candidate.uid)] == choice


def test_the_key_lies_in_its_folder_while_the_vote_is_open_and_is_gone_afterwards(
    people, django_capture_on_commit_callbacks
):
    vote = panel.opened(people)
    [key] = box.folder().iterdir()
    mode, text = key.stat().st_mode & 0o777, key.read_text()
    panel.cast(vote, people.members[0], [YES, NO, NO])

    with django_capture_on_commit_callbacks(execute=True):
        actions.close_vote(vote=vote, by=people.officer)

    assert mode == 0o600
    assert text
    assert list(box.folder().iterdir()) == []


def test_without_the_key_nothing_is_counted_and_the_vote_is_held_again(people):
    vote = panel.opened(people)
    panel.cast(vote, people.members[0], [YES, NO, NO])
    box.destroy(vote.uid)

    assert refused(actions.close_vote, vote=vote, by=people.officer) == {"vote_key_missing"}
    again = actions.annul_vote(vote=vote, reason="密钥丢失", by=people.officer)

    vote.refresh_from_db()
    assert vote.state == VoteState.ANNULLED
    assert not SealedBallot.objects.exists()
    assert not Turnout.objects.exists()
    assert (again.state, again.candidates.count()) == (VoteState.PLANNED, 3)


def test_a_paper_put_in_past_the_doors_is_noticed(people):
    vote = panel.opened(people)
    panel.cast(vote, people.members[0], [YES, NO, NO])
    SealedBallot.objects.create(vote=vote, paper=SealedBallot.objects.get().paper)

    assert refused(actions.close_vote, vote=vote, by=people.officer) == {"box_does_not_match_turnout"}


def test_the_next_round_of_voting_is_on_those_left_for_the_seats_left(people):
    vote = panel.opened(people, seats=2)
    for member in people.members:
        panel.cast(vote, member, [YES, NO, NO])
    actions.close_vote(vote=vote, by=people.officer)
    actions.announce_vote(vote=vote, by=people.officer)

    again = actions.vote_again(vote=vote, by=people.officer)

    assert (again.number, again.seats) == (2, 1)
    assert [c.nomination for c in queries.candidates_of(again)] == people.nominations[1:]
    assert actions.vote_again(vote=vote, by=people.officer) == again


def test_the_trail_tells_that_there_was_a_vote_and_never_that_somebody_voted(people):
    vote = panel.opened(people)
    before = Entry.objects.count()
    for member in people.members:
        panel.cast(vote, member, [YES, NO, NO])

    assert Entry.objects.count() == before


@pytest.mark.parametrize(
    ("stage", "code"), [("opened_at", "round_not_opened"), ("closed_at", "review_round_closed")]
)
def test_a_meeting_sits_while_its_round_is_under_way(stage, code):
    people = panel.planned(members=1, candidates=1)
    Round.objects.update(**{stage: None if stage == "opened_at" else now()})
    meeting = Meeting.objects.select_related("round__call").get()

    assert refused(actions.open_meeting, meeting=meeting, by=people.officer) == {code}


def test_only_officers_of_the_organiser_keep_the_room(people):
    vote = panel.vote_on(people)

    assert refused(actions.open_vote, vote=vote, by=people.members[0].expert.user) == {
        "not_officer_of_organiser"
    }


def test_a_member_may_leave_and_come_again_and_marks_what_is_open(people):
    item = people.meeting.items.first()
    late = people.members[0]
    actions.leave(member=late, by=late.expert.user)
    panel.recuse(people, people.members[1], item.nomination)

    actions.open_item(item=item, by=people.officer)
    given = set(people.round.assignments.values_list("expert", flat=True))
    late.refresh_from_db()
    panel.come(late)

    assert given == {member.expert_id for member in people.members[2:]}
    assert queries.assignment_of(late, item.nomination)
