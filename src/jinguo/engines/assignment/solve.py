"""From a problem to its answer: the solver chosen by the problem, the answer checked, ties settled."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import replace
from typing import Literal

import numpy as np

from jinguo.engines.assignment.alternates import reserve
from jinguo.engines.assignment.crossing import crossing
from jinguo.engines.assignment.flow import Network, network_of, prices, reduced, send
from jinguo.engines.assignment.ground import Ground, ground_of, merged
from jinguo.engines.assignment.impossible import diagnosed
from jinguo.engines.assignment.problem import Ints, Problem
from jinguo.engines.assignment.result import Progress, Result, decimal
from jinguo.engines.assignment.ties import settle


def solve(
    problem: Problem,
    *,
    objective: Literal["total", "maxmin"] = "total",
    alternates: int = 0,
    keep: Iterable[tuple[str, str]] | None = None,
    time_limit: float | None = None,
    progress: Progress | None = None,
) -> Result:
    """The assignment with the greatest total affinity, or the best worst-off item and then the greatest total.

    Args:
        alternates: how many stand on each item's reserve list.
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
    if objective == "maxmin" or keep is not None:
        raise NotImplementedError("maxmin and keep")
    result = total(ground, until, tell)
    if result.status == "infeasible":
        result = diagnosed(result, until, tell)
    if alternates and result.objective is not None:
        tell("assign_stage_alternates", 0, 1)
        result = replace(result, reserve=reserve(problem, result.chosen, alternates))
    return replace(result, seconds=time.monotonic() - began)


def total(ground: Ground, until: float, tell: Progress) -> Result:
    """The greatest total affinity: as a flow where the rules are a network, else by linear and integer programs."""
    return _by_program(ground, until, tell) if ground.crossing else _by_flow(ground)


def _by_flow(ground: Ground) -> Result:
    """The optimum as a network: exact, with prices as its proof, ties settled."""
    network, cost = network_of(ground, merged(ground.families)), -ground.affinity
    flow = send(network, cost)
    if flow is None:
        return Result(ground.problem, "infeasible", solver="min-cost flow")
    price = prices(network, cost, flow)
    bound = proven(ground, network, cost, price)
    flow = settle(ground.problem, ground.free, network, cost, price, flow)
    chosen = np.sort(np.concatenate([ground.taken, ground.free[flow[: network.pairs] > 0]]))
    return Result(
        ground.problem, "optimal", chosen, bound=decimal(bound), solver="min-cost flow", ties="settled"
    )


def proven(ground: Ground, network: Network, cost: Ints, price: Ints) -> int:
    """What no assignment can exceed at these prices, in millionths: weak duality, whatever the solver did."""
    left = reduced(network, cost, price)
    least = int((network.room * np.minimum(left, 0)).sum()) - int((price * network.supply).sum())
    return -least + int(ground.problem.affinity[ground.taken].sum())


def _by_program(ground: Ground, until: float, tell: Progress) -> Result:
    """Linear program by column generation, then branch and bound over what is not whole."""
    solver = "linear program by column generation, branch and bound"
    found = crossing(ground, until, tell)
    held = int(ground.problem.affinity[ground.taken].sum())
    bound = None if found.bound is None else decimal(held - found.bound)
    if found.chosen is None:
        return Result(
            ground.problem, "infeasible" if found.impossible else "unsolved", bound=bound, solver=solver
        )
    chosen = np.sort(np.concatenate([ground.taken, ground.free[found.chosen]]))
    result = Result(ground.problem, "feasible", chosen, bound=bound, solver=solver)
    return replace(result, status="optimal") if result.gap == 0 else result


def _silent(stage: str, done: int, total: int) -> None:
    pass
