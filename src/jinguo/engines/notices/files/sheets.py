"""A workbook (.xlsx, .xls) to text: a line a row, tabs between the cells; the name of each sheet above it.

Codes such as 010200 stay as they are written; whole numbers lose the .0 that the file format gives them.
"""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

from jinguo.reasons import Reason

from ..layout.text import LINE_BREAK

SHEET = "[sheet] "
MOST_ROWS = 5000


def sheets_text(content: bytes, name: str) -> tuple[str, tuple[Reason, ...]]:
    """The text of a workbook and what stood in the way."""
    import python_calamine  # loaded for a workbook alone

    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [(title, book.get_sheet_by_name(title)) for title in book.sheet_names]
        read = [(title, sheet.to_python(skip_empty_area=False, nrows=MOST_ROWS)) for title, sheet in sheets]
    except python_calamine.PasswordError:
        return "", (Reason.error("notice_encrypted", file=name),)
    except (python_calamine.CalamineError, OSError, ValueError) as problem:
        return "", (Reason.error("notice_damaged", file=name, problem=type(problem).__name__),)
    lines: list[str] = []
    for title, rows in read:
        shown = [[_shown(value) for value in row] for row in rows]
        if any(cell for row in shown for cell in row):
            lines += [f"{SHEET}{title}", *("\t".join(row) for row in shown)]
    if not lines:
        return "", (Reason.error("notice_empty", file=name),)
    return "\n".join(lines), (Reason.warning("notice_tables_only", file=name),)


def _shown(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    return str(value).strip().replace("\r\n", "\n").replace("\n", LINE_BREAK).replace("\t", " ")
