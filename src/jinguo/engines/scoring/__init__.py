"""From marks to figures: totals of one review, and mean, trimmed mean, median and spread of a nomination's
reviews.

Problem: figures that decide must come out the same for everyone who recomputes them. So all arithmetic is
exact (whole fractions, never binary floating point) and is rounded once, at a stated place, in a stated
way: :class:`Rounding` is part of the call's rules. A mark that was not given is absent; it is never 0 and
never counted.

Columns: the *mean* uses every review and is the best estimate of a small honest panel. The *trimmed mean*
leaves out one highest and one lowest total and needs at least three; of three it is the median, so it is
worth choosing from five reviews on, and says so below that. *Spread* is the sample standard deviation (n - 1) and
the range: reported for the officer's eye, never used to change a score.

Rooms: `rules` (a call's scoring rules as data) · `sheet` (marks from rows, checked) · `panel` (the score of every
item) · `calibration` (lenient and harsh reviewers evened out) · `ranks` (expected ranks, the review on which the cut
hangs) · `agreement` `icc` (α, intraclass correlations) · `outliers` · `assess` (all of it in one go). The last six
load NumPy and SciPy and are imported by their own names; this package alone does not.

Source of the pattern: the scoring rules of sports judging (one highest and one lowest off, mean, half up);
`library/skating_components.toml` is that rule, and the tests reproduce the official panel scores of a season with
it. Every formula with its source: docs/developers/formulas.md.

>>> from decimal import Decimal
>>> criteria = (Criterion(key="novelty", label="创新性", weight=Decimal("0.6"), max=Decimal(100)),
...             Criterion(key="service", label="示范性", weight=Decimal("0.4"), max=Decimal(100)))
>>> total({"novelty": Decimal(90), "service": Decimal("85.5")}, criteria)
Decimal('88.20')
>>> figures = summary([Decimal(88), None, Decimal(91), Decimal(70), Decimal(90)])
>>> figures.n, figures.absent, figures.mean, figures.trimmed_mean, figures.median, figures.sd, figures.range
(4, 1, Decimal('84.75'), Decimal('89.00'), Decimal('89.00'), Decimal('9.91'), Decimal('21.00'))
"""

from jinguo.engines.scoring.figures import (
    SMALL_PANEL,
    Column,
    Figures,
    counted,
    exact_figure,
    panel_warnings,
    summary,
)
from jinguo.engines.scoring.marks import Criterion, check_mark, check_marks, total
from jinguo.engines.scoring.panel import ItemScore, Review, reviews_of, score_items
from jinguo.engines.scoring.rounding import Rounding, round_exact
from jinguo.engines.scoring.rules import ScoringRules
from jinguo.engines.scoring.sheet import Fault, Mark, read_marks

__all__ = [
    "SMALL_PANEL",
    "Column",
    "Criterion",
    "Fault",
    "Figures",
    "ItemScore",
    "Mark",
    "Review",
    "Rounding",
    "ScoringRules",
    "check_mark",
    "check_marks",
    "counted",
    "exact_figure",
    "panel_warnings",
    "read_marks",
    "reviews_of",
    "round_exact",
    "score_items",
    "summary",
    "total",
]
