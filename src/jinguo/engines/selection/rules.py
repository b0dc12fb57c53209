"""The rules of a policy as bounds: of the candidates in a set, at least so many and at most so many are
chosen.

Every rule of a policy but the exclusions says that of some set of candidates. The sets differ (one value of
a column, a condition, everyone else), the bounds are whole numbers once the number of seats filled is known.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor
from typing import Any

from jinguo.engines.selection.policy import Policy, where_text
from jinguo.reasons import Reason

SEATS = "seats"


@dataclass(frozen=True, slots=True)
class Quota:
    """A bound on a set of candidates, before the number of seats filled is known.

    The set: ``where`` (all columns have these values), or everyone else when ``others``; ``each`` stands for
    one set for every value of ``column``; with ``listed``, whoever has none of these values of ``column``.
    """

    rule: str
    kind: str
    least: int = 0
    most: int | None = None
    least_share: Fraction | None = None
    most_share: Fraction | None = None
    where: Mapping[str, str] = field(default_factory=dict)
    others: bool = False
    column: str = ""
    each: bool = False
    listed: tuple[str, ...] | None = None

    def bounds(self, filled: int) -> tuple[int, int]:
        """(at least, at most) of the set when so many seats are filled."""
        least = self.least
        if self.least_share is not None:
            least = max(least, ceil(self.least_share * filled))
        most = filled if self.most is None else min(filled, self.most)
        if self.most_share is not None:
            most = min(most, floor(self.most_share * filled))
        return least, most

    def describe(self, filled: int, value: str = "") -> Reason:
        """The rule as a reason that people can read; ``value`` is the value of an ``each`` quota."""
        least, most = self.bounds(filled)
        params: dict[str, Any] = {"rule": self.rule}
        if self.kind == "limit":
            params |= {"column": self.column, "at_most": most if self.most is None else self.most}
            if not self.each or value:
                return Reason.info("by_limit_of", **params, value=value or self.where[self.column])
        elif self.kind in ("seats_by", "rest"):
            params |= {"column": self.column, "seats": self.most}
            if self.kind == "seats_by":
                params["value"] = self.where[self.column]
        elif self.kind == "set_aside":
            params |= {"where": where_text(self.where), "seats": self.least or filled - most}
        elif self.kind == "share":
            params |= {"where": where_text(self.where), "filled": filled}
            if self.least_share is not None:
                return Reason.info("by_share_least", **params, share=percent(self.least_share), seats=least)
            return Reason.info("by_share_most", **params, share=percent(self.most_share), seats=most)
        else:
            params["seats"] = self.most
        return Reason.info(f"by_{self.kind}", **params)


def quotas(policy: Policy) -> tuple[Quota, ...]:
    """The bounds of a policy, in the order in which reasons name them: limits, seats of values, shares, set
    asides, and last the seats themselves.
    """
    strict = policy.unfillable == "refuse"
    found: list[Quota] = []
    for number, limit in enumerate(policy.limit, 1):
        where = {} if limit.value is None else {limit.column: limit.value}
        found.append(
            Quota(
                f"limit[{number}]",
                "limit",
                most=limit.at_most,
                where=where,
                column=limit.column,
                each=limit.value is None,
            )
        )
    for column, by_value in sorted(policy.seats_by.items()):
        for value, seats in sorted(by_value.items()):
            found.append(
                Quota(
                    f"seats_by.{column}.{value}",
                    "seats_by",
                    least=seats if strict else 0,
                    most=seats,
                    where={column: value},
                    column=column,
                )
            )
        rest = policy.seats - sum(by_value.values())
        found.append(
            Quota(f"seats_by.{column}", "rest", most=rest, column=column, listed=tuple(sorted(by_value)))
        )
    for number, share in enumerate(policy.share, 1):
        name = f"share[{number}]"
        if share.at_least is not None:
            found.append(Quota(name, "share", least_share=Fraction(share.at_least), where=share.where))
        if share.at_most is not None:
            found.append(Quota(name, "share", most_share=Fraction(share.at_most), where=share.where))
    for number, aside in enumerate(policy.set_aside, 1):
        name = f"set_aside[{number}]"
        if strict:
            found.append(Quota(name, "set_aside", least=aside.seats, where=aside.where))
        else:
            most = max(0, policy.seats - aside.seats)
            found.append(Quota(name, "set_aside", most=most, where=aside.where, others=True))
    return (*found, Quota(SEATS, "seats", most=policy.seats))


def rule_names(policy: Policy) -> tuple[str, ...]:
    """The names of all rules, as errors and records write them; numbers count from 1 in the order of the
    file.
    """
    names = [f"exclude[{number}]" for number in range(1, len(policy.exclude) + 1)]
    names += [quota.rule for quota in quotas(policy) if quota.kind != "rest"]
    return tuple(dict.fromkeys(names))


def without(policy: Policy, rule: str) -> Policy:
    """The policy without one rule. The seats themselves cannot be left out."""
    if rule.startswith("seats_by."):
        column, _, value = rule.removeprefix("seats_by.").partition(".")
        kept = {
            c: {v: n for v, n in by_value.items() if f"{c}.{v}" != f"{column}.{value}"}
            for c, by_value in policy.seats_by.items()
        }
        return policy.model_copy(update={"seats_by": {c: by for c, by in kept.items() if by}})
    kind, number = _numbered(rule)
    rules = list(getattr(policy, kind))
    del rules[number - 1]
    return policy.model_copy(update={kind: tuple(rules)})


def _numbered(rule: str) -> tuple[str, int]:
    kind, _, number = rule.rstrip("]").partition("[")
    return kind, int(number)


def percent(share: Fraction | None) -> str:
    """A share as people write it: 3/10 → 30%.

    >>> percent(Fraction(3, 10)), percent(Fraction("0.125"))
    ('30%', '12.5%')
    """
    hundred = (share or Fraction(0)) * 100
    if hundred.denominator == 1:
        return f"{hundred.numerator}%"
    return f"{float(hundred):.4f}".rstrip("0").rstrip(".") + "%"
