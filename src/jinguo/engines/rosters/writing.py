"""Lists given back: the refused rows as the same table with a column that says why, and persons as a list that can be read
in again.

What people typed is written as text: a cell that begins with ``=``, ``+``, ``-`` or ``@`` is no formula, and carries the
mark that keeps it text when somebody edits it (CSV injection, CWE-1236). Rows are written as they come.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from jinguo.engines.rosters.headings import standard_heading
from jinguo.engines.rosters.opening import Book
from jinguo.engines.rosters.person import FIELDS, LISTED, PersonRow
from jinguo.engines.rosters.recognising import Plan, column_label
from jinguo.engines.rosters.values import as_text
from jinguo.standards.text import clean_text

__all__ = ["REASON", "RefusedRow", "write_persons", "write_refused"]

REASON = "未导入原因"
RefusedRow = Mapping[tuple[str, int], str]
"""(sheet, row) → why it was not taken, as a person reads it."""

_RISKY = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_MOST_ROWS = 1_048_576
_MOST_CHARACTERS = 32_767


def write_refused(book: Book, plan: Plan, why: RefusedRow, out: Path) -> int:
    """The refused rows as they stand in the file, each with its reasons in the last column; .xlsx or .csv by the suffix
    of ``out``. Answers how many. The file is written beside and renamed."""
    count = 0
    with _writer(out) as (write, begin):
        for one in plan.sheets:
            headings = [column_label(column) for column in one.columns]
            begin(one.sheet.name or "名单", [*headings, REASON])
            for number, cells in book.rows(one.sheet):
                reason = why.get((one.sheet.name, number))
                if reason is None:
                    continue
                texts = [as_text(cell) for cell in cells[: len(headings)]]
                write([*texts, *[""] * (len(headings) - len(texts)), reason])
                count += 1
    return count


def write_persons(persons: Iterable[PersonRow], out: Path, *, fields: Sequence[str] = FIELDS) -> int:
    """Persons as a list under the headings that every import knows. Answers how many."""
    count = 0
    with _writer(out) as (write, begin):
        begin("名单", [standard_heading(field) for field in fields])
        for person in persons:
            write([_written(field, getattr(person, field)) for field in fields])
            count += 1
    return count


def _written(field: str, value: Any) -> str:
    if field in LISTED:
        return "；".join(value)
    if field == "sex":
        return {"F": "女", "M": "男"}.get(value, "")
    return str(value)


@contextmanager
def _writer(out: Path) -> Iterator[tuple[Callable[[list[str]], None], Callable[[str, list[str]], None]]]:
    """(write a row, begin a sheet) of a file that appears only when it is whole."""
    part = out.with_name(f"{out.name}.part")
    try:
        with (_csv if out.suffix.lower() == ".csv" else _xlsx)(part) as two:
            yield two
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def _csv(part: Path) -> Iterator[Any]:
    with part.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)

        def write(cells: list[str]) -> None:
            writer.writerow(
                [f"'{cell}" if cell.startswith(_RISKY) else cell for cell in map(clean_text, cells)]
            )

        yield write, lambda name, headings: write(headings)


@contextmanager
def _xlsx(part: Path) -> Iterator[Any]:
    import xlsxwriter  # here, so that a program that writes no table is spared it

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(part), options) as book:
        book.set_properties({"created": datetime(2000, 1, 1)})
        text = book.add_format({"num_format": "@"})
        kept = book.add_format({"num_format": "@", "quote_prefix": True})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "vcenter"})
        state: dict[str, Any] = {"row": 0, "sheet": None, "name": "", "head": []}

        def begin(name: str, headings: list[str]) -> None:
            used = {sheet.get_name().casefold() for sheet in book.worksheets()}
            plain = "".join(" " if c in "[]:*?/\\'" else c for c in name)[:25].strip() or "名单"
            unique = next(
                n for n in (plain, *(f"{plain} {i}" for i in range(2, 1000))) if n.casefold() not in used
            )
            sheet = book.add_worksheet(unique)
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, max(0, len(headings) - 1), 16)
            for column, heading in enumerate(headings):
                sheet.write_string(0, column, clean_text(heading), bold)
            state.update(row=1, sheet=sheet, name=name, head=headings)

        def write(cells: list[str]) -> None:
            if state["row"] >= _MOST_ROWS:
                begin(state["name"], state["head"])
            for column, cell in enumerate(cells):
                if cell:
                    plain = clean_text(cell)[:_MOST_CHARACTERS]
                    form = kept if plain.startswith(_RISKY) else text
                    state["sheet"].write_string(state["row"], column, plain, form)
            state["row"] += 1

        yield write, begin
