"""From a problem to its answer: the solver chosen by the problem, the answer checked, ties settled."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Literal

import numpy as np

from jinguo.engines.assignment.alternates import reserve
from jinguo.engines.assignment.fair import fairest
from jinguo.engines.assignment.ground import Ground, ground_of
from jinguo.engines.assignment.impossible import diagnosed
from jinguo.engines.assignment.keeping import keeping, positions_of
from jinguo.engines.assignment.lexicographic import leximin
from jinguo.engines.assignment.problem import Problem
from jinguo.engines.assignment.result import Progress, Result, Uncovered
from jinguo.engines.assignment.total import total
from jinguo.reasons import Reason

Objective = Literal["total", "maxmin", "leximin"]
_METHODS: Mapping[Objective, Callable[[Ground, float, Progress], Result]] = {
    "total": total,
    "maxmin": fairest,
    "leximin": leximin,
}


def solve(
    problem: Problem,
    *,
    objective: Objective = "total",
    alternates: int = 0,
    keep: Iterable[tuple[str, str]] | None = None,
    time_limit: float | None = None,
    progress: Progress | None = None,
) -> Result:
    """The best assignment under every rule.

    Args:
        objective: ``total``: the greatest total affinity; ``maxmin``: the best worst-off item and then the greatest
            total; ``leximin``: the best worst-off item, then the best second worst, and so on to the last.
        alternates: how many stand on each item's reserve list; whom nobody there can replace under the rules is in
            ``uncovered``.
        keep: the (item, reviewer) ids of an assignment of before; as few of its pairs as possible are given up, and
            only then affinity counts. Ids and pairs that are gone count as given up.
        time_limit: seconds; when they are over, the best found so far with its gap. A flow is not interrupted.
        progress: called with a stage; it may raise :class:`Cancelled`.
    """
    began = time.monotonic()
    until = began + time_limit if time_limit else float("inf")
    tell = progress or _silent
    tell("assign_stage_flow", 0, 1)
    ground = ground_of(problem)
    kept = None if keep is None else tuple(dict.fromkeys(keep))
    if kept is not None:
        ground = keeping(ground, kept, until, tell)
    result = _METHODS[objective](ground, until, tell)
    if kept is not None and result.objective is not None:
        there = positions_of(problem, kept)
        result = replace(result, changes=len(kept) - int(np.isin(there[there >= 0], result.chosen).sum()))
    if result.status == "infeasible":
        result = diagnosed(result, until, tell)
    if result.status == "unsolved":
        result = replace(result, reasons=(Reason.error("assign_time_over"),))
    if alternates and result.objective is not None:
        tell("assign_stage_alternates", 0, 1)
        taken, uncovered = reserve(problem, result.chosen, alternates)
        reasons = (*result.reasons, *_uncovered(uncovered))
        result = replace(result, reserve=taken, uncovered=uncovered, reasons=reasons)
    return replace(result, seconds=time.monotonic() - began)


def _uncovered(mains: Sequence[Uncovered]) -> Iterator[Reason]:
    """One warning for each cause; who it is stands in the result."""
    for why, code in (("nobody", "assign_reserve_nobody"), ("list too short", "assign_reserve_short")):
        if count := sum(one.why == why for one in mains):
            yield Reason.warning(code, count=count)


def _silent(stage: str, done: int, total: int) -> None:
    pass
