"""The figures of one nomination over its reviews."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from typing import Literal

from jinguo.engines.scoring.rounding import Rounding, Way, round_exact, round_ratio
from jinguo.reasons import Reason

Column = Literal["mean", "trimmed_mean", "median"]

SMALL_PANEL = 5
"""Below so many reviews a trimmed mean is worse than the mean: measured in `benchmarks/scoring.py`."""

_WIDE = Context(prec=60)


@dataclass(frozen=True, slots=True)
class Figures:
    """``n`` totals counted, ``absent`` reviews without one; a figure that needs more totals than there are
    is None.
    """

    n: int
    absent: int
    mean: Decimal | None
    trimmed_mean: Decimal | None
    median: Decimal | None
    sd: Decimal | None
    low: Decimal | None
    high: Decimal | None
    range: Decimal | None


def summary(totals: Sequence[Decimal | None], rounding: Rounding | None = None) -> Figures:
    """The figures of a list of totals; None stands for a review that is not there and is left out.

    The trimmed mean leaves out ``rounding.trim`` highest and lowest and needs one total more than that; the
    sample standard deviation needs two. Every figure is rounded from exact values, none from another
    rounded figure.
    """
    rule = rounding or Rounding()
    given = sorted(value for value in totals if value is not None)
    absent = len(totals) - len(given)
    if not given:
        return Figures(0, absent, *[None] * 7)
    whole, scale = _whole(given)
    kept = whole[rule.trim : len(whole) - rule.trim]
    return Figures(
        n=len(given),
        absent=absent,
        mean=_mean(whole, scale, rule.digits, rule.way),
        trimmed_mean=_mean(kept, scale, rule.digits, rule.way) if kept else None,
        median=_median(whole, scale, rule.digits, rule.way),
        sd=_sd(whole, scale, rule),
        low=round_exact(given[0], rule.digits, rule.way),
        high=round_exact(given[-1], rule.digits, rule.way),
        range=round_ratio(whole[-1] - whole[0], scale, rule.digits, rule.way),
    )


def exact_figure(values: Sequence[Decimal], column: Column, *, trim: int = 1) -> Fraction | None:
    """One figure of some values, not rounded at all; None where there are too few values for it.

    >>> exact_figure([Decimal("9.75"), Decimal("9.5"), Decimal(10), Decimal(9)], "trimmed_mean")
    Fraction(77, 8)
    """
    ordered = sorted(values)
    if column == "trimmed_mean":
        ordered = ordered[trim : len(ordered) - trim]
    if not ordered:
        return None
    if column == "median":
        ordered = [ordered[(len(ordered) - 1) // 2], ordered[len(ordered) // 2]]
    whole, scale = _whole(ordered)
    return Fraction(sum(whole), len(whole) * scale)


def counted(
    figures: Figures, column: Column = "mean", *, trim_from: int = 3
) -> tuple[Column, Decimal | None]:
    """The figure that counts as the score, and which column it is.

    A call that counts the trimmed mean states from how many reviews on (``trim_from``); below it, the mean
    counts.

    >>> counted(summary([Decimal(80), Decimal(90)]), "trimmed_mean")
    ('mean', Decimal('85.00'))
    """
    if column == "trimmed_mean" and (figures.n < trim_from or figures.trimmed_mean is None):
        return "mean", figures.mean
    return column, getattr(figures, column)


def panel_warnings(n: int, wanted: Column, used: Column) -> tuple[Reason, ...]:
    """What a reader of the figures should know: a trimmed mean of fewer than five throws too much away.

    >>> [reason.code for reason in panel_warnings(3, "trimmed_mean", "trimmed_mean")]
    ['trimmed_mean_of_few']
    """
    if wanted == "trimmed_mean" and used == "mean":
        return (Reason.info("too_few_to_trim", n=n),)
    if used == "trimmed_mean" and n < SMALL_PANEL:
        return (Reason.warning("trimmed_mean_of_few", n=n, enough=SMALL_PANEL),)
    return ()


def _whole(values: Sequence[Decimal]) -> tuple[list[int], int]:
    """The values as whole numbers of one unit, and how many units make 1: sums are then exact and quick."""
    digits = max(0, *(-int(value.as_tuple().exponent) for value in values))
    return [int(value.scaleb(digits, _WIDE)) for value in values], 10**digits


def _mean(whole: Sequence[int], scale: int, digits: int, way: Way) -> Decimal:
    return round_ratio(sum(whole), len(whole) * scale, digits, way)


def _median(ordered: Sequence[int], scale: int, digits: int, way: Way) -> Decimal:
    low, high = ordered[(len(ordered) - 1) // 2], ordered[len(ordered) // 2]
    return round_ratio(low + high, 2 * scale, digits, way)


def _sd(whole: Sequence[int], scale: int, rule: Rounding) -> Decimal | None:
    n = len(whole)
    if n < 2:
        return None
    squares = n * sum(value * value for value in whole) - sum(whole) ** 2
    return rule(_WIDE.sqrt(_WIDE.divide(Decimal(squares), Decimal(n * (n - 1) * scale * scale))))
