"""What is known of a unit: numbers, reports, tasks, marks, cases. Each with a ``ref`` that leads to its record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from jinguo.engines.assessment.scheme import Scheme
from jinguo.reasons import Reason

REPORTED = ("in_time", "late", "missing")


@dataclass(frozen=True, slots=True)
class IndicatorFact:
    """A number against its target. ``weight``: how much it counts beside the unit's others (a lead more than a part)."""

    name: str
    value: Decimal | None
    target: Decimal
    comparator: str = "at_least"
    weight: Decimal = Decimal(1)
    ref: str = ""


@dataclass(frozen=True, slots=True)
class ReportFact:
    """A report that was due: in time, late or missing; how often it was returned; who handed it in where another unit did."""

    name: str
    state: str
    returned: int = 0
    by: str = ""
    ref: str = ""


@dataclass(frozen=True, slots=True)
class TaskFact:
    """A task that was to be done by now."""

    name: str
    done: bool
    late: bool = False
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A reviewer's points for an item."""

    item: str
    by: str
    points: Decimal
    note: str = ""


@dataclass(frozen=True, slots=True)
class SelfScore:
    """The unit's own points for an item."""

    item: str
    points: Decimal


@dataclass(frozen=True, slots=True)
class Case:
    """Something that an officer wrote down for a deduction, an addition or a veto, with why."""

    code: str
    why: str
    count: int = 1
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """What an appeal changed: the points of an item, a deduction or an addition (as a positive number), with why."""

    code: str
    points: Decimal
    why: str


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """All that is known of a unit."""

    unit: str
    name: str
    group: str = ""
    indicators: tuple[IndicatorFact, ...] = ()
    reports: tuple[ReportFact, ...] = ()
    tasks: tuple[TaskFact, ...] = ()
    marks: tuple[Mark, ...] = ()
    self_scores: tuple[SelfScore, ...] = ()
    cases: tuple[Case, ...] = ()
    corrections: tuple[Correction, ...] = ()


def misfits(scheme: Scheme, facts: UnitFacts) -> Iterator[Reason]:
    """Marks, scores, cases and corrections that the scheme does not know or that lie outside its limits."""
    weights = {item.code: item.weight for item in scheme.items}
    given: tuple[Mark | SelfScore, ...] = (*facts.marks, *facts.self_scores)
    for one in given:
        if one.item not in weights:
            yield Reason.error("assessment_code_unknown", unit=facts.name, found=one.item)
        elif not 0 <= one.points <= weights[one.item]:
            told = {"unit": facts.name, "points": str(one.points), "most": str(weights[one.item])}
            yield Reason.error("assessment_mark_out_of_range", **told)
    by_hand = {one.code for one in scheme.adjustments if one.counted == "by_hand"}
    cases = by_hand | {one.code for one in scheme.vetoes}
    for case in facts.cases:
        if case.code not in cases or case.count < 0:
            yield Reason.error("assessment_code_unknown", unit=facts.name, found=case.code)
    limits: dict[str, Decimal | None] = {**weights, **{one.code: one.cap for one in scheme.adjustments}}
    for change in facts.corrections:
        if change.code not in limits:
            yield Reason.error("assessment_code_unknown", unit=facts.name, found=change.code)
            continue
        most = limits[change.code]
        if change.points < 0 or (most is not None and change.points > most):
            told = {"unit": facts.name, "points": str(change.points), "most": str(most)}
            yield Reason.error("assessment_mark_out_of_range", **told)
    for report in facts.reports:
        if report.state not in REPORTED or report.returned < 0:
            yield Reason.error("assessment_code_unknown", unit=facts.name, found=report.state)
