"""Lines, packed and sealed in pieces, so that neither writer nor reader holds more than one piece.

Each part is compressed (zlib) and cut into pieces of 64 KiB, each sealed with AES-256-GCM under a key of that part. The
nonce counts the pieces and marks the last one (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár,
2015): pieces can be neither exchanged nor left out at the end.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from jinguo.errors import Refused

PIECE, TAG = 64 << 10, 16
MOST_OF_A_LINE = 1 << 20


def sealed(lines: Iterable[bytes], *, secret: bytes, about: str) -> Iterator[bytes]:
    """The pieces of a part; ``about`` binds them to their package and part."""
    cipher = AESGCM(_key(secret, about))
    packer, waiting, count = zlib.compressobj(6), b"", 0
    for line in lines:
        waiting += packer.compress(line + b"\n")
        while len(waiting) > PIECE:
            yield cipher.encrypt(_nonce(count, False), waiting[:PIECE], None)
            waiting, count = waiting[PIECE:], count + 1
    waiting += packer.flush()
    while len(waiting) > PIECE:
        yield cipher.encrypt(_nonce(count, False), waiting[:PIECE], None)
        waiting, count = waiting[PIECE:], count + 1
    yield cipher.encrypt(_nonce(count, True), waiting, None)


def opened(
    pieces: Iterable[bytes], *, secret: bytes, about: str, part: str, limit: int
) -> Iterator[tuple[int, bytes]]:
    """(number, line) of a sealed part; ``pieces`` are as long as they were sealed.

    Raises:
        Refused: ``exchange_hash_differs`` (changed), ``exchange_bomb`` (unpacks to more than ``limit`` bytes or to a
            line of more than a mebibyte).
    """
    number, rest, total = 0, b"", 0
    for plain in _unpacked(pieces, secret=secret, about=about, part=part):
        total += len(plain)
        if total > limit:
            raise Refused.because("exchange_bomb", part=part, limit=limit)
        *lines, rest = (rest + plain).split(b"\n")
        if len(rest) > MOST_OF_A_LINE:
            raise Refused.because("exchange_bomb", part=part, limit=MOST_OF_A_LINE)
        for line in lines:
            number += 1
            yield number, line
    if rest:
        raise Refused.because("exchange_hash_differs", part=part)


def _unpacked(pieces: Iterable[bytes], *, secret: bytes, about: str, part: str) -> Iterator[bytes]:
    cipher, packed = AESGCM(_key(secret, about)), zlib.decompressobj()
    try:
        for count, (piece, last) in enumerate(_with_last(pieces)):
            waiting = cipher.decrypt(_nonce(count, last), piece, None)
            while waiting:
                yield packed.decompress(waiting, PIECE)
                waiting = packed.unconsumed_tail
    except (InvalidTag, ValueError, zlib.error):
        raise Refused.because("exchange_hash_differs", part=part) from None
    if not packed.eof or packed.unused_data:
        raise Refused.because("exchange_hash_differs", part=part)


def _with_last(pieces: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    given = iter(pieces)
    held = next(given, b"")
    for piece in given:
        yield held, False
        held = piece
    yield held, True


def _key(secret: bytes, about: str) -> bytes:
    return HKDF(SHA256(), 32, None, f"jinguo-exchange-1:{about}".encode()).derive(secret)


def _nonce(count: int, last: bool) -> bytes:
    return count.to_bytes(11, "big") + bytes([last])
