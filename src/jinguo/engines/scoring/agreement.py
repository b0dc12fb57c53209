"""Do the reviewers agree? Krippendorff's α with a bootstrap interval. Reported, never used to change a score.

``α = 1 − observed disagreement / disagreement expected by chance``: 1 is full agreement, 0 is chance. Any number of
reviewers, absent marks, four metrics. Items with a single mark cannot be paired and are left out.

The interval comes from drawing items with replacement (a fixed seed), everything recomputed in each draw; Zapf et al.
2016 found the bootstrap over items to keep its confidence. Sources: Krippendorff 2011, Computing Krippendorff's
alpha-reliability; Hayes & Krippendorff 2007; Zapf, Castell, Morawietz & Karch 2016 (BMC Medical Research Methodology 16).

>>> marks = [("1", "A", 1), ("1", "B", 1), ("2", "A", 2), ("2", "B", 3), ("3", "A", 3), ("3", "B", 3)]
>>> round(alpha(Design.of(marks), "nominal", draws=0).value, 3)
0.545
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.sparse import coo_array, csr_array

from jinguo.engines.scoring.design import Design, Floats

Metric = Literal["nominal", "ordinal", "interval", "ratio"]


@dataclass(frozen=True, slots=True)
class Alpha:
    """``value`` is None where nothing can be paired; where all paired marks are the same, agreement says nothing and
    ``value`` is None too. ``low`` and ``high`` are None without draws.
    """

    metric: Metric
    value: float | None
    low: float | None
    high: float | None
    items: int
    marks: int


def alpha(
    design: Design,
    metric: Metric = "interval",
    *,
    confidence: float = 0.95,
    draws: int = 1000,
    seed: int = 20260101,
) -> Alpha:
    """Krippendorff's α of a design."""
    levels, counts = _paired(design)
    items, marks = counts.shape[0], int(counts.sum())
    value = _alpha(levels, counts, np.ones(items), metric) if items else None
    low = high = None
    if value is not None and draws and items > 1:
        chance = np.random.default_rng(seed)
        drawn = [_alpha(levels, counts, _weights(chance, items), metric) for _ in range(draws)]
        kept = np.array([one for one in drawn if one is not None])
        tail = (1 - confidence) / 2
        low, high = (float(bound) for bound in np.quantile(kept, [tail, 1 - tail]))
    return Alpha(metric, value, low, high, items, marks)


def _paired(design: Design) -> tuple[Floats, csr_array]:
    """The different marks, and how often each item has each; only items with two marks and more."""
    levels, level = np.unique(design.y, return_inverse=True)
    shape = (len(design.items), len(levels))
    counts = csr_array(coo_array((np.ones(design.n), (design.item, level)), shape=shape))
    return levels, counts[design.per_item > 1]


def _weights(chance: np.random.Generator, items: int) -> Floats:
    return np.bincount(chance.integers(0, items, items), minlength=items).astype(float)


def _alpha(levels: Floats, counts: csr_array, weights: Floats, metric: Metric) -> float | None:
    """α with each item counted ``weights`` times."""
    pooled = np.asarray(counts.T @ weights, dtype=float)
    whole = pooled.sum()
    if metric == "nominal":
        inside, expected = _nominal(counts), whole**2 - (pooled**2).sum()
    elif metric == "ratio":
        inside, expected = _ratio(levels, counts), _ratio_of_pool(levels, pooled)
    else:
        scale = levels if metric == "interval" else np.cumsum(pooled) - pooled / 2
        scale = scale - (pooled @ scale) / max(whole, 1)
        inside = _squares(counts, scale)
        expected = 2 * (whole * (pooled @ scale**2) - (pooled @ scale) ** 2)
    marks = np.asarray(counts.sum(axis=1), dtype=float)
    observed = float((weights * inside / (marks - 1)).sum())
    if expected <= 1e-12 * max(whole, 1):
        return None
    return float(1 - (whole - 1) * observed / expected)


def _nominal(counts: csr_array) -> Floats:
    """Ordered pairs of different marks inside each item."""
    marks = np.asarray(counts.sum(axis=1), dtype=float)
    return np.asarray(marks**2 - (counts * counts).sum(axis=1), dtype=float)


def _squares(counts: csr_array, scale: Floats) -> Floats:
    """Sum of squared differences over ordered pairs inside each item."""
    marks = np.asarray(counts.sum(axis=1), dtype=float)
    return np.asarray(2 * (marks * (counts @ scale**2) - (counts @ scale) ** 2), dtype=float)


def _ratio(levels: Floats, counts: csr_array) -> Floats:
    """Sum of ((c − k) / (c + k))² over ordered pairs inside each item."""
    found = np.zeros(counts.shape[0])
    for number in range(counts.shape[0]):
        part = slice(counts.indptr[number], counts.indptr[number + 1])
        found[number] = _ratio_of_pool(levels[counts.indices[part]], counts.data[part])
    return found


def _ratio_of_pool(levels: Floats, pooled: Floats) -> float:
    over = levels[:, None] - levels[None, :]
    under = levels[:, None] + levels[None, :]
    apart = np.divide(over, under, out=np.zeros_like(over), where=under != 0)
    return float(pooled @ apart**2 @ pooled)
