"""Rules that cross: the flow that holds most of them, then the linear program over all, then whole pairs."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import numpy as np

from jinguo.engines.assignment.flow import network_of, prices, reduced, send
from jinguo.engines.assignment.ground import ROUND, Family, Ground, merged
from jinguo.engines.assignment.linear import Master, best_of_each, costs_of
from jinguo.engines.assignment.problem import SCALE, Floats, Ints
from jinguo.engines.assignment.whole import complete, step_of

_FIRST = 8
"""So many pairs of each item, the best at the flow's prices, begin the linear program."""


@dataclass(frozen=True, eq=False)
class Found:
    """Chosen positions in the ground's free pairs, or None; the bound on the cost in millionths; whether it is proven
    that there is no assignment at all; whether the clock ended it.
    """

    chosen: Ints | None
    bound: int | None
    impossible: bool = False
    in_time: bool = True


def crossing(ground: Ground, until: float, tell: Any = None) -> Found:
    """The greatest total affinity under all rules, with the bound that proves it."""
    if ground.contradicts_itself:
        return Found(None, None, impossible=True)
    if not len(ground.free):
        asked = ground.demand.any() or ground.least.any() or any((f.low > 0).any() for f in ground.families)
        return Found(None, None, True) if asked else Found(np.zeros(0, np.int64), 0)
    start = first_pairs(ground)
    if start is None:
        return Found(None, None, impossible=True)
    cost = costs_of(ground)
    spread = float(np.abs(cost).max(initial=0)) + 1.0
    master = begun(ground, cost, 10 * spread, start, until)
    relaxed = master.solve(tell)
    for _ in range(3):
        if not relaxed.done:
            bound = floor_of(relaxed.bound) if np.isfinite(relaxed.bound) else None
            return Found(None, bound, in_time=False)
        if relaxed.elastic < 1e-6:
            break
        if relaxed.bound > dearest(ground) + 1e-3:
            return Found(None, None, impossible=True)
        master.raise_penalty(master.penalty * max(10.0, float(ground.demand.sum())))
        relaxed = master.solve(tell)
    else:
        impossible = shortfall(ground, start, until) > 1e-6
        return Found(None, None, impossible, in_time=impossible)
    whole = complete(ground, cost, relaxed, step_of(ground.affinity), until, tell)
    return Found(whole.chosen, floor_of(whole.bound), whole.impossible, whole.chosen is not None)


def dearest(ground: Ground) -> float:
    """What no assignment can cost more than: where giving way costs more still, there is no assignment."""
    worst = -float(ground.affinity.min(initial=0)) / SCALE
    return worst * float(ground.demand.sum())


def begun(ground: Ground, cost: Floats, penalty: float, start: Ints, until: float) -> Master:
    """A master program with the first pairs, the rows that ask for somebody and those that the first pairs break."""
    master = Master(ground, ground.families, cost, penalty, until)
    master.add_pairs(start)
    for which, family in enumerate(ground.families):
        if family.weight is None:
            master.add_rows(which, np.flatnonzero((family.low > 0) | (family.high <= 0)))
    return master


def shortfall(ground: Ground, start: Ints, until: float) -> float:
    """By how much the rules fail at least when affinity does not count: above 0 proves that they cannot all hold."""
    relaxed = begun(ground, np.zeros(len(ground.free)), 1.0, start, until).solve()
    return relaxed.bound if relaxed.done else 0.0


def first_pairs(ground: Ground) -> Ints | None:
    """The pairs of the best flow under the rules of one column, and the next best of each item at its prices.

    None: even that flow is impossible.
    """
    network = network_of(ground, network_family(ground))
    flow = send(network, -ground.affinity)
    if flow is None:
        return None
    left = reduced(network, -ground.affinity, prices(network, -ground.affinity, flow))[: network.pairs]
    near = best_of_each(ground.item, left, np.arange(network.pairs), _FIRST)
    return np.union1d(np.flatnonzero(flow[: network.pairs] > 0), near)


def network_family(ground: Ground) -> Family | None:
    """The rules of that column which asks for somebody in the most rows; weighted and round-wide ones are no network."""
    columns: dict[str, list[Family]] = defaultdict(list)
    for family in ground.families:
        if family.weight is None and not (family.item == ROUND).any():
            columns[family.column].append(family)
    if not columns:
        return None
    asking = {name: sum(int((f.low > 0).sum()) for f in found) for name, found in columns.items()}
    return merged(tuple(columns[max(sorted(asking), key=lambda name: asking[name])]))


def floor_of(bound: float) -> int:
    """A bound on the cost as whole millionths."""
    return int(np.ceil(bound * SCALE - 1e-2))
