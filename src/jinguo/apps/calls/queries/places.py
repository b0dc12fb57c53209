"""Which places of the quotas are taken and whether one more finds room."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from jinguo.apps.calls.models import (
    Call,
    Nomination,
    Quota,
)
from jinguo.apps.calls.quotas import Place, QuotaUse, room_for, usage
from jinguo.apps.calls.states import IN_THE_RUNNING, NominationState
from jinguo.apps.organisations.models import Organisation
from jinguo.reasons import Verdict

if TYPE_CHECKING:
    pass


def places_used(call: Call, unit_ids: Iterable[int]) -> dict[int, list[Place]]:
    """The places that each of these units uses up, in one query."""
    used: dict[int, list[Place]] = {unit: [] for unit in unit_ids}
    rows = call.nominations.filter(unit__in=list(used), state__in=IN_THE_RUNNING)
    for place in rows.values_list("unit_id", "category_id"):
        used[place[0]].append(Place(*place))
    return used


def places_taken(
    call: Call, *, unit: Organisation | None = None, without: Nomination | None = None
) -> list[Place]:
    """The places in use: of the whole call, or of one unit."""
    taken = call.nominations.filter(state__in=IN_THE_RUNNING)
    if unit is not None:
        taken = taken.filter(unit=unit)
    if without is not None:
        taken = taken.exclude(pk=without.pk)
    return [Place(*row) for row in taken.values_list("unit_id", "category_id")]


def quota_usage(call: Call, unit: Organisation) -> list[QuotaUse]:
    quotas = list(call.quotas.all())
    return usage(quotas, _places_that_count(call, quotas, unit), unit_id=unit.pk, unit_kind=unit.kind)


def quota_room(nomination: Nomination) -> Verdict:
    """Whether this nomination still finds a place in the quotas that bind its unit."""
    call, unit = nomination.call, nomination.unit
    quotas = list(call.quotas.all())
    return room_for(
        quotas,
        _places_that_count(call, quotas, unit, without=nomination),
        unit_id=unit.pk,
        unit_kind=unit.kind,
        category_id=nomination.category_id,
    )


def _places_that_count(
    call: Call, quotas: list[Quota], unit: Organisation, *, without: Nomination | None = None
) -> list[Place]:
    """What the quotas count: the unit's own places, those of all units only where a total is stated."""
    if not quotas:
        return []
    total = any(quota.scope == Quota.TOTAL for quota in quotas)
    return places_taken(call, unit=None if total else unit, without=without)


def forwarded_drafts(parent: Call, unit_id: int) -> list[Place]:
    """Places that a unit's handed-up nominations will take once they are handed in."""
    waiting = parent.nominations.filter(
        unit=unit_id, state=NominationState.DRAFT, forwarded_from__isnull=False
    )
    return [Place(*row) for row in waiting.values_list("unit_id", "category_id")]
