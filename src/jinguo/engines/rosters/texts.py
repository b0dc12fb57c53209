"""Lists that are text: .csv and .txt in UTF-8 (also with a mark), UTF-16, GB18030, or several of them in one file; and
tables in HTML, which many office programs save under the name .xls.

Each line is decoded by itself, so that a file put together from two keeps both halves readable.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import IO

from jinguo.errors import Refused

__all__ = ["Decoded", "delimiter_of", "html_rows", "looks_like_html", "text_rows"]

_HEAD = 1 << 16
_FEW = 6
_SOME = 1 << 14
_LONGEST = 8 << 20
_LOW = re.compile(rb"[\x80-\xa0]")


class Decoded:
    """The lines of a file as text. ``encodings`` tells what was met, ``broken`` how many lines were neither."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.encodings: dict[str, int] = {}
        self.broken = 0
        with path.open("rb") as file:
            head = file.read(_HEAD)
        self._wide = head[:2] in (b"\xff\xfe", b"\xfe\xff")
        self._marked = head.startswith(b"\xef\xbb\xbf")

    def lines(self) -> Iterator[str]:
        """Every line with its end. Counts of earlier runs are forgotten."""
        self.encodings, self.broken = {}, 0
        if self._wide:
            self.encodings["utf-16"] = 1
            with self.path.open(encoding="utf-16", newline="", errors="replace") as text:
                yield from text
            return
        with self.path.open("rb") as file:
            if self._marked:
                file.read(3)
            yield from self._decoded(file)

    def _decoded(self, file: IO[bytes]) -> Iterator[str]:
        """Some hundred lines at a time where these are surely of one encoding, otherwise line by line."""
        for block in _blocks(file):
            text = self._at_once(block)
            if text is not None:
                yield from io.StringIO(text, newline="")
            else:
                yield from map(self._line, block.splitlines(keepends=True))

    def _at_once(self, block: bytes) -> str | None:
        """GB 2312 has no byte below A1 in a character, UTF-8 of Chinese nearly always: without one there is no doubt."""
        if block.isascii():
            return block.decode("ascii")
        gb = self.encodings.get("gb18030", 0) > self.encodings.get("utf-8", 0)
        if gb and _LOW.search(block):
            return None
        encoding = "gb18030" if gb else "utf-8"
        try:
            text = block.decode(encoding)
        except UnicodeDecodeError:
            return None
        self.encodings[encoding] = self.encodings.get(encoding, 0) + 1
        return text

    def _line(self, line: bytes) -> str:
        if line.isascii():
            return line.decode("ascii")
        gb, utf8 = self.encodings.get("gb18030", 0), self.encodings.get("utf-8", 0)
        try:
            text = line.decode("utf-8")
            if not (gb > utf8 and not self._marked and sum(c > "\x7f" for c in text) < _FEW):
                self.encodings["utf-8"] = utf8 + 1
                return text
        except UnicodeDecodeError:
            pass
        try:
            text = line.decode("gb18030")
        except UnicodeDecodeError:
            self.broken += 1
            return line.decode("utf-8" if utf8 >= gb else "gb18030", "replace")
        self.encodings["gb18030"] = gb + 1
        return text


def _blocks(file: IO[bytes]) -> Iterator[bytes]:
    """Some thousand bytes at a time, cut at the ends of lines."""
    carried = b""
    while read := file.read(1 << 20):
        read, start = carried + read, 0
        while (end := read.find(b"\n", start + _SOME)) >= 0:
            yield read[start : end + 1]
            start = end + 1
        carried = read[start:]
        if len(carried) > _LONGEST:  # no line is as long as this: it is no table
            yield carried
            carried = b""
    if carried:
        yield carried


def text_rows(decoded: Decoded) -> Iterator[list[str]]:
    """The records of a text table, delimiter by its first lines.

    Raises:
        Refused: ``roster_text_broken`` with the row: a quotation mark that is never closed.
    """
    delimiter = delimiter_of(decoded)
    reader = csv.reader(decoded.lines(), delimiter=delimiter)
    number = 0
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise Refused.because("roster_text_broken", file=decoded.path.name, row=number + 1) from None
        number += 1
        yield row


def delimiter_of(decoded: Decoded) -> str:
    """The mark that most of the first lines have alike often: comma, tab, semicolon, | or the full-width comma."""
    head = [line for line, _ in zip(decoded.lines(), range(40), strict=False)]
    best, most = ",", 0.0
    for mark in ",\t;|，":
        counts = [sum(part == mark for part in line) for line in head if line.strip()]
        usual = max(set(counts), key=lambda n: (counts.count(n) * (n > 0), n)) if counts else 0
        score = counts.count(usual) * min(usual, 3) if usual else 0.0
        if score > most:
            best, most = mark, score
    return best


def looks_like_html(head: bytes) -> bool:
    """Whether a file begins as a page does.

    >>> looks_like_html(b"\\r\\n<html xmlns:o=...>"), looks_like_html("姓名,性别".encode())
    (True, False)
    """
    start = head[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<html", b"<!doctype html", b"<table", b"<meta", b"<head", b"<style")) or (
        start.startswith(b"<?xml") and b"<html" in start
    )


def html_rows(decoded: Decoded) -> Iterator[list[str]]:
    """The rows of every table of a page, one after another; spans of columns and rows filled with their value."""
    reader = _Tables()
    for line in _pieces(decoded):
        reader.feed(line)
        yield from reader.taken()
    reader.close()
    yield from reader.taken()


def _pieces(decoded: Decoded) -> Iterator[str]:
    for line in decoded.lines():
        yield from (line[at : at + _HEAD] for at in range(0, len(line), _HEAD))


class _Tables(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._rows: list[list[str]] = []
        self._row: list[tuple[str, int, int]] | None = None
        self._cell: io.StringIO | None = None
        self._spans = (1, 1)
        self._below: dict[int, tuple[str, int]] = {}

    def taken(self) -> list[list[str]]:
        rows, self._rows = self._rows, []
        return rows

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self._end_row()
            self._row = []
        elif tag in ("td", "th"):
            self._end_cell()
            given = dict(attrs)
            self._spans = (_span(given.get("colspan")), _span(given.get("rowspan")))
            self._cell = io.StringIO()
        elif tag == "br" and self._cell is not None:
            self._cell.write(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._end_cell()
        elif tag in ("tr", "table"):
            self._end_row()

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.write(data)

    def _end_cell(self) -> None:
        if self._cell is not None and self._row is not None:
            self._row.append((re.sub(r"\s+", " ", self._cell.getvalue()).strip(), *self._spans))
        self._cell = None

    def _end_row(self) -> None:
        self._end_cell()
        if self._row is None:
            return
        cells: list[str] = []
        below: dict[int, tuple[str, int]] = {}
        for text, columns, rows in self._row:
            self._fill(cells, below)
            for _ in range(columns):
                if rows > 1:
                    below[len(cells)] = (text, rows - 1)
                cells.append(text)
        self._fill(cells, below)
        self._rows.append(cells)
        self._row, self._below = None, below

    def _fill(self, cells: list[str], below: dict[int, tuple[str, int]]) -> None:
        """Cells that reach down from the row above."""
        while len(cells) in self._below:
            text, rows = self._below[len(cells)]
            if rows > 1:
                below[len(cells)] = (text, rows - 1)
            cells.append(text)


def _span(text: str | None) -> int:
    return min(int(text), 500) if text and text.isascii() and text.isdigit() and int(text) else 1
