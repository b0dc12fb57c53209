"""Reads for the pages on list, notice and result: for the officer and for the public."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Prefetch, Q, QuerySet, Value, When

from jinguo.apps.calls import following, paperwork, queries
from jinguo.apps.calls.explaining import labels_of, with_names
from jinguo.apps.calls.models import (
    Call,
    Nomination,
    NoticeEntry,
    Objection,
    PublicNotice,
    Selection,
    SelectionEntry,
)
from jinguo.apps.calls.states import CallState, NominationState
from jinguo.apps.clock import now, today, told
from jinguo.apps.jobs.queries import jobs_of
from jinguo.apps.registry.queries import HonourStory, honours_by_source
from jinguo.reasons import Reason
from jinguo.standards.workdays import CalendarUnknown, notice_last_day

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User
    from jinguo.apps.jobs.models import Job


@dataclass(frozen=True, slots=True)
class Row:
    """A candidate's place in the decision with its reasons, people named by their names."""

    entry: SelectionEntry
    reasons: list[Reason]
    story: HonourStory | None = None

    @property
    def score(self) -> str:
        """The score without idle zeros."""
        return "" if self.entry.score is None else format(self.entry.score.normalize(), "f")

    @property
    def honour_url(self) -> str:
        """Where the honour is revoked or restored; empty where none was granted."""
        return following.page("decisions:honour", self.story.now.uid) if self.story else ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A public notice as everybody sees it, posted or only planned."""

    organiser: str
    title: str
    text: str
    rows: list[paperwork.Shown]
    first_day: date
    last_day: date | None
    working_days: int
    order: str
    contact: Mapping[str, str]

    @property
    def by_category(self) -> bool:
        return any(row.category_name for row in self.rows)


def current_selection(call: Call) -> Selection | None:
    return call.selections.filter(is_current=True).first()


def decided_rows(selection: Selection) -> list[Row]:
    """Everybody the decision speaks of, by rank; two queries whatever their number, one more where honours
    were granted.
    """
    entries = list(selection.entries.select_related("nomination__unit", "nomination__category"))
    shown = paperwork.shown_of([entry.nomination for entry in entries])
    names = {str(entry.nomination.uid): row.name for entry, row in zip(entries, shown, strict=True)}
    labels = labels_of(selection.call)
    stories = honours_by_source(f"nomination:{uid}" for uid in names) if _has_honours(selection) else {}
    return [
        Row(
            entry,
            [with_names(Reason.from_json(stored), names, labels) for stored in entry.reasons],
            stories.get(f"nomination:{entry.nomination.uid}"),
        )
        for entry in entries
    ]


def _has_honours(selection: Selection) -> bool:
    return selection.call.state == CallState.FINAL


def sheet_of(notice: PublicNotice) -> Sheet:
    """A posted notice, without the names removed since."""
    rows = [
        paperwork.Shown(entry.position, entry.name, entry.post, entry.unit_name, entry.category_name)
        for entry in notice.entries.filter(removed_at=None)
    ]
    return Sheet(
        organiser=notice.call.organiser.name,
        title=notice.title,
        text=notice.text,
        rows=rows,
        first_day=notice.posted_on,
        last_day=notice.last_day,
        working_days=notice.working_days,
        order=notice.order,
        contact=notice.contact,
    )


def planned_sheet(
    call: Call,
    rows: Iterable[paperwork.Shown],
    *,
    title: str,
    text: str,
    first_day: date,
    last_day: date | None,
    order: str,
) -> Sheet:
    return Sheet(
        organiser=call.organiser.name,
        title=title,
        text=text,
        rows=list(rows),
        first_day=first_day,
        last_day=last_day,
        working_days=call.notice_days,
        order=order,
        contact={
            "name": call.contact_name,
            "phone": call.contact_phone,
            "email": call.contact_email,
            "address": call.contact_address,
        },
    )


def result_rows(notice: PublicNotice) -> list[NoticeEntry]:
    """The final list: who stood on the notice to its end, each with what became of her honour since (``story``)."""
    entries = list(notice.entries.filter(removed_at=None).select_related("nomination"))
    stories = honours_by_source(f"nomination:{entry.nomination.uid}" for entry in entries)
    for entry in entries:
        entry.story = stories.get(f"nomination:{entry.nomination.uid}")
    return entries


def honour_story(nomination: Nomination) -> HonourStory | None:
    """What became of the honour of a nominee; None where none was granted."""
    if nomination.state != NominationState.HONOURED:
        return None
    source = f"nomination:{nomination.uid}"
    return honours_by_source([source]).get(source)


def notices_with_objections(call: Call) -> QuerySet[PublicNotice]:
    return call.notices.annotate(
        objection_count=Count("objections", distinct=True),
        open_count=Count("objections", filter=Q(objections__closed_at=None), distinct=True),
    )


def objections_of(call: Call) -> QuerySet[Objection]:
    return (
        Objection.objects.filter(notice__call=call)
        .select_related("notice__call__organiser", "nomination")
        .defer("objector_sealed", "contact_sealed", "content_sealed")
        .order_by("closed_at", "-received_at", "-pk")
    )


@dataclass(frozen=True, slots=True)
class Due:
    """The last working day for the next step of an objection, and whether it has passed."""

    day: date
    overdue: bool


def due_of(objection: Objection, overrides: Mapping[date, bool]) -> Due | None:
    """By when it is taken up or, once it is, answered; None when it is closed, or beyond the calendar."""
    if objection.closed_at is not None:
        return None
    call = objection.notice.call
    kept, zone = call.safeguards_read, call.organiser.time_zone
    days = kept.take_up_within if objection.state == Objection.RECEIVED else kept.answer_within
    try:
        last = notice_last_day(told(objection.received_at, zone).date(), days, overrides=overrides)
    except CalendarUnknown:
        return None
    return Due(last, today(zone) > last)


def is_near(objection: Objection, due: Due, overrides: Mapping[date, bool]) -> bool:
    """Whether a limit is at most as many working days ahead as the call wants its officers reminded."""
    call = objection.notice.call
    here = today(call.organiser.time_zone)
    ahead = call.safeguards_read.remind_before
    try:
        return due.day <= notice_last_day(here, ahead, overrides=overrides)
    except CalendarUnknown:
        return False


def desk_of(objections: Iterable[Objection], overrides: Mapping[date, bool]) -> list[Objection]:
    """Objections with their limit (``due``) as an officer takes them: overdue ones first, then the next to fall due,
    closed ones last.
    """
    rows = list(objections)
    for row in rows:
        row.due = due_of(row, overrides)
    latest = date.max
    rows.sort(key=lambda row: (row.closed_at is not None, row.due.day if row.due else latest))
    return rows


def papers_made(user: User, call: Call) -> QuerySet[Job]:
    """The packages and forms that this officer had made of the call, latest first."""
    made = jobs_of(user).filter(name__in=("calls.make_package", "calls.make_forms"))
    return made.filter(params__call_id=call.pk).select_related("result_file")


def public_rows(*, text: str = "", kind: str = "") -> QuerySet[Call]:
    """Calls for everybody: those one can still nominate in first, then notices, then results."""
    stage = Case(
        When(state=CallState.OPEN, then=Value(0)),
        When(state=CallState.ON_NOTICE, then=Value(1)),
        When(state=CallState.FINAL, then=Value(3)),
        default=Value(2),
        output_field=IntegerField(),
    )
    standing = PublicNotice.objects.filter(withdrawn_at=None, posted_on__lte=today())
    found = queries.public_calls().annotate(stage=stage).order_by("stage", "-closes_at", "-pk")
    found = found.prefetch_related(Prefetch("notices", queryset=standing, to_attr="standing_notices"))
    states = {"open": CallState.OPEN, "result": CallState.FINAL}
    if kind == "notice":
        between = PublicNotice.objects.filter(
            call=OuterRef("pk"), withdrawn_at=None, posted_on__lte=today(), closes_at__gt=now()
        )
        found = found.filter(Q(state=CallState.ON_NOTICE) | Q(Exists(between), state=CallState.REVIEWING))
    elif kind in states:
        found = found.filter(state=states[kind])
    for word in text.split():
        found = found.filter(
            Q(title__icontains=word)
            | Q(organiser__name__icontains=word)
            | Q(organiser__search__contains=word.lower())
        )
    return found
