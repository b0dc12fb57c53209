"""Reviewers far from the rest and items that reviewers disagree on: pointed out, never taken off by themselves.

A reviewer is *far* when her leniency stands out among all leniencies by the robust rule of Iglewicz & Hoaglin 1993
(0.6745 · (x − median) / MAD beyond 3.5) and is more than twice its standard error; or *erratic* when what is left of her
marks after item and leniency scatters more than twice as widely as is usual (median absolute deviation, from five
marks on). An item is *disputed* when its marks, leniency taken out, scatter more than chance explains: their sum of
squares over σe² beyond the 99 % point of χ².
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import chdtri

from jinguo.engines.scoring.calibration import Calibration
from jinguo.engines.scoring.design import Design, Floats
from jinguo.reasons import Reason

FAR = 3.5
ERRATIC = 2.0
FEW = 5
DISPUTED = 0.01

_TO_SD = 1.4826


@dataclass(frozen=True, slots=True)
class Reviewer:
    """How a reviewer marks beside the others: ``leniency`` in marks with its error, ``scatter`` as a standard deviation
    (robust; None below five marks), ``distance`` the robust z of the leniency.
    """

    reviewer: str
    n: int
    leniency: float
    error: float | None
    scatter: float | None
    distance: float
    findings: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Disputed:
    """An item whose marks differ more than chance explains: ``spread`` is their standard deviation without leniency."""

    item: str
    n: int
    spread: float
    reason: Reason


def reviewers_apart(calibration: Calibration) -> tuple[Reviewer, ...]:
    """Every reviewer of a calibration, with findings where she stands out; ordered by reviewer."""
    design, residuals = calibration.design, calibration.residuals
    if design is None or residuals is None:
        return ()
    leniency = np.array([row.leniency for row in calibration.reviewers])
    distance = _robust(leniency)
    scatter = _scatter(design, residuals)
    usual = float(np.nanmedian(scatter)) if np.isfinite(scatter).any() else 0.0
    found = []
    for row, far, wide in zip(calibration.reviewers, distance.tolist(), scatter.tolist(), strict=True):
        findings = _far(row.reviewer, row.leniency, row.error, far) + _wide(row.reviewer, wide, usual)
        own = wide if np.isfinite(wide) else None
        found.append(Reviewer(row.reviewer, row.n, row.leniency, row.error, own, far, findings))
    return tuple(found)


def disputed_items(calibration: Calibration) -> tuple[Disputed, ...]:
    """Items that reviewers disagree on, the widest first."""
    design, components = calibration.design, calibration.components
    if design is None or components is None or components.error <= 0:
        return ()
    leniency = np.array([row.leniency for row in calibration.reviewers])
    clean = design.y - leniency[design.reviewer]
    means = design.sum_by_item(clean) / design.per_item
    squares = design.sum_by_item((clean - means[design.item]) ** 2)
    free = np.maximum(design.per_item - 1, 1)
    over = (design.per_item > 1) & (squares / components.error > chdtri(free, DISPUTED))
    spread = np.sqrt(squares / free)
    order = sorted(np.flatnonzero(over).tolist(), key=lambda i: (-spread[i], design.items[i]))
    return tuple(_disputed(design, i, float(spread[i])) for i in order)


def _disputed(design: Design, i: int, spread: float) -> Disputed:
    n = int(design.per_item[i])
    reason = Reason.warning("item_disputed", item=design.items[i], n=n, spread=f"{spread:.2f}")
    return Disputed(design.items[i], n, spread, reason)


def _far(reviewer: str, leniency: float, error: float | None, distance: float) -> tuple[Reason, ...]:
    if abs(distance) <= FAR or (error is not None and abs(leniency) <= 2 * error):
        return ()
    marks = f"{abs(leniency):.2f}"
    if leniency > 0:
        return (Reason.warning("reviewer_lenient", reviewer=reviewer, by=marks),)
    return (Reason.warning("reviewer_harsh", reviewer=reviewer, by=marks),)


def _wide(reviewer: str, scatter: float, usual: float) -> tuple[Reason, ...]:
    if not np.isfinite(scatter) or usual <= 0 or scatter <= ERRATIC * usual:
        return ()
    times = f"{scatter / usual:.1f}"
    return (Reason.warning("reviewer_erratic", reviewer=reviewer, times=times),)


def _robust(values: Floats) -> Floats:
    """Distance from the median in robust standard deviations; 0 where more than half of the values are the same."""
    apart = values - np.median(values)
    mad = float(np.median(abs(apart)))
    return np.asarray(apart / (_TO_SD * mad) if mad > 1e-9 else np.zeros_like(apart), dtype=float)


def _scatter(design: Design, residuals: Floats) -> Floats:
    """Robust standard deviation of each reviewer's residuals; NaN below five marks."""
    order = np.argsort(design.reviewer, kind="stable")
    ends = np.cumsum(design.per_reviewer).astype(int)
    parts = np.split(residuals[order], ends[:-1])
    return np.array(
        [_TO_SD * np.median(abs(part - np.median(part))) if len(part) >= FEW else np.nan for part in parts]
    )
