"""What other rooms of the house hold of a person. The registry lies below them and knows none: they say it here.

A room says which of its records tell of given entries, under which act the reading of their sensitive data stands in
the trail, and, where it gives out links to the persons themselves, whom such a link stands for.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models.expressions import RawSQL

from jinguo.apps.registry.models import Identity, PersonEntry

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User


@dataclass(frozen=True, slots=True)
class Shared:
    """That she was given to another organisation. ``ended``: the other side is told that she withdrew."""

    by: str
    to: str
    purpose: str
    fields: tuple[str, ...]
    at: datetime
    agreement: str
    ended: bool

    @property
    def phrases(self) -> list[str]:
        """The codes of the fields' names."""
        return [f"attribute_{key}" for key in self.fields]


@dataclass(frozen=True, slots=True)
class Beside:
    """A record of hers in another room, as her page in a registry shows it. ``url`` is empty for whom it is not."""

    title: str
    note: str
    state: str
    url: str


@dataclass(frozen=True, slots=True)
class Room:
    """``kind`` is a code such as ``kept_nomination``: what it is; ``<kind>_why`` says why it stays when she is erased."""

    kind: str
    records: Callable[[Sequence[PersonEntry]], list[models.Model]]
    told: Callable[[models.Model], dict[str, Any]]
    unmasked: tuple[str, ...] = ()
    stands_for: Callable[[str], tuple[PersonEntry, models.Model] | None] | None = None
    shared: Callable[[Sequence[PersonEntry]], list[Shared]] | None = None
    beside: Callable[[Identity, Collection[int] | RawSQL, User], list[Beside]] | None = None


_rooms: dict[str, Room] = {}


def declare(room: Room) -> None:
    """Called in ``ready()`` of the app that has the records."""
    _rooms[room.kind] = room


def rooms() -> list[Room]:
    return list(_rooms.values())


def person_of_link(token: str) -> tuple[PersonEntry, models.Model] | None:
    """(her entry, the organisation that knows her) of a link that she was given elsewhere."""
    for room in rooms():
        if room.stands_for and (found := room.stands_for(token)):
            return found
    return None


def beside(identity: Identity, organisations: Collection[int] | RawSQL, user: User) -> list[Beside]:
    """What other rooms have of a person that belongs to these organisations, for whoever looks at her page."""
    return [one for room in rooms() if room.beside for one in room.beside(identity, organisations, user)]


def shared_with(entries: Sequence[PersonEntry]) -> list[Shared]:
    """To whom these entries were given, the latest first."""
    found = [one for room in rooms() if room.shared and entries for one in room.shared(entries)]
    return sorted(found, key=lambda one: one.at, reverse=True)
