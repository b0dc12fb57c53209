"""All of the scoring in one go: from a sheet of marks to scores, calibration, agreement, and what to look at.

The scores that the rules count (:attr:`Assessment.scores`) never depend on anything estimated; calibration, expected
ranks, agreement and findings stand beside them for the people who decide.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from jinguo.engines.scoring.agreement import Alpha, alpha
from jinguo.engines.scoring.calibration import Calibration, calibrate
from jinguo.engines.scoring.design import Design
from jinguo.engines.scoring.figures import SMALL_PANEL
from jinguo.engines.scoring.icc import Icc, icc
from jinguo.engines.scoring.outliers import Disputed, Reviewer, disputed_items, reviewers_apart
from jinguo.engines.scoring.panel import ItemScore, Review, reviews_of, score_items
from jinguo.engines.scoring.ranks import ExpectedRank, Flip, calibrated_flips, expected_ranks, flips
from jinguo.engines.scoring.rules import ScoringRules
from jinguo.engines.scoring.sheet import Mark
from jinguo.reasons import Reason

LARGE = 50_000
"""From so many marks on the bootstrap draws at most 200 times."""


@dataclass(frozen=True)
class Agreement:
    """α of the totals and of each criterion; intraclass correlations of the totals where the design is complete, and
    for any design the share of the items in the variance of one mark.
    """

    totals: Alpha | None
    by_criterion: Mapping[str, Alpha]
    icc: tuple[Icc, ...]
    reliability_of_one: float | None


@dataclass(frozen=True)
class Assessment:
    """Everything about one sheet of marks. ``calibration`` is None where the rules want none."""

    scores: tuple[ItemScore, ...]
    calibration: Calibration | None
    expected: tuple[ExpectedRank, ...]
    flips: tuple[Flip, ...]
    calibrated_flips: tuple[Flip, ...]
    agreement: Agreement
    reviewers: tuple[Reviewer, ...]
    disputed: tuple[Disputed, ...]
    reasons: tuple[Reason, ...]


def assess(
    marks: Iterable[Mark], rules: ScoringRules, *, progress: Callable[[str], None] | None = None
) -> Assessment:
    """Score and examine a sheet of marks by the rules. Deterministic; the order of the marks changes nothing.

    ``progress`` is told the code of each long step before it; what it raises ends the work (a cancelled job).
    """
    marks, tell = tuple(marks), progress or _quiet
    tell("scoring_step_scores")
    reviews = reviews_of(marks, rules)
    scores = score_items(marks, rules, reviews=reviews)
    design = _design((review.item, review.reviewer, review.total) for review in reviews)
    tell("scoring_step_calibration")
    calibration = _calibrated(design, rules)
    confidence, seats = float(rules.confidence), rules.seats
    tell("scoring_step_ranks")
    expected = expected_ranks(calibration, confidence=confidence, seed=rules.seed) if calibration else ()
    plain = flips(reviews, rules, seats) if seats and rules.order == "reviews_first" else ()
    even = calibrated_flips(calibration, seats, digits=rules.rounding.digits) if seats and calibration else ()
    tell("scoring_step_agreement")
    return Assessment(
        scores=scores,
        calibration=calibration,
        expected=expected,
        flips=plain,
        calibrated_flips=even,
        agreement=_agreement(marks, design, calibration, rules),
        reviewers=reviewers_apart(calibration) if calibration else (),
        disputed=disputed_items(calibration) if calibration else (),
        reasons=_reasons(scores, reviews, calibration),
    )


def _quiet(step: str) -> None:
    """Nobody wants to know."""


def _design(rows: Iterable[tuple[str, str, object]]) -> Design | None:
    given = [(item, reviewer, float(str(value))) for item, reviewer, value in rows if value is not None]
    return Design.of(given) if given else None


def _calibrated(design: Design | None, rules: ScoringRules) -> Calibration | None:
    if design is None or rules.calibration == "none":
        return None
    return calibrate(design, rules.calibration, rounding=rules.rounding)


def _agreement(
    marks: tuple[Mark, ...], design: Design | None, calibration: Calibration | None, rules: ScoringRules
) -> Agreement:
    draws = min(rules.bootstrap, 200) if len(marks) >= LARGE else rules.bootstrap
    confidence = float(rules.confidence)

    def of(one: Design) -> Alpha:
        return alpha(one, rules.metric, confidence=confidence, draws=draws, seed=rules.seed)

    by_criterion = {}
    for criterion in rules.criteria:
        own = _design((m.item, m.reviewer, m.value) for m in marks if m.criterion == criterion.key)
        if own is not None:
            by_criterion[criterion.key] = of(own)
    components = calibration.components if calibration else None
    return Agreement(
        of(design) if design is not None else None,
        by_criterion,
        icc(design.table(), confidence=confidence) if design is not None and design.complete else (),
        components.reliability_of_one if components else None,
    )


def _reasons(
    scores: tuple[ItemScore, ...], reviews: tuple[Review, ...], calibration: Calibration | None
) -> tuple[Reason, ...]:
    """What concerns the sheet as a whole; what concerns one item stands with it."""
    found: list[Reason] = []
    half = sum(review.total is None for review in reviews)
    if half:
        found.append(Reason.warning("reviews_incomplete", n=half))
    count = Counter(reason.code for score in scores for reason in score.reasons)
    if few := count["trimmed_mean_of_few"]:
        found.append(Reason.warning("items_trimmed_of_few", n=few, enough=SMALL_PANEL))
    if untrimmed := count["too_few_to_trim"]:
        found.append(Reason.info("items_not_trimmed", n=untrimmed))
    if missing := count["item_without_score"]:
        found.append(Reason.warning("items_without_score", n=missing))
    if calibration:
        found += calibration.verdict.reasons
    return tuple(found)
