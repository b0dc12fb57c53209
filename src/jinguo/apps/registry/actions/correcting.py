"""What a person says is wrong or missing of her: it counts once whoever keeps the entry has looked."""

from __future__ import annotations

from django.db import transaction

from jinguo.apps.outbox import actions as outbox
from jinguo.apps.registry import queries
from jinguo.apps.registry.actions.claiming import REQUESTS, herself
from jinguo.apps.registry.actions.statements import state_fact
from jinguo.apps.registry.actions.telling import FROM_HERSELF
from jinguo.apps.registry.models import Claim, PersonEntry, Statement
from jinguo.apps.registry.permissions.rights import is_confirmed
from jinguo.errors import Refused, demand


@transaction.atomic
def propose_correction(
    *, claim: Claim, attribute: str, value: str, place: str = "", since: str = "", until: str = ""
) -> Statement:
    """She proposes what an attribute should say. Who keeps the entry that tells of it last is asked to look.

    Raises:
        Refused: the account is not confirmed, nobody keeps an entry of her, or nothing was said.
    """
    demand(is_confirmed(claim))
    entry = _entry_telling(attribute, queries.rights.entries_of(claim))
    if entry is None:
        raise Refused.because("nobody_keeps_her")
    made = state_fact(
        entry=entry,
        attribute=attribute,
        value=value,
        place=place,
        since=since,
        until=until,
        source=FROM_HERSELF,
        by=herself(claim),
        proposed=True,
    )
    outbox.queue(
        "correction_proposed",
        to=queries.rights.keepers(entry.organisation_id),
        params={
            "organisation": entry.organisation.name,
            "attribute": f"attribute_{attribute}",
        },
        about=made,
        sender=entry.organisation,
        link=REQUESTS,
    )
    return made


def _entry_telling(attribute: str, entries: list[PersonEntry]) -> PersonEntry | None:
    """The latest kept entry that says something of an attribute; else the latest kept one."""
    kept = [one for one in entries if one.organisation_id]
    kept.sort(key=lambda one: (_says(one, attribute), str(one.recorded_on or ""), one.pk))
    return kept[-1] if kept else None


def _says(entry: PersonEntry, attribute: str) -> bool:
    if attribute == "id_number":
        return bool(entry.id_number_sealed)
    return bool(
        attribute in entry.facts
        or attribute in entry.facts.get("sealed", ())
        or getattr(entry, attribute, None)
    )
