"""The reserve list: for each item k who could step in, chosen after the mains.

A min-cost flow over the pairs left: a list is filled where pairs are left at all; who still has room in her load comes
before who has not, and nobody stands on more lists than her room is good for while others can; then affinity counts.
"""

from __future__ import annotations

import numpy as np

from jinguo.engines.assignment.flow import Network, prices, send
from jinguo.engines.assignment.problem import SCALE, Ints, Problem
from jinguo.engines.assignment.result import loads_of
from jinguo.engines.assignment.ties import settle

_SPREAD = (1, 2, 4)
"""On so many lists for each place left, each step dearer than the one before."""


def reserve(problem: Problem, chosen: Ints, wanted: int) -> Ints:
    """Positions of the pairs on the reserve lists; ``wanted`` an item, fewer only where no pair is left."""
    if wanted <= 0 or not len(problem.pair_item):
        return np.zeros(0, np.int64)
    open_ = np.ones(len(problem.pair_item), bool)
    open_[chosen] = False
    open_[problem.conflicts] = False
    open_ &= problem.demand[problem.pair_item] > 0
    open_ &= problem.max_load[problem.pair_reviewer] > 0
    free = np.flatnonzero(open_)
    left = np.bincount(problem.pair_item[free], minlength=len(problem.items))
    need = np.minimum(left, wanted).astype(np.int64)
    room = np.maximum(problem.max_load - loads_of(problem, chosen), 0)
    network, cost = _network(problem, free, need, room)
    flow = send(network, cost)
    assert flow is not None  # every list can be filled: its length is the number of pairs left
    flow = settle(problem, free, network, cost, prices(network, cost, flow), flow)
    taken: Ints = free[flow[: len(free)] > 0]
    return taken


def _network(problem: Problem, free: Ints, need: Ints, room: Ints) -> tuple[Network, Ints]:
    """Reviewer arcs in steps: as many lists as places left, then twice, four times as many, then all the rest.

    Each step costs more than any swap of affinities can save.
    """
    n, m = len(need), len(room)
    sink = n + m
    at = np.arange(n, sink)
    affinity = problem.affinity[free]
    step = int(np.ptp(affinity)) + SCALE if len(affinity) else SCALE
    rooms = [room * _SPREAD[0], room * _SPREAD[1], room * _SPREAD[2], np.full(m, n)]
    tail = np.concatenate([problem.pair_item[free], np.tile(at, len(rooms))])
    head = np.concatenate([n + problem.pair_reviewer[free], np.full(m * len(rooms), sink)])
    capacity = np.concatenate([np.ones(len(free), np.int64), *rooms])
    cost = np.concatenate([-affinity, *(np.full(m, k * 4 * step) for k in range(len(rooms)))])
    supply = np.zeros(sink + 1, np.int64)
    supply[:n], supply[sink] = need, -int(need.sum())
    return Network(tail, head, capacity, supply, len(free), n, np.zeros(0, np.int64)), cost
