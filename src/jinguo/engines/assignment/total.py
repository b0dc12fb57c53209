"""The greatest total affinity: as a flow where the rules are a network, else by linear and integer programs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from jinguo.engines.assignment.crossing import crossing
from jinguo.engines.assignment.flow import Network, network_of, prices, reduced, send
from jinguo.engines.assignment.ground import Ground, merged
from jinguo.engines.assignment.problem import Ints
from jinguo.engines.assignment.result import Progress, Result, Status, decimal
from jinguo.engines.assignment.ties import settle

FLOW = "min-cost flow"
PROGRAM = "linear program by column generation, branch and bound"


def total(ground: Ground, until: float, tell: Progress) -> Result:
    """The greatest total affinity on what is left to decide."""
    if len(np.intersect1d(ground.problem.fixed, ground.problem.conflicts)):
        return Result(ground.problem, "infeasible", solver=FLOW)
    return _by_program(ground, until, tell) if ground.crossing else _by_flow(ground)


def _by_flow(ground: Ground) -> Result:
    """The optimum as a network: exact, with prices as its proof, ties settled."""
    network, cost = network_of(ground, merged(ground.families)), -ground.affinity
    flow = send(network, cost)
    if flow is None:
        return Result(ground.problem, "infeasible", solver=FLOW)
    price = prices(network, cost, flow)
    bound = proven(ground, network, cost, price)
    flow = settle(ground.problem, ground.free, network, cost, price, flow)
    chosen = np.sort(np.concatenate([ground.taken, ground.free[flow[: network.pairs] > 0]]))
    return Result(ground.problem, "optimal", chosen, bound=decimal(bound), solver=FLOW, ties="settled")


def proven(ground: Ground, network: Network, cost: Ints, price: Ints) -> int:
    """What no assignment can exceed at these prices, in millionths: weak duality, whatever the solver did."""
    left = reduced(network, cost, price)
    least = int((network.room * np.minimum(left, 0)).sum()) - int((price * network.supply).sum())
    return -least + int(ground.problem.affinity[ground.taken].sum())


def _by_program(ground: Ground, until: float, tell: Progress) -> Result:
    """Linear program by column generation, then branch and bound over what is not whole."""
    found = crossing(ground, until, tell)
    held = int(ground.problem.affinity[ground.taken].sum())
    bound = None if found.bound is None else decimal(held - found.bound)
    if found.chosen is None:
        status: Status = "infeasible" if found.impossible else "unsolved"
        return Result(ground.problem, status, bound=bound, solver=PROGRAM)
    chosen = np.sort(np.concatenate([ground.taken, ground.free[found.chosen]]))
    result = Result(ground.problem, "feasible", chosen, bound=bound, solver=PROGRAM)
    return replace(result, status="optimal") if result.gap == 0 else result
