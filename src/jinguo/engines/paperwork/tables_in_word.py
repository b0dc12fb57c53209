"""Tables in letters: full width, headings repeated on every page, no row broken over two pages."""

from __future__ import annotations

from typing import Any

from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import Table, _Row

from .layout import BLACK_FACE, BODY_FACE, LETTER_PAGE, LINE_PITCH, MM_PER_POINT, SMALL_SIZE, TABLE_SIZE
from .letters import NameTable
from .text import clean, ems
from .word import CENTRE, LEFT, Ink, element, shape, write

_CELL = Ink(BODY_FACE, TABLE_SIZE)
_HEAD = Ink(BLACK_FACE, TABLE_SIZE)
_SMALL_CELL = Ink(BODY_FACE, SMALL_SIZE)
_SMALL_HEAD = Ink(BLACK_FACE, SMALL_SIZE)
_LINE = 22.0
_SMALL_LINE = 18.0
#: A small table of so few rows is not broken over two pages.
_WHOLE = 8
_NUMBER_MM = 14.0
_AROUND_MM = 4.0
_NARROW_SHARE = 0.3


def write_name_table(document: Document, block: NameTable) -> None:
    """Add the table; a caption stands over it, and an empty line of the page follows."""
    if block.caption:
        caption = shape(document.add_paragraph(), align=CENTRE, line=LINE_PITCH, keep_next=True)
        write(caption, block.caption, _SMALL_HEAD if block.small else Ink(BLACK_FACE))
    number = ["序号"] if block.numbered else []
    table = document.add_table(rows=1 + len(block.rows), cols=len(number) + len(block.columns))
    ruled(table, _widths(block), 0.4, 1.5)
    rows = list(table.rows)
    _fill(rows[0], [*number, *block.columns], small=block.small)
    short = _short_columns(block)
    rows[0]._tr.get_or_add_trPr().append(element("w:tblHeader"))
    for count, values in enumerate(block.rows, 1):
        texts = [str(count), *values] if block.numbered else list(values)
        _fill(rows[count], texts, small=block.small, short=short)
    if block.small and len(block.rows) <= _WHOLE:
        for row in rows[:-1]:
            for place in row.cells:
                place.paragraphs[0].paragraph_format.keep_with_next = True
    shape(document.add_paragraph(), line=LINE_PITCH / 2)


def ruled(
    table: Table, widths: list[float], padding_y: float, padding_x: float, *, outer: bool = True
) -> None:
    """Borders, fixed widths in millimetres and the margins inside cells, in the order that the schema
    wants."""
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    properties: Any = table._tbl.tblPr
    borders = element("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        shown = outer or side.startswith("inside")
        borders.append(element(f"w:{side}", val="single" if shown else "nil", sz=4, space=0, color="000000"))
    margins = element("w:tblCellMar")
    for side, amount in (
        ("top", padding_y),
        ("left", padding_x),
        ("bottom", padding_y),
        ("right", padding_x),
    ):
        margins.append(element(f"w:{side}", w=round(amount / MM_PER_POINT * 20), type="dxa"))
    properties.find(qn("w:tblLayout")).addprevious(borders)
    look = properties.find(qn("w:tblLook"))
    if look is None:
        properties.append(margins)
    else:
        look.addprevious(margins)
    for grid, width in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
        grid.w = Mm(width)
    for row in table._tbl.tr_lst:
        for tc, width in zip(row.tc_lst, widths, strict=True):
            tc.width = Mm(width)


def unbroken(row: _Row) -> None:
    """The row stays on one page."""
    row._tr.get_or_add_trPr().append(element("w:cantSplit"))


def _short_columns(block: NameTable) -> list[bool | None]:
    """Which columns are set in the middle; None: each cell for itself. Figures of one column stand alike."""
    number: list[bool | None] = [True] if block.numbered else []
    if not block.small:
        return number + [None] * len(block.columns)
    columns = zip(*block.rows, strict=True) if block.rows else [()] * len(block.columns)
    return number + [all(_is_short(text) for text in column) for column in columns]


def _is_short(text: str) -> bool:
    return len(clean(text)) <= 8


def _fill(row: _Row, texts: list[str], *, small: bool, short: list[bool | None] | None = None) -> None:
    """A row of texts; without ``short`` it is the heading."""
    unbroken(row)
    heading = short is None
    middle = short if short is not None else [True] * len(texts)
    for place, text, in_middle in zip(row.cells, texts, middle, strict=True):
        properties: Any = place._tc.get_or_add_tcPr()
        properties.append(element("w:vAlign", val="center"))
        centred = _is_short(text) if in_middle is None else in_middle
        paragraph = shape(
            place.paragraphs[0], align=CENTRE if centred else LEFT, line=_SMALL_LINE if small else _LINE
        )
        if small:
            write(paragraph, text, _SMALL_HEAD if heading else _SMALL_CELL)
        else:
            write(paragraph, text, _HEAD if heading else _CELL)


def _widths(block: NameTable) -> list[float]:
    """Widths by weight, or by content: narrow columns get what they need, the others share the rest."""
    room = LETTER_PAGE.text_width - (_NUMBER_MM if block.numbered else 0.0)
    if block.weights:
        widths = [room * weight / sum(block.weights) for weight in block.weights]
    else:
        needs = [
            max(ems(text) for text in (label, *(row[position] for row in block.rows)))
            * TABLE_SIZE
            * MM_PER_POINT
            + _AROUND_MM
            for position, label in enumerate(block.columns)
        ]
        widths = _shared(needs, room)
    return [_NUMBER_MM, *widths] if block.numbered else widths


def _shared(needs: list[float], room: float) -> list[float]:
    """The room divided: all in proportion where they fit, else the narrow ones whole and the others in
    proportion.

    >>> _shared([20.0, 30.0], 100.0), _shared([20.0, 100.0, 60.0], 100.0)
    ([40.0, 60.0], [20.0, 50.0, 30.0])
    """
    whole = sum(needs)
    narrow = [need for need in needs if need <= room * _NARROW_SHARE] if whole > room else []
    if len(narrow) == len(needs):
        narrow = []
    scale = (room - sum(narrow)) / (whole - sum(narrow))
    return [need if narrow and need <= room * _NARROW_SHARE else need * scale for need in needs]
