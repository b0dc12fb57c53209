"""Open a list, whatever it is called: by what its bytes say, never by its name alone.

Rows come one at a time as (number, cells); numbers are those the table program shows. Cells are text, numbers, truth
values or dates as the file has them; formulas come with the value that was last worked out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any

from jinguo.engines.rosters.packed import Limits, PackedSheet, Survey, survey
from jinguo.engines.rosters.texts import Decoded, html_rows, looks_like_html, text_rows
from jinguo.errors import Refused
from jinguo.reasons import Reason

__all__ = ["Book", "Cell", "Sheet", "Span", "open_book"]

Cell = str | int | float | bool | date | datetime | time | timedelta | None
Span = tuple[tuple[int, int], tuple[int, int]]
"""Cells merged into one: (first row, first column), (last row, last column), all from 0."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BOOK_BEGINS, _DATE_MODE, _ENDS = b"\x09\x08\x10\x00\x00\x06\x05\x00", 0x22, 0x0A
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a book. ``rows`` is what the file says before it is read; 0 where it does not."""

    name: str
    hidden: bool = False
    rows: int = 0


class Book:
    """An open list. A context manager; ``notes`` are findings about the file as a whole."""

    kind = ""
    date1904 = False

    def __init__(self, path: Path, limits: Limits) -> None:
        self.path, self.limits = path, limits
        self.sheets: tuple[Sheet, ...] = ()

    def __enter__(self) -> Book:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, one: BaseException | None, at: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let the file go."""

    @property
    def notes(self) -> tuple[Reason, ...]:
        return ()

    def rows(self, sheet: Sheet) -> Iterator[tuple[int, list[Cell]]]:
        """(row number from 1, cells) from the top of the sheet."""
        for first, lines in self.blocks(sheet, 256):
            yield from enumerate(lines, first)

    def blocks(self, sheet: Sheet, size: int) -> Iterator[tuple[int, list[list[Cell]]]]:
        """The same, so many rows at once: (number of the first, the rows)."""
        limits, given, first = self.limits, self._rows(sheet), 1
        while lines := list(islice(given, size)):
            if first + len(lines) - 1 > limits.rows:
                raise Refused.because("roster_too_many_rows", limit=limits.rows)
            if max(map(len, lines)) > limits.columns:
                lines = [cells[: limits.columns] for cells in lines]
            yield first, lines
            first += len(lines)

    def merged(self, sheet: Sheet) -> Sequence[Span]:
        return ()

    def uncalculated(self, sheet: Sheet) -> frozenset[tuple[int, int]]:
        """(row, column) from 1 of the formulas that have no value."""
        return frozenset()

    def _rows(self, sheet: Sheet) -> Iterator[list[Cell]]:
        raise NotImplementedError


def open_book(path: Path, limits: Limits | None = None) -> Book:
    """Open a list for reading.

    Raises:
        Refused: ``roster_no_file``, ``roster_empty``, ``roster_too_large``, ``roster_unpacks_too_large``,
            ``roster_password``, ``roster_unreadable``, ``roster_other_format``.
    """
    limits = limits or Limits()
    if not path.is_file():
        raise Refused.because("roster_no_file", file=path.name)
    size = path.stat().st_size
    if size == 0:
        raise Refused.because("roster_empty", file=path.name)
    if size > limits.file:
        raise Refused.because("roster_too_large", size=size, limit=limits.file)
    with path.open("rb") as file:
        head = file.read(8192)
    if head.startswith(b"PK"):
        return _packed(path, limits)
    if head.startswith(_OLE):
        if _is_encrypted(path):
            raise Refused.because("roster_password", file=path.name)
        return _HeldBook(path, limits, None)
    if head.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf", b"Rar!", b"7z\xbc\xaf")):
        raise Refused.because("roster_other_format", file=path.name)
    if b"\x00" in head and head[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise Refused.because("roster_other_format", file=path.name)
    return _TextBook(path, limits, html=looks_like_html(head))


def _packed(path: Path, limits: Limits) -> Book:
    known = survey(path, limits)
    heavy = [
        one
        for one in known.sheets.values()
        if one.last_row * one.last_column > limits.dense_cells
        or one.unpacked + known.shared_bytes > limits.dense_bytes
    ]
    return _StreamedBook(path, limits, known) if heavy else _HeldBook(path, limits, known)


def _is_encrypted(path: Path) -> bool:
    """A packed workbook with a password lies encrypted inside an OLE file."""
    with path.open("rb") as file:
        before = b""
        while block := file.read(1 << 20):
            if _ENCRYPTED in before + block:
                return True
            before = block[-len(_ENCRYPTED) :]
    return False


def _counts_from_1904(path: Path) -> bool:
    """Whether a workbook of the old kind counts its days from 1904: its record DATEMODE (MS-XLS 2.4.77) says 1. The records
    are walked from the beginning of the book; without one the day is counted from 1900, as nearly all do."""
    with path.open("rb") as file:
        head = file.read(1 << 20)
    at = head.find(_BOOK_BEGINS, 512)
    while 0 <= at <= len(head) - 6:
        kind, size = (
            int.from_bytes(head[at : at + 2], "little"),
            int.from_bytes(head[at + 2 : at + 4], "little"),
        )
        if kind == _DATE_MODE:
            return size == 2 and head[at + 4 : at + 6] == b"\x01\x00"
        if kind == _ENDS or size > 8224:
            return False
        at += 4 + size
    return False


class _Surveyed(Book):
    def __init__(self, path: Path, limits: Limits, known: Survey | None) -> None:
        super().__init__(path, limits)
        self.known = known
        self.date1904 = known.date1904 if known else _counts_from_1904(path)

    def uncalculated(self, sheet: Sheet) -> frozenset[tuple[int, int]]:
        return one.uncalculated if (one := self._survey_of(sheet.name)) else frozenset()

    def _survey_of(self, name: str) -> PackedSheet | None:
        return self.known.sheets.get(name) if self.known else None


class _HeldBook(_Surveyed):
    """.xlsx and .xls by calamine: one sheet at a time is held, in its own compact form."""

    def __init__(self, path: Path, limits: Limits, known: Survey | None) -> None:
        super().__init__(path, limits, known)
        import python_calamine as calamine  # here: only who reads a list needs it

        self.kind = "xlsx" if known else "xls"
        self._calamine = calamine
        self._held: tuple[str, Any] = ("", None)
        self._book = self._tried(lambda: calamine.load_workbook(str(path)))
        self.sheets = tuple(
            Sheet(
                one.name,
                one.visible != calamine.SheetVisibleEnum.Visible,
                known_one.last_row if (known_one := self._survey_of(one.name)) else 0,
            )
            for one in self._book.sheets_metadata
            if one.typ == calamine.SheetTypeEnum.WorkSheet
        )

    def close(self) -> None:
        self._held = ("", None)
        self._book.close()

    def merged(self, sheet: Sheet) -> Sequence[Span]:
        spans: Sequence[Span] | None = self._sheet(sheet).merged_cell_ranges
        return spans or ()

    def _sheet(self, sheet: Sheet) -> Any:
        if self._held[0] != sheet.name or self._held[1] is None:
            self._held = ("", None)
            self._held = (sheet.name, self._tried(lambda: self._book.get_sheet_by_name(sheet.name)))
        return self._held[1]

    def _rows(self, sheet: Sheet) -> Iterator[list[Cell]]:
        rows: Iterator[list[Cell]] = self._sheet(sheet).iter_rows()
        return rows

    def _tried(self, ask: Any) -> Any:
        try:
            return ask()
        except self._calamine.PasswordError:
            raise Refused.because("roster_password", file=self.path.name) from None
        except (self._calamine.CalamineError, OSError, ValueError):
            raise Refused.because("roster_unreadable", file=self.path.name) from None
        except BaseException as problem:  # a panic of the reader is no Exception
            if type(problem).__name__ != "PanicException":
                raise
            raise Refused.because("roster_unreadable", file=self.path.name) from None


class _StreamedBook(_Surveyed):
    """.xlsx too large or too wide to be held, row by row by openpyxl."""

    kind = "xlsx"

    def __init__(self, path: Path, limits: Limits, known: Survey) -> None:
        super().__init__(path, limits, known)
        import openpyxl  # here: it is large

        try:
            self._book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        except Exception:
            raise Refused.because("roster_unreadable", file=path.name) from None
        self.sheets = tuple(
            Sheet(
                one.title,
                one.sheet_state != "visible",
                found.last_row if (found := self._survey_of(one.title)) else 0,
            )
            for one in self._book.worksheets
        )

    def close(self) -> None:
        self._book.close()

    def _rows(self, sheet: Sheet) -> Iterator[list[Cell]]:
        one: Any = self._book[sheet.name]
        one.reset_dimensions()
        try:
            for cells in one.iter_rows(values_only=True, max_col=self.limits.columns):
                yield ["" if cell is None else cell for cell in cells]
        except (SyntaxError, ValueError, KeyError, TypeError):
            raise Refused.because("roster_unreadable", file=self.path.name) from None


class _TextBook(Book):
    def __init__(self, path: Path, limits: Limits, *, html: bool) -> None:
        super().__init__(path, limits)
        self.kind = "html" if html else "csv"
        self.sheets = (Sheet(""),)
        self._decoded = Decoded(path)

    @property
    def notes(self) -> tuple[Reason, ...]:
        """What is known of the encoding once the rows have been read."""
        found = []
        if len(self._decoded.encodings) > 1:
            found.append(Reason.warning("roster_mixed_encodings", encodings=sorted(self._decoded.encodings)))
        if self._decoded.broken:
            found.append(Reason.warning("roster_broken_characters", count=self._decoded.broken))
        return tuple(found)

    def _rows(self, sheet: Sheet) -> Iterator[list[Cell]]:
        rows: Iterator[Any] = html_rows(self._decoded) if self.kind == "html" else text_rows(self._decoded)
        return rows
