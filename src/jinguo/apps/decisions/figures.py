"""The scores of the candidates by one figure or another, and what each reviewer gave: read once, in few queries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from jinguo.apps.decisions.models import Assessment
from jinguo.apps.decisions.proposing import Proposal
from jinguo.apps.reviews.models import Review, Round
from jinguo.engines import selection as engine
from jinguo.engines.selection import Candidate
from jinguo.reasons import Reason

FIGURES = ("mean", "trimmed_mean", "median", "calibrated")
NEAR = 8
MOST = 400
"""Up to so many candidates the page says of those next to the line which single review would turn the decision."""


def by_figure(proposal: Proposal, figure: str, assessment: Assessment | None) -> list[Candidate]:
    """The candidates with another figure as their score; '' is the score that counts."""
    if not figure:
        return proposal.candidates
    calibrated = assessment.scores if figure == "calibrated" and assessment else {}
    found = []
    for candidate in proposal.candidates:
        standing = getattr(proposal.nominations[candidate.id], "standing", None)
        score = calibrated.get(candidate.id) if figure == "calibrated" else getattr(standing, figure, None)
        found.append(replace(candidate, score=None if score is None else Decimal(score)))
    return found


def totals_by_expert(round_: Round) -> dict[str, dict[str, Decimal]]:
    """Nomination uid → expert's name → total of her review."""
    rows = Review.objects.filter(
        state=Review.SUBMITTED, assignment__round=round_, assignment__released_at=None
    ).values_list("assignment__nomination__uid", "assignment__expert__name", "assignment__expert_id", "total")
    found: dict[str, dict[str, Decimal]] = {}
    for uid, name, expert, total in rows:
        given = found.setdefault(str(uid), {})
        given[name if name not in given else f"{name} ({expert})"] = total
    return found


def near_the_line(proposal: Proposal, round_: Round) -> Mapping[str, tuple[Reason, ...]]:
    """For those next to the cut how far it is, and which single review would turn the decision."""
    scored = [one for one in proposal.nominations.values() if getattr(one, "standing", None) is not None]
    figure = scored[0].standing.column if scored else ""
    known = {"mean", "trimmed_mean", "median"}
    if figure not in known or proposal.policy.within is not None or len(proposal.candidates) > MOST:
        return {}
    if not any(candidate.score is not None for candidate in proposal.candidates):
        return {}
    marks = totals_by_expert(round_)
    found = engine.margins(proposal.candidates, proposal.policy, engine.Reviews(marks, figure), near=NEAR)
    return {id_: _told(margin) for id_, margin in found.items()}


def _told(margin: object) -> tuple[Reason, ...]:
    told: list[Reason] = []
    if margin.distance is not None:
        code = "line_above" if margin.chosen else "line_below"
        told.append(Reason.info(code, by=format(abs(margin.distance), "f")))
    if margin.turned_by:
        code = "turned_out_by" if margin.chosen else "turned_in_by"
        told.append(Reason.warning(code, experts=list(margin.turned_by)))
    return tuple(told)
