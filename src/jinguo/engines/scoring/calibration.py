"""Calibration: what the scores would be if no reviewer were more lenient or harsher than another.

Three ways. ``blup`` (offered first): items and reviewers as crossed random effects, best linear unbiased
prediction by Henderson's mixed model equations; it weighs how far a reviewer's leniency is really known, and with
reviewers who do not differ it leaves the order of the means. ``least_squares``: additive effects, comparable only
inside a connected part of the review graph. ``z_scores``: each reviewer's marks brought to one mean and
spread; harmful for small panels, so always with a warning.

Calibrated scores are real numbers, rounded at the end by the call's rounding rule; ranks are read from rounded
scores, equal ones share a rank.

Sources: Henderson 1975 (Biometrics 31); Robinson 1991 (Statistical Science 6); MacKay et al. 2017 (Calibration with
confidence, Royal Society Open Science 4); Heyard et al. 2022 (Statistics and Public Policy 9).

>>> marks = [("甲", "E1", 80), ("甲", "E2", 90), ("乙", "E1", 82), ("乙", "E3", 75), ("丙", "E2", 91), ("丙", "E3", 74),
...          ("丁", "E1", 79), ("丁", "E2", 88), ("丁", "E3", 73)]
>>> found = calibrate(Design.of(marks), "least_squares")
>>> [(row.item, str(row.mean), str(row.score)) for row in found.items]
[('丁', '80.00', '80.00'), ('丙', '82.50', '82.00'), ('乙', '78.50', '82.80'), ('甲', '85.00', '81.20')]
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

import numpy as np

from jinguo.engines.scoring.design import Design, Floats, Ints
from jinguo.engines.scoring.equations import Equations
from jinguo.engines.scoring.rounding import Rounding, round_exact
from jinguo.engines.scoring.variance import Components, components_of, degrees_of_freedom
from jinguo.reasons import Reason, Verdict

Method = Literal["blup", "least_squares", "z_scores"]


@dataclass(frozen=True, slots=True)
class Calibrated:
    """One item: its plain ``mean`` and rank, its calibrated ``score``, standard error and rank.

    ``adjusted`` is the mean of its marks less each reviewer's leniency; a BLUP ``score`` is that, drawn towards
    the general mean the more, the fewer marks it stands on. ``part`` is its connected part of the review graph.
    """

    item: str
    n: int
    mean: Decimal
    rank_by_mean: int
    score: Decimal
    error: Decimal | None
    adjusted: Decimal
    rank: int
    part: int = 0

    @property
    def moved(self) -> int:
        """Places gained (positive) or lost by calibration."""
        return self.rank_by_mean - self.rank


@dataclass(frozen=True, slots=True)
class Leniency:
    """How far above (positive) or below the others a reviewer marks, in marks, with its standard error."""

    reviewer: str
    n: int
    leniency: float
    error: float | None


@dataclass(frozen=True)
class Calibration:
    """``verdict`` fails where the marks cannot be calibrated this way; then there are no items. ``values`` and
    ``errors`` are the scores and their standard errors before rounding, ``residuals`` what is left of each mark of
    the design, ``sigma`` the standard deviation of the errors of marks.
    """

    method: Method
    verdict: Verdict
    items: tuple[Calibrated, ...] = ()
    reviewers: tuple[Leniency, ...] = ()
    components: Components | None = None
    exact_errors: bool = True
    design: Design | None = None
    values: Floats | None = None
    errors: Floats | None = None
    residuals: Floats | None = None
    equations: Equations | None = None
    sigma: float = 0.0

    @property
    def changed(self) -> tuple[Calibrated, ...]:
        """Items whose rank is another than by the plain mean, the greatest move first."""
        moved = [row for row in self.items if row.moved]
        return tuple(sorted(moved, key=lambda row: (-abs(row.moved), row.rank, row.item)))


def calibrate(
    design: Design,
    method: Method = "blup",
    *,
    rounding: Rounding | None = None,
    disconnected: Literal["refuse", "anchor"] = "refuse",
) -> Calibration:
    """Calibrate the marks of a design.

    Least squares over a review graph that falls into parts is refused, with a reason that names the parts; with
    ``disconnected="anchor"`` every part is put on the general mean of its own marks, and a warning says that ranks
    across parts mean nothing.
    """
    verdict = _possible(design, method, disconnected)
    if not verdict.ok:
        return Calibration(method, verdict, design=design)
    rule = rounding or Rounding()
    if method == "z_scores":
        return _z_scores(design, verdict, rule)
    return _blup(design, verdict, rule) if method == "blup" else _least_squares(design, verdict, rule)


def parts_of(design: Design) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    """The connected parts of the review graph: (items, reviewers) of each, the largest first."""
    count, items, reviewers = design.components
    members: dict[int, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for name, part in zip(design.items, items, strict=True):
        members[int(part)][0].append(name)
    for name, part in zip(design.reviewers, reviewers, strict=True):
        members[int(part)][1].append(name)
    found = [(tuple(a), tuple(b)) for a, b in (members[part] for part in range(count))]
    return tuple(sorted(found, key=lambda pair: (-len(pair[0]), pair)))


def _possible(design: Design, method: Method, disconnected: str) -> Verdict:
    """Whether the marks can carry the method at all, and what must be said with it."""
    if method == "z_scores":
        return Verdict.yes(Reason.warning("z_scores_harm_small_panels"))
    if degrees_of_freedom(design) < 1 or min(len(design.items), len(design.reviewers)) < 2:
        return Verdict.no("too_few_marks_to_calibrate", marks=design.n, items=len(design.items))
    parts = parts_of(design)
    if len(parts) == 1:
        return Verdict.yes()
    apart = {"parts": len(parts), "largest": len(parts[0][0]), "outside": _some(parts)}
    if method == "blup":
        return Verdict.yes(Reason.warning("review_graph_in_parts_blup", **apart))
    if disconnected == "refuse":
        return Verdict.no("review_graph_in_parts", **apart)
    return Verdict.yes(Reason.warning("review_graph_anchored", **apart))


def _some(parts: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]) -> tuple[str, ...]:
    """Up to ten items outside the largest part."""
    return tuple(sorted(item for items, _ in parts[1:] for item in items)[:10])


def _blup(design: Design, verdict: Verdict, rule: Rounding) -> Calibration:
    components = components_of(design)
    if components.error == 0:
        return _identical(design, verdict, components, rule)
    equations = Equations(design, components.item_ratio, components.reviewer_ratio)
    solved = equations.solve()
    scale = float(np.sqrt(components.error))
    errors, leniency_errors = (part * scale for part in equations.errors())
    residuals = design.y - solved.mu - solved.item[design.item] - solved.reviewer[design.reviewer]
    return Calibration(
        "blup",
        verdict,
        _rows(design, solved.mu + solved.item, errors, solved.reviewer, rule),
        _leniencies(design, solved.reviewer, leniency_errors),
        components,
        equations.exact,
        design,
        solved.mu + solved.item,
        errors,
        residuals,
        equations,
        scale,
    )


def _identical(design: Design, verdict: Verdict, components: Components, rule: Rounding) -> Calibration:
    """Every mark is the same: there is nothing to calibrate and nothing uncertain."""
    means, none = design.item_means(), np.zeros(len(design.reviewers))
    nothing = np.zeros(len(design.items))
    return Calibration(
        "blup",
        verdict,
        _rows(design, means, nothing, none, rule),
        _leniencies(design, none, none),
        components,
        True,
        design,
        means,
        nothing,
        np.zeros(design.n),
    )


def _least_squares(design: Design, verdict: Verdict, rule: Rounding) -> Calibration:
    equations = Equations(design)
    solved = equations.solve()
    residuals = design.y - solved.item[design.item] - solved.reviewer[design.reviewer]
    error = float((residuals**2).sum() / degrees_of_freedom(design))
    values = solved.item + _anchors(design)[design.components[1]]
    errors, leniency_errors = (part * np.sqrt(error) for part in equations.errors())
    return Calibration(
        "least_squares",
        verdict,
        _rows(design, values, errors, solved.reviewer, rule),
        _leniencies(design, solved.reviewer, leniency_errors),
        None,
        equations.exact,
        design,
        values,
        errors,
        residuals,
        equations,
        float(np.sqrt(error)),
    )


def _anchors(design: Design) -> Floats:
    """What is added to each connected part so that the mean of its marks is the general mean; 0 with one part."""
    count, items, _ = design.components
    if count == 1:
        return np.zeros(1)
    part = items[design.item]
    means = np.bincount(part, design.y, count) / np.bincount(part, minlength=count)
    return np.asarray(design.y.mean() - means, dtype=float)


def _z_scores(design: Design, verdict: Verdict, rule: Rounding) -> Calibration:
    """Each reviewer's marks to the mean and spread of all. One with fewer than two different marks gets only his
    mean moved.
    """
    mean, sd = design.y.mean(), design.y.std()
    means = design.sum_by_reviewer(design.y) / design.per_reviewer
    apart = design.y - means[design.reviewer]
    spreads = np.sqrt(design.sum_by_reviewer(apart**2) / design.per_reviewer)
    stretch = np.where(spreads > 1e-9, sd / np.where(spreads > 1e-9, spreads, 1), 1.0)
    moved = mean + apart * stretch[design.reviewer]
    values = design.sum_by_item(moved) / design.per_item
    return Calibration(
        "z_scores",
        verdict,
        _rows(design, values, None, means - mean, rule),
        _leniencies(design, means - mean, None),
        design=design,
        values=values,
        residuals=moved - values[design.item],
    )


def _rows(
    design: Design, values: Floats, errors: Floats | None, leniency: Floats, rule: Rounding
) -> tuple[Calibrated, ...]:
    means, scores = _rounded(design.item_means(), rule), _rounded(values, rule)
    adjusted = design.sum_by_item(design.y - leniency[design.reviewer]) / design.per_item
    rows = zip(
        design.items,
        design.per_item.astype(int).tolist(),
        means,
        ranks(means).tolist(),
        scores,
        [None] * len(scores) if errors is None else _rounded(errors, rule),
        _rounded(adjusted, rule),
        ranks(scores).tolist(),
        design.components[1].tolist(),
        strict=True,
    )
    return tuple(Calibrated(*row) for row in rows)


def _leniencies(design: Design, values: Floats, errors: Floats | None) -> tuple[Leniency, ...]:
    counts = design.per_reviewer.astype(int).tolist()
    given = [None] * len(counts) if errors is None else errors.tolist()
    rows = zip(design.reviewers, counts, values.tolist(), given, strict=True)
    return tuple(Leniency(*row) for row in rows)


def _rounded(values: Floats, rule: Rounding) -> list[Decimal]:
    """Real numbers as decimals: first to nine digits, below which they are noise, then by the rule."""
    return [round_exact(Decimal(f"{value:.9f}"), rule.digits, rule.way) for value in values.tolist()]


def ranks(scores: list[Decimal] | Floats) -> Ints:
    """Places from the highest down; equal ones share the best place (1, 2, 2, 4).

    >>> ranks([Decimal(9), Decimal(7), Decimal(7), Decimal(1)]).tolist()
    [1, 2, 2, 4]
    """
    values = np.array([float(score) for score in scores])
    ordered = np.sort(values)
    return np.asarray(len(values) - np.searchsorted(ordered, values, side="right") + 1, dtype=np.int64)
