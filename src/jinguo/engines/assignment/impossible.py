"""Why it cannot be done: which bounds cannot hold together, who is lacking where, and the least that would do."""

from __future__ import annotations

from dataclasses import replace

from jinguo.engines.assignment.elastic import Elastic
from jinguo.engines.assignment.result import Progress, Relaxation, Result
from jinguo.reasons import Reason

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
