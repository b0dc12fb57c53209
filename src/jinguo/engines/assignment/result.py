"""What comes out: the assignment, how good it is and how sure; or what cannot hold together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

import numpy as np

from jinguo.engines.assignment.problem import SCALE, Ints, Problem
from jinguo.reasons import Reason

Status = Literal["optimal", "feasible", "infeasible", "unsolved"]
Why = Literal["nobody", "list too short"]
Progress = Callable[[str, int, int], None]
"""Called with the code of a stage, done and total; may raise :class:`Cancelled`."""


class Cancelled(Exception):
    """Somebody does not want the answer any more."""


@dataclass(frozen=True, slots=True)
class Assigned:
    """One line of the assignment. ``role`` is main or alternate; ``place`` counts an item's alternates from 1."""

    item: str
    reviewer: str
    affinity: Decimal
    role: Literal["main", "alternate"] = "main"
    place: int = 0


@dataclass(frozen=True, slots=True)
class Relaxation:
    """By how much one bound has to give way, where: a rule and an item, or a built-in name and an item or reviewer."""

    rule: str
    by: int
    item: str = ""
    reviewer: str = ""
    value: str = ""
    side: Literal["low", "high", ""] = ""

    def as_json(self) -> dict[str, object]:
        found = {name: getattr(self, name) for name in self.__slots__}
        return {name: value for name, value in found.items() if value != ""}


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A main whom nobody on the item's reserve list can replace with every rule kept: because nobody at all can, or
    because the list is too short for her as well.
    """

    item: str
    reviewer: str
    why: Why

    def as_json(self) -> dict[str, str]:
        return {"item": self.item, "reviewer": self.reviewer, "why": self.why}


@dataclass(frozen=True, eq=False)
class Result:
    """The answer. ``chosen`` and ``reserve`` are positions of the problem's pairs; ``uncovered`` the mains whom nobody
    of the reserve can replace under the rules.

    ``objective`` is the total affinity of the mains; ``bound`` no assignment can exceed (under the maxmin objective:
    none with this worst item); ``gap`` is their difference by the bound. ``worst`` and ``worst_bound`` are the total
    of the worst-off item and what it cannot exceed. ``levels`` (leximin objective): of so many items, counted from the
    worst-off, it is proven that they cannot be better off.
    """

    problem: Problem
    status: Status
    chosen: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    reserve: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    uncovered: tuple[Uncovered, ...] = ()
    bound: Decimal | None = None
    worst_bound: Decimal | None = None
    levels: int | None = None
    solver: str = ""
    ties: Literal["settled", "by order"] = "by order"
    seconds: float = 0.0
    changes: int | None = None
    conflict: tuple[str, ...] = ()
    relaxation: tuple[Relaxation, ...] = ()
    reasons: tuple[Reason, ...] = ()

    @property
    def objective(self) -> Decimal | None:
        return (
            None
            if self.status in ("infeasible", "unsolved")
            else decimal(int(self.problem.affinity[self.chosen].sum()))
        )

    @property
    def gap(self) -> float | None:
        if self.bound is None or self.objective is None:
            return None
        return float((self.bound - self.objective) / max(abs(self.bound), Decimal(1) / SCALE))

    @property
    def worst(self) -> tuple[str, Decimal] | None:
        """The worst-off item (the first by id) and its total; items without demand are left out."""
        asked = np.flatnonzero(self.problem.demand > 0)
        if self.objective is None or not len(asked):
            return None
        totals = totals_of(self.problem, self.chosen)
        at = asked[int(np.argmin(totals[asked]))]
        return self.problem.items[at], decimal(int(totals[at]))

    @property
    def loads(self) -> Mapping[str, int]:
        """How many items each reviewer has as main."""
        counts = loads_of(self.problem, self.chosen).tolist()
        return dict(zip(self.problem.reviewers, counts, strict=True))

    @property
    def assignments(self) -> tuple[Assigned, ...]:
        """The mains by item, the highest affinity first."""
        return self._rows(self.chosen, "main")

    @property
    def alternates(self) -> tuple[Assigned, ...]:
        """The reserve lists by item, the highest affinity first."""
        return self._rows(self.reserve, "alternate")

    def _rows(self, pairs: Ints, role: Literal["main", "alternate"]) -> tuple[Assigned, ...]:
        p, found, place, last = self.problem, [], 0, -1
        for k in ordered(p, pairs).tolist():
            at = int(p.pair_item[k])
            place, last = (place + 1 if at == last else 1), at
            number = place if role == "alternate" else 0
            found.append(
                Assigned(
                    p.items[at], p.reviewers[p.pair_reviewer[k]], decimal(int(p.affinity[k])), role, number
                )
            )
        return tuple(found)


def decimal(scaled: int) -> Decimal:
    """Millionths as a decimal, without needless noughts."""
    exact = (Decimal(scaled) / SCALE).normalize()
    return exact.quantize(Decimal(1)) if exact == exact.to_integral_value() else exact


def ordered(problem: Problem, pairs: Ints) -> Ints:
    """By item, then the highest affinity first, then by reviewer."""
    order = np.lexsort((problem.pair_reviewer[pairs], -problem.affinity[pairs], problem.pair_item[pairs]))
    sorted_: Ints = pairs[order]
    return sorted_


def totals_of(problem: Problem, chosen: Ints) -> Ints:
    """Each item's total affinity in millionths."""
    totals = np.zeros(len(problem.items), np.int64)
    np.add.at(totals, problem.pair_item[chosen], problem.affinity[chosen])
    return totals


def loads_of(problem: Problem, chosen: Ints) -> Ints:
    """Each reviewer's number of items."""
    return np.bincount(problem.pair_reviewer[chosen], minlength=len(problem.reviewers)).astype(np.int64)
