"""Summary tables (汇总表) as .xlsx: titled, numbered, ready to print on A4 across.

Rows are taken one at a time and written to disk as they come, so ten thousand of them need no more memory
than ten. What people typed is always written as text: a cell that begins with ``=``, ``+``, ``-`` or
``@`` is no formula, and carries the mark that keeps it text when somebody edits it (CSV injection, CWE-1236).
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, Literal

from .archive import repacked
from .layout import BLACK_FACE, BODY_FACE, SONG_FACE, TITLE_FACE
from .text import ems, one_line, printed

ColumnKind = Literal["auto", "text", "number", "date"]
Value = object

CREATED: Final = datetime(2000, 1, 1)
RISKY: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_MOST_CHARACTERS: Final = 32_767
_EXACT_DIGITS: Final = 15
_NARROWEST, _WIDEST = 6.0, 46.0
_ROW_HEIGHT, _LINE_HEIGHT, _TALLEST = 21.0, 15.0, 400.0
_SHORT_EMS: Final = 12


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading and how its values are written.

    ``auto`` writes numbers as numbers, dates as dates and everything else as text; ``text`` writes all as
    text (ID and telephone numbers). ``width`` in characters of a half em is worked out from the content
    where it is not given.
    """

    label: str
    kind: ColumnKind = "auto"
    width: float | None = None
    digits: int | None = None


@dataclass(frozen=True, slots=True)
class SummaryTable:
    """A table with its title. ``rows`` may be a generator; each row has one value for each column.

    ``below_title`` is a line such as the unit and the date, ``footer`` one such as 填表人 and 联系电话.
    """

    title: str
    columns: tuple[Column, ...]
    rows: Iterable[Sequence[Value]] = field(default=(), compare=False)
    below_title: str = ""
    footer: str = ""
    sheet_name: str = "汇总表"
    numbered: bool = True


def summary_table(table: SummaryTable) -> bytes:
    """The table as an .xlsx: merged title, bold headings repeated on each page, 序号, panes frozen, fit
    to width.

    Raises:
        ValueError: no columns, or a row with another number of values than columns.
    """
    import xlsxwriter  # here, so that a program that writes no table is spared it

    if not table.columns:
        raise ValueError("a table needs at least one column")
    target = io.BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"title": one_line(table.title)[:200], "created": CREATED})
        _Writer(book, table).write()
    return repacked(target.getvalue())


class _Writer:
    """Writes one sheet from top to bottom, as constant memory demands, and measures as it goes."""

    def __init__(self, book: Any, table: SummaryTable) -> None:
        self.table = table
        number = [Column("序号", "number", 6)] if table.numbered else []
        self.columns = (*number, *table.columns)
        self.sheet = book.add_worksheet(sheet_name(table.sheet_name))
        self.widths = [column.width or _measure(one_line(column.label)) for column in self.columns]
        self.row = 0
        self.sheet.set_default_row(_ROW_HEIGHT)
        self._make_formats(book)

    def write(self) -> None:
        self._banner(self.table.title, self.title, 36)
        if self.table.below_title:
            self._banner(self.table.below_title, self.line, 21)
        for position, column in enumerate(self.columns):
            self.sheet.write_string(self.row, position, one_line(column.label), self.heading)
        header, self.row = self.row, self.row + 1
        for number, values in enumerate(self.table.rows, 1):
            self._data_row(number, values)
        if self.table.footer:
            self._banner(self.table.footer, self.line, 24)
        self._finish(header)

    def _make_formats(self, book: Any) -> None:
        cell = {
            "font_name": BODY_FACE.chinese,
            "font_size": 11,
            "border": 1,
            "valign": "vcenter",
            "text_wrap": True,
        }
        self.title = book.add_format(
            {"font_name": TITLE_FACE.chinese, "font_size": 18, "align": "center", "valign": "vcenter"}
        )
        self.line = book.add_format({"font_name": SONG_FACE.chinese, "font_size": 11, "valign": "vcenter"})
        self.heading = book.add_format(
            {**cell, "font_name": BLACK_FACE.chinese, "align": "center", "num_format": "@"}
        )
        self.text = book.add_format({**cell, "num_format": "@"})
        self.short = book.add_format({**cell, "num_format": "@", "align": "center"})
        self.marked = book.add_format({**cell, "num_format": "@", "quote_prefix": True})
        self.day = book.add_format({**cell, "num_format": "yyyy-mm-dd", "align": "center"})
        self.moment = book.add_format({**cell, "num_format": "yyyy-mm-dd hh:mm", "align": "center"})
        self.numbers = [
            book.add_format({**cell, "align": "center", "num_format": _number_format(column)})
            for column in self.columns
        ]

    def _banner(self, text: str, look: Any, height: float) -> None:
        """A line over the whole width of the table."""
        last = len(self.columns) - 1
        if last:
            self.sheet.merge_range(self.row, 0, self.row, last, "", look)
        self.sheet.write_string(self.row, 0, one_line(text), look)
        self.sheet.set_row(self.row, height)
        self.row += 1

    def _data_row(self, number: int, values: Sequence[Value]) -> None:
        if len(values) != len(self.table.columns):
            raise ValueError(f"row {number} has {len(values)} values for {len(self.table.columns)} columns")
        whole = (number, *values) if self.table.numbered else values
        lines = 1
        for position, (column, value) in enumerate(zip(self.columns, whole, strict=True)):
            sizes = [_measure(line) for line in self._cell(position, column, value).split("\n")]
            widest, room = max(sizes), column.width or _WIDEST
            if column.width is None and widest > self.widths[position]:
                self.widths[position] = widest
            if len(sizes) > 1 or widest > room:
                lines = max(lines, _lines(sizes, room))
        if lines > 1:
            self.sheet.set_row(self.row, min(_TALLEST, _ROW_HEIGHT + (lines - 1) * _LINE_HEIGHT))
        self.row += 1

    def _cell(self, position: int, column: Column, value: Value) -> str:
        """Write one value and answer with what it looks like."""
        if column.kind != "text":
            number = _as_number(value)
            if number is not None:
                self.sheet.write_number(self.row, position, number, self.numbers[position])
                return printed(value)
            if isinstance(value, date):
                return self._date(position, value)
        text = printed(value)[:_MOST_CHARACTERS]
        if not text:
            self.sheet.write_blank(self.row, position, None, self.text)
        else:
            look = self._text_look(text)
            self.sheet.write_string(self.row, position, text, look)
        return text

    def _text_look(self, text: str) -> Any:
        """Short texts are centred, long ones set left; what looks like a formula carries its mark."""
        if text.startswith(RISKY):
            return self.marked
        return self.short if ems(text) <= _SHORT_EMS and "\n" not in text else self.text

    def _date(self, position: int, value: date) -> str:
        if value.year < 1900:
            text = value.isoformat()[:10]
            self.sheet.write_string(self.row, position, text, self.text)
            return text
        timed = isinstance(value, datetime)
        naive = value.replace(tzinfo=None) if isinstance(value, datetime) else value
        self.sheet.write_datetime(self.row, position, naive, self.moment if timed else self.day)
        return "2000-01-01 00:00" if timed else "2000-01-01"

    def _finish(self, header: int) -> None:
        sheet = self.sheet
        for position, width in enumerate(self.widths):
            sheet.set_column(position, position, min(_WIDEST, max(_NARROWEST, width)))
        sheet.freeze_panes(header + 1, 0)
        sheet.repeat_rows(0, header)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        sheet.fit_to_pages(1, 0)
        sheet.center_horizontally()
        sheet.set_footer("&C第 &P 页 共 &N 页")


def _as_number(value: Value) -> float | int | None:
    """The value as a number that Excel keeps exactly; None for all else."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    if isinstance(value, int):
        return value if abs(value) < 10**_EXACT_DIGITS else None
    return float(value) if math.isfinite(value) else None


def _number_format(column: Column) -> str:
    if column.digits is None:
        return "General"
    return "0" + ("." + "0" * column.digits if column.digits else "")


def _lines(sizes: Iterable[float], width: float) -> int:
    """The lines that lines of these widths take in a column of this width; a column not given a width is never
    narrower than its text."""
    return sum(max(1, math.ceil((size - 1) / width)) for size in sizes)


def _measure(line: str) -> float:
    return ems(line) * 2.1 + 2.5


def sheet_name(name: str) -> str:
    """What Excel takes as the name of a sheet: at most 31 characters, none of []:*?/\\ ."""
    kept = "".join(character for character in one_line(name) if character not in "[]:*?/\\").strip("'")
    return kept[:31] or "汇总表"
