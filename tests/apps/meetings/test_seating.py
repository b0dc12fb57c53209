"""Who accepts the invitation for a meeting's round sits in it; the secretary sees who is missing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from jinguo.apps.clock import now
from jinguo.apps.meetings import actions, preparing, queries
from jinguo.apps.meetings.models import Slip
from jinguo.apps.outbox.models import Message
from jinguo.apps.reviews import actions as reviews
from jinguo.apps.reviews.models import PanelInvitation
from tests import factories
from tests.apps.meetings import panel

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    """A meeting with a panel of three; four more experts in the pool, asked for its round."""
    found = panel.planned(members=3, candidates=2)
    found.more = [
        reviews.add_expert(
            pool=found.association, by=found.officer, user=factories.user(f"more{n}", f"新专家{n}"), name=f"新专家{n}"
        )
        for n in range(4)
    ]  # fmt: skip
    reviews.invite_to_panel(call=found.call, position=1, experts=found.more, by=found.officer)
    return found


def answer(people, n: int, accept: bool = True, reason: str = "") -> None:
    asked = PanelInvitation.objects.select_related("expert", "call__organiser").get(expert=people.more[n])
    reviews.answer_panel(invitation=asked, accept=accept, reason=reason, by=asked.expert.user)


def names(people) -> set[str]:
    return {member.expert.name for member in queries.members_of(people.meeting)}


def test_who_accepts_is_a_member_and_is_told_when_and_where(people):
    answer(people, 0)

    assert "新专家0" in names(people)
    told = Message.objects.filter(code="meeting_invited", to_user=people.more[0].user)
    once = told.count()
    answer(people, 0)
    assert len(names(people)) == 4, "answering again changes nothing"
    assert told.count() == once > 0


def test_who_declines_afterwards_gets_up_unless_she_came(people):
    answer(people, 0)
    answer(people, 1)
    actions.open_meeting(meeting=people.meeting, by=people.officer)
    [came] = people.meeting.members.filter(expert=people.more[1])
    panel.come(came)

    answer(people, 0, accept=False, reason="出差")
    answer(people, 1, accept=False, reason="出差")
    assert "新专家0" not in names(people)
    assert "新专家1" in names(people), "what she gave while she was there stays"


def test_an_invitation_that_is_taken_back_takes_the_seat_back(people):
    answer(people, 0)
    asked = PanelInvitation.objects.select_related("expert", "call__organiser").get(expert=people.more[0])
    reviews.withdraw_from_panel(invitation=asked, by=people.officer)
    assert "新专家0" not in names(people)


def test_the_electorate_of_an_open_vote_does_not_change_and_the_secretary_sees_the_answer(people):
    actions.open_meeting(meeting=people.meeting, by=people.officer)
    for member in queries.members_of(people.meeting):
        panel.come(member)
    vote = panel.opened(people)
    answer(people, 0)

    assert "新专家0" not in names(people)
    asked = preparing.overview(people.meeting)["asked"]
    assert asked.accepted_outside == ["新专家0"]
    for member in queries.members_of(people.meeting):
        panel.cast(vote, member, [Slip.APPROVE, Slip.AGAINST])
    assert actions.close_vote(vote=vote, by=people.officer).members == 3


def test_the_secretary_sees_who_is_missing_for_a_quorum(people, client):
    answer(people, 0, accept=False, reason="在国外访问")
    members = list(queries.members_of(people.meeting))
    for member in members[:2]:
        day = preparing.told_day(people.meeting)
        reviews.add_break(
            expert=member.expert, since=day, until=day + timedelta(days=3), reason="", by=people.officer
        )

    asked = preparing.overview(people.meeting)["asked"]
    assert (asked.count, asked.members, asked.missing) == (1, 3, 1)
    assert asked.declined == [("新专家0", "在国外访问")]
    assert len(asked.waiting) == 3
    client.force_login(people.officer)
    html = client.get(reverse("meetings:prepare", args=[people.meeting.uid])).content.decode()
    assert "还须有 1 人到会" in html
    assert "在国外访问" in html
    assert "已谢绝" in client.get(reverse("meetings:members", args=[people.meeting.uid])).content.decode()


def test_a_meeting_that_is_planned_later_begins_with_those_who_accepted(people):
    answer(people, 0)
    people.meeting.items.all().delete()
    people.meeting.members.all().delete()
    people.meeting.delete()
    fresh = actions.plan_meeting(
        round_=people.round, title="终评会", starts_at=now() + timedelta(hours=1), by=people.officer
    )
    assert [member.expert.name for member in queries.members_of(fresh)] == ["新专家0"]
