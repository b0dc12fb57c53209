"""Who may step in for whom: the rules of composition, the loads and the conflicts as they stand after the change.

A reserve can replace one reviewer of an item where, with the one gone and the other there, every rule that counted them
still holds, on the panel and over the round, and the reserve has room in her load. Each possible pair gets a mask: bit
``s`` is set where it can replace the item's main in seat ``s`` (seats by reviewer id).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jinguo.engines.assignment.ground import NONE, Family, family_of
from jinguo.engines.assignment.problem import Flags, Ints, Problem
from jinguo.engines.assignment.result import Uncovered, Why, loads_of

_SEATS = 60
"""So many seats of an item have a bit; further ones of a larger panel are not looked at."""


@dataclass(frozen=True, eq=False)
class Replacing:
    """``seats``: items × seats, the positions of the mains' pairs or -1. ``free``: the pairs that are open for a reserve,
    ``mask`` for each of them the seats that it can take.
    """

    problem: Problem
    seats: Ints
    free: Ints
    mask: Ints

    @property
    def whole(self) -> Ints:
        """For each item the mask of all its seats."""
        bits: Ints = np.where(self.seats >= 0, np.int64(1) << np.arange(self.seats.shape[1]), 0).sum(axis=1)
        return bits

    def covered(self, pairs: Ints) -> Ints:
        """For each item the seats that some of these of the free pairs (places in ``free``) can take."""
        bits = np.zeros(len(self.problem.items), np.int64)
        np.bitwise_or.at(bits, self.problem.pair_item[self.free[pairs]], self.mask[pairs])
        return bits

    def uncovered(self, reserve: Ints) -> tuple[Uncovered, ...]:
        """The mains whom nobody of the reserve (positions of pairs) can replace under the rules, in order of ids."""
        at = np.searchsorted(self.free, reserve)
        left = self.whole & ~self.covered(at)
        anybody = self.covered(np.arange(len(self.free)))
        found = []
        for item in np.flatnonzero(left).tolist():
            for seat in np.flatnonzero(self.seats[item] >= 0).tolist():
                bit = 1 << seat
                if int(left[item]) & bit:
                    main = self.problem.reviewers[self.problem.pair_reviewer[self.seats[item, seat]]]
                    why: Why = "list too short" if int(anybody[item]) & bit else "nobody"
                    found.append(Uncovered(self.problem.items[item], main, why))
        return tuple(found)


def replacing(problem: Problem, chosen: Ints) -> Replacing:
    """Look at every pair that is open for a reserve beside these mains."""
    free = _open(problem, chosen)
    seats = _seats(problem, chosen)
    room = (loads_of(problem, chosen) < problem.max_load)[problem.pair_reviewer[free]]
    families = [(family, family.count(chosen)) for family in (family_of(problem, r) for r in problem.rules)]
    mask = np.zeros(len(free), np.int64)
    for seat in range(seats.shape[1]):
        main = seats[problem.pair_item[free], seat]
        able = room & (main >= 0)
        for family, count in families:
            able &= _holds(family, count, free, main)
        mask |= able.astype(np.int64) << seat
    return Replacing(problem, seats, free, mask)


def stand_ins(problem: Problem, chosen: Ints, reserve: Ints, item: str, reviewer: str) -> tuple[str, ...]:
    """Who of an item's reserve list can replace one of its mains so that every rule holds, the best affinity first."""
    looked = replacing(problem, chosen)
    row = problem.items.index(item)
    mains = [problem.reviewers[problem.pair_reviewer[k]] for k in looked.seats[row] if k >= 0]
    at = np.searchsorted(looked.free, reserve)
    able = reserve[(problem.pair_item[reserve] == row) & (looked.mask[at] >> mains.index(reviewer) & 1 > 0)]
    order = np.lexsort((problem.pair_reviewer[able], -problem.affinity[able]))
    return tuple(problem.reviewers[problem.pair_reviewer[k]] for k in able[order])


def _open(problem: Problem, chosen: Ints) -> Ints:
    """The pairs that may stand on a reserve list: possible, not chosen, without a conflict."""
    open_ = np.ones(len(problem.pair_item), bool)
    open_[chosen] = False
    open_[problem.conflicts] = False
    open_ &= (problem.demand[problem.pair_item] > 0) & (problem.max_load[problem.pair_reviewer] > 0)
    return np.flatnonzero(open_)


def _seats(problem: Problem, chosen: Ints) -> Ints:
    mains = np.sort(chosen)
    item = problem.pair_item[mains]
    seat = np.arange(len(mains)) - np.searchsorted(item, item)
    wide = min(int(seat.max(initial=-1)) + 1, _SEATS)
    seats = np.full((len(problem.items), wide), NONE)
    inside = seat < wide
    seats[item[inside], seat[inside]] = mains[inside]
    return seats


def _holds(family: Family, count: Ints, come: Ints, gone: Ints) -> Flags:
    """Whether the rows of a rule hold when ``come[n]`` (a pair) takes the place of ``gone[n]`` (a pair or -1)."""
    if not len(count):
        return np.ones(len(come), bool)
    new, old = family.row[come], np.where(gone >= 0, family.row[gone], NONE)
    fits = (new < 0) | (count[new] + 1 <= family.high[new])
    spared = (old < 0) | (count[old] - 1 >= family.low[old])
    held: Flags = (new == old) | (fits & spared)
    return held
