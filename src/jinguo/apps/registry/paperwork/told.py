"""What a registry knows of the persons of some cards, read some at a time for a file that is made of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from jinguo.apps.registry.models import Card, Honour, PersonEntry, Statement
from jinguo.apps.registry.queries.people import entries_in

if TYPE_CHECKING:
    from jinguo.apps.organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class Told:
    """A person's card, and what it was made of: in the order in which it was written, honours the latest first."""

    card: Card
    entries: list[PersonEntry]
    statements: list[Statement]
    honours: list[Honour]


def told_of(registry: Organisation, cards: Iterable[Card], batch: int) -> Iterator[Told]:
    """Persons in the order of their cards; whoever has left the registry meanwhile is left out."""
    given = iter(cards)
    while part := list(islice(given, batch)):
        entries = defaultdict(list)
        rows = entries_in(registry).filter(identity__in=[card.identity_id for card in part])
        for entry in rows.select_related("organisation").order_by("pk"):
            entries[entry.identity_id].append(entry)
        keys = [entry.pk for some in entries.values() for entry in some]
        said, given_to = defaultdict(list), defaultdict(list)
        for one in Statement.objects.filter(entry__in=keys, state=Statement.STANDING).order_by("pk"):
            said[one.entry_id].append(one)
        for honour in Honour.objects.filter(entry__in=keys, revoked_on=None).order_by("-granted_on", "-pk"):
            given_to[honour.entry_id].append(honour)
        for card in part:
            if hers := entries.get(card.identity_id, []):
                yield Told(
                    card,
                    hers,
                    [one for entry in hers for one in said[entry.pk]],
                    [one for entry in hers for one in given_to[entry.pk]],
                )
