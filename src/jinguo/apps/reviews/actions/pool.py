"""The pool of experts: who is in it, who has an account."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction

from jinguo.apps.audit import actions as audit
from jinguo.apps.organisations import kinds
from jinguo.apps.organisations.actions import Sent, give_role, invite_user, revoke_invitation
from jinguo.apps.organisations.permissions import is_officer_of
from jinguo.apps.reviews.models import Expert
from jinguo.errors import Refused, demand

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User
    from jinguo.apps.organisations.models import Invitation, Organisation


@transaction.atomic
def add_expert(*, pool: Organisation, by: User, user: User | None = None, **facts: Any) -> Expert:
    """Take an expert into the pool; with an account, she holds the expert's role there."""
    demand(is_officer_of(by, pool))
    expert = Expert.objects.create(pool=pool, user=user, **facts)
    if user is not None:
        give_role(user=user, organisation=pool, role=kinds.EXPERT, by=by)
    audit.record("expert_added", subject=expert, by=by, acting_for=pool, after={"name": expert.name})
    return expert


@transaction.atomic
def change_expert(*, expert: Expert, changes: Mapping[str, Any], by: User) -> Expert:
    demand(is_officer_of(by, expert.pool))
    changed = {name: value for name, value in changes.items() if getattr(expert, name) != value}
    if not changed:
        return expert
    before = {name: getattr(expert, name) for name in changed}
    for name, value in changed.items():
        setattr(expert, name, value)
    expert.save(update_fields=list(changed))
    audit.record(
        "expert_changed", subject=expert, by=by, acting_for=expert.pool, before=before,
        after={"name": expert.name} | changed,
    )  # fmt: skip
    return expert


@transaction.atomic
def set_active(*, expert: Expert, active: bool, by: User) -> None:
    """Take an expert out of use, or back into it. What she was given already stays with her until it is released."""
    demand(is_officer_of(by, expert.pool))
    if Expert.objects.filter(pk=expert.pk, is_active=not active).update(is_active=active):
        code = "expert_activated" if active else "expert_deactivated"
        audit.record(code, subject=expert, by=by, acting_for=expert.pool, after={"name": expert.name})


@transaction.atomic
def invite_expert(*, expert: Expert, by: User, link: str) -> Sent:
    """Offer the expert an account by a link that works once; ``link`` has ``{token}`` in it.

    An earlier link that nobody has used stops working: the newest one alone counts.
    """
    expert = (
        Expert.objects.select_for_update(of=("self",)).select_related("pool", "invitation").get(pk=expert.pk)
    )
    if expert.user_id:
        raise Refused.because("expert_has_an_account", expert=expert.name)
    if expert.invitation and expert.invitation.accepted_at is None:
        revoke_invitation(invitation=expert.invitation, by=by)
    sent = invite_user(
        organisation=expert.pool, role=kinds.EXPERT, name=expert.name, email=expert.email, by=by, link=link
    )
    Expert.objects.filter(pk=expert.pk).update(invitation=sent.invitation)
    return sent


def link_invited(invitation: Invitation, user: User) -> None:
    """Who accepts an expert's invitation is that expert: called within the transaction of the acceptance."""
    for expert in Expert.objects.select_for_update().filter(invitation=invitation, user=None):
        if not Expert.objects.filter(pool=expert.pool_id, user=user).exists():
            Expert.objects.filter(pk=expert.pk).update(user=user)
            audit.record(
                "expert_linked", subject=expert, by=user, acting_for=invitation.organisation,
                after={"name": expert.name},
            )  # fmt: skip
