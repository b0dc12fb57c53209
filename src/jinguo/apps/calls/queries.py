"""Reads of calls and nominations. Every chain of a signed-in user begins with `visible_…`."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, Q, QuerySet

from jinguo.apps import vault
from jinguo.apps.calls.models import Call, FieldValue, Invitee, Nomination
from jinguo.apps.calls.quotas import Place, QuotaUse, room_for, usage
from jinguo.apps.calls.states import HANDED_IN, IN_THE_RUNNING, CallState, NominationState
from jinguo.apps.organisations import kinds
from jinguo.apps.organisations.permissions import organisations_with
from jinguo.engines.forms import FormSpec
from jinguo.reasons import Verdict

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User
    from jinguo.apps.organisations.models import Organisation

PUBLIC_STATES = (CallState.OPEN, CallState.REVIEWING, CallState.DECIDED, CallState.ON_NOTICE, CallState.FINAL)


def visible_calls(user: User) -> QuerySet[Call]:
    """Calls of the organisations the user is an officer of, and calls to which her units are invited."""
    mine = organisations_with(user, kinds.OFFICER, kinds.LEADER)
    units = organisations_with(user, kinds.LIAISON, kinds.OFFICER)
    invited = Invitee.objects.filter(organisation__in=units).values("call")
    return Call.objects.filter(
        Q(organiser__in=mine) | Q(pk__in=invited) & ~Q(state=CallState.DRAFT)
    ).select_related("organiser")


def calls_of_organiser(user: User) -> QuerySet[Call]:
    return Call.objects.filter(organiser__in=organisations_with(user, kinds.OFFICER)).select_related(
        "organiser"
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


def public_calls() -> QuerySet[Call]:
    """Calls that anyone may see."""
    return Call.objects.filter(state__in=PUBLIC_STATES).select_related("organiser")


def visible_nominations(user: User) -> QuerySet[Nomination]:
    """A unit's own nominations, and those handed in to the organiser she is an officer of."""
    units = organisations_with(user, kinds.LIAISON, kinds.OFFICER)
    organisers = organisations_with(user, kinds.OFFICER)
    return Nomination.objects.filter(
        Q(unit__in=units) | Q(call__organiser__in=organisers, state__in=HANDED_IN)
    ).select_related("call", "call__organiser", "category", "unit")


def handed_in(call: Call) -> QuerySet[Nomination]:
    return call.nominations.filter(state__in=HANDED_IN).select_related("category", "unit")


def matching(nominations: QuerySet[Nomination], text: str) -> QuerySet[Nomination]:
    """Nominations whose name, pinyin, initials, unit or receipt contains every word of the text."""
    for word in text.lower().split():
        nominations = nominations.filter(search__contains=word)
    return nominations


def with_progress(invitees: QuerySet[Invitee]) -> QuerySet[Invitee]:
    """Each invited unit with the count of its nominations in each stage."""
    mine = "organisation__nominations"

    def counted(*states: str) -> Count:
        here = Q(**{f"{mine}__call": F("call"), f"{mine}__state__in": states})
        return Count(mine, filter=here, distinct=True)

    return invitees.select_related("organisation").annotate(
        drafts=counted(NominationState.DRAFT),
        returned=counted(NominationState.RETURNED),
        handed=counted(*(state for state in IN_THE_RUNNING if state != NominationState.RETURNED)),
    )


def invitee_of(call: Call, unit: Organisation | int) -> Invitee | None:
    unit_id = unit if isinstance(unit, int) else unit.pk
    return Invitee.objects.filter(call=call, organisation=unit_id).first()


def places_taken(call: Call, *, without: Nomination | None = None) -> list[Place]:
    taken = call.nominations.filter(state__in=IN_THE_RUNNING)
    if without is not None:
        taken = taken.exclude(pk=without.pk)
    return [Place(*row) for row in taken.values_list("unit_id", "category_id")]


def quota_usage(call: Call, unit: Organisation) -> list[QuotaUse]:
    return usage(call.quotas.all(), places_taken(call), unit_id=unit.pk, unit_kind=unit.kind)


def quota_room(nomination: Nomination) -> Verdict:
    """Whether this nomination still finds a place in the quotas that bind its unit."""
    call, unit = nomination.call, nomination.unit
    return room_for(
        call.quotas.all(),
        places_taken(call, without=nomination),
        unit_id=unit.pk,
        unit_kind=unit.kind,
        category_id=nomination.category_id,
    )


def sealed_about(nomination: Nomination, key: str) -> str:
    """The name a sealed value is bound to: it cannot be moved to another field or record."""
    return f"nomination:{nomination.uid}:{key}"


def value_of(nomination: Nomination, row: FieldValue) -> Any:
    """A row's value as the form knows it; a sealed one is opened."""
    return (
        json.loads(vault.unseal(row.sealed, about=sealed_about(nomination, row.key)))
        if row.sealed
        else row.value
    )


def values_of(nomination: Nomination, rows: Iterable[FieldValue] | None = None) -> dict[str, Any]:
    """All values of a nomination, sealed ones opened: for checks and paperwork, never for a list."""
    rows = nomination.values.all() if rows is None else rows
    return {row.key: value_of(nomination, row) for row in rows}


def spec_of(nomination: Nomination) -> FormSpec:
    return nomination.call.form_spec(nomination.nominee_kind)


def waiting_for_check(call: Call) -> QuerySet[Nomination]:
    """The queue of the formal check, first come first."""
    return (
        call.nominations.filter(state=NominationState.SUBMITTED)
        .select_related("call__organiser", "category", "unit")
        .order_by("submitted_at", "pk")
    )


def field_values(nominations: Iterable[Nomination], keys: Iterable[str]) -> QuerySet[FieldValue]:
    """The named values of many nominations at once."""
    return FieldValue.objects.filter(nomination__in=list(nominations), key__in=list(keys))
