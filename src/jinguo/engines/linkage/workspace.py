"""One list, or two, in DuckDB: the records, the pairs to compare, and the level of each pair in each field."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from jinguo.engines.linkage.blocking import block, keys_for
from jinguo.engines.linkage.cleaning import COLUMNS, Cleaned
from jinguo.engines.linkage.comparisons import Comparison, comparisons_for

__all__ = ["Levels", "Workspace"]

_MEMORY = "2GB"
_FEW = 20_000


@dataclass(frozen=True, slots=True)
class Levels:
    """Pairs by number: ``left`` and ``right`` are places in the records, ``of`` the level of each field: 0 is the best,
    -1 says that nothing can be compared."""

    left: Any
    right: Any
    of: dict[str, Any]

    def __len__(self) -> int:
        return len(self.left)

    def take(self, chosen: Any) -> Levels:
        return Levels(
            self.left[chosen], self.right[chosen], {name: level[chosen] for name, level in self.of.items()}
        )


class Workspace:
    """Records of one list, or of two of which only pairs across are compared, and with ``within`` also those inside the
    first. Records stand in the order of their ids."""

    def __init__(self, left: Cleaned, right: Cleaned | None = None, *, within: bool = False) -> None:
        self.within = within and right is not None
        self.others = max((left.others, right.others if right else ()), key=len)
        tables = [left.table] if right is None else [left.table, right.table]
        self.lefts = 0 if right is None else len(left)
        self.table = pa.concat_tables(tables, promote_options="default").combine_chunks()
        names = [*COLUMNS, *(f"other_{n + 1}" for n in range(len(self.others)))]
        self.filled = [
            name
            for name in names
            if name in self.table.column_names and self.table.column(name).null_count < self.table.num_rows
        ]
        self.comparisons = comparisons_for(self.filled, len(self.others))
        self._codes: dict[str, tuple[Any, int]] = {}
        self.con: Any = duckdb.connect()
        self.con.execute(f"SET memory_limit = '{_MEMORY}'; SET enable_progress_bar = false")
        wanted = [name for name in names if name in self.table.column_names]
        numbered = self.table.select(wanted).append_column(
            "uid", pa.array(range(self.table.num_rows), pa.int32())
        )
        self.con.register("given", numbered)
        self.con.execute("CREATE TABLE records AS SELECT * FROM given")
        self.con.unregister("given")

    def __len__(self) -> int:
        return int(self.table.num_rows)

    def codes(self, column: str) -> tuple[Any, int]:
        """The values of a column as numbers from 0, -1 where there is none; and how many values there are."""
        if column not in self._codes:
            coded = self.table.column(column).combine_chunks().dictionary_encode()
            numbers = coded.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
            self._codes[column] = (numbers, len(coded.dictionary) or 1)
        return self._codes[column]

    def ids(self) -> list[str]:
        found: list[str] = self.table.column("id").to_pylist()
        return found

    @property
    def all_pairs(self) -> int:
        """How many pairs there are at all."""
        total = len(self)
        if not self.lefts:
            return total * (total - 1) // 2
        inside = self.lefts * (self.lefts - 1) // 2 if self.within else 0
        return self.lefts * (total - self.lefts) + inside

    def block(self, generous: float = 1.0) -> int:
        """Choose the pairs to compare; how many."""
        if self.all_pairs <= _FEW:
            return self.all_across()
        keys = keys_for(self.filled, len(self.others))
        return block(self.con, keys, self.filled, lefts=self.lefts, within=self.within, generous=generous)

    def all_across(self) -> int:
        """Compare all pairs; how many."""
        side = f"a.uid < {self.lefts} AND b.uid >= {self.lefts}" if self.lefts else "a.uid < b.uid"
        if self.within:
            side = f"a.uid < b.uid AND a.uid < {self.lefts}"
        self.con.execute(
            "CREATE OR REPLACE TABLE pairs AS SELECT a.uid AS l, b.uid AS r"
            f" FROM records a JOIN records b ON {side} ORDER BY l, r"
        )
        return self.all_pairs

    def random_pairs(self, wanted: int, seed: int) -> None:
        """Fill the table ``chance`` with pairs drawn by a fixed seed; all pairs where there are no more than wanted."""
        total = len(self)
        if self.all_pairs <= wanted:
            one, other = (
                np.triu_indices(total, 1)
                if not self.lefts
                else self._inside_and_across()
                if self.within
                else np.divmod(np.arange(self.all_pairs), total - self.lefts)
            )
            other = other + self.lefts if self.lefts and not self.within else other
        else:
            draw = np.random.default_rng(seed)
            one = draw.integers(0, self.lefts or total, wanted)
            other = draw.integers(0 if self.within else self.lefts, total, wanted)
            keep = one != other
            one, other = np.minimum(one, other)[keep], np.maximum(one, other)[keep]
        self.con.register(
            "drawn", pa.table({"l": pa.array(one, pa.int32()), "r": pa.array(other, pa.int32())})
        )
        self.con.execute("CREATE OR REPLACE TABLE chance AS SELECT DISTINCT l, r FROM drawn ORDER BY l, r")
        self.con.unregister("drawn")

    def _inside_and_across(self) -> tuple[Any, Any]:
        one, other = np.triu_indices(len(self), 1)
        chosen = one < self.lefts
        return one[chosen], other[chosen]

    def levels(self, table: str = "pairs", comparisons: Sequence[Comparison] | None = None) -> Levels:
        """The level of every pair of a table in every field."""
        chosen = self.comparisons if comparisons is None else comparisons
        present = [one for one in chosen if set(one.needs) & set(self.filled)]
        cases = ", ".join(f"{case(one)}::TINYINT AS {one.field}" for one in present)
        columns = sorted({name for one in present for name in _columns(one, self.table.column_names)})
        sides = ", ".join(f"a.{name} AS {name}_l, b.{name} AS {name}_r" for name in columns)
        self.con.execute(
            "SELECT 1"
        ).fetchall()  # ends what ran before: a relation wants the connection for itself
        arrow = self.con.sql(
            f"""SELECT l, r, {cases} FROM (SELECT p.l, p.r, {sides} FROM {table} p
            JOIN records a ON a.uid = p.l JOIN records b ON b.uid = p.r)"""
        ).to_arrow_table()
        order = _order(arrow)
        return Levels(
            arrow.column("l").to_numpy()[order],
            arrow.column("r").to_numpy()[order],
            {one.field: arrow.column(one.field).to_numpy()[order] for one in present},
        )


def case(comparison: Comparison) -> str:
    """The level as an SQL expression: -1, then 0, 1, 2… from best to worst."""
    whens = [f"WHEN {comparison.null} THEN -1"]
    whens += [f"WHEN {level.sql} THEN {place}" for place, level in enumerate(comparison.levels[:-1])]
    return f"CASE {' '.join(whens)} ELSE {len(comparison.levels) - 1} END"


def _columns(comparison: Comparison, known: Sequence[str]) -> set[str]:
    text = comparison.null + " ".join(level.sql for level in comparison.levels)
    return {name for name in re.findall(r"\b([a-z_0-9]+?)_[lr]\b", text) if name in known}


def _order(arrow: Any) -> Any:
    """One order of pairs, however many threads worked on them."""
    return np.lexsort((arrow.column("r").to_numpy(), arrow.column("l").to_numpy()))
