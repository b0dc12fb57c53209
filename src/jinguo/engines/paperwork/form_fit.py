"""How large the text of a form may be so that it stays on one page.

The heights are estimates made from character widths, with a reserve; Word and LibreOffice differ by a
line or so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from .forms import Cell, FormLayout, Opinion, RegistrationForm, Row
from .layout import FORM_PAGE, MM_PER_POINT, TITLE_SIZE
from .text import count_lines, ems, one_line, printed
from .titles import title_lines

#: 小四, then down to 小五: below that a form cannot be read.
TEXT_SIZES: Final = (12.0, 11.5, 11.0, 10.5, 10.0, 9.5, 9.0)
_SMALLEST_FLOWING: Final = 10.5
CELL_SIZE: Final = 12.0
CELL_LINE: Final = 15.0
PADDING_X: Final = 1.2
PADDING_Y: Final = 0.4
TITLE_LINE: Final = 30.0
TITLE_EMS: Final = FORM_PAGE.text_width / MM_PER_POINT / TITLE_SIZE - 0.5
TITLE_AFTER: Final = 4.0
ABOVE_LINE: Final = 22.0
ABOVE_SIZE: Final = 14.0
_LINE_EMS: Final = FORM_PAGE.text_width / MM_PER_POINT / ABOVE_SIZE
_BORDER: Final = 0.2
_RESERVE: Final = 3.5


@dataclass(frozen=True, slots=True)
class Fit:
    """The size of the long texts in points, the height of each row in millimetres, and whether one page
    holds all."""

    size: float
    heights: tuple[float, ...]
    one_page: bool

    @property
    def line(self) -> float:
        return line_of(self.size)


def line_of(size: float) -> float:
    """The exact line for long text: looser where there is room."""
    return round(size * (1.3 if size >= 11 else 1.2), 1)


def fitted(form: RegistrationForm) -> Fit:
    """The largest text size that keeps the form on one page, else the largest that takes the fewest pages."""
    pages: dict[float, int] = {}
    for size in TEXT_SIZES:
        heights = [_row_height(form, row, size) for row in form.layout.rows]
        left = _room(form) - sum(heights)
        if left >= 0:
            return Fit(size, _spread(form.layout.rows, heights, left), True)
        if size >= _SMALLEST_FLOWING:
            pages[size] = _pages(form.layout.rows, heights, _room(form))
    best = min(pages, key=lambda size: (pages[size], -size))
    return Fit(best, tuple(row.min_height for row in form.layout.rows), False)


def _pages(rows: Sequence[Row], heights: Sequence[float], room: float) -> int:
    """How many pages the rows take when only the growing ones may break."""
    pages, left = 1, room
    for row, height in zip(rows, heights, strict=True):
        if height > left and not row.grows:
            pages, left = pages + 1, FORM_PAGE.text_height - _RESERVE
        left -= height
        while left < 0:
            pages, left = pages + 1, left + FORM_PAGE.text_height - _RESERVE
    return pages


def _spread(rows: Sequence[Row], heights: Sequence[float], left: float) -> tuple[float, ...]:
    """What is left of the page goes to the rows that grow."""
    growing = sum(row.grows for row in rows)
    share = left / growing if growing else 0.0
    return tuple(height + share if row.grows else height for row, height in zip(rows, heights, strict=True))


def _room(form: RegistrationForm) -> float:
    title = len(title_lines(form.title, TITLE_EMS)) * TITLE_LINE + TITLE_AFTER
    around = (*form.layout.above, *form.layout.below)
    lines = sum(count_lines(line_beside(form, cell), _LINE_EMS) for cell in around) * ABOVE_LINE
    mark = 24.0 if form.mark else 0.0
    return FORM_PAGE.text_height - (title + lines + mark) * MM_PER_POINT - _RESERVE


def line_beside(form: RegistrationForm, cell: Cell) -> str:
    """A line above or below the table: a note as it stands, else 标签：值."""
    if cell.kind == "note":
        return one_line(cell.text)
    return f"{cell.text}：{one_line(printed(form.values.get(cell.key)))}"


def _row_height(form: RegistrationForm, row: Row, size: float) -> float:
    needs = [
        cell_height(form.layout, cell, form.values.get(cell.key), form.layout.width_of(row, position), size)
        for position, cell in enumerate(row.cells)
    ]
    return max(row.min_height, *needs) + _BORDER


def cell_height(layout: FormLayout, cell: Cell, value: object, width: float, size: float) -> float:
    """The height in millimetres that a cell's content takes."""
    match cell.kind:
        case "label" | "note":
            points = _lines(cell.text, width, CELL_SIZE) * CELL_LINE
        case "text":
            points = _lines(printed(value), width, size, 2.0) * line_of(size)
        case "opinion":
            opinion = value if isinstance(value, Opinion) else Opinion(printed(value))
            beside_seal = width - layout.seal_mm - 6
            points = (_lines(opinion.text, beside_seal, CELL_SIZE, 2.0) + 3) * CELL_LINE
        case "table":
            points = _table_points(cell, value, width)
        case "value":
            points = _lines(shown(cell, value, width), width, CELL_SIZE) * CELL_LINE
    return points * MM_PER_POINT + 2 * PADDING_Y


def shown(cell: Cell, value: object, width: float) -> str:
    """The text of a cell ``width`` mm wide; choices with boxes, the chosen ones ticked, none broken over
    lines."""
    if not cell.choices:
        return printed(value)
    chosen = {printed(one) for one in (_items(value) or (value,))}
    room = (width - 2 * PADDING_X) / MM_PER_POINT / CELL_SIZE
    lines = [""]
    for choice in cell.choices:
        ticked = f"{'☑' if choice in chosen else '□'}{choice}"
        if lines[-1] and ems(f"{lines[-1]}　{ticked}") > room:
            lines.append(ticked)
        else:
            lines[-1] += f"　{ticked}" if lines[-1] else ticked
    return "\n".join(lines)


def table_rows(cell: Cell, value: object) -> list[list[str]]:
    """The lines of a nested table, filled up with empty ones to its least number."""
    filled = [row for row in _items(value) if isinstance(row, Mapping)]
    rows = [[printed(row.get(column.key)) for column in cell.columns] for row in filled]
    return rows + [[""] * len(cell.columns)] * max(0, cell.min_rows - len(rows))


def _table_points(cell: Cell, value: object, width: float) -> float:
    whole = sum(column.weight for column in cell.columns) or 1.0
    widths = [width * column.weight / whole for column in cell.columns]
    lines = [[column.label for column in cell.columns], *table_rows(cell, value)]
    return sum(
        max((_lines(text, w, 10.5) for text, w in zip(line, widths, strict=True)), default=1) * 14.0 + 3.0
        for line in lines
    )


def _items(value: object) -> Sequence[object]:
    return value if isinstance(value, Sequence) and not isinstance(value, str | bytes) else ()


def _lines(text: str, width: float, size: float, indent: float = 0.0) -> int:
    return count_lines(text, (width - 2 * PADDING_X) / MM_PER_POINT / size, indent)
