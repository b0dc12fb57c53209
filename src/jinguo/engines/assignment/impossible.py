"""Why it cannot be done: which bounds cannot hold together, who is lacking where, and the least that would do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from jinguo.engines.assignment.elastic import Elastic
from jinguo.engines.assignment.ground import ground_of
from jinguo.engines.assignment.problem import Problem
from jinguo.engines.assignment.result import Progress, Relaxation, Result
from jinguo.engines.assignment.total import total
from jinguo.reasons import Reason

_TRIED = 500_000
"""On more pairs no other rule is tried out."""
_TOLD = 20
"""So many places are told in sentences; the relaxation lists them all."""


def diagnosed(result: Result, until: float, tell: Progress) -> Result:
    """An infeasible result with the conflict, the relaxation and the reasons."""
    tell("assign_stage_relaxation", 0, 1)
    elastic = Elastic(result.problem, until)
    relaxation, proven = elastic.smallest()
    conflict = minimal_conflict(elastic, tell)
    total = sum(one.by for one in relaxation)
    code = "assign_relaxation_total" if proven else "assign_relaxation_at_most"
    reasons = (
        Reason("assign_cannot_hold_together", {"rules": list(conflict)}),
        Reason(code, {"total": total, "places": len(relaxation)}),
        *(_told(one) for one in relaxation[:_TOLD]),
        *_over_the_round(result.problem, relaxation, until),
    )
    return replace(result, conflict=conflict, relaxation=relaxation, reasons=reasons)


def minimal_conflict(elastic: Elastic, tell: Progress) -> tuple[str, ...]:
    """Names that cannot hold together, while any of them left out the others could (deletion filter, Chinneck 2008).

    What stands first is dropped last: rules of composition are named only where loads and demands alone do not clash.
    """
    names = elastic.names
    dropped: set[str] = set()
    for done, name in enumerate(names):
        tell("assign_stage_conflict", done, len(names))
        if not elastic.holds_without({*dropped, name}):
            dropped.add(name)
    return tuple(name for name in names if name not in dropped)


def _over_the_round(problem: Problem, relaxation: tuple[Relaxation, ...], until: float) -> Iterator[Reason]:
    """Shares that lack places item by item, where the same share over the whole round can be held (tried, not guessed).

    A share rounded up on every panel is much more than the share overall: 30 % of 4 is 2.
    """
    lacking = {one.rule for one in relaxation if one.side == "low" and one.item}
    shares = [r.name for r in problem.rules if r.name in lacking and r.at_least_share is not None]
    if not shares or len(problem.pair_item) > _TRIED:
        return
    rules = tuple(replace(r, over="all") if r.name in shares else r for r in problem.rules)
    found = total(ground_of(replace(problem, rules=rules)), until, lambda stage, done, all_: None)
    if found.objective is not None:
        for name in shares:
            yield Reason.info("assign_try_over_the_round", rule=name, objective=found.objective)


def _told(one: Relaxation) -> Reason:
    params: dict[str, object] = {"by": one.by}
    if one.rule == "demand":
        return Reason("assign_short", {**params, "item": one.item})
    if one.rule in ("max_load", "min_load"):
        return Reason(f"assign_relax_{one.rule}", {**params, "reviewer": one.reviewer})
    if one.rule == "fixed":
        return Reason("assign_relax_fixed", {"item": one.item, "reviewer": one.reviewer})
    params |= {"rule": one.rule, "value": one.value}
    if not one.item:
        return Reason(f"assign_relax_round_{one.side}", params)
    return Reason(f"assign_relax_{one.side}", {**params, "item": one.item})
