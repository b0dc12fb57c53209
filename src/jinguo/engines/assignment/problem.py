"""What is to be assigned: items and their demands, reviewers and their loads, the possible pairs, the rules.

A :class:`Problem` is always in canonical order (items, reviewers and pairs by id as text), so that nothing that follows
depends on the order of the rows it was made from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

import numpy as np
import numpy.typing as npt

from jinguo.engines.assignment.rules import Rule, rules_of
from jinguo.errors import Refused

SCALE = 1_000_000
"""Affinities are whole millionths inside, so that sums are exact."""
GREATEST = 1_000_000
"""The greatest affinity, and the least with a minus."""

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Columns = Mapping[str, Sequence[str]]


@dataclass(frozen=True, eq=False)
class Problem:
    """The problem in arrays. Make one with :meth:`of` (rows with ids) or :meth:`of_arrays`.

    ``pair_item`` and ``pair_reviewer`` are positions in ``items`` and ``reviewers``; ``affinity`` is in millionths;
    ``conflicts``, ``fixed`` and ``kept`` are positions of pairs.
    """

    items: tuple[str, ...]
    demand: Ints
    reviewers: tuple[str, ...]
    min_load: Ints
    max_load: Ints
    pair_item: Ints
    pair_reviewer: Ints
    affinity: Ints
    conflicts: Ints
    fixed: Ints
    rules: tuple[Rule, ...] = ()
    item_columns: Columns = field(default_factory=dict)
    reviewer_columns: Columns = field(default_factory=dict)

    @property
    def size(self) -> tuple[int, int, int]:
        """Numbers of items, reviewers and pairs."""
        return len(self.items), len(self.reviewers), len(self.pair_item)

    def pair_of(self, item: int, reviewer: int) -> int:
        """The position of a pair, -1 where it is not possible."""
        found = self.pairs_at(np.array([item]), np.array([reviewer]))
        return int(found[0])

    def pairs_at(self, items: Ints, reviewers: Ints) -> Ints:
        """Positions of pairs, -1 where a pair is not possible."""
        wide = max(1, len(self.reviewers))
        keys = self.pair_item * wide + self.pair_reviewer
        wanted = np.asarray(items, np.int64) * wide + np.asarray(reviewers, np.int64)
        at = np.searchsorted(keys, wanted)
        inside = np.minimum(at, max(0, len(keys) - 1))
        hit = (at < len(keys)) & (keys[inside] == wanted) if len(keys) else np.zeros(len(wanted), bool)
        return np.where(hit, inside, -1)

    @classmethod
    def of_arrays(
        cls,
        *,
        items: Sequence[str],
        demand: npt.ArrayLike,
        reviewers: Sequence[str],
        min_load: npt.ArrayLike,
        max_load: npt.ArrayLike,
        pair_item: npt.ArrayLike,
        pair_reviewer: npt.ArrayLike,
        affinity: npt.ArrayLike,
        conflicts: npt.ArrayLike = (),
        fixed: npt.ArrayLike = (),
        rules: Sequence[Rule | Mapping[str, object]] = (),
        item_columns: Columns | None = None,
        reviewer_columns: Columns | None = None,
        rules_place: str = "rules",
    ) -> Problem:
        """A problem from arrays that were already checked for unknown ids and duplicates.

        ``affinity`` in whole millionths. ``conflicts`` and ``fixed`` are two-column arrays of (item, reviewer)
        positions; a conflict that is no pair is let go, a fixed one must be a pair.

        Raises:
            Refused: a rule names a column or an item that does not exist; a fixed pair is not among the pairs.
        """
        item_order, item_place = _order(items)
        reviewer_order, reviewer_place = _order(reviewers)
        pi, pr, aff = _by_id(
            item_place[np.asarray(pair_item, np.int64)],
            reviewer_place[np.asarray(pair_reviewer, np.int64)],
            affinity,
        )
        none = np.zeros(0, np.int64)
        bare = cls(
            tuple(items[k] for k in item_order),
            np.asarray(demand, np.int64)[item_order],
            tuple(reviewers[k] for k in reviewer_order),
            np.asarray(min_load, np.int64)[reviewer_order],
            np.asarray(max_load, np.int64)[reviewer_order],
            pi,
            pr,
            aff,
            none,
            none,
            rules_of(rules, place=rules_place),
            {name: [values[k] for k in item_order] for name, values in (item_columns or {}).items()},
            {name: [values[k] for k in reviewer_order] for name, values in (reviewer_columns or {}).items()},
        )
        _check_rules(bare, rules_place)
        barred = _positions(bare, conflicts, item_place, reviewer_place)
        held = _positions(bare, fixed, item_place, reviewer_place)
        _check_fixed(np.asarray(fixed, np.int64).reshape(-1, 2), held, items, reviewers)
        changed = {"conflicts": np.unique(barred[barred >= 0]), "fixed": np.unique(held)}
        return cls(**{**bare.__dict__, **changed})

    @classmethod
    def of(
        cls,
        *,
        items: Iterable[Mapping[str, Any]],
        reviewers: Iterable[Mapping[str, Any]],
        pairs: Iterable[tuple[str, str, Any]],
        conflicts: Iterable[tuple[str, str]] = (),
        fixed: Iterable[tuple[str, str]] = (),
        rules: Sequence[Rule | Mapping[str, object]] = (),
    ) -> Problem:
        """A problem from rows: ``{"item": id, "demand": 3, column: value…}``, ``{"reviewer": id, "min_load": 0,
        "max_load": 6, column: value…}``, ``(item, reviewer, affinity)``.

        Raises:
            Refused: the first row that cannot be used, with ``file`` (the argument), ``row`` (from 1) and ``column``.
        """
        item_ids, demand, item_columns = item_rows(items)
        reviewer_ids, least, most, reviewer_columns = reviewer_rows(reviewers)
        places = {"item": item_ids, "reviewer": reviewer_ids}
        rows = list(pairs)
        at = _pair_places([(row[0], row[1]) for row in rows], "pairs", places)
        return cls.of_arrays(
            items=list(item_ids),
            demand=demand,
            reviewers=list(reviewer_ids),
            min_load=least,
            max_load=most,
            pair_item=at[:, 0],
            pair_reviewer=at[:, 1],
            affinity=[millionths(row[2], file="pairs", row=n) for n, row in enumerate(rows, 1)],
            conflicts=_pair_places(conflicts, "conflicts", places, twice=True),
            fixed=_pair_places(fixed, "fixed", places, twice=True),
            rules=rules,
            item_columns=item_columns,
            reviewer_columns=reviewer_columns,
        )


def millionths(value: object, *, file: str = "pairs", row: int = 0, column: str = "affinity") -> int:
    """An affinity as whole millionths, half up; refuses what is no number, not finite or out of range.

    >>> millionths("0.25"), millionths(1)
    (250000, 1000000)
    """
    try:
        exact = Decimal(str(value).strip())
    except InvalidOperation:
        exact = Decimal("nan")
    if not exact.is_finite():
        raise Refused.because("assign_not_a_number", file=file, row=row, column=column, found=str(value))
    if abs(exact) > GREATEST:
        raise Refused.because(
            "assign_out_of_range", file=file, row=row, column=column, found=str(value), limit=GREATEST
        )
    return int((exact * SCALE).to_integral_value(ROUND_HALF_UP))


def _order(ids: Sequence[str]) -> tuple[Ints, Ints]:
    """Positions in the order of ids, and the place of each in it."""
    order = np.array(sorted(range(len(ids)), key=ids.__getitem__), np.int64)
    place = np.empty(len(ids), np.int64)
    place[order] = np.arange(len(ids))
    return order, place


def _by_id(items: Ints, reviewers: Ints, affinity: npt.ArrayLike) -> tuple[Ints, Ints, Ints]:
    """Pairs in the order of item and reviewer."""
    values = np.asarray(affinity, np.int64)
    keys = items * (int(reviewers.max(initial=0)) + 1) + reviewers
    if bool(np.all(keys[1:] > keys[:-1])):
        return items, reviewers, values
    order = np.argsort(keys, kind="stable")
    return items[order], reviewers[order], values[order]


def _check_fixed(given: Ints, held: Ints, items: Sequence[str], reviewers: Sequence[str]) -> None:
    """Refuses a fixed pair that is not among the pairs (its position in ``held`` is -1)."""
    if (held < 0).any():
        row = int(np.flatnonzero(held < 0)[0])
        item, reviewer = given[row]
        names = {"item": items[item], "reviewer": reviewers[reviewer]}
        raise Refused.because("assign_fixed_absent", file="fixed", row=row + 1, **names)


def _positions(problem: Problem, given: npt.ArrayLike, items: Ints, reviewers: Ints) -> Ints:
    pairs = np.asarray(given, np.int64).reshape(-1, 2)
    return problem.pairs_at(items[pairs[:, 0]], reviewers[pairs[:, 1]])


def _check_rules(problem: Problem, place: str) -> None:
    known = set(problem.items)
    for row, rule in enumerate(problem.rules, 1):
        needed = [(rule.column or rule.same, problem.reviewer_columns)]
        if rule.value_of:
            needed.append((rule.value_of, problem.item_columns))
        for column, columns in needed:
            if column not in columns:
                raise Refused.because(
                    "assign_rule_column", file=place, row=row, rule=rule.name, column=column
                )
        for item in rule.items or ():
            if item not in known:
                raise Refused.because(
                    "assign_rule_item", file=place, row=row, rule=rule.name, column="items", found=item
                )


def item_rows(
    rows: Iterable[Mapping[str, Any]], *, file: str = "items", first: int = 1
) -> tuple[dict[str, int], list[int], dict[str, list[str]]]:
    """Items checked: their ids with their positions, demands, further columns. ``first`` is the number of the first row.

    Raises:
        Refused: an id is missing or stands twice, a demand is no whole number from 0.
    """
    given = list(rows)
    ids = _ids(given, file, "item", first)
    demand = [_whole(row.get("demand"), file, n, "demand") for n, row in enumerate(given, first)]
    return ids, demand, _columns(given, {"item", "demand"})


def reviewer_rows(
    rows: Iterable[Mapping[str, Any]], *, file: str = "reviewers", first: int = 1
) -> tuple[dict[str, int], list[int], list[int], dict[str, list[str]]]:
    """Reviewers checked: their ids with their positions, least and greatest loads, further columns.

    Raises:
        Refused: an id is missing or stands twice, a load is no whole number from 0, the least is above the greatest.
    """
    given = list(rows)
    ids = _ids(given, file, "reviewer", first)
    least = [_whole(row.get("min_load", 0), file, n, "min_load") for n, row in enumerate(given, first)]
    most = [_whole(row.get("max_load"), file, n, "max_load") for n, row in enumerate(given, first)]
    for n, (low, high) in enumerate(zip(least, most, strict=True), first):
        if low > high:
            raise Refused.because(
                "assign_min_above_max", file=file, row=n, column="min_load", found=low, limit=high
            )
    return ids, least, most, _columns(given, {"reviewer", "min_load", "max_load"})


def _ids(rows: Sequence[Mapping[str, Any]], file: str, column: str, first: int) -> dict[str, int]:
    if not rows:
        raise Refused.because("assign_empty", file=file)
    places: dict[str, int] = {}
    for n, row in enumerate(rows, first):
        text = str(row.get(column) or "").strip()
        if not text:
            raise Refused.because("assign_value_missing", file=file, row=n, column=column)
        if text in places:
            raise Refused.because(
                "assign_twice", file=file, row=n, column=column, found=text, first=places[text] + first
            )
        places[text] = n - first
    return places


def _whole(value: object, file: str, row: int, column: str) -> int:
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation:
        number = Decimal(-1)
    if not number.is_finite() or number < 0 or number != number.to_integral_value() or number > GREATEST:
        raise Refused.because("assign_not_whole", file=file, row=row, column=column, found=str(value))
    return int(number)


def _pair_places(
    pairs: Iterable[tuple[str, str]],
    file: str,
    places: Mapping[str, Mapping[str, int]],
    *,
    twice: bool = False,
) -> Ints:
    found: list[tuple[int, int]] = []
    seen: dict[tuple[int, int], int] = {}
    for n, pair in enumerate(pairs, 1):
        for column, text in zip(("item", "reviewer"), pair, strict=True):
            if str(text) not in places[column]:
                raise Refused.because("assign_unknown", file=file, row=n, column=column, found=str(text))
        at = places["item"][str(pair[0])], places["reviewer"][str(pair[1])]
        if at in seen and not twice:
            raise Refused.because(
                "assign_pair_twice", file=file, row=n, first=seen[at], item=pair[0], reviewer=pair[1]
            )
        seen[at] = n
        found.append(at)
    return np.array(found, np.int64).reshape(-1, 2)


def _columns(rows: Sequence[Mapping[str, Any]], own: set[str]) -> dict[str, list[str]]:
    names = [name for name in dict.fromkeys(key for row in rows for key in row) if name not in own]
    return {name: ["" if row.get(name) is None else str(row[name]) for row in rows] for name in names}
