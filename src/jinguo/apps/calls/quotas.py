"""How many a unit may nominate: the stated quotas that apply to it, and what of them is used up. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from jinguo.reasons import Reason, Verdict


class StatedQuota(Protocol):
    scope: str
    unit_kind: str
    organisation_id: int | None
    category_id: int | None
    places: int


@dataclass(frozen=True)
class Place:
    """A nomination that uses up a place."""

    unit_id: int
    category_id: int


@dataclass(frozen=True)
class QuotaUse:
    """One limit that applies, with what is used of it."""

    scope: str
    category_id: int | None
    limit: int
    used: int

    @property
    def left(self) -> int:
        return max(0, self.limit - self.used)


def applying(quotas: Iterable[StatedQuota], *, unit_id: int, unit_kind: str) -> list[StatedQuota]:
    """The quotas that bind this unit: what is stated for it by name replaces what is stated for its kind."""
    stated = list(quotas)
    named = [q for q in stated if q.scope == "named_unit" and q.organisation_id == unit_id]
    covered = {q.category_id for q in named}
    by_kind = [
        q
        for q in stated
        if q.scope == "each_of_kind" and q.unit_kind == unit_kind and q.category_id not in covered
    ]
    return [*named, *by_kind, *(q for q in stated if q.scope == "total")]


def usage(
    quotas: Iterable[StatedQuota], taken: Iterable[Place], *, unit_id: int, unit_kind: str
) -> list[QuotaUse]:
    """Each limit that binds the unit and how much of it the taken places use up."""
    places = list(taken)
    return [
        QuotaUse(q.scope, q.category_id, q.places, sum(_counts_for(q, place, unit_id) for place in places))
        for q in applying(quotas, unit_id=unit_id, unit_kind=unit_kind)
    ]


def room_for(
    quotas: Iterable[StatedQuota], taken: Iterable[Place], *, unit_id: int, unit_kind: str, category_id: int
) -> Verdict:
    """Whether the unit may hand in one more in a category; if not, which limit is used up."""
    stated = list(quotas)
    unit_level = [q for q in stated if q.scope != "total"]
    if unit_level and not any(
        q.scope != "total" for q in applying(stated, unit_id=unit_id, unit_kind=unit_kind)
    ):
        return Verdict.no("unit_may_not_nominate")
    full = [
        use
        for use in usage(stated, taken, unit_id=unit_id, unit_kind=unit_kind)
        if use.category_id in (None, category_id) and use.used >= use.limit
    ]
    code = {"total": "total_quota_used_up"}
    return Verdict(
        not full,
        tuple(Reason.error(code.get(u.scope, "quota_used_up"), limit=u.limit, used=u.used) for u in full),
    )


def _counts_for(quota: StatedQuota, place: Place, unit_id: int) -> bool:
    in_scope = quota.scope == "total" or place.unit_id == unit_id
    return in_scope and quota.category_id in (None, place.category_id)
