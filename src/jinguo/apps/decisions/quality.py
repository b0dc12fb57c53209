"""What the marks of a round are worth, worked out by the scoring engine and kept as plain values."""

from __future__ import annotations

from typing import Any

from jinguo.apps.calls.states import NominationState
from jinguo.apps.reviews.criteria import counting_column, criteria_of, policy_in_force
from jinguo.apps.reviews.models import Mark as GivenMark
from jinguo.apps.reviews.models import Review, Round
from jinguo.apps.reviews.states import REVIEWABLE
from jinguo.engines.scoring import Mark, Rounding, ScoringRules
from jinguo.engines.selection import digest
from jinguo.reasons import Reason


def marks_of(round_: Round) -> list[Mark]:
    """Every mark of the round's submitted reviews, in a fixed order; experts by their ids."""
    rows = (
        GivenMark.objects.filter(
            review__state=Review.SUBMITTED,
            review__assignment__round=round_,
            review__assignment__released_at=None,
            review__assignment__nomination__state__in=REVIEWABLE,
        )
        .exclude(review__assignment__nomination__state=NominationState.REMOVED)
        .values_list(
            "review__assignment__nomination__uid", "review__assignment__expert_id", "criterion", "value"
        )
    )
    return sorted(
        (Mark(str(uid), str(expert), criterion, value) for uid, expert, criterion, value in rows),
        key=lambda mark: (mark.item, mark.reviewer, mark.criterion),
    )


def fingerprint_of(marks: list[Mark]) -> str:
    """The digest of a sheet of marks."""
    return digest([[mark.item, mark.reviewer, mark.criterion, str(mark.value)] for mark in marks])


def rules_of(round_: Round) -> ScoringRules:
    column, trim_from = counting_column(round_.call)
    policy = policy_in_force(round_.call)
    return ScoringRules(
        criteria=criteria_of(round_.criteria),
        column=column,
        trim_from=max(trim_from, 3),
        rounding=Rounding(digits=policy.score_digits),
        seats=policy.seats,
    )


def work_out(round_: Round, marks: list[Mark], tell: Any) -> dict[str, Any]:
    """Calibration, agreement, experts apart and nominations they disagree on, as JSON values."""
    from jinguo.engines.scoring.assess import assess  # slow import: NumPy and SciPy

    found = assess(marks, rules_of(round_), progress=tell)
    calibration = found.calibration
    totals = found.agreement.totals
    return {
        "items": [
            {
                "item": row.item,
                "n": row.n,
                "mean": str(row.mean),
                "score": str(row.score),
                "error": None if row.error is None else str(row.error),
                "rank_by_mean": row.rank_by_mean,
                "rank": row.rank,
            }
            for row in (calibration.items if calibration else ())
        ],
        "alpha": _alpha(totals) if totals else None,
        "by_criterion": {key: _alpha(one) for key, one in found.agreement.by_criterion.items()},
        "reliability": found.agreement.reliability_of_one,
        "reviewers": [
            {
                "expert": row.reviewer,
                "n": row.n,
                "leniency": round(row.leniency, 2),
                "error": None if row.error is None else round(row.error, 2),
                "findings": [reason.as_json() for reason in row.findings],
            }
            for row in found.reviewers
        ],
        "disputed": [
            {"item": row.item, "n": row.n, "spread": round(row.spread, 2)} for row in found.disputed
        ],
        "reasons": [reason.as_json() for reason in found.reasons],
    }


def _alpha(one: Any) -> dict[str, Any]:
    def short(value: float | None) -> float | None:
        return None if value is None else round(value, 3)

    return {"value": short(one.value), "low": short(one.low), "high": short(one.high), "items": one.items}


def named(reason: dict[str, Any], experts: dict[str, str], nominations: dict[str, str]) -> Reason:
    """A stored reason with names for ids, for the officer's eye."""
    found = Reason.from_json(reason)
    params = dict(found.params)
    if "reviewer" in params:
        params["reviewer"] = experts.get(str(params["reviewer"]), str(params["reviewer"]))
    if "item" in params:
        params["item"] = nominations.get(str(params["item"]), str(params["item"]))
    return Reason(found.code, params, found.severity)
