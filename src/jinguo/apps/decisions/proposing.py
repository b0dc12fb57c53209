"""The list that the scores and the policy give, and what changes by hand make of it. Nothing is written here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from jinguo.apps.calls.models import Call, Nomination
from jinguo.apps.calls.states import NominationState
from jinguo.apps.decisions.models import Assessment
from jinguo.apps.decisions.quality import fingerprint_of, marks_of
from jinguo.apps.reviews import queries as reviews
from jinguo.apps.reviews.actions.standing import VOTES
from jinguo.apps.reviews.candidates import candidates_of
from jinguo.apps.reviews.criteria import policy_in_force
from jinguo.apps.reviews.models import Round
from jinguo.engines import selection as engine
from jinguo.engines.selection import Adjusted, Candidate, Change, Policy
from jinguo.errors import Refused

if TYPE_CHECKING:
    from jinguo.engines.selection import Selection as Outcome

CALIBRATED = "calibrated"
"""What a call's policy names as its figure where calibrated scores are ranked."""

Changes = Mapping[str, tuple[bool, str]]
"""Nomination uid → (put on the list, reason)."""


@dataclass(frozen=True)
class Proposal:
    """The list that the scores and the policy give, before anybody changes it by hand."""

    policy: Policy
    candidates: list[Candidate]
    outcome: Outcome
    nominations: dict[str, Nomination]
    fingerprint: str

    def changed(self, changes: Changes) -> dict[str, tuple[bool, str]]:
        """Of the changes those that change anything."""
        chosen = set(self.outcome.chosen)
        return {
            uid: change
            for uid, change in changes.items()
            if uid in self.nominations and change[0] != (uid in chosen)
        }

    def adjusted(self, changes: Changes) -> Adjusted:
        """The list after changes by hand, and the rules that it does not keep.

        Raises:
            Refused: a change without a reason.
        """
        made = [
            Change(uid, "in" if taken else "out", reason)
            for uid, (taken, reason) in self.changed(changes).items()
        ]
        return engine.adjust(self.candidates, self.policy, self.outcome, made)

    def record(self, previous: str | None, changes: Changes) -> dict[str, Any]:
        """The decision record, from which anybody makes the list again."""
        adjusted = self.adjusted(changes) if self.changed(changes) else None
        return engine.decision_record(self.candidates, self.policy, self.outcome, previous, adjusted=adjusted)


def under_decision(round_: Round) -> list[Nomination]:
    """The nominations of the last round that are decided on, each with its ``standing``."""
    return list(reviews.on_the_board(round_).exclude(state=NominationState.REMOVED))


def _calibrated(candidates: list[Candidate], round_: Round) -> list[Candidate]:
    """The candidates with the calibrated scores of the marks as they are now, where nobody voted instead."""
    if round_.standings.filter(column=VOTES).exists():
        return candidates
    assessment = Assessment.objects.filter(round=round_).first()
    if assessment is None or assessment.fingerprint != fingerprint_of(marks_of(round_)):
        raise Refused.because("assessment_needed")
    scores = assessment.scores
    return [replace(one, score=Decimal(scores[one.id]) if one.id in scores else None) for one in candidates]


def propose(call: Call, round_: Round | None = None) -> Proposal:
    """Rank, cut, resolve ties, with a reason for everyone.

    Raises:
        Refused: the policy leaves a tie at the cut open, or has a rule that can't be kept.
    """
    round_ = round_ or reviews.current_round(call)
    if round_ is None:
        raise Refused.because("nothing_to_review")
    nominations = under_decision(round_)
    candidates = candidates_of(call, nominations)
    if call.policy.get("column") == CALIBRATED:
        candidates = _calibrated(candidates, round_)
    policy = policy_in_force(call)
    outcome = engine.select(candidates, policy)
    return Proposal(
        policy=policy,
        candidates=candidates,
        outcome=outcome,
        nominations={str(nomination.uid): nomination for nomination in nominations},
        fingerprint=engine.decision_record(candidates, policy, outcome)["digest"],
    )
