"""A .docx file to text: paragraphs and tables in their order, the numbers that Word counts itself, text boxes.

A table is a line a row with tabs between the cells; parts of merged cells are marked as in :mod:`.text`.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

from jinguo.reasons import Reason

from ..layout.text import BELOW, BESIDE, LINE_BREAK

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_CHINESE = "零一二三四五六七八九"


def word_text(content: bytes, name: str) -> tuple[str, tuple[Reason, ...]]:
    """The text of a .docx and what stood in the way."""
    from docx import Document  # large: loaded for a .docx alone

    try:
        document = Document(io.BytesIO(content))
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as problem:
        return "", (Reason.error("notice_damaged", file=name, problem=type(problem).__name__),)
    numbers = _Numbers(document)
    lines: list[str] = []
    prose = False
    for block in _blocks(document.element.body):
        if block.tag == f"{_W}tbl":
            lines += _rows(block, numbers)
        else:
            line = _paragraph(block, numbers)
            boxes = [text for text in _boxes(block, numbers) if text.strip()]
            lines += [line, *boxes]
            prose = prose or bool(line.strip() or boxes)
    text = "\n".join(lines)
    if not re.sub(rf"[\s{BELOW}{BESIDE}{LINE_BREAK}]", "", text):
        pictures = next(document.element.body.iter(f"{_W}drawing", f"{_W}pict"), None) is not None
        code = "notice_scan" if pictures else "notice_empty"
        return "", (Reason.error(code, file=name, pages=1),)
    return text, () if prose else (Reason.warning("notice_tables_only", file=name),)


def _blocks(parent: Any) -> Iterator[Any]:
    """Paragraphs and tables of a body or a cell, also those inside content controls."""
    for child in parent:
        if child.tag in (f"{_W}p", f"{_W}tbl"):
            yield child
        elif child.tag == f"{_W}sdt":
            inner = child.find(f"{_W}sdtContent")
            if inner is not None:
                yield from _blocks(inner)


def _paragraph(paragraph: Any, numbers: _Numbers) -> str:
    return numbers.of(paragraph) + "".join(_runs(paragraph))


def _runs(node: Any) -> Iterator[str]:
    """The text of a paragraph without what stands in text boxes and what was deleted."""
    for child in node:
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag == f"{_W}tab":
            yield "  "
        elif child.tag in (f"{_W}br", f"{_W}cr"):
            yield "\n"
        elif child.tag == f"{_W}noBreakHyphen":
            yield "-"
        elif child.tag in (f"{_W}r", f"{_W}hyperlink", f"{_W}ins", f"{_W}smartTag", f"{_W}sdt", f"{_W}sdtContent", f"{_W}fldSimple"):  # fmt: skip
            yield from _runs(child)


def _boxes(paragraph: Any, numbers: _Numbers) -> Iterator[str]:
    """The paragraphs of the text boxes that hang on a paragraph; the copy for older programs is left out."""
    for box in paragraph.iter(f"{_W}txbxContent"):
        if not any(above.tag == _FALLBACK for above in box.iterancestors()):
            for block in _blocks(box):
                if block.tag == f"{_W}tbl":
                    yield from _rows(block, numbers)
                else:
                    yield _paragraph(block, numbers)


def _rows(table: Any, numbers: _Numbers) -> list[str]:
    lines = []
    for row in table.iter(f"{_W}tr"):
        if next(row.iterancestors(f"{_W}tbl")) is not table:
            continue  # a row of a table inside a cell
        cells: list[str] = []
        for cell in row.iter(f"{_W}tc"):
            if next(cell.iterancestors(f"{_W}tr")) is not row:
                continue
            properties = cell.find(f"{_W}tcPr")
            wide, below = _merged(properties)
            cells.append(BELOW if below else _cell(cell, numbers))
            cells += [BESIDE] * (wide - 1)
        lines.append("\t".join(cells))
    return lines


def _merged(properties: Any) -> tuple[int, bool]:
    """How many columns a cell spans, and whether it is the lower part of one above."""
    if properties is None:
        return 1, False
    span, merge = properties.find(f"{_W}gridSpan"), properties.find(f"{_W}vMerge")
    wide = int(span.get(f"{_W}val") or 1) if span is not None else 1
    return max(1, min(wide, 60)), merge is not None and merge.get(f"{_W}val") != "restart"


def _cell(cell: Any, numbers: _Numbers) -> str:
    parts: list[str] = []
    for block in _blocks(cell):
        if block.tag == f"{_W}tbl":
            parts += [row.replace("\t", " ") for row in _rows(block, numbers)]
        else:
            parts += [_paragraph(block, numbers), *_boxes(block, numbers)]
    return LINE_BREAK.join(p.strip("\n").replace("\n", LINE_BREAK) for p in parts if p.strip())


class _Numbers:
    """The numbers that Word counts itself (一、 （一） 1. …), as it prints them."""

    def __init__(self, document: Any) -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._styles: dict[str, tuple[str, int]] = {}
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError, AttributeError):
            return
        kinds = {a.get(f"{_W}abstractNumId"): _levels_of(a) for a in root.iter(f"{_W}abstractNum")}
        for number in root.iter(f"{_W}num"):
            kind = number.find(f"{_W}abstractNumId")
            if kind is not None:
                self._levels[number.get(f"{_W}numId")] = kinds.get(kind.get(f"{_W}val"), {})
        for style in document.styles.element.iter(f"{_W}style"):
            found = _number_of(style)
            if found:
                self._styles[style.get(f"{_W}styleId")] = found

    def of(self, paragraph: Any) -> str:
        """The number that stands before a paragraph, or nothing."""
        properties = paragraph.find(f"{_W}pPr")
        if properties is None:
            return ""
        found = _number_of(paragraph)
        style = properties.find(f"{_W}pStyle")
        if found is None and style is not None:
            found = self._styles.get(style.get(f"{_W}val"))
        levels: Mapping[int, tuple[str, str, int]] = self._levels.get(found[0], {}) if found else {}
        if found is None or found[1] not in levels:
            return ""
        counts, level = self._counts.setdefault(found[0], {}), found[1]
        counts[level] = counts.get(level, levels[level][2] - 1) + 1
        for deeper in [n for n in counts if n > level]:
            del counts[deeper]
        return re.sub(r"%(\d)", lambda m: self._shown(levels, counts, int(m[1]) - 1), levels[level][1])

    @staticmethod
    def _shown(levels: Mapping[int, tuple[str, str, int]], counts: Mapping[int, int], level: int) -> str:
        style, _, first = levels.get(level, ("decimal", "", 1))
        return _in_style(counts.get(level, first), style)


def _levels_of(kind: Any) -> dict[int, tuple[str, str, int]]:
    """Style, pattern and first number of each level; bullets are left out."""
    found = {}
    for level in kind.iter(f"{_W}lvl"):
        values = {key: level.find(f"{_W}{key}") for key in ("numFmt", "lvlText", "start")}
        style, text, first = (v.get(f"{_W}val") if v is not None else None for v in values.values())
        if style and text and style not in ("bullet", "none"):
            found[int(level.get(f"{_W}ilvl") or 0)] = (style, text, int(first or 1))
    return found


def _number_of(node: Any) -> tuple[str, int] | None:
    properties = node.find(f"{_W}pPr/{_W}numPr")
    if properties is None:
        return None
    number, level = properties.find(f"{_W}numId"), properties.find(f"{_W}ilvl")
    if number is None or number.get(f"{_W}val") in (None, "0"):
        return None
    return number.get(f"{_W}val"), int(level.get(f"{_W}val") or 0) if level is not None else 0


def _in_style(number: int, style: str) -> str:
    if style.startswith(("chinese", "japaneseCounting", "taiwanese", "ideograph")) and 0 < number < 100:
        tens, ones = divmod(number, 10)
        head = "" if not tens else "十" if tens == 1 else _CHINESE[tens] + "十"
        return head + (_CHINESE[ones] if ones else "")
    if style.startswith("decimalEnclosedCircle") and 0 < number <= 20:
        return chr(ord("①") + number - 1)
    if style in ("lowerLetter", "upperLetter") and 0 < number <= 26:
        return chr(ord("a" if style == "lowerLetter" else "A") + number - 1)
    return str(number)
