"""How sure a rank is: the expected rank with an interval, and the single reviews on which the cut hangs.

*Expected rank* (Laird & Louis 1989; used by the Swiss National Science Foundation, Heyard et al. 2022): one plus the
sum over all other items of the probability that the other is better. Unlike the rank of the estimates it says that
two items whose scores cannot be told apart have nearly the same place. Errors are taken as normal; what all items share
(the general level, a reviewer's leniency) cancels where it is shared.

*Leave one out*: take a single review away, score again, and see whether the item changes sides at the cut.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from jinguo.engines.scoring.calibration import Calibration
from jinguo.engines.scoring.design import Floats
from jinguo.engines.scoring.equations import Equations
from jinguo.engines.scoring.figures import counted, summary
from jinguo.engines.scoring.panel import Review
from jinguo.engines.scoring.rounding import round_exact
from jinguo.engines.scoring.rules import ScoringRules

Side = Literal["in", "tied", "out"]

PAIRWISE_UP_TO = 3000
"""So many items get the expected rank from all pairs; above, from the draws."""

NEAREST = 60
"""So many items on each side of the cut are tried under calibration."""


@dataclass(frozen=True, slots=True)
class ExpectedRank:
    """``expected`` place, and the places between which it lies with the stated confidence."""

    item: str
    expected: float
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Flip:
    """Without the review of ``reviewer`` the item has ``score`` and is ``then`` instead of ``now``."""

    item: str
    reviewer: str
    score: Decimal
    now: Side
    then: Side


def expected_ranks(
    calibration: Calibration, *, confidence: float = 0.95, seed: int = 20260101
) -> tuple[ExpectedRank, ...]:
    """The expected rank of every item of a calibration that has standard errors, in the order of its items.

    The interval is read from draws of all scores with a fixed seed: the same input gives the same interval.
    """
    values, equations = calibration.values, calibration.equations
    if values is None or equations is None:
        return ()
    draws = _draws(values, equations, calibration.sigma, seed)
    tail = (1 - confidence) / 2
    low, high = np.quantile(draws, [tail, 1 - tail], axis=0, method="inverted_cdf")
    pairs = equations.exact and len(values) <= PAIRWISE_UP_TO
    mean = _pairwise(values, equations, calibration.sigma) if pairs else draws.mean(axis=0)
    names = [row.item for row in calibration.items]
    return tuple(
        ExpectedRank(*row)
        for row in zip(names, mean.tolist(), low.astype(int).tolist(), high.astype(int).tolist(), strict=True)
    )


def _draws(values: Floats, equations: Equations, sigma: float, seed: int) -> NDArray[np.int32]:
    """Ranks in draws of the scores: draws × items. Fewer draws for very many items."""
    count = int(np.clip(4_000_000 // len(values), 200, 2000))
    chance = np.random.default_rng(seed)
    found = np.empty((count, len(values)), dtype=np.int32)
    place = np.arange(1, len(values) + 1, dtype=np.int32)
    for row in found:
        row[np.argsort(-(values + sigma * equations.draw(chance)), kind="stable")] = place
    return found


def _pairwise(values: Floats, equations: Equations, sigma: float) -> Floats:
    """One plus the probabilities that each other is better; what two items' errors share cancels."""
    covariance = equations.covariance()
    own = np.diag(covariance)
    apart = sigma * np.sqrt(np.maximum(own[:, None] + own[None, :] - 2 * covariance, 0))
    gap = values[None, :] - values[:, None]
    better = np.where(apart > 0, ndtr(gap / np.where(apart > 0, apart, 1)), (np.sign(gap) + 1) / 2)
    np.fill_diagonal(better, 0)
    return np.asarray(1 + better.sum(axis=1), dtype=float)


def side(score: Decimal, others: Sequence[Decimal], seats: int) -> Side:
    """Where a score stands against the others' scores, sorted upwards: surely in, surely out, or tied at the cut.

    >>> [side(Decimal(n), [Decimal(5), Decimal(7), Decimal(9)], 2) for n in (8, 7, 6)]
    ['in', 'tied', 'out']
    """
    above = len(others) - bisect_right(others, score)
    equal = bisect_right(others, score) - bisect_left(others, score)
    if above >= seats:
        return "out"
    return "in" if above + equal < seats else "tied"


def flips(reviews: Sequence[Review], rules: ScoringRules, seats: int) -> tuple[Flip, ...]:
    """Which single review, taken away, would move its item across the cut of ``seats``, by the figure that counts.

    Only where totals count (``order = "reviews_first"``). An item whose last review it is keeps its place. Exact, by
    the rules' own rounding, for every item whose lowest and highest total lie on both sides of the cut.
    """
    totals: dict[str, list[tuple[str, Decimal]]] = defaultdict(list)
    for review in reviews:
        if review.total is not None:
            totals[review.item].append((review.reviewer, review.total))
    scores = {item: _score([total for _, total in given], rules) for item, given in totals.items()}
    ordered = sorted(scores.values())
    if seats >= len(ordered):
        return ()
    line = (ordered[-seats - 1], ordered[-seats])
    found: list[Flip] = []
    for item in sorted(totals):
        values = [total for _, total in totals[item]]
        if len(values) > 1 and min(values) <= line[1] and max(values) >= line[0]:
            found += _flips_of(item, totals[item], scores[item], ordered, rules, seats)
    return tuple(found)


def _flips_of(
    item: str,
    given: Sequence[tuple[str, Decimal]],
    score: Decimal,
    ordered: list[Decimal],
    rules: ScoringRules,
    seats: int,
) -> list[Flip]:
    place = bisect_left(ordered, score)
    others = ordered[:place] + ordered[place + 1 :]
    now = side(score, others, seats)
    found = []
    for left_out, (reviewer, _) in enumerate(given):
        rest = [total for number, (_, total) in enumerate(given) if number != left_out]
        without = _score(rest, rules)
        then = side(without, others, seats)
        if then != now:
            found.append(Flip(item, reviewer, without, now, then))
    return found


def _score(totals: Sequence[Decimal], rules: ScoringRules) -> Decimal:
    _, score = counted(summary(totals, rules.rounding), rules.column, trim_from=rules.trim_from)
    if score is None:
        raise ValueError("an item without totals has no score")
    return score


def calibrated_flips(
    calibration: Calibration, seats: int, *, digits: int = 2, nearest: int = NEAREST
) -> tuple[Flip, ...]:
    """The same under BLUP, for the items nearest to the cut: the mark is taken out of the equations (a change of rank
    one), everybody is scored anew, the variance components stay as they are.
    """
    design, components = calibration.design, calibration.components
    if calibration.method != "blup" or design is None or components is None or components.error == 0:
        return ()
    if calibration.values is None or calibration.residuals is None or seats >= len(design.items):
        return ()
    equations = Equations(design, components.item_ratio, components.reviewer_ratio)
    order = np.argsort([row.rank for row in calibration.items], kind="stable")
    close = set(order[max(0, seats - nearest) : seats + nearest].tolist())
    found: list[Flip] = []
    tried = np.isin(design.item, list(close)) & (design.per_item[design.item] > 1)
    for k in np.flatnonzero(tried).tolist():
        item, reviewer = int(design.item[k]), int(design.reviewer[k])
        values = _without(calibration.values, calibration.residuals[k], equations, item, reviewer)
        now, then = (_side_of(item, which, seats, digits) for which in (calibration.values, values))
        if now != then:
            score = round_exact(Decimal(f"{values[item]:.9f}"), digits)
            found.append(Flip(design.items[item], design.reviewers[reviewer], score, now, then))
    return tuple(found)


def _without(values: Floats, residual: float, equations: Equations, item: int, reviewer: int) -> Floats:
    """μ + item of everybody when one mark is taken away: ``u − C⁻¹x · residual / (1 − x'C⁻¹x)``.

    In very large designs leniencies rest on so many marks that one of them is not felt: there only the item itself is
    estimated anew.
    """
    design = equations.design
    if not equations.exact:
        alone = values.copy()
        alone[item] -= residual / (equations.diagonal[item] - 1)
        return alone
    by_item, by_reviewer = np.zeros(len(design.items)), np.zeros(len(design.reviewers))
    by_item[item] = by_reviewer[reviewer] = 1.0
    column = equations.apply(1.0, by_item, by_reviewer)
    lever = column.mu + column.item[item] + column.reviewer[reviewer]
    return np.asarray(values - (column.mu + column.item) * residual / (1 - lever), dtype=float)


def _side_of(item: int, values: Floats, seats: int, digits: int) -> Side:
    rounded = np.floor(values * 10**digits + 0.5 + 1e-9)
    above, equal = int((rounded > rounded[item]).sum()), int((rounded == rounded[item]).sum())
    if above >= seats:
        return "out"
    return "in" if above + equal <= seats else "tied"
