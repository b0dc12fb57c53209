"""Where the table stands in a sheet: titles above it, the storeys of its header, and the lines that are no person.

>>> titles = [["2026年女科技人才名单"], ["填报单位：某大学"]]
>>> rows = [*titles, ["序号", "姓名", "联系方式", ""], ["", "", "手机", "邮箱"], ["1", "王丽", "138", "a@b"]]
>>> found = find_layout(rows)
>>> found.headings, found.first_row, found.titles
(('序号', '姓名', '联系方式 手机', '联系方式 邮箱'), 4, ('2026年女科技人才名单', '填报单位：某大学'))
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from jinguo.engines.rosters.headings import field_of, folded

__all__ = ["Layout", "declared_unit", "find_layout", "no_person", "says_women"]

_WITHIN = 40
_ENOUGH = 0.9
_NOT_A_PERSON = re.compile(
    r"(合计|总计|小计|共计|累计|总人数|填表人|填报人|制表|审核|审批|经办人|负责人|分管领导|主管领导|联系人|复核|报送人"
    r"|填表(日期|时间|单位)|填报(日期|时间|单位)|报送(日期|时间)|单位[((]?(盖章|公章|签章)|[((]?(盖章|公章|签章)"
    r"|注[:1-9一]|说明[:1-9一]|备注[:1-9]|填表说明|以上|以下空白|本表|total|subtotal|sum$|prepared\s*by)",
    re.IGNORECASE,
)
_COUNT = re.compile(r"(共|计)?\d+\s*[人名位]?")
_GROUP = re.compile(r"([一二三四五六七八九十]{1,3}|[((][一二三四五六七八九十]{1,3}[))])[、.．]?\S*")
_UNIT = re.compile(
    r"(?:填报|报送|推荐|所在|填表)?单位(?:名称)?(?:\(盖章\)|（盖章）|（公章）|\(公章\))?\s*[:：]\s*(\S+)"
)
_WOMEN = re.compile(r"女(?!排|足)|巾帼|妇女|women|female", re.IGNORECASE)
_BOTH = re.compile(r"男女|性别|men and women", re.IGNORECASE)
_DIGITS = re.compile(r"\d{4,}")


@dataclass(frozen=True, slots=True)
class Layout:
    """``headings``: one for each column, storeys joined by a blank, empty where a column has none. ``header`` and
    ``first_row`` are positions from 0; ``titles`` stand above."""

    headings: tuple[str, ...]
    header: tuple[int, ...]
    first_row: int
    titles: tuple[str, ...] = ()


def find_layout(
    rows: Sequence[Sequence[str]],
    merged: Sequence[tuple[tuple[int, int], tuple[int, int]]] = (),
    header_row: int | None = None,
) -> Layout | None:
    """The layout that the first rows of a sheet show; None where no row reads like a header.

    ``header_row``: the last row of the header from 1, as a person corrected it.
    """
    width = max((len(row) for row in rows[:_WITHIN]), default=0)
    rows = [[*row, *[""] * (width - len(row))] for row in rows[:_WITHIN]]
    best = header_row - 1 if header_row else _best(rows)
    if best is None or best >= len(rows):
        return None
    storeys = [best]
    spans = [one for one in merged if one[0][0] < len(rows)]
    if header_row is None:
        while len(storeys) < 3 and _is_below(rows, storeys[-1] + 1, storeys[0], spans):
            storeys.append(storeys[-1] + 1)
    while len(storeys) < 3 and _is_above(rows, storeys[0] - 1, spans, width):
        storeys.insert(0, storeys[0] - 1)
    titles = tuple(
        text for row in rows[: storeys[0]] for text in dict.fromkeys(cell.strip() for cell in row) if text
    )
    return Layout(_headings(rows, storeys, spans, width), tuple(storeys), storeys[-1] + 1, titles)


def no_person(cells: Sequence[str], name: str, headings: Sequence[str]) -> str:
    """Why a row that is not empty speaks of no person (``footer``, ``group``, ``header_again``); empty where it does.

    >>> no_person(["合计", "", "12"], "", ()), no_person(["合计", "12人"], "12人", ()), no_person(["", "张三", ""], "张三", ())
    ('footer', 'footer', '')
    """
    filled = [cell.strip() for cell in cells if cell and cell.strip()]
    if not filled:
        return "empty"
    first = filled[0]
    nobody = not name or name == first or bool(_COUNT.fullmatch(name))
    if nobody and _NOT_A_PERSON.match(re.sub(r"\s", "", first)):
        return "footer"
    if name and folded(name) in ("姓名", "name"):
        return "header_again"
    if not name and len(filled) == 1 and _GROUP.fullmatch(first):
        return "group"
    if not name and len(filled) <= 2 and any(_NOT_A_PERSON.match(re.sub(r"\s", "", one)) for one in filled):
        return "footer"
    again = sum(folded(cell) == folded(head) for cell, head in zip(cells, headings, strict=False) if head)
    if len(filled) > 2 and again > len(filled) * 0.7:
        return "header_again"
    return ""


def declared_unit(titles: Sequence[str]) -> str:
    """The unit that a list names above its table, for rows that name none.

    >>> declared_unit(["人才名单", "填报单位（盖章）：某某大学  2026年3月"])
    '某某大学'
    """
    found = next((match for title in titles if (match := _UNIT.search(title))), None)
    return found[1] if found else ""


def says_women(titles: Sequence[str]) -> bool:
    """Whether a list says of itself that it holds women only.

    >>> says_women(["全市女科技人才信息表"]), says_women(["科技人才信息表"])
    (True, False)
    """
    return any(_WOMEN.search(title) and not _BOTH.search(title) for title in titles)


def _best(rows: Sequence[Sequence[str]]) -> int | None:
    """The row with the most headings that are surely known, the name among them counting double."""
    best, most = None, float("-inf")
    for position, row in enumerate(rows):
        known = {
            found[0]
            for cell in row
            if cell and len(cell) <= 60 and (found := field_of(cell)) and found[1] >= _ENOUGH
        }
        filled = sum(bool(cell.strip()) for cell in row)
        score = len(known) + ("name" in known) - 0.02 * filled
        if (len(known) >= 2 or "name" in known) and score > most:
            best, most = position, score
    return best


def _is_below(
    rows: Sequence[Sequence[str]],
    at: int,
    top: int,
    merged: Sequence[tuple[tuple[int, int], tuple[int, int]]],
) -> bool:
    """Whether a row is a lower storey of the header that begins at ``top``."""
    if at >= len(rows):
        return False
    if any(first[0] <= at - 1 < at <= last[0] for first, last in merged if first[0] >= top):
        return True
    filled = [cell.strip() for cell in rows[at] if cell.strip()]
    if not filled or any(len(cell) > 20 or _DIGITS.search(cell) for cell in filled):
        return False
    name = next(
        (n for n, cell in enumerate(rows[top]) if (found := field_of(cell)) and found[0] == "name"), None
    )
    if name is not None and rows[at][name].strip():
        return False
    return any((found := field_of(cell)) and found[1] >= _ENOUGH for cell in filled)


def _is_above(
    rows: Sequence[Sequence[str]],
    at: int,
    merged: Sequence[tuple[tuple[int, int], tuple[int, int]]],
    width: int,
) -> bool:
    """Whether a row is the storey above: groups of columns, not a title over the whole table."""
    if at < 0:
        return False
    filled = [n for n, cell in enumerate(rows[at]) if cell.strip()]
    if not filled:
        return False
    spans = [(first, last) for first, last in merged if first[0] <= at <= last[0]]
    if any(last[1] - first[1] + 1 >= max(3, 0.8 * width) for first, last in spans):
        return False
    if any(first[0] <= at < last[0] for first, last in spans):
        return True
    if len(filled) < 2:
        return False
    return any(not rows[at + 1][n].strip() and field_of(rows[at][n]) for n in filled)


def _headings(
    rows: Sequence[Sequence[str]],
    storeys: Sequence[int],
    merged: Sequence[tuple[tuple[int, int], tuple[int, int]]],
    width: int,
) -> tuple[str, ...]:
    lines = [[" ".join(cell.split()) for cell in rows[at]] for at in storeys]
    for (top, left), (bottom, right) in merged:
        for at in range(max(top, storeys[0]), min(bottom, storeys[-1]) + 1):
            for column in range(left, min(right, width - 1) + 1):
                lines[at - storeys[0]][column] = " ".join(rows[top][left].split())
    if not merged:
        for upper, lower in pairwise(lines):
            for column in range(1, width):  # a group's name stands over its first column only
                if not upper[column] and lower[column] and lower[column - 1]:
                    upper[column] = upper[column - 1]
    return tuple(
        " ".join(dict.fromkeys(line[column] for line in lines if line[column])) for column in range(width)
    )
