"""Objections to names on notice (异议): received sealed, looked into, answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max

from jinguo.apps import vault
from jinguo.apps.audit import actions as audit
from jinguo.apps.audit.address import current_address
from jinguo.apps.audit.models import Entry
from jinguo.apps.calls import permissions
from jinguo.apps.calls.actions.notices import take_off
from jinguo.apps.calls.models import Nomination, Objection, PublicNotice
from jinguo.apps.clock import now
from jinguo.apps.organisations.queries import officers_of
from jinguo.apps.outbox import actions as outbox
from jinguo.errors import Refused, demand
from jinguo.reasons import Verdict

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User
    from jinguo.apps.files.models import StoredFile

CHANNELS = ("web", "letter", "telephone", "email", "visit")
MOST_FROM_ONE_ADDRESS = 5
WITHIN = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Opened:
    """Who objects, in the clear: only for the eyes of the officer who asked."""

    objector: str
    contact: str


def not_too_many_from_here() -> Verdict:
    """One network address may send a few objections an hour: enough for a person, too few for a flood."""
    address = current_address()
    if not address:
        return Verdict.yes()
    sent = Entry.objects.filter(
        action="objection_received", address=address, actor_id=None, at__gt=now() - WITHIN
    ).count()
    return Verdict.of(
        sent < MOST_FROM_ONE_ADDRESS, "too_many_objections_from_here", most=MOST_FROM_ONE_ADDRESS
    )


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
    evidence: StoredFile | None = None,
    dated: date | None = None,
    by: User | None = None,
) -> Objection:
    """Write an objection down while the notice stands. Real name and facts are asked for; both are sealed.

    ``dated``: the day on which a letter was sent, for an officer who enters it later.
    """
    notice = (
        PublicNotice.objects.select_for_update(of=("self",))
        .select_related("call__organiser")
        .get(pk=notice.pk)
    )
    if by is not None:
        demand(permissions.is_officer_of_call(by, notice.call))
    demand(permissions.may_object(notice, now(), dated=dated if by is not None else None))
    if by is None:
        demand(not_too_many_from_here())
    demand(permissions.may_object_so(notice.call, objector, contact, has_evidence=evidence is not None))
    if not content.strip():
        raise Refused.because("objection_needs_facts")
    if channel not in CHANNELS:
        raise Refused.because("no_such_channel")
    number = (notice.objections.aggregate(Max("number"))["number__max"] or 0) + 1
    objection = Objection(
        notice=notice,
        nomination=nomination,
        number=number,
        channel=channel,
        objector_is_unit=is_unit,
        anonymous=not objector.strip(),
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
    objection = _locked(objection)
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
def close_objection(
    *,
    objection: Objection,
    outcome: str,
    finding: str,
    answer: str,
    by: User,
    effect: str = "",
    change: str = "",
) -> Objection:
    """End an objection with a finding and an answer.

    Upheld, it takes the name off list and notice (``effect_revoked``), unless what stands there is only changed
    (``effect_changed``, with what changes) or kept; otherwise it leaves everything as it is.
    """
    objection = _locked(objection)
    call = objection.notice.call
    demand(permissions.is_officer_of_call(by, call))
    if objection.state not in (Objection.RECEIVED, Objection.TAKEN_UP):
        raise Refused.because("objection_is_closed")
    if outcome not in (Objection.NOT_TAKEN_UP, Objection.UPHELD, Objection.DISMISSED):
        raise Refused.because("no_such_outcome")
    if not finding.strip() or not answer.strip():
        raise Refused.because("objection_needs_finding_and_answer")
    demand(permissions.was_investigated(objection, outcome))
    objection.effect, objection.change = _effect_of(outcome, effect, change)
    objection.state, objection.finding, objection.answer = outcome, finding.strip(), answer.strip()
    objection.closed_at, objection.handled_by_name = now(), str(by)
    objection.save(
        update_fields=["state", "effect", "change", "finding", "answer", "closed_at", "handled_by_name"]
    )
    if objection.effect == Objection.REVOKED and objection.nomination is not None:
        _remove_from_list(objection, by)
    audit.record(
        "objection_closed",
        subject=objection,
        by=by,
        acting_for=call.organiser,
        within=call,
        after={"number": objection.number, "outcome": outcome, "effect": objection.effect},
        note=objection.change,
    )
    return objection


def _effect_of(outcome: str, effect: str, change: str) -> tuple[str, str]:
    """What an outcome does, and in which words where something changes."""
    if outcome != Objection.UPHELD:
        return Objection.KEPT, ""
    effect = effect or Objection.REVOKED
    if effect not in Objection.EFFECTS:
        raise Refused.because("no_such_outcome")
    if effect == Objection.CHANGED and not change.strip():
        raise Refused.because("objection_change_is_said")
    return effect, change.strip() if effect == Objection.CHANGED else ""


def _locked(objection: Objection) -> Objection:
    """As it stands now, held: two officers do not end it differently."""
    return (
        Objection.objects.select_for_update(of=("self",))
        .select_related("notice__call__organiser", "nomination__call__organiser")
        .get(pk=objection.pk)
    )


def _remove_from_list(objection: Objection, by: User) -> None:
    nomination = objection.nomination
    if not take_off(nomination, between_rounds=bool(objection.notice.after_round)):
        return  # a later list left her out already
    audit.record(
        "nomination_removed",
        subject=nomination,
        by=by,
        acting_for=nomination.call.organiser,
        within=nomination.call,
        after={"objection": objection.number},
    )


def facts_of(objection: Objection) -> str:
    """What is objected, opened for the officers who look into it."""
    return vault.unseal(objection.content_sealed, about=f"objection:{objection.uid}:content")


@transaction.atomic
def unmask_objector(*, objection: Objection, by: User) -> Opened:
    """Show who objects. Each look is written in the trail."""
    call = objection.notice.call
    demand(permissions.is_officer_of_call(by, call))
    audit.record(
        "objector_unmasked",
        subject=objection,
        by=by,
        acting_for=call.organiser,
        within=call,
        after={"number": objection.number},
    )
    about = f"objection:{objection.uid}"
    return Opened(
        vault.unseal(objection.objector_sealed, about=f"{about}:objector"),
        vault.unseal(objection.contact_sealed, about=f"{about}:contact"),
    )
