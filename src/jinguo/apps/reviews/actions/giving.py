"""Within a round: give out what is to be read, remind, take back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse

from jinguo.apps.audit import actions as audit
from jinguo.apps.calls import permissions as call_permissions
from jinguo.apps.calls.models import Nomination
from jinguo.apps.clock import now, told
from jinguo.apps.outbox import actions as outbox
from jinguo.apps.reviews import permissions, queries
from jinguo.apps.reviews.actions.standing import refresh_standing
from jinguo.apps.reviews.models import Assignment, Expert, Round
from jinguo.errors import Refused, demand
from jinguo.reasons import Reason

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User


@transaction.atomic
def assign(*, round_: Round, pairs: Iterable[tuple[Nomination, Expert]], by: User) -> list[Assignment]:
    """Give nominations to experts, and tell each expert once."""
    call = round_.call
    demand(call_permissions.is_officer_of_call(by, call))
    demand(permissions.round_is_open(round_, now()))
    conflicted = queries.conflicted_pairs(call)
    entrants = set(round_.standings.values_list("nomination_id", flat=True))
    present = set(round_.assignments.filter(released_at=None).values_list("nomination_id", "expert_id"))
    fresh = []
    for nomination, expert in pairs:
        if nomination.pk not in entrants or expert.pool_id != call.organiser_id:
            raise Refused.because("not_of_this_call")
        if (nomination.pk, expert.pk) in conflicted:
            raise Refused.because("expert_has_a_conflict", expert=expert.name)
        if (nomination.pk, expert.pk) not in present:
            present.add((nomination.pk, expert.pk))
            fresh.append(
                Assignment(
                    round=round_, nomination=nomination, expert=expert, position=nomination.number or 0,
                    assigned_at=now(),
                )
            )  # fmt: skip
    Assignment.objects.bulk_create(fresh)
    if fresh:
        audit.record(
            "nominations_assigned", subject=call, by=by, acting_for=call.organiser, within=call,
            after={"count": len(fresh), "experts": len({row.expert_id for row in fresh})},
        )  # fmt: skip
        _tell_experts(round_, fresh)
    return fresh


@transaction.atomic
def release(*, assignment: Assignment, reason: str, by: User) -> None:
    """Take a nomination from an expert; what she submitted stays on record but no longer counts."""
    call = assignment.round.call
    demand(call_permissions.is_officer_of_call(by, call) & permissions.round_is_read(assignment.round))
    if not reason.strip():
        raise Refused.because("reason_missing")
    taken = Assignment.objects.filter(pk=assignment.pk, released_at=None).update(released_at=now())
    if taken:
        refresh_standing(assignment.round, assignment.nomination)
        audit.record(
            "assignment_released", subject=assignment, by=by, acting_for=call.organiser, within=call,
            after={"expert": assignment.expert.name}, note=reason,
        )  # fmt: skip


@dataclass(frozen=True)
class ReminderPlan:
    """What a reminder would do, shown before it is done: who gets it, who does not, and why not."""

    going_to: list[Expert]
    left_out: list[tuple[Expert, Reason]]


def plan_reminder(experts: Iterable[Expert]) -> ReminderPlan:
    """Sort experts, who carry `given` and `done`, into those a reminder reaches and those it does not."""
    going, left_out = [], []
    for expert in experts:
        if not expert.given:
            left_out.append((expert, Reason.info("expert_was_given_nothing")))
        elif expert.done >= expert.given:
            left_out.append((expert, Reason.info("expert_has_done_all")))
        elif expert.user_id is None:
            left_out.append((expert, Reason.warning("expert_has_no_account")))
        else:
            going.append(expert)
    return ReminderPlan(going, left_out)


@transaction.atomic
def remind_experts(*, round_: Round, experts: Iterable[Expert], by: User) -> list[Expert]:
    """Remind the experts who have something left to review."""
    call = round_.call
    demand(call_permissions.is_officer_of_call(by, call))
    demand(permissions.round_is_open(round_, now()))
    owing = plan_reminder(experts).going_to
    for expert in owing:
        outbox.queue(
            "review_reminder",
            to=[expert.user],
            params={"call": call.title, "left": expert.given - expert.done, "closes": _closes(round_)},
            about=call,
            link=reverse("reviews:desk", args=[round_.uid]),
        )
    audit.record(
        "experts_reminded", subject=call, by=by, acting_for=call.organiser, within=call,
        after={"count": len(owing)},
    )  # fmt: skip
    return owing


def _tell_experts(round_: Round, fresh: list[Assignment]) -> None:
    counts: dict[int, tuple[Expert, int]] = {}
    for row in fresh:
        expert, count = counts.get(row.expert_id, (row.expert, 0))
        counts[row.expert_id] = (expert, count + 1)
    for expert, count in counts.values():
        if expert.user_id:
            outbox.queue(
                "review_assigned",
                to=[expert.user],
                params={"call": round_.call.title, "count": count, "closes": _closes(round_)},
                about=round_.call,
                link=reverse("reviews:desk", args=[round_.uid]),
            )


def _closes(round_: Round) -> str:
    return told(round_.closes_at).isoformat() if round_.closes_at else ""


@transaction.atomic
def record_export(*, round_: Round, by: User) -> None:
    """That the scores were taken out is on record."""
    demand(call_permissions.is_officer_of_call(by, round_.call))
    call = round_.call
    audit.record("scores_exported", subject=call, by=by, acting_for=call.organiser, within=call)
