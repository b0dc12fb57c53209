"""The nominee's own word: a link to read what is said of her, to confirm it and consent, or to say what
is wrong.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from jinguo.apps.audit import actions as audit
from jinguo.apps.calls import permissions, queries, readiness
from jinguo.apps.calls.actions import into_registry
from jinguo.apps.calls.actions.notices import take_off
from jinguo.apps.calls.models import Call, Confirmation, Nomination
from jinguo.apps.calls.states import EDITABLE
from jinguo.apps.calls.talents import PERSON
from jinguo.apps.calls.tokens import new_token
from jinguo.apps.clock import now
from jinguo.apps.organisations.queries import liaisons_of, officers_of
from jinguo.apps.outbox import actions as outbox
from jinguo.apps.registry import actions as registry
from jinguo.errors import Refused, demand
from jinguo.phrases import term
from jinguo.reasons import Reason

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User

PURPOSES = ("consent_processing", "consent_sensitive", "consent_handing_up", "consent_publication")
"""What she is asked to agree to, each apart (个人信息保护法 13, 14, 23, 29): its text is the phrase
`<purpose>_text`.
"""

FOR_REGISTRY = "consent_registry"
"""What she may agree to beside, or not: nothing of the nomination depends on it."""

FOR_REGISTRY_SENSITIVE = "consent_registry_sensitive"
"""And beside that, whether the registry may keep her ID number and telephone."""

GOOD_FOR = timedelta(days=30)


def text_of(call: Call, lang: str = "zh-Hans") -> str:
    """Everything she agrees to, as one text: the call's own words and those of each purpose."""
    return "\n".join([call.consent_text.strip(), *(term(f"{purpose}_text", lang) for purpose in PURPOSES)])


def text_version(call: Call, lang: str = "zh-Hans") -> str:
    """The name under which this wording is kept beside her consent: its language and the start of its
    SHA-256.
    """
    return f"{lang}:{hashlib.sha256(text_of(call, lang).encode()).hexdigest()[:16]}"


@transaction.atomic
def ask(*, nomination: Nomination, by: User, address: str = "") -> tuple[Confirmation, str]:
    """Make a link for the nominee and, where an address is given, send it to her. Earlier links stop working.

    The token is answered once; afterwards only its hash is known.
    """
    nomination = (
        Nomination.objects.select_for_update(of=("self",))
        .select_related("call", "unit")
        .get(pk=nomination.pk)
    )
    invitee = queries.invitee_of(nomination.call, nomination.unit_id)
    demand(permissions.may_edit(by, nomination, invitee, now()))
    if not nomination.name:
        raise Refused.because("nominee_has_no_name_yet")
    before = nomination.confirmations.filter(revoked_at=None).first()
    nomination.confirmations.filter(revoked_at=None).update(revoked_at=now())
    token, hashed = new_token()
    confirmation = Confirmation.objects.create(
        nomination=nomination,
        token_hash=hashed,
        sent_to=address,
        expires_at=now() + GOOD_FOR,
        **(_word_on_registry(before) if before else {}),
    )
    if address:
        outbox.queue(
            "nominee_asked",
            to=[(nomination.name, address)],
            params={"name": nomination.name, "call": nomination.call.title, "unit": nomination.unit.name},
            about=nomination,
            link=f"/confirm/{token}/",
        )
    _record("nominee_asked", nomination, by)
    return confirmation, token


def _word_on_registry(before: Confirmation) -> dict[str, object]:
    """What she said of standing in the registry does not depend on what the form says: a new link keeps it."""
    names = (
        "registry_agreed_at", "registry_withdrawn_at", "registry_text_version", "registry_sensitive_at",
        "registry_sensitive_version",
    )  # fmt: skip
    return {name: getattr(before, name) for name in names}


@transaction.atomic
def revoke(*, nomination: Nomination, by: User) -> None:
    """Make the link stop working. What she confirmed through it no longer counts."""
    demand(permissions.is_liaison_of_nomination(by, nomination))
    if nomination.state not in EDITABLE:
        raise Refused.because("nomination_is_handed_in")
    if nomination.confirmations.filter(revoked_at=None).update(revoked_at=now()):
        _record("nominee_link_revoked", nomination, by)


def opened(*, confirmation: Confirmation) -> None:
    """Note when she first read it."""
    Confirmation.objects.filter(pk=confirmation.pk, opened_at=None).update(opened_at=now())


@transaction.atomic
def confirm(
    *,
    confirmation: Confirmation,
    purposes: Collection[str],
    seen: str,
    remarks: str = "",
    lang: str = "zh-Hans",
) -> Confirmation:
    """She says that it is right and agrees to each purpose, and to standing in the registry where she wants that.
    ``seen`` is the digest of what her page showed.

    Raises:
        Refused: handed in already, answered already, changed while she read, or a purpose is not ticked.
    """
    confirmation, nomination = _open_for_answer(confirmation)
    values = queries.values_of(nomination)
    digest = readiness.said_of_her(nomination, values)
    if confirmation.confirmed_at and confirmation.digest == digest and not confirmation.withdrawn_at:
        return confirmation
    if seen != digest:
        raise Refused.because("changed_while_she_read")
    agreed = [purpose for purpose in PURPOSES if purpose in set(purposes)]
    missing = [purpose for purpose in PURPOSES if purpose not in agreed]
    if missing:
        raise Refused(*(Reason.error("consent_not_ticked", purpose=purpose) for purpose in missing))
    confirmation.confirmed_at, confirmation.declined_at, confirmation.withdrawn_at = now(), None, None
    confirmation.purposes, confirmation.digest = agreed, digest
    confirmation.text_version = text_version(nomination.call, lang)
    confirmation.remarks = remarks.strip()
    for_registry = FOR_REGISTRY in set(purposes) and nomination.nominee_kind == PERSON
    if for_registry and not confirmation.is_for_registry:
        into_registry.note_agreed(confirmation, nomination.call, lang)
    with_numbers = FOR_REGISTRY_SENSITIVE in set(purposes) and confirmation.is_for_registry
    if with_numbers and not confirmation.registry_sensitive_at:
        into_registry.note_sensitive(confirmation, nomination.call, lang)
    confirmation.save()
    _record(
        "nominee_confirmed",
        nomination,
        None,
        version=confirmation.text_version,
        text=text_of(nomination.call, lang),
        purposes=[*agreed, *[FOR_REGISTRY] * for_registry, *[FOR_REGISTRY_SENSITIVE] * with_numbers],
    )
    _tell_unit("nominee_has_confirmed", nomination, remarks=confirmation.remarks)
    return confirmation


@transaction.atomic
def decline(*, confirmation: Confirmation, remarks: str) -> Confirmation:
    """She says what is not right, or that she does not agree; the unit is told."""
    confirmation, nomination = _open_for_answer(confirmation)
    if not remarks.strip():
        raise Refused.because("decline_needs_remarks")
    if confirmation.declined_at and confirmation.remarks == remarks.strip():
        return confirmation
    confirmation.declined_at, confirmation.confirmed_at, confirmation.withdrawn_at = now(), None, None
    confirmation.digest, confirmation.purposes = "", []
    confirmation.remarks = remarks.strip()[:2000]
    confirmation.save()
    _record("nominee_declined", nomination, None)
    _tell_unit("nominee_has_declined", nomination, remarks=confirmation.remarks)
    return confirmation


@transaction.atomic
def withdraw(*, confirmation: Confirmation, reason: str = "", by: User | None = None) -> Confirmation:
    """She takes her consent back; or an officer of the organiser does, on her written request, with the reason.

    What was done before stays lawful. From now on she cannot be handed in, accepted or chosen; from a list and its
    public notice her name goes at once. Officers and unit are told.
    """
    nomination = (
        Nomination.objects.select_for_update(of=("self",))
        .select_related("call__organiser", "category", "unit")
        .get(pk=confirmation.nomination_id)
    )
    confirmation = Confirmation.objects.get(pk=confirmation.pk)
    if by is not None:
        demand(permissions.is_officer_of_call(by, nomination.call))
        if not reason.strip():
            raise Refused.because("reason_missing")
    if confirmation.revoked_at or not confirmation.confirmed_at:
        raise Refused.because("no_consent_to_withdraw")
    if confirmation.withdrawn_at:
        return confirmation
    confirmation.withdrawn_at, confirmation.withdrawal_reason = now(), reason.strip()[:500]
    confirmation.withdrawn_by_name = str(by)[:100] if by else ""
    confirmation.save(update_fields=["withdrawn_at", "withdrawal_reason", "withdrawn_by_name"])
    if confirmation.registry_agreed_at and not confirmation.registry_withdrawn_at:
        into_registry.leave(confirmation=confirmation)
    registry.withdraw_consents(source=f"nomination:{nomination.uid}")
    removed = take_off(nomination)
    audit.record(
        "consent_withdrawn_for_her" if by else "consent_withdrawn",
        subject=nomination,
        by=by,
        acting_for=nomination.call.organiser if by else None,
        within=nomination.call,
        after={"removed": removed},
        note=reason.strip(),
    )
    _tell_of_withdrawal(nomination)
    return confirmation


def keep_consents(nomination: Nomination) -> None:
    """Write what she agreed to into her record in the registry: at handing in, when the record exists."""
    if nomination.entry_id is None:
        return
    given = nomination.confirmations.filter(
        revoked_at=None, withdrawn_at=None, confirmed_at__isnull=False
    ).first()
    if given:
        registry.give_consent(
            entry=nomination.entry,
            purposes=given.purposes,
            text_version=given.text_version,
            channel="link",
            source=f"nomination:{nomination.uid}",
        )
        into_registry.keep_consent(nomination, given)


def _open_for_answer(confirmation: Confirmation) -> tuple[Confirmation, Nomination]:
    nomination = (
        Nomination.objects.select_for_update(of=("self",))
        .select_related("call", "call__organiser", "category", "unit")
        .get(pk=confirmation.nomination_id)
    )
    confirmation = Confirmation.objects.get(pk=confirmation.pk)
    if confirmation.revoked_at or confirmation.expires_at <= now():
        raise Refused.because("link_no_longer_works")
    if nomination.state not in EDITABLE:
        raise Refused.because("nomination_went_in_already")
    return confirmation, nomination


def _record(action: str, nomination: Nomination, by: User | None, **after: object) -> None:
    audit.record(
        action,
        subject=nomination,
        by=by,
        acting_for=nomination.unit if by else None,
        within=nomination.call,
        after=after or None,
    )


def _tell_unit(code: str, nomination: Nomination, *, remarks: str) -> None:
    people = [membership.user for membership in liaisons_of([nomination.unit_id])]
    outbox.queue(
        code,
        to=people,
        params={"name": nomination.name, "call": nomination.call.title, "remarks": remarks},
        about=nomination,
        link=f"/nominations/{nomination.uid}/",
    )


def _tell_of_withdrawal(nomination: Nomination) -> None:
    params = {"name": nomination.name, "call": nomination.call.title, "receipt": nomination.receipt}
    people = [membership.user for membership in liaisons_of([nomination.unit_id])]
    outbox.queue(
        "consent_withdrawn",
        to=people,
        params=params,
        about=nomination,
        link=f"/nominations/{nomination.uid}/",
    )
    if nomination.is_handed_in:
        officers = [membership.user for membership in officers_of(nomination.call.organiser)]
        link = f"/calls/nominations/{nomination.uid}/"
        outbox.queue("consent_withdrawn", to=officers, params=params, about=nomination, link=link)
