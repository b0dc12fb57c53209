"""Ruled tables of a page of a PDF: cells from the lines that are drawn, text into the cells by its place.

Lines are drawn as thin filled rectangles (word processors) or as strokes. A table is a stretch of the page that upright lines cover without a gap.
Cells that no line parts are one merged cell. Coordinates are points, y grows upwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from ..layout.text import BELOW, BESIDE, LINE_BREAK

_THIN, _NEAR = 2.5, 3.0


@dataclass(slots=True)
class _Drawn:
    """What a page draws: upright lines (x, low, high), level lines (y, left, right) and pieces of text (x, y, size, text)."""

    upright: list[tuple[float, float, float]] = field(default_factory=list)
    level: list[tuple[float, float, float]] = field(default_factory=list)
    text: list[tuple[float, float, float, str]] = field(default_factory=list)
    path: list[tuple[str, tuple[float, float, float, float]]] = field(default_factory=list)
    point: tuple[float, float] = (0.0, 0.0)

    def operator(self, name: bytes, operands: Sequence[Any], matrix: Sequence[float], _: object) -> None:
        if name == b"re" and len(operands) == 4:
            x, y, width, height = (float(o) for o in operands)
            a, b = _at(matrix, x, y), _at(matrix, x + width, y + height)
            self.path.append(("box", (min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1]))))
        elif name == b"m" and len(operands) == 2:
            self.point = _at(matrix, float(operands[0]), float(operands[1]))
        elif name == b"l" and len(operands) == 2:
            to = _at(matrix, float(operands[0]), float(operands[1]))
            self.path.append(("line", (*self.point, *to)))
            self.point = to
        elif name in (b"S", b"s", b"B", b"B*", b"b", b"b*", b"f", b"F", b"f*"):
            self._painted(stroked=name in (b"S", b"s", b"B", b"B*", b"b", b"b*"))
            self.path.clear()
        elif name == b"n":
            self.path.clear()

    def _painted(self, *, stroked: bool) -> None:
        for kind, (x0, y0, x1, y1) in self.path:
            if kind == "line" and stroked:
                self._line(x0, y0, x1, y1)
            elif kind == "box" and (x1 - x0 <= _THIN or y1 - y0 <= _THIN):
                middle = ((x0 + x1) / 2, (y0 + y1) / 2)
                if x1 - x0 < y1 - y0:
                    self._line(middle[0], y0, middle[0], y1)
                else:
                    self._line(x0, middle[1], x1, middle[1])
            elif kind == "box" and stroked:
                for edge in ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)):
                    self._line(*edge)

    def _line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        if abs(x0 - x1) <= _THIN and abs(y0 - y1) > _THIN:
            self.upright.append((x0, min(y0, y1), max(y0, y1)))
        elif abs(y0 - y1) <= _THIN and abs(x0 - x1) > _THIN:
            self.level.append((y0, min(x0, x1), max(x0, x1)))

    def words(
        self, text: str, matrix: Sequence[float], place: Sequence[float], _: object, size: float | None
    ) -> None:
        if text.strip():
            x, y = _at(matrix, place[4], place[5])
            scale = abs(place[3]) or abs(place[1]) or 1.0
            self.text.append((x, y, (size or 1.0) * scale * (abs(matrix[3]) or 1.0), text.strip()))


def _at(matrix: Sequence[float], x: float, y: float) -> tuple[float, float]:
    return matrix[0] * x + matrix[2] * y + matrix[4], matrix[1] * x + matrix[3] * y + matrix[5]


def laid_out(page: Any) -> str | None:
    """The text of a page with its tables as rows, or None where it has no table."""
    drawn = _Drawn()
    page.extract_text(visitor_operand_before=drawn.operator, visitor_text=drawn.words)
    blocks: list[tuple[float, str]] = []
    left = list(drawn.text)
    for low, high in _stretches(drawn.upright):
        rows, inside = _table(drawn, low, high, left)
        if rows:
            blocks.append((high, "\n".join(rows)))
            left = [piece for piece in left if piece not in inside]
    if not blocks:
        return None
    blocks += [(y, text) for y, text in _lines(left)]
    return "\n".join(text for _, text in sorted(blocks, key=lambda block: -block[0]))


def _stretches(upright: Sequence[tuple[float, float, float]]) -> list[tuple[float, float]]:
    """The stretches of y that upright lines cover without a gap."""
    found: list[tuple[float, float]] = []
    for _, low, high in sorted(upright, key=lambda line: line[1]):
        if found and low <= found[-1][1] + _NEAR:
            found[-1] = (found[-1][0], max(found[-1][1], high))
        else:
            found.append((low, high))
    return found


def _places(values: Sequence[float]) -> list[float]:
    """Values with those that stand close together made one."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _NEAR:
            found.append(value)
    return found


def _table(
    drawn: _Drawn, low: float, high: float, pieces: Sequence[tuple[float, float, float, str]]
) -> tuple[list[str], list[tuple[float, float, float, str]]]:
    """The rows of the table in a stretch, and the pieces of text that it took."""
    upright = [line for line in drawn.upright if line[1] >= low - _NEAR and line[2] <= high + _NEAR]
    level = [line for line in drawn.level if low - _NEAR <= line[0] <= high + _NEAR]
    xs, ys = _places([line[0] for line in upright]), _places([line[0] for line in level])[::-1]
    columns, rows = len(xs) - 1, len(ys) - 1
    if columns < 1 or rows < 1 or columns * rows < 2 or columns * rows > 4000:
        return [], []
    owner = _owners(xs, ys, upright, level)
    held: dict[tuple[int, int], list[tuple[float, float, float, str]]] = {}
    inside = []
    for piece in pieces:
        x, y = piece[0] + min(piece[2], 6) * 0.4, piece[1] + piece[2] * 0.3
        column = next((i for i in range(columns) if xs[i] <= x < xs[i + 1]), None)
        row = next((j for j in range(rows) if ys[j] >= y > ys[j + 1]), None)
        if column is not None and row is not None:
            held.setdefault(owner[row, column], []).append(piece)
            inside.append(piece)
    lines = []
    for j in range(rows):
        cells = []
        for i in range(columns):
            mine = owner[j, i]
            beside = i > 0 and owner[j, i - 1] == mine
            cells.append(
                LINE_BREAK.join(text for _, text in _lines(held.get(mine, [])))
                if mine == (j, i)
                else BESIDE
                if beside
                else BELOW
            )
        lines.append("\t".join(cells))
    return lines, inside


def _owners(
    xs: Sequence[float],
    ys: Sequence[float],
    upright: Sequence[tuple[float, float, float]],
    level: Sequence[tuple[float, float, float]],
) -> dict[tuple[int, int], tuple[int, int]]:
    """For every place of the grid its cell: the first place (from above, from the left) that no line parts it from."""
    owner: dict[tuple[int, int], tuple[int, int]] = {}
    for j in range(len(ys) - 1):
        for i in range(len(xs) - 1):
            y, x = (ys[j] + ys[j + 1]) / 2, (xs[i] + xs[i + 1]) / 2
            walled = any(abs(line[0] - xs[i]) <= _NEAR and line[1] <= y <= line[2] for line in upright)
            roofed = any(abs(line[0] - ys[j]) <= _NEAR and line[1] <= x <= line[2] for line in level)
            if i and not walled:
                owner[j, i] = owner[j, i - 1]
            elif j and not roofed:
                owner[j, i] = owner[j - 1, i]
            else:
                owner[j, i] = (j, i)
    return owner


def _lines(pieces: Sequence[tuple[float, float, float, str]]) -> list[tuple[float, str]]:
    """Pieces of text put together to lines, from above."""
    lines: list[list[tuple[float, float, float, str]]] = []
    for piece in sorted(pieces, key=lambda p: (-p[1], p[0])):
        if lines and abs(lines[-1][0][1] - piece[1]) <= 0.45 * max(piece[2], 4):
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return [(line[0][1], _joined(sorted(line))) for line in lines]


def _joined(line: Sequence[tuple[float, float, float, str]]) -> str:
    text, end = "", None
    for x, _, size, piece in line:
        text += (" " if end is not None and x - end > 0.3 * size else "") + piece
        end = x + sum(size if ord(c) > 255 else size / 2 for c in piece)
    return text
