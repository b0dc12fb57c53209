"""Which calls a person sees: as officer, as leader, for her unit, as anyone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import (
    Count,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce

from jinguo.apps.calls.models import (
    Call,
    Category,
    Invitee,
    Nomination,
)
from jinguo.apps.calls.states import HANDED_IN, CallState, NominationState
from jinguo.apps.organisations import kinds
from jinguo.apps.organisations.permissions import organisations_with

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User


PUBLIC_STATES = (CallState.OPEN, CallState.REVIEWING, CallState.DECIDED, CallState.ON_NOTICE, CallState.FINAL)


def calls_of_organiser(user: User) -> QuerySet[Call]:
    return Call.objects.filter(organiser__in=organisations_with(user, kinds.OFFICER)).select_related(
        "organiser"
    )


def calls_led(user: User) -> QuerySet[Call]:
    """The calls of the organisations that she leads, those in preparation left out: read, never written."""
    return (
        Call.objects.filter(organiser__in=organisations_with(user, kinds.LEADER))
        .exclude(state=CallState.DRAFT)
        .select_related("organiser")
    )


def calls_for_units(user: User) -> QuerySet[Invitee]:
    """The calls a liaison was invited to, each with its unit."""
    units = organisations_with(user, kinds.LIAISON, kinds.OFFICER)
    return (
        Invitee.objects.filter(organisation__in=units)
        .exclude(call__state__in=(CallState.DRAFT, CallState.CANCELLED))
        .select_related("call", "call__organiser", "organisation")
        .order_by("-call__closes_at")
    )


def may_nominate(user: User) -> bool:
    """Whether she answers for a unit that nominates: a liaison, or an officer whose own unit was invited somewhere."""
    if not user.is_authenticated:
        return False
    if organisations_with(user, kinds.LIAISON):
        return True
    return bool(organisations_with(user, kinds.OFFICER)) and calls_for_units(user).exists()


def public_calls() -> QuerySet[Call]:
    """Calls that anyone may see."""
    return Call.objects.filter(state__in=PUBLIC_STATES).select_related("organiser")


def with_counts(calls: QuerySet[Call]) -> QuerySet[Call]:
    """Each call with how many units were invited (``invited``), how many nominations were handed in (``handed``) and
    how many of them wait for the formal check (``to_check``)."""

    def counted(rows: QuerySet) -> Coalesce:
        counted = rows.filter(call=OuterRef("pk")).order_by().values("call").annotate(n=Count("pk"))
        return Coalesce(Subquery(counted.values("n")), 0, output_field=IntegerField())

    return calls.annotate(
        invited=counted(Invitee.objects.all()),
        handed=counted(Nomination.objects.filter(state__in=HANDED_IN)),
        to_check=counted(Nomination.objects.filter(state=NominationState.SUBMITTED)),
    )


def categories_with_counts(call: Call) -> QuerySet[Category]:
    """A call's categories, each with how many nominations were handed in and accepted."""
    handed = Q(nominations__state__in=HANDED_IN)
    accepted = Q(nominations__state=NominationState.ACCEPTED)
    return call.categories.annotate(
        handed=Count("nominations", filter=handed), accepted=Count("nominations", filter=accepted)
    )


def calls_above(call: Call) -> QuerySet[Call]:
    """Open calls to which this call's organiser was invited, and the one that is named already."""
    return Call.objects.filter(
        Q(invitees__organisation=call.organiser_id, state=CallState.OPEN) | Q(pk=call.parent_call_id)
    ).distinct()
