"""Official letters and notices as data: what stands in them, in order. :mod:`.letter_writer` lays them
out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

Level = Literal[1, 2, 3, 4]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 一、, 2 （一）, 3 1., 4 （1）. The number is counted where ``numbered`` says
    so."""

    text: str
    level: Level = 1
    numbered: bool = True


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the body, its first line indented by two characters; ``lead`` is set in bold before
    it."""

    text: str
    lead: str = ""
    indented: bool = True


@dataclass(frozen=True, slots=True)
class NameColumns:
    """Names side by side, two characters spread to three as in printed lists; names too long take two
    places."""

    names: tuple[str, ...]
    columns: int = 4


@dataclass(frozen=True, slots=True)
class NameTable:
    """A table with headings that repeat on each page; ``weights`` are the shares of the width; ``small``
    sets it in 小四, for tables of many columns."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    weights: tuple[float, ...] = ()
    numbered: bool = True
    small: bool = False

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("every row needs as many cells as there are columns")
        if self.weights and len(self.weights) != len(self.columns):
            raise ValueError("weights are given for every column or for none")


@dataclass(frozen=True, slots=True)
class Series:
    """Numbers of one kind, one for each category; None where there is none."""

    name: str
    values: tuple[Decimal | float | None, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart with its caption over it. ``words`` say what it shows to who cannot see it, ``most`` ends its scale.

    ``keep_next`` keeps it on the page of what follows, which is mostly its table.
    """

    caption: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    kind: Literal["column", "bar", "stacked", "line"] = "column"
    unit: str = ""
    words: str = ""
    most: float | None = None
    keep_next: bool = True

    def __post_init__(self) -> None:
        if any(len(one.values) != len(self.categories) for one in self.series):
            raise ValueError("every series needs as many numbers as there are categories")


Block = Heading | Paragraph | NameColumns | NameTable | Chart


@dataclass(frozen=True, slots=True)
class Attachment:
    """An attachment, on a page of its own behind the letter. Without blocks it is only named (a separate
    file)."""

    title: str
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class OfficialDocument:
    """A letter or notice.

    ``red_head`` is the issuing organ's mark over the red rule; the office's own headed paper makes it
    unnecessary. ``sealed`` says that a seal will be set over signatory and date, which moves them as the
    standard asks.
    """

    title: str
    blocks: tuple[Block, ...]
    addressee: str = ""
    signatory: str = ""
    dated: date | None = None
    attachments: tuple[Attachment, ...] = ()
    red_head: str = ""
    number: str = ""
    note: str = ""
    sealed: bool = True
    page_numbers: bool = True


def document_number(organ: str, year: int, number: int) -> str:
    """A 发文字号, the year in hexagonal brackets, no leading zero (GB/T 9704-2012, 7.2.5).

    >>> document_number("某科协函", 2023, 7)
    '某科协函〔2023〕7号'
    """
    return f"{organ}〔{year}〕{number}号"


def chinese_number(number: int) -> str:
    """1 to 99 in Chinese, for headings.

    >>> [chinese_number(n) for n in (1, 10, 12, 20, 35)]
    ['一', '十', '十二', '二十', '三十五']
    """
    digits = "零一二三四五六七八九"
    tens, units = divmod(number, 10)
    if not tens:
        return digits[units]
    return ("" if tens == 1 else digits[tens]) + "十" + (digits[units] if units else "")


def heading_labels(blocks: Sequence[Block]) -> list[str]:
    """The number before each block: empty for all but numbered headings."""
    counts = [0, 0, 0, 0]
    labels = []
    for block in blocks:
        if not isinstance(block, Heading) or not block.numbered:
            labels.append("")
            continue
        place = block.level - 1
        counts[place:] = [counts[place] + 1] + [0] * (3 - place)
        count = counts[place]
        labels.append(
            (f"{chinese_number(count)}、", f"（{chinese_number(count)}）", f"{count}.", f"（{count}）")[place]
        )
    return labels


def spread_name(name: str) -> str:
    """A name of two characters as wide as one of three.

    >>> spread_name("王芳"), spread_name("欧阳兰")
    ('王　芳', '欧阳兰')
    """
    plain = name.strip()
    return f"{plain[0]}　{plain[1]}" if len(plain) == 2 and not plain.isascii() else plain


def names_table(people: Iterable[tuple[str, ...]], columns: Sequence[str], *, caption: str = "") -> NameTable:
    """A table of people, their names spread."""
    rows = tuple((spread_name(first), *rest) for first, *rest in people)
    return NameTable(tuple(columns), rows, caption)
