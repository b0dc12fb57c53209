"""Assessments for who keeps and reads them, and for the units."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from jinguo.apps.clock import today
from jinguo.apps.organisations.models import Organisation
from jinguo.apps.plans.models import (
    Appeal,
    AssessedUnit,
    Duty,
    Plan,
    PlanAssessment,
    ReviewerMark,
    SelfScoreFile,
)
from jinguo.apps.plans.queries.assessment_facts import Read, facts_of_units, standing_units
from jinguo.apps.plans.queries.assessment_totals import totals_of_units
from jinguo.apps.plans.queries.assessment_words import CASE, MARK, OWN, Word, appeals_in, words_of
from jinguo.apps.plans.queries.reading import read_by, units_answered_by
from jinguo.apps.plans.states import BOUND, AssessmentState, SelfScoreState
from jinguo.engines.assessment import Placed, Result, assess

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User

SETTLED = (AssessmentState.ANNOUNCED, AssessmentState.CLOSED)
"""Results as they were announced; before, they are worked out whenever one looks."""


def assessments_of(plan: Plan) -> QuerySet[PlanAssessment]:
    return plan.assessments.select_related("plan__organisation")


def assessed_answered_by(user: User) -> QuerySet[AssessedUnit]:
    """Her units in assessments."""
    found = AssessedUnit.objects.filter(organisation__in=units_answered_by(user))
    return with_assessment(found)


def with_assessment(units: QuerySet[AssessedUnit]) -> QuerySet[AssessedUnit]:
    found = units.select_related("assessment__plan__organisation", "organisation", "passed_to")
    return found.defer("passed_to__result", "passed_to__pieces")


def schemes_read_by(user: User) -> QuerySet[PlanAssessment]:
    """Assessments of plans she reads; and once the scheme is published, of plans in which her units have a part."""
    mine = Duty.objects.filter(organisation__in=units_answered_by(user), state__in=BOUND)
    published = ~Q(state=AssessmentState.DRAFT) & (
        Q(plan__in=mine.values("measure__plan")) | Q(units__in=assessed_answered_by(user))
    )
    found = PlanAssessment.objects.filter(Q(plan__in=read_by(user)) | published)
    return found.select_related("plan__organisation").distinct()


def units_to_assess(plan: Plan) -> QuerySet[Organisation]:
    """The units with a part in the plan, without the organiser itself."""
    held = Duty.objects.filter(measure__plan=plan, measure__ended_at=None, state__in=BOUND)
    units = Organisation.objects.filter(pk__in=held.values("organisation")).exclude(pk=plan.organisation_id)
    return units.order_by("pinyin_key", "pk")


@dataclass(frozen=True)
class Row:
    """A unit with its result: as it would be now, or as it was announced."""

    unit: AssessedUnit
    placed: Placed
    appeal: Appeal | None

    @property
    def waits(self) -> bool:
        return bool(self.placed.scored.awaits)


def worked_out(assessment: PlanAssessment, day: date | None = None, read: Read | None = None) -> Result:
    """The result as the records stand now, without the single records: those stand on the page of each unit."""
    facts, totals = totals_of_units(assessment, day or today(), read or Read.of(assessment))
    return assess(assessment.scheme, facts, totals)


@dataclass(frozen=True)
class Board:
    """Units by rank, and those that are assessed no more."""

    rows: list[Row]
    left: list[AssessedUnit]


def board_of(assessment: PlanAssessment) -> Board:
    """Before the announcement worked out from the records, in a fixed number of queries. What points rest on is not read."""
    found = assessment.units.select_related("organisation", "passed_to")
    found = found.defer("pieces", "passed_to__result", "passed_to__pieces")
    if assessment.state not in SETTLED:
        found = found.defer("result")
    everyone = list(found.order_by("organisation__pinyin_key", "pk"))
    units = {str(one.uid): one for one in everyone if one.left_at is None}
    if assessment.state in SETTLED:
        placed = [one.outline for one in units.values() if one.outline]
        apart = assessment.scheme.by_group
        placed.sort(key=lambda one: (one.scored.group if apart else "", one.rank, one.scored.name))
        last = appeals_in(assessment)
    else:
        read = Read.of(assessment, list(units.values()))
        placed = list(worked_out(assessment, read=read).placed)
        last = list(read.appeals)
    appeals = {one.unit_id: one for one in last}
    rows = [Row(units[one.scored.unit], one, appeals.get(units[one.scored.unit].pk)) for one in placed]
    return Board(rows, [one for one in everyone if one.left_at is not None])


def rows_of(assessment: PlanAssessment) -> list[Row]:
    """Units by rank."""
    return board_of(assessment).rows


@dataclass(frozen=True)
class Seen:
    """A unit with its result and every word about it; no result for one that left."""

    placed: Placed | None
    words: list[Word]
    appeals: list[Appeal]

    @property
    def own(self) -> dict[str, Word]:
        return {one.code: one for one in self.words if one.kind == OWN}

    @property
    def cases(self) -> list[Word]:
        return [one for one in self.words if one.kind == CASE]

    def marks_by(self, user: User) -> dict[str, Word]:
        return {one.code: one for one in self.words if one.kind == MARK and one.who == user.pk}


def seen(unit: AssessedUnit) -> Seen:
    """A unit as its pages show it, in a fixed number of queries. Until results are announced it is worked out by itself, for its
    place among the others takes the facts of all: who wants that looks at the board."""
    assessment = unit.assessment
    if assessment.state in SETTLED or unit.left_at is not None:
        placed = unit.placed if assessment.state in SETTLED else None
        return Seen(placed, words_of([unit.pk]), appeals_in(assessment, unit))
    read = Read.of(assessment)
    facts = facts_of_units(assessment, today(), read, only=unit)
    return Seen(
        next(iter(assess(assessment.scheme, facts).placed), None),
        [one for one in read.words if one.unit == unit.pk],
        [one for one in read.appeals if one.unit_id == unit.pk],
    )


def next_to_mark(unit: AssessedUnit) -> AssessedUnit | None:
    """Another unit of the assessment that still lacks a mark, the first by name. Two queries."""
    assessment = unit.assessment
    items = [one.code for one in assessment.scheme.items if one.how == "by_reviewers"]
    units = [one for one in standing_units(assessment) if one.pk != unit.pk]
    marks = ReviewerMark.objects.filter(unit__assessment=assessment, item__in=items)
    marked = set(marks.values_list("unit_id", "item"))
    return next((one for one in units if any((one.pk, item) not in marked for item in items)), None)


def files_by_item(unit: AssessedUnit) -> dict[str, list[SelfScoreFile]]:
    found: dict[str, list[SelfScoreFile]] = {}
    for one in unit.files.filter(removed_at=None).select_related("file"):
        found.setdefault(one.item, []).append(one)
    return found


@dataclass(frozen=True)
class Own:
    """An assessment as her unit meets it: what it is asked for, or None of its own yet where only the scheme is there."""

    assessment: PlanAssessment
    unit: AssessedUnit | None

    @property
    def asks(self) -> bool:
        """Whether the unit has its own score to hand in."""
        opened = self.assessment.state == AssessmentState.OPEN
        return opened and self.unit is not None and self.unit.state == SelfScoreState.DRAFT


def own_assessments(user: User) -> list[Own]:
    """The assessments of her units, what asks for something first. Two queries."""
    units = list(assessed_answered_by(user).filter(left_at=None))
    published = schemes_read_by(user).filter(state=AssessmentState.PUBLISHED)
    known = {one.assessment_id for one in units}
    rows = [Own(one.assessment, one) for one in units]
    return rows + [Own(one, None) for one in published if one.pk not in known]
