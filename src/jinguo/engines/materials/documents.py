"""Documents: PDF and Office files. Pages, encryption, macros, scripts, zip bombs."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from jinguo.engines.materials import limits
from jinguo.engines.materials.sniffing import ole_names
from jinguo.reasons import Reason

PDF_ERRORS = (
    PyPdfError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    OSError,
    RecursionError,
    OverflowError,
    MemoryError,
    NotImplementedError,
    AssertionError,
    RuntimeError,
    zlib.error,
)
ZIP_ERRORS = (
    zipfile.BadZipFile,
    OSError,
    ValueError,
    KeyError,
    NotImplementedError,
    RuntimeError,
    OverflowError,
    EOFError,
    zlib.error,
)

_ACTIONS = {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm"}
_MACRO_PARTS = re.compile(r"(^|/)(vbaProject\.bin|vbaData\.xml|activeX/.+|macrosheets/.+)$", re.IGNORECASE)
_REMOTE = re.compile(
    rb"<Relationship\b(?=[^>]*TargetMode=\"External\")"
    rb"(?=[^>]*Type=\"[^\"]*/(attachedTemplate|oleObject|frame|subDocument)\")",
    re.IGNORECASE,
)
_OLE_MACROS = ("_VBA_PROJECT", "_VBA_PROJECT_CUR", "Macros", "VBA")


def read_pdf(path: Path, facts: dict[str, Any]) -> Iterator[Reason]:
    """Fill ``facts["pages"]`` and tell of encryption, damage and scripts."""
    if path.stat().st_size > limits.PDF_BYTES:
        yield Reason.error("pdf_too_large_to_read", demanded=limits.PDF_BYTES, found=path.stat().st_size)
        return
    try:
        with path.open("rb") as file:
            yield from _read_pdf(PdfReader(file, strict=False), facts)
    except PDF_ERRORS:
        yield Reason.error("pdf_unreadable")


def _read_pdf(reader: PdfReader, facts: dict[str, Any]) -> Iterator[Reason]:
    if reader.is_encrypted:
        if not reader.decrypt(""):
            yield Reason.error("pdf_encrypted")
            return
        yield Reason.warning("pdf_restricted")
    pages = facts["pages"] = len(reader.pages)
    if not pages:
        yield Reason.error("pdf_unreadable")
        return
    actions = sorted(_pdf_actions(reader))
    if actions:
        yield Reason.error("pdf_active_content", found=[name.lstrip("/") for name in actions])


def _pdf_actions(reader: PdfReader) -> set[str]:
    """The kinds of action that run or send something, wherever they hang (catalogue, page, field,
    annotation)."""
    numbers = [(number, generation) for generation, table in reader.xref.items() for number in table]
    numbers += [(number, 0) for number in reader.xref_objStm]
    found: set[str] = set()
    for number, generation in numbers[: limits.PDF_OBJECTS]:
        try:
            found |= _actions_in(reader.get_object(IndirectObject(number, generation, reader)))
        except PDF_ERRORS:
            continue
    return found


def _actions_in(start: Any) -> set[str]:
    found, waiting = set(), [(start, 0)]
    while waiting:
        value, depth = waiting.pop()
        if depth > 12:
            continue
        if isinstance(value, DictionaryObject):
            kind = value.raw_get("/S") if "/S" in value else None
            if str(kind) in _ACTIONS:
                found.add(str(kind))
            if "/JS" in value:
                found.add("/JavaScript")
            waiting += [(value.raw_get(key), depth + 1) for key in value]
        elif isinstance(value, ArrayObject):
            waiting += [(item, depth + 1) for item in list.__iter__(value)]
    return found


def read_office(path: Path) -> Iterator[Reason]:
    """Tell what is wrong with a .docx, .xlsx or .pptx: bomb, damage, macros, parts fetched from elsewhere."""
    try:
        with zipfile.ZipFile(path) as archive:
            yield from _read_office(archive)
    except ZIP_ERRORS:
        yield Reason.error("office_unreadable")


def _read_office(archive: zipfile.ZipFile) -> Iterator[Reason]:
    bomb = find_bomb(archive)
    if bomb is not None:
        yield bomb
        return
    entries = archive.infolist()
    if any(entry.flag_bits & 1 for entry in entries):
        yield Reason.error("office_encrypted")
        return
    names = [entry.filename for entry in entries]
    types = _part(archive, "[Content_Types].xml")
    if any(_MACRO_PARTS.search(name) for name in names) or b"macroEnabled" in types or b"vbaProject" in types:
        yield Reason.error("office_macros")
    if any(_REMOTE.search(_part(archive, name)) for name in names if name.endswith(".rels")):
        yield Reason.error("office_remote_parts")
    main = {"word/document.xml", "xl/workbook.xml", "xl/workbook.bin", "ppt/presentation.xml"}
    if not main & set(names):
        yield Reason.error("office_unreadable")
        return
    for name in main & set(names):
        _unpack_to_the_end(archive, name)


def _unpack_to_the_end(archive: zipfile.ZipFile, name: str) -> None:
    """Wrong checksums and cut data raise here; nothing is kept."""
    with archive.open(name) as part:
        while part.read(1 << 16):
            pass


def find_bomb(archive: zipfile.ZipFile) -> Reason | None:
    """Counted from the table of contents; :mod:`zipfile` never unpacks more than that promises."""
    entries = archive.infolist()
    if len(entries) > limits.ARCHIVE_ENTRIES:
        return Reason.error("archive_too_many_entries", demanded=limits.ARCHIVE_ENTRIES, found=len(entries))
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(1, sum(entry.compress_size for entry in entries))
    if unpacked > limits.ARCHIVE_BYTES:
        return Reason.error("archive_bomb", demanded=limits.ARCHIVE_BYTES, found=unpacked)
    if unpacked > limits.ARCHIVE_RATIO_FROM and unpacked > limits.ARCHIVE_RATIO * packed:
        return Reason.error("archive_bomb", demanded=limits.ARCHIVE_RATIO_FROM, found=unpacked)
    return None


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        with archive.open(name) as part:
            return part.read(limits.ARCHIVE_PART_BYTES)
    except KeyError:
        return b""


def read_ole(path: Path) -> Iterator[Reason]:
    """Tell of macros in a .doc, .xls or .ppt."""
    with path.open("rb") as file:
        if ole_names(file, _OLE_MACROS):
            yield Reason.error("office_macros")
