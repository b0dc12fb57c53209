"""Rows of a list between being read and being written: kept in sealed chunks, column by column, handed on as the registry takes
them. A chunk has two parts, packed by themselves: where its rows stand and whom they name, and all the rest.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Collection, Iterator
from itertools import compress
from typing import TYPE_CHECKING, Any

from jinguo.apps import vault
from jinguo.apps.registry.incoming import Block
from jinguo.apps.registry.models import ListImport, StagedChunk

if TYPE_CHECKING:
    from jinguo.engines.rosters import PersonRow, Row

NAME = "name"


def sealed_chunk(run: ListImport, number: int, rows: list[Row], counts: dict[str, Any]) -> StagedChunk:
    """The accepted rows of a batch, as one chunk that is not yet written."""
    from jinguo.engines.rosters import as_columns  # slow import: it brings NumPy

    taken = [row for row in rows if row.person is not None]
    columns = as_columns([row.person for row in taken if row.person is not None])
    where = {
        "sheets": [row.sheet for row in taken],
        "rows": [row.number for row in taken],
        NAME: columns.pop(NAME, []),
    }
    chunk = StagedChunk(run=run, number=number, counts=counts)
    chunk.persons_sealed = vault.seal(f"{_packed(where)}.{_packed(columns)}", about=chunk.about)
    return chunk


def _packed(said: dict[str, Any]) -> str:
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(zlib.compress(text.encode(), 1)).decode("ascii")


def _unpacked(text: str) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(zlib.decompress(base64.b64decode(text)))
    return said


def names_in(chunk: StagedChunk) -> Iterator[tuple[str, int, str]]:
    """(sheet, row, name) of every row of a chunk."""
    where = _unpacked(vault.unseal(chunk.persons_sealed, about=chunk.about).partition(".")[0])
    return zip(where["sheets"], where["rows"], where[NAME], strict=True)


def staged_blocks(run: ListImport) -> Iterator[Block]:
    """Every accepted row in the order of the list, a chunk at a time, as columns."""
    left_out = {(sheet, number) for sheet, number in run.late}
    for chunk in run.chunks.order_by("number").iterator(chunk_size=1):
        yield block_of(chunk, left_out)


def staged_persons(run: ListImport) -> Iterator[PersonRow]:
    """The same as persons."""
    for block in staged_blocks(run):
        yield from _persons(block)


def persons_of(chunk: StagedChunk, left_out: Collection[tuple[str, int]] = ()) -> Iterator[PersonRow]:
    """The persons of one chunk; ``left_out`` are rows refused after they had been read."""
    return _persons(block_of(chunk, left_out))


def block_of(chunk: StagedChunk, left_out: Collection[tuple[str, int]] = ()) -> Block:
    """The columns of one chunk, without the rows that were refused after they had been read."""
    first, _, rest = vault.unseal(chunk.persons_sealed, about=chunk.about).partition(".")
    where, columns = _unpacked(first), _unpacked(rest)
    columns[NAME] = where[NAME]
    rows: list[int] = where["rows"]
    if left_out:
        kept = [key not in left_out for key in zip(where["sheets"], rows, strict=True)]
        if not all(kept):
            rows = list(compress(rows, kept))
            columns = {key: list(compress(values, kept)) for key, values in columns.items()}
    return Block(columns, rows)


def _persons(block: Block) -> Iterator[PersonRow]:
    from jinguo.engines.rosters import from_columns  # slow import: it brings NumPy

    return from_columns(block.columns, block.rows)
