"""A form as a file: its printed title, its fields, and its tables of repeated rows.

A cell with a label stands before (or above) the cells to fill in. A row of labels over rows to fill in is a table; a label beside several labels is
a group. Statements, seals, signatures and dates belong to the label before them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ..layout.text import Flow, Found
from .grids import Cell, Grid, Line, blocks
from .labels import NO_LABEL, field_of, is_blank, is_label
from .repeated import table_at

_TITLE = re.compile(r"[^：。，]{2,40}?(?:表|书|卡|明细|复印件|清单|名册|名单|目录|基本情况)(?=（|$)")
_SIGNS = re.compile(
    r"(?P<label>[\u4e00-\u9fff（）、]{0,10}(?:签字|签名|签章|盖章|公章))[）：]*|(?P<date>年月日)"
)


@dataclass(slots=True)
class Form:
    """What a form asks for; places are those of the decoded text."""

    title: Found | None = None
    fields: list[Found] = field(default_factory=list)
    tables: list[Found] = field(default_factory=list)


def read_form(text: str, skip: Sequence[tuple[int, int]] = ()) -> Form:
    """The form that a text is; tables in ``skip`` are lists and no part of it. Never raises; without tables the lines with colons are its fields."""
    form = Form()
    parts = blocks(text)
    lines = [p for p in parts if isinstance(p, Line)]
    form.title = _title(lines, parts)
    name = str(form.title.data["value"]) if form.title else None
    held = Flow("", ())
    titles = {form.title.span[0]} if form.title else set()
    for index, part in enumerate(parts):
        if isinstance(part, Grid):
            held = Flow("", ())
            if not _skipped(part, skip):
                _read_grid(form, name, part)
        elif not (part.flow.at and part.flow.at[0] in titles):
            held = _read_line(form, name, part, held, parts[index + 1 : index + 2])
    return form


def read_annexes(text: str, begin: int, listed: Sequence[str], skip: Sequence[tuple[int, int]]) -> Form:
    """The forms in the annexes of a notice: each under the line that names it; tables in ``skip`` are none."""
    form, name, held = Form(), None, Flow("", ())
    parts = blocks(text, begin)
    for index, part in enumerate(parts):
        if isinstance(part, Grid):
            held = Flow("", ())
            if not _skipped(part, skip):
                _read_grid(form, name, part)
            continue
        named = part.flow.raw in listed or _TITLE.fullmatch(part.flow.s)
        if named and not NO_LABEL.match(part.flow.s):
            name, held = part.flow.raw, Flow("", ())
        else:
            held = _read_line(form, name, part, held, parts[index + 1 : index + 2])
    return form


def _skipped(grid: Grid, skip: Sequence[tuple[int, int]]) -> bool:
    first = next((cell.flow.at[0] for row in grid.rows for cell in row if cell.flow.at), None)
    return first is None or any(a <= first < b for a, b in skip)


def _title(lines: Sequence[Line], parts: Sequence[Grid | Line]) -> Found | None:
    """The printed title: the first line that names a form, else a short line right above the first table."""
    for line in lines[:10]:
        start = len(re.match(r"[A-Za-z]*", line.flow.s).group())  # type: ignore[union-attr]
        match = _TITLE.match(line.flow.s, start)
        if match and not re.match(r"附件?\d*$|说明|注", match.group()):
            cut = line.flow.cut(*match.span())
            return Found({"value": cut.raw}, cut.span(0, len(cut)), 0.9)
    if parts and isinstance(parts[0], Line) and len(parts) > 1 and isinstance(parts[1], Grid):
        flow = parts[0].flow
        if 3 <= len(flow) <= 24 and not re.search(r"[：。，]|^附", flow.s):
            return Found({"value": flow.raw}, flow.span(0, len(flow)), 0.5)
    return None


def _read_line(form: Form, name: str | None, line: Line, held: Flow, after: Sequence[Grid | Line]) -> Flow:
    """Labels before colons in a line of text; gives back the beginning of a label that goes on in the next line."""
    flow = held + line.flow if held.s and "：" in line.flow.s else line.flow
    if "。" in flow.s or NO_LABEL.match(flow.s):
        return Flow("", ())
    if "：" not in flow.s:
        goes_on = bool(after) and isinstance(after[0], Line) and "：" in after[0].flow.s
        return (
            line.flow if goes_on and len(line.flow) <= 8 and line.flow.s[-1] not in "）日" else Flow("", ())
        )
    start = 0
    for match in re.finditer(r"：", flow.s):
        label = flow.cut(start, match.start())
        value = flow.s[match.end() :]
        rest = re.match(r"[^：]*", value).group()  # type: ignore[union-attr]
        dated = re.match(r"(?:\d{4})?年\d*月\d*日", rest)
        if 2 <= len(label) <= 16 and re.search(r"[\u4e00-\u9fff]{2}", label.s):
            data = field_of(name, label)
            if dated:
                data["type"] = "date"
            if re.search(r"签字|签名", label.s):
                data["signature"] = True
            if re.search(r"盖章|公章", label.s):
                data["seal"] = True
            form.fields.append(Found(data, label.span(0, len(label)), 0.8))
        start = match.end() + (dated.end() if dated else 0)
    return Flow("", ())


def _read_grid(form: Form, name: str | None, grid: Grid) -> None:
    groups: dict[int, tuple[int, str]] = {}  # column -> (row after its last, label)
    r = 0
    while r < len(grid.rows):
        if repeated := table_at(name, grid, r):
            table, r = repeated
            form.tables.append(table)
            continue
        groups = {c: g for c, g in groups.items() if g[0] > r}
        _read_row(form, name, grid, r, groups)
        r += 1


def _read_row(form: Form, name: str | None, grid: Grid, r: int, groups: dict[int, tuple[int, str]]) -> None:
    cells = grid.rows[r]
    last: Found | None = form.fields[-1] if form.fields and len(cells) == 1 else None
    for i, cell in enumerate(cells):
        group = next((label for c, (_, label) in sorted(groups.items()) if c < cell.column), None)
        after = cells[i + 1] if i + 1 < len(cells) else None
        if not cell.s:
            if cell.tall >= 3 and r < 6 and i == len(cells) - 1 and i:
                _photo(form, name, cell, cells[i - 1])
            continue
        if _marks(form, name, cell, last):
            continue
        if is_blank(cell) or (not is_label(cell.s.rstrip("：")) and "：" not in cell.s):
            continue
        if _is_group(grid, r, cell, after):
            groups[cell.column] = (r + max(cell.tall, _height(grid, r)), cell.flow.raw)
            last = None
            continue
        label, preset = cell.flow, None
        colon = cell.s.find("：")
        if 1 < colon < len(cell.s) - 1:
            label, preset = cell.flow.cut(0, colon), cell.flow.cut(colon + 1)
        if not is_label(label.s.rstrip("：")):
            continue
        data = field_of(name, label, group)
        if preset is not None and preset.s:
            data["preset"] = preset.raw
        if re.search(r"签字|签名", label.s):
            data["signature"] = True
        last = Found(data, label.span(0, len(label)), 0.85)
        form.fields.append(last)


def _photo(form: Form, name: str | None, cell: Cell, before: Cell) -> None:
    """A tall empty cell at the right of the first rows: where the photograph goes."""
    place = (before.flow.at[-1] + 1,) * 2 if before.flow.at else (0, 0)
    data = {"form": name, "label": "照片", "label_as_written": "", "printed": False, "type": "photo"}
    form.fields.append(Found(data, place, 0.6))
    del cell


def _is_group(grid: Grid, r: int, cell: Cell, after: Cell | None) -> bool:
    """Whether a label only names what stands beside or below it."""
    if _opens_part(grid, r, cell):
        return True
    if (
        after is None
        or not after.s
        or not is_label(after.s.rstrip("：").split("：")[0])
        or _SIGNS.search(after.s)
    ):
        return False
    if grid.marked:
        row = grid.rows[r]
        i = next(n for n, one in enumerate(row) if one.column == after.column)
        return cell.tall > 1 or (i + 1 < len(row) and not row[i + 1].s)
    below = grid.rows[r + 1] if r + 1 < len(grid.rows) else ()
    return len(below) > cell.column and not below[cell.column].s


def _opens_part(grid: Grid, r: int, cell: Cell) -> bool:
    """Whether a row only names the part of the form below it: one cell over the whole width, labels in the next row."""
    row, below = grid.rows[r], grid.rows[r + 1] if r + 1 < len(grid.rows) else ()
    labels = [c for c in below if c.s and is_label(c.s)]
    if len(labels) < 2 or [c for c in row if c.s] != [cell]:
        return False
    return (
        len(row) == 1
        if grid.marked
        else re.search(r"(?:人|情况|信息|资料)$", cell.s) is not None and len(row) > 4
    )


def _height(grid: Grid, r: int) -> int:
    """For how many rows an unmarked group goes on: while the cell below its label is empty."""
    if grid.marked:
        return 1
    n = 1
    while r + n < len(grid.rows) and grid.rows[r + n] and not grid.rows[r + n][0].s:
        n += 1
    return n


def _marks(form: Form, name: str | None, cell: Cell, last: Found | None) -> bool:
    """Seals, signatures, dates and statements in the cell beside a label; True where the cell held nothing else."""
    if last is None or (not _SIGNS.search(cell.s) and "。" not in cell.s):
        return False
    own = str(last.data["label"])
    alone = bool(re.search(r"意见|签字|签名|盖章", own))
    made: Found | None = None
    for line in cell.lines:
        for match in _SIGNS.finditer(line.s):
            if match["date"]:
                (made or last).data["date"] = True
                continue
            kind = "signature" if re.search(r"签字|签名", match["label"]) else "seal"
            label = match["label"].strip("（）")
            if alone or label in ("盖章", "公章", "签章", "签字", "签名", "单位盖章"):
                last.data[kind] = True
                continue
            begin = match.start("label") + match["label"].index(label)
            cut = line.cut(begin, begin + len(label))
            made = Found({**field_of(name, cut, own), kind: True}, cut.span(0, len(cut)), 0.7)
            form.fields.append(made)
    said = re.match(r"[^。]{4,120}。", cell.s)
    if said:
        last.data["statement"] = cell.flow.raw[: said.end()]
    return True
