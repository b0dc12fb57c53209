"""What an assignment is worth and what it breaks: for one changed by hand, and as the check of every answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from jinguo.engines.assignment.ground import Family, family_of
from jinguo.engines.assignment.problem import Ints, Problem
from jinguo.engines.assignment.result import decimal, loads_of, totals_of
from jinguo.errors import Refused
from jinguo.reasons import Reason


@dataclass(frozen=True, slots=True)
class RuleState:
    """How one rule stands on one item ("" over the whole round): how many of the group were found.

    ``low`` 0: nothing is asked for; ``high`` None: nothing is too many.
    """

    rule: str
    item: str
    value: str
    found: int
    low: int
    high: int | None

    @property
    def slack(self) -> int | None:
        """How many may go or come before the rule breaks; below 0 it is broken by so many; None: it asks nothing."""
        sides = [self.found - self.low] if self.low else []
        if self.high is not None:
            sides.append(self.high - self.found)
        return min(sides, default=None)

    @property
    def holds(self) -> bool:
        return (self.slack or 0) >= 0


@dataclass(frozen=True, slots=True)
class Evaluation:
    """An assignment looked at. ``totals`` are the items' affinities, ``rules`` the state of every rule."""

    objective: Decimal
    worst: tuple[str, Decimal] | None
    totals: Mapping[str, Decimal]
    loads: Mapping[str, int]
    rules: tuple[RuleState, ...]
    violations: tuple[Reason, ...]

    @property
    def ok(self) -> bool:
        return not self.violations


def evaluate(problem: Problem, pairs: Iterable[tuple[str, str]]) -> Evaluation:
    """Look at the mains given as (item, reviewer) ids.

    A pair that is not possible or in conflict is a violation and counts with affinity 0 towards demand and load.

    Raises:
        Refused: an id is unknown, or a pair stands twice.
    """
    items = {one: n for n, one in enumerate(problem.items)}
    reviewers = {one: n for n, one in enumerate(problem.reviewers)}
    at = []
    for row, (item, reviewer) in enumerate(pairs, 1):
        for column, found, known in (("item", item, items), ("reviewer", reviewer, reviewers)):
            if found not in known:
                raise Refused.because(
                    "assign_unknown", file="assignment", row=row, column=column, found=found
                )
        at.append((items[item], reviewers[reviewer]))
    places = np.array(at, np.int64).reshape(-1, 2)
    if len(np.unique(places, axis=0)) < len(places):
        seen: dict[tuple[int, int], int] = {}
        for row, pair in enumerate(at, 1):
            if (first := seen.setdefault(pair, row)) != row:
                raise Refused.because(
                    "assign_pair_twice", file="assignment", row=row, first=first,
                    item=problem.items[pair[0]], reviewer=problem.reviewers[pair[1]],
                )  # fmt: skip
    where = problem.pairs_at(places[:, 0], places[:, 1])
    absent = [
        Reason.error("assign_pair_absent", item=problem.items[i], reviewer=problem.reviewers[r])
        for i, r in places[where < 0].tolist()
    ]
    whole = _with_pairs(problem, places[where < 0]) if absent else problem
    return _evaluated(whole, whole.pairs_at(places[:, 0], places[:, 1]), tuple(absent))


def evaluate_positions(problem: Problem, chosen: Ints) -> Evaluation:
    """Look at the mains given as positions of pairs."""
    return _evaluated(problem, chosen, ())


def rule_states(problem: Problem, chosen: Ints) -> Iterator[tuple[Family, Ints]]:
    """For each rule its rows and how many of the chosen stand in each."""
    for rule in problem.rules:
        family = family_of(problem, rule)
        yield family, family.count(chosen)


def _evaluated(problem: Problem, chosen: Ints, absent: tuple[Reason, ...]) -> Evaluation:
    totals, loads = totals_of(problem, chosen), loads_of(problem, chosen)
    states = tuple(
        state for family, counts in rule_states(problem, chosen) for state in _states(problem, family, counts)
    )
    asked = np.flatnonzero(problem.demand > 0)
    worst = int(asked[np.argmin(totals[asked])]) if len(asked) else -1
    return Evaluation(
        decimal(int(totals.sum())),
        (problem.items[worst], decimal(int(totals[worst]))) if worst >= 0 else None,
        {item: decimal(total) for item, total in zip(problem.items, totals.tolist(), strict=True)},
        dict(zip(problem.reviewers, loads.tolist(), strict=True)),
        states,
        (*absent, *_violations(problem, chosen, loads, states)),
    )


def _states(problem: Problem, family: Family, counts: Ints) -> Iterator[RuleState]:
    seats = np.where(family.item >= 0, problem.demand[family.item], problem.demand.sum())
    rows = zip(
        family.item.tolist(),
        family.value,
        counts.tolist(),
        family.low.tolist(),
        family.high.tolist(),
        seats,
        strict=True,
    )
    for item, value, found, low, high, all_ in rows:
        name = problem.items[item] if item >= 0 else ""
        yield RuleState(family.name, name, value, found, low, high if high < all_ else None)


def _violations(
    problem: Problem, chosen: Ints, loads: Ints, states: tuple[RuleState, ...]
) -> Iterator[Reason]:
    seats = np.bincount(problem.pair_item[chosen], minlength=len(problem.items))
    for n in np.flatnonzero(seats != problem.demand).tolist():
        yield Reason.error(
            "assign_demand_broken", item=problem.items[n], found=int(seats[n]), limit=int(problem.demand[n])
        )
    for n in np.flatnonzero(loads > problem.max_load).tolist():
        yield Reason.error(
            "assign_max_load_broken",
            reviewer=problem.reviewers[n],
            found=int(loads[n]),
            limit=int(problem.max_load[n]),
        )
    for n in np.flatnonzero(loads < problem.min_load).tolist():
        yield Reason.error(
            "assign_min_load_broken",
            reviewer=problem.reviewers[n],
            found=int(loads[n]),
            limit=int(problem.min_load[n]),
        )
    for k in np.intersect1d(chosen, problem.conflicts).tolist():
        yield Reason.error("assign_conflict_broken", **_names(problem, k))
    for k in np.setdiff1d(problem.fixed, chosen).tolist():
        yield Reason.error("assign_fixed_broken", **_names(problem, k))
    for state in states:
        if not state.holds:
            yield _broken(state)


def _broken(state: RuleState) -> Reason:
    side = "at_least" if state.found < state.low else "at_most"
    limit = state.low if state.found < state.low else state.high
    given = {"rule": state.rule, "value": state.value, "found": state.found, "limit": limit}
    if state.item:
        return Reason(f"assign_rule_{side}_broken", {"item": state.item, **given})
    return Reason(f"assign_round_{side}_broken", given)


def _names(problem: Problem, pair: int) -> dict[str, object]:
    return {
        "item": problem.items[problem.pair_item[pair]],
        "reviewer": problem.reviewers[problem.pair_reviewer[pair]],
    }


def _with_pairs(problem: Problem, places: Ints) -> Problem:
    """The problem with some more pairs of affinity 0; conflicts and fixed ones keep their pairs."""

    def at(pairs: Ints) -> Ints:
        return np.stack([problem.pair_item[pairs], problem.pair_reviewer[pairs]], axis=1)

    return Problem.of_arrays(
        items=problem.items,
        demand=problem.demand,
        reviewers=problem.reviewers,
        min_load=problem.min_load,
        max_load=problem.max_load,
        pair_item=np.concatenate([problem.pair_item, places[:, 0]]),
        pair_reviewer=np.concatenate([problem.pair_reviewer, places[:, 1]]),
        affinity=np.concatenate([problem.affinity, np.zeros(len(places), np.int64)]),
        conflicts=at(problem.conflicts),
        fixed=at(problem.fixed),
        rules=problem.rules,
        item_columns=problem.item_columns,
        reviewer_columns=problem.reviewer_columns,
    )
