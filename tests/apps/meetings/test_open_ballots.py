"""An open ballot (记名投票) records who voted what; a secret one, which is the usual way, never does."""

from __future__ import annotations

import io

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document

from jinguo.apps.audit.models import Entry
from jinguo.apps.meetings import actions, box, minutes, queries, rooms
from jinguo.apps.meetings.models import NamedMark, SealedBallot, Slip, Turnout, Vote
from jinguo.errors import Refused
from tests.apps.meetings import panel

pytestmark = pytest.mark.django_db
YES, NO, NONE = Slip.APPROVE, Slip.AGAINST, Slip.ABSTAIN


@pytest.fixture
def people():
    return panel.in_session(members=3, candidates=2)


def marked(vote, people, *choices):
    for member, given in zip(people.members, choices, strict=False):
        actions.cast(
            vote=vote, member=member, marks=panel.marks_for(vote, member, given), by=member.expert.user
        )


def text_of(meeting) -> str:
    document = Document(io.BytesIO(minutes.document(meeting)))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


def test_who_voted_what_is_recorded_counted_and_stands_in_the_minutes(people):
    vote = panel.opened(people, named=True)
    marked(vote, people, [YES, NO], [YES, NONE], [NO, YES])

    assert not box.lying_here(), "no key"
    assert not SealedBallot.objects.exists(), "no box"
    vote = actions.close_vote(vote=vote, by=people.officer)
    first, second = queries.candidates_of(vote)
    assert (first.approve, first.against, first.passed, second.approve) == (2, 1, True, 1)
    assert not Slip.objects.exists()
    actions.announce_vote(vote=vote, by=people.officer)
    by_choice = dict(rooms.outcomes(vote)[0].slips)
    assert by_choice == {YES: ["专家00", "专家01"], NO: ["专家02"], NONE: []}
    said = text_of(people.meeting)
    assert "记名投票。名额1个" in said
    assert "无记名" not in said
    assert "专家00、专家01" in said


def test_secret_is_the_usual_way_and_leaves_no_named_mark(people):
    vote = panel.opened(people)
    for member in people.members:
        panel.cast(vote, member, [YES, NO])
    actions.close_vote(vote=vote, by=people.officer)

    assert Vote._meta.get_field("named").default is False
    assert not NamedMark.objects.exists()
    assert "无记名投票" in text_of(people.meeting)
    assert "赞成的评委" not in text_of(people.meeting)


def test_a_vote_that_was_opened_as_secret_stays_secret(people):
    vote = panel.opened(people)
    with pytest.raises(Refused):
        actions.set_vote(
            meeting=people.meeting, vote=vote, title=vote.title, nominations=people.nominations, seats=1, named=True,
            by=people.officer,
        )  # fmt: skip
    vote.refresh_from_db()
    assert not vote.named


def test_sent_twice_it_counts_once_and_the_trail_says_nothing_of_marks(people):
    vote = panel.opened(people, named=True)
    member = people.members[0]
    given = {"vote": vote, "member": member, "by": member.expert.user}
    assert actions.cast(**given, marks=panel.marks_for(vote, member, [YES, NO]))
    before = Entry.objects.count()
    assert not actions.cast(**given, marks=panel.marks_for(vote, member, [NO, YES]))

    kept = dict(NamedMark.objects.filter(member=member).values_list("candidate__position", "choice"))
    assert kept == {1: YES, 2: NO}
    assert Turnout.objects.count() == 1
    assert Entry.objects.count() == before


def test_who_keeps_away_has_no_mark_for_that_candidate(people):
    panel.recuse(people, people.members[0], people.nominations[0])
    vote = panel.opened(people, named=True)
    marked(vote, people, [YES, NO])
    [mark] = NamedMark.objects.filter(member=people.members[0])
    assert mark.candidate.nomination_id == people.nominations[1].pk


def test_a_ranking_by_name_is_counted(people):
    vote = panel.opened(people, kind=Vote.RANKED, named=True)
    for member in people.members:
        places = {one.uid: 3 - one.position for one in queries.candidates_of(vote)}
        actions.cast(vote=vote, member=member, marks=places, by=member.expert.user)
    vote = actions.close_vote(vote=vote, by=people.officer)
    assert queries.candidates_of(vote).get(position=2).passed
    assert rooms.rankings(vote)[0][0] == "专家00"
    assert "排序" in text_of(people.meeting)


def test_an_annulled_open_ballot_leaves_no_marks_and_is_open_again(people):
    vote = panel.opened(people, named=True)
    marked(vote, people, [YES, NO])
    again = actions.annul_vote(vote=vote, reason="候选人名单有误", by=people.officer)
    assert not NamedMark.objects.exists()
    assert again.named


def test_the_member_is_told_before_she_marks_and_nobody_sees_marks_before_the_announcement(people):
    vote = panel.opened(people, named=True)
    member = people.members[0]
    phone = Client()
    phone.force_login(member.expert.user)
    page = reverse("meetings:ballot", args=[vote.uid])
    assert "记名投票" in phone.get(page).content.decode()
    assert "记名投票" in phone.get(reverse("meetings:seat", args=[people.meeting.uid])).content.decode()
    marks = {f"mark-{uid}": mark for uid, mark in panel.marks_for(vote, member, [YES, NO]).items()}
    look = phone.post(page, {"do": "look", **marks}).content.decode()
    assert "以本人姓名投票" in look
    assert 'name="receipt" value=""' in look
    assert phone.post(page, {"do": "cast", **marks}).status_code == 200
    assert NamedMark.objects.filter(member=member).count() == 2
    result = reverse("meetings:result", args=[vote.uid])
    assert phone.get(result).status_code == 404

    marked(vote, people, [YES, NO], [YES, NO], [NO, NO])
    actions.close_vote(vote=vote, by=people.officer)
    actions.announce_vote(vote=vote, by=people.officer)
    shown = phone.get(result).content.decode()
    assert 'id="named"' in shown
    assert "专家00、专家01" in shown


def test_the_officer_chooses_it_when_she_plans_the_vote(people):
    secretary = Client()
    secretary.force_login(people.officer)
    given = {
        "title": "记名表决", "seats": 1, "kind": Vote.APPROVAL, "quorum": "2/3", "threshold": ">1/2", "base": "present",
        "candidates": [str(one.uid) for one in people.nominations],
    }  # fmt: skip
    address = reverse("meetings:vote_new", args=[people.meeting.uid])
    secretary.post(address, given)
    secretary.post(address, {**given, "title": "另一项", "named": "on"})
    assert dict(Vote.objects.values_list("title", "named")) == {"记名表决": False, "另一项": True}
