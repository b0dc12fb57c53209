"""From the decided list to the end: record it, put it on public notice, hear objections, make it final, hand it up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max

from jinguo.apps import vault
from jinguo.apps.audit import actions as audit
from jinguo.apps.calls import permissions, queries
from jinguo.apps.calls.actions.nominating import NOMINATING_UNIT, refresh_summary, write_value
from jinguo.apps.calls.models import (
    Call,
    Category,
    Material,
    Nomination,
    NoticeEntry,
    Objection,
    PublicNotice,
    Selection,
    SelectionEntry,
)
from jinguo.apps.calls.paperwork import ORDERS, ordered
from jinguo.apps.calls.states import CallState, NominationState, change
from jinguo.apps.clock import now, today
from jinguo.apps.organisations.queries import calendar_overrides, officers_of
from jinguo.apps.outbox import actions as outbox
from jinguo.apps.registry import actions as registry
from jinguo.errors import Refused, demand
from jinguo.standards.dates import closing_instant
from jinguo.standards.workdays import notice_last_day

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User


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
    """Write down the list that was decided. It replaces the call's present list; the earlier one stays on record."""
    call = Call.objects.select_for_update().select_related("organiser").get(pk=call.pk)
    demand(permissions.is_officer_of_call(by, call))
    change(call, "record_selection")
    call.selections.filter(is_current=True).update(is_current=False)
    selection = Selection.objects.create(
        call=call, decided_by=by, decided_by_name=str(by), record=dict(record), record_digest=record_digest
    )
    rows = list(places)
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
def post_notice(*, call: Call, title: str, text: str, posted_on: date, order: str, by: User) -> PublicNotice:
    """Put the chosen on public notice. Its days are working days of the Chinese calendar; both ends are stored."""
    call = Call.objects.select_for_update().select_related("organiser").get(pk=call.pk)
    demand(permissions.is_officer_of_call(by, call))
    selection = current_selection(call)
    if selection is None:
        raise Refused.because("nothing_decided_yet")
    if order not in ORDERS:
        raise Refused.because("no_such_order")
    last_day = notice_last_day(
        posted_on, call.notice_days, count_first=call.notice_counts_first_day, overrides=calendar_overrides()
    )
    change(call, "post_notice")
    notice = PublicNotice.objects.create(
        call=call,
        selection=selection,
        title=title,
        text=text,
        posted_on=posted_on,
        working_days=call.notice_days,
        counts_first_day=call.notice_counts_first_day,
        last_day=last_day,
        closes_at=closing_instant(last_day, call.organiser.zone),
        order=order,
        contact={
            "name": call.contact_name,
            "phone": call.contact_phone,
            "email": call.contact_email,
            "address": call.contact_address,
        },
        posted_by_name=str(by),
    )
    entries = selection.entries.filter(chosen=True).select_related("nomination__unit", "nomination__category")
    entries = [entry for entry in entries if entry.nomination.state == NominationState.CHOSEN]
    ranks = {entry.nomination_id: entry.rank for entry in entries}
    named = ordered([entry.nomination for entry in entries], order, ranks)
    NoticeEntry.objects.bulk_create(
        [
            NoticeEntry(
                notice=notice,
                nomination=nomination,
                position=position,
                name=nomination.name,
                post=nomination.post,
                unit_name=nomination.unit.name,
                category_name=nomination.category.name,
            )
            for position, nomination in enumerate(named, 1)
        ]
    )
    audit.record(
        "notice_posted",
        subject=call,
        by=by,
        acting_for=call.organiser,
        within=call,
        after={"names": len(named), "from": posted_on.isoformat(), "to": last_day.isoformat()},
    )
    return notice


@transaction.atomic
def withdraw_notice(*, notice: PublicNotice, reason: str, by: User) -> PublicNotice:
    """Take a notice down with a reason: the list is open again, a new notice starts its days anew."""
    call = notice.call
    demand(permissions.is_officer_of_call(by, call))
    if not reason.strip():
        raise Refused.because("reason_missing")
    change(call, "withdraw_notice")
    notice.withdrawn_at, notice.withdrawal_reason = now(), reason.strip()
    notice.save(update_fields=["withdrawn_at", "withdrawal_reason"])
    audit.record("notice_withdrawn", subject=call, by=by, acting_for=call.organiser, within=call, note=reason)
    return notice


@transaction.atomic
def receive_objection(
    *,
    notice: PublicNotice,
    nomination: Nomination | None,
    objector: str,
    contact: str,
    content: str,
    is_unit: bool = False,
    channel: str = "web",
    evidence: Any = None,
    by: User | None = None,
) -> Objection:
    """Write an objection down while the notice stands. Real name and content are asked for; both are sealed."""
    notice = PublicNotice.objects.select_for_update().get(pk=notice.pk)
    if notice.withdrawn_at or now() >= notice.closes_at or today() < notice.posted_on:
        raise Refused.because("notice_is_over", last_day=notice.last_day)
    if not objector.strip() or not contact.strip():
        raise Refused.because("objection_needs_a_real_name")
    if not content.strip():
        raise Refused.because("objection_needs_facts")
    number = (notice.objections.aggregate(Max("number"))["number__max"] or 0) + 1
    objection = Objection(
        notice=notice,
        nomination=nomination,
        number=number,
        channel=channel,
        objector_is_unit=is_unit,
        evidence=evidence,
    )
    about = f"objection:{objection.uid}"
    objection.objector_sealed = vault.seal(objector.strip(), about=f"{about}:objector")
    objection.contact_sealed = vault.seal(contact.strip(), about=f"{about}:contact")
    objection.content_sealed = vault.seal(content.strip(), about=f"{about}:content")
    objection.save(force_insert=True)
    audit.record("objection_received", subject=objection, by=by, within=notice.call, after={"number": number})
    for membership in officers_of(notice.call.organiser):
        outbox.queue(
            "objection_received",
            to=[membership.user],
            params={"call": notice.call.title, "number": number},
            about=notice.call,
        )
    return objection


@transaction.atomic
def take_up_objection(*, objection: Objection, by: User) -> Objection:
    """Accept an objection for investigation."""
    call = objection.notice.call
    demand(permissions.is_officer_of_call(by, call))
    if objection.state != Objection.RECEIVED:
        raise Refused.because("objection_is_closed")
    objection.state, objection.handled_by_name = Objection.TAKEN_UP, str(by)
    objection.save(update_fields=["state", "handled_by_name"])
    audit.record(
        "objection_taken_up", subject=objection, by=by, acting_for=call.organiser, within=call,
        after={"number": objection.number},
    )  # fmt: skip
    return objection


@transaction.atomic
def close_objection(*, objection: Objection, outcome: str, finding: str, answer: str, by: User) -> Objection:
    """End an objection with a finding and an answer. Upheld, it removes the name from the list and the notice."""
    call = objection.notice.call
    demand(permissions.is_officer_of_call(by, call))
    if objection.state not in (Objection.RECEIVED, Objection.TAKEN_UP):
        raise Refused.because("objection_is_closed")
    if outcome not in (Objection.NOT_TAKEN_UP, Objection.UPHELD, Objection.DISMISSED):
        raise Refused.because("no_such_outcome")
    if not finding.strip() or not answer.strip():
        raise Refused.because("objection_needs_finding_and_answer")
    objection.state, objection.finding, objection.answer = outcome, finding.strip(), answer.strip()
    objection.closed_at, objection.handled_by_name = now(), str(by)
    objection.save(update_fields=["state", "finding", "answer", "closed_at", "handled_by_name"])
    if outcome == Objection.UPHELD and objection.nomination is not None:
        _remove_from_list(objection, by)
    audit.record(
        "objection_closed",
        subject=objection,
        by=by,
        acting_for=call.organiser,
        within=call,
        after={"number": objection.number, "outcome": outcome},
    )
    return objection


@transaction.atomic
def make_final(*, call: Call, by: User) -> Call:
    """End the call: the notice has run its days, every objection is answered; honours go into the records."""
    call = Call.objects.select_for_update().select_related("organiser").get(pk=call.pk)
    demand(permissions.is_officer_of_call(by, call))
    notice = call.notices.filter(withdrawn_at=None).first()
    if notice is None:
        raise Refused.because("no_notice_yet")
    if now() < notice.closes_at:
        raise Refused.because("notice_still_runs", last_day=notice.last_day)
    open_ones = notice.objections.filter(closed_at=None).count()
    if open_ones:
        raise Refused.because("objections_open", count=open_ones)
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
            by=by,
        )
    audit.record("call_made_final", subject=call, by=by, acting_for=call.organiser, within=call)
    return call


@transaction.atomic
def forward(
    *, call: Call, nominations: Iterable[Nomination], categories: Mapping[int, Category], by: User
) -> list[Nomination]:
    """Nominate the chosen in the parent organisation's call: drafts there, of this organisation, with all materials.

    ``categories`` says for each category id of this call which category of the parent call takes it. Handing the
    drafts in there is a step of its own, with that call's quota, checks and stamps.
    """
    demand(permissions.is_officer_of_call(by, call))
    parent = call.parent_call
    if parent is None or parent.state != CallState.OPEN:
        raise Refused.because("parent_call_not_open")
    invitee = queries.invitee_of(parent, call.organiser_id)
    demand(permissions.unit_is_invited(invitee))
    demand(permissions.call_takes_nominations(parent, invitee, now()))
    made = []
    for nomination in nominations:
        if nomination.state not in (NominationState.CHOSEN, NominationState.HONOURED):
            raise Refused.because("only_the_chosen_are_forwarded", name=nomination.name)
        if hasattr(nomination, "forwarded_to"):
            raise Refused.because("forwarded_already", name=nomination.name)
        made.append(_forward_one(nomination, parent, categories[nomination.category_id], by))
    audit.record(
        "nominations_forwarded",
        subject=call,
        by=by,
        acting_for=call.organiser,
        within=call,
        after={"count": len(made), "to": parent.title},
    )
    return made


def _forward_one(nomination: Nomination, parent: Call, category: Category, by: User) -> Nomination:
    twin = Nomination.objects.create(
        call=parent,
        category=category,
        unit=nomination.call.organiser,
        nominee_kind=nomination.nominee_kind,
        forwarded_from=nomination,
        entry=nomination.entry,
        created_by=by,
    )
    spec = queries.spec_of(twin)
    values = queries.values_of(nomination)
    for target in spec.fields:
        if target.key == NOMINATING_UNIT:
            write_value(twin, target, None, nomination.call.organiser.name, by)
        elif target.key in values and target.kind != "opinion":
            write_value(twin, target, None, values[target.key], by)
    wanted = {wish.key for wish in parent.material_specs()}
    Material.objects.bulk_create(
        [
            Material(
                nomination=twin,
                spec_key=material.spec_key,
                file_id=material.file_id,
                position=material.position,
                ok=material.ok,
                findings=material.findings,
                facts=material.facts,
                added_by_name=str(by),
            )
            for material in nomination.materials.filter(spec_key__in=wanted)
        ]
    )
    refresh_summary(twin)
    return twin


def _remove_from_list(objection: Objection, by: User) -> None:
    nomination = objection.nomination
    change(nomination, "remove")
    objection.notice.entries.filter(nomination=nomination).update(removed_at=now())
    audit.record(
        "nomination_removed",
        subject=nomination,
        by=by,
        acting_for=nomination.call.organiser,
        within=nomination.call,
        after={"objection": objection.number},
    )
