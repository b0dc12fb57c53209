"""Rows of a list on their way into the tables: prepared beside them, then moved in by three statements.

Sealing, indexing and reading take most of the time, and nobody needs to wait for that: the rows are prepared in a temporary
table, which belongs to this connection alone and is gone when the process is. Only :func:`move`, in the caller's
transaction, takes the lock of a writer, and needs it for some seconds where preparing needs minutes.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import islice, repeat
from typing import TYPE_CHECKING, Any

from django.db import connection

from jinguo.apps import vault
from jinguo.apps.clock import now
from jinguo.apps.ids import is_seeded, new_uid
from jinguo.apps.registry import bulk
from jinguo.apps.registry.models import Identity, PersonEntry
from jinguo.apps.registry.persons.saying import Saying
from jinguo.apps.registry.rights.withheld import Joining
from jinguo.standards.dates import read_date
from jinguo.standards.names import normalise_name

if TYPE_CHECKING:
    from jinguo.engines.rosters import PersonRow

TABLE = "registry_incoming"
BATCH = 2_000
_OF_ENTRY = (
    "uid", "name", "former_name", "latin_name", "sex", "birth_date", "birth_precision", "id_number_sealed",
    "id_number_index", "phone_index", "facts", "facts_sealed", "source_row",
)  # fmt: skip
"""Columns of an entry that differ from row to row."""
_OWN = ("n", "identity_uid", "fresh", "founds", "joins", *_OF_ENTRY)
"""And beside them: the place in the list, the identity that the row would found, whether it founds one, and the entry of whom
it is known to speak."""
_PAGES = {"sqlite": "PRAGMA cache_size = -65536"}
_UNBORN: tuple[str | None, str] = (None, "")
_VERSION = bytes(byte & 0x0F | 0x40 for byte in range(256))
_VARIANT = bytes(byte & 0x3F | 0x80 for byte in range(256))
_PLAIN_PAGES = "PRAGMA cache_size = -2000"


@dataclass(frozen=True, slots=True)
class Added:
    """How many entries were written, and how many of them joined a person known by her ID number."""

    entries: int
    joined: int


@dataclass(frozen=True, slots=True)
class Block:
    """Some rows of a list as columns: field → values, which may be missing where nobody says anything; the number of each row in
    its list; and, where some only join an entry of whom they speak, that entry for each row."""

    columns: Mapping[str, Sequence[Any]]
    rows: Sequence[int | None]
    joins: Sequence[int | None] = ()


def in_blocks(rows: Iterable[PersonRow | Joining]) -> Iterator[Block]:
    """Rows as columns, some thousand at a time."""
    from jinguo.engines.rosters import as_columns  # slow import: it brings NumPy

    given = iter(rows)
    while batch := list(islice(given, BATCH)):
        persons = [row.person if isinstance(row, Joining) else row for row in batch]
        joins = [row.entry if isinstance(row, Joining) else None for row in batch]
        yield Block(as_columns(persons), [one.row for one in persons], joins)


@contextmanager
def prepared(
    blocks: Iterable[Block], progress: Callable[[int], None] | None = None
) -> Iterator[Callable[..., Added]]:
    """Make rows ready, in or outside of a transaction; gives :func:`move` for them.

    The iterable is read once and not kept. ``progress`` is told how many rows are ready, and may raise.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {_temporary()}")
        cursor.execute(f"CREATE TEMPORARY TABLE {TABLE} ({_columns()})")
    ready, make = 0, Maker()
    for block in blocks:
        bulk.pour(TABLE, _OWN, make.rows(block, ready))
        ready += len(block.rows)
        if progress:
            progress(ready)
    _one_founder_a_number()
    yield move
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {_temporary()}")


def move(**constant: Any) -> Added:
    """Into the registry, inside the transaction that is open. ``constant`` gives the columns of an entry that are the same
    for all: ``organisation_id``, ``source``, ``source_name``, ``recorded_on``, ``recorded_by_id``."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(_PAGES["sqlite"])
        try:
            cursor.execute(_KNOWN)
            cursor.execute(_JOINING)
            base = _base(cursor)
            cursor.execute(_IDENTITIES.format(base=base), [_value(Identity, "created_at", now())])
            founded = cursor.rowcount
            statement, values = _insert(constant, base)
            cursor.execute(statement, values)
            return Added(cursor.rowcount, cursor.rowcount - founded)
        finally:
            if connection.vendor == "sqlite":
                cursor.execute(_PLAIN_PAGES)


class Maker:
    """Makes the columns of :data:`_OWN` of row after row. Sealed values are bound to the entry they stand in."""

    def __init__(self) -> None:
        self._seal, self._index = vault.for_many()
        self._saying = Saying()

    def rows(self, block: Block, ready: int) -> Iterator[tuple[Any, ...]]:
        """A block's rows; ``ready`` are so many before them."""
        count = len(block.rows)
        told = self._saying.read(block.columns, count)
        empty = [""] * count

        def column(key: str) -> Sequence[str]:
            return block.columns.get(key) or empty

        uids, others = _uids(count)
        numbers, index = column("id_number"), self._index
        born = [_born(text) if text else _UNBORN for text in column("birth_date")]
        return zip(
            range(ready, ready + count),
            _stored(others),
            _fresh(count, ready),
            [1 if entry is None else 0 for entry in block.joins] if block.joins else repeat(1, count),
            block.joins or repeat(None, count),
            _stored(uids),
            map(_name, column("name")),
            [_name(text) if text else "" for text in column("former_name")],
            [_name(text) if text else "" for text in column("latin_name")],
            [text[:1] for text in column("sex")],
            [day for day, _ in born],
            [precision for _, precision in born],
            self._sealed(numbers, uids, "id_number"),
            [index("id_number", text) if text else "" for text in numbers],
            [index("phone", text) if text else "" for text in told.phones],
            told.facts,
            self._sealed(told.sealed, uids, "facts"),
            block.rows,
            strict=True,
        )

    def _sealed(self, texts: Sequence[str], uids: Sequence[str], what: str) -> list[str]:
        seal = self._seal
        return [
            seal(text, f"person:{uid}:{what}") if text else "" for text, uid in zip(texts, uids, strict=True)
        ]


def _uids(count: int) -> tuple[list[str], list[str]]:
    """Random ids as text, for so many entries and as many identities; the seeded ones where a demo asks for them."""
    if is_seeded():
        both = [str(new_uid()) for _ in range(2 * count)]
        return both[::2], both[1::2]
    drawn = bytearray(os.urandom(32 * count))
    drawn[6::16] = drawn[6::16].translate(_VERSION)
    drawn[8::16] = drawn[8::16].translate(_VARIANT)
    said = drawn.hex()
    both = [
        f"{said[at : at + 8]}-{said[at + 8 : at + 12]}-{said[at + 12 : at + 16]}-{said[at + 16 : at + 20]}"
        f"-{said[at + 20 : at + 32]}"
        for at in range(0, len(said), 32)
    ]
    return both[:count], both[count:]


def _stored(uids: Sequence[str]) -> Sequence[str]:
    """Ids as the database takes them."""
    if connection.features.has_native_uuid_field:
        return uids
    return [uid.replace("-", "") for uid in uids]


@lru_cache(maxsize=50_000)
def _born(text: str) -> tuple[str | None, str]:
    if len(text) == 10 and text[4] == text[7] == "-" and text.replace("-", "").isdecimal():
        try:
            return date.fromisoformat(text).isoformat(), "day"
        except ValueError:
            return None, ""
    found = read_date(str(text))
    return (found[0].isoformat(), found[1]) if found else (None, "")


@lru_cache(maxsize=50_000)
def _name(text: str) -> str:
    return normalise_name(str(text))[:100]


def _fresh(count: int, ready: int) -> list[int]:
    """Ids of identities that the rows may found: on PostgreSQL nobody else gets them, on SQLite they are places behind the
    last one, which is known when the writer is alone."""
    if connection.vendor == "postgresql":
        return bulk.reserve(Identity, count)
    return list(range(ready + 1, ready + 1 + count))


def _base(cursor: Any) -> int:
    if connection.vendor == "postgresql":
        return 0
    cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [Identity._meta.db_table])
    return int((cursor.fetchone() or (0,))[0])


def _one_founder_a_number() -> None:
    """Rows with one ID number are one person: the first founds her."""
    with connection.cursor() as cursor:
        cursor.execute(_TWICE)
        again = cursor.fetchall()
        for number, first, fresh in again:
            cursor.execute(_FOLLOW, [fresh, number, first])


def _insert(constant: dict[str, Any], base: int) -> tuple[str, list[Any]]:
    """The statement that writes the entries; columns that nobody names have the default of their field."""
    names, selected, values = [], [], []
    quote = connection.ops.quote_name
    said = {"created_at": now(), **constant}
    for field in PersonEntry._meta.concrete_fields:
        if field.primary_key:
            continue
        names.append(quote(field.column))
        if field.column in ("identity_id", "home_id"):
            selected.append(f"COALESCE(r.{field.column}, {base} + r.fresh)")
        elif field.attname in _OF_ENTRY:
            selected.append(f"r.{quote(field.column)}")
        else:
            selected.append("%s" if connection.vendor == "sqlite" else f"%s::{field.db_type(connection)}")
            given = said[field.attname] if field.attname in said else field.get_default()
            values.append(field.get_db_prep_save(given, connection))
    table = quote(PersonEntry._meta.db_table)
    return (
        f"INSERT INTO {table} ({', '.join(names)}) SELECT {', '.join(selected)} FROM {TABLE} r ORDER BY r.n",  # noqa: S608
        values,
    )


def _value(model: Any, name: str, value: date | Any) -> Any:
    return model._meta.get_field(name).get_db_prep_save(value, connection)


def _columns() -> str:
    """The columns of the temporary table, typed as in the tables that they go to."""
    quote = connection.ops.quote_name
    known = {field.attname: field for field in PersonEntry._meta.concrete_fields}
    uid = known["uid"].db_type(connection)
    own = [
        f"n integer PRIMARY KEY, identity_uid {uid}, fresh bigint, founds smallint, joins bigint",
        "identity_id bigint, home_id bigint",
    ]
    return ", ".join([*own, *(f"{quote(name)} {known[name].db_type(connection)}" for name in _OF_ENTRY)])


def _temporary() -> str:
    return f"temp.{TABLE}" if connection.vendor == "sqlite" else f"pg_temp.{TABLE}"


_KNOWN = f"""
UPDATE {TABLE} AS r SET identity_id = e.identity_id, home_id = e.home_id, founds = 0
FROM registry_personentry e
WHERE r.id_number_index <> ''
  AND e.id = (SELECT MIN(x.id) FROM registry_personentry x WHERE x.id_number_index = r.id_number_index
              AND NOT EXISTS (SELECT 1 FROM registry_parting p WHERE p.entry_id = x.id))
"""  # noqa: S608
_JOINING = f"""
UPDATE {TABLE} AS r SET identity_id = e.identity_id, home_id = e.home_id FROM registry_personentry e WHERE e.id = r.joins
"""  # noqa: S608
_TWICE = f"""
SELECT r.id_number_index, MIN(r.n), MIN(r.fresh) FROM {TABLE} r
WHERE r.id_number_index <> '' GROUP BY r.id_number_index HAVING COUNT(*) > 1
"""  # noqa: S608
_FOLLOW = f"UPDATE {TABLE} SET fresh = %s, founds = 0 WHERE id_number_index = %s AND n <> %s"  # noqa: S608
_IDENTITIES = f"""
INSERT INTO registry_identity (id, uid, created_at)
SELECT {{base}} + r.fresh, r.identity_uid, %s FROM {TABLE} r WHERE r.founds = 1 ORDER BY r.n
"""  # noqa: S608
