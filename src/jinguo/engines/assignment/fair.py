"""The fairest assignment: the worst-off item as well off as it can be, and under that floor the greatest total.

An item's total can exceed neither its own best panel nor, so, can the worst item's the least of these. That floor is
tried first: on most data it holds and is proven by that alone. Where it does not, the floor is found by halving; a floor
that is refused by the linear program, or by branch and bound, is a proof too. (Max-min fairness after Garg et al. 2010;
Stelmakh, Shah and Singh 2021.) Under the floor it is the total that is optimised, not the second-worst item.
"""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np

from jinguo.engines.assignment.ground import ROUND, Family, Ground
from jinguo.engines.assignment.linear import best_of_each, costs_of
from jinguo.engines.assignment.problem import SCALE, Floats, Ints
from jinguo.engines.assignment.result import Progress, Result, decimal, totals_of
from jinguo.engines.assignment.total import total
from jinguo.engines.assignment.whole import integer

_TOLERANCE = 1e-7
_TURNS = 40
_LOOKED_AT = 50
"""So many of the poorest items are looked at one by one for what the rules leave them."""


def fairest(ground: Ground, until: float, tell: Progress) -> Result:
    """The best worst-off item, then the greatest total affinity."""
    best = total(ground, until, tell)
    asked = np.flatnonzero(ground.problem.demand > 0)
    if best.objective is None or not len(asked):
        return best
    low, high = _worst(best, asked), ceiling(ground, asked)
    step = max(1, int(np.gcd.reduce(ground.problem.affinity)))
    floor, proven, turn = high, True, 0
    while low < high and turn < _TURNS and time.monotonic() < until:
        turn += 1
        tell("assign_stage_fair", turn, _TURNS)
        found = total(floored(ground, floor), until, tell)
        if found.objective is not None and _worst(found, asked) >= floor:
            best, low = found, _worst(found, asked)
        elif found.status == "infeasible":
            high = floor - step
        else:
            proven = False
            break
        middle = low + (high - low + step) // (2 * step) * step
        floor = low + step if turn == 1 else max(low + step, middle)
    if not proven or low < high:
        best = replace(best, status="feasible")
    return replace(best, worst_bound=decimal(max(low, high)))


def floored(ground: Ground, floor: int | Ints) -> Ground:
    """The ground with a row for each item: its total is at least the floor (in millionths; one, or one an item)."""
    held = totals_of(ground.problem, ground.taken)
    low: Floats = (floor - held) / SCALE - _TOLERANCE
    asked = ground.problem.demand > 0
    low = np.where(asked, low, -np.inf)
    items = np.arange(len(low))
    family = Family(
        "floor", "", ground.item, items, np.where(asked, low, -1.0), np.full(len(low), 1e9), ("",) * len(low),
        ground.affinity / SCALE,
    )  # fmt: skip
    return replace(ground, families=(*ground.families, family))


def ceiling(ground: Ground, asked: Ints) -> int:
    """What the worst item cannot exceed: the least of the items' own best panels, rules on the panel kept."""
    alone = own_best(ground)
    least = int(alone[asked].min())
    if not ground.families:
        return least
    order = asked[np.argsort(alone[asked], kind="stable")][:_LOOKED_AT]
    least = int(alone[order[-1]]) if len(order) < len(asked) else int(alone[asked].max())
    starts = np.searchsorted(ground.item, np.arange(len(ground.demand) + 1))
    local = replace(ground, families=tuple(f for f in ground.families if not (f.item == ROUND).any()))
    held = totals_of(ground.problem, ground.taken)
    for item in order.tolist():
        if alone[item] >= least:
            break
        least = min(least, int(held[item]) + _panel(local, item, np.arange(starts[item], starts[item + 1])))
    return least


def _panel(ground: Ground, item: int, pairs: Ints) -> int:
    """The best total of one item by itself, under the rules on its panel."""
    single = ground.after(np.zeros(0, np.int64), pairs)
    demand = np.where(np.arange(len(ground.demand)) == item, ground.demand, 0)
    families = tuple(replace(f, low=np.where(f.item == item, f.low, 0)) for f in single.families)
    single = replace(single, demand=demand, least=np.zeros_like(single.least), families=families)
    found, _, _ = integer(single, costs_of(single), float("inf"))
    return int(single.affinity[found].sum()) if found is not None else int(np.iinfo(np.int64).max // 4)


def own_best(ground: Ground) -> Ints:
    """Each item's total with its own best panel, whatever the others get."""
    held = totals_of(ground.problem, ground.taken)
    pairs = np.arange(len(ground.free))
    most = int(ground.demand.max(initial=0))
    near = best_of_each(ground.item, -ground.affinity, pairs, most)
    order = np.lexsort((-ground.affinity[near], ground.item[near]))
    near = near[order]
    rank = np.arange(len(near)) - np.searchsorted(ground.item[near], ground.item[near])
    seated = near[rank < ground.demand[ground.item[near]]]
    np.add.at(held, ground.item[seated], ground.affinity[seated])
    return held


def _worst(result: Result, asked: Ints) -> int:
    return int(totals_of(result.problem, result.chosen)[asked].min())
