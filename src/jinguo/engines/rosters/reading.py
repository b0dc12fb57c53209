"""Read a list to its end: batches of rows, column by column, each row with its person or with the reasons against her.

Columns are read as wholes: each distinct text once, ID numbers through NumPy. Memory does not grow with the list, but for
20 bytes of each ID number by which two rows with one number are found.
"""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from jinguo.engines.rosters.batches import Batch
from jinguo.engines.rosters.layout import no_person
from jinguo.engines.rosters.numbers import SeenNumbers
from jinguo.engines.rosters.opening import Book, Cell, Span
from jinguo.engines.rosters.person import Finding, Row
from jinguo.engines.rosters.recognising import Plan, SheetPlan, column_label
from jinguo.engines.rosters.tables import Table
from jinguo.engines.rosters.values import as_text
from jinguo.reasons import Reason

__all__ = ["Options", "Reading"]


@dataclass(frozen=True, slots=True)
class Options:
    """``on`` is the day of reading, after which nobody is born; ``batch`` how many rows are read at once."""

    on: date
    batch: int = 5000


class Reading:
    """One passage through a list. After the last batch: ``late`` findings about rows that were given out before,
    ``left_out`` counts of lines that are no persons, and ``notes`` about the file."""

    def __init__(self, book: Book, plan: Plan, options: Options) -> None:
        self.book, self.plan, self.options = book, plan, options
        self.rows = 0
        self.left_out: Counter[str] = Counter()
        self.late: dict[tuple[str, int], Finding] = {}
        self._seen = SeenNumbers()

    @property
    def notes(self) -> tuple[Reason, ...]:
        notes = [*self.plan.notes, *self.book.notes]
        gone = sum(self.left_out[kind] for kind in ("footer", "group", "header_again"))
        if gone:
            notes.append(Reason.info("roster_lines_left_out", count=gone))
        return tuple(notes)

    def batches(self) -> Iterator[list[Row]]:
        """The rows of all sheets in their order, each with its person.

        Raises:
            Refused: as :meth:`tables`.
        """
        for table in self.tables():
            with _uncollected():
                rows = table.rows()
            yield rows

    def tables(self) -> Iterator[Table]:
        """The same as columns, which is quicker by a third where nobody wants persons.

        Raises:
            Refused: ``roster_too_many_rows``, ``roster_text_broken``, ``roster_unreadable``.
        """
        for index, plan in enumerate(self.plan.sheets):
            batch = Batch(plan, self.options.on, self.book.date1904, self.book.uncalculated(plan.sheet))
            raw = self._raw(plan)
            while True:
                with _uncollected():
                    if (lines := next(raw, None)) is None:
                        break
                    table = batch.read(*lines)
                    self._claim(table, index, plan)
                self.rows += len(table.numbers)
                yield table

    def _raw(self, plan: SheetPlan) -> Iterator[tuple[list[int], list[list[Cell]]]]:
        """The lines that speak of persons, some thousand at a time."""
        for numbers, lines in person_blocks(self.book, plan, self.left_out, self.options.batch):
            for at in range(0, len(numbers), self.options.batch):
                yield numbers[at : at + self.options.batch], lines[at : at + self.options.batch]

    def _claim(self, table: Table, index: int, plan: SheetPlan) -> None:
        """Refuse a row whose ID number another row has; where the names differ, nobody knows whose it is: both."""
        place = plan.place_of("id_number")
        if place is None:
            return
        column = column_label(plan.columns[place])
        marks = [hash(name) & 0xFFFFFFFF for name in table.names]
        places = [(index << 32) | number for number in table.numbers]
        for n, other, same in self._seen.claim(table.keys, places, marks):
            sheet, number = self.plan.sheets[other >> 32].sheet.name, other & 0xFFFFFFFF
            code = "roster_row_repeated" if same else "roster_number_twice"
            table.note(n, _twice(code, table.numbers[n], column, number))
            if not same:
                self.late.setdefault((sheet, number), _twice(code, number, column, table.numbers[n]))


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without looking for cycles meanwhile: a batch makes some hundred thousand objects and not one cycle, and looking through
    them again and again takes a fifth of the time."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()


def person_blocks(
    book: Book, plan: SheetPlan, left_out: Counter[str], size: int
) -> Iterator[tuple[list[int], list[list[Cell]]]]:
    """The lines of a sheet below its header that speak of persons, with their numbers, merged cells filled downwards. A block
    in which every line has a plain name is given on as it is."""
    name = plan.place_of("name")
    assert name is not None
    spans = [
        one
        for one in book.merged(plan.sheet)
        if one[0][1] == one[1][1] and one[1][0] >= plan.layout.first_row
    ]
    for first, lines in _filled(book, plan, spans, size) if spans else book.blocks(plan.sheet, size):
        above = max(0, plan.layout.first_row - first + 1)
        block = lines[above:] if above else lines
        odd = {n for n, cells in enumerate(block) if not (len(cells) > name and _is_plain(cells[name]))}
        gone = {n for n in odd if _is_left_out(block[n], name, plan.layout.headings, left_out)}
        numbers = list(range(first + above, first + above + len(block)))
        if gone:
            numbers = [number for n, number in enumerate(numbers) if n not in gone]
            block = [cells for n, cells in enumerate(block) if n not in gone]
        if block:
            yield numbers, block


def _is_plain(given: Cell) -> bool:
    """Whether a cell in the column of names surely holds one."""
    return type(given) is str and 2 <= len(given) <= 4 and given not in _WORDS and given.isalpha()


def _is_left_out(cells: list[Cell], name: int, headings: Sequence[str], left_out: Counter[str]) -> bool:
    given = as_text(cells[name] if name < len(cells) else "").strip()
    kind = no_person([as_text(cell) for cell in cells], given, headings)
    if kind:
        left_out[kind] += 1
    return bool(kind)


_WORDS = frozenset(
    {
        "合计",
        "总计",
        "小计",
        "共计",
        "累计",
        "总人数",
        "姓名",
        "名字",
        "填表人",
        "填报人",
        "审核人",
        "审核",
        "负责人",
    }
    | {"经办人", "联系人", "制表人", "制表", "以上", "以下空白", "Name"}
)
"""Words that stand in the column of names and are none."""


def _filled(
    book: Book, plan: SheetPlan, spans: Sequence[Span], size: int
) -> Iterator[tuple[int, list[list[Cell]]]]:
    """A cell merged over several rows says the same for each of them."""
    begin: dict[int, list[tuple[int, int]]] = {}
    for (top, column), (bottom, _) in spans:
        begin.setdefault(top + 1, []).append((column, bottom + 1))
    open_: dict[int, tuple[int, Cell]] = {}
    for first, lines in book.blocks(plan.sheet, size):
        for number, cells in enumerate(lines, first):
            for column, last in begin.get(number, ()):
                open_[column] = (last, cells[column] if column < len(cells) else "")
            if open_ and any(as_text(cell).strip() for cell in cells):
                for column, (last, value) in list(open_.items()):
                    if number > last:
                        del open_[column]
                    elif column < len(cells) and not as_text(cells[column]).strip():
                        cells[column] = value
        yield first, lines


def _twice(code: str, row: int, column: str, other: int) -> Finding:
    return Finding(column, "id_number", Reason.error(code, row=row, column=column, other=other))
