"""The package that goes up to the organiser: a zip with a folder for each person, a contents table and
checksums.

Files are streamed from where they lie into the zip, so a package of videos needs no more memory than one
of letters. ``sha256sum -c SHA256SUMS`` in the unpacked folder checks every file.
"""

from __future__ import annotations

import hashlib
import io
import os
import zipfile
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from .archive import member
from .names import numbered_apart, safe_file_name
from .tables import Column, SummaryTable, summary_table

CONTENTS: Final = "目录.xlsx"
CHECKSUMS: Final = "SHA256SUMS"

#: Compressed already: deflating them again costs time and gains nothing.
_STORED: Final = frozenset(
    {
        "jpg",
        "jpeg",
        "png",
        "gif",
        "webp",
        "mp4",
        "mov",
        "mp3",
        "zip",
        "docx",
        "xlsx",
        "pptx",
        "ofd",
        "7z",
        "rar",
    }
)
_CHUNK: Final = 1 << 20
_PART_BYTES: Final = 60

Content = bytes | Path | Callable[[], AbstractContextManager[BinaryIO]]


@dataclass(frozen=True, slots=True)
class Material:
    """One file to hand up: what it is called, its suffix without the dot, and where its bytes come from.

    ``content`` is bytes, a path, or a function that opens a binary stream.
    """

    title: str
    suffix: str
    content: Content


@dataclass(frozen=True, slots=True)
class Entry:
    """A person (or team, unit, work) with the files handed up for her; ``number`` is the 序号 of the list."""

    number: int
    unit: str
    name: str
    materials: tuple[Material, ...] = ()

    @property
    def stem(self) -> str:
        parts = (safe_file_name(part, _PART_BYTES) for part in (self.unit, self.name))
        return "-".join((f"{self.number:03d}", *parts))


@dataclass(frozen=True, slots=True)
class PackedFile:
    """A file as it stands in the package."""

    path: str
    size: int
    sha256: str


def hand_up_package(
    entries: Iterable[Entry], target: str | os.PathLike[str] | BinaryIO, *, title: str = "报送材料目录"
) -> tuple[PackedFile, ...]:
    """Write the package to a path or a binary stream; the answer lists every file in it but the checksums.

    A path is written beside and renamed, so that nobody ever finds half a package. The same entries give
    the same bytes. Two names that would be alike on Windows are numbered apart.
    """
    if not isinstance(target, str | os.PathLike):
        return _write(entries, target, title)
    path = Path(target)
    beside = path.with_name(f".{path.name}.part")
    try:
        with beside.open("wb") as stream:
            packed = _write(entries, stream, title)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return packed


def _write(entries: Iterable[Entry], target: BinaryIO, title: str) -> tuple[PackedFile, ...]:
    packed: list[PackedFile] = []
    lines: list[tuple[object, ...]] = []
    folders: set[str] = set()
    with zipfile.ZipFile(target, "w", allowZip64=True) as package:
        for entry in entries:
            folder = numbered_apart(entry.stem, folders)
            names: set[str] = set()
            for material in entry.materials:
                name = numbered_apart(_file_name(entry, material), names)
                file = _add(package, f"{folder}/{name}", material.content)
                packed.append(file)
                lines.append((entry.unit, entry.name, material.title, file.path, file.size, file.sha256))
        packed.append(_add(package, CONTENTS, _contents(title, lines)))
        sums = "".join(f"{file.sha256}  {file.path}\n" for file in packed)
        _add(package, CHECKSUMS, sums.encode())
    return tuple(packed)


def _file_name(entry: Entry, material: Material) -> str:
    suffix = "".join(c for c in material.suffix.lower() if c.isascii() and c.isalnum())[:8]
    stem = f"{entry.stem}-{safe_file_name(material.title, _PART_BYTES)}"
    return f"{stem}.{suffix}" if suffix else stem


def _add(package: zipfile.ZipFile, path: str, content: Content) -> PackedFile:
    """Copy one file into the package a piece at a time."""
    info = member(path, deflate=path.rpartition(".")[2] not in _STORED)
    digest, size = hashlib.sha256(), 0
    with _opened(content) as source, package.open(info, "w", force_zip64=True) as sink:
        while piece := source.read(_CHUNK):
            digest.update(piece)
            size += len(piece)
            sink.write(piece)
    return PackedFile(path, size, digest.hexdigest())


def _opened(content: Content) -> AbstractContextManager[BinaryIO]:
    if isinstance(content, bytes):
        return io.BytesIO(content)
    if isinstance(content, Path):
        return content.open("rb")
    return content()


def _contents(title: str, lines: Iterable[tuple[object, ...]]) -> bytes:
    columns = (
        Column("推荐单位", "text"),
        Column("姓名", "text"),
        Column("材料名称", "text"),
        Column("文件", "text"),
        Column("大小（字节）", "number"),
        Column("SHA-256", "text", 68),
    )
    return summary_table(SummaryTable(title, columns, lines, sheet_name="目录"))
