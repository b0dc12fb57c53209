"""Official letters as Word files, laid out by GB/T 9704-2012: 22 lines of 28 characters, 仿宋 16 pt,
小标宋 22 pt."""

from __future__ import annotations

import math
from typing import Any

from docx.document import Document
from docx.shared import Mm

from . import layout, word
from .charts_in_word import write_chart
from .layout import (
    BLACK_FACE,
    BODY_FACE,
    KAI_FACE,
    LETTER_PAGE,
    LINE_PITCH,
    MM_PER_POINT,
    SONG_FACE,
    TITLE_FACE,
)
from .letters import (
    Attachment,
    Block,
    Chart,
    Heading,
    NameColumns,
    NameTable,
    OfficialDocument,
    Paragraph,
    heading_labels,
    spread_name,
)
from .tables_in_word import write_name_table
from .text import clean, ems, one_line, printed
from .titles import title_lines
from .word import BOTH, CENTRE, LEFT, RIGHT, Ink, element, shape, write

_BODY = Ink(BODY_FACE, layout.BODY_SIZE, spacing=layout.BODY_NARROWING)
_BOLD = Ink(BODY_FACE, layout.BODY_SIZE, bold=True, spacing=layout.BODY_NARROWING)
_TITLE = Ink(TITLE_FACE, layout.TITLE_SIZE)
_BLACK = Ink(BLACK_FACE, layout.BODY_SIZE, spacing=layout.BODY_NARROWING)
_KAI = Ink(KAI_FACE, layout.BODY_SIZE, spacing=layout.BODY_NARROWING)
_NUMBER = Ink(SONG_FACE, layout.PAGE_NUMBER_SIZE)
_BY_LEVEL = {1: _BLACK, 2: _KAI, 3: _BODY, 4: _BODY}
_TITLE_EMS = LETTER_PAGE.text_width / MM_PER_POINT / layout.TITLE_SIZE - 0.5
_EM = layout.BODY_SIZE + layout.BODY_NARROWING


def official_letter(letter: OfficialDocument) -> bytes:
    """The letter as a .docx. The same letter gives the same bytes."""
    return _Letter(letter).bytes()


class _Letter:
    """Writes one letter from its head to its last attachment."""

    def __init__(self, letter: OfficialDocument) -> None:
        self.letter = letter
        self.charts = 0
        self.document: Document = word.new_document(LETTER_PAGE, _BODY, letter.title)

    def bytes(self) -> bytes:
        letter = self.letter
        if letter.red_head:
            self._head()
        self._title(letter.title)
        if letter.addressee:
            write(self._line(), f"{one_line(letter.addressee).rstrip('：:')}：", _BODY)
        self._blocks(letter.blocks)
        self._list_attachments()
        self._signature()
        if letter.note:
            write(self._line(first_chars=2), f"（{one_line(letter.note)}）", _BODY)
        for number, attachment in enumerate(letter.attachments, 1):
            if attachment.blocks:
                self._attachment(number, attachment)
        if letter.page_numbers:
            _number_pages(self.document)
        return word.finished(self.document)

    def _line(self, **form: Any) -> Any:
        """A new paragraph on the page's lines."""
        form.setdefault("align", LEFT)
        return shape(self.document.add_paragraph(), line=LINE_PITCH, em=_EM, **form)

    def _head(self) -> None:
        """The organ's mark in red, the document's number, the red rule (7.2.4, 7.2.5, 7.2.7)."""
        mark = one_line(self.letter.red_head)
        room = LETTER_PAGE.text_width / MM_PER_POINT
        size = max(22.0, min(54.0, math.floor(room / max(1.0, ems(mark)))))
        head = shape(self.document.add_paragraph(), align=CENTRE, line=size * 1.3, after=LINE_PITCH)
        write(head, mark, Ink(TITLE_FACE, size, colour=layout.RED))
        number = self._line(align=CENTRE, after=4.0)
        write(number, one_line(self.letter.number), _BODY)
        border = element("w:pBdr")
        border.append(element("w:bottom", val="single", sz=12, space=4, color=layout.RED))
        number._p.get_or_add_pPr().insert_element_before(
            border, "w:shd", "w:tabs", "w:autoSpaceDE", "w:snapToGrid", "w:spacing", "w:ind", "w:jc"
        )
        self._line()

    def _title(self, text: str) -> None:
        """The title, two lines below the rule, its lines as the author broke them (7.3.1)."""
        if self.letter.red_head:
            self._line()
        for line in title_lines(text, _TITLE_EMS):
            write(self._line(align=CENTRE, keep_next=True), line, _TITLE)
        self._line(keep_next=True)

    def _blocks(self, blocks: tuple[Block, ...]) -> None:
        for label, block in zip(heading_labels(blocks), blocks, strict=True):
            match block:
                case Heading():
                    ink = _BY_LEVEL[block.level]
                    write(self._line(first_chars=2, keep_next=True), f"{label}{one_line(block.text)}", ink)
                case Paragraph():
                    self._paragraph(block)
                case NameColumns():
                    self._names(block)
                case NameTable():
                    write_name_table(self.document, block)
                case Chart():
                    self.charts += 1
                    write_chart(self.document, block, self.charts)

    def _paragraph(self, block: Paragraph) -> None:
        for number, piece in enumerate(clean(block.text).split("\n")):
            line = self._line(align=BOTH, first_chars=2.0 if block.indented else 0.0)
            if block.lead and number == 0:
                write(line, block.lead, _BOLD)
            write(line, piece.strip(), _BODY)

    def _names(self, block: NameColumns) -> None:
        """Names on tab stops, each column the same width."""
        step = LETTER_PAGE.text_width / block.columns
        room = math.floor(step / MM_PER_POINT / _EM) - 1
        row: list[tuple[int, str]] = []
        place = 0
        for name in (spread_name(one_line(name)) for name in block.names):
            needs = min(block.columns, max(1, math.ceil(ems(name) / room)))
            if place + needs > block.columns:
                self._name_row(row, step)
                row, place = [], 0
            row.append((place, name))
            place += needs
        self._name_row(row, step)

    def _name_row(self, row: list[tuple[int, str]], step: float) -> None:
        if not row:
            return
        line = self._line(keep_next=False)
        for place, _ in row:
            if place:
                line.paragraph_format.tab_stops.add_tab_stop(Mm(step * place))
        write(line, "\t".join(name for _, name in row), _BODY)

    def _list_attachments(self) -> None:
        """附件：… one line below the body, two characters in; several are numbered under one another
        (7.3.4)."""
        titles = [one_line(attachment.title) for attachment in self.letter.attachments]
        if not titles:
            return
        self._line()
        if len(titles) == 1:
            write(self._line(left_chars=5, first_chars=-3, keep_next=True), f"附件：{titles[0]}", _BODY)
        for number, title in enumerate(titles, 1) if len(titles) > 1 else ():
            head = "附件：" if number == 1 else ""
            line = self._line(left_chars=6, first_chars=-4 if head else -1, keep_next=True)
            write(line, f"{head}{number}.{title}", _BODY)

    def _signature(self) -> None:
        """Signatory and date, kept with the end of the body so that no page holds them alone (7.3.5)."""
        letter = self.letter
        if not (letter.signatory or letter.dated):
            return
        signatory, dated = one_line(letter.signatory), printed(letter.dated)
        left, right = _signature_indents(ems(signatory), ems(dated), sealed=letter.sealed)
        self._keep_last_with_next()
        self._line(keep_next=True)
        self._line(keep_next=True)
        if signatory:
            write(self._line(align=RIGHT, right_chars=left, keep_next=True), signatory, _BODY)
        if dated:
            write(self._line(align=RIGHT, right_chars=right), dated, _BODY)

    def _keep_last_with_next(self) -> None:
        last = self.document.paragraphs[-1]
        last.paragraph_format.keep_with_next = True

    def _attachment(self, number: int, attachment: Attachment) -> None:
        """附件 in 黑体 at the top left of a new page, its title centred on the third line (7.3.7)."""
        mark = "附件" if len(self.letter.attachments) == 1 else f"附件{number}"
        line = self._line(keep_next=True)
        line.paragraph_format.page_break_before = True
        write(line, mark, _BLACK)
        self._line(keep_next=True)
        for piece in title_lines(attachment.title, _TITLE_EMS):
            write(self._line(align=CENTRE, keep_next=True), piece, _TITLE)
        self._line(keep_next=True)
        self._blocks(attachment.blocks)


def _signature_indents(signatory: float, dated: float, *, sealed: bool) -> tuple[float, float]:
    """How far signatory and date stand from the right edge, in characters.

    With a seal the date stands four characters in and the signatory is centred over it; a signatory too
    long for that pushes the date further in. Without one the signatory stands two in and the date begins two
    characters behind the signatory's beginning, or the date stands two in where it is the longer
    (7.3.5.1, 7.3.5.2).

    >>> _signature_indents(5.0, 7.0, sealed=True), _signature_indents(9.0, 7.0, sealed=False)
    ((5.0, 4.0), (2.0, 2.0))
    """
    if sealed:
        date_in = max(layout.DATE_FROM_RIGHT, (signatory - dated) / 2)
        return date_in - (signatory - dated) / 2, date_in
    edge = layout.SIGNATORY_FROM_RIGHT
    date_in = edge + signatory - dated - 2
    if date_in < edge:
        return edge + dated + 2 - signatory, edge
    return edge, date_in


def _number_pages(document: Document) -> None:
    """— 1 — in 4号 宋体: right on odd pages, left on even ones, one character in (7.5)."""
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    for footer, align, side in (
        (section.footer, RIGHT, "right_chars"),
        (section.even_page_footer, LEFT, "left_chars"),
    ):
        footer.is_linked_to_previous = False
        line = footer.paragraphs[0]
        shape(line, align=align, em=layout.PAGE_NUMBER_SIZE, **{side: 1.0})  # type: ignore[arg-type]
        write(line, "— ", _NUMBER)
        word.add_field(line, "PAGE", _NUMBER)
        write(line, " —", _NUMBER)
