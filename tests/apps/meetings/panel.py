"""A panel at the table: a call under review, members with accounts, a vote. Made by the real actions."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterable, Mapping
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.db import connection

from jinguo.apps.calls.actions import opening
from jinguo.apps.calls.models import Nomination
from jinguo.apps.calls.states import NominationState
from jinguo.apps.clock import now
from jinguo.apps.meetings import actions, papers, queries
from jinguo.apps.meetings.models import Member, Slip, Vote
from jinguo.apps.reviews import actions as reviews
from jinguo.apps.reviews.models import Conflict
from tests import factories

CRITERIA = [{"key": "deeds", "label": "事迹", "weight": "1", "max": "100"}]
NAMES = ("王晓兰", "李若云", "周静宜", "郑文君")


def planned(members: int = 5, candidates: int = 3, **settings: Any) -> SimpleNamespace:
    """A meeting that is planned, with its panel and agenda."""
    people = factories.cast()
    people.experts = [
        reviews.add_expert(
            pool=people.association, by=people.officer, user=factories.user(f"expert{n}", f"专家{n}"),
            name=f"专家{n:02d}",
        )
        for n in range(members)
    ]  # fmt: skip
    settings = {"criteria": CRITERIA, "policy": {"seats": 1, "last": {"by": "id"}},
        "procedure": {"rounds": [{"name": "会议评审", "kind": "meeting"}]}, **settings,
    }  # fmt: skip
    call = factories.open_call(people, **settings)
    opening.set_quotas(call=call, rows=[], by=people.officer)
    made = factories.many_handed_in(call, people.society, candidates)
    for nomination, name in zip(made, NAMES, strict=False):
        nomination.name, nomination.state = name, NominationState.ACCEPTED
    Nomination.objects.bulk_update(made, ["name", "state"])
    round_ = reviews.open_round(
        call=call, reviews_each=members, closes_at=now() + timedelta(days=5), by=people.officer
    )
    meeting = actions.plan_meeting(
        round_=round_,
        title="终评会",
        starts_at=now() + timedelta(hours=1),
        place="一号会议室",
        by=people.officer,
    )
    actions.set_members(meeting=meeting, experts=people.experts, by=people.officer)
    people.call, people.round, people.meeting = call, round_, meeting
    people.nominations = list(queries.entrants(round_))
    return people


def in_session(members: int = 5, candidates: int = 3, **settings: Any) -> SimpleNamespace:
    """The same, begun, with everybody in the room."""
    people = planned(members, candidates, **settings)
    actions.open_meeting(meeting=people.meeting, by=people.officer)
    people.members = list(queries.members_of(people.meeting))
    for member in people.members:
        come(member)
    return people


def come(member: Member) -> None:
    actions.check_in(member=member, by=member.expert.user)
    member.refresh_from_db()


def recuse(people: SimpleNamespace, member: Member, nomination: Any) -> None:
    Conflict.objects.create(nomination=nomination, expert=member.expert, kind="conflict_same_unit")


def vote_on(people: SimpleNamespace, seats: int = 1, **also: Any) -> Vote:
    """A vote on everybody, planned."""
    return actions.set_vote(
        meeting=people.meeting, title="科研创新", nominations=people.nominations, seats=seats, by=people.officer,
        **also,
    )  # fmt: skip


def opened(people: SimpleNamespace, seats: int = 1, **also: Any) -> Vote:
    return actions.open_vote(vote=vote_on(people, seats, **also), by=people.officer)


def marks_for(vote: Vote, member: Member, choices: Iterable[str]) -> dict[UUID, str]:
    """Her marks by the candidates in their order; those she leaves are not on her paper."""
    off = queries.off_paper(vote, member)
    pairs = zip(queries.candidates_of(vote), choices, strict=True)
    return {candidate.uid: choice for candidate, choice in pairs if candidate.pk not in off}


def cast(vote: Vote, member: Member, choices: Iterable[str], receipt: str = "") -> bool:
    return actions.cast(
        vote=vote, member=member, marks=marks_for(vote, member, choices), by=member.expert.user,
        receipt=receipt or papers.new_receipt(vote),
    )  # fmt: skip


def everybody_votes(
    vote: Vote, members: Iterable[Member], choices: Mapping[int, list[str]]
) -> dict[int, str]:
    """All at once, each in a thread with a connection of her own, twice over: member → her receipt."""
    receipts = {member.pk: papers.new_receipt(vote) for member in members}
    problems: list[Exception] = []
    start = threading.Barrier(len(receipts))

    def vote_as(member: Member) -> None:
        try:
            start.wait()
            for _ in range(2):
                cast(vote, member, choices[member.pk], receipts[member.pk])
        except Exception as problem:
            problems.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=vote_as, args=(member,)) for member in members]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    return receipts


def at_random(vote: Vote, members: Iterable[Member], seed: int) -> dict[int, list[str]]:
    """Choices of each member: no two candidates alike, at most as many approvals as seats."""
    source = random.Random(seed)
    count = vote.candidates.count()
    found = {}
    for member in members:
        approved = set(source.sample(range(count), k=source.randint(0, min(vote.seats, count))))
        found[member.pk] = [
            Slip.APPROVE if at in approved else source.choice((Slip.AGAINST, Slip.ABSTAIN))
            for at in range(count)
        ]
    return found
