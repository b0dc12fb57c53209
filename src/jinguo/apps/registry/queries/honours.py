"""Reads of honours: what became of each, and whose they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jinguo.apps import vault
from jinguo.apps.registry.models import (
    Honour,
    PersonEntry,
)

if TYPE_CHECKING:
    pass


@dataclass(frozen=True, slots=True)
class HonourStory:
    """What became of one honour: its rows from the grant on, each but the last revoked, each but the first a restoration."""

    rows: tuple[Honour, ...]

    @property
    def now(self) -> Honour:
        return self.rows[-1]

    @property
    def in_force(self) -> bool:
        return self.now.revoked_on is None


def honours_by_source(sources: Iterable[str]) -> dict[str, HonourStory]:
    """What became of the honours that came with these sources (``nomination:<uid>``): one query."""
    found: dict[str, list[Honour]] = {}
    for honour in Honour.objects.filter(source__in=list(sources)).order_by("pk"):
        found.setdefault(honour.source, []).append(honour)
    return {source: HonourStory(tuple(rows)) for source, rows in found.items()}


def honours_of_person(id_number: str) -> list[Honour]:
    """The honours on record of the person with this ID number, revoked ones among them where none was given again."""
    index = vault.blind_index("id_number", id_number)
    rows = Honour.objects.filter(entry__identity__entries__id_number_index=index, restored_as=None)
    return list(rows.distinct().order_by("granted_on", "pk"))


def honours_on(entries: list[PersonEntry]) -> list[Honour]:
    """Honours that stand, the latest first."""
    return list(Honour.objects.filter(entry__in=entries, revoked_on=None).order_by("-granted_on", "-pk"))
