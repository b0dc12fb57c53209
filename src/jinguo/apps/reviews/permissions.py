"""Who may review what."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from jinguo.apps.calls.permissions import notice_has_ended
from jinguo.apps.calls.states import CallState
from jinguo.apps.clock import told
from jinguo.reasons import Verdict

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User
    from jinguo.apps.calls.models import Call, Nomination, PublicNotice
    from jinguo.apps.reviews.models import Assignment, AssignmentPlan, Expert, Round


def is_the_expert(user: User, assignment: Assignment) -> Verdict:
    return Verdict.of(assignment.expert.user_id == user.pk, "not_your_assignment")


def round_is_open(round_: Round, at: datetime) -> Verdict:
    """评审期内."""
    due = round_.closes_at
    return (
        Verdict.of(round_.opened_at is not None, "round_not_opened")
        & Verdict.of(round_.closed_at is None, "review_round_closed")
        & Verdict.of(due is None or at < due, "review_round_over", closes_at=told(due) if due else None)
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


def outside_the_unit(expert: Expert, nomination: Nomination) -> Verdict:
    """非同一单位: of neither the nominee's nor the nominating unit."""
    own = expert.unit_name
    same = bool(own) and (own in nomination.post or own == nomination.unit.name)
    return Verdict.of(not same, "expert_of_the_unit", expert=expert.name)


def is_this_expert(user: User, expert: Expert) -> Verdict:
    return Verdict.of(expert.user_id == user.pk, "not_your_assignment")


def has_promised(promised: bool) -> Verdict:
    """已签保密与公正承诺."""
    return Verdict.of(promised, "promise_not_given")


def round_is_read(round_: Round) -> Verdict:
    """What nominees handed in is read while the round is not closed; afterwards nobody needs it for a review."""
    return Verdict.of(round_.closed_at is None, "review_round_closed")


def call_is_reviewed(call: Call) -> Verdict:
    """评审中: begun, and nothing decided yet."""
    return Verdict.of(call.state == CallState.REVIEWING, "call_not_under_review")


def may_plan_round(call: Call) -> Verdict:
    return call_is_reviewed(call)


def may_set_round(round_: Round, reviews: int) -> Verdict:
    """本轮办法: criteria and sight change until the first review of the round is begun; then they are the same for all."""
    return (
        call_is_reviewed(round_.call)
        & round_is_read(round_)
        & Verdict.of(not reviews, "round_has_reviews", count=reviews)
    )


def may_post_round_notice(call: Call, rounds: Sequence[Round], notice: PublicNotice | None) -> Verdict:
    """两轮之间公示: who went on from the last closed round, before the next one begins."""
    return may_open_next(call, rounds) & Verdict.of(notice is None, "round_is_on_notice_already")


def notice_is_over(before: Round, notice: PublicNotice | None, open_objections: int, at: datetime) -> Verdict:
    """公示期满、异议办结: nothing of the notice between two rounds keeps the next one waiting."""
    if notice is None:
        return Verdict.of(not before.notice_stage, "round_notice_to_come", stage=before.notice_stage)
    return notice_has_ended(notice, open_objections, at)


def may_open_next(call: Call, rounds: Sequence[Round]) -> Verdict:
    """The round before is closed and somebody goes on; a next one is planned."""
    return (
        call_is_reviewed(call)
        & Verdict.of(not any(one.is_open for one in rounds), "round_still_open")
        & Verdict.of(any(one.is_planned for one in rounds), "no_round_planned")
    )


def may_pass_on(call: Call, rounds: Sequence[Round]) -> Verdict:
    """A round is open and another one follows it."""
    return (
        call_is_reviewed(call)
        & Verdict.of(any(one.is_open for one in rounds), "review_round_closed")
        & Verdict.of(any(one.is_planned for one in rounds), "no_round_planned")
    )


def may_decide_now(rounds: Sequence[Round]) -> Verdict:
    """The last round has come: none is planned behind it."""
    return Verdict.of(not any(one.is_planned for one in rounds), "rounds_still_to_come")


def sees_others_scores(round_: Round, submitted: bool) -> Verdict:
    """Others' scores, by the rule of the round: never, after one's own review, or after its end. Names never."""
    if round_.others_scores == round_.AFTER_OWN:
        return Verdict.of(submitted or round_.closed_at is not None, "others_scores_after_own")
    if round_.others_scores == round_.AFTER_END:
        return Verdict.of(round_.closed_at is not None, "others_scores_after_end")
    return Verdict.no("others_scores_never")


def may_undo(plan: AssignmentPlan, rows: Sequence[Assignment]) -> Verdict:
    """撤回分配: while nobody has opened or written anything of it, and nothing of it was taken back or passed on."""
    begun = sum(bool(row.opened_at or getattr(row, "review", None)) for row in rows)
    return (
        Verdict.of(plan.state == plan.PUBLISHED, "plan_not_published")
        & round_is_read(plan.round)
        & Verdict.of(not begun, "plan_was_begun", count=begun)
        & Verdict.of(not any(row.released_at or row.in_place_of_id for row in rows), "plan_was_changed_since")
    )


def no_plan_in_hand(plan: AssignmentPlan | None) -> Verdict:
    return Verdict.of(plan is None, "plan_in_hand")


def may_invite_experts(call: Call) -> Verdict:
    """Experts are asked while a call is open or under review."""
    return Verdict.of(call.state in (CallState.OPEN, CallState.REVIEWING), "experts_are_not_asked_now")


def may_answer_panel(call: Call) -> Verdict:
    return may_invite_experts(call)
