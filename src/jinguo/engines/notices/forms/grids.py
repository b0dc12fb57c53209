"""Tables of a text as grids of cells: rows of cells parted by tabs, with what is merged and what only marks a place to fill in.

>>> [table] = [b for b in blocks("登记表\\n姓 名\\t\\t性别\\t") if isinstance(b, Grid)]
>>> [[cell.s for cell in row] for row in table.rows]
[['姓名', '', '性别', '']]
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ..files.sheets import SHEET
from ..layout.paragraphs import lines_of
from ..layout.text import BELOW, BESIDE, LINE_BREAK, Flow

_PAGE = re.compile(r"\[page \d+\]\s*")
_TABLE = "[table]"
_HOLDER = re.compile(r"\$?\{[^{}]*\}|<[^<>]{1,20}>|_{2,}|[×xX]{2,}|#+")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its text, its lines, the column where it begins, and how many columns and rows it covers."""

    flow: Flow
    lines: tuple[Flow, ...]
    column: int
    wide: int = 1
    tall: int = 1

    @property
    def s(self) -> str:
        return self.flow.s


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: rows of the cells that begin in them. ``sheet``: the name of the sheet of a workbook."""

    rows: tuple[tuple[Cell, ...], ...]
    sheet: str | None = None
    marked: bool = False
    """Whether the loader told merged cells apart from empty ones."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of running text between the tables; ``sheet`` as of a grid."""

    flow: Flow
    sheet: str | None = None


def blocks(text: str, begin: int = 0) -> list[Grid | Line]:
    """The lines and tables of a form in order, from a place of the text on."""
    made: list[Grid | Line] = []
    rows: list[tuple[int, str]] = []
    sheet: str | None = None
    fill = _fill_mark(text)

    def close() -> None:
        if rows:
            made.append(_grid(rows, sheet, fill))
            rows.clear()

    for place, line in _unrepeated(lines_of(text)):
        if place < begin:
            continue
        if line.startswith(SHEET):
            close()
            sheet = line[len(SHEET) :]
        elif "\t" in line and not (sheet is not None and _only_cell(line)):
            rows.append((place, line))
        else:
            close()
            flow = _cleaned(line.split("\t")[0] if sheet is not None else line, place, fill)
            if flow.s:
                made.append(Line(flow, sheet))
    close()
    return made


def _only_cell(line: str) -> bool:
    """Whether a row of a sheet holds text in its first cell alone: a title or a note over the whole width."""
    cells = line.split("\t")
    return len(cells) > 1 and bool(cells[0].strip()) and not any(c.strip() for c in cells[1:])


def _unrepeated(lines: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    """The lines without page marks; text that stands again in a [table] below its page is taken from there."""
    if not any(line.strip() == _TABLE for _, line in lines):
        return [(place, line) for place, line in lines if not _PAGE.fullmatch(line.strip())]
    pages: list[list[tuple[int, str]]] = [[]]
    for place, line in lines:
        if _PAGE.fullmatch(line.strip()):
            pages.append([])
        else:
            pages[-1].append((place, line))
    kept: list[tuple[int, str]] = []
    for page in pages:
        at = next((i for i, (_, line) in enumerate(page) if line.strip() == _TABLE), len(page))
        inside = "".join(Flow.of(line, 0).s for _, line in page[at:])
        for place, line in page[:at]:
            if at == len(page) or not all(Flow.of(word, 0).s in inside for word in line.split()):
                kept.append((place, line))
        kept += [(place, "" if line.strip() == _TABLE else line) for place, line in page[at:]]
    return kept


def _fill_mark(text: str) -> str | None:
    """The character that a template writes wherever a value goes, where it alone fills many cells."""
    cells = Counter(Flow.of(c, 0).s for line in text.splitlines() if "\t" in line for c in line.split("\t"))
    best = [
        (n, c) for c, n in cells.items() if len(c) == 1 and n >= 5 and not c.isdigit() and c not in "√○□/-—无"
    ]
    return max(best)[1] if best else None


def _cleaned(part: str, place: int, fill: str | None) -> Flow:
    """The text of a part without marks of places to fill in."""
    flow = Flow.of(part, place)
    drop = {i for m in _HOLDER.finditer(flow.s) for i in range(*m.span())}
    keep = [i for i, c in enumerate(flow.s) if c != fill and i not in drop]
    if len(keep) == len(flow):
        return flow
    return Flow(
        "".join(flow.s[i] for i in keep), tuple(flow.at[i] for i in keep), "".join(flow.raw[i] for i in keep)
    )


def _grid(rows: Sequence[tuple[int, str]], sheet: str | None, fill: str | None) -> Grid:
    raw = [line.split("\t") for _, line in rows]
    made = []
    for r, (place, _) in enumerate(rows):
        cells: list[Cell] = []
        start = place
        for c, part in enumerate(raw[r]):
            if part not in (BESIDE, BELOW):
                wide = 1
                while c + wide < len(raw[r]) and raw[r][c + wide] == BESIDE:
                    wide += 1
                tall = 1
                while r + tall < len(raw) and c < len(raw[r + tall]) and raw[r + tall][c] == BELOW:
                    tall += 1
                cells.append(_cell(part, start, fill, c, wide, tall))
            start += len(part) + 1
        made.append(tuple(cells))
    marked = any(mark in line for _, line in rows for mark in (BESIDE, BELOW))
    return Grid(tuple(made), sheet, marked)


def _cell(part: str, start: int, fill: str | None, column: int, wide: int, tall: int) -> Cell:
    lines: list[Flow] = []
    at, whole = start, Flow("", ())
    for line in part.split(LINE_BREAK):
        flow = _cleaned(line, at, fill)
        if flow.s:
            lines.append(flow)
            whole = whole + flow
        at += len(line) + 1
    return Cell(whole, tuple(lines), column, wide, tall)
