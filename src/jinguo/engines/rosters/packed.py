"""What a packed workbook (.xlsx) really holds, looked at piece by piece before anything is opened as a whole.

Three kinds of file would fill the memory of whoever opens them: archives that unpack to a thousand times their size, also
with a directory that lies about it; tables with one cell at the far corner, which readers lay out in full; and plain
large ones. The parts are unpacked here as a stream, counted and thrown away.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as Tree

from jinguo.errors import Refused

__all__ = ["Limits", "PackedSheet", "Survey", "column_number", "survey"]

_BLOCK = 1 << 20
_NAMES = re.compile(rb'r="([A-Z]{2,3})[0-9]')  # begins with letters, so that it is looked for quickly
_ROW = re.compile(rb'<row [^>]*?\br="([0-9]{1,7})"')
_UNCALCULATED = re.compile(
    rb'<c [^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"[^>]*><f[^>]*?(?:/>|>[^<]*</f>)(?:<v\s*/>|<v></v>)?</c>'
)
_MOST_UNCALCULATED = 100_000
_RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read. Sizes in bytes, ``ratio`` unpacked to packed of one part."""

    file: int = 512 << 20
    unpacked: int = 4 << 30
    ratio: int = 200
    ratio_from: int = 32 << 20
    parts: int = 5000
    rows: int = 3_000_000
    columns: int = 500
    dense_cells: int = 12_000_000
    dense_bytes: int = 400 << 20
    """Up to these two a sheet is held whole, which is nine times quicker; beyond, it is streamed."""


@dataclass(frozen=True, slots=True)
class PackedSheet:
    """One sheet: size, last row and column, and the cells with a formula whose value was never worked out."""

    unpacked: int
    last_row: int
    last_column: int
    uncalculated: frozenset[tuple[int, int]]
    """(row, column), both from 1."""


@dataclass(frozen=True, slots=True)
class Survey:
    sheets: Mapping[str, PackedSheet]
    date1904: bool
    shared_bytes: int


def survey(path: Path, limits: Limits) -> Survey:
    """Look a workbook through.

    Raises:
        Refused: ``roster_unreadable``, ``roster_unpacks_too_large``.
    """
    try:
        with zipfile.ZipFile(path) as packed:
            _directory(packed, limits)
            book = _xml(packed, "xl/workbook.xml")
            shared = sum(
                _unpacked(packed, info) for info in packed.infolist() if "sharedStrings" in info.filename
            )
            sheets = {name: _sheet(packed, part) for name, part in _parts(packed, book).items()}
    except (zipfile.BadZipFile, zlib.error, KeyError, Tree.ParseError, NotImplementedError, EOFError, OSError,
            RuntimeError, ValueError):  # fmt: skip
        raise Refused.because("roster_unreadable", file=path.name) from None
    return Survey(sheets, _is_1904(book), shared)


def column_number(letters: str) -> int:
    """A → 1, Z → 26, AA → 27.

    >>> column_number("XFD")
    16384
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _directory(packed: zipfile.ZipFile, limits: Limits) -> None:
    infos = packed.infolist()
    if len(infos) > limits.parts or sum(info.file_size for info in infos) > limits.unpacked:
        raise Refused.because("roster_unpacks_too_large", limit=limits.unpacked)
    for info in infos:
        if info.file_size > limits.ratio_from and info.file_size > limits.ratio * max(1, info.compress_size):
            raise Refused.because("roster_unpacks_too_large", limit=limits.ratio * info.compress_size)


def _xml(packed: zipfile.ZipFile, part: str) -> Tree.Element:
    if packed.getinfo(part).file_size > 8 << 20:
        raise ValueError(part)
    text = packed.read(part)
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise ValueError(part)
    return Tree.fromstring(text)  # noqa: S314 (no entities, see above)


def _parts(packed: zipfile.ZipFile, book: Tree.Element) -> dict[str, str]:
    """Sheet name → part of the archive."""
    relations = _xml(packed, "xl/_rels/workbook.xml.rels")
    targets = {one.get("Id"): one.get("Target", "") for one in relations}
    held = set(packed.namelist())
    found: dict[str, str] = {}
    for one in book.iter():
        target = targets.get(one.get(_RELATIONS)) if one.tag.endswith("}sheet") else None
        if target:
            part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            if part in held:
                found[one.get("name", "")] = part
    return found


def _is_1904(book: Tree.Element) -> bool:
    return any(
        one.tag.endswith("}workbookPr") and one.get("date1904", "0").lower() in ("1", "true", "on")
        for one in book.iter()
    )


def _unpacked(packed: zipfile.ZipFile, info: zipfile.ZipInfo) -> int:
    """Unpack to the end: a size that the directory lies about comes out as a wrong check sum."""
    with packed.open(info) as stream:
        return sum(len(block) for block in iter(lambda: stream.read(_BLOCK), b""))


def _sheet(packed: zipfile.ZipFile, part: str) -> PackedSheet:
    size = counted = last = 0
    widest = 26
    uncalculated: set[tuple[int, int]] = set()
    for block in _blocks(packed, part):
        size += len(block)
        counted += block.count(b"<row")
        named = _ROW.match(block, at) if (at := block.rfind(b"<row ")) >= 0 else None
        last = max(last, int(named[1]) if named else 0)
        for letters in set(_NAMES.findall(block)):
            widest = max(widest, column_number(letters.decode()))
        if b"<f" in block and len(uncalculated) < _MOST_UNCALCULATED:
            uncalculated.update(
                (int(row), column_number(letters.decode())) for letters, row in _UNCALCULATED.findall(block)
            )
    if (
        size > 1 << 16 and not counted
    ):  # written with a prefix before each tag: nothing known, so it is streamed
        widest, last = 16384, 1 << 20
    return PackedSheet(size, max(last, counted), widest, frozenset(uncalculated))


def _blocks(packed: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """The part in pieces that end where a cell begins, so that no cell is cut."""
    carried = b""
    with packed.open(part) as stream:
        while block := stream.read(_BLOCK):
            block = carried + block
            cut = max(block.rfind(b"<c "), block.rfind(b"<row "))
            cut = len(block) if cut <= 0 else cut
            carried = block[cut:] if len(block) - cut < _BLOCK else b""
            yield block[: len(block) - len(carried)]
    if carried:
        yield carried
