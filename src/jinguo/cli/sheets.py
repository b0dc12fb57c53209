"""What the commands that count marks and votes share: rules and sheets read, faults told, answers as JSON and files."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal
from fractions import Fraction
from io import StringIO
from pathlib import Path
from typing import Any, Protocol, TypeVar

import click
from pydantic import ValidationError

from jinguo.cli import Unusable
from jinguo.cli.texts import text_of
from jinguo.errors import Refused
from jinguo.phrases import say
from jinguo.reasons import Reason

T = TypeVar("T")

FILE = click.Path(path_type=Path, exists=True, dir_okay=False, readable=True)
LANGUAGES = click.Choice(["zh-Hans", "en"])


class Fault(Protocol):
    """What is wrong in one row, and in which column."""

    @property
    def row(self) -> int: ...
    @property
    def column(self) -> str: ...
    @property
    def reason(self) -> Reason: ...


def fields_of(one: Any, *left_out: str) -> dict[str, Any]:
    """The fields of a dataclass with slots, some left out."""
    return {key: getattr(one, key) for key in one.__slots__ if key not in left_out}


def said(reasons: Iterable[Reason], lang: str) -> list[dict[str, Any]]:
    """Reasons with their sentences."""
    return [{**reason.as_json(), "message": say(reason, lang)} for reason in reasons]


def plain(value: Any) -> Any:
    """What JSON can hold: decimals and fractions as text, nothing that is not a number."""
    if isinstance(value, Decimal | Fraction):
        return str(value)
    if isinstance(value, float):
        return value if abs(value) != float("inf") else None
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    if hasattr(value, "__dataclass_fields__"):
        return plain(asdict(value))
    return value


def read_rules(path: Path, read: Callable[[str], T], lang: str) -> T:
    """Rules from a TOML file; what is wrong with them is told in one line."""
    try:
        return read(_text(path, lang))
    except ValidationError as problem:
        first = problem.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "rules"
        raise Unusable(f"{path}: {where}: {first['msg']}") from problem
    except ValueError as problem:
        raise Unusable(f"{path}: {problem}") from problem


def _text(path: Path, lang: str) -> str:
    try:
        return text_of(path)
    except Refused as refused:
        raise Unusable(f"{say(refused.reasons[0], lang)} [{refused.reasons[0].code}]") from None


def rows_of(
    path: Path, columns: Sequence[str], lang: str, *, allowed: Sequence[str] | None = None
) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a CSV file with their line in the file; the heading is line 1. With ``allowed``, no other column may
    stand in the file: a file of ballots with a column of names is refused unread.
    """
    reader = csv.DictReader(StringIO(_text(path, lang), newline=""), strict=True)
    try:
        missing = [name for name in columns if name not in (reader.fieldnames or ())]
        if missing:
            raise Unusable(f"{path}: row 1: column {missing[0]} is missing; needed: {', '.join(columns)}")
        others = [name for name in reader.fieldnames or () if name not in (*columns, *(allowed or ()))]
        if allowed is not None and others:
            raise Unusable(f"{path}: row 1: column {others[0]} may not stand in a file of secret ballots")
        for row in reader:
            if None in row or None in row.values():
                raise Unusable(f"{path}: row {reader.line_num}: the number of cells is not that of row 1")
            yield reader.line_num, row
    except csv.Error as problem:
        raise Unusable(f"{path}: row {reader.line_num}: {problem}") from problem


def refuse(path: Path, faults: Sequence[Fault], lang: str) -> None:
    """One line a fault on stderr, ten at most, and out."""
    if not faults:
        return
    for fault in faults[1:10]:
        click.echo(_fault_line(path, fault, lang), err=True)
    if len(faults) > 10:
        click.echo(f"… {len(faults) - 10}", err=True)
    raise Unusable(_fault_line(path, faults[0], lang))


def _fault_line(path: Path, fault: Fault, lang: str) -> str:
    reason = fault.reason
    return f"{path}: row {fault.row}, column {fault.column}: {reason.code}: {say(reason, lang)}"


def write(path: Path, text: str) -> None:
    """Beside, then renamed: the old file or the new one, never half."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with beside.open("w", encoding="utf-8", newline="") as file:
            file.write(text)
        os.replace(beside, path)
    except OSError as problem:
        raise Unusable(f"{path}: {problem.strerror or problem}") from problem
    finally:
        beside.unlink(missing_ok=True)
