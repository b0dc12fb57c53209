"""A plan at a glance, and all that belongs to one measure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from jinguo.apps.organisations.models import Organisation
from jinguo.apps.plans.following import Seen
from jinguo.apps.plans.models import (
    Budget,
    Carries,
    Duty,
    Indicator,
    Measure,
    ObjectiveMark,
    Plan,
    Report,
    Succession,
)
from jinguo.apps.plans.queries.reading import read_by
from jinguo.apps.plans.states import (
    BOUND,
    OBJECTIVES,
    DutyState,
    IndicatorState,
    MarkState,
    PeriodState,
    ReportState,
    Role,
)
from jinguo.apps.policies.models import PolicyDocument, ReadItem
from jinguo.apps.policies.models.documents import POLICY
from jinguo.apps.policies.queries import visible_to
from jinguo.apps.policies.states import DocumentState, ItemState
from jinguo.engines.saga import propose, uncovered

if TYPE_CHECKING:
    from uuid import UUID

    from jinguo.apps.accounts.models import User

STANDING = Q(measures__ended_at=None)
UNMATCHED = Q(organisation=None) & ~Q(role=Role.GROUP)
"""Names of units that no unit of the site is matched to; groups (各区妇联) stay names."""


def with_counts(plans: QuerySet[Plan]) -> QuerySet[Plan]:
    """Plans with how many measures they hold."""
    return plans.annotate(measure_count=Count("measures", filter=STANDING))


def fresh(plan: Plan) -> Plan:
    """The plan once more, so that a form that fails leaves the one on the page as it is."""
    return Plan.objects.select_related("organisation").get(pk=plan.pk)


def figures_of(plan: Plan) -> Seen:
    """The counts by which the next step of a plan is found."""
    duties = Duty.objects.filter(measure__plan=plan, state__in=BOUND).aggregate(
        unmatched=Count("pk", filter=UNMATCHED),
        unanswered=Count("pk", filter=Q(state=DutyState.PROPOSED, organisation__isnull=False)),
        disputed=Count("pk", filter=Q(state=DutyState.DISPUTED)),
    )
    indicators = Indicator.objects.filter(measure__plan=plan, state=IndicatorState.PROPOSED).count()
    periods = list(plan.periods.all())
    opened = [one for one in periods if one.state == PeriodState.OPEN]
    return Seen(
        measures=plan.measures.filter(ended_at=None).count(),
        proposed_indicators=indicators,
        periods=len(periods),
        open_period=opened[0] if opened else None,
        to_check=Report.objects.filter(period__in=opened, state=ReportState.HANDED_IN).count(),
        next_planned=next((one for one in periods if one.state == PeriodState.PLANNED), None),
        first_unmatched=first_unmatched(plan) if duties["unmatched"] else None,
        **duties,
    )


def first_unmatched(plan: Plan) -> UUID | None:
    """The first part whose unit a person still has to find."""
    found = Duty.objects.filter(UNMATCHED, measure__plan=plan, measure__ended_at=None, state__in=BOUND)
    return found.order_by("measure__position", "pk").values_list("uid", flat=True).first()


def measures_of(plan: Plan) -> QuerySet[Measure]:
    return plan.measures.filter(ended_at=None)


def sections_of(plan: Plan) -> list[str]:
    """The parts of a plan in their order."""
    return list(dict.fromkeys(measures_of(plan).exclude(section="").values_list("section", flat=True)))


def units_of(plan: Plan) -> QuerySet[Organisation]:
    """The units that have a part in the plan. Of each the first part found answers; a plan has tens of thousands."""
    held = Duty.objects.filter(organisation=OuterRef("pk"), measure__plan=plan, state__in=BOUND)
    return Organisation.objects.filter(Exists(held)).order_by("pinyin_key", "pk")


def duties_of(measure: Measure) -> QuerySet[Duty]:
    """The parts of a measure, those that were released last."""
    found = measure.duties.select_related("organisation", "passed_to__organisation")
    return found.order_by("released_at", "role", "pk")


def confirmed_indicators(measure: Measure) -> list[Indicator]:
    found = measure.indicators.filter(state=IndicatorState.CONFIRMED)
    return list(found.prefetch_related("targets"))


def proposed_indicators(measure: Measure) -> list[Indicator]:
    found = measure.indicators.filter(state=IndicatorState.PROPOSED)
    return list(found.prefetch_related("targets"))


def programmes_of(measure: Measure) -> list[Carries]:
    return list(measure.carried_by.all())


@dataclass(frozen=True)
class Story:
    """What a measure came from and what it went into."""

    before: list[Succession]
    after: list[Succession]


def succession_of(measure: Measure) -> Story:
    return Story(
        list(measure.came_from.select_related("before")), list(measure.went_into.select_related("after"))
    )


@dataclass(frozen=True)
class Links:
    """Measures of higher documents that this one carries out, and of lower ones that carry it out."""

    higher: list[Measure]
    lower: list[Measure]


def links_of(measure: Measure) -> Links:
    higher = Measure.objects.filter(links_down__lower=measure).select_related("plan__organisation")
    known = Q(plan__is_shared=True) | Q(plan__organisation=measure.plan.organisation_id)
    lower = Measure.objects.filter(known, links_up__higher=measure)
    return Links(list(higher), list(lower.select_related("plan__organisation")))


def basis_of(plan: Plan, user: User) -> list[tuple[str, PolicyDocument | None]]:
    """The documents a plan rests on, line by line, each with that of the library which it names. One query."""
    lines = [line.strip() for line in plan.basis.splitlines() if line.strip()]
    known = {one.title: one for one in visible_to(user).filter(title__in=lines)} if lines else {}
    return [(line, known.get(line)) for line in lines]


def budget_of(measure: Measure, year: int) -> Budget | None:
    return measure.budgets.filter(year=year).first()


def marks_of(measure: Measure) -> list[ObjectiveMark]:
    return list(measure.objective_marks.exclude(state=MarkState.DECLINED))


@dataclass(frozen=True)
class Served:
    """A measure with the state of each of the seven objectives (empty: none), in their order."""

    measure: Measure
    states: list[str]


def objective_table(plan: Plan) -> list[Served]:
    """Measures by objectives."""
    measures = list(measures_of(plan))
    marks: dict[tuple[int, str], str] = {}
    found = ObjectiveMark.objects.filter(measure__in=[one.pk for one in measures])
    for measure, objective, state in found.values_list("measure_id", "objective", "state"):
        if state != MarkState.DECLINED:
            marks[measure, objective] = state
    return [Served(one, [marks.get((one.pk, code), "") for code in OBJECTIVES]) for one in measures]


@dataclass(frozen=True)
class Compared:
    """A plan with how many measures serve each objective, and which none does."""

    plan: Plan
    counts: list[int]
    gaps: list[str]


def objectives_compared(user: User) -> list[Compared]:
    """The plans she reads side by side."""
    plans = list(read_by(user))
    found = (
        ObjectiveMark.objects.filter(measure__plan__in=plans, measure__ended_at=None)
        .exclude(state=MarkState.DECLINED)
        .values_list("measure__plan_id", "objective")
        .annotate(n=Count("pk"))
    )
    counts = {(plan, objective): n for plan, objective, n in found}
    return [
        Compared(
            one,
            [counts.get((one.pk, code), 0) for code in OBJECTIVES],
            uncovered(code for code in OBJECTIVES if counts.get((one.pk, code))),
        )
        for one in plans
    ]


MOST_DOCUMENTS = 30


@dataclass(frozen=True)
class ServedByDocument:
    """A policy of the library with how many of its measures speak for each objective, and for which none does."""

    document: PolicyDocument
    counts: list[int]
    gaps: list[str]


def documents_compared(user: User) -> list[ServedByDocument]:
    """The latest policies that she may see, by the words of their measures: nobody has to make a plan of them first.

    Two queries.
    """
    rows = visible_to(user).filter(kind=POLICY, state=DocumentState.READ)
    documents = list(rows.select_related(None).only("uid", "title", "text", "issue_date")[:MOST_DOCUMENTS])
    places: dict[int, list[tuple[int, int]]] = {}
    measures = ReadItem.objects.filter(document__in=documents, kind="measure", start__isnull=False)
    for document, start, end in measures.exclude(state=ItemState.REJECTED).values_list(
        "document_id", "start", "end"
    ):
        places.setdefault(document, []).append((start, end))
    found = []
    for one in documents:
        spoken = Counter(
            mark.objective for start, end in places.get(one.pk, ()) for mark in propose(one.text[start:end])
        )
        counts = [spoken[code] for code in OBJECTIVES]
        found.append(ServedByDocument(one, counts, uncovered(spoken)))
    return [one for one in found if places.get(one.document.pk)]
