"""The reserve list: for each item k who could step in, chosen after the mains.

A list first holds somebody for every main of the item, so that whoever drops out can be replaced with every rule kept,
as far as so many reserves can; then it is filled where pairs are left at all. Among such lists, a min-cost flow: who
still has room in her load comes before who has not, and nobody stands on more lists than her room is good for while
others can; then affinity counts. Mains whom nobody on the list can replace are named.
"""

from __future__ import annotations

import numpy as np

from jinguo.engines.assignment.flow import Network, network_of, prices, send
from jinguo.engines.assignment.ground import Family, Ground
from jinguo.engines.assignment.problem import SCALE, Ints, Problem
from jinguo.engines.assignment.replacing import Replacing, replacing
from jinguo.engines.assignment.result import Uncovered, loads_of
from jinguo.engines.assignment.ties import settle

_SPREAD = (1, 2, 4)
"""On so many lists for each place left, each step dearer than the one before."""


def reserve(problem: Problem, chosen: Ints, wanted: int) -> tuple[Ints, tuple[Uncovered, ...]]:
    """Positions of the pairs on the reserve lists, ``wanted`` an item (fewer only where no pair is left), and the mains
    whom nobody of their item's list can replace under the rules.
    """
    none = np.zeros(0, np.int64)
    if wanted <= 0 or not len(problem.pair_item):
        return none, ()
    looked = replacing(problem, chosen)
    left = np.bincount(problem.pair_item[looked.free], minlength=len(problem.items))
    need = np.minimum(left, wanted).astype(np.int64)
    room = np.maximum(problem.max_load - loads_of(problem, chosen), 0)
    network, cost = _network(problem, looked, need, room, _groups(looked, need))
    flow = send(network, cost)
    assert flow is not None  # every list can be filled: its length is the number of pairs left
    flow = settle(problem, looked.free, network, cost, prices(network, cost, flow), flow)
    taken: Ints = looked.free[flow[: len(looked.free)] > 0]
    return taken, looked.uncovered(taken)


def _groups(looked: Replacing, need: Ints) -> Family:
    """The free pairs of an item that can replace the same mains are a row; one of each row that the cover needs."""
    item, whole = looked.problem.pair_item[looked.free], looked.whole
    kinds, row = np.unique(np.stack([item, looked.mask]), axis=1, return_inverse=True)
    affinity = np.full(kinds.shape[1], np.iinfo(np.int64).min)
    np.maximum.at(affinity, row, looked.problem.affinity[looked.free])
    low = np.zeros(kinds.shape[1], np.int64)
    low[(kinds[1] == whole[kinds[0]]) & (kinds[1] > 0)] = 1
    done = np.zeros(len(need), bool)
    done[kinds[0][low > 0]] = True
    starts = np.searchsorted(kinds[0], np.arange(len(need) + 1))
    for at in np.flatnonzero(~done & (need > 0)).tolist():
        rows = np.arange(starts[at], starts[at + 1])
        rows = rows[kinds[1][rows] > 0]
        cover = _cover(kinds[1][rows].tolist(), affinity[rows].tolist(), int(need[at]))
        low[rows[list(cover)]] = 1
    high = np.full(len(low), int(need.max(initial=0)))
    return Family("reserve", "", row.astype(np.int64), kinds[0], low, high, ("",) * len(low))


def _cover(masks: list[int], affinity: list[int], most: int) -> tuple[int, ...]:
    """At most so many of the masks that together cover the most seats; of these the fewest, then the best affinity.

    Over what can be covered at all, one more mask at a time (dynamic programming): exact.

    >>> _cover([0b01, 0b10, 0b10], [5, 3, 4], 2), _cover([0b011, 0b110, 0b111], [9, 9, 1], 2), _cover([1, 2], [1, 2], 1)
    ((0, 2), (2,), (1,))
    """
    best: dict[int, tuple[int, int, tuple[int, ...]]] = {0: (0, 0, ())}
    for number, mask in enumerate(masks):
        for seats, (count, value, taken) in list(best.items()):
            if count < most:
                found = (count + 1, value - affinity[number], (*taken, number))
                best[seats | mask] = min(best.get(seats | mask, found), found)
    top = max(seats.bit_count() for seats in best)
    return min(found for seats, found in best.items() if seats.bit_count() == top)[2]


def _network(
    problem: Problem, looked: Replacing, need: Ints, room: Ints, groups: Family
) -> tuple[Network, Ints]:
    """Reviewer arcs in steps: as many lists as places left, then twice, four times as many, then all the rest.

    Each step costs more than any swap of affinities can save.
    """
    n, m, free = len(need), len(room), looked.free
    item, reviewer, affinity = problem.pair_item[free], problem.pair_reviewer[free], problem.affinity[free]
    none = np.zeros(0, np.int64)
    lists = Ground(problem, free, item, reviewer, affinity, need, np.zeros_like(room), room, (), none)
    plain = network_of(lists, groups)
    step = int(np.ptp(affinity)) + SCALE if len(affinity) else SCALE
    rooms = [room * _SPREAD[0], room * _SPREAD[1], room * _SPREAD[2], np.full(m, n)]
    inner = len(plain.tail) - m
    at = np.arange(n, n + m)
    network = Network(
        np.concatenate([plain.tail[:inner], np.tile(at, len(rooms))]),
        np.concatenate([plain.head[:inner], np.full(m * len(rooms), n + m)]),
        np.concatenate([plain.room[:inner], *rooms]),
        plain.supply,
        plain.pairs,
        plain.items,
        plain.group_node,
    )
    dear = [np.full(m, k * 4 * step) for k in range(len(rooms))]
    return network, np.concatenate([-affinity, np.zeros(inner - len(free), np.int64), *dear])
