"""Packages written and read."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, BinaryIO

from jinguo.engines.exchange import container, manifest, streams
from jinguo.engines.exchange.keys import KeyCard, OwnKeys, canonical
from jinguo.engines.exchange.manifest import Manifest
from jinguo.engines.exchange.record import read_person, read_withdrawn, schema
from jinguo.engines.vault import Unreadable, put_in, take_out
from jinguo.errors import Refused
from jinguo.reasons import Reason

MANIFEST, SIGNATURE, SCHEMA, PEOPLE, WITHDRAWN = container.ORDER
MOST_UNPACKED = 4 << 30
_SIGNED = b"jinguo-exchange-manifest-1\n"


def write_package(
    path: Path,
    said: Manifest,
    *,
    own: OwnKeys,
    to: KeyCard,
    people: Iterable[Mapping[str, Any]],
    withdrawn: Iterable[Mapping[str, Any]],
) -> Manifest:
    """Write a package beside ``path`` and put it there when it is whole; answers the manifest with hashes and counts.

    The people and the withdrawn are read once, one after the other.

    Raises:
        Refused: a line that a reader would refuse, or more than a package holds.
    """
    beside = path.with_name(f".{path.name}.part")
    secret = secrets.token_bytes(32)
    counts = {PEOPLE: 0, WITHDRAWN: 0}

    def lines(part: str, given: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
        for record in given:
            counts[part] += 1
            line = canonical(record)
            checked = (
                read_person(line, counts[part], said.fields)
                if part == PEOPLE
                else read_withdrawn(line, counts[part])
            )
            if isinstance(checked, Reason):
                raise Refused(checked)
            yield line

    try:
        with beside.open("w+b") as body, path.with_name(f".{path.name}.sealed").open("w+b") as heap:
            about = {part: f"{said.package}:{part}" for part in counts}
            sealed = [
                container.write_part(
                    heap, part, streams.sealed(lines(part, rows), secret=secret, about=about[part])
                )
                for part, rows in ((PEOPLE, people), (WITHDRAWN, withdrawn))
            ]
            described = canonical(schema())
            whole = replace(
                said,
                sender=(own.card.name, own.card.id),
                receiver=(to.name, to.id),
                people=counts[PEOPLE],
                withdrawn=counts[WITHDRAWN],
                key=put_in(secret, public=to.seal, about=said.package),
                parts={SCHEMA: _sha256(described), **{part.name: part.sha256 for part in sealed}},
            )
            signed = whole.to_bytes()
            if len(signed) > manifest.MOST:
                raise Refused.because("exchange_too_large", limit=manifest.MOST)
            parts = [
                container.write_part(body, MANIFEST, [signed]),
                container.write_part(body, SIGNATURE, [own.signature(_SIGNED + signed)]),
                container.write_part(body, SCHEMA, [described]),
                *(
                    container.write_part(body, part.name, container.pieces_of(heap, part, 1 << 20))
                    for part in sealed
                ),
            ]
            container.write_end(body, parts)
            body.flush()
            os.fsync(body.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
        path.with_name(f".{path.name}.sealed").unlink(missing_ok=True)
    return whole


@dataclass(frozen=True, slots=True)
class Expected:
    """What the reader knows: its keys, its partners' cards, the last number of each agreement, the fields that were
    agreed for each (absent: as the manifest says), the day.
    """

    own: Collection[OwnKeys]
    partners: Collection[KeyCard]
    last: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    agreed: Mapping[str, Collection[str]] | None = None
    today: str = ""
    most: int = MOST_UNPACKED


class Package:
    """A package whose signature, receiver, number and hashes hold; its lines are read as they come."""

    def __init__(
        self, file: BinaryIO, said: Manifest, parts: Mapping[str, container.Part], secret: bytes, most: int
    ):
        self.said, self._file, self._parts, self._secret, self._most = said, file, parts, secret, most

    def people(self) -> Iterator[tuple[int, dict[str, Any] | Reason]]:
        """(line, person or what is wrong with it)."""
        for number, line in self._lines(PEOPLE):
            yield number, read_person(line, number, self.said.fields)

    def withdrawn(self) -> Iterator[tuple[int, dict[str, Any] | Reason]]:
        """(line, who withdrew or what is wrong with it)."""
        for number, line in self._lines(WITHDRAWN):
            yield number, read_withdrawn(line, number)

    def findings(self, most: int = 100) -> list[Reason]:
        """Read everything; what is wrong, the first ``most`` of it. Empty: nothing is."""
        found: list[Reason] = []
        for rows, said in ((self.people(), self.said.people), (self.withdrawn(), self.said.withdrawn)):
            count = 0
            for number, row in rows:
                count = number
                if isinstance(row, Reason) and len(found) < most:
                    found.append(row)
            if count != said:
                found.append(Reason.error("exchange_count_differs", said=said, found=count))
        return found

    def _lines(self, part: str) -> Iterator[tuple[int, bytes]]:
        pieces = container.pieces_of(self._file, self._parts[part], streams.PIECE + streams.TAG)
        about = f"{self.said.package}:{part}"
        return streams.opened(pieces, secret=self._secret, about=about, part=part, limit=self._most)


@contextmanager
def open_package(path: Path, expected: Expected) -> Iterator[Package]:
    """A package that may be believed; its lines are not looked at yet.

    Raises:
        Refused: with the code of what is wrong.
    """
    try:
        file = path.open("rb")
    except OSError:
        raise Refused.because("exchange_not_a_package") from None
    with file:
        parts = container.read_parts(file)
        said = _believed(file, parts, expected)
        own = next((one for one in expected.own if one.card.id == said.receiver[1]), None)
        if own is None:
            raise Refused.because("exchange_wrong_receiver", receiver=said.receiver[0])
        _demand_next(said, expected)
        _demand_agreed(said, expected)
        try:
            secret = take_out(said.key, private=own.seal, about=said.package)
        except Unreadable:
            raise Refused.because("exchange_cannot_open") from None
        yield Package(file, said, parts, secret, expected.most)


def _believed(file: BinaryIO, parts: Mapping[str, container.Part], expected: Expected) -> Manifest:
    """The manifest, signed by a partner, with the hashes of the parts that are there."""
    if parts[MANIFEST].size > manifest.MOST or parts[SIGNATURE].size != 64:
        raise Refused.because("exchange_manifest_unusable")
    body = b"".join(container.pieces_of(file, parts[MANIFEST], manifest.MOST))
    signature = b"".join(container.pieces_of(file, parts[SIGNATURE], 64))
    name, key = manifest.sender_key(body)
    partner = next((card for card in expected.partners if card.id == key), None)
    if partner is None:
        raise Refused.because("exchange_key_unknown", sender=name[:100], key=key[:40])
    if not partner.signed(_SIGNED + body, signature):
        raise Refused.because("exchange_signature_broken", sender=partner.name)
    said = Manifest.from_bytes(body)
    for part in (SCHEMA, PEOPLE, WITHDRAWN):
        if said.parts.get(part) != parts[part].sha256:
            raise Refused.because("exchange_hash_differs", part=part)
    return said


def _demand_next(said: Manifest, expected: Expected) -> None:
    last = expected.last.get(said.agreement, 0)
    if said.number == last:
        raise Refused.because("exchange_replayed", number=said.number)
    if said.number < last:
        raise Refused.because("exchange_older", number=said.number, last=last)
    if said.valid_until and expected.today > said.valid_until:
        raise Refused.because("exchange_agreement_over", until=said.valid_until)


def _demand_agreed(said: Manifest, expected: Expected) -> None:
    if expected.agreed is None:
        return
    if said.agreement not in expected.agreed:
        raise Refused.because("exchange_agreement_unknown", agreement=said.agreement[:100])
    outside = [f"attribute_{key}" for key in said.fields if key not in expected.agreed[said.agreement]]
    if outside:
        raise Refused.because("exchange_fields_outside", fields=outside)


def _sha256(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
