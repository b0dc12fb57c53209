"""Tables of repeated rows in a form: a row of labels over rows to fill in, a checklist, a sheet that is one table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from ..layout.text import Found
from .grids import Cell, Grid
from .labels import is_blank

_SIDE = re.compile(r"成员|情况|简历|经历|关系|名单|成果|获奖|论文|项目|教育|工作")


def table_at(name: str | None, grid: Grid, r: int) -> tuple[Found, int] | None:
    """The table of repeated rows that begins in a row, and the row after it."""
    row = list(grid.rows[r])
    side = _side_label(grid, r)
    head = [cell for cell in row if cell is not side]
    if len(head) < 3 or any(not cell.s or len(cell.s) > 24 or not _heads(cell.s) for cell in head):
        return None
    starts = [cell.column for cell in head]
    if grid.sheet is not None and starts == list(range(starts[0], starts[0] + len(starts))) and r < 4:
        return _sheet(grid, head)
    rows: list[tuple[Cell, ...]] = []
    end, note = r + 1, None
    for below in grid.rows[r + 1 :]:
        cells = [cell for cell in below if cell.column >= starts[0]]
        if (
            [cell.column for cell in cells] == starts
            and (not rows or _fills(cells))
            and _opens_row(cells, head)
        ):
            rows.append(tuple(cells))
        elif len(cells) == 1 and rows and side is not None and len(below) == len(cells) and cells[0].s:
            note = cells[0]
        else:
            break
        end += 1
    if len(rows) < 2 and not any(cells[0].s.isdigit() for cells in rows):
        return None  # labels over one row to fill in are fields
    data: dict[str, Any] = {
        "name": side.flow.raw if side else name,
        "name_as_printed": "|".join(line.raw for line in side.lines) if side else None,
        "columns": [cell.flow.raw for cell in head],
        "blank_rows": sum(1 for cells in rows if not any(_told(cell) for cell in cells)),
    }
    _printed_rows(data, rows, head)
    if note is not None:
        data["note"] = note.flow.raw
    first = side or head[0]
    last = head[-1]
    return Found(data, (first.flow.at[0], last.flow.at[-1] + 1), 0.8), end


def _sheet(grid: Grid, head: Sequence[Cell]) -> tuple[Found, int]:
    """A sheet of a workbook that is one table: its columns; what stands below are rows."""
    data = {
        "name": grid.sheet,
        "name_as_printed": None,
        "columns": [c.flow.raw for c in head],
        "blank_rows": None,
    }
    return Found(data, (head[0].flow.at[0], head[-1].flow.at[-1] + 1), 0.8), len(grid.rows)


def _heads(s: str) -> bool:
    return re.search(r"[\u4e00-\u9fff]{2}", s) is not None and re.search(r"[。：]|□", s) is None


def _side_label(grid: Grid, r: int) -> Cell | None:
    """The cell at the left that names the table beside it."""
    first = grid.rows[r][0] if grid.rows[r] else None
    if first is None or not first.s or first.column != 0 or len(grid.rows[r]) < 4:
        return None
    if grid.marked:
        return first if first.tall > 1 else None
    upright = len(first.lines) > 1 and all(len(line) <= 2 for line in first.lines)
    below = grid.rows[r + 1] if r + 1 < len(grid.rows) else ()
    empty = bool(below) and not below[0].s
    return first if empty and (upright or _SIDE.search(first.s)) and first.s not in ("序号", "编号") else None


def _told(cell: Cell) -> bool:
    return re.search(r"[\u4e00-\u9fff]{2}", cell.s) is not None and len(cell.lines) < 2


def _fills(cells: Sequence[Cell]) -> bool:
    """Whether a row goes on a table: blank, or numbered, or with words in some cells only."""
    return any(not cell.s for cell in cells) or cells[0].s.isdigit()


def _opens_row(cells: Sequence[Cell], head: Sequence[Cell]) -> bool:
    """Whether the row under a head holds what the head asks for and no labels of its own."""
    labels = sum(1 for cell in cells if _told(cell))
    blanks = sum(1 for cell in cells if is_blank(cell))
    return blanks * 2 >= len(cells) or (cells[0].s.isdigit() and labels < len(head))


def _printed_rows(data: dict[str, Any], rows: Sequence[tuple[Cell, ...]], head: Sequence[Cell]) -> None:
    """Rows that are printed (a checklist), and choices that stand in every row of a column."""
    named = [cells[1].flow.raw for cells in rows if cells[0].s.isdigit() and _told(cells[1])]
    if named:
        data["rows"] = named
    for c, cell in enumerate(head):
        offered = {tuple(line.raw for line in cells[c].lines) for cells in rows if len(cells[c].lines) > 1}
        if len(offered) == 1 and rows:
            data.setdefault("choices", {})[cell.flow.raw] = list(offered.pop())
