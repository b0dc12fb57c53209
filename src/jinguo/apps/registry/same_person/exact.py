"""One name and one birth year or one unit: what asks for no engine. Used where a registry is too small to learn from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations, groupby

from jinguo.apps.organisations.models import Organisation
from jinguo.apps.registry.queries.people import cards_of, entries_in
from jinguo.apps.registry.same_person.linking import Found

MOST_OF_A_NAME = 200
"""So many persons of one name, unit and year are no finding any more, but a list that lacks columns."""
FEW = 400
"""Below so many entries the engine has no shares of its own."""


def exact_keys(organisation: Organisation) -> Iterator[Found]:
    """Persons of one name who were born in one year or work in one unit. Reads the cards in the order of names."""
    rows = (
        cards_of(organisation)
        .order_by("name", "pk")
        .values_list("name", "identity_id", "birth_year", "unit_key")
        .iterator(chunk_size=2_000)
    )
    for _, group in groupby(rows, key=lambda row: row[0]):
        people = list(group)
        pairs = {
            tuple(sorted((one[1], other[1])))
            for one, other in combinations(people[:MOST_OF_A_NAME], 2)
            if _alike(one, other)
        }
        yield from _of_identities(organisation, pairs)


def _alike(one: tuple, other: tuple) -> bool:
    """The same year or the same unit, and no contradiction in the year."""
    same_year = one[2] is not None and one[2] == other[2]
    other_year = None not in (one[2], other[2]) and not same_year
    same_unit = bool(one[3]) and one[3] == other[3]
    return same_year or (same_unit and not other_year)


def _of_identities(organisation: Organisation, pairs: Iterable[tuple[int, ...]]) -> Iterator[Found]:
    """Of each person of a pair the first entry in this registry stands for her."""
    wanted = sorted({one for pair in pairs for one in pair})
    if not wanted:
        return
    first: dict[int, int] = {}
    rows = entries_in(organisation).filter(identity__in=wanted).order_by("pk")
    for entry, identity in rows.values_list("pk", "identity_id"):
        first.setdefault(identity, entry)
    for one, other in sorted(pairs):
        if one in first and other in first:
            left, right = sorted((first[one], first[other]))
            yield Found(left, right)
