"""Reads of the pool of experts: who is in it, who is free, what they did, who was asked, which conflicts wait."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Substr

from jinguo.apps import vault
from jinguo.apps.calls.models import Call, Nomination
from jinguo.apps.calls.states import HANDED_IN, CallState, NominationState
from jinguo.apps.jobs.models import Job
from jinguo.apps.organisations.models import Organisation
from jinguo.apps.reviews import queries
from jinguo.apps.reviews.criteria import criteria_of
from jinguo.apps.reviews.models import (
    Assignment,
    Conflict,
    ConflictSearch,
    Expert,
    ExpertBreak,
    ExpertDiscipline,
    ExpertRelation,
    PanelInvitation,
    Review,
    Round,
)
from jinguo.apps.reviews.states import IN_USE, PanelState, PoolState
from jinguo.engines.scoring import total
from jinguo.standards.codes import label

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User

ENOUGH_REVIEWS = 5
"""From so many reviews on it is said how lenient an expert is."""
MOST_MARKS = 20_000
GONE = (PoolState.LEFT, PoolState.DECLINED)


@dataclass(frozen=True)
class Asked:
    """What a person looks for in the pool. Empty parts ask for nothing."""

    text: str = ""
    discipline: str = ""
    sex: str = ""
    state: str = ""
    free_on: date | None = None
    not_unit: str = ""

    @property
    def is_empty(self) -> bool:
        return self == Asked()


@dataclass(frozen=True)
class Facet:
    """One answer of a question with how many there are."""

    value: str
    label: str
    count: int
    chosen: bool


def found_in(pool: Organisation, asked: Asked) -> QuerySet[Expert]:
    """The experts of a pool as asked for. Without a state those who are gone or said no are left out."""
    rows = queries.experts_matching(queries.experts_of(pool), asked.text)
    if asked.state == "all":
        pass
    elif asked.state:
        rows = rows.filter(state=asked.state)
    else:
        rows = rows.exclude(state__in=GONE)
    if asked.discipline:
        coded = ExpertDiscipline.objects.filter(code__startswith=asked.discipline).values("expert")
        rows = rows.filter(pk__in=coded)
    if asked.sex:
        rows = rows.filter(sex="" if asked.sex == "-" else asked.sex)
    if asked.not_unit:
        rows = rows.exclude(unit_name__contains=asked.not_unit)
    if asked.free_on:
        rows = rows.filter(state__in=IN_USE).exclude(_away(asked.free_on))
    return rows


def known_by(pool: Organisation, name: str, unit: str) -> Expert | None:
    """The expert of this name and unit, where she is in the pool and did not leave it."""
    return Expert.objects.filter(pool=pool, name=name, unit_name=unit[:120]).exclude(state__in=GONE).first()


def facets(pool: Organisation, asked: Asked) -> dict[str, list[Facet]]:
    """How many experts each answer would find, the others kept: by state, sex and discipline. Two queries."""
    either = found_in(pool, replace(asked, state="all", sex=""))
    counts = list(either.order_by().values_list("state", "sex").annotate(Count("pk")))
    states: Counter[str] = Counter()
    sexes: Counter[str] = Counter()
    for state, sex, n in counts:
        if not asked.sex or (sex or "-") == asked.sex:
            states[state] += n
        if state == asked.state or asked.state == "all" or (not asked.state and state not in GONE):
            sexes[sex] += n
    within = found_in(pool, replace(asked, discipline="")).order_by().values("pk")
    fields = (
        ExpertDiscipline.objects.filter(expert__in=within)
        .order_by()
        .values_list(Substr("code", 1, 3))
        .annotate(n=Count("expert", distinct=True))
        .order_by("-n", Substr("code", 1, 3))
    )
    return {
        "state": [Facet(code, code, n, code == asked.state) for code, n in sorted(states.items())],
        "sex": [
            Facet(sex or "-", sex, n, (sex or "-") == asked.sex)
            for sex, n in sorted(sexes.items(), reverse=True)
        ],
        "discipline": [
            Facet(code, label("disciplines", code), n, code == asked.discipline) for code, n in fields
        ],
    }


def on_a_break(experts: Iterable[Expert], day: date) -> set[int]:
    """Of these experts the ids of those with a break on the day."""
    rows = Expert.objects.filter(_away(day), pk__in=[one.pk for one in experts])
    return set(rows.values_list("pk", flat=True))


def _away(day: date) -> Q:
    breaks = ExpertBreak.objects.filter(Q(until=None) | Q(until__gte=day), since__lte=day)
    return Q(pk__in=breaks.values("expert"))


def given_in_year(year: int) -> Subquery:
    """To annotate an expert: how many nominations she was given in a year and has, or had reviewed."""
    rows = Assignment.objects.filter(expert=OuterRef("pk"), released_at=None, assigned_at__year=year)
    return Subquery(rows.order_by().values("expert").annotate(n=Count("pk")).values("n"))


def without_room(experts: Iterable[Expert], year: int) -> set[int]:
    """Of these experts the ids of those who have as much as they want in this year."""
    wanted = Expert.objects.filter(pk__in=[one.pk for one in experts], max_per_year__isnull=False)
    rows = wanted.annotate(given=given_in_year(year)).filter(given__gte=F("max_per_year"))
    return set(rows.values_list("pk", flat=True))


def limits_of(call: Call, position: int) -> dict[int, int]:
    """Expert id → how many she takes at most in a round: what she answered for it, else what her row says."""
    said = Expert.objects.filter(pool=call.organiser_id, max_per_round__isnull=False)
    limits = dict(said.values_list("pk", "max_per_round"))
    answered = PanelInvitation.objects.filter(
        call=call, position=position, state=PanelState.ACCEPTED, max_load__isnull=False
    )
    return limits | dict(answered.values_list("expert_id", "max_load"))


def experts_to_check(call: Call) -> QuerySet[Expert]:
    """Whose conflicts are looked for in a call: everyone in the pool who is not gone."""
    return Expert.objects.filter(pool=call.organiser_id).exclude(state__in=GONE).order_by("pk")


def nominations_to_check(call: Call) -> QuerySet[Nomination]:
    """Which nominations conflicts are looked for with: those under review; before that, all that were handed in."""
    if call.state == CallState.OPEN:
        states = [state for state in HANDED_IN if state != NominationState.REJECTED]
        return call.nominations.filter(state__in=states).select_related("unit", "call").order_by("pk")
    return queries.checked(call).select_related("call").order_by("pk")


def last_search(call: Call) -> ConflictSearch | None:
    """When conflicts were looked for last, with how many experts and nominations there are now. One query."""
    experts = experts_to_check(call).order_by().values("pool").annotate(n=Count("pk")).values("n")
    nominations = nominations_to_check(call).order_by().values("call").annotate(n=Count("pk")).values("n")
    rows = ConflictSearch.objects.filter(call=call)
    return rows.annotate(experts_now=Subquery(experts), nominations_now=Subquery(nominations)).first()


def search_asked_for(call: Call) -> Job | None:
    """The background search of a call that was asked for last, whatever became of it."""
    rows = Job.objects.filter(name="reviews.find_conflicts", params__call=str(call.uid))
    return rows.order_by("-created_at", "-pk").first()


def conflicts_found(call: Call) -> QuerySet[Conflict]:
    """What was found in a call, for its officer."""
    return (
        Conflict.objects.filter(nomination__call=call, origin=Conflict.FOUND)
        .select_related("nomination__category", "nomination__unit", "nomination__call", "expert")
        .order_by("effect", "expert__pinyin_key", "nomination__number", "pk")
    )


def conflicts_by_expert(call: Call, experts: Sequence[Expert]) -> dict[int, list[Conflict]]:
    """The conflicts of these experts in a call that are not ignored, in one query."""
    rows = (
        Conflict.objects.filter(nomination__call=call, expert__in=experts)
        .exclude(state="conflict_ignored")
        .select_related("nomination__category", "nomination__call", "nomination__unit")
        .order_by("effect", "nomination__number", "pk")
    )
    found: dict[int, list[Conflict]] = {}
    for row in rows:
        found.setdefault(row.expert_id, []).append(row)
    return found


def panel_of(call: Call, position: int) -> QuerySet[PanelInvitation]:
    """Who was asked for a round, with what they answered."""
    return PanelInvitation.objects.filter(call=call, position=position).select_related("expert", "call")


def panels_asked_of(user: User) -> QuerySet[PanelInvitation]:
    """What an expert was asked for and may still answer."""
    return (
        PanelInvitation.objects.filter(
            expert__user=user,
            call__state__in=(CallState.OPEN, CallState.REVIEWING),
        )
        .exclude(state=PanelState.WITHDRAWN)
        .select_related("call__organiser", "expert__user", "expert__pool")
        .order_by("-invited_at", "-pk")
    )


def memberships_of(user: User) -> QuerySet[Expert]:
    """As whom a user stands in pools."""
    return Expert.objects.filter(user=user).select_related("pool", "user").order_by("pk")


@dataclass(frozen=True)
class Work:
    """What an expert did so far, and how reliably. ``returned``: reviews that were given back to her to be mended."""

    given: int = 0
    done: int = 0
    on_time: int = 0
    late: int = 0
    released: int = 0
    returned: int = 0
    conflicts: int = 0
    asked: int = 0
    accepted: int = 0
    declined: int = 0

    @property
    def on_time_share(self) -> int | None:
        """Percent of the reviews she handed in, or should have."""
        due = self.on_time + self.late
        return round(100 * self.on_time / due) if due else None


def work_of(expert: Expert) -> Work:
    """Reviews, their punctuality, conflicts declared, and answers to invitations. Three queries."""
    held = Q(released_at=None)
    done = held & Q(review__state=Review.SUBMITTED)
    in_time = done & (Q(round__closes_at=None) | Q(review__submitted_at__lte=F("round__closes_at")))
    never = held & ~Q(review__state=Review.SUBMITTED) & Q(round__closed_at__isnull=False)
    figures = Assignment.objects.filter(expert=expert).aggregate(
        given=Count("pk", filter=held),
        done=Count("pk", filter=done),
        on_time=Count("pk", filter=in_time),
        never=Count("pk", filter=never),
        released=Count("pk", filter=Q(released_at__isnull=False)),
        returned=Count("pk", filter=Q(review__times_returned__gt=0)),
    )
    figures["late"] = figures["done"] - figures["on_time"] + figures.pop("never")
    answers = PanelInvitation.objects.filter(expert=expert).aggregate(
        asked=Count("pk"),
        accepted=Count("pk", filter=Q(state=PanelState.ACCEPTED)),
        declined=Count("pk", filter=Q(state=PanelState.DECLINED)),
    )
    declared = Conflict.objects.filter(expert=expert, origin=Conflict.DECLARED).count()
    return Work(conflicts=declared, **figures, **answers)


def rounds_worked(expert: Expert) -> QuerySet[Round]:
    """The rounds in which she was given something, the newest first, with how much she handed in."""
    mine = Q(assignments__expert=expert, assignments__released_at=None)
    return (
        Round.objects.filter(mine)
        .select_related("call")
        .annotate(
            given=Count("assignments", filter=mine, distinct=True),
            done=Count(
                "assignments", filter=mine & Q(assignments__review__state=Review.SUBMITTED), distinct=True
            ),
        )
        .order_by("-opened_at", "-pk")
    )


def marks_beside(expert: Expert) -> list[tuple[str, str, float]]:
    """(what was reviewed, who reviewed it, percent of the possible) of all reviews in the rounds she took part in."""
    rounds = list(
        Round.objects.filter(
            assignments__expert=expert,
            assignments__review__state=Review.SUBMITTED,
            assignments__released_at=None,
        ).distinct()
    )
    possible = {one.pk: _possible(one) for one in rounds}
    rows = Review.objects.filter(
        state=Review.SUBMITTED, assignment__released_at=None, assignment__round__in=rounds
    ).values_list("assignment__round_id", "assignment__nomination_id", "assignment__expert_id", "total")
    return [
        (f"{round_id}-{nomination_id}", str(expert_id), float(100 * given / possible[round_id]))
        for round_id, nomination_id, expert_id, given in rows.order_by("pk")[:MOST_MARKS]
        if possible[round_id]
    ]


def _possible(round_: Round) -> Decimal:
    criteria = criteria_of(round_.criteria)
    return total({one.key: one.max for one in criteria}, criteria) or Decimal(0)


def names_of(pool: Organisation) -> Mapping[tuple[str, str], Expert]:
    """The pool's experts by name and unit, and by e-mail, for reading files in. One query."""
    found: dict[tuple[str, str], Expert] = {}
    for one in Expert.objects.filter(pool=pool).order_by("pk"):
        found.setdefault((one.name, one.unit_name), one)
        if one.email:
            found.setdefault(("@", one.email.lower()), one)
    return found


@dataclass(frozen=True)
class Stated:
    """A relation that an expert stated, opened for herself."""

    relation: ExpertRelation
    name: str
    unit: str
    title: str
    year: int | None


def relations_of(expert: Expert) -> list[Stated]:
    """What she stated, for her own page."""
    found = []
    for row in expert.relations.all():
        who = json.loads(vault.unseal(row.who_sealed, about=row.sealed_about))
        found.append(Stated(row, who["name"], who["unit"], who["title"], who["year"]))
    return found


@dataclass(frozen=True)
class Newer:
    """What came after conflicts were looked for last."""

    experts: int
    nominations: int


def newer_than(search: ConflictSearch | None) -> Newer | None:
    """Experts and nominations that the last search has not seen; None where there was no search."""
    if search is None:
        return None
    return Newer(
        max(0, (search.experts_now or 0) - search.experts),
        max(0, (search.nominations_now or 0) - search.nominations),
    )


def conflict_counts(call: Call) -> dict[str, int]:
    """How many found conflicts stand in each state."""
    rows = Conflict.objects.filter(nomination__call=call, origin=Conflict.FOUND).order_by()
    return dict(rows.values_list("state").annotate(Count("pk")))


def given_out(conflicts: Iterable[Conflict]) -> set[int]:
    """Of these conflicts the ids of those whose nomination is with the expert now."""
    rows = list(conflicts)
    held = set(
        Assignment.objects.filter(
            nomination__in=[row.nomination_id for row in rows], released_at=None, round__closed_at=None
        ).values_list("nomination_id", "expert_id")
    )
    return {row.pk for row in rows if (row.nomination_id, row.expert_id) in held}


def breaks_due(day: date) -> QuerySet[Expert]:
    """Whose state does not say what her breaks say on a day."""
    pausing = Q(state=PoolState.ACTIVE) & _away(day)
    returning = Q(state=PoolState.ON_BREAK) & ~_away(day)
    return Expert.objects.filter(pausing | returning).order_by("pk")
