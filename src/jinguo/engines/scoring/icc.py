"""Intraclass correlations of a complete design: every reviewer marked every item.

``ICC(1)``: each item had reviewers of its own. ``ICC(2,1)``: the reviewers are a sample, and whether one marks higher
than another matters (agreement). ``ICC(3,1)``: only these reviewers, only the order matters (consistency). The forms
with ``k`` are of the mean of all reviewers. Shrout & Fleiss 1979 (Psychological Bulletin 86), intervals from F
distributions as McGraw & Wong 1996 (Psychological Methods 1) give them.

>>> table = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
>>> [(one.form, round(one.value, 2)) for one in icc(np.array(table, dtype=float))]
[('ICC(1)', 0.17), ('ICC(2,1)', 0.29), ('ICC(3,1)', 0.71), ('ICC(1,k)', 0.44), ('ICC(2,k)', 0.62), ('ICC(3,k)', 0.91)]
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import fdtri

from jinguo.engines.scoring.design import Floats


@dataclass(frozen=True, slots=True)
class Icc:
    """One form with its interval."""

    form: str
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class _Squares:
    """Mean squares of the two-way analysis of variance of an n × k table."""

    n: int
    k: int
    rows: float
    columns: float
    error: float
    within: float


def icc(table: Floats, *, confidence: float = 0.95) -> tuple[Icc, ...]:
    """The six forms of a table items × reviewers; none where the table is smaller than 2 × 2 or all marks are equal.

    Raises:
        ValueError: the table has holes.
    """
    if not np.isfinite(table).all():
        raise ValueError("intraclass correlations need a complete table")
    if min(table.shape) < 2 or not np.ptp(table):
        return ()
    squares, tail = _squares(table), (1 - confidence) / 2
    one, three = _first(squares, tail), _third(squares, tail)
    two = _second(squares, tail)
    singles = (Icc("ICC(1)", *one), Icc("ICC(2,1)", *two), Icc("ICC(3,1)", *three))
    return singles + tuple(
        Icc(form, *(_stepped_up(bound, squares.k) for bound in bounds))
        for form, bounds in (("ICC(1,k)", one), ("ICC(2,k)", two), ("ICC(3,k)", three))
    )


def _squares(table: Floats) -> _Squares:
    n, k = table.shape
    rows, columns = table.mean(axis=1, keepdims=True), table.mean(axis=0, keepdims=True)
    mean = table.mean()
    of_rows = float(k * ((rows - mean) ** 2).sum() / (n - 1))
    of_columns = float(n * ((columns - mean) ** 2).sum() / (k - 1))
    error = float(((table - rows - columns + mean) ** 2).sum() / ((n - 1) * (k - 1)))
    within = float(((table - rows) ** 2).sum() / (n * (k - 1)))
    noise = 1e-14 * float(np.ptp(table)) ** 2
    return _Squares(n, k, of_rows, of_columns, max(error, noise), max(within, noise))


def _first(s: _Squares, tail: float) -> tuple[float, float, float]:
    ratio = s.rows / s.within
    low = ratio / fdtri(s.n - 1, s.n * (s.k - 1), 1 - tail)
    high = ratio * fdtri(s.n * (s.k - 1), s.n - 1, 1 - tail)
    return _of_ratio(ratio, s.k), _of_ratio(low, s.k), _of_ratio(high, s.k)


def _third(s: _Squares, tail: float) -> tuple[float, float, float]:
    ratio, degrees = s.rows / s.error, (s.n - 1) * (s.k - 1)
    low = ratio / fdtri(s.n - 1, degrees, 1 - tail)
    high = ratio * fdtri(degrees, s.n - 1, 1 - tail)
    return _of_ratio(ratio, s.k), _of_ratio(low, s.k), _of_ratio(high, s.k)


def _second(s: _Squares, tail: float) -> tuple[float, float, float]:
    """Agreement: the interval with Satterthwaite's degrees of freedom."""
    n, k = s.n, s.k
    value = (s.rows - s.error) / (s.rows + (k - 1) * s.error + k * (s.columns - s.error) / n)
    a = k * value / (n * (1 - value)) if value < 1 else np.inf
    b = 1 + k * value * (n - 1) / (n * (1 - value)) if value < 1 else np.inf
    if not np.isfinite(a):
        return value, 1.0, 1.0
    parts = (a * s.columns) ** 2 / (k - 1) + (b * s.error) ** 2 / ((n - 1) * (k - 1))
    degrees = (a * s.columns + b * s.error) ** 2 / parts
    rest = k * s.columns + (n * k - k - n) * s.error
    f_low, f_high = fdtri(n - 1, degrees, 1 - tail), fdtri(degrees, n - 1, 1 - tail)
    low = n * (s.rows - f_low * s.error) / (f_low * rest + n * s.rows)
    high = n * (f_high * s.rows - s.error) / (rest + n * f_high * s.rows)
    return float(value), float(low), float(high)


def _of_ratio(ratio: float, k: int) -> float:
    return float((ratio - 1) / (ratio + k - 1))


def _stepped_up(single: float, k: int) -> float:
    """Spearman–Brown: the mean of ``k`` instead of one. A single form of −1/(k−1) has no mean form: −∞."""
    under = 1 + (k - 1) * single
    return float(k * single / under) if under > 0 else float("-inf")
