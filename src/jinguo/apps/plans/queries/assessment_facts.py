"""What a plan's own records say of units in a year, for its assessment: each record by itself. A fixed number of queries.

A part in a measure may pass from unit to unit. What was due in a period counts for the unit that held the part when it
was due; where that unit is assessed no more (it was merged), for the heir, with the name of who reported.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q, QuerySet

from jinguo.apps.clock import told
from jinguo.apps.plans import following
from jinguo.apps.plans.models import (
    Appeal,
    AssessedUnit,
    Duty,
    Period,
    PlanAssessment,
    ReportStep,
    Task,
)
from jinguo.apps.plans.queries.assessment_words import CASE, MARK, OWN, Word, appeals_in, words_of
from jinguo.apps.plans.queries.owing import after
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

FEW = 5000
"""So many parts a database takes in one question."""


@dataclass(frozen=True)
class Way:
    """A part of a measure with the units it passed through, the first first."""

    duties: tuple[Duty, ...]

    @property
    def last(self) -> Duty:
        return self.duties[-1]

    def holder(self, over: datetime, assessed: Mapping[int, int]) -> Duty | None:
        """Whose part it was on the day that was over at a moment; the heir's where that unit is not assessed. None: nobody held
        it yet, or any more."""
        for place, duty in enumerate(self.duties):
            if duty.created_at < over and (duty.released_at is None or duty.released_at >= over):
                return next((one for one in self.duties[place:] if one.organisation_id in assessed), None)
        return None


def standing_units(assessment: PlanAssessment) -> list[AssessedUnit]:
    """The units that are assessed, by name."""
    found = assessment.units.filter(left_at=None).select_related("organisation").defer("result", "pieces")
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


def facts_of_units(
    assessment: PlanAssessment, day: date, read: Read | None = None, only: AssessedUnit | None = None
) -> list[UnitFacts]:
    """All that is known on a day of every unit that is assessed, or of one alone. ``unit`` is the uid of its AssessedUnit."""
    read = read or Read.of(assessment)
    ways = _ways(assessment, only)
    known = {one.unit: one for one in facts_of_ways(assessment, ways, read, day)}
    return [
        replace(one, indicators=mine.indicators, reports=mine.reports, tasks=mine.tasks)
        if (mine := known.get(one.unit))
        else one
        for one in written(read, only)
    ]


def facts_of_ways(assessment: PlanAssessment, ways: Sequence[Way], read: Read, day: date) -> list[UnitFacts]:
    """What the records say of these parts, by the units that answer for them; of each unit that does."""
    assessed = {one.organisation_id: one.pk for one in read.units}
    reports = _reports(assessment, ways, assessed, day)
    tasks = _tasks(assessment, ways, assessed, day)
    numbers = _numbers(assessment, ways, assessed, day)
    return [
        UnitFacts(
            unit=str(one.uid),
            name=one.organisation.name,
            indicators=tuple(numbers.get(one.pk, ())),
            reports=tuple(reports.get(one.pk, ())),
            tasks=tuple(tasks.get(one.pk, ())),
        )
        for one in read.units
        if one.pk in reports or one.pk in tasks or one.pk in numbers
    ]


def _ways(assessment: PlanAssessment, only: AssessedUnit | None) -> list[Way]:
    """Every part of the plan with its way from unit to unit; or those through whose way one unit comes."""
    found = Duty.objects.filter(measure__plan=assessment.plan_id, organisation__isnull=False)
    if only is None:
        return ways_of(found)
    moved = Q(passed_to__isnull=False) | Q(passed_from__isnull=False)
    ways = ways_of(found.filter(Q(organisation=only.organisation_id) | moved).distinct())
    mine = only.organisation_id
    return [way for way in ways if any(one.organisation_id == mine for one in way.duties)]


def ways_of(parts: QuerySet[Duty]) -> list[Way]:
    """Parts by the way that each took. One query."""
    duties = list(parts.select_related("measure").order_by("measure__position", "pk"))
    by_pk = {one.pk: one for one in duties}
    heirs = {one.passed_to_id for one in duties if one.passed_to_id}
    return [Way(tuple(_chain(one, by_pk))) for one in duties if one.pk not in heirs]


def _chain(first: Duty, by_pk: Mapping[int, Duty]) -> Iterable[Duty]:
    seen: set[int] = set()
    one: Duty | None = first
    while one is not None and one.pk not in seen:
        seen.add(one.pk)
        yield one
        one = by_pk.get(one.passed_to_id) if one.passed_to_id else None


def _reports(
    assessment: PlanAssessment, ways: Sequence[Way], assessed: Mapping[int, int], day: date
) -> dict[int, list[ReportFact]]:
    """Every report that was due by the day, or was handed in."""
    periods, said = _said(assessment, {one.pk: one for way in ways for one in way.duties})
    over = {one.pk: after(one.due_on) for one in periods}
    names = {one.pk: following.period_name(one) for one in periods}
    found: dict[int, list[ReportFact]] = {}
    for way in ways:
        measure, ended = str(way.last.measure), way.last.measure.ended_at
        for period in periods:
            told_by = next(
                (said[one.pk, period.pk] for one in way.duties if (one.pk, period.pk) in said), None
            )
            end = over[period.pk]
            holder = way.holder(end, assessed)
            gone = ended is not None and ended < end
            if holder is None or gone or (told_by is None and period.due_on >= day):
                continue
            by = (
                told_by.duty.name_then
                if told_by and told_by.duty.organisation_id != holder.organisation_id
                else ""
            )
            fact = ReportFact(
                name=f"{names[period.pk]} {measure}",
                state=told_by.state_before(end) if told_by else "missing",
                returned=told_by.returned if told_by else 0,
                by=by,
                ref=f"report:{told_by.uid}" if told_by else "",
            )
            found.setdefault(assessed[holder.organisation_id], []).append(fact)
    return found


@dataclass(frozen=True)
class _Said:
    """A report that was handed in at least once."""

    uid: object
    duty: Duty
    first: datetime
    returned: int

    def state_before(self, over: datetime) -> str:
        return "in_time" if self.first < over else "late"


def opened_periods(assessment: PlanAssessment) -> list[Period]:
    """The periods of the year in which units were asked to report."""
    found = Period.objects.filter(plan=assessment.plan_id, year=assessment.year)
    return list(found.exclude(state=PeriodState.PLANNED).order_by("starts_on", "pk"))


def _said(
    assessment: PlanAssessment, duties: Mapping[int, Duty]
) -> tuple[list[Period], dict[tuple[int, int], _Said]]:
    """The periods of the year; and (duty, period) → when its report was handed in first and how often it came back.

    Two queries. Of a few parts their reports are asked for, of the whole plan all."""
    periods = opened_periods(assessment)
    steps = ReportStep.objects.filter(
        report__period__in=periods, state__in=(ReportState.HANDED_IN, ReportState.RETURNED)
    )
    if len(duties) < FEW:
        steps = steps.filter(report__duty__in=duties)
    first: dict[tuple[int, int], tuple[object, datetime]] = {}
    returned: Counter[tuple[int, int]] = Counter()
    for duty, period, uid, state, at in steps.order_by("at").values_list(
        "report__duty", "report__period", "report__uid", "state", "at"
    ):
        if state == ReportState.RETURNED:
            returned[duty, period] += 1
        elif duty in duties:
            first.setdefault((duty, period), (uid, at))
    found = {key: _Said(uid, duties[key[0]], at, returned[key]) for key, (uid, at) in first.items()}
    return periods, found


def _tasks(
    assessment: PlanAssessment, ways: Sequence[Way], assessed: Mapping[int, int], day: date
) -> dict[int, list[TaskFact]]:
    """Tasks of the year that were due by the day, and those done; parts of tasks beside them."""
    by_duty = {one.pk: way for way in ways for one in way.duties}
    tasks = tasks_of_year(assessment)
    if len(by_duty) < FEW:
        tasks = tasks.filter(duty__in=by_duty)
    found: dict[int, list[TaskFact]] = {}
    for task in tasks:
        if (way := by_duty.get(task.duty_id)) is None:
            continue
        fact, over = task_told(task, assessment, day)
        holder = way.holder(over, assessed) if fact else None
        if fact is not None and holder is not None:
            found.setdefault(assessed[holder.organisation_id], []).append(fact)
    return found


def tasks_of_year(assessment: PlanAssessment) -> QuerySet[Task]:
    """Tasks that were due in the year, and those without a day that were done in it."""
    due = Q(due_on__year=assessment.year) | Q(due_on=None, done_at__year=assessment.year)
    found = Task.objects.filter(due, duty__measure__plan=assessment.plan_id)
    return found.exclude(state=TaskState.DROPPED).order_by("due_on", "pk")


def task_told(task: Task, assessment: PlanAssessment, day: date) -> tuple[TaskFact | None, datetime]:
    """What counts of a task on a day (nothing where it is neither done nor due yet), and the moment by whose holder."""
    until = min(day, date(assessment.year, 12, 31))
    done = task.state == TaskState.DONE
    over = after(task.due_on or until)
    if not (done or (task.due_on and task.due_on <= until)):
        return None, over
    late = done and bool(task.due_on and task.done_at and told(task.done_at).date() > task.due_on)
    return TaskFact(task.what, done, late, f"task:{task.uid}"), over


def _numbers(
    assessment: PlanAssessment, ways: Sequence[Way], assessed: Mapping[int, int], day: date
) -> dict[int, list[IndicatorFact]]:
    """The numbers with a target of the measures in which a unit has a part at the end."""
    until = min(day, date(assessment.year, 12, 31))
    reached = numbers_of(assessment, until)
    found: dict[int, list[IndicatorFact]] = {}
    end = after(until)
    for way in ways:
        holder = way.holder(end, assessed)
        if holder is None:
            continue
        weight = ROLE_WEIGHTS.get(holder.role, Decimal(1))
        for fact in reached.get(holder.measure_id, ()):
            mine = IndicatorFact(fact.name, fact.value, fact.target, fact.comparator, weight, fact.ref)
            found.setdefault(assessed[holder.organisation_id], []).append(mine)
    return found


def numbers_of(assessment: PlanAssessment, until: date) -> dict[int, list[IndicatorFact]]:
    """The numbers with a target by measure, as they stood on a day. Two queries."""
    found: dict[int, list[IndicatorFact]] = {}
    for one in reached_in(assessment.plan, assessment.year, until):
        if one.target is not None:
            told_of = one.indicator
            fact = IndicatorFact(
                told_of.name, one.value, one.target, told_of.comparator, ref=f"indicator:{told_of.uid}"
            )
            found.setdefault(told_of.measure_id, []).append(fact)
    return found


def written(read: Read, only: AssessedUnit | None = None) -> list[UnitFacts]:
    """Of every unit, or of one, what people wrote alone."""
    words = _words(read)
    return [
        UnitFacts(
            unit=str(one.uid),
            name=one.organisation.name,
            group=one.organisation.kind,
            **words.get(one.pk, {}),
        )
        for one in read.units
        if only is None or one.pk == only.pk
    ]


def _words(read: Read) -> dict[int, dict[str, tuple[object, ...]]]:
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
