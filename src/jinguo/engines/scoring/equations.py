"""Henderson's mixed model equations for marks with two crossed effects, solved with the items eliminated.

Model: ``y = μ + item + reviewer + error``. Items and reviewers are random with variances σa², σb²; the
equations need only the ratios λa = σe²/σa² and λb = σe²/σb². With both ratios 0 (and μ left out, it lies in
the items) they are the normal equations of least squares; those are solved with the leniencies of each
connected part summing to 0.

Each item stands in one diagonal entry of the equations, so it is eliminated by hand; what remains (μ and the
reviewers) is solved by Cholesky while it is small, by conjugate gradients when it is large. Derivation:
docs/developers/formulas.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.linalg import cho_factor, cho_solve, solve_triangular
from scipy.sparse import block_array, coo_array, csr_array, diags_array
from scipy.sparse.linalg import LinearOperator, cg

from jinguo.engines.scoring.design import Design, Floats

EXACT_UP_TO = 1500
"""So many reviewers are solved directly, with exact standard errors."""

_CHUNK = 4096


@dataclass(frozen=True)
class Effects:
    """A solution: general mean, each item's and each reviewer's deviation from it."""

    mu: float
    item: Floats
    reviewer: Floats


@dataclass(frozen=True)
class Equations:
    """The equations of one design at fixed variance ratios."""

    design: Design
    item_ratio: float = 0.0
    reviewer_ratio: float = 0.0

    @property
    def fixed(self) -> bool:
        """Whether this is plain least squares."""
        return self.item_ratio == 0 and self.reviewer_ratio == 0

    @property
    def exact(self) -> bool:
        return len(self.design.reviewers) <= EXACT_UP_TO

    @cached_property
    def diagonal(self) -> Floats:
        """The eliminated items' diagonal: marks of the item plus λa."""
        return self.design.per_item + self.item_ratio

    @property
    def border(self) -> csr_array:
        """Items × (μ, reviewers): what couples an eliminated item with the rest."""
        return self.design.incidence if self.fixed else self.design.bordered

    @cached_property
    def coupling(self) -> csr_array:
        """What eliminating the items takes off the equations of μ and the reviewers."""
        return csr_array(self.border.T @ (diags_array(1 / self.diagonal) @ self.border))

    @cached_property
    def reduced(self) -> csr_array:
        """The equations of μ and the reviewers after the items are eliminated (the Schur complement), sparse."""
        counts = self.design.per_reviewer
        corner = diags_array(counts + self.reviewer_ratio)
        if not self.fixed:
            first = np.array([[float(self.design.n)]])
            corner = block_array([[first, counts[None, :]], [counts[:, None], corner]])
        return csr_array(corner - self.coupling)

    @cached_property
    def factor(self) -> tuple[Floats, bool]:
        """Cholesky factor of the reduced equations; each part of a least-squares design is anchored first."""
        dense, counts = -self.coupling.toarray(), self.design.per_reviewer
        if not self.fixed:
            dense[0, 0] += self.design.n
            dense[0, 1:] += counts
            dense[1:, 0] += counts
        place = np.arange(0 if self.fixed else 1, len(dense))
        dense[place, place] += counts + self.reviewer_ratio
        if self.fixed:
            count, _, label = self.design.components
            for part in range(count):
                members = label == part
                dense[np.ix_(members, members)] += 1 / members.sum()
        found: tuple[Floats, bool] = cho_factor(dense, lower=True)
        return found

    def solve(self, y: Floats | None = None) -> Effects:
        """The effects for the marks ``y`` (the design's own when None)."""
        values = self.design.y if y is None else y
        return self.apply(
            float(values.sum()), self.design.sum_by_item(values), self.design.sum_by_reviewer(values)
        )

    def apply(self, total: float, by_item: Floats, by_reviewer: Floats) -> Effects:
        """The inverse of the equations times a right-hand side."""
        right = by_reviewer if self.fixed else np.concatenate([[total], by_reviewer])
        right = right - self.border.T @ (by_item / self.diagonal)
        rest = cho_solve(self.factor, right) if self.exact else self._iterate(right)
        if self.fixed:
            rest = self._centred(rest)
        item = (by_item - self.border @ rest) / self.diagonal
        return Effects(0.0, item, rest) if self.fixed else Effects(float(rest[0]), item, rest[1:])

    def _iterate(self, right: Floats) -> Floats:
        """Conjugate gradients with the diagonal as preconditioner: same input, same steps, same result."""
        scale = self.reduced.diagonal()
        scale = np.where(scale > 1e-12, scale, 1.0)
        size = len(right)
        precondition = LinearOperator((size, size), matvec=lambda v: v / scale, dtype=float)
        found, stopped = cg(self.reduced, right, rtol=1e-11, maxiter=20 * size, M=precondition)
        if stopped:
            raise ArithmeticError("the equations did not converge")
        return np.asarray(found, dtype=float)

    def _centred(self, reviewer: Floats) -> Floats:
        """Leniencies less their mean in each connected part: the anchor of least squares."""
        count, _, label = self.design.components
        means = np.bincount(label, reviewer, count) / np.bincount(label, minlength=count)
        return np.asarray(reviewer - means[label], dtype=float)

    def log_determinant(self) -> float:
        """log|C| less the terms of the ratios: log of the determinant of the scaled equations."""
        size = len(self.design.reviewers)
        items = np.log1p(self.design.per_item / self.item_ratio).sum()
        rest = 2 * np.log(np.diag(self.factor[0])).sum() - size * np.log(self.reviewer_ratio)
        return float(items + rest)

    def errors(self) -> tuple[Floats, Floats]:
        """Standard errors, in units of σe, of μ + item and of each reviewer's deviation.

        Exact up to ``EXACT_UP_TO`` reviewers; above, covariances between reviewers' errors are left out (each then
        rests on many marks, and the share of them is small).
        """
        return self._exact_errors() if self.exact else self._local_errors()

    @cached_property
    def inverse(self) -> Floats:
        """Covariance, in units of σe², of the errors of μ and the reviewers' deviations. Only while ``exact``."""
        found = np.asarray(cho_solve(self.factor, np.eye(len(self.factor[0]))), dtype=float)
        if self.fixed:
            count, _, label = self.design.components
            for part in range(count):
                members = label == part
                found[np.ix_(members, members)] -= 1 / members.sum()
        return found

    @cached_property
    def loading(self) -> csr_array:
        """Items × (μ, reviewers): how the error of μ + item follows from theirs, besides its own chance."""
        follows = diags_array(-1 / self.diagonal) @ self.border
        if self.fixed:
            return csr_array(follows)
        ones = coo_array(
            (np.ones(len(self.diagonal)), (np.arange(len(self.diagonal)), np.zeros(len(self.diagonal), int))),
            shape=follows.shape,
        )
        return csr_array(follows + ones)

    def covariance(self) -> Floats:
        """Items × items: the covariance of the errors of μ + item, in units of σe². Only while ``exact``."""
        shared = self.loading @ self.inverse @ self.loading.T.toarray()
        return np.asarray(shared + np.diag(1 / self.diagonal), dtype=float)

    def draw(self, chance: np.random.Generator) -> Floats:
        """One draw of the errors of all μ + item together, in units of σe; what the items share is drawn once."""
        if self.exact:
            factor, _ = self.factor
            rest = solve_triangular(
                factor, chance.standard_normal(len(factor)), lower=True, trans="T", check_finite=False
            )
            rest = self._centred(rest) if self.fixed else rest
        else:
            scale = np.maximum(self.reduced.diagonal(), 1e-12)
            rest = chance.standard_normal(len(scale)) / np.sqrt(scale)
        own = chance.standard_normal(len(self.diagonal)) / np.sqrt(self.diagonal)
        return np.asarray(self.loading @ rest + own, dtype=float)

    def _exact_errors(self) -> tuple[Floats, Floats]:
        variance = np.empty(len(self.diagonal))
        for start in range(0, len(variance), _CHUNK):
            rows = slice(start, start + _CHUNK)
            loading = self.loading[rows]
            shared = loading.multiply(loading @ self.inverse).sum(axis=1)
            variance[rows] = shared + 1 / self.diagonal[rows]
        first = 0 if self.fixed else 1
        reviewer = np.maximum(np.diag(self.inverse)[first:], 0)
        return np.sqrt(np.maximum(variance, 0)), np.sqrt(reviewer)

    def _local_errors(self) -> tuple[Floats, Floats]:
        scale = self.reduced.diagonal()[0 if self.fixed else 1 :]
        reviewer = 1 / np.maximum(scale, 1e-12)
        own = self.design.incidence @ reviewer
        return np.sqrt(1 / self.diagonal + own / self.diagonal**2), np.sqrt(reviewer)
