"""The text of a document and how the grammars see it: without white space, with full and half width folded.

Every character of a :class:`Flow` knows where it stands in the decoded text, so that whatever a grammar finds can be
shown at its place. Traditional characters of the words that the grammars know are read as their simplified forms.

>>> flow = Flow.of("时长不超过 1.5分钟，MP4格式", 0)
>>> flow.s
'时长不超过1.5分钟，MP4格式'
>>> flow.span(5, 10)
(6, 11)
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

LINE_BREAK, BESIDE, BELOW = "⏎", "\u2062", "\u2063"
"""How loaders write tables: cells parted by tabs, a line break inside a cell, and cells that are the right or the lower part of a merged one."""
_INVISIBLE = frozenset("\ufeff\u200b\u200c\u200d\u2060\u00ad" + LINE_BREAK + BESIDE + BELOW)


_DROPPED = _INVISIBLE | {c for c in map(chr, range(0x3001)) if c.isspace()}
_DROP = dict.fromkeys(map(ord, _DROPPED))
DOC_NUMBER = re.compile(r"[\u4e00-\u9fff“”（）、]{1,18}[〔（](?:19|20)\d\d[〕）](?:第)?\d{1,5}(?:-\d)?号")
"""A document number (发文字号, GB/T 9704-2012, 7.2.5): the organ's short name, the year in brackets, the serial number."""


@cache
def lexicon() -> dict[str, Any]:
    """The word lists of the grammars, from `data/lexicon.toml`."""
    return tomllib.loads(files("jinguo.engines.notices").joinpath("data/lexicon.toml").read_text("utf-8"))


def alternatives(name: str) -> str:
    """The words of one list of the lexicon as the inside of a regular expression, longest first."""
    return "|".join(sorted(lexicon()["words"][name], key=len, reverse=True))


@cache
def _folding() -> dict[int, int]:
    table = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    for written, read in lexicon()["marks"].items():
        for mark in written:
            table[ord(mark)] = ord(read)
    pairs = lexicon()["traditional"]["pairs"]
    for traditional, simplified in zip(pairs[::2], pairs[1::2], strict=True):
        table[ord(traditional)] = ord(simplified)
    return table


def fold(text: str) -> str:
    """The text in the form that the grammars read; as long as before, character by character."""
    return text.translate(_folding())


def bare(text: str) -> str:
    """The text without white space and invisible marks."""
    return text.translate(_DROP)


_POINT = re.compile(
    r"(?<=[\u4e00-\u9fff”》%）])(?<![一二三四五六七八九十]）)(?<![一二三四五六七八九十章节条附件表])\.(?=[\u4e00-\u9fff“（]|$)"
)
"""A point in the middle or at the end of running text, where a full stop is meant."""


@dataclass(frozen=True, slots=True)
class Flow:
    """A stretch of text without white space; ``at[i]`` is the place of ``s[i]`` in the decoded text."""

    s: str
    at: tuple[int, ...]
    raw: str = ""

    @classmethod
    def of(cls, text: str, offset: int) -> Flow:
        raw = text.translate(_DROP)
        read = _POINT.sub("。", fold(raw)) if "." in raw or "．" in raw else fold(raw)
        if len(raw) == len(text):
            return cls(read, tuple(range(offset, offset + len(text))), raw)
        at = tuple([i for i, c in enumerate(text, offset) if c not in _DROPPED])
        return cls(read, at, raw)

    def __add__(self, other: Flow) -> Flow:
        return Flow(self.s + other.s, self.at + other.at, self.raw + other.raw)

    def __len__(self) -> int:
        return len(self.s)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where s[start:end] stands in the decoded text."""
        if not self.at:
            return (0, 0)
        if end <= start:
            place = self.at[min(start, len(self.at) - 1)]
            return (place, place)
        return (self.at[start], self.at[end - 1] + 1)

    def cut(self, start: int, end: int | None = None) -> Flow:
        return Flow(self.s[start:end], self.at[start:end], self.raw[start:end])

    def sentences(self) -> Iterator[tuple[int, int]]:
        """Start and end of each sentence, its mark included."""
        start = 0
        for i, c in enumerate(self.s):
            if c in "。！？；\n":
                yield start, i + 1
                start = i + 1
        if start < len(self.s):
            yield start, len(self.s)


@dataclass(frozen=True, slots=True)
class Found:
    """A value as the schema of read documents writes it, where it was found, and how sure the reader is (0 to 1)."""

    data: dict[str, Any]
    span: tuple[int, int]
    confidence: float = 0.9


def overlaps(span: tuple[int, int], others: Sequence[tuple[int, int]]) -> bool:
    """Whether a place shares characters with one of the others."""
    return any(a < span[1] and span[0] < b for a, b in others)
