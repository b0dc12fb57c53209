"""Schemes, facts and results as JSON: read with every value checked, written so that they read back the same."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from pydantic import TypeAdapter

from jinguo.engines.assessment.facts import UnitFacts
from jinguo.engines.assessment.grading import Placed, Result
from jinguo.engines.assessment.scheme import Scheme
from jinguo.engines.assessment.scoring import Line, Piece, Scored
from jinguo.reasons import Reason

_SCHEME = TypeAdapter(Scheme)
_UNITS = TypeAdapter(tuple[UnitFacts, ...])


def scheme_of(stored: Mapping[str, Any]) -> Scheme:
    """A scheme from its stored form. Raises pydantic.ValidationError; whether it is sound `problems` says."""
    return _SCHEME.validate_python(stored)


def scheme_from_json(text: str) -> Scheme:
    """A scheme from a file."""
    return _SCHEME.validate_json(text)


def facts_from_json(text: str) -> tuple[UnitFacts, ...]:
    """The units of a file: a list, or an object with ``units``."""
    found = json.loads(text, parse_float=Decimal)
    return _UNITS.validate_python(found.get("units", ()) if isinstance(found, dict) else found)


def stored_scheme(scheme: Scheme) -> dict[str, Any]:
    """A scheme as JSON holds it: decimals as text."""
    return _SCHEME.dump_python(scheme, mode="json")  # type: ignore[no-any-return]


def stored_facts(facts: UnitFacts) -> dict[str, Any]:
    """A unit's facts as JSON holds them."""
    return TypeAdapter(UnitFacts).dump_python(facts, mode="json")  # type: ignore[no-any-return]


def stored_result(result: Result) -> dict[str, Any]:
    """A result as JSON holds it; reasons as codes with values."""
    return {"units": [stored_placed(one) for one in result.placed], "quotas": result.quotas}


def stored_pieces(one: Placed) -> list[list[dict[str, Any]]]:
    """What each line of a result rests on, in the order of the lines: most of what there is to store, and the least read."""
    return [_stored_line(line)["pieces"] for line in one.scored.lines]


def stored_outline(one: Placed) -> dict[str, Any]:
    """One unit's result without what it rests on."""
    stored = stored_placed(one)
    for line in stored["lines"]:
        del line["pieces"]
    return stored


def stored_placed(one: Placed) -> dict[str, Any]:
    """One unit's result."""
    scored = one.scored
    return {
        "unit": scored.unit,
        "name": scored.name,
        "group": scored.group,
        "total": str(scored.total),
        "rank": one.rank,
        "grade": one.grade,
        "reasons": [reason.as_json() for reason in one.reasons],
        "vetoes": [list(pair) for pair in scored.vetoes],
        "lines": [_stored_line(line) for line in scored.lines],
    }


def _stored_line(line: Line) -> dict[str, Any]:
    return {
        "kind": line.kind,
        "code": line.code,
        "section": line.section,
        "points": str(line.points),
        "most": _text(line.most),
        "self_points": _text(line.self_points),
        "counts": line.counts,
        "awaits": line.awaits,
        "reasons": [reason.as_json() for reason in line.reasons],
        "pieces": [{"ref": piece.ref, "reason": piece.reason.as_json()} for piece in line.pieces],
    }


def placed_of(stored: Mapping[str, Any], pieces: Sequence[Sequence[Mapping[str, Any]]] = ()) -> Placed:
    """The other way round; an outline with the pieces that were stored apart, or without any."""
    rests = [*pieces, *([] for _line in stored["lines"][len(pieces) :])]
    scored = Scored(
        stored["unit"],
        stored["name"],
        stored["group"],
        tuple(
            _line_of(line, line.get("pieces") or rest)
            for line, rest in zip(stored["lines"], rests, strict=True)
        ),
        Decimal(stored["total"]),
        tuple((code, why) for code, why in stored["vetoes"]),
    )
    reasons = tuple(Reason.from_json(one) for one in stored["reasons"])
    return Placed(scored, stored["rank"], stored["grade"], reasons)


def _line_of(stored: Mapping[str, Any], pieces: Sequence[Mapping[str, Any]]) -> Line:
    return Line(
        stored["kind"],
        stored["code"],
        Decimal(stored["points"]),
        tuple(Reason.from_json(one) for one in stored["reasons"]),
        stored["section"],
        _number(stored["most"]),
        _number(stored["self_points"]),
        tuple(Piece(one["ref"], Reason.from_json(one["reason"])) for one in pieces),
        stored["counts"],
        stored["awaits"],
    )


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def json_schema() -> dict[str, Any]:
    """The JSON Schema of a scheme."""
    return _SCHEME.json_schema()


def facts_of(stored: Any) -> tuple[UnitFacts, ...]:
    """Units' facts from their stored form."""
    return _UNITS.validate_python(stored)
