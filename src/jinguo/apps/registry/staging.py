"""Rows of a list between being read and being written: kept in sealed chunks, handed on as the registry takes them."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

from jinguo.apps import vault
from jinguo.apps.registry.models import ListImport, StagedChunk

if TYPE_CHECKING:
    from jinguo.engines.rosters import PersonRow, Row


def sealed_chunk(run: ListImport, number: int, rows: list[Row], counts: dict[str, Any]) -> StagedChunk:
    """The accepted rows of a batch, as one chunk that is not yet written."""
    from jinguo.engines.rosters import as_values  # slow import: it brings NumPy

    persons = [[row.sheet, row.number, *as_values(row.person)] for row in rows if row.person is not None]
    packed = zlib.compress(json.dumps(persons, ensure_ascii=False, separators=(",", ":")).encode(), 1)
    chunk = StagedChunk(run=run, number=number, counts=counts)
    chunk.persons_sealed = vault.seal(base64.b64encode(packed).decode("ascii"), about=chunk.about)
    return chunk


def opened_chunk(chunk: StagedChunk) -> list[list[Any]]:
    """[sheet, row, field values…, other] of every row of a chunk."""
    packed = vault.unseal(chunk.persons_sealed, about=chunk.about)
    rows: list[list[Any]] = json.loads(zlib.decompress(base64.b64decode(packed)))
    return rows


def staged_persons(run: ListImport) -> Iterator[PersonRow]:
    """Every accepted row in the order of the list, a chunk at a time."""
    left_out = {(sheet, number) for sheet, number in run.late}
    for chunk in run.chunks.order_by("number").iterator(chunk_size=1):
        yield from persons_of(chunk, left_out)


def persons_of(chunk: StagedChunk, left_out: Collection[tuple[str, int]] = ()) -> Iterator[PersonRow]:
    """The persons of one chunk; ``left_out`` are rows refused after they had been read."""
    from jinguo.engines.rosters import from_values  # slow import: it brings NumPy

    for sheet, number, *values in opened_chunk(chunk):
        if not left_out or (sheet, number) not in left_out:
            yield from_values([*values, number])
