"""Filling an organisation's own Word form: cells are found by their labels, and keep their look.

The value of a label stands in the cell to its right, or, where that one is taken, in the cell below.
Labels are compared without white space, so 姓    名 is 姓名. A table inside the form (a heading row with
empty rows below it) is filled from a list of rows. A label in the running text (推荐单位：＿＿) takes its
value after the colon.
"""

from __future__ import annotations

import copy
import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import docx
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from jinguo.errors import Refused
from jinguo.reasons import Reason

from .archive import repacked
from .text import folded, one_line, printed

_MOST_BYTES: Final = 64 * 1024 * 1024
_BRACKETS: Final = re.compile(r"\([^()]*\)$")
_BLANKS: Final = re.compile(r"[\s_＿　]*")


@dataclass(frozen=True, slots=True)
class FilledTemplate:
    """The filled document; ``reasons`` name the labels that were not found or whose cells were taken."""

    document: bytes
    reasons: tuple[Reason, ...] = ()


def fill_template(
    template: bytes, values: Mapping[str, object], *, placeholders: Sequence[str] = ()
) -> FilledTemplate:
    """Fill a .docx by labels: ``{"姓名": "王芳", "家庭成员": [{"称谓": …, "姓名": …}]}``.

    A list of mappings fills the rows below the headings that its keys name; its own label only names it
    in the reasons. ``placeholders`` are texts that the template holds in cells meant to be filled.

    Raises:
        Refused: the template is no .docx, or far too large (``template_unreadable``, ``template_too_large``).
    """
    document = _opened(template)
    grids = [_Grid(table, placeholders) for table in _tables(document)]
    reasons = []
    for label, value in values.items():
        if isinstance(value, Sequence) and value and all(isinstance(row, Mapping) for row in value):
            reason = _fill_rows(grids, label, value)
        else:
            reason = _fill_one(document, grids, label, printed(value))
        if reason:
            reasons.append(reason)
    target = io.BytesIO()
    document.save(target)
    return FilledTemplate(repacked(target.getvalue()), tuple(reasons))


class _Grid:
    """A table by rows of real cells, each with the grid column where it starts."""

    def __init__(self, table: Table, placeholders: Sequence[str]) -> None:
        self.placeholders = placeholders
        self.taken: set[int] = set()
        self.rows: list[list[tuple[int, _Cell]]] = []
        for row in table._tbl.tr_lst:
            start, cells = row.grid_before, []
            for tc in row.tc_lst:
                if tc.vMerge != "continue":
                    cells.append((start, _Cell(tc, table)))
                start += tc.grid_span
            self.rows.append(cells)

    def places(self) -> Iterator[tuple[int, int]]:
        for number, row in enumerate(self.rows):
            for position in range(len(row)):
                yield number, position

    def label(self, number: int, position: int) -> str:
        return folded(self.rows[number][position][1].text)

    def right_of(self, number: int, position: int) -> _Cell | None:
        row = self.rows[number]
        return row[position + 1][1] if position + 1 < len(row) else None

    def below(self, number: int, position: int) -> _Cell | None:
        """The cell that starts at the same grid column one row down."""
        start = self.rows[number][position][0]
        following = self.rows[number + 1] if number + 1 < len(self.rows) else []
        return next((cell for column, cell in following if column == start), None)

    def is_free(self, cell: _Cell | None) -> bool:
        if cell is None or id(cell._tc) in self.taken or cell.tables:
            return False
        text = cell.text
        for placeholder in self.placeholders:
            text = text.replace(placeholder, "")
        return _BLANKS.fullmatch(text) is not None

    def fill(self, cell: _Cell, text: str, like: _Cell) -> None:
        self.taken.add(id(cell._tc))
        _write(cell, text, like)


def _fill_one(document: Document, grids: Sequence[_Grid], label: str, text: str) -> Reason | None:
    found = False
    for matches in (_same, _same_but_brackets):
        for grid in grids:
            for number, position in grid.places():
                if not matches(grid.label(number, position), folded(label)):
                    continue
                found = True
                beside = (grid.right_of(number, position), grid.below(number, position))
                free = next((cell for cell in beside if cell is not None and grid.is_free(cell)), None)
                if free is not None:
                    grid.fill(free, text, grid.rows[number][position][1])
                    return None
    if not found and _fill_line(document, label, text):
        return None
    return Reason("template_cell_taken" if found else "template_label_missing", {"label": label}, "warning")


def _fill_rows(grids: Sequence[_Grid], label: str, rows: Sequence[Mapping[str, object]]) -> Reason | None:
    keys = {folded(key): key for row in rows for key in row}
    for grid in grids:
        for number, cells in enumerate(grid.rows):
            columns = {start: keys[folded(cell.text)] for start, cell in cells if folded(cell.text) in keys}
            if len(columns) == len(keys) and number + 1 < len(grid.rows):
                left = _fill_below(grid, number, columns, rows)
                return Reason.warning("template_rows_left", label=label, left=left) if left else None
    return Reason.warning("template_label_missing", label=label)


def _fill_below(
    grid: _Grid, header: int, columns: Mapping[int, str], rows: Sequence[Mapping[str, object]]
) -> int:
    """Fill the free rows below a heading; how many values found no row."""
    waiting = list(rows)
    for cells in grid.rows[header + 1 :]:
        places = {start: cell for start, cell in cells if start in columns}
        if not waiting or len(places) < len(columns):
            break
        if all(grid.is_free(cell) for cell in places.values()):
            row = waiting.pop(0)
            for start, cell in places.items():
                grid.fill(cell, printed(row.get(columns[start])), cell)
    return len(waiting)


def _same(found: str, wanted: str) -> bool:
    return bool(wanted) and found == wanted


def _same_but_brackets(found: str, wanted: str) -> bool:
    return bool(wanted) and _BRACKETS.sub("", found) == _BRACKETS.sub("", wanted)


def _fill_line(document: Document, label: str, text: str) -> bool:
    """Fill 标签：＿＿ in the running text: what follows the colon, up to the next word, is replaced."""
    pattern = r"[\s　]*".join(map(re.escape, folded(label)))
    for paragraph in document.paragraphs:
        found = re.search(rf"(?:^|(?<=[\s　])){pattern}[\s　]*[:：](?P<blank>[\s_＿　]*)", paragraph.text)
        if found:
            after = paragraph.text[found.end() :]
            _replace(paragraph, found.start("blank"), found.end(), one_line(text) + ("　　" if after else ""))
            return True
    return False


def _replace(paragraph: Paragraph, start: int, end: int, text: str) -> None:
    """Replace a stretch of a paragraph's text, keeping the look of the run where it begins."""
    spans, offset = [], 0
    for run in paragraph.runs:
        spans.append((offset, offset + len(run.text), run))
        offset += len(run.text)
    host = next((run for begin, stop, run in spans if begin <= start < stop), spans[-1][2])
    for begin, stop, run in spans:
        before = run.text[: max(0, start - begin)]
        after = run.text[max(0, end - begin) :] if end < stop else ""
        if run is host or (begin < end and start < stop):
            run.text = before + (text if run is host else "") + after


def _write(cell: _Cell, text: str, like: _Cell) -> None:
    """Put text into a cell: the first run's look, the first paragraph's shape, a paragraph for each line."""
    first = cell.paragraphs[0]
    look = _look(first)
    if look is None:
        look = _look(like.paragraphs[0])
        for weight in () if look is None else look.findall(qn("w:b")):
            look.remove(weight)
    for surplus in cell.paragraphs[1:]:
        surplus._p.getparent().remove(surplus._p)
    for child in list(first._p):
        if child.tag != qn("w:pPr"):
            first._p.remove(child)
    shape = copy.deepcopy(first._p.pPr)
    for number, line in enumerate(text.split("\n")):
        paragraph = first
        if number:
            paragraph = cell.add_paragraph()
            if shape is not None:
                paragraph._p.insert(0, copy.deepcopy(shape))
        run = paragraph.add_run(line)
        if look is not None:
            run._r.insert(0, copy.deepcopy(look))


def _look(paragraph: Paragraph) -> Any:
    """The run properties that text in this paragraph has, or would have; bold is the label's own."""
    for run in paragraph._p.iter(qn("w:r")):
        if run.rPr is not None:
            return copy.deepcopy(run.rPr)
    shape = paragraph._p.pPr
    mark = None if shape is None else shape.find(qn("w:rPr"))
    if mark is None:
        return None
    look = OxmlElement("w:rPr")
    tracked = {qn("w:ins"), qn("w:del"), qn("w:moveFrom"), qn("w:moveTo"), qn("w:rPrChange")}
    look.extend(copy.deepcopy(child) for child in mark if child.tag not in tracked)
    return look


def _tables(document: Document) -> Iterator[Table]:
    """Every table, those inside cells as well, in the order of the text."""
    for element in document.element.body.iter(qn("w:tbl")):
        yield Table(element, document)


def _opened(template: bytes) -> Document:
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as parts:
            size = sum(entry.file_size for entry in parts.infolist())
        if size > _MOST_BYTES:
            raise Refused.because("template_too_large", size=size, limit=_MOST_BYTES)
        return docx.Document(io.BytesIO(template))
    except Refused:
        raise
    except Exception as error:
        raise Refused.because("template_unreadable") from error
