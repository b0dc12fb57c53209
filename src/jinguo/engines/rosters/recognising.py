"""Look at a list before it is read: which sheets, where the table stands, what the columns hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from jinguo.engines.rosters.columns import ColumnGuess, ListMapping, fingerprint, guess_columns
from jinguo.engines.rosters.layout import Layout, declared_unit, find_layout, says_women
from jinguo.engines.rosters.opening import Book, Sheet
from jinguo.engines.rosters.values import as_text
from jinguo.errors import Refused
from jinguo.reasons import Reason

__all__ = ["Plan", "SheetPlan", "column_label", "recognise"]

_SAMPLE = 240


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """How one sheet will be read. ``women_only``: the list says that it holds women only; ``unit`` is the one it names
    above the table, for rows that name none."""

    sheet: Sheet
    layout: Layout
    columns: tuple[ColumnGuess, ...]
    fingerprint: str
    women_only: bool
    unit: str

    def place_of(self, field: str) -> int | None:
        """The column that holds a field."""
        return next((one.place for one in self.columns if one.field == field), None)


@dataclass(frozen=True, slots=True)
class Plan:
    """How a list will be read, and what was found in it as a whole."""

    sheets: tuple[SheetPlan, ...]
    notes: tuple[Reason, ...]


def recognise(
    book: Book,
    *,
    mapping: ListMapping | None = None,
    remembered: Callable[[str], Mapping[str, str] | None] = lambda mark: None,
) -> Plan:
    """The plan by which a book is read. ``remembered`` gives the corrected mapping (heading → field) of an earlier list by
    its header's fingerprint.

    Raises:
        Refused: ``roster_no_header``, ``roster_no_name_column``; and what opening a sheet can raise.
    """
    plans: list[SheetPlan] = []
    left_out: list[str] = []
    nameless: Layout | None = None
    for sheet in book.sheets:
        if sheet.hidden:
            continue
        rows = [[as_text(cell) for cell in cells] for _, cells in islice(book.rows(sheet), _SAMPLE)]
        layout = _layout(rows, book, sheet, mapping)
        plan = _sheet_plan(sheet, layout, rows, mapping, remembered) if layout else None
        if plan is not None and plan.place_of("name") is not None:
            plans.append(plan)
            continue
        nameless = nameless or layout
        if any(any(cell.strip() for cell in row) for row in rows):
            left_out.append(sheet.name)
    if not plans:
        raise _refusal(book, nameless)
    return Plan(tuple(plans), _notes(book, left_out))


def column_label(one: ColumnGuess) -> str:
    """How findings name a column: its heading, or its letter where it has none.

    >>> column_label(ColumnGuess(27, "", "other", 0.0, "nothing"))
    'AB'
    """
    if one.heading:
        return one.heading
    letters, rest = "", one.place + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        letters = chr(65 + digit) + letters
    return letters


def _layout(
    rows: Sequence[Sequence[str]], book: Book, sheet: Sheet, mapping: ListMapping | None
) -> Layout | None:
    found = find_layout(rows, book.merged(sheet), mapping.header_row if mapping else None)
    if found is not None or not rows:
        return found
    width = max(len(row) for row in rows)
    bare = Layout(("",) * width, (), 0)
    by_letter = mapping is not None and any(mapping.field_for("", place) for place in range(width))
    guesses = guess_columns(bare.headings, rows, mapping=mapping)
    known = {one.field for one in guesses if one.why in ("contents", "person")}
    return bare if by_letter or ("name" in known and len(known) >= 2) else None


def _sheet_plan(
    sheet: Sheet,
    layout: Layout,
    rows: Sequence[Sequence[str]],
    mapping: ListMapping | None,
    remembered: Callable[[str], Mapping[str, str] | None],
) -> SheetPlan:
    mark = fingerprint(layout.headings)
    columns = guess_columns(
        layout.headings, rows[layout.first_row :], mapping=mapping, remembered=remembered(mark) or None
    )
    said = mapping.women_only if mapping else None
    women = said if said is not None else says_women([*layout.titles, sheet.name])
    unit = (mapping.unit if mapping else "") or declared_unit(layout.titles)
    return SheetPlan(sheet, layout, columns, mark, women, unit)


def _refusal(book: Book, nameless: Layout | None) -> Refused:
    if nameless is not None:
        headings = [heading for heading in nameless.headings if heading][:12]
        return Refused.because("roster_no_name_column", file=book.path.name, headings=headings)
    return Refused.because("roster_no_header", file=book.path.name)


def _notes(book: Book, left_out: Sequence[str]) -> tuple[Reason, ...]:
    hidden = [sheet.name for sheet in book.sheets if sheet.hidden]
    notes = []
    if hidden:
        notes.append(Reason.warning("roster_sheets_hidden", sheets=hidden))
    if left_out:
        notes.append(Reason.warning("roster_sheets_left_out", sheets=list(left_out)))
    return tuple(notes)
