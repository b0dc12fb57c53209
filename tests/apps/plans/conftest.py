"""The plan of 市科协 in force: one measure that its society leads and its district takes part in, reported by quarters."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from jinguo.apps.clock import held_at
from jinguo.apps.organisations import kinds
from jinguo.apps.plans import actions
from tests import factories

NOON = datetime(2026, 4, 2, 12, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def people():
    cast = factories.cast()
    cast.leader = factories.member(cast.association, "leader", kinds.LEADER, "张主席")
    with held_at(NOON):
        yield cast


def drafted(people, measures: int = 1) -> SimpleNamespace:
    """A plan of two years with measures, each with both units and a reported indicator."""
    plan = actions.create_plan(
        organisation=people.association, title="巾帼行动", first_year=2026, last_year=2027, by=people.officer
    )
    made = [
        actions.add_measure(
            plan=plan, code=str(n), heading=f"学术交流{n}", text="定期举办学术交流活动。", by=people.officer
        )
        for n in range(1, measures + 1)
    ]
    duties = []
    for measure in made:
        for unit, role in ((people.society, "role_lead"), (people.district, "role_participating")):
            duties.append(actions.give_duty(measure=measure, organisation=unit, role=role, by=people.officer))
    indicators = [
        actions.settle_indicator(
            indicator=actions.add_indicator(
                measure=measure,
                name="学术交流活动",
                unit_of_counting="项",
                fact="activity.held",
                targets={2026: Decimal(1000)},
                by=people.officer,
            ),
            wanted=True,
            by=people.officer,
        )
        for measure in made
    ]
    periods = actions.plan_periods(plan=plan, by=people.officer)
    return SimpleNamespace(
        plan=plan, measures=made, measure=made[0], duties=duties, duty=duties[0], other=duties[1],
        indicators=indicators, indicator=indicators[0], periods=periods, period=periods[0],
    )  # fmt: skip


def in_force(people, measures: int = 1) -> SimpleNamespace:
    made = drafted(people, measures)
    actions.put_in_force(plan=made.plan, by=people.officer)
    for duty in made.duties:
        duty.measure.plan = made.plan
    made.period.plan = made.plan
    actions.open_period(period=made.period, by=people.officer)
    return made


@pytest.fixture
def made(people):
    return in_force(people)


def reported(made, duty, by, value: str = "240", text: str = "举办学术交流活动。"):
    """A report of the first quarter, handed in."""
    given = {str(one.uid): value for one in made.indicators if one.measure_id == duty.measure_id}
    report = actions.save_report(duty=duty, period=made.period, text=text, given=given, by=by)
    return actions.hand_in_report(report=report, by=by)
