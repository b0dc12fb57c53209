"""From marks to figures: totals of one review, and mean, trimmed mean, median and spread of a nomination's
reviews.

Problem: figures that decide must come out the same for everyone who recomputes them. So all arithmetic is
exact (whole fractions, never binary floating point) and is rounded once, at a stated place, in a stated
way: :class:`Rounding` is part of the call's rules. A mark that was not given is absent; it is never 0 and
never counted.

Columns: the *mean* uses every review and is the best estimate of a small honest panel. The *trimmed mean*
leaves out one highest and one lowest total and needs at least three; of three it is the median, so it is
worth choosing from five reviews on. *Spread* is the sample standard deviation (n - 1) and the range:
reported for the officer's eye, never used to change a score.

Source of the pattern: the scoring rules of sports judging (one highest and one lowest off, mean, half up);
the tests reproduce the official panel scores of a season.

>>> from decimal import Decimal
>>> criteria = (Criterion(key="novelty", label="创新性", weight=Decimal("0.6"), max=Decimal(100)),
...             Criterion(key="service", label="示范性", weight=Decimal("0.4"), max=Decimal(100)))
>>> total({"novelty": Decimal(90), "service": Decimal("85.5")}, criteria)
Decimal('88.20')
>>> figures = summary([Decimal(88), None, Decimal(91), Decimal(70), Decimal(90)])
>>> figures.n, figures.absent, figures.mean, figures.trimmed_mean, figures.median, figures.sd, figures.range
(4, 1, Decimal('84.75'), Decimal('89.00'), Decimal('89.00'), Decimal('9.91'), Decimal('21.00'))
"""

from jinguo.engines.scoring.figures import Figures, counted, summary
from jinguo.engines.scoring.marks import Criterion, check_marks, total
from jinguo.engines.scoring.rounding import Rounding, round_exact

__all__ = [
    "Criterion",
    "Figures",
    "Rounding",
    "check_marks",
    "counted",
    "round_exact",
    "summary",
    "total",
]
