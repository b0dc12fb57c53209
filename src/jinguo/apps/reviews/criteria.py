"""A call's criteria and policy, read from its data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from jinguo.apps.calls.models import Call
from jinguo.apps.calls.procedure import Seats
from jinguo.apps.reviews.models import Round
from jinguo.engines.scoring import Criterion
from jinguo.engines.selection import Candidate, Policy

OWN_KEYS = {"column", "trim_from", "far_apart", "votes"}
"""Keys of a call's policy that say which figure counts, what votes do and when sums lie far apart; the rest is the
selection engine's policy."""

VOTES_ARE_THE_SCORE, VOTES_BESIDE = "votes_are_the_score", "votes_beside"
WHAT_VOTES_DO = (VOTES_ARE_THE_SCORE, VOTES_BESIDE)

FAR_APART = Decimal("0.2")
"""A share of the full sum: where a call's policy says nothing else, sums that differ by it are pointed out."""


def criteria_of(stored: list[dict[str, Any]]) -> tuple[Criterion, ...]:
    return tuple(Criterion.model_validate(one) for one in stored)


def counting_column(call: Call) -> tuple[str, int]:
    """Which figure counts as the score, and from how many reviews on a trimmed mean is used.

    Calibrated scores are of the whole round, not of one nomination: until they are worked out the mean stands there.
    """
    column = call.policy.get("column", "mean")
    return "mean" if column == "calibrated" else column, int(call.policy.get("trim_from", 5))


def votes_stand_beside(round_: Round) -> bool:
    """Whether a panel's votes leave the score of the marks as it is; a round without criteria has no other score."""
    return bool(round_.criteria) and round_.call.policy.get("votes") == VOTES_BESIDE


def policy_of(call: Call, seats_by_category: dict[str, int]) -> Policy:
    """The policy that makes the list: the call's rules with the seats of its categories. Seats for which there
    are too few candidates stay empty, unless the call says otherwise.
    """
    rules = {key: value for key, value in call.policy.items() if key not in OWN_KEYS}
    rules.setdefault("unfillable", "leave_empty")
    if seats_by_category:
        rules["seats_by"] = {**rules.get("seats_by", {}), "category": seats_by_category}
    rules["seats"] = max(int(rules.get("seats", 0)), sum(seats_by_category.values()), 1)
    return Policy.model_validate(rules)


def policy_in_force(call: Call) -> Policy:
    """The call's policy with the seats of its categories."""
    return policy_of(call, {c.name: c.seats for c in call.categories.all() if c.seats is not None})


def passing_policy(call: Call, seats: Seats, candidates: Iterable[Candidate]) -> Policy:
    """The policy by which a round passes on: the call's order of equals with the round's places, none of its quotas."""
    rules = {key: value for key, value in call.policy.items() if key in ("score_digits", "tie", "last")}
    rules.setdefault("last", {"by": "id"})
    counted = Counter(one.columns.get("category", "") for one in candidates if one.score is not None)
    if isinstance(seats, dict):
        by_category = {name: seats.get(name, count) for name, count in counted.items()}
        rules |= {
            "seats": max(sum(by_category.values()), 1),
            "seats_by": {"category": by_category},
        }
    else:
        rules["seats"] = max(sum(counted.values()) if seats is None else seats, 1)
    return Policy.model_validate(rules)


def full_sum(round_: Round) -> Decimal:
    """The sum of a review with every highest mark."""
    return sum((one.max * one.weight for one in criteria_of(round_.criteria)), Decimal(0))


def is_far_apart(round_: Round) -> Decimal:
    """From which difference of highest and lowest sum on the officer is told to look at a nomination."""
    return full_sum(round_) * Decimal(str(round_.call.policy.get("far_apart", FAR_APART)))
