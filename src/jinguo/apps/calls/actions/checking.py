"""What the organiser does with what comes in: remind, extend, check, return, accept, reject."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q, QuerySet

from jinguo.apps.audit import actions as audit
from jinguo.apps.calls import permissions, queries
from jinguo.apps.calls.models import Call, CheckClaim, CheckMark, Invitee, Nomination, Return
from jinguo.apps.calls.states import CallState, change
from jinguo.apps.clock import now, told
from jinguo.apps.organisations.queries import liaisons_of
from jinguo.apps.outbox import actions as outbox
from jinguo.engines.forms import display
from jinguo.errors import Refused, demand
from jinguo.reasons import Reason, Verdict

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User
    from jinguo.apps.organisations.models import Organisation

when_passed: list[Callable[[Nomination], None]] = []
"""What else follows when a nomination passes the formal check, in the same transaction."""


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
        why = _why_not_reminded(call, row, row.organisation_id in reachable)
        if why is None:
            going.append(row)
        else:
            left_out.append((row, why))
    return ReminderPlan(going, left_out)


def _why_not_reminded(call: Call, row: Invitee, reachable: bool) -> Reason | None:
    due = reminded_of(call, row)
    if call.state != CallState.OPEN:
        return Reason.info("call_not_open")
    if row.handed:
        return Reason.info("unit_has_handed_in")
    if due and due <= now():
        return Reason.info("unit_is_over_time")
    return None if reachable else Reason.warning("unit_has_no_liaison")


def reminded_of(call: Call, row: Invitee) -> datetime | None:
    """The date a reminder names: the one set for mending where a nomination was returned, else the unit's own."""
    return row.mend_until if row.returned else permissions.deadline_for(call, row)


def reminder(call: Call, row: Invitee, note: str = "") -> tuple[str, dict[str, str]]:
    """The message that a unit would get: its code and values, for the preview and for the sending alike."""
    params = {"call": call.title, "unit": row.organisation.name, "note": note}
    key, code = ("until", "mending_reminder") if row.returned else ("closes", "call_reminder")
    return code, {**params, key: told(reminded_of(call, row)).isoformat()}


def _unit_page(call: Call, unit: Organisation) -> str:
    return f"/nominations/calls/{call.uid}/{unit.uid}/"


@transaction.atomic
def remind(*, call: Call, invitees: Iterable[Invitee], by: User, note: str = "") -> ReminderPlan:
    """Send the reminder that `plan_reminder` describes."""
    demand(permissions.is_officer_of_call(by, call))
    plan = plan_reminder(call, invitees)
    if not plan.going_to:
        raise Refused.because("nobody_to_remind")
    units = {row.organisation_id: row for row in plan.going_to}
    for membership in liaisons_of(list(units)):
        code, params = reminder(call, units[membership.organisation_id], note)
        link = _unit_page(call, membership.organisation)
        outbox.queue(code, to=[membership.user], params=params, about=call, link=link)
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
    demand(Verdict.of(call.state == CallState.OPEN, "call_not_open"))
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
            link=_unit_page(call, invitee.organisation),
        )
    return invitee


@transaction.atomic
def mark_item(
    *, nomination: Nomination, item: str, outcome: str, note: str = "", by: User, label: str = ""
) -> CheckMark:
    """Say of one item of the check list that it is right, wrong, or waived with a reason. ``label`` names the item
    in the trail: the notice's own word for it, or a code that has one."""
    demand(permissions.may_check(by, nomination))
    if outcome not in (CheckMark.PASS, CheckMark.FAIL, CheckMark.WAIVED):
        raise Refused.because("no_such_outcome")
    if outcome == CheckMark.WAIVED and not note.strip():
        raise Refused.because("reason_missing")
    before = nomination.check_marks.filter(item=item).values("outcome", "note").first()
    mark, _ = CheckMark.objects.update_or_create(
        nomination=nomination,
        item=item,
        defaults={"outcome": outcome, "note": note.strip(), "marked_at": now(), "marked_by_name": str(by)},
    )
    _record(
        "item_checked",
        nomination,
        by,
        before=before,
        after={"item": label or item, "outcome": outcome},
        note=note,
    )
    return mark


@transaction.atomic
def pass_items(*, nomination: Nomination, items: Mapping[str, str], by: User) -> int:
    """Say of several items at once that they are right: the officer's "all others are right". ``items``: key → label."""
    demand(permissions.may_check(by, nomination))
    for item in items:
        CheckMark.objects.update_or_create(
            nomination=nomination,
            item=item,
            defaults={
                "outcome": CheckMark.PASS,
                "note": "",
                "marked_at": now(),
                "marked_by_name": str(by),
            },
        )
    if items:
        audit.record(
            "items_passed",
            subject=nomination,
            by=by,
            acting_for=nomination.call.organiser,
            within=nomination.call,
            after={"items": list(items.values())},
        )
    return len(items)


CLAIM_LASTS = timedelta(minutes=10)


def take_up(*, nomination: Nomination, by: User) -> str:
    """Note that an officer has the nomination open, and answer with the name of another who has it open already.

    A courtesy: it keeps nobody out, decides nothing and is not in the trail. Two decisions are kept apart by `change`.
    """
    claim: CheckClaim | None = getattr(nomination, "claim", None)
    if claim and claim.officer_id != by.pk and claim.at > now() - CLAIM_LASTS:
        return claim.officer_name
    if claim is None or claim.officer_id != by.pk or claim.at < now() - CLAIM_LASTS / 5:
        CheckClaim.objects.bulk_create(
            [CheckClaim(nomination=nomination, officer=by, officer_name=str(by)[:100], at=now())],
            update_conflicts=True,
            unique_fields=["nomination"],
            update_fields=["officer", "officer_name", "at"],
        )
    return ""


@transaction.atomic
def unmask(*, nomination: Nomination, key: str, reason: str, by: User) -> str:
    """Show a masked value in full, which is recorded together with why. Refused without a reason."""
    demand(permissions.is_officer_of_call(by, nomination.call))
    if not reason.strip():
        raise Refused.because("reason_missing")
    spec = queries.spec_of(nomination)
    if key not in spec.encrypted_keys:
        raise Refused.because("no_such_field", field=key)
    row = nomination.values.filter(key=key).first()
    _record("id_number_unmasked", nomination, by, after={"field": spec.field(key).label}, note=reason.strip())
    return display(spec.field(key), queries.value_of(nomination, row)) if row else ""


@transaction.atomic
def record_export(*, call: Call, what: str, count: int, by: User) -> None:
    """Put into the trail that a table with personal data went out."""
    demand(permissions.is_officer_of_call(by, call))
    audit.record(
        "table_exported",
        subject=call,
        by=by,
        acting_for=call.organiser,
        within=call,
        after={"what": what, "count": count},
    )


@transaction.atomic
def return_for_mending(*, nomination: Nomination, note: str, until: datetime, by: User) -> Return:
    """Give a nomination back with the reasons in words; the unit mends it and hands it in again until the date."""
    demand(permissions.may_check(by, nomination))
    if not note.strip():
        raise Refused.because("reason_missing")
    if until <= now():
        raise Refused.because("mending_date_is_past", until=until)
    change(nomination, "return_for_mending", mend_until=until)
    returned = Return.objects.create(
        nomination=nomination,
        note=note.strip(),
        until=until,
        returned_by_name=str(by),
    )
    _record("nomination_returned", nomination, by, after={"until": told(until).isoformat()}, note=note)
    _tell_unit(nomination, "nomination_returned", until=told(until).isoformat(), note=note)
    return returned


@transaction.atomic
def accept(*, nomination: Nomination, by: User) -> Nomination:
    """The formal check is passed. Refused while an item is marked wrong."""
    demand(permissions.may_check(by, nomination))
    if nomination.check_marks.filter(outcome=CheckMark.FAIL).exists():
        raise Refused.because("items_marked_wrong")
    demand(permissions.consent_stands(nomination))
    change(nomination, "accept")
    for follow in when_passed:
        follow(nomination)
    _record("nomination_accepted", nomination, by)
    _tell_unit(nomination, "nomination_accepted")
    return nomination


@transaction.atomic
def reject(*, nomination: Nomination, note: str, by: User) -> Nomination:
    """The formal check is failed for good, with the reason told to the unit."""
    demand(permissions.is_officer_of_call(by, nomination.call))
    if not note.strip():
        raise Refused.because("reason_missing")
    change(nomination, "reject", mend_until=None)
    _record("nomination_rejected", nomination, by, note=note)
    _tell_unit(nomination, "nomination_rejected", note=note)
    return nomination


@transaction.atomic
def reopen_check(*, nomination: Nomination, note: str, by: User) -> Nomination:
    """Take an acceptance or a rejection back, with a reason, before the review has begun with it."""
    demand(permissions.is_officer_of_call(by, nomination.call))
    if not note.strip():
        raise Refused.because("reason_missing")
    change(nomination, "reopen_check")
    _record("check_reopened", nomination, by, note=note)
    return nomination


def next_to_check(
    call: Call, *, after: Nomination | None = None, by: User | None = None
) -> Nomination | None:
    """The next nomination waiting for the formal check, in the order they came in; round to the first at the end.

    One that another officer has open comes last.
    """
    waiting = queries.waiting_for_check(call)
    if after is not None:
        waiting = waiting.exclude(pk=after.pk)
    if by is not None:
        taken = CheckClaim.objects.filter(at__gt=now() - CLAIM_LASTS).exclude(officer=by)
        free = waiting.exclude(pk__in=taken.values("nomination"))
        return _following(free, after) or _following(waiting, after)
    return _following(waiting, after)


def _following(waiting: QuerySet[Nomination], after: Nomination | None) -> Nomination | None:
    if after is None or after.submitted_at is None:
        return waiting.first()
    place = Q(submitted_at__gt=after.submitted_at) | Q(submitted_at=after.submitted_at, pk__gt=after.pk)
    return waiting.filter(place).first() or waiting.first()


def _record(action: str, nomination: Nomination, by: User, **said: Any) -> None:
    """An act of the organiser on a nomination, for the trail of both."""
    call = nomination.call
    audit.record(action, subject=nomination, by=by, acting_for=call.organiser, within=call, **said)


def _tell_unit(nomination: Nomination, code: str, **params: object) -> None:
    told = {"name": nomination.name, "receipt": nomination.receipt, "call": nomination.call.title, **params}
    for membership in liaisons_of([nomination.unit_id]):
        outbox.queue(
            code,
            to=[membership.user],
            params=told,
            about=nomination,
            link=f"/nominations/{nomination.uid}/",
        )
