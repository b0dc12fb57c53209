"""The review: who reads what, marks, figures, the decision."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from jinguo.apps.calls.actions import checking, opening
from jinguo.apps.calls.states import CallState, NominationState
from jinguo.apps.clock import now
from jinguo.apps.decisions import actions as decisions
from jinguo.apps.reviews import actions
from jinguo.apps.reviews.models import Round
from jinguo.errors import Refused
from tests import factories
from tests.apps.reviews.conftest import everybody_reads_everything

pytestmark = pytest.mark.django_db

CRITERIA = [
    {"key": "deeds", "label": "事迹", "weight": "0.6", "max": "100"},
    {"key": "example", "label": "示范", "weight": "0.4", "max": "100"},
]


@pytest.fixture
def people():
    cast = factories.cast()
    cast.experts = [
        actions.add_expert(
            pool=cast.association,
            by=cast.officer,
            user=factories.user(f"expert{n}", f"专家{n}"),
            name=f"专家{n}",
        )
        for n in range(3)
    ]
    return cast


@pytest.fixture
def call(people):
    made = factories.open_call(people, criteria=CRITERIA, policy={"seats": 1, "last": {"by": "id"}})
    opening.set_quotas(call=made, rows=[], by=people.officer)
    for sequence, (unit, by) in enumerate([(people.society, people.li), (people.district, people.zhao)], 1):
        nomination = factories.handed_in(
            made, unit, by, factories.filled_values("王晓" + "甲乙"[sequence - 1], sequence)
        )
        checking.accept(nomination=nomination, by=people.officer)
    return made


def opened(call, people) -> Round:
    return actions.open_round(
        call=call, reviews_each=3, closes_at=now() + timedelta(days=5), by=people.officer
    )


def distributed(call, people) -> Round:
    round_ = opened(call, people)
    actions.assign(round_=round_, pairs=everybody_reads_everything(round_), by=people.officer)
    return round_


def submit(assignment, deeds, example=80):
    marks = {"deeds": Decimal(deeds), "example": Decimal(example)}
    return actions.submit_review(
        assignment=assignment, marks=marks, comment="", seen_version=0, by=assignment.expert.user
    )


def test_everything_is_spread_evenly_over_the_experts(people, call):
    round_ = distributed(call, people)

    assert round_.assignments.count() == 6
    assert {expert.assignments.count() for expert in people.experts} == {2}


def test_figures_are_of_submitted_reviews_only(people, call):
    round_ = distributed(call, people)
    nomination = call.nominations.get(number=1)
    for assignment, mark in zip(round_.assignments.filter(nomination=nomination), (90, 80, 70), strict=True):
        submit(assignment, mark)

    standing = call.nominations.get(number=1).standings.get()

    assert (standing.reviews, standing.mean, standing.median) == (3, Decimal("80"), Decimal("80"))


def test_a_draft_may_lack_marks_but_a_submitted_review_may_not(people, call):
    assignment = distributed(call, people).assignments.first()
    by = assignment.expert.user
    actions.save_review(
        assignment=assignment, marks={"deeds": Decimal(90)}, comment="", seen_version=0, by=by
    )

    with pytest.raises(Refused) as refused:
        actions.submit_review(
            assignment=assignment, marks={"deeds": Decimal(90)}, comment="", seen_version=1, by=by
        )

    assert [reason.code for reason in refused.value.reasons] == ["mark_absent"]


def test_another_expert_can_not_write_the_review(people, call):
    assignment = distributed(call, people).assignments.first()
    other = next(expert for expert in people.experts if expert.pk != assignment.expert_id)

    with pytest.raises(Refused):
        actions.save_review(assignment=assignment, marks={}, comment="", seen_version=0, by=other.user)


def test_whoever_declares_a_conflict_reads_it_no_more_and_is_not_given_it_again(people, call):
    round_ = distributed(call, people)
    assignment = round_.assignments.first()
    by = assignment.expert.user
    actions.declare_conflict(assignment=assignment, kind="conflict_family", note="", by=by)

    with pytest.raises(Refused):
        actions.save_review(assignment=assignment, marks={}, comment="", seen_version=0, by=by)
    with pytest.raises(Refused):
        actions.assign(round_=round_, pairs=[(assignment.nomination, assignment.expert)], by=people.officer)


def test_the_best_score_takes_the_seat_and_everybody_has_a_reason(people, call):
    round_ = distributed(call, people)
    for assignment in round_.assignments.select_related("nomination", "expert__user"):
        submit(assignment, 90 if assignment.nomination.number == 2 else 70)

    selection = decisions.decide(call=call, by=people.officer).selection

    call.refresh_from_db()
    assert call.state == CallState.DECIDED
    assert [(e.nomination.number, e.chosen) for e in selection.entries.all()] == [(2, True), (1, False)]
    assert all(entry.reasons for entry in selection.entries.all())
    assert call.nominations.get(number=2).state == NominationState.CHOSEN
