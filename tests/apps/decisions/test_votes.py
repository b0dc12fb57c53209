"""What a panel voted stands beside the score: the rules of the list speak of it, the record keeps it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from jinguo.apps.decisions import actions
from jinguo.apps.decisions.proposing import propose
from jinguo.apps.meetings import actions as meetings
from jinguo.apps.meetings import queries
from jinguo.apps.meetings.models import Slip
from jinguo.engines.selection import replay
from tests.apps.decisions.conftest import mark_it
from tests.apps.meetings import panel
from tests.apps.reviews.conftest import CRITERIA

pytestmark = pytest.mark.django_db

VOTES = (5, 4, 2)
"""Votes for, of six present; two thirds are four."""


def voted(people):
    """The panel has voted, on three candidates for three places."""
    vote = panel.opened(people, seats=3)
    for place, member in enumerate(people.members):
        choices = [Slip.APPROVE if place < votes else Slip.AGAINST for votes in VOTES]
        panel.cast(vote, member, choices)
    meetings.close_vote(vote=vote, by=people.officer)
    meetings.announce_vote(vote=vote, by=people.officer)
    return vote


@pytest.fixture
def people():
    rules = [{"column": "approve", "below": "2/3", "of": "present"}]
    policy = {"seats": 3, "votes": "votes_beside", "exclude": rules, "last": {"by": "id"}}
    found = panel.in_session(members=6, candidates=3, criteria=CRITERIA, policy=policy)
    for deeds, item in zip((70, 80, 90), found.meeting.items.all(), strict=True):
        meetings.open_item(item=item, by=found.officer)
        for assignment in found.round.assignments.filter(nomination=item.nomination).select_related(
            "expert__user", "nomination"
        ):
            mark_it(assignment, deeds)
    return found


def test_the_votes_stand_beside_the_score_of_the_marks_and_exclude_by_a_part_of_those_present(people):
    voted(people)
    proposal = propose(people.call)
    by_number = {proposal.nominations[one.id].number: one for one in proposal.candidates}

    columns = [tuple(by_number[n].columns[key] for key in ("approve", "present", "vote")) for n in (1, 2, 3)]
    assert columns == [("5", "6", "passed"), ("4", "6", "passed"), ("2", "6", "failed")]
    assert by_number[3].score > by_number[2].score > by_number[1].score, "marks are the score still"
    [best] = [uid for uid, one in proposal.nominations.items() if one.number == 3]
    assert proposal.outcome.reasons[best][0].code == "excluded_below_of", "the best marks do not help her"
    assert [proposal.nominations[uid].number for uid in proposal.outcome.chosen] == [2]


def test_where_the_call_says_nothing_votes_are_the_score_and_are_columns_too(people):
    people.call.policy = {"seats": 3, "last": {"by": "id"}}
    people.call.save(update_fields=["policy"])
    people.meeting.refresh_from_db()
    voted(people)
    proposal = propose(people.call)
    by_number = {proposal.nominations[one.id].number: one for one in proposal.candidates}

    assert [by_number[n].score for n in (1, 2, 3)] == [5, 4, None]
    assert by_number[3].columns["vote"] == "failed"


def test_a_member_who_keeps_away_is_not_counted_among_those_who_could_vote_on_her(people):
    panel.recuse(people, people.members[5], people.nominations[0])
    voted(people)
    got = queries.result_of(people.round)

    found = [
        (got[one.pk].approve, got[one.pk].present, got[one.pk].passed)
        for one in sorted(people.nominations, key=lambda one: one.number)
    ]
    assert found == [(5, 5, True), (4, 6, True), (2, 6, False)]


def test_the_record_keeps_the_votes_and_replays_the_same(people):
    voted(people)
    decision = actions.decide(call=people.call, by=people.officer)

    record = decision.selection.record
    assert sorted(one["approve"] for one in record["candidates"]) == ["2", "4", "5"]
    assert replay(record).same


@pytest.mark.parametrize("lang", ["zh-hans", "en"])
def test_the_votes_stand_on_the_pages_of_the_decision(people, client, lang, settings):
    voted(people)
    settings.LANGUAGE_CODE = lang
    client.force_login(people.officer)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = lang
    said = {"zh-hans": "赞成 5", "en": "5 for"}[lang]

    assert said in client.get(reverse("decisions:decide", args=[people.call.uid])).content.decode()
    html = client.get(reverse("decisions:marks", args=[people.call.uid])).content.decode()
    assert 'id="votes"' in html
    looked = client.get(reverse("decisions:look", args=[people.call.uid])).content.decode()
    assert {"zh-hans": "4 / 6 票", "en": "4 of 6 votes"}[lang] in looked
