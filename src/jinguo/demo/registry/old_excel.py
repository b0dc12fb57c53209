"""Writes the .xls files that old table programs left behind: BIFF8 records inside an OLE2 container.

Only what a plain list needs: texts, numbers, merged cells. Sources: [MS-XLS] 2.4 (BOF, BoundSheet8, Label, Number, MergeCells, EOF),
[MS-CFB] 2 (header, sectors, directory).
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_LEAST = 4096
"""A stream that is shorter would go to the small sectors, which this writer does not make."""

Cell = str | int | float
Span = tuple[int, int, int, int]


def workbook(sheets: Sequence[tuple[str, Sequence[Sequence[Cell]], Sequence[Span]]]) -> bytes:
    """A workbook; every sheet has a name, its rows, and spans merged as (row, column, last row, last column) from 0."""
    bodies = [_sheet(rows, merged) for _, rows, merged in sheets]
    start = _bof(0x0005)
    names = [name.encode("utf-16-le") for name, _, _ in sheets]
    at = len(start) + sum(4 + 8 + len(name) for name in names) + 4
    head = start
    for (name, _, _), encoded, body in zip(sheets, names, bodies, strict=True):
        head += _record(0x0085, struct.pack("<IBBBB", at, 0, 0, len(name), 1) + encoded)
        at += len(body)
    return _container(head + _record(0x000A) + b"".join(bodies))


def _record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _bof(kind: int) -> bytes:
    return _record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0x0DBB, 0x07CC, 0, 6))


def _sheet(rows: Sequence[Sequence[Cell]], merged: Sequence[Span]) -> bytes:
    width = max((len(row) for row in rows), default=0)
    parts = [_bof(0x0010), _record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, width, 0))]
    for n, row in enumerate(rows):
        for m, cell in enumerate(row):
            if isinstance(cell, str):
                if cell:
                    text = cell.encode("utf-16-le")
                    parts.append(_record(0x0204, struct.pack("<HHHHB", n, m, 0, len(text) // 2, 1) + text))
            else:
                parts.append(_record(0x0203, struct.pack("<HHHd", n, m, 0, float(cell))))
    if merged:
        spans = b"".join(
            struct.pack("<HHHH", top, bottom, left, right) for top, left, bottom, right in merged
        )
        parts.append(_record(0x00E5, struct.pack("<H", len(merged)) + spans))
    return b"".join([*parts, _record(0x000A)])


def _container(stream: bytes) -> bytes:
    """One stream called Workbook in an OLE2 file of up to about 7 MB."""
    size = max(len(stream), _LEAST)
    sectors = -(-size // _SECTOR)
    fats = 1
    while fats * 128 < sectors + 1 + fats:
        fats += 1
    if fats > 109:
        raise ValueError("the list is too long for this kind of file")
    fat = [_FAT] * fats + [_END] + [n + 1 for n in range(fats + 1, fats + sectors)] + [_END]
    fat += [_FREE] * (fats * 128 - len(fat))
    header = struct.pack(
        "<8s16sHHHHH6sIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", bytes(16), 0x3E, 3, 0xFFFE, 9, 6, bytes(6), 0, fats, fats, 0, _LEAST, _END, 0, _END, 0,
    )  # fmt: skip
    places = [*range(fats), *[_FREE] * (109 - fats)]
    directory = (
        _entry("Root Entry", 5, 1, _END, 0)
        + _entry("Workbook", 2, _FREE, fats + 1, size)
        + _entry("", 0, _FREE, 0, 0) * 2
    )
    return b"".join([
        header, struct.pack("<109I", *places), struct.pack(f"<{len(fat)}I", *fat), directory, stream.ljust(sectors * _SECTOR, b"\0"),
    ])  # fmt: skip


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    encoded = (name + "\0").encode("utf-16-le") if name else b""
    return struct.pack(
        "<64sHBBIII16sIQQIQ",
        encoded,
        len(encoded),
        kind,
        1,
        _FREE,
        _FREE,
        child,
        bytes(16),
        0,
        0,
        0,
        start,
        size,
    )
