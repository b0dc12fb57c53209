"""A decision record made again from itself: the same, or where it differs. No database, no network."""

from __future__ import annotations

import json
import marshal
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from jinguo.engines.selection.adjusting import Change
from jinguo.engines.selection.canonical import digest
from jinguo.engines.selection.margin import Reviews
from jinguo.engines.selection.policy import Policy
from jinguo.engines.selection.record import METHODS, SCHEMA, Record, decide
from jinguo.engines.selection.result import Candidate
from jinguo.errors import Refused
from jinguo.reasons import Reason

_NAMED = 10
_NEEDED = (
    "policy", "candidates", "chosen", "reasons", "versions", "previous", "digest"
)  # fmt: skip
_REASON = {"code", "params"}
_FREE = {"versions", "digest"}
"""Parts that may differ between two makings of the same decision."""


@dataclass(frozen=True, slots=True)
class Replay:
    """``differences`` is empty when the record comes out the same, its digest included."""

    differences: tuple[Reason, ...]
    again: Record | None

    @property
    def same(self) -> bool:
        return not self.differences


def read_record(content: bytes) -> Record:
    """A record from the bytes of its file.

    Raises:
        Refused: it is no JSON object with unique keys (``record_unreadable``), of a schema that this version
            does not know (``record_schema_unknown``), or a part is missing (``record_part_missing``).
    """
    try:
        record = json.loads(
            content.decode("utf-8-sig"),
            object_pairs_hook=_Shared(),
            parse_float=Decimal,
            parse_constant=_no_number,
        )
    except (ValueError, RecursionError) as problem:
        raise Refused.because("record_unreadable", why=str(problem)) from problem
    if not isinstance(record, dict) or "schema" not in record:
        raise Refused.because("record_unreadable", why="schema")
    if record["schema"] != SCHEMA:
        raise Refused.because("record_schema_unknown", schema=str(record["schema"]), known=SCHEMA)
    for part in _NEEDED:
        if part not in record:
            raise Refused.because("record_part_missing", part=part)
    if record.get("digest_method", "sha256") not in METHODS:
        raise Refused.because("record_part_missing", part="digest_method")
    return record


def replay(record: Mapping[str, Any], previous: Mapping[str, Any] | None = None) -> Replay:
    """Make the decision again from the record's own policy and candidates and compare every part.

    Args:
        previous: the record before this one; its digest must be the one that this record names.

    Raises:
        Refused: the digest fits but policy or candidates cannot be read (``record_unusable``).
    """
    found: list[Reason] = []
    if previous is not None and record["previous"] != previous["digest"]:
        found.append(Reason.error("replay_chain", stated=str(record["previous"]), found=previous["digest"]))
    method = str(record.get("digest_method", "sha256"))
    try:
        computed = digest({key: part for key, part in record.items() if key != "digest"}, method)
    except (TypeError, ValueError, RecursionError) as problem:
        raise Refused.because("record_unreadable", why=str(problem)) from problem
    if computed != record["digest"]:
        found.append(Reason.error("replay_digest", stated=str(record["digest"]), found=computed))
    try:
        again = _again(record, method)
    except Refused as refused:
        return Replay((*found, Reason.error("replay_refused"), *refused.reasons), None)
    except (ValidationError, ArithmeticError, ValueError, TypeError, KeyError, AttributeError) as problem:
        if not found:
            raise Refused.because("record_unusable", why=str(problem)) from problem
        return Replay((*found, Reason.error("replay_unusable")), None)
    found += _differences(record, again)
    return Replay(tuple(found), again)


def _again(record: Mapping[str, Any], method: str) -> Record:
    policy = Policy.model_validate(record["policy"])
    candidates = [Candidate.from_row(row) for row in record["candidates"]]
    changes = [Change.from_json(one) for one in record.get("adjustments", [])]
    reviews = Reviews.from_json(record["reviews"]) if "reviews" in record else None
    return decide(
        candidates,
        policy,
        adjustments=changes,
        previous=record["previous"],
        method=method,
        reviews=reviews,
    )


def _differences(record: Mapping[str, Any], again: Record) -> Iterator[Reason]:
    before, now = record["chosen"], again["chosen"]
    if before != now:
        stated, made = _texts(before), _texts(now)
        place = next((n for n, (a, b) in enumerate(zip(stated, made, strict=False), 1) if a != b), 0)
        yield Reason.error(
            "replay_chosen",
            place=place or min(len(stated), len(made)) + 1,
            only_stated=sorted(set(stated) - set(made))[:_NAMED],
            only_found=sorted(set(made) - set(stated))[:_NAMED],
        )
    if record["reasons"] != again["reasons"]:
        stated_of = record["reasons"] if isinstance(record["reasons"], dict) else {}
        made_of = again["reasons"]
        ids = sorted(i for i in {*stated_of, *made_of} if stated_of.get(i) != made_of.get(i))
        yield Reason.error("replay_reasons", ids=ids[:_NAMED], count=len(ids))
    for part in sorted({*record, *again} - {"chosen", "reasons"} - _FREE):
        if record.get(part) != again.get(part):
            yield Reason.error("replay_part", part=part)


def _texts(ids: object) -> list[str]:
    return [str(one) for one in ids] if isinstance(ids, list) else []


class _Shared:
    """Objects of a record as they are read. Equal reasons become one object and equal cells one text, as they
    were when the record was made: a long record takes a third of the memory.
    """

    def __init__(self) -> None:
        self.reasons: dict[bytes, dict[str, Any]] = {}
        self.texts: dict[str, str] = {}

    def __call__(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            twice = sorted({key for key, _ in pairs if sum(other == key for other, _ in pairs) > 1})
            raise ValueError(f"{twice[0]!r} stands there twice")
        if found.keys() == _REASON:
            try:
                return self.reasons.setdefault(marshal.dumps(pairs, 2), found)
            except ValueError:  # a value that only a record made elsewhere has
                return found
        if "id" in found:
            share = self.texts.setdefault
            return {key: share(value, value) if type(value) is str else value for key, value in pairs}
        return found


def _no_number(text: str) -> Any:
    raise ValueError(f"{text} is no number of JSON")
