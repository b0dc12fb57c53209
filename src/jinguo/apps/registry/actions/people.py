"""Writes of persons: one by a programme, many by a list; and a list taken back."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.db import transaction

from jinguo.apps import vault
from jinguo.apps.audit import actions as audit
from jinguo.apps.clock import now, today
from jinguo.apps.registry import bulk
from jinguo.apps.registry.attributes import attributes
from jinguo.apps.registry.models import Identity, PersonEntry
from jinguo.apps.registry.persons.profile import coded
from jinguo.apps.registry.search import indexing
from jinguo.standards.dates import read_date
from jinguo.standards.names import normalise_name
from jinguo.standards.text import clean_text

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User
    from jinguo.apps.organisations.models import Organisation
    from jinguo.engines.rosters import PersonRow

BATCH = 2_000
_OWN_COLUMNS = {"name", "former_name", "latin_name", "sex", "birth_date", "id_number"}
_BETWEEN = re.compile(r"[;；、\n]+")


@dataclass(frozen=True, slots=True)
class Added:
    """How many entries were written, and how many of them joined a person known by her ID number."""

    entries: int
    joined: int


@transaction.atomic
def record_entry(
    *,
    name: str,
    sex: str = "",
    birth_date: date | None = None,
    id_number: str = "",
    source: str,
    organisation: Organisation | None = None,
) -> PersonEntry:
    """Record a person as a source tells of her; one with the same ID number joins the identity that has it.

    Without an ``organisation`` that keeps her she stands in nobody's registry.
    """
    index = vault.blind_index("id_number", id_number) if id_number else ""
    known = _known([index]).get(index) if index else None
    identity, home = known or (None, None)
    if identity is None:
        identity = home = Identity.objects.create().pk
    entry = PersonEntry(
        identity_id=identity,
        home_id=home,
        organisation=organisation,
        name=name,
        sex=sex,
        birth_date=birth_date,
        birth_precision="day" if birth_date else "",
        id_number_index=index,
        source=source,
        recorded_on=today(),
    )
    if id_number:
        entry.id_number_sealed = vault.seal(id_number, about=f"person:{entry.uid}:id_number")
    entry.save(force_insert=True)
    if organisation is not None:
        indexing.refresh([identity])
    return entry


@transaction.atomic
def add_entries(
    rows: Iterable[PersonRow],
    *,
    source: str,
    organisation: Organisation,
    by: User | None,
    source_name: str = "",
    recorded_on: date | None = None,
    index: bool = True,
) -> Added:
    """Write the rows of a list, all or none; a row with a known ID number joins the person who has it.

    ``rows`` are already checked; the iterable is read once, in batches. ``source`` names the list for machines
    (``import:<uid>``), ``source_name`` for people (its title or file name), ``recorded_on`` is the day whose
    state it tells. ``index=False`` leaves the search cards to :func:`indexing.refresh_source`.
    """
    day = recorded_on or today()
    given = iter(rows)
    count = joined = 0
    while batch := list(islice(given, BATCH)):
        entries = [_entry(row, source, source_name, day, organisation.pk, by) for row in batch]
        joined += _give_identities(entries)
        bulk.write(entries)
        count += len(entries)
        if index:
            indexing.refresh(entry.identity_id for entry in entries)
    audit.record(
        "persons_added",
        subject=organisation,
        by=by,
        acting_for=organisation,
        after={"count": count, "joined": joined, "source": source_name or source},
    )
    return Added(count, joined)


@transaction.atomic
def withdraw_entries(*, source: str, organisation: Organisation, by: User | None) -> int:
    """Take a list back as a whole: its entries stand no longer in anybody's registry. Answers how many."""
    rows = PersonEntry.objects.filter(source=source, organisation=organisation, withdrawn_at=None)
    identities = list(rows.values_list("identity_id", flat=True).distinct())
    count = rows.update(withdrawn_at=now())
    indexing.refresh(identities)
    after = {"count": count, "source": source}
    audit.record("persons_withdrawn", subject=organisation, by=by, acting_for=organisation, after=after)
    return count


def _entry(
    row: PersonRow, source: str, source_name: str, day: date, organisation: int, by: User | None
) -> PersonEntry:
    """The entry of a row, without an identity yet."""
    said: dict[str, Any] = {key: getattr(row, key) for key in _KEYS}
    said["other"] = "；".join(f"{heading}：{text}" for heading, text in row.other.items())
    facts, sealed = _split(said)
    number = str(said["id_number"] or "")
    born = read_date(str(said["birth_date"])) if said["birth_date"] else None
    entry = PersonEntry(
        organisation_id=organisation,
        name=normalise_name(str(said["name"]))[:100],
        former_name=normalise_name(str(said["former_name"] or ""))[:100],
        latin_name=normalise_name(str(said["latin_name"] or ""))[:100],
        sex=str(said["sex"] or "")[:1],
        birth_date=born[0] if born else None,
        birth_precision=born[1] if born else "",
        id_number_index=vault.blind_index("id_number", number) if number else "",
        phone_index=vault.blind_index("phone", sealed["phone"]) if "phone" in sealed else "",
        facts=facts,
        source=source,
        source_name=source_name[:200],
        source_row=row.row,
        recorded_on=day,
        recorded_by=by,
    )
    if number:
        entry.id_number_sealed = vault.seal(number, about=f"person:{entry.uid}:id_number")
    if sealed:
        entry.facts_sealed = vault.seal(
            json.dumps(sealed, ensure_ascii=False), about=f"person:{entry.uid}:facts"
        )
    return entry


def _split(said: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """(what is kept in clear, what is sealed); the clear part names the sealed attributes under ``sealed``."""
    facts: dict[str, Any] = {}
    sealed: dict[str, str] = {}
    known = attributes()
    for key, value in said.items():
        if key in _OWN_COLUMNS or not value:
            continue
        if known[key].sealed:
            sealed[key] = clean_text(str(value)).strip()
        elif known[key].many:
            facts[key] = [coded(key, one) for one in _several(value)]
        else:
            facts[key] = coded(key, clean_text(str(value)).strip())
    if sealed:
        facts["sealed"] = sorted(sealed)
    return facts, sealed


def _several(value: Any) -> list[str]:
    parts = _BETWEEN.split(value) if isinstance(value, str) else map(str, value)
    return [text for part in parts if (text := clean_text(part).strip())]


def _give_identities(entries: Sequence[PersonEntry]) -> int:
    """Each entry the person of its ID number, or a new one; answers how many joined a known one."""
    known = _known([entry.id_number_index for entry in entries if entry.id_number_index])
    alone = [entry for entry in entries if entry.id_number_index not in known]
    first: dict[str, PersonEntry] = {}
    for entry in alone:
        if entry.id_number_index:
            first.setdefault(entry.id_number_index, entry)
    founders = [entry for entry in alone if first.get(entry.id_number_index, entry) is entry]
    for entry, identity in zip(founders, bulk.write([Identity() for _ in founders]), strict=True):
        entry.identity_id = entry.home_id = identity.pk
    for entry in entries:
        if entry.identity_id is None:
            of_founder = first.get(entry.id_number_index)
            entry.identity_id, entry.home_id = (
                (of_founder.identity_id, of_founder.home_id) if of_founder else known[entry.id_number_index]
            )
    return len(entries) - len(founders)


def _known(indices: Sequence[str]) -> dict[str, tuple[int, int]]:
    """ID index → (identity, home) of the first entry that has it."""
    found: dict[str, tuple[int, int]] = {}
    for part in _parts(sorted(set(indices)), 500):
        rows = PersonEntry.objects.filter(id_number_index__in=part).order_by("pk")
        for index, identity, home in rows.values_list("id_number_index", "identity_id", "home_id"):
            found.setdefault(index, (identity, home))
    return found


def _parts(values: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    for start in range(0, len(values), size):
        yield values[start : start + size]


_KEYS = (
    "name", "former_name", "latin_name", "sex", "birth_date", "id_number", "ethnic_group", "political_affiliation",
    "education", "degree", "disciplines", "title", "tier", "segments", "unit", "department", "post", "phone", "email",
    "address", "region", "honours", "remarks", "other",
)  # fmt: skip
