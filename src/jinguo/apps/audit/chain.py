"""The chain over the trail: each committed row is hashed together with the hash of the row before it.

Rows commit unchained, so that writers never wait for one another; one sealer chains in batches what is
committed. A row that is changed, taken out or put in between afterwards breaks the chain; cutting off the
end is found by comparing with a head that was exported earlier. Hashes run over ciphertext, so erasing a
person breaks nothing.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import UTC

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet

from jinguo.apps import clock
from jinguo.apps.audit.models import Entry, Link, Seal

START = "0" * 64
_LOCK = 0x4A696E67  # one number for the sealer's lock on PostgreSQL


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something that does not hold.

    ``code`` is a phrase ``trail_flaw_<code>`` with ``number`` and ``entry``.
    """

    code: str
    number: int = 0
    entry: int = 0


@dataclass(frozen=True, slots=True)
class Finding:
    """What a verification found."""

    links: int
    head: str
    unsealed: int
    flaws: list[Flaw] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return not self.flaws


def unsealed() -> QuerySet[Entry]:
    """Committed rows that no batch has chained yet, oldest first."""
    chained = Link.objects.filter(entry_id=OuterRef("pk"))
    return Entry.objects.filter(~Exists(chained)).order_by("pk")


def seal_batch(limit: int = 5000) -> Seal | None:
    """Chain up to ``limit`` committed rows. None when there was nothing to chain."""
    with transaction.atomic():
        _only_one_sealer()
        last = Link.objects.order_by("-number").first()
        number, head = (last.number, last.hash) if last else (0, START)
        entries = list(unsealed()[:limit])
        if not entries:
            return None
        previous, links = head, []
        for entry in entries:
            number, head = number + 1, digest(head, entry)
            links.append(Link(number=number, entry_id=entry.pk, hash=head))
        seal = Seal.objects.create(at=clock.now(), entries=len(links), previous=previous, head=head)
        for link in links:
            link.seal_id = seal.pk
        Link.objects.bulk_create(links, batch_size=500)
        return seal


def verify(known_head: str = "", *, batch: int = 2000) -> Finding:
    """Walk the whole chain.

    ``known_head`` is a head exported earlier; the chain must still pass through it.
    """
    flaws: list[Flaw] = []
    head, count, seen = START, 0, known_head in ("", START)
    seals = dict(Seal.objects.values_list("head", "entries"))
    for link, entry in _walk(batch):
        count += 1
        if link.number != count:
            flaws.append(Flaw("link_missing", count))
            count = link.number
        if entry is None:
            flaws.append(Flaw("entry_missing", link.number, link.entry_id))
        elif digest(head, entry) != link.hash:
            flaws.append(Flaw("entry_changed", link.number, link.entry_id))
        head = link.hash  # go on from what is written, so that one changed row is one flaw
        seen = seen or head == known_head
        seals.pop(head, None)
    flaws.extend(Flaw("seal_without_links") for _ in seals)
    if not seen:
        flaws.append(Flaw("head_not_in_chain", count))
    return Finding(count, head, unsealed().count(), flaws)


def digest(previous: str, entry: Entry) -> str:
    """SHA-256 over the hash before and the row's canonical JSON."""
    return hashlib.sha256(f"{previous}\n{canonical(entry)}".encode()).hexdigest()


def canonical(entry: Entry) -> str:
    """Every column of a row as JSON with sorted keys and no spaces: the same text from both databases."""
    row = {column.attname: getattr(entry, column.attname) for column in Entry._meta.concrete_fields}
    row["at"] = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    return json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _walk(batch: int):
    number = 0
    while links := list(Link.objects.filter(number__gt=number).order_by("number")[:batch]):
        entries = Entry.objects.in_bulk([link.entry_id for link in links])
        for link in links:
            yield link, entries.get(link.entry_id)
        number = links[-1].number


def _only_one_sealer() -> None:
    # SQLite's IMMEDIATE transaction is the lock already; PostgreSQL gets one that ends with the transaction.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
