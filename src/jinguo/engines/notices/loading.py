"""A file to its text: .txt in UTF-8 or GB18030, .docx, .pdf with a text layer. What cannot be read says why.

>>> load("关于评选的通知".encode("gb18030"), "通知.txt").text
'关于评选的通知'
>>> load(b"", "空.txt").findings[0].code
'notice_empty'
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass

from jinguo.reasons import Reason

LONG_PAGES = 100


@dataclass(frozen=True, slots=True)
class Loaded:
    """The decoded text, and what stood in the way. An error among the findings means there is no text to read."""

    text: str
    findings: tuple[Reason, ...] = ()

    @property
    def usable(self) -> bool:
        return not any(reason.severity == "error" for reason in self.findings)


def load(content: bytes, name: str = "") -> Loaded:
    """The text of a file by its content; the name tells only what it claims to be."""
    if not content.strip():
        return Loaded("", (Reason.error("notice_empty", file=name),))
    if content.startswith(b"%PDF"):
        return _pdf(content, name)
    if content.startswith(b"PK\x03\x04"):
        return _docx(content, name)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        return Loaded("", (Reason.error("notice_old_word", file=name),))
    return _plain(content, name)


def _plain(content: bytes, name: str) -> Loaded:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _checked(content.decode("utf-16", "replace"), name)
    for encoding in ("utf-8-sig", "gb18030", "big5"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        found = () if encoding == "utf-8-sig" else (Reason.info("notice_encoding", encoding=encoding),)
        return _checked(text, name, found)
    return Loaded("", (Reason.error("notice_not_text", file=name),))


def _checked(text: str, name: str, found: tuple[Reason, ...] = ()) -> Loaded:
    if not text.strip():
        return Loaded("", (Reason.error("notice_empty", file=name),))
    return Loaded(text, found)


def _pdf(content: bytes, name: str) -> Loaded:
    from pypdf import PdfReader  # large: loaded for a .pdf alone

    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            return Loaded("", (Reason.error("notice_encrypted", file=name),))
        pages = [page.extract_text() or "" for page in reader.pages]
    except Exception as problem:  # pypdf raises errors of many kinds on damaged files
        return Loaded("", (Reason.error("notice_damaged", file=name, problem=type(problem).__name__),))
    without = [number for number, page in enumerate(pages, 1) if not page.strip()]
    if len(without) == len(pages):
        return Loaded("", (Reason.error("notice_scan", file=name, pages=len(pages)),))
    found: list[Reason] = []
    if without:
        found.append(Reason.warning("notice_pages_without_text", pages=len(without), first=without[0]))
    if len(pages) > LONG_PAGES:
        found.append(Reason.warning("notice_long", pages=len(pages)))
    return Loaded("\n".join(pages), tuple(found))


def _docx(content: bytes, name: str) -> Loaded:
    from docx import Document  # large: loaded for a .docx alone
    from docx.table import Table  # large: loaded for a .docx alone

    try:
        document = Document(io.BytesIO(content))
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as problem:
        return Loaded("", (Reason.error("notice_damaged", file=name, problem=type(problem).__name__),))
    lines: list[str] = []
    prose = False
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            lines += _table_lines(block)
        else:
            lines.append(block.text)
            prose = prose or bool(block.text.strip())
    text = "\n".join(lines)
    if not text.strip():
        return Loaded(
            "",
            (Reason.error("notice_scan" if document.inline_shapes else "notice_empty", file=name, pages=1),),
        )
    return Loaded(text, () if prose else (Reason.warning("notice_tables_only", file=name),))


def _table_lines(table: object) -> list[str]:
    lines = []
    kept: list[object] = []  # while they are kept, no two cells have the same id
    seen: set[int] = set()
    for row in table.rows:  # type: ignore[attr-defined]
        cells: list[str] = []
        before = None
        for cell in row.cells:
            if cell._tc is not before:
                cells.append("" if id(cell._tc) in seen else cell.text.replace("\n", " "))
            before = cell._tc
            seen.add(id(cell._tc))
            kept.append(cell._tc)
        lines.append("\t".join(cells))
    return lines
