"""What stands in the table that breaks a plan down: measures with units, steps and targets, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from jinguo.apps.organisations.models import Organisation
from jinguo.apps.plans.models import Duty, Indicator, Measure, Plan, Task
from jinguo.apps.plans.states import BOUND, IndicatorState, TaskState


@dataclass
class Broken:
    """A measure with all that the table says of it."""

    measure: Measure
    duties: list[Duty] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)


def broken_down(plan: Plan, unit: Organisation | None = None) -> list[tuple[str, list[Broken]]]:
    """Measures by part of the plan, in their order; of one unit where asked, with that unit's steps alone. Five queries."""
    duties = Duty.objects.filter(measure__plan=plan, measure__ended_at=None, state__in=BOUND)
    tasks = Task.objects.filter(duty__in=duties).exclude(state=TaskState.DROPPED).select_related("duty")
    measures = plan.measures.filter(ended_at=None)
    if unit is not None:
        measures = measures.filter(pk__in=duties.filter(organisation=unit).values("measure"))
        tasks = tasks.filter(duty__organisation=unit)
    indicators = Indicator.objects.filter(measure__in=measures, state=IndicatorState.CONFIRMED)
    rows = {one.pk: Broken(one) for one in measures}
    _give(rows, "duties", duties.order_by("role", "pk"))
    _give(rows, "indicators", indicators.prefetch_related("targets"))
    for task in tasks.order_by("due_on", "pk"):
        if task.duty.measure_id in rows:
            rows[task.duty.measure_id].tasks.append(task)
    return by_section(rows.values())


def _give(rows: dict[int, Broken], name: str, found: Iterable[Duty | Indicator]) -> None:
    for one in found:
        if one.measure_id in rows:
            getattr(rows[one.measure_id], name).append(one)


def by_section(rows: Iterable[Broken]) -> list[tuple[str, list[Broken]]]:
    found: dict[str, list[Broken]] = {}
    for row in rows:
        found.setdefault(row.measure.section, []).append(row)
    return list(found.items())


def parts_of_units(duties: Sequence[Duty]) -> list[tuple[Plan, Organisation]]:
    """The plans in which these duties lie, with the unit that has them, each once."""
    pairs = {
        (one.measure.plan_id, one.organisation_id): (one.measure.plan, one.organisation)
        for one in duties
        if one.organisation is not None
    }
    return list(pairs.values())
