"""Lists of persons as an office sends them (名册): landscape, by unit, the heading repeated on each page; and a page a person
(简介). Laid out after GB/T 9704-2012: 小标宋 for the title, 黑体 for headings, 仿宋 for the rest.

>>> book = Roster("人才名册", ("姓名", "职称"), (Group("示例大学", (("王丽", "教授"),)),), "2026年1月1日")
>>> roster(book) == roster(book)
True
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_BREAK
from docx.shared import Mm

from . import layout
from .layout import BLACK_FACE, BODY_FACE, LETTER_PAGE, LINE_PITCH, SONG_FACE, TITLE_FACE, Page
from .tables_in_word import ruled, unbroken
from .text import clean, one_line
from .word import BOTH, CENTRE, LEFT, RIGHT, Ink, add_field, element, finished, new_document, shape, write

__all__ = ["Group", "PersonSheet", "Roster", "person_sheets", "roster"]

_TITLE = Ink(TITLE_FACE, layout.TITLE_SIZE)
_HEAD = Ink(BLACK_FACE, 12)
_CELL = Ink(BODY_FACE, 12)
_BODY = Ink(BODY_FACE, 14)
_LABEL = Ink(BLACK_FACE, 14)
_FOOT = Ink(SONG_FACE, layout.PAGE_NUMBER_SIZE)
_WIDE = Page(297.0, 210.0, 28.0, 26.0, 26.0, 28.0, LETTER_PAGE.footer)
_NUMBER_MM = 13.0
_LINE = 20.0
_PHOTO_MM = 35.0


@dataclass(frozen=True, slots=True)
class Group:
    """The persons of one unit; each row has a text for each column."""

    name: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Roster:
    """A roster: its title, the columns (``weights``: their shares of the width), the groups, what stands under the title."""

    title: str
    columns: tuple[str, ...]
    groups: tuple[Group, ...]
    below: str = ""
    weights: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonSheet:
    """One person's page: facts as pairs, then paragraphs under headings. ``photo``: the bytes of a JPEG or PNG."""

    name: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[tuple[str, tuple[str, ...]], ...] = ()
    photo: bytes = b""


def roster(book: Roster) -> bytes:
    """The roster as a .docx. The same roster gives the same bytes."""
    document = new_document(_WIDE, _CELL, book.title)
    document.sections[0].orientation = WD_ORIENT.LANDSCAPE
    _heading(document, book.title, book.below)
    number = 0
    for group in book.groups:
        line = shape(document.add_paragraph(), align=LEFT, line=LINE_PITCH, keep_next=True)
        write(line, f"{one_line(group.name)}（{len(group.rows)}人）", _LABEL)
        number = _table(document, book, group, number)
    _pages(document)
    return finished(document)


def person_sheets(
    sheets: Iterable[PersonSheet], title: str, progress: Callable[[int], None] = lambda _: None
) -> bytes:
    """A page for each person, one after the other, as a .docx."""
    page = replace(LETTER_PAGE)
    document = new_document(page, _BODY, title)
    for number, sheet in enumerate(sheets):
        if number:
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        _person(document, sheet)
        progress(number + 1)
    _pages(document)
    return finished(document)


def _heading(document: Document, title: str, below: str) -> None:
    write(
        shape(document.add_paragraph(), align=CENTRE, line=LINE_PITCH * 1.2, keep_next=True),
        one_line(title),
        _TITLE,
    )
    if below:
        write(
            shape(document.add_paragraph(), align=RIGHT, line=LINE_PITCH, keep_next=True),
            one_line(below),
            _CELL,
        )


def _table(document: Document, book: Roster, group: Group, number: int) -> int:
    weights = book.weights or (1.0,) * len(book.columns)
    room = _WIDE.text_width - _NUMBER_MM
    widths = [_NUMBER_MM, *(room * weight / sum(weights) for weight in weights)]
    table = document.add_table(rows=1 + len(group.rows), cols=1 + len(book.columns))
    ruled(table, widths, 0.4, 1.2)
    rows = list(table.rows)
    _fill(rows[0], ["序号", *book.columns], _HEAD)
    rows[0]._tr.get_or_add_trPr().append(element("w:tblHeader"))
    for row, values in zip(rows[1:], group.rows, strict=True):
        number += 1
        _fill(row, [str(number), *values], _CELL)
    shape(document.add_paragraph(), line=LINE_PITCH / 2)
    return number


def _fill(row: Any, texts: list[str], ink: Ink) -> None:
    unbroken(row)
    for cell, text in zip(row.cells, texts, strict=True):
        cell._tc.get_or_add_tcPr().append(element("w:vAlign", val="center"))
        short = ink is _HEAD or len(clean(text)) <= 8
        write(shape(cell.paragraphs[0], align=CENTRE if short else LEFT, line=_LINE), one_line(text), ink)


def _person(document: Document, sheet: PersonSheet) -> None:
    _heading(document, sheet.name, "")
    shape(document.add_paragraph(), line=LINE_PITCH / 2)
    if sheet.photo:
        line = shape(document.add_paragraph(), align=CENTRE, keep_next=True)
        picture: Any = line.add_run().add_picture(io.BytesIO(sheet.photo), width=Mm(_PHOTO_MM))
        picture._inline.docPr.set("descr", one_line(sheet.name))
    if sheet.facts:
        pairs = list(_pairs(sheet.facts))
        table = document.add_table(rows=len(pairs), cols=4)
        width = LETTER_PAGE.text_width
        ruled(table, [width * 0.16, width * 0.34, width * 0.16, width * 0.34], 0.6, 1.5)
        for row, texts in zip(table.rows, pairs, strict=True):
            unbroken(row)
            for place, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
                line = shape(cell.paragraphs[0], align=LEFT if place % 2 else CENTRE, line=24.0)
                write(line, one_line(text), replace(_CELL, size=12) if place % 2 else _HEAD)
        shape(document.add_paragraph(), line=LINE_PITCH / 2)
    for heading, paragraphs in sheet.sections:
        write(
            shape(document.add_paragraph(), align=LEFT, line=LINE_PITCH, keep_next=True),
            one_line(heading),
            _LABEL,
        )
        for text in paragraphs:
            write(
                shape(document.add_paragraph(), align=BOTH, line=25.0, first_chars=2, em=14),
                clean(text),
                _BODY,
            )


def _pairs(facts: tuple[tuple[str, str], ...]) -> Iterator[tuple[str, str, str, str]]:
    """Two facts a line."""
    for start in range(0, len(facts), 2):
        second = facts[start + 1] if start + 1 < len(facts) else ("", "")
        yield (*facts[start], *second)


def _pages(document: Document) -> None:
    footer = document.sections[0].footer
    footer.is_linked_to_previous = False
    line = shape(footer.paragraphs[0], align=CENTRE)
    write(line, "— ", _FOOT)
    add_field(line, "PAGE", _FOOT)
    write(line, " —", _FOOT)
