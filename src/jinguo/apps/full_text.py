"""An index over a column of words, kept by the database: FTS5 on SQLite, a tsvector with GIN on PostgreSQL.

A record that is to be found has a column with its words, each once, divided by single blanks; who searches says which
words, and which beginnings of words, must be there.

>>> index = FullText("registry_card", "tokens")
>>> index.for_sqlite(("王丽", "大学"), ("wang",))
'"王丽" AND "大学" AND "wang"*'
>>> index.for_postgres(("王丽",), ("wang",))
"'王丽' & 'wang':*"
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, F, Func, Model, QuerySet, Value
from django.db.models.expressions import RawSQL

M = TypeVar("M", bound=Model)


class _Array(Func):
    """The words of a text as PostgreSQL's array."""

    function = "string_to_array"


class _Vector(Func):
    """An array of words as the index keeps them."""

    function = "array_to_tsvector"


class _Answers(Func):
    """Whether a vector has what a query asks for. A condition of the row itself, so that the planner may either use the
    index or walk through the rows in their order and stop at the end of the page.
    """

    template = "(%(expressions)s::tsquery)"
    arg_joiner = " @@ "
    output_field = BooleanField()


@dataclass(frozen=True, slots=True)
class FullText:
    """The index of one column of one table. Both names are written into SQL: they come from code, never from people."""

    table: str
    column: str

    def install(self, database: BaseDatabaseWrapper) -> None:
        """Put the index on the table; doing it again changes nothing."""
        if self.table not in database.introspection.table_names():
            return
        with database.cursor() as cursor:
            for statement in self._sqlite() if database.vendor == "sqlite" else self._postgres():
                cursor.execute(statement)

    def narrowed(
        self, rows: QuerySet[M], words: Iterable[str], beginnings: Iterable[str] = ()
    ) -> QuerySet[M]:
        """Of the rows those that have every word. No words ask for nothing."""
        words, beginnings = tuple(words), tuple(beginnings)
        if not words and not beginnings:
            return rows
        asked = self.for_sqlite if connection.vendor == "sqlite" else self.for_postgres
        return self._matching(rows, asked(words, beginnings))

    def having_any(self, rows: QuerySet[M], word: str, groups: Sequence[Sequence[str]]) -> QuerySet[M]:
        """Of the rows those that have a word and beside it all words of any of the groups. No groups find nothing."""
        if not groups:
            return rows.none()
        asked, either = (
            (self.for_sqlite, " OR ") if connection.vendor == "sqlite" else (self.for_postgres, " | ")
        )
        parts = either.join(f"({asked([word, *group], ())})" for group in groups)
        return self._matching(rows, parts)

    def for_sqlite(self, words: Iterable[str], beginnings: Iterable[str]) -> str:
        """The words as FTS5 asks for them."""

        def quoted(word: str) -> str:
            return '"' + word.replace('"', '""') + '"'

        return " AND ".join([*map(quoted, words), *(f"{quoted(word)}*" for word in beginnings)])

    def for_postgres(self, words: Iterable[str], beginnings: Iterable[str]) -> str:
        """The words as a tsquery asks for them."""

        def quoted(word: str) -> str:
            return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"

        return " & ".join([*map(quoted, words), *(f"{quoted(word)}:*" for word in beginnings)])

    def _matching(self, rows: QuerySet[M], asked: str) -> QuerySet[M]:
        if connection.vendor == "sqlite":
            match = f"SELECT rowid FROM {self.table}_search WHERE {self.table}_search MATCH %s"  # noqa: S608
            return rows.filter(pk__in=RawSQL(match, [asked]))  # noqa: S611
        return rows.filter(_Answers(_Vector(_Array(F(self.column), Value(" "))), Value(asked)))

    def _sqlite(self) -> tuple[str, ...]:
        table, column, index = self.table, self.column, f"{self.table}_search"
        drop = f"INSERT INTO {index}({index}, rowid, {column}) VALUES ('delete', old.id, old.{column});"  # noqa: S608
        add = f"INSERT INTO {index}(rowid, {column}) VALUES (new.id, new.{column});"  # noqa: S608
        return (
            # Every character but a blank belongs to a word: rare characters and our own marks too.
            f"CREATE VIRTUAL TABLE IF NOT EXISTS {index} USING fts5("
            f"{column}, content='{table}', content_rowid='id', detail='none', columnsize=0, "
            "tokenize=\"unicode61 remove_diacritics 0 categories 'L* M* N* P* S* C*'\")",
            f"CREATE TRIGGER IF NOT EXISTS {index}_add AFTER INSERT ON {table} BEGIN {add} END",
            f"CREATE TRIGGER IF NOT EXISTS {index}_drop AFTER DELETE ON {table} BEGIN {drop} END",
            f"CREATE TRIGGER IF NOT EXISTS {index}_change AFTER UPDATE OF {column} ON {table} "
            f"WHEN old.{column} <> new.{column} BEGIN {drop} {add} END",
        )

    def _postgres(self) -> tuple[str, ...]:
        return (
            f"CREATE INDEX IF NOT EXISTS {self.table}_search ON {self.table} "
            f"USING gin (array_to_tsvector(string_to_array({self.column}, ' ')))",
        )
