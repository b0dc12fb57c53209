"""Whom a list must not bring back: noted when she is erased or refuses, known again by the index of her ID number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db.models import Max, Q

from jinguo.apps import vault
from jinguo.apps.registry.attributes import sealed_keys
from jinguo.apps.registry.models import PersonEntry, Withheld
from jinguo.reasons import Reason

if TYPE_CHECKING:
    from jinguo.engines.rosters import Finding, PersonRow, Table

COLUMN = "id_number"


@dataclass(frozen=True, slots=True)
class Joining:
    """A row without what she does not want kept, and the entry of whom it speaks."""

    person: PersonRow
    entry: int


@dataclass(frozen=True)
class Known:
    """Whom an organisation must not take in again. ``mark`` changes with every new one."""

    erased: frozenset[str]
    sensitive: dict[str, int]
    mark: int

    def __bool__(self) -> bool:
        return bool(self.erased or self.sensitive)

    def note(self, table: Table) -> None:
        """Say of a list's rows whom they name; who was erased is refused, and not even her name is kept."""
        for place, number in enumerate(table.column(COLUMN) if self else ()):
            if number and not table.is_refused(place) and (kind := self._of(number)[0]):
                table.note(place, _about(kind, table.numbers[place]))
                if kind == Withheld.ERASED:
                    table.forget_name(place)

    def filtered(self, persons: Iterable[PersonRow]) -> Iterator[PersonRow | Joining]:
        """The persons who may be written, as much of them as may be."""
        if not self:
            yield from persons
            return
        for person in persons:
            kind, entry = self._of(person.id_number)
            if kind == Withheld.SENSITIVE:
                yield Joining(without_sensitive(person), entry)
            elif not kind:
                yield person

    def _of(self, number: str) -> tuple[str, int]:
        if not number:
            return "", 0
        for index in vault.blind_indices(COLUMN, number):
            if index in self.erased:
                return Withheld.ERASED, 0
            if index in self.sensitive:
                return Withheld.SENSITIVE, self.sensitive[index]
        return "", 0


def known_to(organisation: int) -> Known:
    """Whom this organisation must not take in again."""
    rows = Withheld.objects.filter(Q(organisation=organisation) | Q(organisation=None))
    found = list(rows.values_list("kind", "index", "entry_id"))
    return Known(
        frozenset(index for kind, index, _ in found if kind == Withheld.ERASED),
        {index: entry for kind, index, entry in found if kind == Withheld.SENSITIVE},
        mark(organisation),
    )


def mark(organisation: int) -> int:
    """Which is the last one."""
    rows = Withheld.objects.filter(Q(organisation=organisation) | Q(organisation=None))
    return rows.aggregate(last=Max("pk"))["last"] or 0


def without_sensitive(person: PersonRow) -> PersonRow:
    """What a row says of her that is not sensitive."""
    gone = {key: "" for key in sealed_keys() if key != "other"}
    return replace(person, **gone, other={})


def remember_refusal(entries: Iterable[PersonEntry]) -> None:
    """She does not want her sensitive data kept. To be called before they are cleared."""
    for entry in entries:
        if entry.id_number_index:
            Withheld.objects.get_or_create(kind=Withheld.SENSITIVE, index=entry.id_number_index, entry=entry)


def remember_erasure(entries: Iterable[PersonEntry]) -> None:
    """She is erased from the registries that keep these entries. To be called before they are cleared."""
    for entry in entries:
        refused = Withheld.objects.filter(entry=entry)
        indices = {entry.id_number_index, *refused.values_list("index", flat=True)} - {""}
        if entry.organisation_id:
            for index in sorted(indices):
                Withheld.objects.get_or_create(
                    kind=Withheld.ERASED, index=index, organisation_id=entry.organisation_id
                )
        refused.delete()


def forget_refusal(identity: int) -> None:
    """She agrees to it after all."""
    Withheld.objects.filter(kind=Withheld.SENSITIVE, entry__identity=identity).delete()


def _about(kind: str, row: int) -> Finding:
    """What is said of a row that names her."""
    from jinguo.engines.rosters import Finding, standard_heading  # slow import: it brings NumPy

    column = standard_heading(COLUMN)
    erased = kind == Withheld.ERASED
    code, severity = ("import_person_erased", "error") if erased else ("import_sensitive_withheld", "warning")
    return Finding(column, COLUMN, Reason(code, {"row": row, "column": column}, severity))
