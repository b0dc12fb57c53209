"""Why this expert got this item: where the pair stands among the possible, and what kept the better ones away."""

from __future__ import annotations

import numpy as np

from jinguo.engines.assignment.ground import family_of
from jinguo.engines.assignment.problem import Ints, Problem
from jinguo.engines.assignment.result import decimal, loads_of
from jinguo.reasons import Reason

_NAMED = 10


def explain(problem: Problem, chosen: Ints, item: str, reviewer: str) -> tuple[Reason, ...]:
    """Reasons for one pair of an assignment (``chosen``: positions of pairs, ``result.chosen``).

    First where the pair's affinity ranks for the item; then, for everybody better who is not on the panel, what stands
    in the way of taking her in this one's place: a conflict, her full load, a rule; or that she is worth more
    elsewhere. Unknown ids: KeyError; a pair that is not possible: one reason that says so.
    """
    at = {one: n for n, one in enumerate(problem.items)}[item]
    who = {one: n for n, one in enumerate(problem.reviewers)}[reviewer]
    pair = problem.pair_of(at, who)
    names = {"item": item, "reviewer": reviewer}
    if pair < 0:
        return (Reason.info("assign_why_not_possible", **names),)
    first, last = np.searchsorted(problem.pair_item, [at, at + 1])
    of_item = np.arange(first, last)
    better = of_item[problem.affinity[of_item] > problem.affinity[pair]]
    code = "assign_why_chosen" if np.isin(pair, chosen) else "assign_why_not_chosen"
    reasons = [
        Reason(
            code,
            {
                **names,
                "affinity": decimal(int(problem.affinity[pair])),
                "rank": len(better) + 1,
                "count": len(of_item),
            },
            "info",
        )
    ]
    if np.isin(pair, problem.fixed):
        reasons.append(Reason.info("assign_why_fixed", **names))
    elif np.isin(pair, problem.conflicts):
        reasons.append(Reason.info("assign_why_conflict", **names))
    order = np.argsort(-problem.affinity[better], kind="stable")
    apart = better[order][~np.isin(better[order], chosen)]
    loads = loads_of(problem, chosen)
    reasons += [_hindrance(problem, chosen, pair, int(other), loads) for other in apart[:_NAMED]]
    return tuple(reasons)


def _hindrance(problem: Problem, chosen: Ints, pair: int, other: int, loads: Ints) -> Reason:
    """What stands in the way of one better pair in the place of this one."""
    who = int(problem.pair_reviewer[other])
    given: dict[str, object] = {
        "reviewer": problem.reviewers[who],
        "affinity": decimal(int(problem.affinity[other])),
    }
    if np.isin(other, problem.conflicts):
        return Reason("assign_better_conflict", given, "info")
    if loads[who] >= problem.max_load[who]:
        return Reason("assign_better_full", {**given, "limit": int(problem.max_load[who])}, "info")
    for rule in problem.rules:
        family = family_of(problem, rule)
        new, old = int(family.row[other]), int(family.row[pair])
        if new == old:
            continue
        counts = family.count(chosen)
        if new >= 0 and counts[new] >= family.high[new]:
            return Reason("assign_better_rule", {**given, "rule": rule.name}, "info")
        if old >= 0 and np.isin(pair, chosen) and counts[old] <= family.low[old]:
            return Reason("assign_better_rule", {**given, "rule": rule.name}, "info")
    return Reason("assign_better_elsewhere", given, "info")
