"""What the organiser does with what comes in: remind, extend, check, return, accept, reject."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from jinguo.apps.audit import actions as audit
from jinguo.apps.calls import permissions, queries
from jinguo.apps.calls.models import Call, CheckMark, Invitee, Nomination, Return
from jinguo.apps.calls.states import change
from jinguo.apps.clock import now, told
from jinguo.apps.organisations.queries import liaisons_of
from jinguo.apps.outbox import actions as outbox
from jinguo.errors import Refused, demand
from jinguo.reasons import Reason

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User


@dataclass(frozen=True)
class ReminderPlan:
    """What a reminder would do, shown before it is done: who gets it, who does not, and why not."""

    going_to: list[Invitee]
    left_out: list[tuple[Invitee, Reason]]


def plan_reminder(call: Call, invitees: Iterable[Invitee]) -> ReminderPlan:
    """Sort units into those that a reminder reaches and those it does not. ``invitees`` carry their progress."""
    rows = list(invitees)
    reachable = {m.organisation_id for m in liaisons_of([row.organisation_id for row in rows])}
    going, left_out = [], []
    for row in rows:
        due = permissions.deadline_for(call, row)
        if row.handed:
            left_out.append((row, Reason.info("unit_has_handed_in")))
        elif due and due <= now():
            left_out.append((row, Reason.info("unit_is_over_time")))
        elif row.organisation_id not in reachable:
            left_out.append((row, Reason.warning("unit_has_no_liaison")))
        else:
            going.append(row)
    return ReminderPlan(going, left_out)


@transaction.atomic
def remind(*, call: Call, invitees: Iterable[Invitee], by: User, note: str = "") -> ReminderPlan:
    """Send the reminder that `plan_reminder` describes."""
    demand(permissions.is_officer_of_call(by, call))
    plan = plan_reminder(call, invitees)
    units = {row.organisation_id: row for row in plan.going_to}
    for membership in liaisons_of(list(units)):
        due = permissions.deadline_for(call, units[membership.organisation_id])
        outbox.queue(
            "call_reminder",
            to=[membership.user],
            params={
                "call": call.title,
                "unit": membership.organisation.name,
                "closes": told(due).isoformat(),
                "note": note,
            },
            about=call,
        )
    Invitee.objects.filter(pk__in=[row.pk for row in plan.going_to]).update(reminded_at=now())
    audit.record(
        "units_reminded",
        subject=call,
        by=by,
        acting_for=call.organiser,
        within=call,
        after={"count": len(plan.going_to), "units": [row.organisation.name for row in plan.going_to]},
        note=note,
    )
    return plan


@transaction.atomic
def extend(*, invitee: Invitee, until: datetime, reason: str, by: User) -> Invitee:
    """Give one unit until later, with a reason."""
    call = invitee.call
    demand(permissions.is_officer_of_call(by, call))
    if not reason.strip():
        raise Refused.because("reason_missing")
    if call.closes_at is None or until <= call.closes_at or until <= now():
        raise Refused.because("extension_not_later", closes_at=call.closes_at)
    before = invitee.extended_until
    invitee.extended_until, invitee.extension_reason, invitee.extended_by = until, reason.strip(), by
    invitee.save(update_fields=["extended_until", "extension_reason", "extended_by"])
    audit.record(
        "unit_extended",
        subject=call,
        by=by,
        acting_for=call.organiser,
        within=call,
        before={"until": before.isoformat() if before else None},
        after={"unit": invitee.organisation.name, "until": told(until).isoformat()},
        note=reason,
    )
    for membership in liaisons_of([invitee.organisation_id]):
        outbox.queue(
            "unit_extended",
            to=[membership.user],
            params={"call": call.title, "unit": invitee.organisation.name, "until": told(until).isoformat()},
            about=call,
        )
    return invitee


@transaction.atomic
def mark_item(*, nomination: Nomination, item: str, outcome: str, note: str = "", by: User) -> CheckMark:
    """Say of one item of the check list that it is right, wrong, or waived with a reason."""
    demand(permissions.may_check(by, nomination))
    if outcome not in (CheckMark.PASS, CheckMark.FAIL, CheckMark.WAIVED):
        raise Refused.because("no_such_outcome")
    if outcome == CheckMark.WAIVED and not note.strip():
        raise Refused.because("reason_missing")
    mark, _ = CheckMark.objects.update_or_create(
        nomination=nomination,
        item=item,
        defaults={"outcome": outcome, "note": note.strip(), "marked_at": now(), "marked_by_name": str(by)},
    )
    audit.record(
        "item_checked",
        subject=nomination,
        by=by,
        acting_for=nomination.call.organiser,
        within=nomination.call,
        after={"item": item, "outcome": outcome},
        note=note,
    )
    return mark


@transaction.atomic
def return_for_mending(
    *, nomination: Nomination, note: str, until: datetime, by: User, reasons: Iterable[Reason] = ()
) -> Return:
    """Give a nomination back with reasons; the unit mends it and hands it in again until the date."""
    demand(permissions.may_check(by, nomination))
    if not note.strip():
        raise Refused.because("reason_missing")
    if until <= now():
        raise Refused.because("mending_date_is_past", until=until)
    change(nomination, "return_for_mending", mend_until=until)
    returned = Return.objects.create(
        nomination=nomination,
        note=note.strip(),
        reasons=[reason.as_json() for reason in reasons],
        until=until,
        returned_by_name=str(by),
    )
    audit.record(
        "nomination_returned",
        subject=nomination,
        by=by,
        acting_for=nomination.call.organiser,
        within=nomination.call,
        after={"until": told(until).isoformat()},
        note=note,
    )
    _tell_unit(nomination, "nomination_returned", until=told(until).isoformat(), note=note)
    return returned


@transaction.atomic
def accept(*, nomination: Nomination, by: User) -> Nomination:
    """The formal check is passed. Refused while an item is marked wrong."""
    demand(permissions.may_check(by, nomination))
    if nomination.check_marks.filter(outcome=CheckMark.FAIL).exists():
        raise Refused.because("items_marked_wrong")
    change(nomination, "accept")
    audit.record(
        "nomination_accepted",
        subject=nomination,
        by=by,
        acting_for=nomination.call.organiser,
        within=nomination.call,
    )
    _tell_unit(nomination, "nomination_accepted")
    return nomination


@transaction.atomic
def reject(*, nomination: Nomination, note: str, by: User) -> Nomination:
    """The formal check is failed for good, with the reason told to the unit."""
    demand(permissions.is_officer_of_call(by, nomination.call))
    if not note.strip():
        raise Refused.because("reason_missing")
    change(nomination, "reject", mend_until=None)
    audit.record(
        "nomination_rejected",
        subject=nomination,
        by=by,
        acting_for=nomination.call.organiser,
        within=nomination.call,
        note=note,
    )
    _tell_unit(nomination, "nomination_rejected", note=note)
    return nomination


@transaction.atomic
def reopen_check(*, nomination: Nomination, note: str, by: User) -> Nomination:
    """Take an acceptance or a rejection back, with a reason, before the review has begun with it."""
    demand(permissions.is_officer_of_call(by, nomination.call))
    if not note.strip():
        raise Refused.because("reason_missing")
    change(nomination, "reopen_check")
    audit.record(
        "check_reopened",
        subject=nomination,
        by=by,
        acting_for=nomination.call.organiser,
        within=nomination.call,
        note=note,
    )
    return nomination


def next_to_check(call: Call, *, after: Nomination | None = None) -> Nomination | None:
    """The next nomination waiting for the formal check, in the order they came in; round to the first at the end."""
    waiting = queries.waiting_for_check(call)
    if after is not None and after.submitted_at is not None:
        later = waiting.filter(submitted_at__gte=after.submitted_at).exclude(pk=after.pk)
        return later.first() or waiting.exclude(pk=after.pk).first()
    return waiting.first()


def _tell_unit(nomination: Nomination, code: str, **params: object) -> None:
    told = {"name": nomination.name, "receipt": nomination.receipt, "call": nomination.call.title, **params}
    for membership in liaisons_of([nomination.unit_id]):
        outbox.queue(code, to=[membership.user], params=told, about=nomination)
