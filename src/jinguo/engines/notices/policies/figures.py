"""Numbers that a table says are to be reached: columns of aims beside what they count (指标 | 单位 | 2020年 | 2025年).

Where several years stand side by side the first is what has been, unless its head says that it is aimed at.

>>> from ..layout.tables import read_tables
>>> text = "主要指标\\n指标名称\\t单位\\t2020年\\t2025年\\n科研人员中女性占比\\t%\\t26.5\\t≥30\\n托育机构数\\t个\\t35\\t80"
>>> [(t.data["quantity"], t.data["unit"], t.data["comparator"], t.data["by"]) for t in table_targets(read_tables(text))]
[(30, '%', 'at_least', '2025'), (80, '个', '=', '2025')]
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from ..forms.grids import Cell
from ..layout.numbers import quantity
from ..layout.tables import DUTY, Table
from ..layout.text import Found

_NAME = re.compile(r"指标|目标|项目|内容")
_UNIT = re.compile(r"(?:计量)?单位")
_AIM = re.compile(r"(?:((?:19|20)\d\d)年?)?(?:预期|发展|规划)?(?:目标|指标|计划)值?(?:（[^）]*）)?")
_YEAR = re.compile(r"((?:19|20)\d\d)年?(?:（[^）]*）)?")
_FIGURE = re.compile(
    r"""
    (?P<before>[≥>＞≤<＜]|不低于|不少于|达到|超过|不超过|控制在)? =?
    (?P<n>\d[\d，,]*(?:\.\d+)?) (?P<unit>%|‰|[\u4e00-\u9fff]{1,3}?)? (?P<after>以上|以内|以下|左右)?
    """,
    re.VERBOSE,
)
_LEAST, _MOST = ("≥", "不低于", "不少于"), ("≤", "<", "＜", "不超过", "控制在")


def table_targets(tables: Sequence[Table]) -> list[Found]:
    """The aims of tables of indicators that name nobody who answers for them."""
    found: list[Found] = []
    for table in tables:
        name = next(
            (i for i, cell in enumerate(table.head) if _NAME.search(cell.s) and not _YEAR.match(cell.s)), None
        )
        columns = aim_columns(table)
        if name is None or not columns or any(DUTY.search(cell.s) for cell in table.head):
            continue
        unit = next((i for i, cell in enumerate(table.head) if _UNIT.fullmatch(cell.s)), None)
        for row in table.rows:
            own = row[name]
            counted = row[unit] if unit is not None else None
            if own is not None and len(own.s) >= 3:
                for i, by in columns:
                    found += aim_of(own, row[i], by, counted.s if counted is not None else "")
    return found


def aim_columns(table: Table) -> list[tuple[int, str | None]]:
    """The columns that say what is to be reached, with their years."""
    plain, aimed = [], []
    for i, cell in enumerate(table.head):
        if (aim := _AIM.fullmatch(cell.s)) and (aim[1] or i > 1):
            aimed.append((i, aim[1]))
        elif year := _YEAR.fullmatch(cell.s):
            plain.append((i, year[1]))
    if aimed:
        return aimed + [(i, year) for i, year in plain if any(b and year > b for _, b in aimed)]
    return [(i, year) for i, year in plain if year > min(y for _, y in plain)]


def aim_of(name: Cell, figure: Cell | None, by: str | None, unit: str) -> list[Found]:
    """The aim that a cell says about what a row counts."""
    match = _FIGURE.fullmatch(figure.s) if figure is not None and figure is not name else None
    value = quantity(match["n"]) if match else None
    if match is None or figure is None or value is None:
        return []
    named = re.search(r"（([^（）]{1,8})）$", name.s)
    before, after = match["before"] or "", match["after"] or ""
    comparator = "at_least" if before in _LEAST or after == "以上" else "at_most" if before in _MOST or after in ("以内", "以下") else "="  # fmt: skip
    data: dict[str, Any] = {
        "quantity": value,
        "unit": match["unit"] or unit or (named[1] if named else ""),
        "comparator": comparator,
        "period": None,
        "text": name.flow.raw,
        "object": name.flow.raw,
    }
    if by:
        data["by"] = by
    return [Found(data, figure.flow.span(0, len(figure.flow)), 0.7)]
