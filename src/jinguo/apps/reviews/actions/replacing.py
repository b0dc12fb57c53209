"""An expert drops out: what she has not handed in goes to those in reserve, or to whoever fits best."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from jinguo.apps.audit import actions as audit
from jinguo.apps.calls import permissions as call_permissions
from jinguo.apps.clock import now
from jinguo.apps.reviews import permissions, queries
from jinguo.apps.reviews.actions.giving import assign, release
from jinguo.apps.reviews.models import Assignment, Expert, PlanPair, Round
from jinguo.errors import Refused, demand

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User


@dataclass(frozen=True)
class Stand:
    """One nomination that an expert leaves, and who could take it: the reserve first, then who has the least."""

    assignment: Assignment
    reserve: list[Expert]
    others: list[Expert]

    @property
    def proposed(self) -> Expert | None:
        return next(iter([*self.reserve, *self.others]), None)


def plan_replacement(round_: Round, expert: Expert) -> list[Stand]:
    """What an expert has not handed in, each with those who could take it. Five queries for any number."""
    left = list(queries.not_handed_in(round_, expert))
    pool = list(queries.experts_with_load(round_).exclude(user=None).exclude(pk=expert.pk))
    barred = queries.conflicted_pairs(round_.call)
    has = queries.given_pairs(round_, [one.nomination_id for one in left])
    reserve: dict[int, list[int]] = {}
    plan = queries.published_plan(round_)
    if plan is not None:
        rows = plan.pairs.filter(role=PlanPair.ALTERNATE).order_by("place", "pk")
        for nomination_id, expert_id in rows.values_list("nomination_id", "expert_id"):
            reserve.setdefault(nomination_id, []).append(expert_id)
    taken: dict[int, int] = {}
    stands = []
    for one in left:
        nomination = one.nomination
        free = [
            other
            for other in pool
            if (nomination.pk, other.pk) not in barred | has
            and permissions.outside_the_unit(other, nomination).ok
        ]
        free.sort(key=lambda other: (other.given + taken.get(other.pk, 0), other.pk))
        order = reserve.get(nomination.pk, [])
        stand_in = sorted((other for other in free if other.pk in order), key=lambda o: order.index(o.pk))
        stand = Stand(one, stand_in, [other for other in free if other.pk not in order])
        if stand.proposed is not None:
            taken[stand.proposed.pk] = taken.get(stand.proposed.pk, 0) + 1
        stands.append(stand)
    return stands


@transaction.atomic
def replace_expert(
    *, round_: Round, expert: Expert, into: Mapping[str, Expert], reason: str, by: User
) -> list[Assignment]:
    """Take an expert's open nominations from her and give them to others.

    Args:
        into: maps the uid of her assignment to who takes the nomination; one that is not named is only taken from her.
    """
    call = round_.call
    demand(call_permissions.is_officer_of_call(by, call) & permissions.round_is_open(round_, now()))
    if not reason.strip():
        raise Refused.because("reason_missing")
    left = {str(one.uid): one for one in queries.not_handed_in(round_, expert)}
    if not left:
        raise Refused.because("expert_has_done_all")
    if unknown := set(into) - set(left):
        raise Refused.because("plan_changed_meanwhile", count=len(unknown))
    for assignment in left.values():
        release(assignment=assignment, reason=reason, by=by)
    given = assign(round_=round_, pairs=[(left[uid].nomination, other) for uid, other in into.items()], by=by)
    before = {left[uid].nomination_id: left[uid] for uid in into}
    for one in given:
        one.in_place_of, one.plan_id = before[one.nomination_id], before[one.nomination_id].plan_id
        one.save(update_fields=["in_place_of", "plan"])
    audit.record(
        "expert_replaced", subject=expert, by=by, acting_for=call.organiser, within=call,
        after={"name": expert.name, "count": len(left), "given": len(given)}, note=reason,
    )  # fmt: skip
    return given
