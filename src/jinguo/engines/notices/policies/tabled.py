"""Measures that stand in a table of tasks (任务分解表): a row each, with the units that its columns name.

>>> from ..layout.tables import read_tables
>>> text = "任务分解表\\n序号\\t工作任务\\t牵头单位\\t配合单位\\n1\\t办培训班5期\\t市科协\\t市妇联、市总工会"
>>> [(m.data["number"], m.data["lead"], m.data["units"]) for m in table_measures(read_tables(text))]
[('1', '市科协', ['市科协', '市妇联', '市总工会'])]
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from ..forms.grids import Cell
from ..layout.tables import DUTY, SERIAL, Table
from ..layout.text import Found, bare
from .figures import aim_columns, aim_of
from .targets import targets_in
from .tasks import tasks_in
from .units import UnitList, add_units, names_of, role_of, unit_lists

_TASK = re.compile(
    r"任务|措施|工作内容|具体内容|事项|主要内容|重点工作|举措|主要目标|工作目标|目标责任|指标名称|主要指标|指标$"
)
_GOAL = re.compile(r"目标|指标|成效|成果|标准|要求")
_DONE = re.compile(r"时限|时间|进度|期限")


def table_measures(tables: Sequence[Table]) -> list[Found]:
    """The measures of a table of tasks, with the units that its columns name."""
    return [measure for table in tables for measure in _rows_of(table)]


def _rows_of(table: Table) -> Iterator[Found]:
    heads = table.head
    duties = [i for i, cell in enumerate(heads) if DUTY.search(cell.s)]
    tasks = [
        i
        for i, cell in enumerate(heads)
        if _TASK.search(cell.s) and i not in duties and not SERIAL.search(cell.s)
    ]
    if not tasks or not duties:
        return
    task = max((i for i in tasks if not _GOAL.search(heads[i].s)), default=max(tasks))
    serial = next((i for i, cell in enumerate(heads) if SERIAL.search(cell.s)), None)
    done = next((i for i, cell in enumerate(heads) if _DONE.search(cell.s)), None)
    printed = ""
    for n, row in enumerate(table.rows, 1):
        cell = row[task]
        if cell is None or len(cell.s) < 4:
            continue
        number = row[serial] if serial is not None else None
        printed = number.flow.raw.rstrip("、.．") if number is not None and number.s else printed
        own = _OWN.match(cell.s)
        shown = printed if serial is not None and printed else own[1] if own else str(n)
        if own:
            cell = Cell(cell.flow.cut(own.end()), cell.lines, cell.column)
        yield _measure(table, row, cell, shown, duties, done)


_OWN = re.compile(r"(?:（)?(\d{1,3})(?:[.、）]|．)(?!\d)")
"""A number inside the cell of a task."""
_OPENING = re.compile(r"([^，。；：\d]{4,22})[。：](?=.{10})")
"""A heading that opens the cell of a task."""


def _lists(table: Table, row: Sequence[Cell | None], duties: Sequence[int]) -> list[UnitList]:
    """The lists of units in the cells of a row, with the parts that the heads of their columns say."""
    found: list[UnitList] = []
    for i in duties:
        own = row[i]
        if own is None or not own.s:
            continue
        label, place = table.head[i].flow.raw, own.flow.span(0, len(own.flow))
        labelled = unit_lists(own.flow) if "：" in own.s else []
        if labelled:
            found += labelled
            continue
        read = [names_of(line) for line in own.lines]
        units = tuple(u for names, _ in read for u in names)
        opened = next((o for _, o in read if o), None)
        found.append(UnitList(label, role_of(table.head[i].s), units, opened, None, place))
    return found


def _measure(
    table: Table, row: Sequence[Cell | None], cell: Cell, number: str, duties: Sequence[int], done: int | None
) -> Found:
    lists = _lists(table, row, duties)
    opening = _OPENING.match(cell.s)
    start = opening.end() if opening else 0
    data: dict[str, Any] = {
        "number": number,
        "section": None,
        "heading": cell.flow.raw[: opening.end(1)] if opening else None,
        "text_start": bare(cell.flow.raw[start:])[:20],
        "role": "task",
        "unit_label": " / ".join(dict.fromkeys(one.label for one in lists)) or None,
    }
    add_units(data, lists)
    if data.get("lead") or data.get("leads"):
        data["cooperating"] = [u.raw for one in lists if one.role != "lead" for u in one.units]
    inner = _aims(table, row, cell)
    data["targets"] = [t.data for t in inner]
    data["tasks"] = tasks_in(cell.flow)
    data["_targets"] = [(t.span, t.confidence) for t in inner]
    data["_units"] = [(u.raw, u.span(0, len(u))) for one in lists for u in one.units]
    until = row[done] if done is not None else None
    if until is not None and until.s:
        data["until"] = until.flow.raw
    return Found(data, cell.flow.span(0, len(cell.flow)), 0.8)


def _aims(table: Table, row: Sequence[Cell | None], cell: Cell) -> list[Found]:
    """What a row is to reach: numbers in columns of years, in the words of the task, and in columns of aims."""
    found = [aim for i, by in aim_columns(table) for aim in aim_of(cell, row[i], by, "")]
    columns = [
        own for i, own in enumerate(row) if own is not None and own.s and _GOAL.search(table.head[i].s)
    ]
    found += targets_in(cell.flow)
    return found + [
        t for own in columns if own.flow.at[0] != cell.flow.at[0] for t in targets_in(own.flow, True)
    ]
