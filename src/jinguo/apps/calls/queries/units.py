"""The invited units of a call and how far each has come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import (
    Case,
    Count,
    Exists,
    IntegerField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from jinguo.apps.calls.models import (
    Call,
    Invitee,
    Nomination,
    Quota,
)
from jinguo.apps.calls.quotas import Place, QuotaUse, usage
from jinguo.apps.calls.states import IN_THE_RUNNING, NominationState, Progress
from jinguo.apps.clock import now
from jinguo.apps.organisations import kinds
from jinguo.apps.organisations.models import Membership, Organisation

if TYPE_CHECKING:
    pass


def with_progress(invitees: QuerySet[Invitee]) -> QuerySet[Invitee]:
    """Each invited unit with what has become of it: counts of its nominations by stage (``drafts``, ``returned``,
    ``handed``), the next date set for mending, whether anybody can be reminded, and ``progress`` in one word."""
    mine = Nomination.objects.filter(call=OuterRef("call"), unit=OuterRef("organisation")).order_by()

    def counted(*states: str) -> Coalesce:
        rows = mine.filter(state__in=states).values("call").annotate(n=Count("pk")).values("n")
        return Coalesce(Subquery(rows), 0, output_field=IntegerField())

    returned = mine.filter(state=NominationState.RETURNED).values("call").annotate(first=Min("mend_until"))
    liaisons = Membership.objects.filter(
        organisation=OuterRef("organisation"), role=kinds.LIAISON, ended_at=None, user__is_active=True
    )
    at = now()
    over = Q(call__closes_at__lte=at) & (Q(extended_until=None) | Q(extended_until__lte=at))
    return (
        invitees.select_related("organisation")
        .annotate(
            drafts=counted(NominationState.DRAFT),
            returned=counted(NominationState.RETURNED),
            handed=counted(*(state for state in IN_THE_RUNNING if state != NominationState.RETURNED)),
            mend_until=Subquery(returned.values("first")),
            has_liaison=Exists(liaisons),
        )
        .annotate(
            progress=Case(
                When(handed__gt=0, then=Value(Progress.HANDED_IN)),
                When(returned__gt=0, then=Value(Progress.RETURNED)),
                When(over, then=Value(Progress.OVER_TIME)),
                When(drafts__gt=0, then=Value(Progress.STARTED)),
                default=Value(Progress.NOT_STARTED),
            )
        )
    )


def units_by_progress(call: Call) -> dict[str, int]:
    """How many invited units have come how far."""
    rows = with_progress(call.invitees.all()).order_by().values_list("progress")
    return dict(rows.annotate(Count("pk")))


def invited_units(call: Call) -> QuerySet[Organisation]:
    return Organisation.objects.filter(invited_to__call=call)


def invitee_of(call: Call, unit: Organisation | int) -> Invitee | None:
    unit_id = unit if isinstance(unit, int) else unit.pk
    return Invitee.objects.filter(call=call, organisation=unit_id).first()


@dataclass
class UnitRow:
    """A call as its unit sees it in lists: what it may nominate, what it has."""

    invitee: Invitee
    quotas: list[QuotaUse]
    nominations: list[Nomination]
    due: datetime | None = None
    open: bool = False

    @property
    def next(self) -> Nomination | None:
        """The nomination that waits for the unit: a returned one first, else a draft while the call is open."""
        waiting = [one for one in self.nominations if one.state == NominationState.RETURNED]
        if self.open:
            waiting += [one for one in self.nominations if one.state == NominationState.DRAFT]
        return waiting[0] if waiting else None


def with_unit_nominations(invitees: Iterable[Invitee]) -> list[UnitRow]:
    """Quotas and nominations of each invited unit: four queries for any number of rows."""
    rows = list(invitees)
    calls = {row.call_id for row in rows}
    units = {row.organisation_id for row in rows}
    stated: dict[int, list[Quota]] = {}
    for quota in Quota.objects.filter(call__in=calls):
        stated.setdefault(quota.call_id, []).append(quota)
    taken: dict[int, list[Place]] = {}
    in_total = [call for call, quotas in stated.items() if any(q.scope == Quota.TOTAL for q in quotas)]
    running = Nomination.objects.filter(
        Q(unit__in=units) | Q(call__in=in_total), call__in=calls, state__in=IN_THE_RUNNING
    )
    for call, unit, category in running.values_list("call_id", "unit_id", "category_id"):
        taken.setdefault(call, []).append(Place(unit, category))
    own: dict[tuple[int, int], list[Nomination]] = {}
    mine = Nomination.objects.filter(call__in=calls, unit__in=units).select_related("category", "call")
    for nomination in mine.order_by("pk"):
        own.setdefault((nomination.call_id, nomination.unit_id), []).append(nomination)
    return [
        UnitRow(
            row,
            usage(
                stated.get(row.call_id, []),
                taken.get(row.call_id, []),
                unit_id=row.organisation_id,
                unit_kind=row.organisation.kind,
            ),
            own.get((row.call_id, row.organisation_id), []),
        )
        for row in rows
    ]
