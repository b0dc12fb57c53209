"""The files of the lists, as the programs of their time wrote them; the same bytes for the same list."""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Callable
from datetime import date, datetime

from jinguo.demo.registry.lists import MadeList
from jinguo.demo.registry.old_excel import workbook

_MADE = datetime(2026, 9, 30, 9, 0)


def bytes_of(made: MadeList) -> bytes:
    """The list in the format it came in."""
    return _WRITERS[made.spec.key](made)


def _xlsx(made: MadeList) -> bytes:
    import xlsxwriter  # slow import

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        book.set_properties({"created": _MADE, "author": made.spec.title[:30]})
        bold = book.add_format({"bold": True, "align": "center", "valign": "vcenter", "border": 1})
        for table in made.tables:
            sheet = book.add_worksheet(table.name)
            for top, left, bottom, right in table.merged:
                sheet.merge_range(top, left, bottom, right, table.lines[top][left], bold)
            heads = {
                (n, m)
                for top, left, bottom, right in table.merged
                for n in range(top, bottom + 1)
                for m in range(left, right + 1)
            }
            for n, line in enumerate(table.lines):
                for m, cell in enumerate(line):
                    if (n, m) in heads or cell == "":
                        continue
                    if isinstance(cell, date):
                        sheet.write_datetime(n, m, datetime(cell.year, cell.month, cell.day))
                    elif isinstance(cell, str):
                        sheet.write_string(n, m, cell)
                    else:
                        sheet.write_number(n, m, cell)
    return out.getvalue()


def _old(made: MadeList) -> bytes:
    """BIFF8, as the programs of before 2007 saved it."""
    return workbook([
        (table.name, [[cell if isinstance(cell, str | int | float) else str(cell) for cell in line] for line in table.lines], table.merged)
        for table in made.tables
    ])  # fmt: skip


def _page(made: MadeList) -> bytes:
    """A page of a web system saved under the name of a workbook."""
    table = made.tables[0]
    width = len(made.spec.columns)
    parts = ["<html><head><meta charset='utf-8'></head><body><table border='1'>"]
    for n, line in enumerate(table.lines):
        if n == 0:
            parts.append(f"<tr><th colspan='{width}'>{html.escape(str(line[0]))}</th></tr>")
            continue
        parts.append("<tr>" + "".join(f"<td>{html.escape(_text(cell))}</td>" for cell in line) + "</tr>")
    return "\n".join([*parts, "</table></body></html>"]).encode()


def _csv(encoding: str) -> Callable[[MadeList], bytes]:
    def write(made: MadeList) -> bytes:
        out = io.StringIO()
        rows = csv.writer(out, lineterminator="\r\n")
        rows.writerows([_text(cell) for cell in line] for line in made.tables[0].lines)
        return out.getvalue().encode(encoding)

    return write


def _text(cell: object) -> str:
    """A cell as a table program writes it out: large numbers in their short form."""
    return f"{cell:.5E}" if isinstance(cell, float) else str(cell)


_WRITERS = {
    "census-2016": _old, "senior-2018": _csv("gb18030"), "summary-2019": _xlsx, "women-2021": _xlsx,
    "societies-2022": _csv("utf-8-sig"), "summary-2023": _xlsx, "beyond-2024": _page, "statistics-2026": _xlsx,
}  # fmt: skip
