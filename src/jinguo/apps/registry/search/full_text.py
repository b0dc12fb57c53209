"""The index over the words of cards: FTS5 on SQLite, a tsvector with GIN on PostgreSQL. Each is kept by the database."""

from __future__ import annotations

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, QuerySet, TextField, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Concat

from jinguo.apps.registry.models import Card
from jinguo.apps.registry.search.words import Wanted

TABLE = "registry_card"
_SQLITE = (
    # Every character but a blank belongs to a word: rare characters and our own marks too.
    "CREATE VIRTUAL TABLE IF NOT EXISTS registry_card_search USING fts5("
    "tokens, content='registry_card', content_rowid='id', detail='none', columnsize=0, "
    "tokenize=\"unicode61 remove_diacritics 0 categories 'L* M* N* P* S* C*'\")",
    "CREATE TRIGGER IF NOT EXISTS registry_card_search_add AFTER INSERT ON registry_card BEGIN "
    "INSERT INTO registry_card_search(rowid, tokens) VALUES (new.id, new.tokens); END",
    "CREATE TRIGGER IF NOT EXISTS registry_card_search_drop AFTER DELETE ON registry_card BEGIN "
    "INSERT INTO registry_card_search(registry_card_search, rowid, tokens) VALUES ('delete', old.id, old.tokens); END",
    "CREATE TRIGGER IF NOT EXISTS registry_card_search_change AFTER UPDATE OF tokens ON registry_card "
    "WHEN old.tokens <> new.tokens BEGIN "
    "INSERT INTO registry_card_search(registry_card_search, rowid, tokens) VALUES ('delete', old.id, old.tokens); "
    "INSERT INTO registry_card_search(rowid, tokens) VALUES (new.id, new.tokens); END",
)
_POSTGRES = (
    "CREATE INDEX IF NOT EXISTS registry_card_search ON registry_card "
    "USING gin (array_to_tsvector(string_to_array(tokens, ' ')))",
)


def install(database: BaseDatabaseWrapper) -> None:
    """Put the index on the table of cards; doing it again changes nothing."""
    if TABLE not in database.introspection.table_names():
        return
    with database.cursor() as cursor:
        for statement in _SQLITE if database.vendor == "sqlite" else _POSTGRES:
            cursor.execute(statement)


def narrowed(cards: QuerySet[Card], wanted: Wanted) -> QuerySet[Card]:
    """Of the cards those that have every word. No words ask for nothing."""
    if not wanted:
        return cards
    if connection.vendor == "sqlite":
        return cards.filter(pk__in=RawSQL(_MATCH, [_for_sqlite(wanted)]))  # noqa: S611
    return cards.filter(pk__in=RawSQL(_MATCH_VECTOR, [_for_postgres(wanted)]))  # noqa: S611


def walked(cards: QuerySet[Card], wanted: Wanted) -> QuerySet[Card]:
    """The same cards without the index, row by row: quicker for the first page of a search that very many fit, since
    rows can be read in the order of the list and the reading ends with the page.
    """
    padded = Concat(Value(" "), F("tokens"), Value(" "), output_field=TextField())
    cards = cards.alias(padded=padded)
    for word in wanted.words:
        cards = cards.filter(padded__contains=f" {word} ")
    for word in wanted.beginnings:
        cards = cards.filter(padded__contains=f" {word}")
    return cards


_MATCH_VECTOR = (
    "SELECT id FROM registry_card WHERE array_to_tsvector(string_to_array(tokens, ' ')) @@ %s::tsquery"
)
_MATCH = "SELECT rowid FROM registry_card_search WHERE registry_card_search MATCH %s"


def _for_sqlite(wanted: Wanted) -> str:
    def quoted(word: str) -> str:
        return '"' + word.replace('"', '""') + '"'

    return " AND ".join([*map(quoted, wanted.words), *(f"{quoted(word)}*" for word in wanted.beginnings)])


def _for_postgres(wanted: Wanted) -> str:
    def quoted(word: str) -> str:
        return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"

    return " & ".join([*map(quoted, wanted.words), *(f"{quoted(word)}:*" for word in wanted.beginnings)])
