"""Ask experts for the panel of a round: conflicts are looked for first; she accepts, accepts less, or declines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse

from jinguo.apps.audit import actions as audit
from jinguo.apps.calls import permissions as call_permissions
from jinguo.apps.calls.models import Call
from jinguo.apps.clock import now, today
from jinguo.apps.organisations.queries import officers_of
from jinguo.apps.outbox import actions as outbox
from jinguo.apps.reviews import permissions, queries
from jinguo.apps.reviews.actions.pool_conflicts import find_conflicts
from jinguo.apps.reviews.models import Expert, PanelInvitation
from jinguo.apps.reviews.states import PANEL_MOVES, PanelState, move
from jinguo.errors import Refused, demand
from jinguo.reasons import Reason

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User

when_answered: list[Callable[[PanelInvitation, User], None]] = []
"""What else follows when an expert answers or her invitation is taken back, in the same transaction."""


@dataclass
class PanelPlan:
    """What inviting would do, shown before it is done."""

    inviting: list[Expert] = field(default_factory=list)
    left_out: list[tuple[Expert, Reason]] = field(default_factory=list)


def plan_panel(call: Call, position: int, experts: Sequence[Expert]) -> PanelPlan:
    """Sort experts into those who can be asked now and those who cannot, each with the reason."""
    there = {
        row.expert_id: row.state
        for row in PanelInvitation.objects.filter(call=call, position=position, expert__in=experts)
    }
    away = queries.on_a_break(experts, today())
    full = queries.without_room(experts, today().year)
    plan = PanelPlan()
    for expert in experts:
        reason = _against(expert, there.get(expert.pk), expert.pk in away, expert.pk in full)
        if reason is None:
            plan.inviting.append(expert)
        else:
            plan.left_out.append((expert, reason))
    return plan


def _against(expert: Expert, state: str | None, away: bool, full: bool) -> Reason | None:
    if state in (PanelState.INVITED, PanelState.ACCEPTED):
        return Reason.info("panel_asked_already")
    if expert.user_id is None:
        return Reason.warning("expert_not_joined_yet")
    if not expert.is_active or away:
        return Reason.warning("expert_is_away")
    if full:
        return Reason.warning("expert_has_her_load")
    return None


@transaction.atomic
def invite_to_panel(
    *, call: Call, position: int, experts: Sequence[Expert], by: User
) -> list[PanelInvitation]:
    """Ask experts of the pool to review in a round of a call. Conflicts with its nominations are looked for first."""
    demand(call_permissions.is_officer_of_call(by, call) & permissions.may_invite_experts(call))
    if any(expert.pool_id != call.organiser_id for expert in experts):
        raise Refused.because("not_of_this_call")
    asked = plan_panel(call, position, experts).inviting
    if asked:
        find_conflicts(call=call, experts=asked, by=by)
    rows = []
    for expert in asked:
        row, fresh = PanelInvitation.objects.get_or_create(
            call=call,
            position=position,
            expert=expert,
            defaults={"invited_at": now(), "invited_by_name": str(by)[:100]},
        )
        if not fresh:
            move(row, PANEL_MOVES, "invite")
            PanelInvitation.objects.filter(pk=row.pk).update(
                invited_at=now(), invited_by_name=str(by)[:100], answered_at=None, reason=""
            )
        rows.append(row)
        outbox.queue(
            "panel_invited",
            to=[expert.user],
            params={"call": call.title, "organiser": call.organiser.name},
            about=call,
            link=reverse("reviews:panel_answer", args=[row.uid]),
        )
    if rows:
        audit.record(
            "panel_invited", subject=call, by=by, acting_for=call.organiser, within=call,
            after={"count": len(rows), "names": [row.expert.name for row in rows]},
        )  # fmt: skip
    return rows


@transaction.atomic
def answer_panel(
    *, invitation: PanelInvitation, accept: bool, by: User, max_load: int | None = None, reason: str = ""
) -> None:
    """She accepts, accepts at most so many, or declines with a reason; she may change her mind until the round ends."""
    expert, call = invitation.expert, invitation.call
    demand(permissions.is_this_expert(by, expert) & permissions.may_answer_panel(call))
    if not accept and not reason.strip():
        raise Refused.because("reason_missing")
    if accept and invitation.state == PanelState.ACCEPTED:
        PanelInvitation.objects.filter(pk=invitation.pk).update(max_load=max_load)
        return
    PanelInvitation.objects.filter(pk=invitation.pk).update(
        answered_at=now(), max_load=max_load if accept else None, reason=reason.strip()[:300]
    )
    move(invitation, PANEL_MOVES, "accept" if accept else "decline")
    _follow(invitation, by)
    code = "panel_accepted" if accept else "panel_declined"
    audit.record(
        code, subject=call, by=by, within=call,
        after={"name": expert.name, "load": max_load or ""}, note=reason.strip(),
    )  # fmt: skip
    outbox.queue(
        code,
        to=[membership.user for membership in officers_of(call.organiser)],
        params={
            "name": expert.name,
            "call": call.title,
            "reason": reason.strip() or "—",
            "load": max_load or "—",
        },
        about=call,
        link=reverse("reviews:panel", args=[call.uid]),
    )


@transaction.atomic
def withdraw_from_panel(*, invitation: PanelInvitation, by: User) -> None:
    """Take an invitation back; what she was given already stays with her until it is released."""
    call = invitation.call
    demand(call_permissions.is_officer_of_call(by, call))
    move(invitation, PANEL_MOVES, "withdraw")
    _follow(invitation, by)
    audit.record(
        "panel_withdrawn", subject=call, by=by, acting_for=call.organiser, within=call,
        after={"name": invitation.expert.name},
    )  # fmt: skip


def _follow(invitation: PanelInvitation, by: User) -> None:
    for follow in when_answered:
        follow(invitation, by)
