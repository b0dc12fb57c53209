"""The public notice (公示): plan it, post it, take it down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from jinguo.apps.audit import actions as audit
from jinguo.apps.calls import permissions, queries
from jinguo.apps.calls.models import Call, Nomination, NoticeEntry, PublicNotice, Selection
from jinguo.apps.calls.paperwork import ORDERS, Shown, default_notice_title, ordered, shown_of
from jinguo.apps.calls.states import CallState, NominationState, change, may
from jinguo.apps.clock import now, today
from jinguo.apps.organisations.queries import calendar_overrides
from jinguo.errors import Refused, demand
from jinguo.reasons import Reason
from jinguo.standards.dates import closing_instant
from jinguo.standards.workdays import is_workday, notice_last_day

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User

SHORTEST_DAYS = 5
"""What a public notice usually lasts at least (公示期不少于五个工作日): below it the officer is warned."""
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the period: its kind, and the number of the working day (None: does not count)."""

    day: date
    kind: str
    number: int | None


@dataclass(frozen=True, slots=True)
class GoingOn:
    """Who went on from a round, for the notice between this round and the next: nomination id → rank there."""

    after_round: int
    nominations: tuple[Nomination, ...]
    ranks: dict[int, int]


@dataclass(frozen=True, slots=True)
class NoticePlan:
    """What a notice would be: who stands on it as the public would see it, and how its days are counted. Without a
    selection it is of those who went on from a round.
    """

    selection: Selection | None
    nominations: list[Nomination]
    shown: list[Shown]
    last_day: date
    days: list[Day]
    warnings: tuple[Reason, ...]


def plan_notice(call: Call, *, posted_on: date, order: str, going_on: GoingOn | None = None) -> NoticePlan:
    """Work a notice out without posting it: of the decided list, or of those who went on from a round.

    Raises:
        Refused: nothing decided, nobody chosen, no such order; or (CalendarUnknown) the period reaches beyond
            the calendar.
    """
    if order not in ORDERS:
        raise Refused.because("no_such_order")
    selection = None
    if going_on is None:
        selection, nominations, ranks = _decided(call)
    else:
        nominations, ranks = list(going_on.nominations), going_on.ranks
    if not nominations:
        raise Refused.because("nobody_chosen")
    named = ordered(nominations, order, ranks)
    overrides = calendar_overrides()
    counts_first = call.notice_counts_first_day
    last_day = notice_last_day(posted_on, call.notice_days, count_first=counts_first, overrides=overrides)
    return NoticePlan(
        selection,
        named,
        shown_of(named),
        last_day,
        _days(posted_on, last_day, counts_first, overrides),
        _warnings(call, named, order),
    )


def _decided(call: Call) -> tuple[Selection, list[Nomination], dict[int, int]]:
    """The list that was decided, who stands on it still, and her rank there."""
    selection = call.selections.filter(is_current=True).first()
    if selection is None:
        raise Refused.because("nothing_decided_yet")
    chosen = selection.entries.filter(chosen=True, nomination__state=NominationState.CHOSEN)
    entries = list(chosen.select_related("nomination__unit", "nomination__category"))
    ranks = {entry.nomination_id: entry.rank for entry in entries}
    return selection, [entry.nomination for entry in entries], ranks


def _days(first: date, last: date, counts_first: bool, overrides: dict[date, bool]) -> list[Day]:
    """Each day of the period with why it counts or does not."""
    found, number = [], 0
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        worked, weekend = is_workday(day, overrides), day.weekday() >= _SATURDAY
        if offset == 0 and not counts_first:
            found.append(Day(day, "day_of_posting", None))
        elif worked:
            number += 1
            found.append(Day(day, "day_worked_weekend" if weekend else "day_worked", number))
        else:
            found.append(Day(day, "day_weekend" if weekend else "day_holiday", None))
    return found


def _warnings(call: Call, named: list[Nomination], order: str) -> tuple[Reason, ...]:
    found = []
    if call.notice_days < SHORTEST_DAYS:
        found.append(Reason.warning("notice_is_short", days=call.notice_days, usual=SHORTEST_DAYS))
    if order in ("surname_strokes", "name_strokes"):
        uncounted = [n.name for n in named if "z" in getattr(n, f"{order}_key")]
        if uncounted:
            found.append(Reason.warning("names_without_strokes", names=uncounted))
    return tuple(found)


@transaction.atomic
def post_notice(
    *,
    call: Call,
    title: str,
    text: str,
    posted_on: date,
    order: str,
    by: User,
    stage: str = "",
    going_on: GoingOn | None = None,
) -> PublicNotice:
    """Put names on public notice, for working days of the Chinese calendar; both ends are stored.

    ``stage`` is what this notice is called where a call has several in sequence (初审公示, 终审公示). Of the decided list
    each follows when the one before has ended; those who went on from a round (``going_on``) are on notice while the
    call is under review, and its state stays.
    """
    call = Call.objects.select_for_update().select_related("organiser").get(pk=call.pk)
    demand(permissions.is_officer_of_call(by, call))
    plan = plan_notice(call, posted_on=posted_on, order=order, going_on=going_on)
    if posted_on < today(call.organiser.time_zone):
        raise Refused.because("notice_day_is_past", day=posted_on)
    if going_on is None:
        _begin_notice(call, by)
    elif call.state != CallState.REVIEWING or queries.standing_notice(call, after_round=going_on.after_round):
        raise Refused.because("round_is_on_notice_already")
    notice = PublicNotice.objects.create(
        call=call,
        selection=plan.selection,
        after_round=going_on.after_round if going_on else 0,
        stage=stage.strip() or _stage(call, going_on),
        title=title.strip() or default_notice_title(call),
        text=text.strip(),
        posted_on=posted_on,
        working_days=call.notice_days,
        counts_first_day=call.notice_counts_first_day,
        last_day=plan.last_day,
        closes_at=closing_instant(plan.last_day, call.organiser.zone),
        order=order,
        contact={
            "name": call.contact_name,
            "phone": call.contact_phone,
            "email": call.contact_email,
            "address": call.contact_address,
        },
        posted_by_name=str(by),
    )
    NoticeEntry.objects.bulk_create(
        [
            NoticeEntry(
                notice=notice,
                nomination=nomination,
                position=shown.position,
                name=shown.name[:200],
                post=shown.post,
                unit_name=shown.unit_name,
                category_name=shown.category_name,
            )
            for nomination, shown in zip(plan.nominations, plan.shown, strict=True)
        ]
    )
    audit.record(
        "notice_posted",
        subject=call,
        by=by,
        acting_for=call.organiser,
        within=call,
        after={"names": len(plan.shown), "from": posted_on.isoformat(), "to": plan.last_day.isoformat()},
    )
    return notice


def _stage(call: Call, going_on: GoingOn | None) -> str:
    """What a notice of the list is called that was given no name: the next one, where the procedure wants several."""
    several = going_on is None and len(call.procedure_read.notices) > 1
    return next(iter(queries.stages_left(call)), "") if several else ""


def _begin_notice(call: Call, by: User) -> None:
    """The call goes on notice, or from one notice of its list to the next."""
    demand(
        permissions.may_post_notice(
            by,
            call,
            queries.standing_notice(call, after_round=0),
            queries.open_objections(call),
            now(),
            left=len(queries.stages_left(call)),
        )
    )
    change(call, "post_next_notice" if call.state == CallState.ON_NOTICE else "post_notice")


@transaction.atomic
def withdraw_notice(*, notice: PublicNotice, reason: str, by: User) -> PublicNotice:
    """Take a notice down with a reason: the list is open again, a new notice starts its days anew. One between two rounds
    can be taken down until the next round begins.
    """
    call = notice.call
    demand(permissions.is_officer_of_call(by, call))
    if not reason.strip():
        raise Refused.because("reason_missing")
    if not notice.after_round:
        change(call, "withdraw_notice")
    elif call.state != CallState.REVIEWING:
        raise Refused.because("notice_is_over", last_day=notice.last_day)
    notice.withdrawn_at, notice.withdrawal_reason = now(), reason.strip()
    notice.save(update_fields=["withdrawn_at", "withdrawal_reason"])
    audit.record("notice_withdrawn", subject=call, by=by, acting_for=call.organiser, within=call, note=reason)
    return notice


def take_off(nomination: Nomination, *, between_rounds: bool = False) -> bool:
    """Take a name off the list and off every notice of the call; answers False where it stands on no list.

    ``between_rounds``: she went on from a round, no list is decided yet, and she goes on no longer.
    """
    move = (
        "remove_between_rounds" if between_rounds and may(nomination, "remove_between_rounds") else "remove"
    )
    if not may(nomination, move):
        return False
    change(nomination, move)
    NoticeEntry.objects.filter(
        notice__call=nomination.call_id, nomination=nomination, removed_at=None
    ).update(removed_at=now())
    return True
