"""Byte ranges as RFC 9110, 14, asks: one range; several at once are answered with the whole."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ONE = re.compile(r"bytes=(\d*)-(\d*)\Z", re.ASCII)


class Unsatisfiable(Exception):
    """No byte of the range exists: 416."""


@dataclass(frozen=True, slots=True)
class Span:
    """``start`` to ``stop`` (exclusive) of ``size`` bytes."""

    start: int
    stop: int
    size: int

    @property
    def content_range(self) -> str:
        return f"bytes {self.start}-{self.stop - 1}/{self.size}"


def wanted(header: str | None, size: int) -> Span | None:
    """The span a ``Range`` header asks for; None for the whole (no header, or one that is not understood).

    >>> wanted("bytes=0-99", 1000)
    Span(start=0, stop=100, size=1000)
    >>> wanted("bytes=-100", 1000)
    Span(start=900, stop=1000, size=1000)
    >>> wanted("bytes=0-1,5-6", 1000) is None
    True

    Raises:
        Unsatisfiable: it asks for bytes beyond the end only.
    """
    found = _ONE.match(re.sub(r"[ \t]", "", header or ""))
    if not found or found[0] == "bytes=-":
        return None
    first, last = found[1], found[2]
    if not first:
        length = int(last)
        if length == 0 or size == 0:
            raise Unsatisfiable
        return Span(max(0, size - length), size, size)
    start = int(first)
    if last and int(last) < start:
        return None
    if start >= size:
        raise Unsatisfiable
    return Span(start, min(int(last) + 1, size) if last else size, size)
