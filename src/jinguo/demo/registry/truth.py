"""Which row of which list is whom: kept beside the lists, read back to measure and to tell a person's path."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from jinguo.apps.organisations.models import Organisation
from jinguo.apps.registry.models import ListImport, PersonEntry
from jinguo.demo.registry.lists import LISTS, MadeList

_HEAD = ("list", "sheet", "row", "person")


def write(made: Iterable[MadeList], path: Path) -> None:
    """`list,sheet,row,person` of every row that is about somebody, in the order of the files."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(_HEAD)
        for one in made:
            rows.writerows(one.truth())


def persons_of_entries(path: Path, organisation: Organisation) -> dict[int, int]:
    """Entry (its key) → number of the person that the row was about."""
    said: dict[str, list[dict[int, int]]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        sheet = ""
        for row in csv.DictReader(file):
            sheets = said.setdefault(row["list"], [])
            if not sheets or row["sheet"] != sheet:
                sheets.append({})
                sheet = row["sheet"]
            sheets[-1][int(row["row"])] = int(row["person"])
    found: dict[int, int] = {}
    for spec in LISTS:
        for entry, sheet_number, row_number in _entries(spec.file_name, organisation):
            found[entry] = said[spec.key][sheet_number][row_number]
    return found


def _entries(file_name: str, organisation: Organisation) -> Iterator[tuple[int, int, int]]:
    """(entry, number of its sheet, row) in the order of the list. Rows count up within a sheet, so that one that is not higher
    than the one before begins the next sheet."""
    run = ListImport.objects.filter(
        organisation=organisation, file_name=file_name, state=ListImport.COMMITTED
    ).first()
    if run is None:
        return
    rows = list(PersonEntry.objects.filter(source=run.source).order_by("pk").values_list("pk", "source_row"))
    sheet = 0
    for (_, before), (entry, row) in pairwise([(0, 0), *rows]):
        sheet += row <= before
        yield entry, sheet, row
