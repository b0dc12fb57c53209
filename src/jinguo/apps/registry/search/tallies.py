"""How often each answer is given among those found: counted of rows that were read, or of all by the database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from jinguo.apps.clock import today
from jinguo.apps.registry.models import Card

COUNTED = (
    "tier", "discipline", "title_level", "region", "birth_year", "unit_key", "title", "education", "segments", "tags",
    "sources", "sex",
)  # fmt: skip
SEVERAL = ("segments", "tags", "sources")
"""Of the columns counted those that hold several values, a line each."""
_STATES = ("unit", "stale_on", "conflicts", "missing", "entry_count")
COLUMNS = ("pk", *COUNTED, *_STATES)
"""What of a card is read for counting."""


@dataclass(frozen=True, slots=True)
class Tally:
    """``answers``: column → value → how many. ``units``: the key of a unit → its name. ``states``: state → how many."""

    total: int
    answers: Mapping[str, Mapping[Any, int]]
    units: Mapping[str, str]
    states: Mapping[str, int]


def of_rows(rows: Sequence[Mapping[str, Any]]) -> Tally:
    """Of rows with :data:`COLUMNS`."""
    on = today()
    answers = {column: _split(column, Counter(row[column] for row in rows)) for column in COUNTED}
    return Tally(
        len(rows),
        answers,
        {row["unit_key"]: row["unit"] for row in rows if row["unit_key"]},
        _states(
            len(rows),
            sum(1 for row in rows if row["stale_on"] is not None and row["stale_on"] < on),
            sum(1 for row in rows if row["conflicts"]),
            sum(1 for row in rows if row["missing"]),
            sum(1 for row in rows if row["entry_count"] > 1),
        ),
    )


def of_all(rows: QuerySet[Card]) -> Tally:
    """Of everybody found, one query: who is found is gathered once, then counted column by column."""
    found, given = rows.order_by().values_list(*COUNTED, *_STATES).query.sql_with_params()
    nothing, named = "''", {"unit_key": "max(unit)"}
    parts = [
        f"SELECT '{column}', CAST({column} AS varchar(300)), count(*), "  # noqa: S608 (names of our own columns)
        f"{named.get(column, nothing)} FROM found GROUP BY {column}"
        for column in COUNTED
    ]
    conditions = ("stale_on < %s", "conflicts > 0", "missing > 0", "entry_count > 1")
    parts += [
        f"SELECT '', '{number}', count(*), '' FROM found WHERE {condition}"  # noqa: S608
        for number, condition in enumerate(conditions)
    ]
    names = ", ".join((*COUNTED, *_STATES))
    asked = f"WITH found ({names}) AS MATERIALIZED ({found}) " + " UNION ALL ".join(parts)
    with connection.cursor() as cursor:
        cursor.execute(asked, [*given, connection.ops.adapt_datefield_value(today())])
        counted = cursor.fetchall()
    answers: dict[str, dict[Any, int]] = {column: {} for column in COUNTED}
    marks: dict[str, int] = {}
    units: dict[str, str] = {}
    for column, value, count, unit in counted:
        if not column:
            marks[value] = count
            continue
        answers[column][int(value) if column == "birth_year" and value else value] = count
        if unit:
            units[value] = unit
    total = sum(answers["sex"].values())
    states = _states(total, *(marks[str(number)] for number in range(len(conditions))))
    return Tally(total, {column: _split(column, counts) for column, counts in answers.items()}, units, states)


def _split(column: str, counts: Mapping[Any, int]) -> Mapping[Any, int]:
    """Without what is not stated; columns of several values value by value."""
    if column not in SEVERAL:
        return {value: count for value, count in counts.items() if value}
    found: Counter[str] = Counter()
    for values, count in counts.items():
        for one in values.split("\n") if values else ():
            found[one] += count
    return found


def _states(total: int, stale: int, conflicts: int, missing: int, merged: int) -> Mapping[str, int]:
    return {
        "conflicts": conflicts, "stale": stale, "fresh": total - stale, "missing": missing, "merged": merged,
    }  # fmt: skip
