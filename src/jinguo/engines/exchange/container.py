"""The file itself: a zip that every tool opens, laid out in exactly one way, so that no byte of it can differ unseen.

Parts are stored as they are (they are packed and sealed already), in one order, with one day and no extras. The reader
takes no other layout: it compares every byte of the headers with what it would have written.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from jinguo.errors import Refused

ORDER = ("manifest.json", "signature", "schema.json", "people.jsonl.sealed", "withdrawn.jsonl.sealed")
MOST = 2 << 30
_LOCAL, _CENTRAL, _END = struct.Struct("<4s5H3I2H"), struct.Struct("<4s6H3I5H2I"), struct.Struct("<4s4H2IH")
_VERSION, _DAY = 20, 0x0021
_READ = 1 << 20


@dataclass(frozen=True, slots=True)
class Part:
    """A part as it lies in the file."""

    name: str
    crc: int
    size: int
    sha256: str
    offset: int

    @property
    def start(self) -> int:
        """Where its bytes begin."""
        return self.offset + _LOCAL.size + len(self.name)

    def local(self) -> bytes:
        head = _LOCAL.pack(
            b"PK\3\4", _VERSION, 0, 0, 0, _DAY, self.crc, self.size, self.size, len(self.name), 0
        )
        return head + self.name.encode()

    def central(self) -> bytes:
        head = _CENTRAL.pack(
            b"PK\1\2", _VERSION, _VERSION, 0, 0, 0, _DAY, self.crc, self.size, self.size, len(self.name),
            0, 0, 0, 0, 0, self.offset,
        )  # fmt: skip
        return head + self.name.encode()


def write_part(out: BinaryIO, name: str, pieces: Iterable[bytes]) -> Part:
    """Append a part; its header is filled in when its bytes are known."""
    offset = out.tell()
    out.write(Part(name, 0, 0, "", offset).local())
    crc, size, digest = 0, 0, hashlib.sha256()
    for piece in pieces:
        out.write(piece)
        crc, size = zlib.crc32(piece, crc), size + len(piece)
        digest.update(piece)
        if out.tell() > MOST:
            raise Refused.because("exchange_too_large", limit=MOST)
    part = Part(name, crc, size, digest.hexdigest(), offset)
    out.seek(offset)
    out.write(part.local())
    out.seek(0, 2)
    return part


def write_end(out: BinaryIO, parts: Iterable[Part]) -> None:
    """Close the file with the list of its parts."""
    out.write(_end(list(parts), out.tell()))


def read_parts(file: BinaryIO) -> dict[str, Part]:
    """Every part of a package by name, every byte of the file looked at once.

    Raises:
        Refused: ``exchange_too_large``, ``exchange_not_a_package``, ``exchange_truncated``,
            ``exchange_part_missing``, ``exchange_changed``.
    """
    size = file.seek(0, 2)
    if size > MOST:
        raise Refused.because("exchange_too_large", limit=MOST)
    file.seek(0)
    if file.read(4) != b"PK\3\4":
        raise Refused.because("exchange_not_a_package")
    parts, place = {}, 0
    for name in ORDER:
        parts[name] = _part(file, name, place, size)
        place = parts[name].start + parts[name].size
    tail = file.read(size - place + 1)
    if tail != _end(list(parts.values()), place):
        wanted = len(_end(list(parts.values()), place))
        raise Refused.because("exchange_truncated" if len(tail) < wanted else "exchange_changed")
    return parts


def pieces_of(file: BinaryIO, part: Part, length: int) -> Iterator[bytes]:
    """The bytes of a part, some at a time."""
    for place in range(part.start, part.start + part.size, length):
        file.seek(place)
        yield file.read(min(length, part.start + part.size - place))


def _part(file: BinaryIO, name: str, offset: int, size: int) -> Part:
    file.seek(offset)
    head = file.read(_LOCAL.size)
    if len(head) < _LOCAL.size:
        raise Refused.because("exchange_truncated")
    sign, *_, crc, length, _, named, _ = _LOCAL.unpack(head)
    said = file.read(named)
    if sign == b"PK\3\4" and len(said) < named:
        raise Refused.because("exchange_truncated")
    if sign != b"PK\3\4" or said != name.encode():
        raise Refused.because("exchange_part_missing", part=name)
    part = Part(name, crc, length, "", offset)
    if head != part.local()[: _LOCAL.size]:
        raise Refused.because("exchange_changed")
    if part.start + length > size:
        raise Refused.because("exchange_truncated")
    found, digest = 0, hashlib.sha256()
    for piece in pieces_of(file, part, _READ):
        found = zlib.crc32(piece, found)
        digest.update(piece)
    if found != crc:
        raise Refused.because("exchange_hash_differs", part=name)
    file.seek(part.start + length)
    return Part(name, crc, length, digest.hexdigest(), offset)


def _end(parts: list[Part], place: int) -> bytes:
    listed = b"".join(part.central() for part in parts)
    return listed + _END.pack(b"PK\5\6", 0, 0, len(parts), len(parts), len(listed), place, 0)
