"""The table that breaks a plan down (任务分解表) as a .docx: A4 across, by part of the plan, a measure's cells merged over its
steps, headings repeated, pages numbered. :mod:`.breakdowns` holds what stands in it."""

from __future__ import annotations

from typing import Any, Final

from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.table import Table, _Cell

from . import layout
from .breakdowns import COLUMNS, STEP_COLUMNS, Breakdown, centred
from .layout import BLACK_FACE, BODY_FACE, LETTER_PAGE, LINE_PITCH, SONG_FACE, TITLE_FACE, Page
from .tables_in_word import ruled
from .text import clean, one_line
from .titles import title_lines
from .word import CENTRE, LEFT, RIGHT, Ink, add_field, element, finished, new_document, shape, write

PAGE: Final = Page(297.0, 210.0, 24.0, 17.0, 22.0, 17.0, LETTER_PAGE.footer - 6)
_SIZE: Final = 10.5
_LINE: Final = 15.0
_TITLE: Final = Ink(TITLE_FACE, layout.TITLE_SIZE)
_HEAD: Final = Ink(BLACK_FACE, _SIZE)
_CELL: Final = Ink(BODY_FACE, _SIZE)
_BELOW: Final = Ink(BODY_FACE, 12)
_FOOT: Final = Ink(SONG_FACE, 12)

Line = tuple[str, tuple[str, ...]]
"""A row of the table: what it is (head, part, first or more), and its texts."""


def breakdown_document(table: Breakdown) -> bytes:
    """The table as a .docx. The same table gives the same bytes."""
    document = new_document(PAGE, _CELL, table.title)
    document.sections[0].orientation = WD_ORIENT.LANDSCAPE
    room = PAGE.text_width / layout.MM_PER_POINT / layout.TITLE_SIZE - 0.5
    for text in title_lines(table.title, room):
        write(
            shape(document.add_paragraph(), align=CENTRE, line=LINE_PITCH * 1.1, keep_next=True), text, _TITLE
        )
    below = shape(document.add_paragraph(), align=RIGHT, line=LINE_PITCH * 0.9, keep_next=True)
    write(below, one_line(table.below), _BELOW)
    _table(document, _lines(table))
    _foot(document)
    return finished(document)


def _lines(table: Breakdown) -> list[Line]:
    rows: list[Line] = [("head", tuple(label for label, _ in COLUMNS))]
    number = 0
    for part in table.parts:
        if part.name:
            rows.append(("part", (one_line(part.name),)))
        for measure in part.measures:
            number += 1
            first, *more = measure.cells(number)
            rows.append(("first" if more else "single", first))
            rows.extend(("more", row) for row in more)
    return rows


def _table(document: Document, rows: list[Line]) -> None:
    scale = PAGE.text_width / sum(width for _, width in COLUMNS)
    table = document.add_table(rows=len(rows), cols=len(COLUMNS))
    ruled(table, [width * scale for _, width in COLUMNS], 0.5, 1.0)
    for tr, (kind, texts) in zip(table._tbl.tr_lst, rows, strict=True):
        tr.get_or_add_trPr().append(element("w:cantSplit"))
        if kind == "head":
            tr.get_or_add_trPr().append(element("w:tblHeader"))
        if kind == "part":
            _part(table, tr, texts[0])
            continue
        for column, (tc, text) in enumerate(zip(tc_list(tr), texts, strict=True)):
            if kind in ("first", "more") and column not in STEP_COLUMNS:
                merged = {"val": "restart"} if kind == "first" else {}
                tc.get_or_add_tcPr().append(element("w:vMerge", **merged))
            if text:  # most cells of merged rows are empty: dressing them would take most of the time
                _fill(table, tc, text, heading=kind == "head", middle=kind == "head" or centred(column, text))


def tc_list(tr: Any) -> list[Any]:
    """The cells of a row as they stand in the file: asking python-docx for them costs a look at the whole table."""
    return list(tr.tc_lst)


def _part(table: Table, tr: Any, name: str) -> None:
    """A part's name over the whole width, kept with the measure below it."""
    first, *rest = tc_list(tr)
    for tc in rest:
        tr.remove(tc)
    properties: Any = first.get_or_add_tcPr()
    properties.append(element("w:gridSpan", val=len(COLUMNS)))
    properties.append(element("w:shd", val="clear", color="auto", fill="F2F2F2"))
    _fill(table, first, name, heading=True, middle=False).paragraph_format.keep_with_next = True


def _fill(table: Table, tc: Any, text: str, *, heading: bool, middle: bool) -> Any:
    tc.get_or_add_tcPr().append(element("w:vAlign", val="center"))
    line = _Cell(tc, table).paragraphs[0]
    shape(line, align=CENTRE if middle else LEFT, line=_LINE)
    return write(line, clean(text), _HEAD if heading else _CELL)


def _foot(document: Document) -> None:
    footer = document.sections[0].footer
    footer.is_linked_to_previous = False
    line = shape(footer.paragraphs[0], align=CENTRE)
    write(line, "第 ", _FOOT)
    add_field(line, "PAGE", _FOOT)
    write(line, " 页 共 ", _FOOT)
    add_field(line, "NUMPAGES", _FOOT)
    write(line, " 页", _FOOT)
