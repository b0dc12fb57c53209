"""Sensitive data of many persons in one file: an officer says what for, and it stands in the trail of each person, for her to
read, before the file is made.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from django.db import transaction

from jinguo.apps.audit import actions as audit
from jinguo.apps.jobs import actions as jobs
from jinguo.apps.registry.attributes import SENSITIVE_COLUMNS
from jinguo.apps.registry.paperwork.told import Told, told_of
from jinguo.apps.registry.permissions.people import may_give_out_sensitive
from jinguo.apps.registry.search import finding
from jinguo.errors import Refused, demand

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User
    from jinguo.apps.audit.models import Entry
    from jinguo.apps.jobs.models import Job
    from jinguo.apps.organisations.models import Organisation
    from jinguo.apps.registry.models import Card
    from jinguo.apps.registry.search.asking import Asked

MOST, BATCH = 2_000, 200


def ask_for_full_export(
    *, organisation: Organisation, asked: Asked, fields: Collection[str], why: str, lang: str, by: User
) -> Job:
    """Have a worker make the table.

    Raises:
        Refused: not an officer, no reason, no column of those that may go out, nobody, or more than :data:`MOST` persons.
    """
    demand(may_give_out_sensitive(by, organisation))
    if not why.strip():
        raise Refused.because("reason_missing")
    wanted = [key for key in SENSITIVE_COLUMNS if key in set(fields)]
    count = finding.found(organisation, asked)[: MOST + 1].count()
    if not wanted or not count:
        raise Refused.because("export_of_nothing")
    if count > MOST:
        raise Refused.because("export_too_many", most=MOST)
    return jobs.enqueue(
        "registry.export_full",
        by=by,
        organisation=organisation.pk,
        query=asked.query,
        sort=asked.sort,
        asker=by.pk,
        lang=lang,
        fields=wanted,
        why=why.strip()[:300],
    )


@transaction.atomic
def record_full_export(
    *, organisation: Organisation, cards: Collection[Card], fields: Collection[str], why: str, by: User
) -> int:
    """Put into the trail of every one of these persons who takes what of her, and what for; answers how many persons.

    Raises:
        Refused: not an officer any more, or no reason.
    """
    demand(may_give_out_sensitive(by, organisation))
    if not why.strip():
        raise Refused.because("reason_missing")
    persons = 0
    for one in told_of(organisation, cards, BATCH):
        audit.record_all(list(_read(one, organisation, fields, why.strip(), by)))
        persons += 1
    audit.record(
        "registry_exported_in_full",
        subject=organisation,
        by=by,
        acting_for=organisation,
        after={"count": persons},
        note=why.strip(),
    )
    return persons


def _read(
    one: Told, organisation: Organisation, fields: Collection[str], why: str, by: User
) -> Iterator[Entry]:
    """One reading for each attribute that is known of her."""
    known = {key for entry in one.entries for key in entry.facts.get("sealed", ())}
    known |= {"id_number"} if any(entry.id_number_sealed for entry in one.entries) else set()
    known |= {statement.attribute for statement in one.statements if statement.value_sealed}
    for key in fields:
        if key in known:
            yield audit.entry(
                "person_unmasked",
                subject=one.entries[0],
                by=by,
                acting_for=organisation,
                after={"attribute": key},
                note=why,
            )
