"""From the decided list to the end: record it, make it final. The rest stands in modules beside this."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction

from jinguo.apps.audit import actions as audit
from jinguo.apps.calls import permissions, queries
from jinguo.apps.calls.actions.forwarding import forward
from jinguo.apps.calls.actions.notices import plan_notice, post_notice, withdraw_notice
from jinguo.apps.calls.actions.objections import (
    close_objection,
    receive_objection,
    take_up_objection,
    unmask_objector,
)
from jinguo.apps.calls.models import Call, Nomination, Selection, SelectionEntry
from jinguo.apps.calls.paperwork import ORDERS, ordered
from jinguo.apps.calls.states import NominationState, change
from jinguo.apps.clock import now, today
from jinguo.apps.registry import actions as registry
from jinguo.errors import demand

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User

__all__ = [
    "ORDERS",
    "Place",
    "close_objection",
    "current_selection",
    "forward",
    "make_final",
    "ordered",
    "plan_notice",
    "post_notice",
    "receive_objection",
    "record_selection",
    "take_up_objection",
    "unmask_objector",
    "withdraw_notice",
]


@dataclass(frozen=True)
class Place:
    """One candidate's place in the list as the review decided it."""

    nomination: Nomination
    rank: int
    chosen: bool
    score: Decimal | None = None
    reasons: list[dict[str, Any]] = field(default_factory=list)
    hand_reason: str = ""


@transaction.atomic
def record_selection(
    *, call: Call, places: Iterable[Place], record: Mapping[str, Any], record_digest: str, by: User
) -> Selection:
    """Write down the list that was decided. It replaces the present one, which stays on record."""
    call = Call.objects.select_for_update().select_related("organiser").get(pk=call.pk)
    demand(permissions.is_officer_of_call(by, call))
    rows = list(places)
    demand(permissions.consent_stands(*(place.nomination for place in rows if place.chosen)))
    change(call, "record_selection")
    call.selections.filter(is_current=True).update(is_current=False)
    selection = Selection.objects.create(
        call=call, decided_by=by, decided_by_name=str(by), record=dict(record), record_digest=record_digest
    )
    SelectionEntry.objects.bulk_create(
        [
            SelectionEntry(
                selection=selection,
                nomination=place.nomination,
                rank=place.rank,
                chosen=place.chosen,
                score=place.score,
                reasons=place.reasons,
                by_hand=bool(place.hand_reason),
                hand_reason=place.hand_reason,
            )
            for place in rows
        ]
    )
    for place in rows:
        change(place.nomination, "choose" if place.chosen else "leave_out")
    audit.record(
        "selection_recorded",
        subject=call,
        by=by,
        acting_for=call.organiser,
        within=call,
        after={"chosen": sum(place.chosen for place in rows), "of": len(rows), "digest": record_digest},
    )
    return selection


def current_selection(call: Call) -> Selection | None:
    return call.selections.filter(is_current=True).first()


@transaction.atomic
def make_final(*, call: Call, by: User) -> Call:
    """End the call when the notice has run its days and every objection is answered: honours are granted."""
    call = Call.objects.select_for_update().select_related("organiser").get(pk=call.pk)
    demand(permissions.is_officer_of_call(by, call))
    notice = queries.standing_notice(call, after_round=0)
    open_ones = queries.open_objections(call)
    left = queries.stages_left(call)
    demand(permissions.may_make_final(by, notice, open_ones, now(), stages_left=left))
    change(call, "make_final")
    for nomination in call.nominations.filter(state=NominationState.CHOSEN).select_related("entry", "call"):
        change(nomination, "honour")
        registry.grant_honour(
            title=call.honour_title or call.title,
            year=call.year,
            granted_by=call.organiser.name,
            granted_on=today(call.organiser.time_zone),
            holder_kind=nomination.nominee_kind,
            holder_name=nomination.name,
            source=f"nomination:{nomination.uid}",
            entry=nomination.entry,
            keeper=call.organiser,
            by=by,
        )
    audit.record("call_made_final", subject=call, by=by, acting_for=call.organiser, within=call)
    return call
