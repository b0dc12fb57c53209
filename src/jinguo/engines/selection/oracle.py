"""The question that decides every seat: is there a valid list that contains these and one more of a class?

Asked of whole numbers per class under bounds on sums of them. A linear program (HiGHS, kept warm from one
question to the next) answers nearly always: its vertex is whole and is itself such a list, or its dual
gives an inequality that follows from the rules and rules the class out. Neither answer rests on floating
point: the list is checked against every rule in whole numbers, and so is the inequality. Where a vertex is
fractional or a check fails, an integer solver (CP-SAT, exact) answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np

from jinguo.engines.selection.problem import Flags, Ints, Problem
from jinguo.engines.selection.whole import exact_list

_DENOMINATORS = (1, 2, 3, 4, 5, 6, 8, 12)
_NEAR = 1e-6
_FIRST = 1000
"""So many classes, the best in rank, the linear program starts with; and so many it takes in at a time."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """An inequality that every valid list keeps: the sum of ``weight[c] · x[c]`` is at most ``bound``.

    ``floor_`` is what the classes with negative weight contribute at the least.
    """

    weight: Ints
    bound: int
    floor_: int

    def closes(self, chosen: Ints) -> Flags:
        """The classes of which, beside those chosen, not one more can be taken."""
        least = int(np.maximum(self.weight, 0) @ chosen) + self.floor_
        closed: Flags = (self.weight > 0) & (least + self.weight > self.bound)
        return closed


class Oracle:
    """Answers for one problem at a fixed number of filled seats.

    The linear program holds only the classes that matter so far, the best in rank first; an inequality that
    fails because of a class outside brings that class in (column generation).
    """

    def __init__(self, problem: Problem, filled: int) -> None:
        self.problem = problem
        self.low, self.high = problem.bounds(filled)
        self.matrix = problem.matrix
        self.by_class = self.matrix.T.tocsr()
        self.most: Ints = np.minimum(problem.size, filled)
        self._lower = np.zeros(problem.classes, dtype=np.int64)
        self._asked: int | None = None
        self._solver = self._empty_model()
        self._column: Ints = np.full(problem.classes, -1, dtype=np.int64)
        self._classes: list[int] = []
        self._bring(np.arange(min(problem.classes, max(_FIRST, 4 * filled))))

    def any_list(self) -> Ints | None:
        """Some valid list as counts per class, preferring classes of good rank; None when there is none."""
        if (self.low > self.high).any():
            return None
        nothing = np.zeros(self.problem.classes, dtype=np.int64)
        while True:
            count = len(self._classes)
            columns = np.arange(count, dtype=np.int32)
            self._solver.changeColsCost(count, columns, -np.array(self._classes, dtype=np.float64))
            self._solver.run()
            optimal = self._solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
            found = self._whole(nothing) if optimal else None
            self._solver.changeColsCost(count, columns, np.zeros(count))
            if found is not None or optimal or count == self.problem.classes:
                break
            missing = np.flatnonzero(self._column < 0)
            self._bring(missing[: max(count * 3, _FIRST)])
        if found is None and optimal:
            found = self._rounded(nothing)
        if found is None:
            found = exact_list(self.problem, self.low, self.high, nothing, self.most)
        return found

    def one_more(self, chosen: Ints, of: int) -> Ints | Certificate | None:
        """A valid list with ``chosen`` and one more of class ``of``; or why there is none (None: the
        integer solver says so).
        """
        wanted = chosen.copy()
        wanted[of] += 1
        if wanted[of] > self.most[of]:
            return None
        needed = np.flatnonzero(wanted)
        self._bring(needed[self._column[needed] < 0])
        self._ask(chosen, of)
        while True:
            self._solver.run()
            if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
                break
            if self._solver.getSolution().col_value[self._column[of]] > wanted[of] - _NEAR:
                found = self._whole(wanted)
                if found is None:
                    found = self._rounded(wanted)
                if found is not None:
                    return found
                break
            certificate, missing = self._certificate(chosen, of)
            if certificate is not None:
                return certificate
            if not len(missing):
                break
            self._bring(missing)
        return exact_list(self.problem, self.low, self.high, wanted, self.most)

    def keeps(self, counts: Ints, at_least: Ints) -> bool:
        """Whether these counts are a valid list with at least so many of each class."""
        held = self.matrix @ counts
        return bool(
            (counts >= at_least).all()
            and (counts <= self.most).all()
            and (held >= self.low).all()
            and (held <= self.high).all()
        )

    def _empty_model(self) -> Any:
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = 0, len(self.problem.rows)
        lp.sense_ = highspy.ObjSense.kMaximize
        lp.row_lower_, lp.row_upper_ = self.low.astype(np.float64), self.high.astype(np.float64)
        lp.a_matrix_.start_ = np.zeros(1, dtype=np.int32)
        solver = highspy.Highs()
        for option, value in (("output_flag", False), ("threads", 1), ("random_seed", 0)):
            solver.setOptionValue(option, value)
        solver.setOptionValue("solver", "simplex")
        solver.passModel(lp)
        return solver

    def _bring(self, classes: Ints) -> None:
        """Take classes into the linear program."""
        if not len(classes):
            return
        part = self.by_class[classes]
        count = len(classes)
        self._solver.addCols(
            count,
            np.zeros(count),
            self._lower[classes].astype(np.float64),
            self.most[classes].astype(np.float64),
            part.nnz,
            part.indptr[:-1].astype(np.int32),
            part.indices.astype(np.int32),
            part.data.astype(np.float64),
        )
        self._column[classes] = np.arange(len(self._classes), len(self._classes) + count)
        self._classes += classes.tolist()

    def _ask(self, chosen: Ints, of: int) -> None:
        """Set the lower bounds to ``chosen`` and ask for as much of class ``of`` as goes, up to one more."""
        if self._asked is not None:
            column = int(self._column[self._asked])
            self._solver.changeColCost(column, 0.0)
            self._lower[self._asked] = -1
        changed = np.flatnonzero(self._lower != chosen)
        changed = changed[self._column[changed] >= 0]
        self._solver.changeColsBounds(
            len(changed),
            self._column[changed].astype(np.int32),
            chosen[changed].astype(np.float64),
            self.most[changed].astype(np.float64),
        )
        self._lower = chosen.copy()
        column = int(self._column[of])
        self._solver.changeColCost(column, 1.0)
        self._solver.changeColBounds(column, float(chosen[of]), float(chosen[of] + 1))
        self._asked = of

    def _values(self) -> Any:
        values = np.zeros(self.problem.classes)
        values[self._classes] = self._solver.getSolution().col_value
        return values

    def _whole(self, at_least: Ints) -> Ints | None:
        values = self._values()
        counts: Ints = np.rint(values).astype(np.int64)
        near = np.abs(values - counts).max(initial=0) < _NEAR
        return counts if near and self.keeps(counts, at_least) else None

    def _rounded(self, at_least: Ints) -> Ints | None:
        """A whole list near a fractional answer: the fractions rounded up or down; else among the classes that
        have a part in it; else among all that the linear program holds.
        """
        values = self._values()
        down: Ints = np.maximum(np.floor(values + _NEAR).astype(np.int64), at_least)
        up: Ints = np.maximum(np.ceil(values - _NEAR).astype(np.int64), down)
        found = exact_list(self.problem, self.low, self.high, down, up)
        part = values > _NEAR
        for classes in (part, part | (self._column >= 0)):
            if found is not None:
                return found
            most = np.where(classes, self.most, at_least)
            found = exact_list(self.problem, self.low, self.high, at_least, most)
        return found

    def _certificate(self, chosen: Ints, of: int) -> tuple[Certificate | None, Ints]:
        """The dual as an inequality in whole numbers, if it proves that class ``of`` is closed; if it does
        not, the classes outside of the linear program on account of which it does not.
        """
        dual = np.asarray(self._solver.getSolution().row_dual)
        weight = self.by_class @ dual
        if weight[of] < 0:  # the sign that solvers give to a dual is a convention
            dual, weight = -dual, -weight
        outside = np.flatnonzero((self._column < 0) & (weight < -_NEAR))
        if not len(outside):
            for denominator in _DENOMINATORS:
                scaled = dual * denominator
                multiplier = np.rint(scaled).astype(np.int64)
                if np.abs(scaled - multiplier).max(initial=0) > _NEAR:
                    continue
                found = self.inequality(multiplier)
                if found.closes(chosen)[of]:
                    return found, outside
        return None, outside[np.argsort(weight[outside], kind="stable")[:_FIRST]]

    def inequality(self, multiplier: Ints) -> Certificate:
        """The rules times whole multipliers, summed: an inequality that every valid list keeps."""
        weight: Ints = self.by_class @ multiplier
        up, down = np.maximum(multiplier, 0), np.minimum(multiplier, 0)
        bound = int(up @ self.high + down @ self.low)
        return Certificate(weight, bound, int(np.minimum(weight, 0) @ self.most))
