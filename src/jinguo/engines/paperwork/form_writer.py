"""Registration forms as Word files: the form's own table, the place for seals, the version code in the
foot."""

from __future__ import annotations

import io
from copy import deepcopy
from typing import Any

from docx.document import Document
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.shared import Mm
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from qrcode.constants import ERROR_CORRECT_M
from qrcode.image.pil import PilImage
from qrcode.main import QRCode

from . import form_fit, word
from .form_fit import Fit
from .forms import Cell, Opinion, RegistrationForm
from .layout import BLACK_FACE, BODY_FACE, FORM_PAGE, MM_PER_POINT, SONG_FACE, TITLE_FACE, TITLE_SIZE
from .tables_in_word import ruled, unbroken
from .text import clean, count_lines, one_line, printed
from .titles import title_lines
from .word import BOTH, CENTRE, LEFT, RIGHT, Ink, element, shape, write

_VALUE = Ink(BODY_FACE, form_fit.CELL_SIZE)
_LABEL = Ink(BODY_FACE, form_fit.CELL_SIZE)
_TITLE = Ink(TITLE_FACE, TITLE_SIZE)
_FOOT = Ink(SONG_FACE, 9.0)
_QR_MM = 11.0


def registration_form(form: RegistrationForm, *, copies: int = 1) -> bytes:
    """The form as a .docx; ``copies=2`` puts it there twice (一式两份), each copy from a new page on.

    Long text is set smaller, down to 9 pt, where that keeps the form on one page; otherwise it flows on
    at 12 pt. The same form gives the same bytes.

    Raises:
        ValueError: ``copies`` is below 1.
    """
    if copies < 1:
        raise ValueError("a form is printed at least once")
    document = word.new_document(FORM_PAGE, _VALUE, form.title)
    fit = form_fit.fitted(form)
    _write_copy(document, form, fit)
    _repeat(document, copies - 1)
    shape(document.add_paragraph(), line=1.0)
    if form.version_code:
        _write_foot(document, form.version_code)
    return word.finished(document)


def _repeat(document: Document, times: int) -> None:
    """Put what stands in the document there again, each time from a new page on; writing it anew takes far longer."""
    body: Any = document.element.body
    written = list(body)[:-1]  # the section's properties stand last
    for _ in range(times):
        again = [deepcopy(one) for one in written]
        for one in again:
            body[-1].addprevious(one)
        Paragraph(again[0], document).paragraph_format.page_break_before = True


def _write_copy(document: Document, form: RegistrationForm, fit: Fit) -> None:
    first: Paragraph | None = None
    if form.mark:
        first = shape(document.add_paragraph(), align=LEFT, line=24.0, keep_next=True)
        write(first, form.mark, Ink(BLACK_FACE, 16.0))
    title = shape(
        document.add_paragraph(),
        align=CENTRE,
        line=form_fit.TITLE_LINE,
        after=form_fit.TITLE_AFTER,
        keep_next=True,
    )
    write(title, "\n".join(title_lines(form.title, form_fit.TITLE_EMS)), _TITLE)
    (first or title).paragraph_format.page_break_before = False
    for cell in form.layout.above:
        line = shape(document.add_paragraph(), align=LEFT, line=form_fit.ABOVE_LINE, keep_next=True)
        write(line, form_fit.line_beside(form, cell), _LABEL.of(form_fit.ABOVE_SIZE))
    _write_table(document, form, fit)
    for cell in form.layout.below:
        line = shape(document.add_paragraph(), align=LEFT, line=form_fit.ABOVE_LINE)
        write(line, form_fit.line_beside(form, cell), _LABEL.of(form_fit.ABOVE_SIZE))


def _write_table(document: Document, form: RegistrationForm, fit: Fit) -> None:
    layout = form.layout
    table = document.add_table(rows=len(layout.rows), cols=len(layout.columns))
    ruled(table, list(layout.columns), form_fit.PADDING_Y, form_fit.PADDING_X)
    for number, (row, height) in enumerate(zip(layout.rows, fit.heights, strict=True)):
        drawn = table.rows[number]
        drawn.height_rule, drawn.height = WD_ROW_HEIGHT_RULE.AT_LEAST, Mm(height)
        if not row.grows:
            unbroken(drawn)
        start = 0
        places = (
            drawn.cells
        )  # once a row: the table works its whole grid out anew for every cell it is asked for
        for position, cell in enumerate(row.cells):
            place = places[start]
            if cell.span > 1:
                place = place.merge(places[start + cell.span - 1])
            place.width = Mm(layout.width_of(row, position))
            _write_cell(place, cell, form, fit, layout.width_of(row, position), height)
            start += cell.span


def _write_cell(
    place: _Cell, cell: Cell, form: RegistrationForm, fit: Fit, width: float, height: float
) -> None:
    value = form.values.get(cell.key)
    match cell.kind:
        case "label":
            _write_label(place, cell.text)
        case "note":
            _upright(place, "center")
            write(shape(place.paragraphs[0], align=LEFT, line=form_fit.CELL_LINE), cell.text, _VALUE)
        case "value":
            _upright(place, "center")
            paragraph = shape(
                place.paragraphs[0], align=CENTRE if cell.centred else LEFT, line=form_fit.CELL_LINE
            )
            write(paragraph, form_fit.shown(cell, value, width), _VALUE)
        case "text":
            _upright(place, "center" if cell.centred else "top")
            _write_paragraphs(place, printed(value), _VALUE.of(fit.size), fit.line)
        case "opinion":
            _write_opinion(place, cell, value, form.layout.seal_mm, width, height)
        case "table":
            _write_nested(place, cell, value, width)


def _write_label(place: _Cell, text: str) -> None:
    """Each line of a label is a paragraph of its own; what stands in brackets is set smaller."""
    _upright(place, "center")
    for number, line in enumerate(clean(text).split("\n")):
        paragraph = place.paragraphs[0] if number == 0 else place.add_paragraph()
        shape(paragraph, align=CENTRE, line=form_fit.CELL_LINE)
        write(paragraph, line, _LABEL.of(9.0) if line.startswith("（") else _LABEL)


def _write_paragraphs(place: _Cell, text: str, ink: Ink, line: float, right_mm: float = 0.0) -> Paragraph:
    paragraph: Paragraph = place.paragraphs[0]
    for number, piece in enumerate(text.split("\n")):
        if number:
            paragraph = place.add_paragraph()
        indent = 2.0 if piece.strip() else 0.0
        shape(paragraph, align=BOTH, line=line, first_chars=indent, em=ink.size)
        if right_mm:
            paragraph.paragraph_format.right_indent = Mm(right_mm)
        write(paragraph, piece.strip(), ink)
    return paragraph


def _write_opinion(
    place: _Cell, cell: Cell, value: object, seal_mm: float, width: float, height: float
) -> None:
    """The opinion above, 盖章 and the date at the bottom right; the right side stays free for the seal."""
    opinion = value if isinstance(value, Opinion) else Opinion(printed(value))
    _upright(place, "top")
    line = form_fit.CELL_LINE
    beside_seal = seal_mm + 6.0
    text = clean(opinion.text)
    _write_paragraphs(place, text, _VALUE, line, beside_seal)
    lines = count_lines(text, (width - beside_seal) / MM_PER_POINT / _VALUE.size, 2.0)
    used = lines + 2 + bool(opinion.signed_by)
    before = max(0.0, height / MM_PER_POINT - used * line - 10.0)
    if opinion.signed_by:
        signed = shape(
            place.add_paragraph(), align=LEFT, line=line, before=before, first_chars=2, em=12, keep_next=True
        )
        write(signed, opinion.signed_by, _VALUE)
        before = 0.0
    seal = shape(
        place.add_paragraph(), align=RIGHT, line=line, before=before, right_chars=3, em=12, keep_next=True
    )
    write(seal, cell.text, _VALUE)
    dated = shape(place.add_paragraph(), align=RIGHT, line=line, right_chars=1.5, em=12)
    write(dated, clean(opinion.dated) or "年　　月　　日", _VALUE)


def _write_nested(place: _Cell, cell: Cell, value: object, width: float) -> None:
    """A table inside the cell; the cell keeps its one paragraph, as Word demands, one point high at the
    end."""
    lines = [[column.label for column in cell.columns], *form_fit.table_rows(cell, value)]
    table = place.add_table(rows=len(lines), cols=len(cell.columns))
    whole = sum(column.weight for column in cell.columns)
    _without_margins(place)
    widths = [width * column.weight / whole for column in cell.columns]
    ruled(table, widths, form_fit.PADDING_Y, form_fit.PADDING_X, outer=False)
    for number, line in enumerate(lines):
        unbroken(table.rows[number])
        for position, text in enumerate(line):
            place_ = table.cell(number, position)
            _upright(place_, "center")
            write(
                shape(place_.paragraphs[0], align=CENTRE, line=14.0, before=1, after=1), text, _VALUE.of(10.5)
            )
    leading, trailing = place.paragraphs[0], place.paragraphs[-1]
    if leading is not trailing:
        leading._p.getparent().remove(leading._p)
    shape(trailing, line=1.0)


def _without_margins(place: _Cell) -> None:
    margins = element("w:tcMar")
    for side in ("top", "left", "bottom", "right"):
        margins.append(element(f"w:{side}", w=0, type="dxa"))
    properties: Any = place._tc.get_or_add_tcPr()
    properties.append(margins)


def _upright(place: _Cell, where: str) -> None:
    properties: Any = place._tc.get_or_add_tcPr()
    properties.append(element("w:vAlign", val=where))


def _write_foot(document: Document, code: str) -> None:
    section = document.sections[0]
    section.footer.is_linked_to_previous = False
    paragraph = shape(section.footer.paragraphs[0], align=RIGHT)
    write(paragraph, f"版本号：{one_line(code)}　", _FOOT)
    run = paragraph.add_run()
    picture: Any = run.add_picture(io.BytesIO(_qr_png(one_line(code))), width=Mm(_QR_MM))
    picture._inline.docPr.set("descr", one_line(code))
    picture._inline.docPr.set("name", "版本号二维码")


def _qr_png(text: str) -> bytes:
    code: Any = QRCode(error_correction=ERROR_CORRECT_M, box_size=6, border=2, image_factory=PilImage)
    code.add_data(text.encode())
    code.make(fit=True)
    target = io.BytesIO()
    code.make_image().save(target, format="PNG")
    return target.getvalue()
