"""A call under review with every mark given, its officer, a second officer and one who leads."""

from __future__ import annotations

from decimal import Decimal

import pytest

from jinguo.apps.organisations import kinds
from jinguo.apps.reviews import actions as reviewing
from tests import factories
from tests.apps.reviews.conftest import call_with, distributed, expert_of


@pytest.fixture
def people():
    cast = factories.cast()
    cast.second = factories.member(cast.association, "second", kinds.OFFICER, "王复核")
    cast.leader = factories.member(cast.association, "leader", kinds.LEADER, "张主席")
    cast.experts = [expert_of(cast, n) for n in range(3)]
    return cast


def marked(people, marks: dict[int, int], names: tuple[str, ...] = ("王晓兰", "李若云"), **settings):
    """A call whose nominations have these marks for their deeds, by number, from each expert."""
    call = call_with(people, names, **settings)
    round_ = distributed(call, people)
    given = round_.assignments.select_related("nomination", "expert__user")
    for place, assignment in enumerate(given.order_by("nomination__number", "expert")):
        mark_it(assignment, marks[assignment.nomination.number] - place % 3)
    return call


def mark_it(assignment, deeds):
    return reviewing.submit_review(
        assignment=assignment,
        marks={"deeds": Decimal(deeds), "example": Decimal(80)},
        comment="",
        seen_version=0,
        by=assignment.expert.user,
    )


@pytest.fixture
def call(people):
    return marked(people, {1: 70, 2: 90})


def hand(call, number: int, taken: bool, reason: str = "常委会议定") -> dict[str, tuple[bool, str]]:
    return {str(call.nominations.get(number=number).uid): (taken, reason)}
