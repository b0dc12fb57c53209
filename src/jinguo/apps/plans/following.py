"""Where a plan stands and what its officer does next; names of periods; neighbouring pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jinguo.apps.plans.states import AppealState, AssessmentState, PeriodState, PlanState, SelfScoreState
from jinguo.engines.assessment import Placed, Scheme, label, placed_of, scheme_of
from jinguo.engines.progress import worst
from jinguo.phrases import say
from jinguo.reasons import Reason

if TYPE_CHECKING:
    from uuid import UUID

    from jinguo.apps.plans.models import Announcement, Measure, Period, Plan, PlanAssessment
    from jinguo.apps.plans.queries.assessments import Row as AssessedRow
    from jinguo.apps.plans.queries.due import Due
    from jinguo.apps.plans.standing import Reached


@dataclass(frozen=True)
class Seen:
    """The counts by which the next step is found."""

    measures: int
    unmatched: int
    unanswered: int
    disputed: int
    proposed_indicators: int
    periods: int
    open_period: Period | None
    to_check: int
    next_planned: Period | None
    first_unmatched: UUID | None = None


@dataclass(frozen=True)
class Step:
    """The one obvious next thing: a code with a word and a hint (``<code>_hint``), and where. ``posts``: a button does it;
    ``asks``: what the hint tells is asked once more before."""

    code: str
    count: int
    url: str
    posts: bool = False
    asks: bool = False

    @property
    def confirm(self) -> str:
        return self.hint if self.asks else ""

    @property
    def label(self) -> str:
        return say(Reason.info(self.code, count=self.count), _lang())

    @property
    def hint(self) -> str:
        return say(Reason.info(f"{self.code}_hint", count=self.count), _lang())


def _lang() -> str:
    return get_language() or "zh-hans"


def next_step(plan: Plan, seen: Seen) -> Step | None:
    """What the officer does next; None where there is nothing to do."""
    if plan.state == PlanState.CLOSED:
        return None
    if not seen.measures:
        return Step("plan_next_measures", 0, reverse("plans:measure_new", args=[plan.uid]))
    wall = reverse("plans:wall", args=[plan.uid])
    if seen.to_check and seen.open_period:
        url = reverse("plans:period", args=[seen.open_period.uid]) + "?state=cell_to_check"
        return Step("plan_next_check", seen.to_check, url)
    if seen.disputed:
        return Step("plan_next_settle", seen.disputed, wall + "?state=cell_disputed")
    if plan.state == PlanState.DRAFT:
        if seen.first_unmatched:
            return Step(
                "plan_next_match", seen.unmatched, reverse("plans:duty_match", args=[seen.first_unmatched])
            )
        return _towards_force(plan, seen)
    if seen.open_period:
        return Step("plan_next_follow", 0, reverse("plans:period", args=[seen.open_period.uid]))
    if seen.next_planned:
        return Step("plan_next_open", 0, reverse("plans:period_open", args=[seen.next_planned.uid]))
    return Step("plan_next_look", 0, wall)


def step_without_matching(plan: Plan, seen: Seen) -> Step | None:
    """The step after matching, where some names cannot be matched: a unit that is not in the system keeps its name."""
    if plan.state == PlanState.DRAFT and seen.first_unmatched and not seen.disputed:
        return _towards_force(plan, seen)
    return None


def _towards_force(plan: Plan, seen: Seen) -> Step:
    if not seen.periods:
        return Step("plan_next_periods", 0, reverse("plans:lay_out", args=[plan.uid]), posts=True)
    return Step(
        "plan_next_in_force", 0, reverse("plans:put_in_force", args=[plan.uid]), posts=True, asks=True
    )


def next_period(periods: Sequence[Period]) -> Period | None:
    """The first period that was not opened yet, where none is open."""
    if any(one.state == PeriodState.OPEN for one in periods):
        return None
    return next((one for one in periods if one.state == PeriodState.PLANNED), None)


def tabs(plan: Plan, current: str) -> list[dict[str, object]]:
    """The neighbouring pages of a plan."""
    pages = [
        ("plans:plan", _("Overview")),
        ("plans:wall", _("Wall")),
        ("plans:periods", _("Periods")),
        ("plans:due", _("Milestones")),
        ("plans:figures", _("Figures")),
        ("plans:districts", _("Units compared")),
        ("plans:objectives", _("Objectives")),
        ("plans:assessments", _("Assessment")),
        ("plans:documents", _("Paperwork")),
    ]
    if current == "plans:settings":
        pages.append(("plans:settings", _("Settings")))
    return [
        {"label": label, "url": reverse(name, args=[plan.uid]), "current": name == current}
        for name, label in pages
    ]


def period_name(period: Period) -> str:
    """2026年第一季度, 2026年上半年, 2026年."""
    code = f"period_name_{period.kind.removeprefix('period_')}_{period.part}"
    return say(Reason.info(code, year=period.year), _lang())


def due_name(one: Due) -> str:
    """What is due, in a line: a step, a number to reach, the reports of a period."""
    if one.period is not None:
        return say(Reason.info("due_report_of", period=period_name(one.period)), _lang())
    if one.target is not None:
        value = format(one.target.normalize(), "f")
        return say(Reason.info("due_number_of", name=one.what, value=value, unit=one.counted_in), _lang())
    return one.what


@dataclass(frozen=True)
class Line:
    """A measure in the list of a plan: how its numbers stand, and who leads it."""

    measure: Measure
    standing: str
    reached: list[Reached]
    leads: list[str]


def grouped(
    measures: Iterable[Measure], reached: Iterable[Reached], leads: Mapping[int, list[str]]
) -> list[tuple[str, list[Line]]]:
    """Measures by part of the plan, in their order."""
    numbers: dict[int, list[Reached]] = {}
    for one in reached:
        numbers.setdefault(one.indicator.measure_id, []).append(one)
    found: dict[str, list[Line]] = {}
    for measure in measures:
        mine = numbers.get(measure.pk, [])
        line = Line(measure, worst(one.standing.code for one in mine), mine, leads.get(measure.pk, []))
        found.setdefault(measure.section, []).append(line)
    return list(found.items())


def pages(request: HttpRequest, total: int, each: int) -> list[dict[str, Any]]:
    """Links to parts of the columns of a wide table: `1–30`, `31–60` …; none where all fit."""
    if total <= each:
        return []
    query = request.GET.copy()
    start = request.GET.get("from", "0")
    now = int(start) if start.isdigit() else 0
    found = []
    for first in range(0, total, each):
        query["from"] = str(first)
        label = f"{first + 1}–{min(first + each, total)}"
        found.append({"label": label, "url": f"?{query.urlencode()}", "current": first <= now < first + each})
    return found


def assessment_step(assessment: PlanAssessment, rows: Sequence[AssessedRow], day: date) -> Step | None:
    """What the officer of an assessment does next; None where it is closed."""
    uid = [assessment.uid]
    match assessment.state:
        case AssessmentState.DRAFT:
            return Step("assessment_next_publish", 0, reverse("plans:scheme_publish", args=uid), posts=True)
        case AssessmentState.PUBLISHED:
            return Step("assessment_next_open", 0, reverse("plans:assessment_open", args=uid))
        case AssessmentState.OPEN:
            waiting = sum(row.unit.state == SelfScoreState.DRAFT for row in rows)
            code = (
                "assessment_next_wait"
                if waiting and day <= (assessment.self_due_on or day)
                else "assessment_next_mark"
            )
            return Step(code, waiting, reverse("plans:assessment_mark", args=uid), posts=True)
        case AssessmentState.MARKING:
            waiting = [row.unit for row in rows if row.waits]
            if waiting:
                return Step(
                    "assessment_next_unit", len(waiting), reverse("plans:assessed", args=[waiting[0].uid])
                )
            return Step(
                "assessment_next_announce",
                len(rows),
                reverse("plans:assessment_announce", args=uid),
                posts=True,
            )
        case AssessmentState.ANNOUNCED:
            appeals = [row.appeal for row in rows if row.appeal and row.appeal.state == AppealState.LODGED]
            if appeals:
                return Step(
                    "assessment_next_decide",
                    len(appeals),
                    reverse("plans:appeal_decide", args=[appeals[0].uid]),
                )
            if assessment.appeals_until and day <= assessment.appeals_until:
                return Step("assessment_next_appeals", 0, reverse("plans:assessment_notice", args=uid))
            return Step("assessment_next_close", 0, reverse("plans:assessment_close", args=uid), posts=True)
    return None


@dataclass(frozen=True)
class UnitLine:
    """A unit on the page of its assessment."""

    row: AssessedRow
    grade: str
    own: Decimal | None


def unit_line(scheme: Scheme, row: AssessedRow) -> UnitLine:
    said = [line.self_points for line in row.placed.scored.lines if line.self_points is not None]
    return UnitLine(
        row, label(scheme.grade(row.placed.grade), _lang()), sum(said, Decimal(0)) if said else None
    )


def grade_counts(scheme: Scheme, rows: Sequence[AssessedRow]) -> list[tuple[str, str, int]]:
    """(code, name, how many units) of each grade, from the highest."""
    found = [row.placed.grade for row in rows]
    return [(one.code, label(one, _lang()), found.count(one.code)) for one in scheme.grades]


def kept_lines(kept: Announcement) -> list[tuple[Placed, str]]:
    """Results as they were announced once, with the name of the grade."""
    scheme = scheme_of(kept.snapshot["scheme"])
    placed = [placed_of(one) for one in kept.snapshot["result"]["units"]]
    return [(one, label(scheme.grade(one.grade), _lang())) for one in placed]
