"""Honours taken back (撤销), and given again where that was an error (恢复): proposed by one officer, done by a second person."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse

from jinguo.apps.audit import actions as audit
from jinguo.apps.calls.models import Call, Nomination
from jinguo.apps.clock import now, today
from jinguo.apps.decisions import permissions, queries
from jinguo.apps.decisions.models import Revocation
from jinguo.apps.decisions.states import change
from jinguo.apps.organisations.queries import liaisons_of
from jinguo.apps.outbox import actions as outbox
from jinguo.apps.registry import actions as registry
from jinguo.apps.registry.models import Honour
from jinguo.errors import Refused, demand

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User
    from jinguo.apps.files.models import StoredFile

DOCUMENT = "decisions.revocation"
"""The kind of the stored deciding document."""


@transaction.atomic
def propose_revocation(
    *,
    honour: Honour,
    nomination: Nomination,
    reason: str,
    document: str,
    decided_on: date,
    evidence: StoredFile,
    by: User,
) -> Revocation:
    """Propose that an honour be taken back; of one taken back already, that it be given again. Nothing changes yet."""
    call = Call.objects.select_for_update(of=("self",)).select_related("organiser").get(pk=nomination.call_id)
    honour = Honour.objects.select_related("restored_as").get(pk=honour.pk)
    demand(
        permissions.may_propose_revocation(
            by, call, honour, open_already=queries.revocation_open(honour) is not None
        )
    )
    kind = Revocation.RESTORE if honour.revoked_on else Revocation.REVOKE
    if not reason.strip():
        raise Refused.because("reason_missing")
    if not document.strip():
        raise Refused.because("honour_needs_document")
    _demand_day(honour, decided_on, today(call.organiser.time_zone))
    made = Revocation.objects.create(
        honour=honour,
        nomination=nomination,
        kind=kind,
        reason=reason.strip(),
        document=document.strip(),
        decided_on=decided_on,
        evidence=evidence,
        proposed_by=by,
        proposed_by_name=str(by),
    )
    made.nomination.call = call
    _write_down("honour_change_proposed", made, by)
    outbox.queue(
        "honour_change_awaits",
        to=queries.second_persons(call, besides=by),
        params={"by": str(by), "kind": kind, "holder": honour.holder_name, "title": honour.title},
        about=call,
        link=reverse("decisions:revocation", args=[made.uid]),
    )
    return made


@transaction.atomic
def approve_revocation(*, revocation: Revocation, by: User, note: str = "") -> Revocation:
    """The second person agrees: the honour is taken back, or given again, from the day of the document."""
    revocation = _locked(revocation)
    demand(permissions.may_agree_to_revocation(by, revocation))
    call, honour = revocation.nomination.call, revocation.honour
    _move(revocation, "approve_revocation", by, note)
    _write_down("honour_change_approved", revocation, by)
    do = registry.revoke_honour if revocation.kind == Revocation.REVOKE else registry.restore_honour
    do(
        honour=honour,
        on=revocation.decided_on,
        document=revocation.document,
        by=by,
        acting_for=call.organiser,
        within=call,
    )
    _tell_proposer("honour_change_was_approved", revocation, by)
    code = "honour_was_revoked" if revocation.kind == Revocation.REVOKE else "honour_was_restored"
    for membership in liaisons_of([revocation.nomination.unit_id]):
        outbox.queue(
            code,
            to=[membership.user],
            params={
                "holder": honour.holder_name,
                "title": honour.title,
                "on": revocation.decided_on.isoformat(),
                "document": revocation.document,
                "organiser": call.organiser.name,
            },
            about=call,
        )
    return revocation


@transaction.atomic
def give_back_revocation(*, revocation: Revocation, reason: str, by: User) -> Revocation:
    """The second person does not agree, and says why. The proposal stays on record; a new one may be made."""
    revocation = _locked(revocation)
    demand(permissions.may_agree_to_revocation(by, revocation))
    if not reason.strip():
        raise Refused.because("reason_missing")
    _move(revocation, "give_back_revocation", by, reason)
    _write_down("honour_change_returned", revocation, by, note=revocation.second_note)
    _tell_proposer("honour_change_was_returned", revocation, by)
    return revocation


@transaction.atomic
def take_back_revocation(*, revocation: Revocation, by: User) -> Revocation:
    """The proposer takes it back before anybody agreed."""
    revocation = _locked(revocation)
    demand(permissions.may_take_back_revocation(by, revocation))
    change(revocation, "take_back_revocation")
    _write_down("honour_change_taken_back", revocation, by)
    return revocation


def _locked(revocation: Revocation) -> Revocation:
    """As it stands now, its call held."""
    call = (
        Call.objects.select_for_update(of=("self",))
        .select_related("organiser")
        .get(pk=revocation.nomination.call_id)
    )
    found = Revocation.objects.select_related("honour", "nomination__unit", "proposed_by").get(
        pk=revocation.pk
    )
    found.nomination.call = call
    return found


def _demand_day(honour: Honour, decided_on: date, at: date) -> None:
    if decided_on > at:
        raise Refused.because("honour_decided_in_the_future", day=decided_on)
    if decided_on < honour.granted_on:
        raise Refused.because("honour_decided_before_granted", granted_on=honour.granted_on)
    if honour.revoked_on and decided_on < honour.revoked_on:
        raise Refused.because("honour_restored_before_revoked", revoked_on=honour.revoked_on)


def _move(revocation: Revocation, name: str, by: User, note: str) -> None:
    change(
        revocation, name, second_by=by, second_by_name=str(by), second_at=now(), second_note=note.strip()[:500]
    )  # fmt: skip


def _write_down(action: str, revocation: Revocation, by: User, note: str = "") -> None:
    call, honour = revocation.nomination.call, revocation.honour
    audit.record(
        action,
        subject=revocation.nomination,
        by=by,
        acting_for=call.organiser,
        within=call,
        after={"kind": revocation.kind, "holder": honour.holder_name, "title": honour.title, "document": revocation.document},
        note=note,
    )  # fmt: skip


def _tell_proposer(code: str, revocation: Revocation, by: User) -> None:
    if revocation.proposed_by is None:
        return
    outbox.queue(
        code,
        to=[revocation.proposed_by],
        params={
            "by": str(by),
            "kind": revocation.kind,
            "holder": revocation.honour.holder_name,
            "title": revocation.honour.title,
            "reason": revocation.second_note,
        },
        about=revocation.nomination.call,
        link=reverse("decisions:revocation", args=[revocation.uid]),
    )
