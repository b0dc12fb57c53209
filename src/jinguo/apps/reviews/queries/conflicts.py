"""Conflicts of interest: declared, found by a search, waiting to be settled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, QuerySet, Subquery

from jinguo.apps.calls.models import Call, Nomination
from jinguo.apps.calls.states import NominationState
from jinguo.apps.reviews.models import (
    Assignment,
    Conflict,
    Expert,
)
from jinguo.apps.reviews.states import GONE

if TYPE_CHECKING:
    pass
from collections.abc import Sequence
from typing import TYPE_CHECKING

from jinguo.apps.calls.states import HANDED_IN, CallState
from jinguo.apps.jobs.models import Job
from jinguo.apps.reviews.models import (
    ConflictSearch,
)

if TYPE_CHECKING:
    pass
from jinguo.apps.reviews.queries.entrants import checked


def conflicted_pairs(call: Call) -> set[tuple[int, int]]:
    """(nomination id, expert id) of every conflict in a call that keeps an expert from a nomination."""
    rows = Conflict.objects.blocking().filter(nomination__call=call)
    return set(rows.values_list("nomination_id", "expert_id"))


def conflicts_of(call: Call) -> QuerySet[Conflict]:
    return (
        Conflict.objects.blocking()
        .filter(nomination__call=call)
        .select_related("nomination__category", "nomination__unit", "nomination__call", "expert")
        .order_by("-declared_at", "-pk")
    )


def has_conflict(nomination: Nomination, expert: Expert) -> bool:
    return Conflict.objects.blocking().filter(nomination=nomination, expert=expert).exists()


def experts_to_check(call: Call) -> QuerySet[Expert]:
    """Whose conflicts are looked for in a call: everyone in the pool who is not gone."""
    return Expert.objects.filter(pool=call.organiser_id).exclude(state__in=GONE).order_by("pk")


def nominations_to_check(call: Call) -> QuerySet[Nomination]:
    """Which nominations conflicts are looked for with: those under review; before that, all that were handed in."""
    if call.state == CallState.OPEN:
        states = [state for state in HANDED_IN if state != NominationState.REJECTED]
        return call.nominations.filter(state__in=states).select_related("unit", "call").order_by("pk")
    return checked(call).select_related("call").order_by("pk")


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
