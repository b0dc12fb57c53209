"""Tables of notices and plans: places for each unit (名额分配表), and tasks with the units that answer for them (任务分解表).

>>> text = "名额分配表\\n单位\\t三八红旗手\\t红旗集体\\n东区\\t8\\t4\\n西区\\t9\\t4"
>>> [(q.data["who"], q.data["object"], q.data["count"]) for q in table_quotas(read_tables(text))]
[('东区', '三八红旗手', 8), ('东区', '红旗集体', 4), ('西区', '三八红旗手', 9), ('西区', '红旗集体', 4)]
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..forms.grids import Cell, Grid, Line, blocks
from ..papers.bounds import bounds
from ..papers.materials import kind_of_material
from .text import Flow, Found

_PLACES = re.compile(r"名额|指标|分配|数量|人数|数$")
_WHO = re.compile(r"单位|地区|区域|区县|学校|部门|名称|推荐渠道|市州|系统")
DUTY = re.compile(
    r"(?:责任|牵头|配合|参与|负责|主责|协同|承办|主办|协办)(?:责任)?(?:单位|部门|处室|科室|部室|股室)|责任主体|分工"
)
SERIAL = re.compile(r"序号|编号|^号$")
_PAPERS = re.compile(
    r"^(?:(?:申报|报送|提交|所需|评审|上报)?(?:材料|资料|文件)(?:名称|清单|目录)?|提交材料名称)$"
)
_SUM = re.compile(r"合计|总计|小计|共计")


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a head: the line above it, the cells of the head, and the rows below, each cell under its head."""

    name: Flow | None
    head: tuple[Cell, ...]
    rows: tuple[tuple[Cell | None, ...], ...]

    @property
    def place(self) -> tuple[int, int]:
        """Where the table stands in the text."""
        cells = [*self.head, *(cell for row in self.rows for cell in row if cell is not None)]
        at = [place for cell in cells for place in cell.flow.at]
        return min(at), max(at) + 1

    def found(self) -> Found:
        data: dict[str, Any] = {
            "name": self.name.raw if self.name else None,
            "columns": [cell.flow.raw for cell in self.head],
            "rows": [[cell.flow.raw if cell else "" for cell in row] for row in self.rows],
        }
        return Found(data, (self.head[0].flow.at[0], self.head[-1].flow.at[-1] + 1), 0.8)


def read_tables(text: str) -> list[Table]:
    """The tables of a text that have a head of names over rows that are filled in."""
    found: list[Table] = []
    above: Flow | None = None
    head: tuple[Cell, ...] = ()
    if "\t" not in text:
        return found
    for part in blocks(text):
        if isinstance(part, Line):
            last = part.flow.cut(part.flow.s.rstrip("。").rfind("。") + 1)
            above = last if len(last) <= 40 and "。" not in last.s else None
            head = head if above else ()
        elif part.sheet is None:
            first = part.rows[0] if part.rows else ()
            if head and len(first) == len(head) and not any(DUTY.search(cell.s) for cell in first):
                found.append(
                    Table(above, head, _under(head, part.rows))
                )  # rows below a line that names their group
            else:
                made = _tables(part, above)
                found += made
                named = all(cell.s for cell in first) and any(DUTY.search(cell.s) for cell in first)
                head = made[-1].head if made else first if named else ()
            above = None
    return found


def _tables(grid: Grid, above: Flow | None) -> list[Table]:
    start = 0
    if grid.rows and len(grid.rows[0]) == 1 and grid.rows[0][0].s:  # a title inside the table
        above, start = grid.rows[0][0].flow, 1
    if len(grid.rows) < start + 2:
        return []
    head = [cell for cell in grid.rows[start] if cell.s]
    if len(head) < 2 or len(head) < len(grid.rows[start]) or any(len(c.s) > 20 or "：" in c.s for c in head):
        return []
    rows = _under(head, grid.rows[start + 1 :])
    filled = sum(1 for row in rows for cell in row if cell is not None and cell.s)
    return [Table(above, tuple(head), rows)] if filled * 2 > len(rows) * len(head) else []


def _under(head: Sequence[Cell], below: Sequence[Sequence[Cell]]) -> tuple[tuple[Cell | None, ...], ...]:
    """Each row as the cells below the cells of the head; a tall cell stands in every row that it spans."""
    rows: list[tuple[Cell | None, ...]] = []
    carried: dict[int, Cell] = {}
    for row in below:
        if [cell.s for cell in row] == [cell.s for cell in head]:  # the head again on the next page
            continue
        by_column = {cell.column: cell for cell in row}
        line = []
        for cell in head:
            own = by_column.get(cell.column, carried.get(cell.column))
            if own is not None and own.tall > 1:
                carried[cell.column] = own
            line.append(own)
        rows.append(tuple(line))
    return tuple(rows)


def table_quotas(tables: Sequence[Table]) -> list[Found]:
    """The numbers of nominees that a table gives to each unit."""
    found: list[Found] = []
    for table in tables:
        whole = table.name is not None and re.search(r"名额|指标|分配", table.name.s) is not None
        counted = [
            i
            for i, cell in enumerate(table.head)
            if not SERIAL.search(cell.s) and (whole or re.search(r"名额|指标", cell.s)) and _numbers(table, i)
        ]
        who = next((i for i, c in enumerate(table.head) if _WHO.search(c.s) and i not in counted), None)
        if who is None or not counted:
            continue
        for row in table.rows:
            name = row[who]
            for i in counted:
                cell = row[i]
                if (
                    name is not None
                    and name.s
                    and not _SUM.search(name.s)
                    and cell is not None
                    and cell.s.isdigit()
                ):
                    found.append(_quota(table, name, i, cell))
    return found


def table_materials(tables: Sequence[Table]) -> list[Found]:
    """The materials that a table lists, with their copies: 材料名称 | 份数."""
    found: list[Found] = []
    for table in tables:
        name = next((i for i, cell in enumerate(table.head) if _PAPERS.search(cell.s)), None)
        copies = next((i for i, cell in enumerate(table.head) if "份数" in cell.s or cell.s == "数量"), None)
        if name is None or copies is None:
            continue
        for row in table.rows:
            cell, number = row[name], row[copies]
            if cell is None or len(cell.s) < 2:
                continue
            said = "，".join(c.s for i, c in enumerate(row) if c is not None and i != copies)
            told = bounds(said)
            many = re.match(r"\d{1,2}", number.s) if number is not None else None
            told["copies"] = int(many.group()) if many else told["copies"]
            data = {
                "kind": kind_of_material(cell.s + "，"),
                "name": cell.flow.raw,
                **told,
                "text": cell.flow.raw,
            }
            found.append(Found(data, cell.flow.span(0, len(cell.flow)), 0.75))
    return found


def _numbers(table: Table, column: int) -> bool:
    cells = [row[column] for row in table.rows]
    told = [cell.s for cell in cells if cell is not None and cell.s]
    return bool(told) and sum(1 for s in told if s.isdigit()) * 4 >= len(told) * 3


def _quota(table: Table, name: Cell, column: int, cell: Cell) -> Found:
    title = table.head[column].flow.raw
    data = {"who": name.flow.raw, "per": None, "object": None if _PLACES.search(title) else title, "count": int(cell.s),
            "comparator": "=", "unit": "名", "text": name.flow.raw, "source_is": "table"}  # fmt: skip
    return Found(data, name.flow.span(0, len(name.flow)), 0.7)
