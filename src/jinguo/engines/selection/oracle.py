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
from scipy.sparse import csr_matrix

from jinguo.engines.selection.problem import Flags, Ints, Problem
from jinguo.engines.selection.whole import exact_list

_DENOMINATORS = (1, 2, 3, 4, 5, 6, 8, 12)
_NEAR = 1e-6


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
    """Answers for one problem at a fixed number of filled seats."""

    def __init__(self, problem: Problem, filled: int) -> None:
        self.problem = problem
        self.low, self.high = problem.bounds(filled)
        self.matrix = _matrix(problem)
        self.by_class = self.matrix.T.tocsr()
        self.most: Ints = np.minimum(problem.size, filled)
        self._lower = np.zeros(problem.classes, dtype=np.int64)
        self._asked: int | None = None
        self._solver = self._model()

    def any_list(self) -> Ints | None:
        """Some valid list as counts per class, preferring classes of good rank; None when there is none."""
        if (self.low > self.high).any():
            return None
        count = self.problem.classes
        preference = -np.arange(count, dtype=np.float64) / max(count, 1)
        self._solver.changeColsCost(count, np.arange(count, dtype=np.int32), preference)
        self._solver.run()
        status = self._solver.getModelStatus()
        self._solver.changeColsCost(count, np.arange(count, dtype=np.int32), np.zeros(count))
        if status == highspy.HighsModelStatus.kOptimal:
            found = self._whole(np.zeros(count, dtype=np.int64))
            if found is not None:
                return found
        return exact_list(self.problem, self.low, self.high, np.zeros(count, dtype=np.int64), self.most)

    def one_more(self, chosen: Ints, of: int) -> Ints | Certificate | None:
        """A valid list with ``chosen`` and one more of class ``of``; or why there is none (None: the
        integer solver says so).
        """
        wanted = chosen.copy()
        wanted[of] += 1
        if wanted[of] > self.most[of]:
            return None
        self._ask(chosen, of)
        self._solver.run()
        if self._solver.getModelStatus() == highspy.HighsModelStatus.kOptimal:
            if self._solver.getSolution().col_value[of] > wanted[of] - _NEAR:
                found = self._whole(wanted)
                if found is not None:
                    return found
            else:
                certificate = self._certificate(chosen, of)
                if certificate is not None:
                    return certificate
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

    def _model(self) -> Any:
        columns = self.matrix.tocsc()
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = self.problem.classes, len(self.problem.rows)
        lp.sense_ = highspy.ObjSense.kMaximize
        lp.col_cost_ = np.zeros(lp.num_col_)
        lp.col_lower_ = np.zeros(lp.num_col_)
        lp.col_upper_ = self.most.astype(np.float64)
        lp.row_lower_, lp.row_upper_ = self.low.astype(np.float64), self.high.astype(np.float64)
        lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        lp.a_matrix_.start_ = columns.indptr.astype(np.int32)
        lp.a_matrix_.index_ = columns.indices.astype(np.int32)
        lp.a_matrix_.value_ = columns.data.astype(np.float64)
        solver = highspy.Highs()
        for option, value in (("output_flag", False), ("threads", 1), ("random_seed", 0)):
            solver.setOptionValue(option, value)
        solver.setOptionValue("solver", "simplex")
        solver.passModel(lp)
        return solver

    def _ask(self, chosen: Ints, of: int) -> None:
        """Set the lower bounds to ``chosen`` and ask for as much of class ``of`` as goes, up to one more."""
        changed = np.flatnonzero(self._lower != chosen)
        if len(changed):
            self._solver.changeColsBounds(
                len(changed),
                changed.astype(np.int32),
                chosen[changed].astype(np.float64),
                self.most[changed].astype(np.float64),
            )
            self._lower = chosen.copy()
        if self._asked is not None and self._asked != of:
            self._solver.changeColCost(self._asked, 0.0)
            self._solver.changeColBounds(
                self._asked, float(chosen[self._asked]), float(self.most[self._asked])
            )
        self._solver.changeColCost(of, 1.0)
        self._solver.changeColBounds(of, float(chosen[of]), float(chosen[of] + 1))
        self._asked = of

    def _whole(self, at_least: Ints) -> Ints | None:
        values = np.asarray(self._solver.getSolution().col_value)
        counts: Ints = np.rint(values).astype(np.int64)
        near = np.abs(values - counts).max(initial=0) < _NEAR
        return counts if near and self.keeps(counts, at_least) else None

    def _certificate(self, chosen: Ints, of: int) -> Certificate | None:
        """The dual as an inequality in whole numbers, if it proves that class ``of`` is closed."""
        dual = np.asarray(self._solver.getSolution().row_dual)
        for denominator in _DENOMINATORS:
            scaled = dual * denominator
            whole = np.rint(scaled).astype(np.int64)
            if np.abs(scaled - whole).max(initial=0) > _NEAR:
                continue
            for multiplier in (whole, -whole):
                found = self.inequality(multiplier)
                if found.closes(chosen)[of]:
                    return found
        return None

    def inequality(self, multiplier: Ints) -> Certificate:
        """The rules times whole multipliers, summed: an inequality that every valid list keeps."""
        weight: Ints = self.by_class @ multiplier
        up, down = np.maximum(multiplier, 0), np.minimum(multiplier, 0)
        bound = int(up @ self.high + down @ self.low)
        return Certificate(weight, bound, int(np.minimum(weight, 0) @ self.most))


def _matrix(problem: Problem) -> Any:
    """Rows × classes, 1 where the class stands in the row."""
    row_index = [row for rows in problem.rows_of for row in rows]
    class_index = [index for index, rows in enumerate(problem.rows_of) for _ in rows]
    ones = np.ones(len(row_index), dtype=np.int64)
    return csr_matrix((ones, (row_index, class_index)), shape=(len(problem.rows), problem.classes))
