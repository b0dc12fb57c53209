"""Reads of the decisions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from jinguo.apps.accounts.models import User
from jinguo.apps.calls.models import Call, Nomination
from jinguo.apps.decisions.models import Assessment, Decision, Revocation
from jinguo.apps.decisions.permissions import READERS, SECONDS
from jinguo.apps.decisions.states import OPEN_STATES, DecisionState, RevocationState
from jinguo.apps.organisations.permissions import organisations_with
from jinguo.apps.registry.models import Honour
from jinguo.apps.reviews.models import Expert

if TYPE_CHECKING:
    from jinguo.apps.organisations.models import Organisation
    from jinguo.apps.reviews.models import Round


def readable_by(user: User) -> QuerySet[Decision]:
    """The decisions of the organisations whose officer, leader or auditor she is."""
    return Decision.objects.filter(organiser__in=organisations_with(user, *READERS)).select_related(
        "call__organiser", "organiser"
    )


def open_decision(call: Call) -> Decision | None:
    """The decision under way: a draft, one that waits for the second person, or one given back."""
    return Decision.objects.filter(call=call, state__in=OPEN_STATES).first()


def changes_of(decision: Decision | None) -> dict[str, tuple[bool, str]]:
    """Nomination uid → (put on the list, reason)."""
    if decision is None:
        return {}
    rows = decision.changes.values_list("nomination__uid", "taken", "reason")
    return {str(uid): (taken, reason) for uid, taken, reason in rows}


def awaiting(user: User) -> QuerySet[Decision]:
    """The lists that wait for this user as the second person."""
    own = organisations_with(user, *SECONDS)
    rows = Decision.objects.filter(organiser__in=own, state=DecisionState.AWAITING)
    return rows.exclude(proposed_by=user).select_related("call__organiser").order_by("proposed_at")


def chain_of(organiser: Organisation) -> QuerySet[Decision]:
    """The recorded decisions of an organiser, in the order of their chain."""
    return Decision.objects.filter(organiser=organiser, state=DecisionState.RECORDED).order_by("number")


def records_of(user: User) -> QuerySet[Decision]:
    """The recorded decisions that a user may read, the latest first."""
    return readable_by(user).filter(state=DecisionState.RECORDED).order_by("organiser__name", "-number")


def second_persons(call: Call, *, besides: User) -> list[User]:
    """Who could agree to what ``besides`` proposes."""
    holding = {"memberships__organisation": call.organiser_id, "memberships__ended_at": None}
    rows = User.objects.filter(**holding, memberships__role__in=SECONDS, is_active=True)
    return list(rows.exclude(pk=besides.pk).distinct().order_by("pk"))


def around(decision: Decision) -> list[Decision]:
    """The records next to one in the chain: two before, two after."""
    rows = chain_of(decision.organiser).filter(
        number__gte=decision.number - 2, number__lte=decision.number + 2
    )
    return list(rows.select_related("call"))


def assessment_of(round_: Round) -> Assessment | None:
    """What was worked out of a round's marks, with its job."""
    return Assessment.objects.filter(round=round_).select_related("job").first()


def names_of_experts(ids: Iterable[str]) -> dict[str, str]:
    """Id as text → name."""
    rows = Expert.objects.filter(pk__in=[int(one) for one in ids]).values_list("pk", "name")
    return {str(pk): name for pk, name in rows}


def nomination_of_honour(honour: Honour) -> Nomination | None:
    """The nomination from which an honour came."""
    kind, _, uid = honour.source.partition(":")
    if kind != "nomination":
        return None
    return Nomination.objects.filter(uid=uid).select_related("call__organiser", "unit", "category").first()


def revocations_of(honours: Iterable[Honour]) -> QuerySet[Revocation]:
    """Every proposal to revoke or restore, the latest first."""
    return Revocation.objects.filter(honour__in=list(honours)).select_related("evidence")


def revocation_open(honour: Honour) -> Revocation | None:
    return honour.revocations.filter(state=RevocationState.AWAITING).first()


def revocations_readable_by(user: User) -> QuerySet[Revocation]:
    own = organisations_with(user, *SECONDS)
    return Revocation.objects.filter(nomination__call__organiser__in=own).select_related(
        "honour", "nomination__call__organiser", "nomination__unit", "evidence", "proposed_by"
    )


def revocations_awaiting(user: User) -> QuerySet[Revocation]:
    """The revocations and restorations that wait for this user as the second person."""
    rows = revocations_readable_by(user).filter(state=RevocationState.AWAITING)
    return rows.exclude(proposed_by=user).order_by("proposed_at")
