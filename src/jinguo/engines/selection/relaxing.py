"""What would have had to differ: the list made again with one rule one seat wider, and without one rule.

Nothing here is estimated. A sentence "with a limit of 2 per unit she would be on the list" is written only
for those who are on the list that this policy gives.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from jinguo.engines.selection.keeping import slack
from jinguo.engines.selection.policy import Policy, where_text
from jinguo.engines.selection.result import Candidate
from jinguo.engines.selection.rules import Quota, quotas, without
from jinguo.reasons import Reason

Again = Callable[[Sequence[Candidate], Policy], tuple[str, ...] | None]


@dataclass(frozen=True, slots=True)
class Change:
    """A policy that differs in one rule, and the reasons that say so to those whom it moves."""

    rule: str
    policy: Policy
    enters: Reason | None
    leaves: Reason | None = None


@dataclass
class Effects:
    """Whom each change of a rule would bring in, and who is on the list only by a rule."""

    by_id: dict[str, list[Reason]] = field(default_factory=dict)

    def of(self, id_: str) -> tuple[Reason, ...]:
        return tuple(self.by_id.get(id_, ()))


def effects(candidates: Sequence[Candidate], policy: Policy, chosen: Sequence[str], again: Again) -> Effects:
    """Make the list again for every rule that has no slack, and note who comes and goes."""
    found: dict[str, list[Reason]] = {}
    present = set(chosen)
    if len(chosen) < len(candidates):
        for change in changes(candidates, policy, chosen):
            other = again(candidates, change.policy)
            if other is None:
                continue
            if change.enters is not None:
                for id_ in sorted(set(other) - present):
                    found.setdefault(id_, []).append(change.enters)
            if change.leaves is not None:
                for id_ in sorted(present - set(other)):
                    found.setdefault(id_, []).append(change.leaves)
    return Effects(found)


def changes(candidates: Sequence[Candidate], policy: Policy, chosen: Sequence[str]) -> Iterator[Change]:
    """The policies to try: of every rule without slack, one seat wider; and each such rule left out."""
    about = {
        state.rule: state.about for state in reversed(slack(policy, candidates, chosen)) if state.slack <= 0
    }
    tight = set(about)
    filled = len(chosen)
    yield from _wider_limits(policy, tight)
    yield from _wider_seats(policy, tight)
    yield from _wider_shares(policy, tight, filled)
    yield from _wider_set_asides(policy, tight)
    for number, exclude in enumerate(policy.exclude, 1):
        rule = f"exclude[{number}]"
        enters = exclude.about("in_if_not_excluded", rule)
        yield Change(rule, without(policy, rule), enters)
    for rule in sorted(tight):
        if rule.startswith(("limit", "share", "set_aside")) or rule.count(".") > 1:
            yield Change(rule, without(policy, rule), None, _left_out(about[rule]))


def _left_out(about: Reason) -> Reason:
    """Without the rule that ``about`` describes she would not be on the list."""
    return Reason.info(about.code.replace("by_", "out_without_", 1), **about.params)


def _wider_limits(policy: Policy, tight: set[str]) -> Iterator[Change]:
    for number, limit in enumerate(policy.limit, 1):
        if (rule := f"limit[{number}]") in tight:
            wider = limit.model_copy(update={"at_most": limit.at_most + 1})
            params = {"rule": rule, "column": limit.column, "at_most": wider.at_most}
            code = "in_if_limit" if limit.value is None else "in_if_limit_of"
            if limit.value is not None:
                params["value"] = limit.value
            yield Change(rule, _with(policy, "limit", number, wider), Reason.info(code, **params))


def _wider_seats(policy: Policy, tight: set[str]) -> Iterator[Change]:
    more = {"seats": policy.seats + 1}
    if "seats" in tight:
        yield Change("seats", policy.model_copy(update=more), Reason.info("in_if_seats", **more))
    for column, by_value in sorted(policy.seats_by.items()):
        for value, seats in sorted(by_value.items()):
            if (rule := f"seats_by.{column}.{value}") in tight:
                seats_by = {**policy.seats_by, column: {**by_value, value: seats + 1}}
                reason = Reason.info("in_if_seats_by", rule=rule, column=column, value=value, seats=seats + 1)
                yield Change(rule, policy.model_copy(update={**more, "seats_by": seats_by}), reason)


def _wider_shares(policy: Policy, tight: set[str], filled: int) -> Iterator[Change]:
    bounds: dict[str, list[Quota]] = {}
    for quota in quotas(policy):
        bounds.setdefault(quota.rule, []).append(quota)
    for number, share in enumerate(policy.share, 1):
        if (rule := f"share[{number}]") not in tight or not filled:
            continue
        where = where_text(share.where)
        for quota in bounds[rule]:
            least, most = quota.bounds(filled)
            if quota.least_share is not None and least > 0:
                wider = share.model_copy(update={"at_least": _share(least - 1, filled, ROUND_FLOOR)})
                reason = Reason.info(
                    "in_if_share_least", rule=rule, where=where, seats=least - 1, filled=filled
                )
            elif quota.most_share is not None and most < filled:
                wider = share.model_copy(update={"at_most": _share(most + 1, filled, ROUND_CEILING)})
                reason = Reason.info(
                    "in_if_share_most", rule=rule, where=where, seats=most + 1, filled=filled
                )
            else:
                continue
            yield Change(rule, _with(policy, "share", number, wider), reason)


def _wider_set_asides(policy: Policy, tight: set[str]) -> Iterator[Change]:
    for number, aside in enumerate(policy.set_aside, 1):
        if (rule := f"set_aside[{number}]") in tight:
            reason = Reason.info(
                "in_if_set_aside", rule=rule, where=where_text(aside.where), seats=aside.seats - 1
            )
            if aside.seats == 1:
                yield Change(rule, without(policy, rule), reason)
            else:
                fewer = aside.model_copy(update={"seats": aside.seats - 1})
                yield Change(rule, _with(policy, "set_aside", number, fewer), reason)


def _with(policy: Policy, kind: str, number: int, rule: object) -> Policy:
    rules = list(getattr(policy, kind))
    rules[number - 1] = rule
    return policy.model_copy(update={kind: tuple(rules)})


def _share(seats: int, filled: int, rounding: str) -> Decimal:
    """A share that comes to just so many of the seats filled."""
    return (Decimal(seats) / Decimal(filled)).quantize(Decimal("0.00000001"), rounding)
