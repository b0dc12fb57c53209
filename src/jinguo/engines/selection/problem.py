"""Candidates as classes: whether a list keeps the rules depends only on how many of each class are on it.

Two candidates who stand in the same sets of the policy are alike for every rule, whoever they are. So a
hundred thousand candidates become some hundreds or thousands of classes, and "can any valid list contain
her?" becomes a question about whole numbers per class.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from jinguo.engines.selection.policy import Exclude, Policy
from jinguo.engines.selection.result import Candidate
from jinguo.engines.selection.rules import SEATS, Quota, quotas

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(slots=True)
class Pool:
    """Candidates with a score in the order of their ranking, their columns as arrays of codes."""

    candidates: Sequence[Candidate]
    _codes: dict[str, tuple[Ints, dict[str, int]]] = field(default_factory=dict)

    def codes(self, column: str) -> tuple[Ints, dict[str, int]]:
        """A code for every candidate's value of the column, and the codes by value."""
        if column not in self._codes:
            values = [candidate.columns.get(column, "") for candidate in self.candidates]
            by_value = {value: code for code, value in enumerate(dict.fromkeys(values))}
            codes = np.fromiter(map(by_value.__getitem__, values), np.int64, len(values))
            self._codes[column] = (codes, by_value)
        return self._codes[column]

    def where(self, where: Mapping[str, str]) -> Flags:
        """Who has all these values."""
        found = np.ones(len(self.candidates), dtype=np.bool_)
        for column, value in where.items():
            codes, by_value = self.codes(column)
            found &= codes == by_value.get(value, -1)
        return found

    def covered(self, exclude: Exclude) -> Flags:
        """Whom an exclusion is about."""
        if exclude.where is not None:
            return self.where(exclude.where)
        if exclude.unless is not None:
            return ~self.where(exclude.unless)
        return np.fromiter(
            (exclude.covers(c.columns) for c in self.candidates), np.bool_, len(self.candidates)
        )


@dataclass(frozen=True, slots=True)
class Row:
    """One set with a bound: a quota, and for an ``each`` quota the value it is about."""

    quota: Quota
    value: str = ""


class Problem:
    """The classes of a pool under a policy, and the sets (rows) that each class stands in."""

    def __init__(self, pool: Pool, policy: Policy, supply: int = 1) -> None:
        """``supply`` is how many candidates each one stands for; it is more than 1 only where a policy is
        examined without candidates.
        """
        self.pool, self.policy, self.supply = pool, policy, supply
        self.eligible: Flags = np.ones(len(pool.candidates), dtype=np.bool_)
        for exclude in policy.exclude:
            self.eligible &= ~pool.covered(exclude)
        self.rows: list[Row] = []
        columns = [self._member_codes(quota) for quota in quotas(policy)]
        table = np.stack(columns, axis=1)[self.eligible]
        first, kind_of = _kinds(table)
        self.class_of: Ints = np.full(len(pool.candidates), -1, dtype=np.int64)
        self.class_of[self.eligible] = kind_of
        self.rows_of: list[tuple[int, ...]] = [
            tuple([row for row in kind if row >= 0]) for kind in table[first].tolist()
        ]
        self.size: Ints = np.bincount(kind_of, minlength=len(first)).astype(np.int64) * supply
        self.total = next(r for r, row in enumerate(self.rows) if row.quota.rule == SEATS)

    @property
    def classes(self) -> int:
        return len(self.rows_of)

    @property
    def most(self) -> int:
        """No list is longer: the seats, or the candidates there are."""
        return int(min(self.policy.seats, self.size.sum()))

    def bounds(self, filled: int) -> tuple[Ints, Ints]:
        """The least and the most of every row when so many seats are filled; all of them are filled."""
        both = [row.quota.bounds(filled) for row in self.rows]
        low = np.array([least for least, _ in both], dtype=np.int64)
        high = np.array([most for _, most in both], dtype=np.int64)
        low[self.total] = high[self.total] = filled
        return low, high

    def counts(self, chosen: Ints) -> Ints:
        """How many each row holds when ``chosen[c]`` of each class are chosen."""
        held: Ints = self.matrix @ chosen
        return held

    @cached_property
    def matrix(self) -> Any:
        """Rows × classes, 1 where the class stands in the row."""
        row_index = [row for rows in self.rows_of for row in rows]
        class_index = [index for index, rows in enumerate(self.rows_of) for _ in rows]
        ones = np.ones(len(row_index), dtype=np.int64)
        return csr_matrix((ones, (row_index, class_index)), shape=(len(self.rows), self.classes))

    def _member_codes(self, quota: Quota) -> Ints:
        """For each candidate the row of this quota that she stands in, or -1."""
        if quota.each:
            return self._each(quota)
        if quota.rule == SEATS:
            inside = np.ones(len(self.pool.candidates), dtype=np.bool_)
        elif quota.listed is not None:
            codes, by_value = self.pool.codes(quota.column)
            inside = ~np.isin(codes, [by_value.get(value, -1) for value in quota.listed])
        else:
            inside = self.pool.where(quota.where) != quota.others
        self.rows.append(Row(quota))
        return np.where(inside, len(self.rows) - 1, -1).astype(np.int64)

    def _each(self, quota: Quota) -> Ints:
        """One row for every value that more candidates share than may be chosen."""
        codes, by_value = self.pool.codes(quota.column)
        count = np.bincount(codes[self.eligible], minlength=len(by_value)) * self.supply
        row_of = np.full(len(by_value), -1, dtype=np.int64)
        most = quota.most or 0
        for value in sorted(by_value):
            if value and count[by_value[value]] > most:
                row_of[by_value[value]] = len(self.rows)
                self.rows.append(Row(quota, value))
        return row_of[codes] if len(by_value) else np.full(len(codes), -1, dtype=np.int64)


def _kinds(table: Ints) -> tuple[Ints, Ints]:
    """The different lines of a table: where each stands first, in that order, and which of them each line is.

    Column by column, because sorting whole lines takes many times as long.
    """
    code: Ints = np.zeros(len(table), dtype=np.int64)
    for column in table.T:
        _, code = np.unique(code * (column.max(initial=0) + 2) + column + 1, return_inverse=True)
    _, first, kind = np.unique(code, return_index=True, return_inverse=True)
    by_place = np.argsort(first, kind="stable")
    number = np.empty_like(by_place)
    number[by_place] = np.arange(len(by_place))
    return first[by_place], number[kind]
