"""Persons taken in without a file: what another room of the house knows of them becomes a list of its own in the registry. It
stands among the lists, is taken back as one, and whoever else speaks of the same persons is looked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction

from jinguo.apps.audit import actions as audit
from jinguo.apps.clock import now, today
from jinguo.apps.registry import incoming
from jinguo.apps.registry.actions.matching import ask_to_match_import
from jinguo.apps.registry.actions.people import move_in
from jinguo.apps.registry.models import Consent, ListImport, PersonEntry
from jinguo.apps.registry.permissions.imports import may_import
from jinguo.apps.registry.rights import clearing
from jinguo.apps.registry.search import indexing
from jinguo.errors import demand

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User
    from jinguo.apps.organisations.models import Organisation
    from jinguo.apps.registry.rights.withheld import Joining


@transaction.atomic
def take_in_persons(
    *, organisation: Organisation, title: str, rows: Sequence[Joining], by: User
) -> tuple[ListImport, list[PersonEntry]]:
    """Write persons of whom entries are known (``Joining``) as one list; answers with it and their new entries in the same order.

    Raises:
        Refused: not an officer of the organisation.
    """
    demand(may_import(by, organisation))
    run = ListImport.objects.create(
        organisation=organisation,
        file_name=title[:200],
        state=ListImport.COMMITTED,
        rows=len(rows),
        as_of=today(),
        by=by,
        by_name=str(by)[:150],
        committed_at=now(),
        indexed_at=now(),
    )
    with incoming.prepared(incoming.in_blocks(rows)) as move:
        run.joined = move_in(
            move,
            source=run.source,
            organisation=organisation,
            by=by,
            source_name=title,
            recorded_on=run.as_of,
        ).joined
    run.save(update_fields=["joined"])
    entries = list(PersonEntry.objects.filter(source=run.source).order_by("pk"))
    indexing.refresh(one.identity_id for one in entries)
    ask_to_match_import(organisation=organisation, source=run.source)
    return run, entries


@transaction.atomic
def let_go(*, entries: Sequence[PersonEntry]) -> int:
    """She no longer wants to stand in a registry by what she had agreed to: these entries are emptied and leave it. Answers how
    many. What was done before stays lawful.
    """
    entries = [one for one in entries if one.withdrawn_at is None]
    if not entries:
        return 0
    with clearing.words_forgotten():
        clearing.whole_entries(entries)
        indexing.refresh({one.identity_id for one in entries})
    for entry in entries:
        audit.record("person_let_go", subject=entry, by=None, acting_for=None)
    return len(entries)


@transaction.atomic
def clear_sensitive(*, entries: Sequence[PersonEntry]) -> int:
    """She no longer wants her sensitive data kept that came by these entries: they are cleared at once, the rest stands. Answers
    how many facts.
    """
    entries = [one for one in entries if one.withdrawn_at is None]
    gone = clearing.without_sensitive(entries)
    indexing.refresh({one.identity_id for one in entries})
    return gone


@transaction.atomic
def withdraw_consent(*, source: str, purpose: str) -> bool:
    """Take back the consent to one purpose that came with a source; whether there was one."""
    rows = Consent.objects.filter(source=source, purpose=purpose, withdrawn_at=None)
    return bool(rows.update(withdrawn_at=now()))
