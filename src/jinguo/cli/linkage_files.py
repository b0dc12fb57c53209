"""The files of `jinguo link`: lists as CSV in UTF-8 or GB18030, columns mapped to fields, true pairs, results."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from jinguo.engines.linkage import FIELDS
from jinguo.errors import Refused

MAPPED = tuple(field for field in FIELDS if field not in {"id_index", "phone_index"})
_PROBLEM = re.compile(r"Row #(?P<row>\d+): Expected (?P<wanted>\d+) columns, got (?P<found>\d+)")


def mapping(given: Iterable[str]) -> list[tuple[str, str]]:
    """(field, column) of each ``--map field=column``; ``other`` may come again."""
    found: list[tuple[str, str]] = []
    for text in given:
        field, sign, column = text.partition("=")
        field, column = field.strip(), column.strip()
        if not sign or not field or not column:
            raise Refused.because("linkage_map_wrong", found=text)
        if field not in (*MAPPED, "other"):
            raise Refused.because("linkage_map_unknown", field=field, fields=(*MAPPED, "other"))
        if field != "other" and any(field == known for known, _ in found):
            raise Refused.because("linkage_map_twice", field=field)
        found.append((field, column))
    return found


def read_list(path: Path, wanted: list[tuple[str, str]]) -> tuple[Any, bool]:
    """A list as an Arrow table whose columns are fields, and whether it has ids of its own.

    Without a mapping, columns named like a field are taken. Refused, with file, row and column: no such file, no rows, not
    text, a row of another width, a column that is not there, an id missing or given twice.
    """
    table = read_csv(path)
    chosen = wanted or [(name, name) for name in table.column_names if name in MAPPED]
    if not chosen:
        raise Refused.because("linkage_map_nothing")
    columns: dict[str, Any] = {}
    for field, column in chosen:
        if column not in table.column_names:
            raise Refused.because(
                "linkage_column_missing",
                file=path.name,
                column=column,
                columns=tuple(table.column_names[:30]),
            )
        columns[f"other:{column}" if field == "other" else field] = table.column(column)
    with_ids = "id" in columns
    columns["id"] = (
        _ids(path.name, columns["id"], dict(chosen)["id"]) if with_ids else _numbers(table.num_rows)
    )
    return pa.table(columns), with_ids


def read_csv(path: Path) -> Any:
    """A CSV file as an Arrow table of text, names of columns stripped."""
    content = _utf8(path)
    if not content.strip():
        raise Refused.because("linkage_no_rows", file=path.name)
    first = content[: content.find(b"\n") + 1 or len(content)].decode("utf-8")
    header = [name.strip() for name in next(csv.reader(io.StringIO(first, newline="")), [])]
    twice = next((name for place, name in enumerate(header) if name and name in header[:place]), None)
    if twice is not None:
        raise Refused.because("linkage_column_twice", file=path.name, column=twice)
    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(content),
            read_options=arrow_csv.ReadOptions(column_names=header, skip_rows=1, use_threads=False),
            parse_options=arrow_csv.ParseOptions(newlines_in_values=b'"' in content),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(header, pa.string()), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid as problem:
        raise _refused(path.name, str(problem)) from None
    if not table.num_rows:
        raise Refused.because("linkage_no_rows", file=path.name)
    return table


def _refused(name: str, problem: str) -> Refused:
    match = _PROBLEM.search(problem)
    if match:
        return Refused.because(
            "linkage_row_width", file=name, **{key: int(value) for key, value in match.groupdict().items()}
        )
    return Refused.because("linkage_csv", file=name, problem=problem.split("\n")[0][:200])


def _utf8(path: Path) -> bytes:
    try:
        content = path.read_bytes()
    except OSError:
        raise Refused.because("linkage_no_file", file=path.name) from None
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return _decoded(path.name, content, encoding).encode("utf-8")
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return _decoded(path.name, content, "gb18030").encode("utf-8")
    return content


def _decoded(name: str, content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as problem:
        row = content.count(b"\n", 0, problem.start) + 1
        raise Refused.because("linkage_not_text", file=name, row=row) from None


def _ids(name: str, column: Any, title: str) -> Any:
    ids = pc.utf8_trim_whitespace(column)
    blank = pc.index(pc.equal(ids, ""), True).as_py()
    if blank >= 0:
        raise Refused.because("linkage_file_id_missing", file=name, row=blank + 2, column=title)
    if pc.count_distinct(ids).as_py() < len(ids):
        seen: set[str] = set()
        for row, one in enumerate(ids.to_pylist(), 2):
            if one in seen:
                raise Refused.because("linkage_file_id_twice", file=name, row=row, column=title, id=one)
            seen.add(one)
    return ids


def _numbers(total: int) -> Any:
    width = len(str(total))
    return pa.array([f"{place:0{width}}" for place in range(1, total + 1)])


def read_truth(path: Path, lefts: Iterable[str], rights: Iterable[str] | None) -> set[tuple[str, str]]:
    """True pairs, each in the order in which results are written. Refused: an id that no list has, a pair of one record."""
    table = read_csv(path)
    for column in ("left_id", "right_id"):
        if column not in table.column_names:
            raise Refused.because(
                "linkage_column_missing", file=path.name, column=column, columns=tuple(table.column_names)
            )
    known = set(lefts)
    others = known if rights is None else set(rights)
    found = set()
    for row, left, right in _stripped(table):
        if rights is not None and left not in known and right in known and left in others:
            left, right = right, left
        for column, one, there in (("left_id", left, known), ("right_id", right, others)):
            if one not in there:
                raise Refused.because("linkage_truth_unknown", file=path.name, row=row, column=column, id=one)
        if rights is None and left == right:
            raise Refused.because("linkage_truth_itself", file=path.name, row=row, id=left)
        found.add((left, right) if rights is not None or left < right else (right, left))
    return found


def _stripped(table: Any) -> Iterator[tuple[int, str, str]]:
    pairs = zip(table.column("left_id").to_pylist(), table.column("right_id").to_pylist(), strict=True)
    for row, (left, right) in enumerate(pairs, 2):
        yield row, left.strip(), right.strip()


def write_table(table: Any, path: Path) -> None:
    """An Arrow table as CSV."""
    with path.open("wb") as file:
        file.write((",".join(_cell(name) for name in table.column_names) + "\n").encode("utf-8"))
        options = arrow_csv.WriteOptions(include_header=False, quoting_style="needed")
        arrow_csv.write_csv(table, file, options)


def _cell(name: str) -> str:
    return '"' + name.replace('"', '""') + '"' if any(mark in name for mark in ',"\n') else name


def figures(
    truth: set[tuple[str, str]], found: Mapping[tuple[str, str], float] | set[tuple[str, str]]
) -> dict[str, float | None]:
    """Precision, recall and F1 of pairs found; nothing where there is nothing to divide by."""
    right = sum(1 for pair in found if pair in truth)
    precision = right / len(found) if found else None
    recall = right / len(truth) if truth else None
    both = len(found) + len(truth)
    return {
        "precision": _short(precision),
        "recall": _short(recall),
        "f1": _short(2 * right / both if both else None),
    }


def _short(value: float | None) -> float | None:
    return None if value is None else round(value, 6)
