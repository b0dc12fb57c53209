"""Which nominations a person sees, what waits for the formal check, and who else may be the same nominee."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from django.db.models import (
    Count,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce

from jinguo.apps import vault
from jinguo.apps.calls.models import (
    Call,
    Nomination,
)
from jinguo.apps.calls.models.call import PERSON
from jinguo.apps.calls.states import HANDED_IN, NominationState
from jinguo.apps.organisations import kinds
from jinguo.apps.organisations.permissions import organisations_with
from jinguo.apps.registry import elsewhere

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User
    from jinguo.apps.registry.models import Identity, PersonEntry


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


def nominations_by_state(call: Call) -> dict[str, int]:
    """How many nominations stand in each state."""
    return dict(call.nominations.order_by().values_list("state").annotate(Count("pk")))


def others_like(user: User, nomination: Nomination) -> QuerySet[Nomination]:
    """Handed-in nominations that may be of the same nominee: of the same identity in other calls of organisers the
    user is an officer of, and of the same name in this call (a name is no proof)."""
    elsewhere = Q(
        identity_index=nomination.identity_index,
        call__organiser__in=organisations_with(user, kinds.OFFICER),
    ) & ~Q(call=nomination.call_id)
    here = Q(call=nomination.call_id, name=nomination.name)
    wanted = (elsewhere if nomination.identity_index else Q(pk__in=[])) | (
        here if nomination.name else Q(pk__in=[])
    )
    return (
        Nomination.objects.filter(wanted, state__in=HANDED_IN)
        .exclude(pk=nomination.pk)
        .select_related("call", "category", "unit")
        .order_by("-submitted_at")[:20]
    )


def identity_of(nomination: Nomination) -> tuple[str, str] | None:
    """What the identity index of a handed-in nomination stands for: the person's number, or the kind and its name."""
    if nomination.nominee_kind != PERSON:
        return nomination.nominee_kind, nomination.name
    entry = nomination.entry
    if entry is None or not entry.id_number_sealed:
        return None
    return "id_number", vault.unseal(entry.id_number_sealed, about=f"person:{entry.uid}:id_number")


def waiting_for_check_beside() -> Coalesce:
    """To annotate a nomination: how many of its call wait for the formal check."""
    rows = Nomination.objects.filter(call=OuterRef("call"), state=NominationState.SUBMITTED)
    counted = rows.order_by().values("call").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0, output_field=IntegerField())


def waiting_for_check(call: Call) -> QuerySet[Nomination]:
    """The queue of the formal check, first come first."""
    return (
        call.nominations.filter(state=NominationState.SUBMITTED)
        .select_related("call__organiser", "category", "unit")
        .order_by("submitted_at", "pk")
    )


def nominations_about(entries: Sequence[PersonEntry]) -> list[Nomination]:
    """The nominations from which these entries of the registry were written."""
    rows = Nomination.objects.filter(entry__in=entries).select_related("call", "unit")
    return list(rows.order_by("pk"))


def nominations_beside(
    identity: Identity, organisations: Collection[int] | RawSQL, user: User
) -> list[elsewhere.Beside]:
    """A person's nominations for the selections of some organisations, the latest first, for her page in their registry."""
    rows = Nomination.objects.filter(
        entry__identity=identity, call__organiser__in=organisations, state__in=HANDED_IN
    ).select_related("call__organiser", "unit", "category")
    officer = set(organisations_with(user, kinds.OFFICER))
    return [
        elsewhere.Beside(
            one.call.title,
            " · ".join((str(one.call.year), one.category.name, one.unit.name)),
            one.state,
            f"/calls/nominations/{one.uid}/" if one.call.organiser_id in officer else "",
        )
        for one in rows.order_by("-call__year", "-pk")
    ]


def told_to_her(nomination: Nomination) -> dict[str, object]:
    """What a copy of a person's data says of one nomination."""
    return {
        "call": nomination.call.title,
        "unit": nomination.unit.name,
        "number": nomination.number,
        "submitted_at": nomination.submitted_at.isoformat() if nomination.submitted_at else None,
        "state": nomination.state.removeprefix("nomination_"),
    }
