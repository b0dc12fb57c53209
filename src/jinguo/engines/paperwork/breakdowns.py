"""The table that breaks a plan down (任务分解表), as offices send it to the units that answer for it: each measure with what is
done for it, who leads, who takes part, by when, and against which target.

Laid out across A4, by part of the plan, a measure's cells merged over its steps, headings repeated on each page. As .xlsx
here; as .docx in :mod:`.breakdowns_in_word`. Text that begins like a formula stays text (CSV injection, CWE-1236).

>>> measure = BrokenDown("1 学术交流", (Step("举办学术会议", "2026年12月底前"),), "市科协", "各区科协", "不少于1000项")
>>> table = Breakdown("任务分解表", (BreakdownPart("一、搭建平台", (measure,)),), "2026年4月")
>>> breakdown_sheet(table) == breakdown_sheet(table)
True
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any, Final

from .archive import repacked
from .layout import BLACK_FACE, BODY_FACE, SONG_FACE, TITLE_FACE
from .tables import CREATED, RISKY, sheet_name
from .text import clean, count_lines, ems, one_line

#: Headings with the widths of their columns in millimetres on A4 across.
COLUMNS: Final = (
    ("序号", 11.0),
    ("任务", 47.0),
    ("具体举措", 70.0),
    ("牵头单位", 29.0),
    ("参与单位", 34.0),
    ("完成时限", 25.0),
    ("指标和目标", 33.0),
    ("备注", 14.0),
)
STEP_COLUMNS: Final = (2, 5)
_CENTRED: Final = (0, 3, 5)
_MM_PER_WIDTH: Final = 2.0
_LINE_HEIGHT, _PADDING, _TALLEST = 15.0, 6.0, 409.0
_MOST_CHARACTERS: Final = 32_767


@dataclass(frozen=True, slots=True)
class Step:
    """Something that is done for a measure, and until when."""

    what: str
    until: str = ""


@dataclass(frozen=True, slots=True)
class BrokenDown:
    """A measure as a row of the table, or as several: one for each step."""

    title: str
    steps: tuple[Step, ...]
    lead: str = ""
    taking_part: str = ""
    aims: str = ""
    note: str = ""

    def cells(self, number: int) -> list[tuple[str, ...]]:
        """The rows of the measure; what stands for all of them is in the first alone."""
        steps = self.steps or (Step(""),)
        first = (
            str(number), self.title, steps[0].what, self.lead, self.taking_part, steps[0].until, self.aims, self.note
        )  # fmt: skip
        return [first, *(("", "", step.what, "", "", step.until, "", "") for step in steps[1:])]


@dataclass(frozen=True, slots=True)
class BreakdownPart:
    """A part of the plan with its measures; without a name it has no line of its own."""

    name: str
    measures: tuple[BrokenDown, ...]


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The table: its title, the parts, and a line under the title (unit and date)."""

    title: str
    parts: tuple[BreakdownPart, ...]
    below: str = ""


def centred(column: int, text: str) -> bool:
    """Whether a cell is set in the middle: numbers, units and dates, unless they are long."""
    return column in _CENTRED and ems(text) <= 24


def breakdown_sheet(table: Breakdown) -> bytes:
    """The table as an .xlsx: fixed widths, rows as high as their text, headings on each printed page."""
    import xlsxwriter  # here, so that a program that writes no table is spared it

    target = io.BytesIO()
    safe = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(target, safe) as book:
        book.set_properties({"title": one_line(table.title)[:200], "created": CREATED})
        _Sheet(book, table).write()
    return repacked(target.getvalue())


class _Sheet:
    """Writes the sheet from top to bottom."""

    def __init__(self, book: Any, table: Breakdown) -> None:
        self.table = table
        self.sheet = book.add_worksheet(sheet_name("任务分解表"))
        self.row = 0
        cell = {
            "font_name": BODY_FACE.chinese, "font_size": 11, "border": 1, "valign": "vcenter", "text_wrap": True,
            "num_format": "@",
        }  # fmt: skip
        self.title = book.add_format(
            {"font_name": TITLE_FACE.chinese, "font_size": 18, "align": "center", "valign": "vcenter"}
        )
        self.line = book.add_format({"font_name": SONG_FACE.chinese, "font_size": 11, "align": "right"})
        self.heading = book.add_format({**cell, "font_name": BLACK_FACE.chinese, "align": "center"})
        self.part = book.add_format({**cell, "font_name": BLACK_FACE.chinese, "bg_color": "#F2F2F2"})
        self.looks = {
            (middle, marked): book.add_format(
                cell
                | ({"align": "center"} if middle else {"align": "left"})
                | ({"quote_prefix": True} if marked else {})
            )
            for middle in (True, False)
            for marked in (True, False)
        }

    def write(self) -> None:
        for column, (_, width) in enumerate(COLUMNS):
            self.sheet.set_column(column, column, width / _MM_PER_WIDTH)
        self._banner(self.table.title, self.title, 40)
        if self.table.below:
            self._banner(self.table.below, self.line, 20)
        for column, (label, _) in enumerate(COLUMNS):
            self.sheet.write_string(self.row, column, label, self.heading)
        self.sheet.set_row(self.row, 26)
        header, self.row = self.row, self.row + 1
        number = 0
        for part in self.table.parts:
            if part.name:
                self._banner(part.name, self.part, 24)
            for measure in part.measures:
                number += 1
                self._measure(measure.cells(number))
        self._finish(header)

    def _banner(self, text: str, look: Any, height: float) -> None:
        last = len(COLUMNS) - 1
        self.sheet.merge_range(self.row, 0, self.row, last, "", look)
        self.sheet.write_string(self.row, 0, one_line(text), look)
        self.sheet.set_row(self.row, height)
        self.row += 1

    def _measure(self, rows: list[tuple[str, ...]]) -> None:
        heights = [max(_height(column, row[column]) for column in STEP_COLUMNS) for row in rows]
        whole = max(
            _height(column, text) for column, text in enumerate(rows[0]) if column not in STEP_COLUMNS
        )
        short = (whole - sum(heights)) / len(rows)
        for at, (row, height) in enumerate(zip(rows, heights, strict=True)):
            self.sheet.set_row(self.row + at, min(_TALLEST, height + max(0.0, short)))
            for column, text in enumerate(row):
                if column in STEP_COLUMNS or len(rows) == 1:
                    self._cell(self.row + at, column, text)
        if len(rows) > 1:
            for column, text in enumerate(rows[0]):
                if column not in STEP_COLUMNS:
                    look = self._look(column, text)
                    self.sheet.merge_range(self.row, column, self.row + len(rows) - 1, column, "", look)
                    self._cell(self.row, column, text)
        self.row += len(rows)

    def _cell(self, row: int, column: int, text: str) -> None:
        kept = clean(text)[:_MOST_CHARACTERS]
        if column == 0:
            self.sheet.write_number(row, column, int(kept), self.looks[True, False])
        elif kept:
            self.sheet.write_string(row, column, kept, self._look(column, kept))
        else:
            self.sheet.write_blank(row, column, None, self._look(column, ""))

    def _look(self, column: int, text: str) -> Any:
        return self.looks[centred(column, text), text.startswith(RISKY)]

    def _finish(self, header: int) -> None:
        sheet = self.sheet
        sheet.freeze_panes(header + 1, 2)
        sheet.repeat_rows(header)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        sheet.fit_to_pages(1, 0)
        sheet.center_horizontally()
        sheet.set_footer("&C第 &P 页 共 &N 页")


def _height(column: int, text: str) -> float:
    """How high a cell must be for its text: columns are set by the character, two widths of Excel each."""
    room = COLUMNS[column][1] / _MM_PER_WIDTH / 2.1 - 0.5
    return count_lines(clean(text), room) * _LINE_HEIGHT + _PADDING
