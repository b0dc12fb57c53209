"""The pool as a file, .xlsx or .csv: what is given out can be taken in again, and what is refused comes back as the same
file with a column that says why.

A cell that a table program would take for a formula is written as text (CSV injection, CWE-1236): in .xlsx it carries the
mark that keeps it text, in .csv an apostrophe stands before it, which reading takes off again.
"""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from jinguo.apps.reviews.models import Expert
from jinguo.apps.reviews.pool.words import (
    Post,
    read_disciplines,
    read_languages,
    read_posts,
    write_disciplines,
    write_posts,
)
from jinguo.engines.paperwork import Column, SummaryTable, summary_table
from jinguo.errors import Refused
from jinguo.phrases import term
from jinguo.reasons import Reason
from jinguo.standards.codes import find
from jinguo.standards.names import check_name, normalise_name
from jinguo.standards.text import clean_text

MOST_ROWS = 5000
MOST_BYTES = 8 * 1024 * 1024
_MOST_UNPACKED = 80 * 1024 * 1024
_HEADER_WITHIN = 10
_RISKY = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")

COLUMNS: Mapping[str, str] = {
    "name": "姓名",
    "sex": "性别",
    "unit_name": "单位",
    "title": "职称",
    "disciplines": "学科",
    "keywords": "关键词",
    "keywords_en": "英文关键词",
    "languages": "语言",
    "home": "籍贯",
    "email": "邮箱",
    "phone": "电话",
    "posts": "任职经历",
    "max_per_round": "每轮最多",
    "max_per_year": "每年最多",
}
"""Field → heading, in the order of the file."""
STATE, REASON = "在库状态", "未导入原因"
_MOST = {
    "name": 100, "unit_name": 120, "title": 60, "disciplines": 300, "keywords": 300, "keywords_en": 300,
    "languages": 100, "home": 60, "email": 254, "phone": 40, "posts": 1000,
}  # fmt: skip
_BROKEN = (
    zipfile.BadZipFile, zlib.error, SyntaxError, LookupError, ValueError, TypeError, AttributeError, OSError,
    EOFError, RuntimeError, NotImplementedError,
)  # fmt: skip


@dataclass(frozen=True)
class Finding:
    """What is wrong, or worth a look, in one cell; ``column`` is its heading."""

    column: str
    reason: Reason

    @property
    def refuses(self) -> bool:
        return self.reason.severity == "error"


@dataclass
class Line:
    """One row of the file: its number there, its cells as typed, what they mean, and what was found."""

    number: int
    cells: dict[str, str]
    facts: dict[str, Any] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    expert: Expert | None = None

    @property
    def refused(self) -> bool:
        return any(finding.refuses for finding in self.findings)

    @property
    def name(self) -> str:
        return self.cells.get("name", "")


@dataclass
class Plan:
    """What would be done with each row."""

    lines: list[Line]

    @property
    def added(self) -> list[Line]:
        return [line for line in self.lines if not line.refused and line.expert is None]

    @property
    def changed(self) -> list[Line]:
        return [line for line in self.lines if not line.refused and line.expert is not None]

    @property
    def refused(self) -> list[Line]:
        return [line for line in self.lines if line.refused]

    @property
    def remarks(self) -> list[Line]:
        return [line for line in self.lines if line.findings and not line.refused]


def export(experts: Iterable[Expert], form: str) -> bytes:
    """The experts as a file; each with her posts at hand."""
    rows = ([*_cells(one).values(), term(one.state, "zh")] for one in experts)
    return _file([*COLUMNS.values(), STATE], rows, form, "专家库")


def refused_file(lines: Sequence[Line], form: str, say: Callable[[Reason], str]) -> bytes:
    """The rows that were not taken in, as they came, each with the reasons in the last column."""
    rows = (
        [
            *(line.cells.get(key, "") for key in COLUMNS),
            "；".join(f"{one.column}：{say(one.reason)}" for one in line.findings if one.refuses),
        ]
        for line in lines
    )
    return _file([*COLUMNS.values(), REASON], rows, form, "未导入的专家")


def read(file: IO[bytes], name: str) -> list[Line]:
    """The rows of a file, as typed.

    Raises:
        Refused: too large, unreadable, without a header or without a row.
    """
    data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise Refused.because("upload_too_large", limit=MOST_BYTES)
    try:
        table = _of_text(data) if name.lower().endswith(".csv") else _of_workbook(data)
    except _BROKEN:
        raise Refused.because("pool_file_unreadable") from None
    return _lines(table)


def plan(lines: Sequence[Line], known: Mapping[tuple[str, str], Expert]) -> Plan:
    """Check every row, and find who is in the pool already: by e-mail, else by name and unit."""
    seen: dict[tuple[str, str], int] = {}
    for line in lines:
        line.facts, line.findings = {}, []
        _check(line)
        name, unit = line.facts.get("name", ""), line.facts.get("unit_name", "")
        email = line.facts.get("email", "").lower()
        line.expert = (known.get(("@", email)) if email else None) or known.get((name, unit))
        keys = [key for key in (("@", email) if email else None, (name, unit)) if key]
        other = next((seen[key] for key in keys if key in seen), None)
        if name and other is not None:
            line.findings.append(Finding(COLUMNS["name"], Reason.error("pool_row_twice", other=other)))
        for key in keys:
            seen.setdefault(key, line.number)
    return Plan(list(lines))


def _cells(one: Expert) -> dict[str, str]:
    posts = [Post(row.unit, row.since, row.until) for row in one.posts.all()]
    said = {
        "sex": {"F": "女", "M": "男"}.get(one.sex, ""),
        "languages": "；".join(term(f"language_{code}", "zh") for code in one.languages.split(",") if code),
        "posts": write_posts(posts),
    }
    return {
        key: said.get(key, "" if (value := getattr(one, key, "")) is None else str(value)) for key in COLUMNS
    }


def _file(heads: Sequence[str], rows: Iterable[Sequence[str]], form: str, title: str) -> bytes:
    if form == "csv":
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow(heads)
        writer.writerows([_safe(cell) for cell in row] for row in rows)
        return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")
    columns = tuple(Column(head, "text") for head in heads)
    return summary_table(SummaryTable(title, columns, rows, sheet_name=title, numbered=False))


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_RISKY) else cell


def _as_typed(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = clean_text("" if cell is None else str(cell)).strip()
    return text[1:] if text.startswith("'") and text[1:].startswith(_RISKY) else text


def _of_text(data: bytes) -> list[list[str]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030")
    dialect = csv.excel_tab if "\t" in text.partition("\n")[0] else csv.excel
    return [[_as_typed(cell) for cell in row] for row in csv.reader(io.StringIO(text, newline=""), dialect)]


def _of_workbook(data: bytes) -> list[list[str]]:
    import openpyxl  # here: it is large, and this page is rarely asked for

    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        if sum(entry.file_size for entry in packed.infolist()) > _MOST_UNPACKED:
            raise Refused.because("upload_too_large", limit=_MOST_UNPACKED)
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    rows = book.worksheets[0].iter_rows(max_row=MOST_ROWS + _HEADER_WITHIN + 2, max_col=40, values_only=True)
    return [[_as_typed(cell) for cell in row] for row in rows]


def _lines(table: Sequence[Sequence[str]]) -> list[Line]:
    named = {head: key for key, head in COLUMNS.items()}
    at = next((n for n, row in enumerate(table[:_HEADER_WITHIN]) if COLUMNS["name"] in row), None)
    if at is None:
        raise Refused.because("pool_file_no_header")
    places = [(place, named[head]) for place, head in enumerate(table[at]) if head in named]
    lines = [
        Line(number, {key: row[place] for place, key in places if place < len(row)})
        for number, row in enumerate(table[at + 1 :], at + 2)
        if any(row)
    ]
    if not lines:
        raise Refused.because("pool_file_empty")
    if len(lines) > MOST_ROWS:
        raise Refused.because("pool_file_too_long", most=MOST_ROWS)
    return lines


def _check(line: Line) -> None:
    """Read each cell; an empty one says nothing, so that what stands in the pool is kept."""
    for key, heading in COLUMNS.items():
        text = line.cells.get(key, "")
        if not text:
            if key == "name":
                line.findings.append(Finding(heading, Reason.error("pool_row_no_name")))
            continue
        if len(text) > _MOST.get(key, 100):
            line.findings.append(
                Finding(heading, Reason.error("pool_row_too_long", most=_MOST.get(key, 100)))
            )
            continue
        try:
            line.facts[key] = _READERS.get(key, str)(text)
        except Refused as refused:
            line.findings += [Finding(heading, reason) for reason in refused.reasons]
    unknown = read_disciplines(line.cells.get("disciplines", "")).words
    if unknown:
        line.findings.append(
            Finding(
                COLUMNS["disciplines"], Reason.warning("pool_row_discipline_unknown", words=list(unknown))
            )
        )


def _name(text: str) -> str:
    if any(reason.severity == "error" for reason in check_name(text)):
        raise Refused.because("pool_row_name", value=text[:40])
    return normalise_name(text)


def _sex(text: str) -> str:
    found = find("sex", text)
    code = found.code if found else {"女": "2", "男": "1", "f": "2", "m": "1"}.get(text.lower(), "")
    if code not in ("1", "2"):
        raise Refused.because("pool_row_sex", value=text[:20])
    return "F" if code == "2" else "M"


def _email(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError:
        raise Refused.because("pool_row_email", value=text[:60]) from None
    return text


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > 999:
        raise Refused.because("pool_row_number", value=text[:20])
    return int(text)


_READERS: Mapping[str, Callable[[str], Any]] = {
    "name": _name,
    "sex": _sex,
    "email": _email,
    "languages": lambda text: ",".join(read_languages(text)),
    "disciplines": lambda text: write_disciplines(read_disciplines(text)),
    "posts": read_posts,
    "max_per_round": _number,
    "max_per_year": _number,
}
