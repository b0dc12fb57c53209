"""An honour taken back (撤销), and one that was taken back in error given again (恢复): dated by a document, never deleted."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from jinguo.apps.audit import actions as audit
from jinguo.apps.registry.models import Honour
from jinguo.errors import Refused

if TYPE_CHECKING:
    from django.db.models import Model

    from jinguo.apps.accounts.models import User


@transaction.atomic
def revoke_honour(
    *,
    honour: Honour,
    on: date,
    document: str,
    by: User,
    acting_for: Model | None = None,
    within: Model | None = None,
) -> Honour:
    """Take an honour back by a decision of a day. Its row stays, with day and document.

    Raises:
        Refused: it was taken back before, the day is before it was granted, or no document is named.
    """
    honour = Honour.objects.select_for_update(of=("self",)).get(pk=honour.pk)
    if honour.revoked_on is not None:
        raise Refused.because("honour_is_revoked", on=honour.revoked_on)
    if on < honour.granted_on:
        raise Refused.because("honour_decided_before_granted", granted_on=honour.granted_on)
    if not document.strip():
        raise Refused.because("honour_needs_document")
    honour.revoked_on, honour.revoked_by_document = on, document.strip()
    honour.save(update_fields=["revoked_on", "revoked_by_document"])
    _write_down("honour_revoked", honour, on, document, by, acting_for, within)
    return honour


@transaction.atomic
def restore_honour(
    *,
    honour: Honour,
    on: date,
    document: str,
    by: User,
    acting_for: Model | None = None,
    within: Model | None = None,
) -> Honour:
    """Give an honour again that was taken back in error: a new row beside the revoked one, granted when that was.

    Raises:
        Refused: it is in force, was given again before, the day is before it was revoked, or no document is named.
    """
    honour = Honour.objects.select_for_update(of=("self",)).get(pk=honour.pk)
    if honour.revoked_on is None or Honour.objects.filter(restores=honour).exists():
        raise Refused.because("honour_is_in_force")
    if on < honour.revoked_on:
        raise Refused.because("honour_restored_before_revoked", revoked_on=honour.revoked_on)
    if not document.strip():
        raise Refused.because("honour_needs_document")
    copied = (
        "entry_id", "organisation_id", "holder_kind", "holder_name", "title", "year", "granted_by", "granted_on",
        "source",
    )  # fmt: skip
    again = Honour.objects.create(
        **{name: getattr(honour, name) for name in copied},
        restores=honour,
        restored_on=on,
        restored_by_document=document.strip(),
    )
    _write_down("honour_restored", again, on, document, by, acting_for, within)
    return again


def _write_down(
    action: str,
    honour: Honour,
    on: date,
    document: str,
    by: User,
    acting_for: Model | None,
    within: Model | None,
) -> None:
    audit.record(
        action,
        subject=honour,
        by=by,
        acting_for=acting_for,
        within=within,
        after={
            "title": honour.title,
            "holder": honour.holder_for_trail,
            "on": on.isoformat(),
            "document": document.strip(),
        },
    )
