"""Looking into an objection (调查核实): who, from when to when, notes under seal, evidence; and the limits nobody should miss."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse

from jinguo.apps import vault
from jinguo.apps.audit import actions as audit
from jinguo.apps.calls import outcome, permissions
from jinguo.apps.calls.models import Investigation, InvestigationFile, Objection
from jinguo.apps.clock import now, today
from jinguo.apps.organisations.queries import calendar_overrides, officers_of
from jinguo.apps.outbox import actions as outbox
from jinguo.errors import Refused, demand

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User
    from jinguo.apps.files.models import StoredFile


@transaction.atomic
def begin_investigation(
    *,
    objection: Objection,
    investigator: str,
    began_on: date,
    by: User,
    ended_on: date | None = None,
    notes: str = "",
    evidence: Iterable[StoredFile] = (),
) -> Investigation:
    """Write down who looks into an objection that was taken up, and since when."""
    objection = _locked(objection)
    demand(permissions.may_investigate(by, objection))
    if not investigator.strip():
        raise Refused.because("investigation_names_nobody")
    made = Investigation(objection=objection, investigator=investigator.strip(), began_on=began_on)
    _write(made, ended_on, notes, by)
    made.save(force_insert=True)
    _add(made, evidence, by)
    _write_down("objection_investigated", made, by)
    return made


@transaction.atomic
def continue_investigation(
    *,
    investigation: Investigation,
    by: User,
    ended_on: date | None = None,
    notes: str = "",
    evidence: Iterable[StoredFile] = (),
) -> Investigation:
    """Write on: the notes as they are now, the day it ended, more evidence. Files are added, never taken away."""
    objection = _locked(investigation.objection)
    demand(permissions.may_investigate(by, objection))
    found = Investigation.objects.select_for_update(of=("self",)).get(pk=investigation.pk)
    found.objection = objection
    _write(found, ended_on, notes, by)
    found.save(update_fields=["ended_on", "notes_sealed", "written_by_name", "written_at"])
    _add(found, evidence, by)
    _write_down("objection_investigation_written", found, by)
    return found


def notes_of(investigation: Investigation) -> str:
    """The notes, opened for the officers who look into it."""
    if not investigation.notes_sealed:
        return ""
    return vault.unseal(investigation.notes_sealed, about=_about(investigation))


def _about(investigation: Investigation) -> str:
    return f"investigation:{investigation.uid}:notes"


def _locked(objection: Objection) -> Objection:
    return (
        Objection.objects.select_for_update(of=("self",))
        .select_related("notice__call__organiser")
        .get(pk=objection.pk)
    )


def _write(investigation: Investigation, ended_on: date | None, notes: str, by: User) -> None:
    at = today(investigation.objection.notice.call.organiser.time_zone)
    if investigation.began_on > at or (ended_on is not None and ended_on > at):
        raise Refused.because("investigation_is_not_ahead", today=at)
    if ended_on is not None and ended_on < investigation.began_on:
        raise Refused.because("investigation_ends_after_it_begins", began_on=investigation.began_on)
    investigation.ended_on = ended_on
    investigation.notes_sealed = (
        vault.seal(notes.strip(), about=_about(investigation)) if notes.strip() else ""
    )
    investigation.written_by_name, investigation.written_at = str(by), now()


def _add(investigation: Investigation, evidence: Iterable[StoredFile], by: User) -> None:
    InvestigationFile.objects.bulk_create(
        [InvestigationFile(investigation=investigation, file=one, added_by_name=str(by)) for one in evidence]
    )


def _write_down(action: str, investigation: Investigation, by: User) -> None:
    """Who, and until when; of the notes nothing."""
    objection = investigation.objection
    ended = investigation.ended_on
    audit.record(
        action,
        subject=objection,
        by=by,
        acting_for=objection.notice.call.organiser,
        within=objection.notice.call,
        after={
            "number": objection.number,
            "investigator": investigation.investigator,
            "began_on": investigation.began_on.isoformat(),
            "ended_on": ended.isoformat() if ended else "",
        },
    )


def remind_of_limits() -> dict[str, int]:
    """Tell the officers of each limit that is near, and of each that has passed, once. Called by the worker."""
    overrides = calendar_overrides()
    counts = {"near": 0, "over": 0}
    waiting = Objection.objects.filter(closed_at=None).select_related("notice__call__organiser")
    for objection in waiting.order_by("pk"):
        due = outcome.due_of(objection, overrides)
        if due is None:
            continue
        if due.overdue:
            counts["over"] += _remind(objection, due.day, "reminded_over", "objection_is_overdue")
        elif outcome.is_near(objection, due, overrides):
            counts["near"] += _remind(objection, due.day, "reminded_of", "objection_limit_near")
    return counts


@transaction.atomic
def _remind(objection: Objection, day: date, mark: str, code: str) -> int:
    """One conditional update decides who of several workers sends it."""
    fresh = Objection.objects.filter(pk=objection.pk, closed_at=None).exclude(**{mark: day})
    if not fresh.update(**{mark: day}):
        return 0
    call = objection.notice.call
    for membership in officers_of(call.organiser):
        outbox.queue(
            code,
            to=[membership.user],
            params={
                "call": call.title,
                "number": objection.number,
                "day": day.isoformat(),
                "step": "step_take_up" if objection.state == Objection.RECEIVED else "step_answer",
            },
            about=call,
            link=reverse("calls:objection", args=[objection.uid]),
        )
    return 1
