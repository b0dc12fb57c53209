"""Which pairs are compared at all: records that share one of many keys, groups that grew too large left out.

Keys are chosen from the columns that are filled. Every key has its budget: where common values make too many pairs (王芳 in
a national list, one telephone for a whole office), only its smaller groups are used, and the longer keys find the rest.
Exact copies and equal ID numbers are always compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from jinguo.engines.linkage.cleaning import COLUMNS

__all__ = ["Key", "block", "keys_for"]

_LARGEST_GROUP = 400
_PAIRS_A_RECORD = 0.7
_PAIRS_AT_LEAST = 100_000


@dataclass(frozen=True, slots=True)
class Key:
    """Records agree on ``columns`` (SQL expressions), or one's ``columns`` with the other's ``also``. ``always``: no budget."""

    columns: tuple[str, ...]
    also: tuple[tuple[str, ...], ...] = ()
    always: bool = False


_MONTH = "nullif(birth[:6], birth[:4] || '00')"
_DAY = "CASE WHEN birth[7:8] <> '00' THEN birth END"
_BUT_LAST = "CASE WHEN length(name) > 2 THEN left(name, -1) ELSE name END"
_ENDS = "CASE WHEN length(name) > 2 THEN left(name, 1) || right(name, 1) END"
_CHINESE = (
    Key(("name_sound", _MONTH), (("name_sound2", _MONTH),)),
    Key(("name_sound", "unit"), (("name_sound2", "unit"),)),
    Key(("name", "birth[:4]")),
    Key(("name", "region")),
    Key(("name", "discipline")),
    Key(("name", "title")),
    Key(("name", "postcode")),
    Key(("name", "address")),
    Key(("name_sound",), (("name_sound2",), ("name_other",))),
    Key(("name",), (("name_other",),)),
    Key(("name_loose", _MONTH)),
    Key(("name_sorted", _MONTH)),
    Key(("name_initials", _DAY)),
    Key(("name_initials", _MONTH, "unit")),
    Key(("name_family", _MONTH, "unit")),
    Key((_BUT_LAST, _MONTH), ((_ENDS, _MONTH),)),
    Key((_BUT_LAST, "unit"), ((_ENDS, "unit"),)),
    Key(("name_family", "left(birth, 4)", "unit")),
    Key(("name_given", _MONTH)),
    Key(("name_given", "unit")),
    Key(("name_family", _DAY)),
    Key(("unit", _DAY)),
)
_WESTERN = (
    Key(("given_name", "family_name"), (("family_name", "given_name"),)),
    Key(("family_name", "birth"), (("given_name", "birth"),)),
    Key(("family_name[:4]", "postcode"), (("given_name[:4]", "postcode"),)),
    Key(("family_name[:3]", "given_name[:3]")),
    Key(("family_name[:3]", _MONTH)),
    Key(("given_name[:3]", _MONTH)),
    Key(("family_name", "address")),
    Key(("given_name", "address")),
)
_ANY = (
    Key(("id_valid",), always=True),
    Key(("left(coalesce(id_valid, id_spoilt), 14)",)),
    Key(("document",)),
    Key(("phone",), (("phone2",),)),
    Key(("email",)),
    Key(("email_user", "name_initials")),
    Key((_DAY, "postcode")),
    Key((_DAY, "region")),
    Key((_DAY,)),
    Key(("address", "postcode")),
    Key(("address", _DAY)),
)


def keys_for(filled: Iterable[str], others: int) -> tuple[Key, ...]:
    """The keys whose columns are filled."""
    present = set(filled)
    more: list[Key] = []
    for place in range(1, others + 1):
        other = f"other_{place}"
        more += [Key((other,)), Key((other, _DAY)), Key((other, "postcode")), Key((other, "name"))]
        more += [Key((other, "family_name"), ((other, "given_name"),))]
    found = []
    for key in (*_ANY, *_CHINESE, *_WESTERN, *more):
        if _filled(key.columns, present):
            also = tuple(columns for columns in key.also if _filled(columns, present))
            found.append(Key(key.columns, also, key.always))
    return tuple(found)


def _filled(columns: Sequence[str], present: set[str]) -> bool:
    words = {word for column in columns for word in re.findall(r"[a-z_]+\d*", column)}
    return {word for word in words if word in COLUMNS or word.startswith("other_")} <= present


def block(
    con: Any,
    keys: Sequence[Key],
    columns: Sequence[str],
    *,
    lefts: int = 0,
    within: bool = False,
    generous: float = 1.0,
) -> int:
    """Fill the table ``pairs(l, r)`` of ``con`` from ``records``; how many. ``lefts``: the records before this ``uid`` are one
    list, the others another, and only pairs across are made; ``within`` adds those inside the first list. ``generous``
    multiplies the budgets.
    """
    con.execute("CREATE OR REPLACE TABLE pairs (l INTEGER, r INTEGER)")
    total = con.execute("SELECT count(*) FROM records").fetchone()[0]
    budget = int(max(_PAIRS_AT_LEAST, total * _PAIRS_A_RECORD) * generous)
    whole = Key(tuple(f"coalesce({column}, '')" for column in columns), always=True)
    for key in (whole, *keys):
        _add(con, key, budget, lefts, within)
    con.execute("CREATE OR REPLACE TABLE pairs AS SELECT DISTINCT l, r FROM pairs ORDER BY l, r")
    return int(con.execute("SELECT count(*) FROM pairs").fetchone()[0])


def _add(con: Any, key: Key, budget: int, lefts: int, within: bool) -> None:
    parts = " UNION ".join(_select(columns) for columns in (key.columns, *key.also))
    across = f" AND min(uid) < {lefts}" if lefts else ""
    if lefts and not within:
        across += f" AND max(uid) >= {lefts}"
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE groups AS SELECT list(uid) AS members, count(*) AS size,
        count(*) FILTER (uid < {lefts}) AS lefts FROM ({parts}) GROUP BY key HAVING count(*) > 1{across}"""
    )
    pairs = "lefts * (size - lefts)" if lefts else "size * (size - 1) // 2"
    if lefts and within:
        pairs += " + lefts * (lefts - 1) // 2"
    sizes = con.execute(
        f"SELECT size, sum({pairs})::BIGINT FROM groups GROUP BY size ORDER BY size"
    ).fetchall()
    largest = made = 0
    for size, more in sizes:
        if not key.always and (made + more > budget or size > _LARGEST_GROUP):
            break
        largest, made = size, made + more
    if made:
        side = f" AND a.uid < {lefts}" if lefts else ""
        if lefts and not within:
            side += f" AND b.uid >= {lefts}"
        con.execute(
            f"""INSERT INTO pairs WITH
            numbered AS (SELECT row_number() OVER () AS g, members FROM groups WHERE size <= {largest}),
            m AS (SELECT g, unnest(members) AS uid FROM numbered)
            SELECT a.uid, b.uid FROM m a JOIN m b ON a.g = b.g AND a.uid < b.uid{side}"""
        )


def _select(columns: Sequence[str]) -> str:
    filled = " AND ".join(f"({column}) IS NOT NULL" for column in columns)
    return f"SELECT uid, hash({', '.join(columns)}) AS key FROM records WHERE {filled}"
