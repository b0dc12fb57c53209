"""The entries of a registry as records that can be compared: blind indices in place of numbers, codes as words, later
corrections in place of what was written first. Streamed, some thousand entries at a time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from jinguo.apps.registry.models import PersonEntry, Statement
from jinguo.apps.registry.persons.profile import words

if TYPE_CHECKING:
    from jinguo.engines.linkage import Cleaned

CHUNK = 10_000
COMPARED = (
    "name",
    "former_name",
    "latin_name",
    "sex",
    "birth_date",
    "unit",
    "title",
    "disciplines",
    "region",
)
"""The attributes that a later correction changes for the comparison."""
_COLUMNS = (
    "pk",
    "identity_id",
    "source",
    "name",
    "former_name",
    "latin_name",
    "sex",
    "birth_date",
    "birth_precision",
    "id_number_index",
    "phone_index",
    "facts",
)


@dataclass
class Side:
    """Cleaned records of one side, in the order of their entries, and the identity of each."""

    pieces: list[Any] = field(default_factory=list)
    entries: list[int] = field(default_factory=list)
    identities: list[int] = field(default_factory=list)

    def add(self, rows: list[tuple[int, int, dict[str, str]]]) -> None:
        from jinguo.engines.linkage import clean  # slow import: it brings NumPy, Arrow and DuckDB

        if rows:
            self.pieces.append(clean([row for _, _, row in rows]).table)
            self.entries += [entry for entry, _, _ in rows]
            self.identities += [identity for _, identity, _ in rows]

    def cleaned(self) -> Cleaned:
        import pyarrow as pa  # slow import, as above

        from jinguo.engines.linkage import Cleaned  # slow import, as above

        return Cleaned(pa.concat_tables(self.pieces).combine_chunks())


def sides(
    entries: QuerySet[PersonEntry],
    is_fresh: Callable[[int, str], bool],
    progress: Callable[[int], object] | None = None,
) -> tuple[Side, Side]:
    """(the fresh ones, the rest). ``is_fresh`` is asked with an entry's key and its source."""
    fresh, rest = Side(), Side()
    for chunk in _chunks(entries):
        said = corrections(chunk[0]["pk"], chunk[-1]["pk"])
        parts: tuple[list[Any], list[Any]] = ([], [])
        for row in chunk:
            record = (row["pk"], row["identity_id"], record_of(row, said.get(row["pk"], {})))
            parts[not is_fresh(row["pk"], row["source"])].append(record)
        fresh.add(parts[0])
        rest.add(parts[1])
        if progress:
            progress(len(fresh.entries) + len(rest.entries))
    return fresh, rest


def _chunks(entries: QuerySet[PersonEntry]) -> Iterator[list[dict[str, Any]]]:
    rows = iter(entries.order_by("pk").values(*_COLUMNS).iterator(chunk_size=2_000))
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


def corrections(first: int, last: int) -> dict[int, dict[str, str]]:
    """entry → attribute → what was said of it last, for the entries from one key to another."""
    return _last_said(Statement.objects.filter(entry__gte=first, entry__lte=last))


def _last_said(rows: QuerySet[Statement]) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = defaultdict(dict)
    rows = rows.filter(state=Statement.STANDING, attribute__in=COMPARED)
    for entry, attribute, value in rows.order_by("pk").values_list("entry_id", "attribute", "value"):
        if value:
            found[entry][attribute] = value
    return found


def corrections_of(entries: Collection[PersonEntry]) -> dict[int, dict[str, str]]:
    """The same for these entries."""
    return _last_said(Statement.objects.filter(entry__in=entries))


def values_of(entry: PersonEntry) -> dict[str, Any]:
    """An entry as the mapping that :func:`record_of` reads."""
    return {name: getattr(entry, name) for name in _COLUMNS}


def record_of(row: Mapping[str, Any], said: Mapping[str, str]) -> dict[str, str]:
    """One entry in the fields of the engine. Its id is its key, written so that texts sort as numbers do."""
    facts = row["facts"]
    disciplines = said.get("disciplines") or facts.get("disciplines") or ""
    first = disciplines[0] if isinstance(disciplines, list) else disciplines
    return {
        "id": f"{row['pk']:012}",
        "name": said.get("name") or row["name"],
        "former_name": said.get("former_name")
        or row["former_name"]
        or _sound(said.get("latin_name") or row["latin_name"]),
        "sex": said.get("sex") or row["sex"],
        "birth_date": said.get("birth_date") or born(row),
        "id_index": index_text(row["id_number_index"]),
        "phone_index": index_text(row["phone_index"]),
        "unit": said.get("unit") or _text(facts.get("unit")),
        "title": words("title", said.get("title") or _text(facts.get("title"))),
        "discipline": words("disciplines", first),
        "region": words("region", said.get("region") or _text(facts.get("region"))),
    }


def born(row: Mapping[str, Any]) -> str:
    """The birth date as exactly as it is known."""
    if row["birth_date"] is None:
        return ""
    return str(row["birth_date"].isoformat()[: {"year": 4, "month": 7}.get(row["birth_precision"], 10)])


def _text(value: Any) -> str:
    return "；".join(value) if isinstance(value, list) else str(value or "")


def _sound(latin: str) -> str:
    """A name in Latin letters as one word: so it equals the sound of the Chinese one."""
    return "".join(latin.split()) if latin else ""


def index_text(index: str) -> str:
    """A blind index without the id of its key, in digits that no folding of case or punctuation touches."""
    return index.rpartition(":")[2].encode().hex() if index else ""


def fresh_keys(entries: Collection[int]) -> Callable[[int, str], bool]:
    known = frozenset(entries)
    return lambda entry, source: entry in known


def of_source(source: str) -> Callable[[int, str], bool]:
    return lambda entry, found: found == source
