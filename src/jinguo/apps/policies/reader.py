"""The two sides of the reading page: the text with its marks, and the values in the order in which they want a person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from jinguo.apps.policies.models import PolicyDocument, ReadItem
from jinguo.apps.policies.reading import KINDS, locate
from jinguo.apps.policies.states import ItemState
from jinguo.apps.policies.wording import in_words

PAGE = 12_000
"""Characters of text on one page of the reader: a document of 300 pages is read in parts."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text that has one look; ``item`` is the value it belongs to, ``first`` where that value begins."""

    text: str
    start: int
    item: ReadItem | None = None
    first: bool = False
    also: list[ReadItem] = field(default_factory=list)
    """Values that begin here too and have no stretch of their own: another says the same words."""


@dataclass(frozen=True, slots=True)
class Line:
    """A value with its words."""

    item: ReadItem
    words: str
    belongs_to: ReadItem | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Values of one kind, or the doubtful ones, with how many still wait."""

    key: str
    lines: list[Line] = field(default_factory=list)

    @property
    def code(self) -> str:
        return f"value_{self.key}"

    @property
    def short_code(self) -> str:
        return f"short_{self.key}"

    @property
    def waiting(self) -> int:
        return sum(line.item.state == ItemState.PROPOSED for line in self.lines)


@dataclass(frozen=True, slots=True)
class Counts:
    """How far the checking is, over the whole document."""

    all: int
    done: int
    doubtful: int
    sure: int


@dataclass(frozen=True, slots=True)
class ReadingPage:
    """One page of the reader."""

    number: int
    last: int
    start: int
    end: int
    pieces: list[Piece]
    groups: list[Group]
    counts: Counts

    @property
    def numbers(self) -> range:
        return range(1, self.last + 1)


def breaks_of(text: str) -> list[int]:
    """Where the pages of a text begin: after a line end, at most :data:`PAGE` characters apart; the end last."""
    found = [0]
    while len(text) - found[-1] > PAGE:
        cut = text.rfind("\n", found[-1] + 1, found[-1] + PAGE)
        found.append(cut + 1 if cut > 0 else found[-1] + PAGE)
    return [*found, len(text)]


def page_at(document: PolicyDocument, start: int | None) -> int:
    """The number of the page on which a place of the text stands."""
    breaks = breaks_of(document.text)
    return next((n for n, end in enumerate(breaks[1:], 1) if (start or 0) < end), 1)


def reading_page(document: PolicyDocument, items: Sequence[ReadItem], number: int) -> ReadingPage:
    """The page of that number, or the nearest there is. ``items`` are all values of the document."""
    breaks = breaks_of(document.text)
    last = len(breaks) - 1
    number = min(max(number, 1), last)
    start, end = breaks[number - 1], breaks[number]
    here = [one for one in items if (start <= one.start < end if one.start is not None else number == 1)]
    begins = start + len(document.text[start:end]) - len(document.text[start:end].lstrip())
    marks = {one.pk: _mark_of(one, document.text) for one in here if one.start is not None}
    return ReadingPage(
        number, last, start, end, pieces_of(document.text, begins, end, here, marks), groups_of(here, items), counts_of(items)
    )  # fmt: skip


def counts_of(items: Iterable[ReadItem]) -> Counts:
    rows = list(items)
    open_ = [one for one in rows if one.state == ItemState.PROPOSED]
    doubtful = sum(one.is_doubtful for one in open_)
    return Counts(len(rows), len(rows) - len(open_), doubtful, len(open_) - doubtful)


def groups_of(here: Iterable[ReadItem], items: Sequence[ReadItem]) -> list[Group]:
    """Doubtful values first, then those of each kind in the order of the text."""
    measures = {one.pointer.lstrip("+"): one for one in items if one.kind == "measure"}
    doubtful, kinds = Group("doubtful"), {kind: Group(kind) for kind in KINDS}
    for item in here:
        parts = item.pointer.lstrip("+").split("/")
        above = measures.get("/".join(parts[:3])) if len(parts) > 3 else None
        line = Line(item, in_words(item.kind, item.now_says), above)
        (doubtful if item.is_doubtful else kinds[item.kind]).lines.append(line)
    return [group for group in (doubtful, *kinds.values()) if group.lines]


def _mark_of(item: ReadItem, text: str) -> tuple[int, int]:
    """What of a value's place is marked: of a measure only its heading, for its body is full of other values."""
    start, end = item.start or 0, item.end or 0
    if item.kind != "measure":
        return start, end
    words = str(item.value.get("heading") or item.value.get("text_start") or "")[:40]
    return locate(words, text, (start, end)) or (start, min(end, start + 20))


def pieces_of(
    text: str, start: int, end: int, items: Iterable[ReadItem], marks: dict[int, tuple[int, int]]
) -> list[Piece]:
    """The text from ``start`` to ``end`` in pieces: where places overlap, the shortest one shows, a heading last."""
    placed = [(marks[one.pk], one) for one in items if one.pk in marks and one.state != ItemState.REJECTED]
    cuts = sorted({start, end, *(min(max(cut, start), end) for place, _ in placed for cut in place)})
    pieces: list[Piece] = []
    begun: set[int] = set()
    by_length = sorted(
        placed, key=lambda pair: (pair[1].kind == "section", pair[0][1] - pair[0][0], pair[1].pk)
    )
    for a, b in pairwise(cuts):
        owner = next((one for (x, y), one in by_length if x <= a and b <= y), None)
        pieces.append(Piece(text[a:b], a, owner, owner is not None and owner.pk not in begun))
        if owner is not None:
            begun.add(owner.pk)
    for (x, _), one in placed:
        if one.pk not in begun:
            next(piece for piece in reversed(pieces) if piece.start <= max(x, start)).also.append(one)
    return pieces
