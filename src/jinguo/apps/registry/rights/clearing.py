"""Takes facts out of entries and statements, so that nothing of them is left: for a consent taken back, for what was
kept long enough, for an erasure. The only place where what an entry told is changed. Part of the caller's transaction.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager

from django.db import connection
from django.db.backends.sqlite3.base import Database

from jinguo.apps import vault
from jinguo.apps.clock import now, today
from jinguo.apps.files import actions as files
from jinguo.apps.registry.attributes import sealed_keys
from jinguo.apps.registry.models import (
    Honour,
    Listed,
    Merge,
    Pair,
    PersonEntry,
    Photo,
    Statement,
    Tagged,
    TierHolding,
    TierProposal,
)
from jinguo.apps.registry.persons.sealed import opened
from jinguo.apps.registry.rights import withheld
from jinguo.phrases import term

_FACTS = ("facts", "facts_sealed", "id_number_sealed", "id_number_index", "phone_index")


def without_sensitive(entries: Iterable[PersonEntry]) -> int:
    """Take everything sensitive out of these entries and of what was said of them later; answers how many facts."""
    entries = list(entries)
    gone = sum(of_entry(entry, sealed_keys()) for entry in entries)
    rows = Statement.objects.filter(entry__in=entries).exclude(value_sealed="")
    return gone + of_statements(rows)


def of_entry(entry: PersonEntry, attributes: Collection[str]) -> int:
    """Take these attributes out of what an entry told; answers how many of them it had."""
    there = {key for key in attributes if key in entry.facts or key in entry.facts.get("sealed", ())}
    facts = {key: value for key, value in entry.facts.items() if key not in attributes}
    if left := [key for key in entry.facts.get("sealed", ()) if key not in attributes]:
        facts["sealed"] = left
    else:
        facts.pop("sealed", None)
    if there & sealed_keys():
        kept = {key: value for key, value in opened(entry).items() if key in left}
        about = f"person:{entry.uid}:facts"
        entry.facts_sealed = vault.seal(json.dumps(kept, ensure_ascii=False), about=about) if kept else ""
    if "id_number" in attributes and entry.id_number_sealed:
        entry.id_number_sealed = entry.id_number_index = ""
        there.add("id_number")
    if "phone" in attributes:
        entry.phone_index = ""
    if there:
        entry.facts = facts
        entry.save(update_fields=[*_FACTS])
    return len(there)


def without_photos(entries: Iterable[PersonEntry]) -> int:
    """Take the photos of these entries away, with their files; answers how many."""
    rows = list(Photo.objects.filter(entry__in=list(entries)).select_related("file"))
    for row in rows:
        row.delete()
        files.discard(row.file)
    return len(rows)


def of_statements(rows: Iterable[Statement]) -> int:
    """Empty statements; that there was one stays, what it said does not."""
    return Statement.objects.filter(pk__in=[one.pk for one in rows]).update(
        value="",
        value_sealed="",
        place="",
        since="",
        until="",
        state=Statement.TAKEN_BACK,
        recorded_by_name="",
        preferred_at=None,
        preferred_why="",
    )


def whole_entries(entries: Sequence[PersonEntry]) -> dict[str, int]:
    """Make entries nobody's: what is left is that somebody of this sex stood in this list, and her honours without
    her name, which decisions and statistics rest on. Her data keys are destroyed, and with them what the trail says
    of her. Answers counts.
    """
    withheld.remember_erasure(entries)
    facts = Statement.objects.filter(entry__in=entries)
    report = {
        "entries": len(entries),
        "facts": of_statements(facts)
        + sum(len(one.facts) + bool(one.id_number_sealed) + 3 for one in entries),
        "honours": Honour.objects.filter(entry__in=entries).update(holder_name=term("erased_by_rule", "zh")),
    }
    for entry in entries:
        entry.name = entry.former_name = entry.latin_name = entry.birth_precision = ""
        entry.birth_date, entry.source_row, entry.facts = None, None, {}
        entry.facts_sealed = entry.id_number_sealed = entry.id_number_index = entry.phone_index = ""
        entry.withdrawn_at = entry.withdrawn_at or now()
        entry.save()
        vault.erase(f"person:{entry.uid}")
    Tagged.objects.filter(entry__in=entries).delete()
    without_photos(entries)
    _tiers(entries)
    for side in ("left", "right"):
        Pair.objects.filter(**{f"{side}__in": entries}).delete()
        Merge.objects.filter(**{f"{side}__in": entries}).update(reason="—", evidence=[])
    return report


def _tiers(entries: Sequence[PersonEntry]) -> None:
    """That somebody held a tier from when to when stays for the figures; why she did, and who she was, does not."""
    TierProposal.objects.filter(entry__in=entries).delete()
    held = TierHolding.objects.filter(entry__in=entries)
    held.filter(ended_on=None).update(ended_on=today(), ended_why=TierHolding.ERASED)
    held.update(ground=[], document="", ended_note="")
    Listed.objects.filter(identity__in={one.identity_id for one in entries}).update(why=[])


@contextmanager
def words_forgotten() -> Iterator[None]:
    """What is taken out of the search index meanwhile leaves no word behind.

    SQLite keeps the words of removed rows until parts of the index are merged: from 3.42 on it can overwrite them at
    once, before that the whole index is merged. PostgreSQL clears dead rows with its next vacuum, by itself.
    """
    if connection.vendor != "sqlite":
        yield
        return
    at_once = Database.sqlite_version_info >= (3, 42)
    with connection.cursor() as cursor:
        if at_once:
            cursor.execute(_SECURE_DELETE, [1])
        yield
        cursor.execute(_SECURE_DELETE, [0]) if at_once else cursor.execute(_OPTIMISE)


_SECURE_DELETE = "INSERT INTO registry_card_search(registry_card_search, rank) VALUES('secure-delete', %s)"
_OPTIMISE = "INSERT INTO registry_card_search(registry_card_search) VALUES('optimize')"
