"""Some thousand rows of a sheet as they were read: columns, and what was found in which of them.

A table is what a list is kept as; persons are made of it only where somebody wants them one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress, repeat
from typing import Any

from numpy.typing import NDArray

from jinguo.engines.rosters.person import FIELDS, LISTED, OTHER, Finding, PersonRow, Row

__all__ = ["Keys", "Table", "parts_of"]

Keys = Sequence[int] | NDArray[Any]
_NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True)
class Table:
    """Rows of one sheet. ``columns`` holds the fields of which somebody says something; a field of several values (``LISTED``)
    has them as the lines of one text. ``keys`` are the first 17 digits of valid ID numbers, or 0; ``found`` what was found, by
    the place of the row in the table."""

    sheet: str
    numbers: list[int]
    columns: dict[str, Sequence[Any]]
    keys: Keys
    found: dict[int, list[Finding]]

    @property
    def names(self) -> Sequence[str]:
        return self.column("name")

    def column(self, field: str) -> Sequence[Any]:
        """The values of a field, empty texts where nobody says anything."""
        return self.columns.get(field) or [""] * len(self.numbers)

    def note(self, place: int, finding: Finding) -> None:
        """Something more about one row."""
        self.found.setdefault(place, []).append(finding)

    def forget_name(self, place: int) -> None:
        """Of one whom nobody may keep."""
        names = list(self.names)
        names[place] = ""
        self.columns["name"] = names

    def is_refused(self, place: int) -> bool:
        return any(one.fatal for one in self.found.get(place, ()))

    def taken(self) -> tuple[list[int], dict[str, Sequence[Any]]]:
        """The numbers and the columns of the rows that are not refused."""
        refused = [place for place in self.found if self.is_refused(place)]
        if not refused:
            return self.numbers, self.columns
        kept = [True] * len(self.numbers)
        for place in refused:
            kept[place] = False
        columns: dict[str, Sequence[Any]] = {
            key: list(compress(values, kept)) for key, values in self.columns.items()
        }
        return list(compress(self.numbers, kept)), columns

    def rows(self) -> list[Row]:
        """Every row with its person or with the reasons against her."""
        rows = [
            Row(self.sheet, number, person)
            for number, person in zip(self.numbers, self._persons(), strict=True)
        ]
        for place, found in self.found.items():
            person = None if self.is_refused(place) else rows[place].person
            rows[place] = Row(self.sheet, self.numbers[place], person, tuple(found), self.names[place])
        return rows

    def _persons(self) -> Iterator[PersonRow]:
        count = len(self.numbers)
        fields = (
            parts_of(self.column(field)) if field in LISTED else self.columns.get(field) or repeat("", count)
            for field in FIELDS
        )
        others: Iterable[Mapping[str, str]] = self.columns.get(OTHER) or repeat(_NOTHING, count)
        return map(PersonRow, *fields, others)


def parts_of(texts: Sequence[str]) -> list[tuple[str, ...]]:
    """The values of a field of several, for each row; each distinct text is taken apart once.

    >>> parts_of(["化学\\n材料", ""])
    [('化学', '材料'), ()]
    """
    parts = {text: tuple(text.split("\n")) if text else () for text in set(texts)}
    return [parts[text] for text in texts]
