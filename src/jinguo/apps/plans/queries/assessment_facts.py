"""What a plan's own records say of every unit in a year, for its assessment. A fixed number of queries for all units.

A part in a measure may pass from unit to unit. What was due in a period counts for the unit that held the part when it
was due; where that unit is assessed no more (it was merged), for the heir, with the name of who reported.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import F, Q

from jinguo.apps.clock import told
from jinguo.apps.plans import following
from jinguo.apps.plans.models import (
    Appeal,
    AssessedUnit,
    Duty,
    Period,
    PlanAssessment,
    Task,
)
from jinguo.apps.plans.queries.assessment_words import CASE, MARK, OWN, Word, appeals_in, words_of
from jinguo.apps.plans.queries.wall import reached_in
from jinguo.apps.plans.states import AppealState, PeriodState, ReportState, Role, TaskState
from jinguo.engines.assessment import (
    Case,
    Correction,
    IndicatorFact,
    Mark,
    ReportFact,
    TaskFact,
    UnitFacts,
)
from jinguo.engines.assessment import SelfScore as SelfPoints

ROLE_WEIGHTS = {Role.PARTICIPATING: Decimal("0.5")}
"""How much a measure's number counts for a unit that only takes part; for one that leads or answers it counts 1."""


@dataclass(frozen=True)
class _Holding:
    """A part of a measure with the units it passed through, the first first."""

    duties: tuple[Duty, ...]

    @property
    def last(self) -> Duty:
        return self.duties[-1]

    def holder(self, day: date, assessed: Mapping[int, int]) -> Duty | None:
        """Whose part it was on a day; the heir's where that unit is not assessed. None: nobody held it yet, or any more."""
        for place, duty in enumerate(self.duties):
            released = told(duty.released_at).date() if duty.released_at else None
            if told(duty.created_at).date() <= day and (released is None or day < released):
                return next((one for one in self.duties[place:] if one.organisation_id in assessed), None)
        return None


def standing_units(assessment: PlanAssessment) -> list[AssessedUnit]:
    """The units that are assessed, by name."""
    found = assessment.units.filter(left_at=None).select_related("organisation")
    return list(found.order_by("organisation__pinyin_key", "pk"))


@dataclass(frozen=True)
class Read:
    """What was read already of the units that are assessed, so that it is read once."""

    units: Sequence[AssessedUnit]
    words: Sequence[Word]
    appeals: Sequence[Appeal]

    @classmethod
    def of(cls, assessment: PlanAssessment, units: Sequence[AssessedUnit] | None = None) -> Read:
        """Two queries, one more without the units, one more where units could appeal."""
        known = standing_units(assessment) if units is None else units
        return cls(known, words_of([one.pk for one in known]), appeals_in(assessment))


def facts_of_units(assessment: PlanAssessment, day: date, read: Read | None = None) -> list[UnitFacts]:
    """All that is known on a day of every unit that is assessed. ``unit`` is the uid of its AssessedUnit."""
    read = read or Read.of(assessment)
    units = read.units
    assessed = {one.organisation_id: one.pk for one in units}
    holdings = _holdings(assessment)
    reports = _reports(assessment, holdings, assessed, day)
    tasks = _tasks(assessment, holdings, assessed, day)
    numbers = _numbers(assessment, holdings, assessed, day)
    written = _written(read)
    return [
        UnitFacts(
            unit=str(one.uid),
            name=one.organisation.name,
            group=one.organisation.kind,
            indicators=tuple(numbers.get(one.pk, ())),
            reports=tuple(reports.get(one.pk, ())),
            tasks=tuple(tasks.get(one.pk, ())),
            **written.get(one.pk, {}),
        )
        for one in units
    ]


def _holdings(assessment: PlanAssessment) -> list[_Holding]:
    """Every part of the plan with its way from unit to unit."""
    duties = list(
        Duty.objects.filter(measure__plan=assessment.plan_id, organisation__isnull=False)
        .select_related("measure")
        .order_by("measure__position", "pk")
    )
    by_pk = {one.pk: one for one in duties}
    heirs = {one.passed_to_id for one in duties if one.passed_to_id}
    return [_Holding(tuple(_chain(one, by_pk))) for one in duties if one.pk not in heirs]


def _chain(first: Duty, by_pk: Mapping[int, Duty]) -> Iterable[Duty]:
    seen: set[int] = set()
    one: Duty | None = first
    while one is not None and one.pk not in seen:
        seen.add(one.pk)
        yield one
        one = by_pk.get(one.passed_to_id) if one.passed_to_id else None


def _reports(
    assessment: PlanAssessment, holdings: Sequence[_Holding], assessed: Mapping[int, int], day: date
) -> dict[int, list[ReportFact]]:
    """Every report that was due by the day, or was handed in."""
    periods, said = _said(assessment, {one.pk: one for holding in holdings for one in holding.duties})
    found: dict[int, list[ReportFact]] = {}
    for holding in holdings:
        for period in periods:
            told_by = next(
                (said[one.pk, period.pk] for one in holding.duties if (one.pk, period.pk) in said), None
            )
            holder = holding.holder(period.due_on, assessed)
            if holder is None or _ended(holding.last, period) or (told_by is None and period.due_on >= day):
                continue
            by = (
                told_by.duty.name_then
                if told_by and told_by.duty.organisation_id != holder.organisation_id
                else ""
            )
            fact = ReportFact(
                name=f"{following.period_name(period)} {holding.last.measure}",
                state=told_by.state_on(period) if told_by else "missing",
                returned=told_by.returned if told_by else 0,
                by=by,
                ref=f"report:{told_by.uid}" if told_by else "",
            )
            found.setdefault(assessed[holder.organisation_id], []).append(fact)
    return found


def _ended(duty: Duty, period: Period) -> bool:
    """Whether the measure had ended when the report was due."""
    ended = duty.measure.ended_at
    return ended is not None and told(ended).date() <= period.due_on


@dataclass(frozen=True)
class _Said:
    """A report that was handed in at least once."""

    uid: object
    duty: Duty
    first: datetime
    returned: int

    def state_on(self, period: Period) -> str:
        return "in_time" if told(self.first).date() <= period.due_on else "late"


def _said(
    assessment: PlanAssessment, duties: Mapping[int, Duty]
) -> tuple[list[Period], dict[tuple[int, int], _Said]]:
    """The periods of the year; and (duty, period) → when its report was handed in first and how often it came back.

    One query: each period with every step of every report."""
    rows = (
        Period.objects.filter(plan=assessment.plan_id, year=assessment.year)
        .exclude(state=PeriodState.PLANNED)
        .annotate(
            report=F("reports__uid"),
            duty=F("reports__duty"),
            step=F("reports__steps__state"),
            step_at=F("reports__steps__at"),
        )
        .order_by("starts_on", "pk")
    )
    periods: dict[int, Period] = {}
    steps: dict[tuple[int, int], list[Period]] = {}
    for row in rows:
        periods.setdefault(row.pk, row)
        if row.duty in duties and row.step in (ReportState.HANDED_IN, ReportState.RETURNED):
            steps.setdefault((row.duty, row.pk), []).append(row)
    found = {}
    for (duty, period), mine in steps.items():
        handed = [one.step_at for one in mine if one.step == ReportState.HANDED_IN]
        if handed:
            returned = sum(one.step == ReportState.RETURNED for one in mine)
            found[duty, period] = _Said(mine[0].report, duties[duty], min(handed), returned)
    return list(periods.values()), found


def _tasks(
    assessment: PlanAssessment, holdings: Sequence[_Holding], assessed: Mapping[int, int], day: date
) -> dict[int, list[TaskFact]]:
    """Tasks of the year that were due by the day, and those done; parts of tasks beside them."""
    until = min(day, date(assessment.year, 12, 31))
    rows: dict[int, list[Task]] = {}
    due = Q(due_on__year=assessment.year) | Q(due_on=None, done_at__year=assessment.year)
    tasks = Task.objects.filter(due, duty__measure__plan=assessment.plan_id).exclude(state=TaskState.DROPPED)
    for task in tasks.order_by("due_on", "pk"):
        rows.setdefault(task.duty_id, []).append(task)
    found: dict[int, list[TaskFact]] = {}
    for holding in holdings:
        for duty in holding.duties:
            for task in rows.get(duty.pk, ()):
                done = task.state == TaskState.DONE
                holder = holding.holder(task.due_on or until, assessed)
                if holder is None or not (done or (task.due_on and task.due_on <= until)):
                    continue
                late = done and bool(task.due_on and task.done_at and told(task.done_at).date() > task.due_on)
                fact = TaskFact(task.what, done, late, f"task:{task.uid}")
                found.setdefault(assessed[holder.organisation_id], []).append(fact)
    return found


def _numbers(
    assessment: PlanAssessment, holdings: Sequence[_Holding], assessed: Mapping[int, int], day: date
) -> dict[int, list[IndicatorFact]]:
    """The numbers with a target of the measures in which a unit has a part at the end."""
    reached: dict[int, list[IndicatorFact]] = {}
    until = min(day, date(assessment.year, 12, 31))
    for one in reached_in(assessment.plan, assessment.year, until):
        if one.target is not None:
            told_of = one.indicator
            fact = IndicatorFact(
                told_of.name, one.value, one.target, told_of.comparator, ref=f"indicator:{told_of.uid}"
            )
            reached.setdefault(told_of.measure_id, []).append(fact)
    found: dict[int, list[IndicatorFact]] = {}
    for holding in holdings:
        holder = holding.holder(until, assessed)
        if holder is None:
            continue
        weight = ROLE_WEIGHTS.get(holder.role, Decimal(1))
        for fact in reached.get(holder.measure_id, ()):
            mine = IndicatorFact(fact.name, fact.value, fact.target, fact.comparator, weight, fact.ref)
            found.setdefault(assessed[holder.organisation_id], []).append(mine)
    return found


def _written(read: Read) -> dict[int, dict[str, tuple[object, ...]]]:
    """What people wrote: marks, own scores, cases, corrections."""
    found: dict[int, dict[str, list[object]]] = {}

    def put(unit: int, name: str, one: object) -> None:
        found.setdefault(unit, {}).setdefault(name, []).append(one)

    for one in read.words:
        if one.kind == MARK:
            put(one.unit, "marks", Mark(one.code, one.name, one.points, one.text))
        elif one.kind == OWN and one.points is not None:
            put(one.unit, "self_scores", SelfPoints(one.code, one.points))
        elif one.kind == CASE:
            put(one.unit, "cases", Case(one.code, one.text, one.count))
    upheld = [one for one in read.appeals if one.state == AppealState.UPHELD]
    for appeal in sorted(upheld, key=lambda one: (one.decided_at, one.pk)):
        for code, points in appeal.changes:
            put(appeal.unit_id, "corrections", Correction(code, points, appeal.decision))
    return {unit: {name: tuple(rows) for name, rows in one.items()} for unit, one in found.items()}
