"""Rows of a list between being read and being written: kept in sealed chunks, column by column, handed on as the registry takes
them. A chunk has two parts, packed by themselves: where its rows stand and whom they name, and all the rest.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import compress
from typing import TYPE_CHECKING, Any

from jinguo.apps import vault
from jinguo.apps.registry.incoming import Block
from jinguo.apps.registry.models import ListImport, StagedChunk

if TYPE_CHECKING:
    from jinguo.engines.rosters import PersonRow, Table

NAME = "name"
_BETWEEN_VALUES, _BETWEEN_COLUMNS = "\x1e", "\x1d"


def sealed_chunk(run: ListImport, number: int, table: Table, counts: dict[str, Any]) -> StagedChunk:
    """The accepted rows of a table, as one chunk that is not yet written."""
    numbers, columns = table.taken()
    where = {"sheets": [table.sheet] * len(numbers), "rows": numbers, NAME: columns.get(NAME, [])}
    rest = {key: values for key, values in columns.items() if key != NAME}
    chunk = StagedChunk(run=run, number=number, counts=counts)
    chunk.persons_sealed = vault.seal(f"{_packed(where)}.{_packed(rest)}", about=chunk.about)
    return chunk


def _packed(said: Mapping[str, Sequence[Any]]) -> str:
    """Columns in one text, behind a list of their names and forms: texts joined by a sign that none of them holds, which is ten
    times as quick as JSON; whatever else as JSON, which holds no such sign."""
    forms, texts = [], []
    for key, values in said.items():
        text = _joined(values)
        forms.append([key, text is not None])
        texts.append(json.dumps(values, ensure_ascii=False) if text is None else text)
    whole = _BETWEEN_COLUMNS.join([json.dumps(forms), *texts])
    return base64.b64encode(zlib.compress(whole.encode(), 1)).decode("ascii")


def _joined(values: Sequence[Any]) -> str | None:
    try:
        text = _BETWEEN_VALUES.join(values)
    except TypeError:
        return None
    plain = text.count(_BETWEEN_VALUES) == len(values) - 1 and _BETWEEN_COLUMNS not in text
    return text if plain else None


def _unpacked(text: str) -> dict[str, Any]:
    forms, *texts = zlib.decompress(base64.b64decode(text)).decode().split(_BETWEEN_COLUMNS)
    return {
        key: one.split(_BETWEEN_VALUES) if plain else json.loads(one)
        for (key, plain), one in zip(json.loads(forms), texts, strict=True)
    }


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
    from jinguo.engines.rosters import LISTED, parts_of  # slow import: it brings NumPy

    first, _, rest = vault.unseal(chunk.persons_sealed, about=chunk.about).partition(".")
    where, columns = _unpacked(first), _unpacked(rest)
    columns[NAME] = where[NAME]
    for key in LISTED & columns.keys():
        columns[key] = parts_of(columns[key])
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
