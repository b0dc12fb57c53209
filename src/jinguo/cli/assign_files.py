"""The files of `jinguo assign`: csv and parquet read as text and checked by DuckDB, answers written beside and renamed."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np

from jinguo.cli.texts import first_fault, text_of
from jinguo.engines.assignment import Problem, Result, Rule, rules_from_toml
from jinguo.engines.assignment.problem import GREATEST, item_rows, reviewer_rows
from jinguo.engines.assignment.result import ordered
from jinguo.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class Files:
    """Where the input of one run stands."""

    pairs: Path
    reviewers: Path
    items: Path
    conflicts: Path | None = None
    fixed: Path | None = None
    rules: Path | None = None
    keep: Path | None = None


@dataclass(frozen=True)
class Table:
    """One file as a table of DuckDB, all values as text, with ``row_``: its line, the header being line 1."""

    name: str
    path: Path
    first: int


def connect() -> duckdb.DuckDBPyConnection:
    found = duckdb.connect()
    found.execute("SET enable_progress_bar = false")
    return found


def read(con: duckdb.DuckDBPyConnection, files: Files) -> Problem:
    """The problem that the files describe.

    Raises:
        Refused: the first thing that cannot be used, with file, row and column.
    """
    reviewers = load(con, "reviewers", files.reviewers, ("reviewer", "min_load", "max_load"))
    items = load(con, "items", files.items, ("item", "demand"))
    item_ids, demand, item_columns = item_rows(_rows(con, items), file=files.items.name, first=items.first)
    reviewer_ids, least, most, reviewer_columns = reviewer_rows(
        _rows(con, reviewers), file=files.reviewers.name, first=reviewers.first
    )
    _places(con, "item", list(item_ids))
    _places(con, "reviewer", list(reviewer_ids))
    i, r, affinity, _ = _pairs(con, "pairs", files.pairs, affinity=True)
    if not len(i):
        raise Refused.because("assign_empty", file=files.pairs.name)
    conflicts = _edges(con, "conflicts", files.conflicts)
    fixed, rows = _edges_with_rows(con, "fixed", files.fixed)
    try:
        return Problem.of_arrays(
            items=list(item_ids),
            demand=demand,
            reviewers=list(reviewer_ids),
            min_load=least,
            max_load=most,
            pair_item=i,
            pair_reviewer=r,
            affinity=affinity,
            conflicts=conflicts,
            fixed=fixed,
            rules=_rules(files.rules),
            item_columns=item_columns,
            reviewer_columns=reviewer_columns,
            rules_place=files.rules.name if files.rules else "",
        )
    except Refused as refused:
        reason = refused.reasons[0]
        if reason.code != "assign_fixed_absent" or files.fixed is None:
            raise
        at = int(rows[int(str(reason.params["row"])) - 1])
        raise Refused.because(
            "assign_fixed_absent", **{**reason.params, "file": files.fixed.name, "row": at}
        ) from None


def read_keep(con: duckdb.DuckDBPyConnection, path: Path) -> list[tuple[str, str]]:
    """The mains of an assignment of before; whoever is gone since then is simply not there any more."""
    load(con, "keep", path, ("item", "reviewer"))
    columns = [row[0] for row in con.execute("DESCRIBE keep").fetchall()]
    mains = "WHERE role = 'main'" if "role" in columns else ""
    return con.execute(
        f"SELECT DISTINCT trim(item), trim(reviewer) FROM keep {mains} ORDER BY 1, 2"
    ).fetchall()


def load(con: duckdb.DuckDBPyConnection, name: str, path: Path, columns: Sequence[str]) -> Table:
    """Read a file into a table and see that its columns are there."""
    if not path.is_file():
        raise Refused.because("assign_no_file", file=path.name)
    if path.stat().st_size == 0:
        raise Refused.because("assign_empty", file=path.name)
    parquet = path.suffix.lower() == ".parquet"
    if not parquet:
        _need(path, columns, _header(path))
    first = 1 if parquet else 2
    try:
        con.execute(
            f"CREATE TEMP TABLE {name} AS SELECT CAST(COLUMNS(*) AS VARCHAR), "
            f"row_number() OVER () + {first - 1} AS row_ FROM {'read_parquet(?)' if parquet else _CSV}",
            [str(path)] if parquet else [str(path), dict.fromkeys(_header(path), "VARCHAR")],
        )
    except duckdb.Error as problem:
        raise _unreadable(path, problem, parquet=parquet) from None
    if parquet:
        _need(path, columns, [str(row[0]) for row in con.execute(f"DESCRIBE {name}").fetchall()])
    return Table(name, path, first)


_CSV = "read_csv(?, columns = ?, auto_detect = false, header = true, delim = ',', quote = '\"', escape = '\"', nullstr = '')"


def _header(path: Path) -> list[str]:
    """The names of the first row; one that is empty or stands twice gets a name of its own."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            found = next(csv.reader(file, strict=True), [])
    except (UnicodeDecodeError, csv.Error):
        raise first_fault(path) or Refused.because("assign_empty", file=path.name) from None
    names: list[str] = []
    for number, name in enumerate(found):
        names.append(name if name and name not in names else f"column{number}")
    return names


def _need(path: Path, columns: Sequence[str], found: Sequence[str]) -> None:
    for column in columns:
        if column not in found:
            raise Refused.because("assign_column_missing", file=path.name, row=1, column=column)


def _unreadable(path: Path, problem: duckdb.Error, *, parquet: bool) -> Refused:
    """The row that is at fault: looked for again, because what the reader says of it may be the end of a chunk."""
    said = next((part.strip() for part in str(problem).splitlines() if part.strip()), "")
    other = Refused.because("assign_unreadable", file=path.name, row=1, problem=said)
    return other if parquet else first_fault(path) or other


def _rows(con: duckdb.DuckDBPyConnection, table: Table) -> list[dict[str, Any]]:
    found = con.execute(f"SELECT * EXCLUDE row_ FROM {table.name} ORDER BY row_")
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _places(con: duckdb.DuckDBPyConnection, kind: str, ids: list[str]) -> None:
    given = {"id": np.array(ids, dtype=object), "place": np.arange(len(ids), dtype=np.int32)}  # noqa: F841 (read by name)
    con.execute(f"CREATE TEMP TABLE {kind}_at AS SELECT id, place FROM given")


def _pairs(
    con: duckdb.DuckDBPyConnection, name: str, path: Path, *, affinity: bool
) -> tuple[Any, Any, Any, Any]:
    """Positions of a file's pairs, affinities in millionths, lines of the file; the first fault is refused."""
    table = load(con, name, path, ("item", "reviewer", *(("affinity",) if affinity else ())))
    value = "TRY_CAST(trim(p.affinity) AS DECIMAL(18, 6))" if affinity else "CAST(0 AS DECIMAL(18, 6))"
    con.execute(
        f"""CREATE TEMP TABLE {name}_read AS SELECT p.row_, i.place AS i, r.place AS r, {value} AS a
        FROM {name} p LEFT JOIN item_at i ON i.id = trim(p.item) LEFT JOIN reviewer_at r ON r.id = trim(p.reviewer)"""
    )
    bad = con.execute(
        f"SELECT min(row_) FROM {name}_read WHERE i IS NULL OR r IS NULL OR a IS NULL OR abs(a) > {GREATEST}"
    ).fetchone()
    if bad and bad[0] is not None:
        raise _fault(con, table, int(bad[0]), affinity=affinity)
    con.execute(f"DROP TABLE {name}")
    got = con.execute(
        f"SELECT i, r, CAST(a * 1000000 AS BIGINT) AS a, row_ FROM {name}_read ORDER BY i, r, row_"
    ).fetchnumpy()
    con.execute(f"DROP TABLE {name}_read")
    i, r, a, row = (np.asarray(got[key], np.int64) for key in ("i", "r", "a", "row_"))
    same = (i[1:] == i[:-1]) & (r[1:] == r[:-1])
    if affinity and same.any():
        second = int(np.flatnonzero(same)[np.argmin(row[1:][same])]) + 1
        item, reviewer = _id_at(con, "item", i[second]), _id_at(con, "reviewer", r[second])
        raise Refused.because(
            "assign_pair_twice", file=path.name, row=int(row[second]), first=int(row[second - 1]),
            item=item, reviewer=reviewer,
        )  # fmt: skip
    return i, r, a, row


def _id_at(con: duckdb.DuckDBPyConnection, kind: str, place: int) -> str:
    found = con.execute(f"SELECT id FROM {kind}_at WHERE place = ?", [int(place)]).fetchone()
    return str(found[0]) if found else "?"


def _fault(con: duckdb.DuckDBPyConnection, table: Table, row: int, *, affinity: bool) -> Refused:
    """What is wrong with one line of pairs."""
    third = "affinity" if affinity else "''"
    line = con.execute(
        f"SELECT trim(item), trim(reviewer), trim({third}) FROM {table.name} WHERE row_ = ?", [row]
    ).fetchone()
    assert line is not None
    where = {"file": table.path.name, "row": row}
    for kind, text in zip(("item", "reviewer"), line[:2], strict=True):
        if not text:
            return Refused.because("assign_value_missing", column=kind, **where)
        if con.execute(f"SELECT 1 FROM {kind}_at WHERE id = ?", [text]).fetchone() is None:
            return Refused.because("assign_unknown", column=kind, found=text, **where)
    if not line[2]:
        return Refused.because("assign_value_missing", column="affinity", **where)
    number = con.execute("SELECT TRY_CAST(? AS DOUBLE)", [line[2]]).fetchone()
    if number is None or number[0] is None or not np.isfinite(number[0]):
        return Refused.because("assign_not_a_number", column="affinity", found=line[2], **where)
    return Refused.because("assign_out_of_range", column="affinity", found=line[2], limit=GREATEST, **where)


def _edges(con: duckdb.DuckDBPyConnection, name: str, path: Path | None) -> Any:
    return _edges_with_rows(con, name, path)[0]


def _edges_with_rows(con: duckdb.DuckDBPyConnection, name: str, path: Path | None) -> tuple[Any, Any]:
    if path is None:
        return np.zeros((0, 2), np.int64), np.zeros(0, np.int64)
    i, r, _, rows = _pairs(con, name, path, affinity=False)
    return np.stack([i, r], axis=1), rows


def _rules(path: Path | None) -> tuple[Rule, ...]:
    return () if path is None else rules_from_toml(text_of(path), place=path.name)


def write(con: duckdb.DuckDBPyConnection, result: Result, part: Path) -> None:
    """Mains, then each item's alternates, as csv or parquet by the suffix before ``.part``."""
    p = result.problem
    mains, reserve = ordered(p, result.chosen), ordered(p, result.reserve)
    pairs = np.concatenate([mains, reserve])
    role = np.repeat(np.array(["main", "alternate"], dtype=object), [len(mains), len(reserve)])
    items, reviewers = np.array(p.items, dtype=object), np.array(p.reviewers, dtype=object)
    given = {  # noqa: F841 (read by name)
        "n": np.arange(len(pairs)),
        "item": items[p.pair_item[pairs]],
        "reviewer": reviewers[p.pair_reviewer[pairs]],
        "scaled": p.affinity[pairs].astype(np.float64),
        "role": role,
    }
    parquet = part.with_suffix("").suffix.lower() == ".parquet"
    kind = "FORMAT parquet" if parquet else "FORMAT csv, HEADER"
    target = str(part).replace("'", "''")
    rows = "SELECT item, reviewer, scaled / 1000000 AS affinity, role FROM given ORDER BY n"
    con.execute(f"COPY ({rows}) TO '{target}' ({kind})")
