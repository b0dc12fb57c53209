"""The association's own plan: twenty-one points in half-years, given out to some of its societies, districts and organisations."""

from __future__ import annotations

import random
from datetime import date, timedelta

from jinguo.apps.accounts.models import User
from jinguo.apps.clock import held_at
from jinguo.apps.plans import actions
from jinguo.apps.plans.models import Plan
from jinguo.apps.plans.states import Role
from jinguo.apps.policies.models import PolicyDocument
from jinguo.demo.plans import laying_out
from jinguo.demo.plans.association_opinions import HIGHER, PLAN, WORKS
from jinguo.demo.plans.reporting import APPROVED, DRAFT, NOTHING, TO_CHECK, Reporter
from jinguo.demo.stage import Stage, moment

_WORKS = {str(work.number): work for work in WORKS}


def play(stage: Stage, document: PolicyDocument, higher: Plan) -> Plan:
    """Made from the document, tied to the city's action, reported three times, the fourth begun."""
    city, by = stage.city, stage.city.officer
    units = {one.name: one for one in (city.association, *city.units)}
    people = {one.pk: city.liaisons.get(one.pk, by) for one in units.values()}
    with held_at(moment(12, 26, 9, 0, 2024)):
        plan = actions.make_plan(
            document=document, title=PLAN, first_year=2025, last_year=2026, period_kind="period_half", by=by
        )
        measures = {one.code: one for one in plan.measures.select_related("plan__organisation")}
        for code, measure in measures.items():
            for place, name in enumerate(_WORKS[code].units):
                role = Role.RESPONSIBLE if place else Role.LEAD
                actions.give_duty(measure=measure, role=role, organisation=units[name], by=by)
        laying_out.set_up(plan, _WORKS, by)
        actions.plan_periods(plan=plan, days_to_report=20, by=by)
        _tie(plan, higher, by)
    with held_at(moment(1, 4, 10, 0, 2025)):
        actions.put_in_force(plan=plan, by=by)
    with held_at(moment(1, 10, 10, 0, 2025)):
        laying_out.take_on(plan, people, {})
        laying_out.share_out(plan, _WORKS, people)
    _half_years(plan, Reporter(plan, _WORKS, people, by, random.Random(PLAN)))
    return plan


def _tie(plan: Plan, higher: Plan, by: User) -> None:
    """Points that carry out a measure of the city's action."""
    ours = {one.code: one for one in plan.measures.select_related("plan__organisation")}
    theirs = {one.code: one for one in higher.measures.filter(ended_at=None)}
    for here, there in HIGHER.items():
        if str(here) in ours and str(there) in theirs:
            actions.implement(measure=ours[str(here)], higher=theirs[str(there)], by=by)


def _half_years(plan: Plan, reporter: Reporter) -> None:
    periods = list(plan.periods.select_related("plan__organisation"))
    for number, period in enumerate(periods[:3]):
        last = moment(period.ends_on.month, period.ends_on.day, 9, year=period.year)
        with held_at(last):
            actions.open_period(period=period, by=reporter.officer)
        reporter.play(period, number, last + timedelta(days=3),
                      lambda duty, place, n=number: NOTHING if (place + n) % 29 == 7 else APPROVED)  # fmt: skip
        with held_at(last + timedelta(days=24)):
            actions.lock_period(period=period, by=reporter.officer)
    with held_at(moment(9, 30, 9)):
        actions.open_period(period=periods[3], due_on=date(2027, 1, 10), by=reporter.officer)
    begun = (APPROVED, DRAFT, TO_CHECK)
    reporter.play(periods[3], 2, moment(10, 1, 9),
                  lambda duty, place: begun[place % 3] if place % 4 == 1 and place < 30 else NOTHING)  # fmt: skip
