"""Rows that are not in the registry yet, held against those who are: by ID number, and by the engine's strict rules."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from jinguo.apps import vault
from jinguo.apps.registry.persons.profile import coded
from jinguo.apps.registry.same_person import records
from jinguo.apps.registry.same_person.linking import SHARE

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from jinguo.apps.registry.models import PersonEntry
    from jinguo.engines.rosters import PersonRow

MOST = 500_000
"""Rows and entries together beyond which only ID numbers are compared: the engine would need gigabytes for a preview."""


def known_by_number(rows: Iterable[PersonRow], entries: QuerySet[PersonEntry]) -> dict[int, int]:
    """Place among the rows → identity of the entry that has the same ID number."""
    _, index = vault.for_many()
    found: dict[int, int] = {}
    given = ((place, index("id_number", row.id_number)) for place, row in enumerate(rows) if row.id_number)
    while batch := list(islice(given, 500)):
        there = dict(
            entries.filter(id_number_index__in=[number for _, number in batch])
            .order_by("-pk")
            .values_list("id_number_index", "identity_id")
        )
        found |= {place: there[number] for place, number in batch if number in there}
    return found


def known_by_likeness(
    rows: Iterable[PersonRow],
    entries: QuerySet[PersonEntry],
    *,
    model: dict[str, Any] | None,
    progress: Callable[..., object] | None = None,
) -> dict[int, int]:
    """Place among the rows → identity of the entry that the engine, by the rules for machines, takes for the same person."""
    from jinguo.engines import linkage  # slow import: it brings NumPy, Arrow and DuckDB

    tell = progress or (lambda *_, **__: None)
    fresh = records.Side()
    _, index = vault.for_many()
    for batch in _batches(enumerate(rows), records.CHUNK):
        fresh.add([(place, -1 - place, _record(place, row, index)) for place, row in batch])
    _, rest = records.sides(entries, lambda entry, source: False)
    if not fresh.entries or not rest.entries:
        return {}
    found = linkage.pairs(
        fresh.cleaned(),
        rest.cleaned(),
        rules=linkage.STRICT,
        model=linkage.Model.from_json(json.dumps(model)) if model else None,
        known=[*fresh.identities, *rest.identities],
        progress=lambda stage, done, of: tell(SHARE.get(stage, 80), 100, stage),
    )
    best: dict[int, tuple[float, int]] = {}
    ends = zip(found.levels.left, found.levels.right, found.probabilities, strict=True)
    for left, right, probability in ends:
        place, entry = sorted((int(left), int(right)))
        other = rest.identities[entry - len(fresh.entries)]
        best[place] = max(best.get(place, (0.0, 0)), (float(probability), other))
    return {place: identity for place, (_, identity) in best.items()}


def _record(place: int, row: PersonRow, index: Callable[[str, str], str]) -> dict[str, str]:
    """A row in the fields of the engine, as its entry will be compared once it is written."""
    facts = {
        "unit": row.unit,
        "title": coded("title", row.title),
        "disciplines": [coded("disciplines", one) for one in row.disciplines],
        "region": row.region,
    }
    columns = {
        "pk": place,
        "name": row.name,
        "former_name": row.former_name,
        "latin_name": row.latin_name,
        "sex": row.sex,
        "birth_date": None,
        "id_number_index": index("id_number", row.id_number) if row.id_number else "",
        "phone_index": index("phone", row.phone) if row.phone else "",
        "facts": facts,
    }
    made = records.record_of(columns, {})
    return {**made, "id": f"row{place:012}", "birth_date": row.birth_date}


def _batches(rows: Iterator[tuple[int, PersonRow]], size: int) -> Iterator[list[tuple[int, PersonRow]]]:
    while batch := list(islice(rows, size)):
        yield batch
