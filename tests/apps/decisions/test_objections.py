"""Objections without a name, and the working days in which they are taken up and answered."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from jinguo.apps.calls import outcome
from jinguo.apps.calls.actions import objections, results
from jinguo.apps.clock import held_at, today
from jinguo.apps.decisions import actions
from jinguo.errors import Refused
from tests.apps.decisions.conftest import marked

pytestmark = pytest.mark.django_db
CAREFUL = {"anonymous_objections": True, "take_up_within": 3, "answer_within": 10}


def noticed(people, **safeguards):
    call = marked(people, {1: 70, 2: 90}, safeguards=safeguards)
    actions.decide(call=call, by=people.officer)
    call.refresh_from_db()
    return results.post_notice(
        call=call, title="公示", text="", posted_on=today(), order="surname_strokes", by=people.officer
    )


def objected(notice, **said):
    return objections.receive_objection(
        notice=notice, nomination=None, content="材料与事实不符。",
        **{"objector": "赵某", "contact": "13900000000", **said},
    )  # fmt: skip


def test_without_a_name_it_is_heard_only_where_the_call_says_so_and_with_evidence(people):
    named, anonymous = noticed(people), noticed(people, **CAREFUL)

    codes = []
    for notice in (named, anonymous):
        with pytest.raises(Refused) as refused:
            objected(notice, objector="", contact="")
        codes.append(refused.value.reasons[0].code)

    assert codes == ["objection_needs_a_real_name", "anonymous_objection_needs_evidence"]


def test_its_time_is_counted_in_working_days_and_marked_when_over(people):
    at = datetime(2026, 9, 28, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
    with held_at(at):
        objection = objected(noticed(people, **CAREFUL))
        due = outcome.due_of(objection, {})
        taken = outcome.due_of(objections.take_up_objection(objection=objection, by=people.officer), {})
    with held_at(at.replace(month=10, day=20)):
        late = outcome.due_of(objection, {})

    # The holiday of 1 to 7 October counts no day.
    assert (due.day, due.overdue) == (date(2026, 10, 8), False)
    assert taken.day > due.day
    assert late.overdue
