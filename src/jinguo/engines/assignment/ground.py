"""The problem made ready for solving: what is fixed taken out, what conflicts removed, each rule as rows over pairs.

A rule is a family of rows: each pair stands in at most one row of it, a row has a least and a greatest number. Rules
on one and the same column never cross (a reviewer has one value), so all of them together are a network; rules on
two columns cross.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from jinguo.engines.assignment.problem import Flags, Floats, Ints, Problem
from jinguo.engines.assignment.rules import Rule

Bounds = npt.NDArray[Any]

NONE = -1
ROUND = -1
"""The item of a row that counts over the whole round."""


@dataclass(frozen=True, eq=False)
class Family:
    """Rows over pairs. ``row`` is each pair's row or -1; ``item`` each row's item, -1 for the whole round;
    ``value`` what the row's group is called.
    """

    name: str
    column: str
    row: Ints
    item: Ints
    low: Bounds
    high: Bounds
    value: tuple[str, ...]
    weight: Floats | None = None
    """What each pair counts in its row; None: one."""

    def count(self, pairs: Ints) -> Bounds:
        """How many of these pairs stand in each row (by weight, where there are weights)."""
        rows = self.row[pairs]
        if self.weight is None:
            return np.bincount(rows[rows >= 0], minlength=len(self.item)).astype(np.int64)
        weights = self.weight[pairs][rows >= 0]
        return np.bincount(rows[rows >= 0], weights=weights, minlength=len(self.item))

    def filled(self, value: Floats) -> Floats:
        """How full each row is where pairs are taken by parts."""
        inside = self.row >= 0
        weights = value if self.weight is None else value * self.weight
        return np.bincount(self.row[inside], weights=weights[inside], minlength=len(self.item)).astype(float)

    @property
    def least(self) -> Bounds:
        """What each row asks for at least: a number of pairs is never below nought, a sum of affinities can be."""
        return np.maximum(self.low, 0) if self.weight is None else self.low

    def most_possible(self) -> Floats:
        """What each row could come to if every pair were taken."""
        positive = np.ones(len(self.row)) if self.weight is None else np.maximum(self.weight, 0)
        inside = self.row >= 0
        return np.bincount(self.row[inside], weights=positive[inside], minlength=len(self.item)).astype(float)

    def within(self, free: Ints, taken: Ints) -> Family:
        """The same rows over the free pairs alone, after these pairs were taken."""
        used = self.count(taken)
        return Family(
            self.name,
            self.column,
            self.row[free],
            self.item,
            self.low - used,
            self.high - used,
            self.value,
            None if self.weight is None else self.weight[free],
        )


@dataclass(frozen=True, eq=False)
class Ground:
    """What is left to decide. ``free`` are positions of the problem's pairs; all arrays over pairs follow it."""

    problem: Problem
    free: Ints
    item: Ints
    reviewer: Ints
    affinity: Ints
    demand: Ints
    least: Ints
    most: Ints
    families: tuple[Family, ...]
    taken: Ints

    @property
    def crossing(self) -> bool:
        """Whether the rules are more than a network holds."""
        if any(f.weight is not None or (f.item == ROUND).any() for f in self.families):
            return True
        return len({f.column for f in self.families}) > 1

    @property
    def contradicts_itself(self) -> bool:
        """Whether what was taken already breaks a bound, or a bound is below another."""
        rows = any(bool((f.high < np.maximum(f.low, 0)).any()) for f in self.families)
        return rows or bool((self.demand < 0).any() or (self.most < self.least).any())

    def after(self, taken: Ints, free: Ints) -> Ground:
        """What is left when some of the free pairs are taken and only these others stay open (positions in ``free``)."""
        return replace(
            self,
            free=self.free[free],
            item=self.item[free],
            reviewer=self.reviewer[free],
            affinity=self.affinity[free],
            demand=self.demand - np.bincount(self.item[taken], minlength=len(self.demand)),
            least=np.maximum(self.least - np.bincount(self.reviewer[taken], minlength=len(self.least)), 0),
            most=self.most - np.bincount(self.reviewer[taken], minlength=len(self.most)),
            families=tuple(family.within(free, taken) for family in self.families),
            taken=np.concatenate([self.taken, self.free[taken]]),
        )


def ground_of(problem: Problem) -> Ground:
    """Take out what is fixed and what conflicts."""
    taken = np.setdiff1d(problem.fixed, problem.conflicts)
    open_ = np.ones(len(problem.pair_item), bool)
    open_[problem.conflicts] = False
    open_[taken] = False
    open_ &= (problem.demand[problem.pair_item] > 0) & (problem.max_load[problem.pair_reviewer] > 0)
    free = np.flatnonzero(open_)
    families = tuple(family_of(problem, rule) for rule in problem.rules)
    held_by_item = np.bincount(problem.pair_item[taken], minlength=len(problem.items))
    held_by_reviewer = np.bincount(problem.pair_reviewer[taken], minlength=len(problem.reviewers))
    return Ground(
        problem,
        free,
        problem.pair_item[free],
        problem.pair_reviewer[free],
        problem.affinity[free],
        problem.demand - held_by_item,
        np.maximum(problem.min_load - held_by_reviewer, 0),
        problem.max_load - held_by_reviewer,
        tuple(family.within(free, taken) for family in families),
        taken,
    )


def family_of(problem: Problem, rule: Rule) -> Family:
    """The rows of one rule over all pairs of the problem."""
    concerned = problem.demand > 0
    if rule.items is not None:
        named = set(rule.items)
        concerned = concerned & np.array([item in named for item in problem.items], bool)
    if rule.same:
        return _same(problem, rule, concerned)
    values = problem.reviewer_columns[rule.column]
    if rule.value_of:
        wanted = problem.item_columns[rule.value_of]
        codes = {value: n for n, value in enumerate(dict.fromkeys([*values, *wanted]))}
        of_item, of_reviewer = _coded(wanted, codes), _coded(values, codes)
        inside = of_item[problem.pair_item] == of_reviewer[problem.pair_reviewer]
    else:
        wanted = [rule.value] * len(problem.items)
        inside = np.array([value == rule.value for value in values], bool)[problem.pair_reviewer]
    inside &= concerned[problem.pair_item]
    if rule.over == "all":
        low, high = rule.bounds(int(problem.demand[concerned].sum()))
        row = np.where(inside, 0, NONE)
        return _family(rule, row, np.array([ROUND]), [(low, high)], (rule.value or rule.value_of,))
    items = np.flatnonzero(concerned)
    place = np.full(len(problem.items), NONE)
    place[items] = np.arange(len(items))
    row = np.where(inside, place[problem.pair_item], NONE)
    bounds = [rule.bounds(int(d)) for d in problem.demand[items]]
    return _family(rule, row, items, bounds, tuple(wanted[k] for k in items.tolist()))


def _same(problem: Problem, rule: Rule, concerned: Flags) -> Family:
    """A row for each item and value of which more pairs are possible than may be taken."""
    values = problem.reviewer_columns[rule.same]
    names = sorted(set(values) - {""})
    codes = _coded(values, {value: n for n, value in enumerate(names)})
    code = codes[problem.pair_reviewer]
    inside = (code >= 0) & concerned[problem.pair_item]
    keys = np.where(inside, problem.pair_item * max(1, len(names)) + code, NONE)
    found, where, counts = np.unique(keys, return_inverse=True, return_counts=True)
    most = rule.at_most or 0
    real = (found >= 0) & (counts > most)
    place = np.full(len(found), NONE)
    place[real] = np.arange(int(real.sum()))
    items, kinds = np.divmod(found[real], max(1, len(names)))
    return _family(rule, place[where], items, [(0, most)] * len(items), tuple(names[k] for k in kinds))


def _coded(values: object, codes: dict[str, int]) -> Ints:
    return np.array([codes.get(value, NONE) for value in values], np.int64)  # type: ignore[attr-defined]


def _family(
    rule: Rule, row: Ints, items: Ints, bounds: list[tuple[int, int]], values: tuple[str, ...]
) -> Family:
    edges = np.array(bounds, np.int64).reshape(-1, 2)
    return Family(
        rule.name,
        rule.column or rule.same,
        row.astype(np.int64),
        items.astype(np.int64),
        edges[:, 0],
        edges[:, 1],
        values,
    )


def merged(families: tuple[Family, ...]) -> Family | None:
    """Families on one column as one: for each item and value the narrowest bounds. None where there is none.

    Rows of two families that hold the same pairs become one; a column's groups are disjoint, so equal or apart.
    """
    if len(families) < 2:
        return families[0] if families else None
    pairs = len(families[0].row)
    row = np.full(pairs, NONE)
    item: list[int] = []
    low: list[int] = []
    high: list[int] = []
    value: list[str] = []
    known: dict[tuple[int, str], int] = {}
    for family in families:
        target = np.empty(len(family.item) + 1, np.int64)
        target[-1] = NONE
        for n, key in enumerate(zip(family.item.tolist(), family.value, strict=True)):
            at = known.setdefault(key, len(item))
            if at == len(item):
                item.append(key[0])
                value.append(key[1])
                low.append(int(family.low[n]))
                high.append(int(family.high[n]))
            else:
                low[at], high[at] = max(low[at], int(family.low[n])), min(high[at], int(family.high[n]))
            target[n] = at
        mapped = target[family.row]
        row = np.where(mapped >= 0, mapped, row)
    name = "+".join(family.name for family in families)
    return Family(name, families[0].column, row, np.array(item), np.array(low), np.array(high), tuple(value))
