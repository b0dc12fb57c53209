"""Who may review what."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from jinguo.apps.clock import told
from jinguo.reasons import Verdict

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User
    from jinguo.apps.reviews.models import Assignment, Expert, Round


def is_the_expert(user: User, assignment: Assignment) -> Verdict:
    return Verdict.of(assignment.expert.user_id == user.pk, "not_your_assignment")


def round_is_open(round_: Round, at: datetime) -> Verdict:
    """评审期内."""
    due = round_.closes_at
    return Verdict.of(round_.closed_at is None, "review_round_closed") & Verdict.of(
        due is None or at < due, "review_round_over", closes_at=told(due) if due else None
    )


def no_conflict(conflicted: bool) -> Verdict:
    """无需回避."""
    return Verdict.of(not conflicted, "conflict_declared")


def may_review(user: User, assignment: Assignment, *, conflicted: bool, at: datetime) -> Verdict:
    return (
        is_the_expert(user, assignment)
        & Verdict.of(assignment.released_at is None, "not_your_assignment")
        & round_is_open(assignment.round, at)
        & no_conflict(conflicted)
    )


def is_this_expert(user: User, expert: Expert) -> Verdict:
    return Verdict.of(expert.user_id == user.pk, "not_your_assignment")


def has_promised(promised: bool) -> Verdict:
    """已签保密与公正承诺."""
    return Verdict.of(promised, "promise_not_given")


def round_is_read(round_: Round) -> Verdict:
    """What nominees handed in is read while the round is not closed; afterwards nobody needs it for a review."""
    return Verdict.of(round_.closed_at is None, "review_round_closed")
