"""The problem as a network: greatest affinity is a min-cost flow, exact and integral (OR-Tools, cost scaling).

``item → (item, group) → reviewer → sink``; least numbers are sent ahead as supplies. Prices of the nodes prove the
optimum independently of the solver, and say which pairs can stand in an optimum at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from ortools.graph.python import min_cost_flow

from jinguo.engines.assignment.ground import Family, Ground
from jinguo.engines.assignment.problem import Flags, Ints


@dataclass(frozen=True, eq=False)
class Network:
    """Arcs of the network: first one for each free pair, then (item, group) arcs, then reviewer arcs to the sink."""

    tail: Ints
    head: Ints
    room: Ints
    supply: Ints
    pairs: int
    items: int
    group_node: Ints
    """For each row of the family its node, -1 where the row cannot bind and has none."""

    @property
    def impossible(self) -> bool:
        """Whether some bound contradicts itself before any pair is looked at."""
        return bool((self.room < 0).any() or (self.supply[: self.items] < 0).any())


def network_of(ground: Ground, family: Family | None) -> Network:
    """The network of the demands, the loads and one family of rows."""
    n, m = len(ground.demand), len(ground.most)
    sink = n + m
    need = ground.demand.copy()
    first = ground.item.copy()
    group_node = np.zeros(0, np.int64)
    tails, heads, rooms, lows = [], [], [], np.zeros(0, np.int64)
    nodes = sink + 1
    if family is not None and len(family.item):
        low, high = np.maximum(family.low, 0), family.high
        size = np.bincount(family.row[family.row >= 0], minlength=len(family.item))
        binds = (low > 0) | (high < np.minimum(size, ground.demand[family.item]))
        group_node = np.where(binds, nodes + np.cumsum(binds) - 1, -1)
        nodes += int(binds.sum())
        inside = family.row >= 0
        of_pair = np.where(inside, group_node[family.row], -1)
        first = np.where(of_pair >= 0, of_pair, first)
        lows = low[binds]
        np.subtract.at(need, family.item[binds], lows)
        tails.append(family.item[binds])
        heads.append(group_node[binds])
        rooms.append((high - low)[binds])
    supply = np.zeros(nodes, np.int64)
    supply[:n] = need
    supply[n:sink] = -ground.least
    supply[sink + 1 :] = lows
    supply[sink] = -int(ground.demand.sum()) + int(ground.least.sum())
    tails += [np.arange(n, sink)]
    heads += [np.full(m, sink)]
    rooms += [ground.most - ground.least]
    return Network(
        np.concatenate([first, *tails]),
        np.concatenate([n + ground.reviewer, *heads]),
        np.concatenate([np.ones(len(first), np.int64), *rooms]),
        supply,
        len(first),
        n,
        group_node,
    )


def send(network: Network, cost: Ints) -> Ints | None:
    """The flow on every arc at the least cost of its pairs; None where the demands cannot be met."""
    if network.impossible or network.supply.sum() != 0:
        return None
    solver: Any = min_cost_flow.SimpleMinCostFlow()
    costs = np.zeros(len(network.tail), np.int64)
    costs[: len(cost)] = cost
    arcs = solver.add_arcs_with_capacity_and_unit_cost(
        network.tail.astype(np.int32), network.head.astype(np.int32), network.room, costs
    )
    solver.set_nodes_supplies(np.arange(len(network.supply), dtype=np.int32), network.supply)
    status = solver.solve()
    if status == solver.INFEASIBLE or status == solver.UNBALANCED:
        return None
    if status != solver.OPTIMAL:
        raise ArithmeticError(f"min-cost flow ended with {status}")
    flow: Ints = np.asarray(solver.flows(arcs), np.int64)
    return flow


def prices(network: Network, cost: Ints, flow: Ints) -> Ints:
    """Prices of the nodes under which no arc with room left saves anything: the proof that the flow is cheapest.

    Bellman-Ford over the residual network, only from the nodes whose price changed; it ends because an optimal
    flow leaves no cycle that saves.
    """
    costs = np.zeros(len(network.tail), np.int64)
    costs[: len(cost)] = cost
    onward, back = flow < network.room, flow > 0
    tail = np.concatenate([network.tail[onward], network.head[back]])
    head = np.concatenate([network.head[onward], network.tail[back]])
    price = np.concatenate([costs[onward], -costs[back]])
    order = np.argsort(tail, kind="stable")
    tail, head, price = tail[order], head[order], price[order]
    nodes = len(network.supply)
    starts = np.searchsorted(tail, np.arange(nodes + 1))
    found = np.zeros(nodes, np.int64)
    changed = np.arange(nodes)
    while len(changed):
        arcs = _arcs_from(starts, changed)
        offered = found[tail[arcs]] + price[arcs]
        better = offered < found[head[arcs]]
        before = found.copy()
        np.minimum.at(found, head[arcs][better], offered[better])
        changed = np.flatnonzero(found < before)
    return found


def _arcs_from(starts: Ints, nodes: Ints) -> Ints:
    """Positions of all arcs that leave these nodes."""
    counts = starts[nodes + 1] - starts[nodes]
    total = int(counts.sum())
    ends = np.cumsum(counts)
    arcs: Ints = np.arange(total) - np.repeat(ends - counts, counts) + np.repeat(starts[nodes], counts)
    return arcs


def reduced(network: Network, cost: Ints, price: Ints) -> Ints:
    """What each arc would add to the cost at these prices: 0 on the arcs an optimum may choose freely."""
    costs = np.zeros(len(network.tail), np.int64)
    costs[: len(cost)] = cost
    left: Ints = costs + price[network.tail] - price[network.head]
    return left


def narrowed(network: Network, left: Ints) -> tuple[Network, Flags]:
    """The network of all optimal flows: arcs that cost more are shut, arcs that save are filled to the brim.

    Gives the network over the arcs that remain open and which arcs of the first those are.
    """
    open_ = (left == 0) & (network.room > 0)
    full = left < 0
    supply = network.supply.copy()
    np.subtract.at(supply, network.tail[full], network.room[full])
    np.add.at(supply, network.head[full], network.room[full])
    pairs = int(open_[: network.pairs].sum())
    rest = Network(
        network.tail[open_], network.head[open_], network.room[open_], supply, pairs, 0, network.group_node
    )
    return rest, open_
