"""Text files that a person gives a command: UTF-8, with or without a byte order mark; what is not is named by its row."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from jinguo.errors import Refused


def text_of(path: Path) -> str:
    """The text of a file.

    Raises:
        Refused: it cannot be opened (``assign_no_file``) or is not UTF-8 (``file_not_utf8``, with the row).
    """
    try:
        content = path.read_bytes()
    except OSError:
        raise Refused.because("assign_no_file", file=path.name) from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        row = content.count(b"\n", 0, problem.start) + 1
        raise Refused.because("file_not_utf8", file=path.name, row=row) from None


def first_fault(path: Path) -> Refused | None:
    """What is wrong with a CSV file as such, and in which row: not UTF-8, a quote that does not end, more or fewer cells
    than the header has. For a file that a quicker reader has refused.
    """
    try:
        text = text_of(path)
    except Refused as refused:
        return refused
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader, [])
        before = reader.line_num
        for cells in reader:
            row, before = before + 1, reader.line_num
            if cells and len(cells) != len(header):
                return Refused.because(
                    "file_row_length", file=path.name, row=row, cells=len(cells), columns=len(header)
                )
    except csv.Error as problem:
        return Refused.because("assign_unreadable", file=path.name, row=reader.line_num, problem=str(problem))
    return None
