"""The index over the words of cards."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection
from django.db.models import F, QuerySet, TextField, Value
from django.db.models.functions import Concat, StrIndex

from jinguo.apps.full_text import FullText
from jinguo.apps.registry.models import Card
from jinguo.apps.registry.search.words import Wanted

TABLE = "registry_card"
INDEX = FullText(TABLE, "tokens")
install = INDEX.install


def narrowed(cards: QuerySet[Card], wanted: Wanted) -> QuerySet[Card]:
    """Of the cards those that have every word. No words ask for nothing.

    Where PostgreSQL walks through the rows, it looks at their text before it takes it apart into words, which is ten times
    as dear.
    """
    if connection.vendor == "postgresql":
        for number, word in enumerate((*wanted.words, *wanted.beginnings)):
            cards = cards.alias(**{f"place_{number}": StrIndex("tokens", Value(word))})
            cards = cards.filter(**{f"place_{number}__gt": 0})
    return INDEX.narrowed(cards, wanted.words, wanted.beginnings)


def having_any(cards: QuerySet[Card], groups: Sequence[Sequence[str]], own: str) -> QuerySet[Card]:
    """Of the cards those that have the word ``own`` and all words of any of the groups."""
    return INDEX.having_any(cards, own, groups)


def walked(cards: QuerySet[Card], wanted: Wanted) -> QuerySet[Card]:
    """The same cards for one page in the order of the list. On SQLite row by row without the index over words, which
    would find all of them first; PostgreSQL knows how frequent the words are and chooses by itself.
    """
    if connection.vendor != "sqlite":
        return narrowed(cards, wanted)
    padded = Concat(Value(" "), F("tokens"), Value(" "), output_field=TextField())
    cards = cards.alias(padded=padded)
    for word in wanted.words:
        cards = cards.filter(padded__contains=f" {word} ")
    for word in wanted.beginnings:
        cards = cards.filter(padded__contains=f" {word}")
    return cards
