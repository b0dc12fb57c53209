"""A plan made of its document and set up: numbers confirmed, money, tasks, objectives; then put in force and taken on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from jinguo.apps.accounts.models import User
from jinguo.apps.plans import actions
from jinguo.apps.plans.models import Duty, Measure, Plan
from jinguo.apps.plans.states import BOUND, DutyState, TaskState
from jinguo.demo.plans.city_action import Aim, Work

_WHO = ("科技处经办人", "宣传处经办人", "组织处经办人", "办公室经办人")


def set_up(plan: Plan, works: Mapping[str, Work], by: User) -> None:
    """Confirm what is counted, plan the money, say of most objectives whether a measure serves them."""
    for measure in plan.measures.filter(ended_at=None).select_related("plan__organisation"):
        work = works.get(measure.code)
        if work is None:
            continue
        if work.aim is not None:
            aim_at(measure, work.aim, by)
        if work.budget:
            spend(measure, work, by)
        for objective in work.serves:
            actions.settle_objective(measure=measure, objective=objective, serves=True, by=by)
        for objective in work.not_serves:
            actions.settle_objective(measure=measure, objective=objective, serves=False, by=by)


def aim_at(measure: Measure, aim: Aim, by: User) -> None:
    """The number that the reader proposed, confirmed in the officer's words; one that it did not see is added."""
    proposed = list(measure.indicators.filter(state="indicator_proposed").select_related("measure__plan"))
    told = {
        "name": aim.name, "unit_of_counting": aim.unit, "fact": aim.fact, "by": aim.by, "adds_up": aim.adds_up,
        "comparator": aim.comparator, "baseline": aim.baseline, "baseline_year": 2024 if aim.baseline else None,
    }  # fmt: skip
    first, last = measure.plan.years
    if aim.by_summer:
        told["milestones"] = [{"on": f"{year}-06-30", "value": str(aim.by_summer)} for year in (first, last)]
    before = Decimal(aim.yearly) if aim.adds_up else Decimal(aim.yearly) - 4
    targets = {first: before, last: Decimal(aim.yearly)}
    match = next((one for one in proposed if one.unit_of_counting == aim.unit), None)
    if match is not None:
        indicator = actions.change_indicator(
            indicator=match, changes=told, seen=match.version, by=by, targets=targets
        )
    else:
        told["broken_down_by"] = told.pop("by")
        indicator = actions.add_indicator(
            measure=measure, by=by, targets=targets, period_kind=measure.plan.period_kind, **told
        )
    actions.settle_indicator(indicator=indicator, wanted=True, by=by)


def spend(measure: Measure, work: Work, by: User) -> None:
    """The money of two years: of the first nearly all is spent, of the second what the days allow."""
    first, last = measure.plan.years
    budget = Decimal(work.budget)
    actions.set_budget(measure=measure, year=first, planned=budget, spent=budget * Decimal("0.96"), by=by)
    planned = budget * Decimal("1.1")
    part = Decimal("0.55") + Decimal(work.number % 4) / 10
    actions.set_budget(measure=measure, year=last, planned=planned, spent=planned * part, by=by)


def take_on(plan: Plan, people: Mapping[int, User], names: Mapping[int, str]) -> None:
    """Every unit takes its parts on and names who answers for them."""
    waiting = Duty.objects.filter(measure__plan=plan, state=DutyState.PROPOSED, organisation__in=people)
    for duty in waiting.select_related("measure__plan__organisation", "organisation"):
        by = people[duty.organisation_id]
        actions.accept_duty(duty=duty, by=by, liaison_name=names.get(duty.organisation_id, ""))


def share_out(plan: Plan, works: Mapping[str, Work], people: Mapping[int, User]) -> None:
    """The first unit of a measure takes it apart into tasks, with persons and dates; old ones are done, one is late."""
    seen: set[int] = set()
    parts = Duty.objects.filter(
        measure__plan=plan, measure__ended_at=None, state__in=BOUND, organisation__in=people
    )
    for duty in parts.select_related("measure__plan__organisation", "organisation").order_by(
        "measure__position", "pk"
    ):
        work = works[duty.measure.code]
        if duty.measure_id in seen or not work.tasks:
            continue
        seen.add(duty.measure_id)
        for n, what in enumerate(work.tasks):
            done = n == 0 or work.number % 3 == 0
            state = TaskState.DONE if done else TaskState.UNDER_WAY
            starts = date(2025 + n, 2 + work.number % 5, 1)
            late = not done and work.number % 5 == 1
            due = date(2025, 9 + n, 30) if done else date(2026, 9, 20) if late else date(2026, 11, 30)
            starts = min(starts, due)
            who = _WHO[(work.number + n) % len(_WHO)]
            task = actions.add_task(
                duty=duty, what=what, who=who, starts_on=starts, due_on=due, by=people[duty.organisation_id]
            )
            actions.change_task(
                task=task, changes={"state": state}, seen=task.version, by=people[duty.organisation_id]
            )
