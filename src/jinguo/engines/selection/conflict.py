"""Which rules cannot hold together: a smallest set in the sense that any one of them less leaves a list."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import ceil

from jinguo.engines.selection.keeping import stands_in
from jinguo.engines.selection.policy import Policy
from jinguo.engines.selection.problem import Pool, Problem
from jinguo.engines.selection.result import Candidate
from jinguo.engines.selection.rules import quotas, rule_names, without
from jinguo.engines.selection.whole import longest
from jinguo.reasons import Reason

_KINDS = 4096
"""So many combinations of values at most are tried when a policy is examined without candidates."""


def infeasible(pool: Pool, policy: Policy) -> tuple[Reason, ...]:
    """Why there is no list: the rules that cannot hold together and, for each that asks for a number, how
    many there are.
    """
    if inherent := contradiction(policy):
        return inherent
    rules = _smallest(pool, policy, 1)
    about = []
    for quota in quotas(policy):
        if quota.rule in rules and quota.least:
            there = sum(
                stands_in(quota, c) and not any(e.covers(c.columns) for e in policy.exclude)
                for c in pool.candidates
            )
            about.append(Reason.error("rule_needs_more", rule=quota.rule, needs=quota.least, there=there))
    return Reason.error("no_list", rules=list(rules)), *_described(policy, rules), *about


def contradiction(policy: Policy) -> tuple[Reason, ...]:
    """The rules of a policy that contradict each other whoever the candidates are; () where none do."""
    pool = _everybody(policy)
    if pool is None or _fills(pool, policy, policy.seats):
        return ()
    rules = _smallest(pool, policy, policy.seats)
    return Reason.error("policy_contradicts", rules=list(rules)), *_described(policy, rules)


def _smallest(pool: Pool, policy: Policy, supply: int) -> tuple[str, ...]:
    """Leave out one rule after the other; those that cannot be left out are the conflict. The last go first,
    so the numbers of the others stay.
    """
    needed = []
    for rule in reversed(rule_names(policy)):
        if rule == "seats":
            continue
        fewer = without(policy, rule)
        if _fills(pool, fewer, supply):
            needed.append(rule)
        else:
            policy = fewer
    return tuple(reversed(needed))


def _fills(pool: Pool, policy: Policy, supply: int) -> bool:
    """Whether some list keeps the rules and has at least one name on it."""
    problem = Problem(pool, policy, supply)
    if not problem.classes:
        return not any(quota.least for quota in quotas(policy))
    found = longest(problem)
    return bool(found)


def _everybody(policy: Policy) -> Pool | None:
    """A candidate for every combination of values that the policy names, and of others."""
    values: dict[str, set[str]] = {column: {""} for column in policy.columns}
    for column, value in (pair for where in policy.conditions for pair in where.items()):
        values[column].add(value)
    for column, by_value in policy.seats_by.items():
        values[column].update(by_value)
    for limit in policy.limit:
        if limit.value is not None:
            values[limit.column].add(limit.value)
    for exclude in policy.exclude:
        if exclude.below is not None:  # somebody who is not below: a share of one, or so many
            share = Fraction(exclude.below)
            for column in exclude.numbers:
                values[column].add("1" if exclude.of and share <= 1 else str(ceil(share)))
            if exclude.of and share > 1:
                values[exclude.of].add("1")
    count = 1
    for of_column in values.values():
        count *= len(of_column)
    if count > _KINDS:
        return None
    columns = sorted(values)
    kinds = product(*(sorted(values[column]) for column in columns))
    return Pool(
        [Candidate(str(n), None, dict(zip(columns, kind, strict=True))) for n, kind in enumerate(kinds)]
    )


def _described(policy: Policy, rules: tuple[str, ...]) -> tuple[Reason, ...]:
    about: dict[str, Reason] = {}
    for quota in quotas(policy):
        if quota.kind != "rest":
            about.setdefault(quota.rule, quota.describe(policy.seats))
    for number, exclude in enumerate(policy.exclude, 1):
        name = f"exclude[{number}]"
        about[name] = exclude.about("by_exclude", name)
    return tuple(about[rule] for rule in rules if rule in about)
