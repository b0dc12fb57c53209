"""Nominees in the organiser's registry: they agree to it apart from everything else, take it back as easily, and an officer takes
in those who agreed, as one list.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING

from django.db import transaction

from jinguo.apps.audit import actions as audit
from jinguo.apps.calls import permissions, talents
from jinguo.apps.calls.models import Call, Confirmation, Nomination, TakenIn
from jinguo.apps.clock import now
from jinguo.apps.organisations.queries import officers_of
from jinguo.apps.outbox import actions as outbox
from jinguo.apps.registry import actions as registry
from jinguo.apps.registry.actions import consenting
from jinguo.apps.registry.rights import withheld
from jinguo.apps.registry.rights.consent_texts import FOUND, SENSITIVE
from jinguo.errors import Refused, demand
from jinguo.phrases import say
from jinguo.reasons import Reason

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User
    from jinguo.apps.registry.models import ListImport


def text_for_registry(call: Call, lang: str = "zh-Hans") -> str:
    """What she agrees to."""
    return say(Reason.info("consent_registry_text", organiser=call.organiser.name), lang)


def version_for_registry(call: Call, lang: str = "zh-Hans") -> str:
    """The name under which this wording is kept: its language and the start of its SHA-256."""
    return f"{lang}:{hashlib.sha256(text_for_registry(call, lang).encode()).hexdigest()[:16]}"


def text_for_sensitive(call: Call, lang: str = "zh-Hans") -> str:
    """What she agrees to beside it: sensitive data, each apart from the rest (个人信息保护法 29)."""
    return say(Reason.info("consent_registry_sensitive_text", organiser=call.organiser.name), lang)


@transaction.atomic
def agree(*, confirmation: Confirmation, lang: str = "zh-Hans") -> Confirmation:
    """She agrees to stand in the organiser's registry; agreeing again changes nothing. It counts from the handing in on, when
    there is a record of her.

    Raises:
        Refused: she has not confirmed, or took everything back, or the link was replaced.
    """
    confirmation, nomination = _locked(confirmation)
    if confirmation.revoked_at or not confirmation.confirmed_at or confirmation.withdrawn_at:
        raise Refused.because("registry_needs_her_confirmation")
    if nomination.nominee_kind != talents.PERSON:
        raise Refused.because("not_taken_in_no_person")
    if confirmation.is_for_registry:
        return confirmation
    note_agreed(confirmation, nomination.call, lang)
    confirmation.save(update_fields=["registry_agreed_at", "registry_withdrawn_at", "registry_text_version"])
    keep_consent(nomination, confirmation)
    _record("nominee_agreed_to_registry", nomination, version=confirmation.registry_text_version)
    return confirmation


def note_agreed(confirmation: Confirmation, call: Call, lang: str) -> None:
    """Write it on her word; the caller saves it."""
    confirmation.registry_agreed_at, confirmation.registry_withdrawn_at = now(), None
    confirmation.registry_text_version = version_for_registry(call, lang)


@transaction.atomic
def agree_to_sensitive(*, confirmation: Confirmation, lang: str = "zh-Hans") -> Confirmation:
    """She agrees that the registry, in which she agreed to stand, keeps her ID number and telephone too.

    Raises:
        Refused: she did not agree to stand in it.
    """
    confirmation, nomination = _locked(confirmation)
    if not confirmation.is_for_registry:
        raise Refused.because("no_registry_consent")
    if confirmation.registry_sensitive_at:
        return confirmation
    note_sensitive(confirmation, nomination.call, lang)
    confirmation.save(update_fields=["registry_sensitive_at", "registry_sensitive_version"])
    keep_consent(nomination, confirmation)
    version = confirmation.registry_sensitive_version
    _record("nominee_agreed_to_registry_sensitive", nomination, version=version)
    return confirmation


def note_sensitive(confirmation: Confirmation, call: Call, lang: str) -> None:
    """Write it on her word; the caller saves it."""
    digest = hashlib.sha256(text_for_sensitive(call, lang).encode()).hexdigest()[:16]
    confirmation.registry_sensitive_at = now()
    confirmation.registry_sensitive_version = f"{lang}:{digest}"


@transaction.atomic
def leave_sensitive(*, confirmation: Confirmation) -> Confirmation:
    """She takes that back: ID number and telephone that came by it are cleared at once; the rest stands. Doing it again changes
    nothing.
    """
    confirmation, nomination = _locked(confirmation)
    if not confirmation.registry_sensitive_at:
        return confirmation
    _forget_sensitive([nomination])
    registry.withdraw_consent(source=_source(nomination), purpose=SENSITIVE)
    _record("nominee_took_registry_sensitive_back", nomination)
    return _locked(confirmation)[0]


def _forget_sensitive(nominations: Collection[Nomination]) -> None:
    words = Confirmation.objects.filter(nomination__in=nominations, registry_sensitive_at__isnull=False)
    words.update(registry_sensitive_at=None, registry_sensitive_version="")
    rows = TakenIn.objects.filter(nomination__in=nominations, entry__withdrawn_at=None)
    registry.clear_sensitive(entries=[one.entry for one in rows.select_related("entry")])


def keep_consent(nomination: Nomination, confirmation: Confirmation) -> None:
    """Write her consent into her record, where there is one."""
    if nomination.entry is None or not confirmation.is_for_registry:
        return
    given = {FOUND: confirmation.registry_text_version}
    if confirmation.is_for_registry_sensitive:
        given[SENSITIVE] = confirmation.registry_sensitive_version
        withheld.forget_refusal(nomination.entry.identity_id)
    for purpose, version in given.items():
        registry.give_consent(
            entry=nomination.entry,
            purposes=[purpose],
            text_version=version,
            channel="link",
            source=_source(nomination),
        )


@transaction.atomic
def leave(*, confirmation: Confirmation) -> Confirmation:
    """She takes it back: what was taken in by it leaves the registry at once, emptied, and she is found in it no more. The
    nomination goes on. Doing it again changes nothing.
    """
    confirmation, nomination = _locked(confirmation)
    if not confirmation.registry_agreed_at:
        raise Refused.because("no_registry_consent")
    if confirmation.registry_withdrawn_at:
        return confirmation
    confirmation.registry_withdrawn_at = now()
    confirmation.registry_sensitive_at, confirmation.registry_sensitive_version = None, ""
    confirmation.save(
        update_fields=["registry_withdrawn_at", "registry_sensitive_at", "registry_sensitive_version"]
    )
    gone = _let_go([nomination])
    registry.withdraw_consent(source=_source(nomination), purpose=SENSITIVE)
    _record("nominee_left_registry", nomination, gone=gone)
    if registry.withdraw_consent(source=_source(nomination), purpose=FOUND) and nomination.entry:
        consenting.take_effect(identity=nomination.entry.identity_id, purpose=FOUND)
    if gone:
        outbox.queue(
            "nominee_left_registry",
            to=[membership.user for membership in officers_of(nomination.call.organiser)],
            params={"name": nomination.name, "call": nomination.call.title},
            about=nomination,
            link=f"/calls/{nomination.call.uid}/registry/",
        )
    return confirmation


def follow_withdrawal(identity: int, purpose: str) -> None:
    """She took the consent back on her own page of the registry: so did she for every nomination by which she had given it."""
    if purpose not in (FOUND, SENSITIVE):
        return
    hers = list(Nomination.objects.filter(entry__identity=identity))
    if purpose == SENSITIVE:
        _forget_sensitive(hers)
        return
    words = Confirmation.objects.filter(
        nomination__in=hers, registry_agreed_at__isnull=False, registry_withdrawn_at=None
    )
    words.update(registry_withdrawn_at=now())
    _let_go(hers)


def _let_go(nominations: Collection[Nomination]) -> int:
    rows = TakenIn.objects.filter(nomination__in=nominations, entry__withdrawn_at=None)
    return registry.let_go(entries=[one.entry for one in rows.select_related("entry")])


@transaction.atomic
def take_in(*, call: Call, chosen: Collection[str], by: User) -> tuple[ListImport | None, int]:
    """Take nominees who agreed into the organiser's registry as one list; (the list, how many of those chosen did not come:
    they took it back meanwhile, stand there already, or were erased there and asked not to come back).

    ``chosen`` are the uids of nominations. What their forms tell of their deeds becomes a statement with the call as its source.

    Raises:
        Refused: not an officer of the organiser, or nobody of them comes.
    """
    demand(permissions.is_officer_of_call(by, call))
    call = Call.objects.select_for_update(of=("self",)).select_related("organiser").get(pk=call.pk)
    wanted = {str(one) for one in chosen}
    coming = [
        one.nomination
        for one in talents.talents_of(call, look=False).coming
        if str(one.nomination.uid) in wanted
    ]
    values = talents.values_by_nomination(coming)
    rows = _rows(call, coming, values)
    if not rows:
        raise Refused.because("nobody_to_take_in")
    title = say(Reason.info("list_of_nominees", call=call.title), "zh-Hans")
    run, entries = registry.take_in_persons(
        organisation=call.organiser, title=title, rows=[row for _one, row in rows], by=by
    )
    for (nomination, _row), entry in zip(rows, entries, strict=True):
        TakenIn.objects.create(nomination=nomination, entry=entry, run=run, by_name=str(by)[:150])
        if deeds := talents.deeds_of(nomination, values.get(nomination.pk, {})):
            registry.state_fact(entry=entry, attribute="biography", value=deeds, source=title, by=by)
    sensitive = sum(bool(row.person.id_number or row.person.phone) for _one, row in rows)
    audit.record(
        "nominees_taken_in",
        subject=call,
        by=by,
        acting_for=call.organiser,
        within=call,
        after={"count": len(rows), "sensitive": sensitive},
    )
    return run, len(wanted) - len(rows)


def _rows(
    call: Call, coming: list[Nomination], values: dict[int, dict[str, object]]
) -> list[tuple[Nomination, withheld.Joining]]:
    """Each nomination with its row, bound to her record; without those who asked this registry never to bring them back."""
    known = withheld.known_to(call.organiser_id)
    numbers = talents.sensitive_values(coming)
    found = []
    for one in coming:
        if one.entry.id_number_index not in known.erased:
            row = replace(talents.row_of(one, values.get(one.pk, {})), **numbers.get(one.pk, {}))
            found.append((one, withheld.Joining(row, one.entry_id)))
    return found


def _locked(confirmation: Confirmation) -> tuple[Confirmation, Nomination]:
    nomination = (
        Nomination.objects.select_for_update(of=("self",))
        .select_related("call__organiser", "unit", "entry", "category")
        .get(pk=confirmation.nomination_id)
    )
    return Confirmation.objects.get(pk=confirmation.pk), nomination


def _source(nomination: Nomination) -> str:
    return f"nomination:{nomination.uid}"


def _record(action: str, nomination: Nomination, **after: object) -> None:
    audit.record(action, subject=nomination, by=None, acting_for=None, within=nomination.call, after=after)
