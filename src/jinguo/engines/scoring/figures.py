"""The figures of one nomination over its reviews."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from typing import Literal

from jinguo.engines.scoring.rounding import Rounding

Column = Literal["mean", "trimmed_mean", "median"]


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
    given = sorted(Fraction(value) for value in totals if value is not None)
    absent = len(totals) - len(given)
    if not given:
        return Figures(0, absent, None, None, None, None, None, None, None)
    kept = given[rule.trim : len(given) - rule.trim]
    return Figures(
        n=len(given),
        absent=absent,
        mean=rule(_mean(given)),
        trimmed_mean=rule(_mean(kept)) if len(given) > 2 * rule.trim else None,
        median=rule(_median(given)),
        sd=_sd(given, rule),
        low=rule(given[0]),
        high=rule(given[-1]),
        range=rule(given[-1] - given[0]),
    )


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


def _mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


def _median(ordered: Sequence[Fraction]) -> Fraction:
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def _sd(values: Sequence[Fraction], rule: Rounding) -> Decimal | None:
    if len(values) < 2:
        return None
    mean = _mean(values)
    variance = sum(((value - mean) ** 2 for value in values), Fraction(0)) / (len(values) - 1)
    wide = Context(prec=60)
    return rule(wide.sqrt(wide.divide(Decimal(variance.numerator), Decimal(variance.denominator))))
