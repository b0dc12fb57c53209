"""How much of the marks is the items', how much the reviewers' leniency, how much chance: variance components.

Small and middling panels: restricted maximum likelihood (Patterson & Thompson 1971), maximised over the two
variance ratios. Very large ones: Henderson's method III (1953), which needs two least-squares fits and no
iteration and is unbiased. Both are deterministic; in balanced designs without negative estimates both are the
classical analysis of variance.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.optimize import minimize

from jinguo.engines.scoring.design import Design, Floats
from jinguo.engines.scoring.equations import Equations

REML_UP_TO = 500
"""So many reviewers get REML; above, method III."""

_SMALLEST, _LARGEST = 1e-9, 1e7
"""Bounds of σe²/σ²: at the upper one the variance counts as 0."""


@dataclass(frozen=True, slots=True)
class Components:
    """Variances of items, reviewers and errors, and how they were found. ``degrees`` is what the errors' rests on."""

    item: float
    reviewer: float
    error: float
    method: Literal["reml", "henderson_3"]
    degrees: int

    @property
    def item_ratio(self) -> float:
        return _ratio(self.error, self.item)

    @property
    def reviewer_ratio(self) -> float:
        return _ratio(self.error, self.reviewer)

    @property
    def reliability_of_one(self) -> float:
        """The share of items in the variance of a single mark: ICC(2,1), estimated from any design."""
        whole = self.item + self.reviewer + self.error
        return self.item / whole if whole > 0 else 0.0


def degrees_of_freedom(design: Design) -> int:
    """Marks less what least squares fits: with 0 or less nothing can be said about errors."""
    count, _, _ = design.components
    return design.n - (len(design.items) + len(design.reviewers) - count)


def components_of(design: Design) -> Components:
    """Estimate the components. The design needs spare marks (:func:`degrees_of_freedom` > 0).

    Raises:
        ValueError: it has none.
    """
    if degrees_of_freedom(design) < 1:
        raise ValueError("no degrees of freedom are left for the errors")
    start = method_three(design)
    return start if len(design.reviewers) > REML_UP_TO else reml(design, start)


def method_three(design: Design) -> Components:
    """Henderson's method III: differences of sums of squares set equal to their expectations.

    ``E[SSE(items) − SSE(both)] = σb²(n − items) + σe²(reviewers − parts)``, and the same with the sides
    exchanged; a negative estimate counts as 0.
    """
    spread = design.y - design.y.mean()
    fitted = Equations(design).solve(spread)
    both = float(((spread - fitted.item[design.item] - fitted.reviewer[design.reviewer]) ** 2).sum())
    degrees, parts = degrees_of_freedom(design), design.components[0]
    error = both / degrees
    by_item = _within(spread, design.item, design.per_item)
    by_reviewer = _within(spread, design.reviewer, design.per_reviewer)
    q_items, q_reviewers = len(design.items), len(design.reviewers)
    reviewer = (by_item - both - error * (q_reviewers - parts)) / max(design.n - q_items, 1)
    item = (by_reviewer - both - error * (q_items - parts)) / max(design.n - q_reviewers, 1)
    return Components(max(item, 0.0), max(reviewer, 0.0), max(error, _floor(spread)), "henderson_3", degrees)


def reml(design: Design, start: Components) -> Components:
    """Restricted maximum likelihood, the errors' variance profiled out, by a bounded simplex search."""
    spread = design.y - design.y.mean()
    if not spread.any():
        return Components(0.0, 0.0, 0.0, "reml", start.degrees)
    low, high = np.log(_SMALLEST), np.log(_LARGEST)
    first = np.clip(np.log([start.item_ratio, start.reviewer_ratio]), low + 1, high - 8)
    found = minimize(
        lambda point: _deviance(design, spread, *np.exp(point)),
        first,
        method="Nelder-Mead",
        bounds=[(low, high)] * 2,
        options={"xatol": 1e-5, "fatol": 1e-8, "maxiter": 1000},
    )
    item_ratio, reviewer_ratio = np.exp(found.x)
    error = max(_residual(design, spread, item_ratio, reviewer_ratio) / (design.n - 1), _floor(spread))
    item, reviewer = (
        0.0 if ratio > _LARGEST / 100 else error / float(ratio) for ratio in (item_ratio, reviewer_ratio)
    )
    return Components(item, reviewer, error, "reml", start.degrees)


def deviance(design: Design, components: Components) -> float:
    """−2 log restricted likelihood at these components, up to a constant. For comparisons in tests."""
    spread = design.y - design.y.mean()
    return _deviance(design, spread, components.item_ratio, components.reviewer_ratio)


def _deviance(design: Design, spread: Floats, item_ratio: float, reviewer_ratio: float) -> float:
    equations = Equations(design, float(item_ratio), float(reviewer_ratio))
    rest = _residual(design, spread, item_ratio, reviewer_ratio, equations)
    return float(equations.log_determinant() + (design.n - 1) * np.log(max(rest, 1e-300)))


def _residual(
    design: Design,
    spread: Floats,
    item_ratio: float,
    reviewer_ratio: float,
    equations: Equations | None = None,
) -> float:
    """y'Py in units of σe²: y'y less the fitted part, written as a sum of squares so that nothing cancels."""
    solved = (equations or Equations(design, float(item_ratio), float(reviewer_ratio))).solve(spread)
    error = spread - solved.mu - solved.item[design.item] - solved.reviewer[design.reviewer]
    penalty = item_ratio * (solved.item**2).sum() + reviewer_ratio * (solved.reviewer**2).sum()
    return float((error**2).sum() + penalty)


def _within(values: Floats, group: np.ndarray, counts: Floats) -> float:
    means = np.bincount(group, values, len(counts)) / counts
    return float(((values - means[group]) ** 2).sum())


def _floor(spread: Floats) -> float:
    """The smallest variance of errors that is told from rounding noise."""
    return float(1e-12 * (spread**2).mean())


def _ratio(error: float, variance: float) -> float:
    if variance <= 0:
        return _LARGEST
    return min(max(error / variance, _SMALLEST), _LARGEST)
