"""`--schema` of commands that read several files: one JSON Schema (2020-12) with a definition for each file.

A table is described by its rows as they stand in the file: cells of a CSV are text, so a number is a pattern. Rules files
are described as the TOML reads. What the command writes stands beside what it reads.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import click
from pydantic import TypeAdapter

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string", "minLength": 1}
_WHOLE: Schema = {"type": "string", "pattern": r"^\s*\d+\s*$"}
_NUMBER: Schema = {"type": ["number", "null"]}
_DECIMAL: Schema = {"type": "string", "pattern": r"^\s*[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?\s*$"}


def schema_option(make: Callable[[], Schema], what: str) -> Callable[[Any], Any]:
    """The option `--schema`: prints the schema and leaves, whatever else is given."""

    def show(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
        if wanted and not ctx.resilient_parsing:
            click.echo(json.dumps(make(), ensure_ascii=False, indent=2))
            ctx.exit(0)

    return click.option(
        "--schema",
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=show,
        help=f"Print the JSON Schema of {what} and leave.",
    )


def of_assign() -> Schema:
    """Every file of `jinguo assign`."""
    pair = {"item": _TEXT, "reviewer": _TEXT}
    answer = {
        **pair,
        "affinity": {"type": "number"},
        "role": {"enum": ["main", "alternate"]},
    }
    return _document(
        "assign",
        {
            "pairs": _table({**pair, "affinity": _DECIMAL}, "The possible pairs."),
            "reviewers": _table(
                {"reviewer": _TEXT, "min_load": _WHOLE, "max_load": _WHOLE},
                "Further columns are groups that rules can name.",
                more=True,
            ),
            "items": _table({"item": _TEXT, "demand": _WHOLE}, "Further columns for value_of.", more=True),
            "conflicts": _table(pair, "Pairs that may not be.", more=True),
            "fixed": _table(pair, "Pairs that stay.", more=True),
            "keep": _table(pair, "An assignment of before; with a column role, its mains.", more=True),
            "rules": _object({"rule": _array(_assign_rule())}, ()),
            "out": _table(answer, "The assignment."),
            "report": _assign_report(),
        },
    )


def _assign_rule() -> Schema:
    count = {"type": "integer", "minimum": 0}
    share = {"type": ["number", "string"], "description": 'From 0 to 1; text such as "1/3" is exact.'}
    texts = _each(("name", "column", "value_of", "same"), _TEXT)
    rule = _object(
        {
            **texts,
            "value": {"type": "string"},
            **_each(("at_least", "at_most", "exactly"), count),
            **_each(("at_least_share", "at_most_share"), share),
            "items": _array(_TEXT),
            "over": {"enum": ["item", "all"]},
        },
        ("name",),
    )
    rule["oneOf"] = [
        {"required": ["column", "value"]},
        {"required": ["column", "value_of"]},
        {"required": ["same", "at_most"]},
    ]
    return rule


def _assign_report() -> Schema:
    from jinguo.engines.assignment import Relaxation, Uncovered

    counts = {"type": "integer", "minimum": 0}
    return _object(
        {
            "status": {"enum": ["optimal", "feasible", "infeasible", "unsolved"]},
            **_each(("objective", "bound", "gap", "worst_item", "worst_item_bound"), _NUMBER),
            "worst_item_id": {"type": ["string", "null"]},
            "levels": {"type": ["integer", "null"]},
            "loads": {"type": "object", "additionalProperties": counts},
            "alternates": counts,
            "uncovered": _array(_made(Uncovered)),
            "changes": {"type": ["integer", "null"]},
            "ties": {"enum": ["settled", "by order"]},
            **_each(("seconds", "seconds_with_files", "peak_mib"), {"type": "number"}),
            "solver": {"type": "string"},
            "conflict": _array(_TEXT),
            "relaxation": _array(_made(Relaxation)),
            "reasons": _array(_said()),
        }
    )


def of_score() -> Schema:
    """Every file of `jinguo score`."""
    from jinguo.engines.scoring import ScoringRules

    mark = {"type": "string", "description": "A decimal number; empty: absent, never 0."}
    key = _each(("item", "reviewer", "criterion"), _TEXT)
    said, row = _array(_said()), _object({}, (), more=True)
    calibration = _each(("method", "ok", "components", "exact_errors", "items", "changed"), {})
    report = {
        "rules": {"$ref": "#/$defs/criteria"},
        "items": _array(_object({"item": _TEXT, "score": {"type": ["string", "null"]}}, more=True)),
        "calibration": {"anyOf": [_object(calibration), {"type": "null"}]},
        **_each(("expected_ranks", "flips", "calibrated_flips", "reviewers", "disputed"), _array(row)),
        "agreement": row,
        "findings": said,
    }
    return _document(
        "score",
        {
            "marks": _table({**key, "mark": mark}, "One mark a row.", more=True),
            "criteria": _made(ScoringRules, mode="validation"),
            "out": _table({"item": _TEXT, **_each(_SCORED, {"type": "string"})}, "In the order of scores."),
            "report": _object(report),
        },
    )


_SCORED = (
    "score", "rank", "column", "reviews", "mean", "trimmed_mean", "median", "sd", "range", "calibrated",
    "calibrated_error", "calibrated_rank", "expected_rank", "rank_low", "rank_high",
)  # fmt: skip


def of_ballots() -> Schema:
    """Every file of `jinguo count-ballots`."""
    from jinguo.engines.ballots import BallotRules
    from jinguo.engines.ballots.ballot import WORDS

    blank = {"type": "string", "description": "Empty: a ballot left blank."}
    place = {"ballot": _TEXT, "candidate": blank}
    rounds = {"round": _WHOLE}
    approval = _table(
        {**place, "vote": {"enum": ["", *WORDS]}}, "Approve, against, abstain.", optional=rounds
    )
    ranked = _table(
        {**place, "preference": {"type": "string", "pattern": r"^\s*\d*\s*$"}},
        "1 is the first.",
        optional=rounds,
    )
    said = _array(_said())
    names = _array(_TEXT)
    turn = _each(("seats", "returned", "invalid", "tied_seats"), {"type": "integer"})
    turn |= {"elected": names, "tied": names, "valid": {"type": "boolean"}, "findings": said}
    counted = _each(("approve", "against", "abstain", "base", "needed"), {"type": "integer"})
    flags = _each(("passed", "elected"), {"type": "boolean"})
    row = _object({"candidate": _TEXT, "share": _TEXT, **counted, **flags, "findings": said})
    rounds_report = {
        "state": {"enum": ["complete", "another_round", "run_off", "tied", "seats_open", "void"]},
        "elected": names,
        "seats_left": {"type": "integer"},
        "next_candidates": names,
        "rounds": _array(_object({**turn, "rows": _array(row)})),
        "findings": said,
    }
    ranked_report = {
        **_each(("quota", "valid", "invalid"), {"type": "integer"}),
        "elected": names,
        "tied": names,
        "stages": _array(_object({}, (), more=True)),
        "ok": {"type": "boolean"},
        "reasons": {"type": "object", "additionalProperties": _said()},
        "findings": said,
    }
    return _document(
        "count-ballots",
        {
            "ballots": {"anyOf": [approval, ranked]},
            "rules": _made(BallotRules, mode="validation"),
            "report": {"anyOf": [_object(rounds_report), _object(ranked_report)]},
        },
    )


def _document(command: str, files: Mapping[str, Schema]) -> Schema:
    """The whole: a property and a definition for each file, named as the command's arguments name it."""
    definitions: Schema = {}
    for name, schema in files.items():
        definitions |= schema.pop("$defs", {})
        definitions[name] = schema
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"https://jinguo.example/schemas/{command}-1.json",
        "title": f"Files of jinguo {command}",
        "type": "object",
        "properties": {name: {"$ref": f"#/$defs/{name}"} for name in files},
        "$defs": definitions,
    }


def _table(
    columns: Mapping[str, Schema],
    about: str,
    *,
    optional: Mapping[str, Schema] | None = None,
    more: bool = False,
) -> Schema:
    rows = _object({**columns, **(optional or {})}, tuple(columns), more=more)
    return {"description": about, **_array(rows)}


def _object(
    properties: Mapping[str, Schema], required: tuple[str, ...] | None = None, *, more: bool = False
) -> Schema:
    """An object; all properties are required unless said otherwise."""
    needed = list(properties if required is None else required)
    return {
        "type": "object",
        "properties": dict(properties),
        "required": needed,
        "additionalProperties": more,
    }


def _each(names: Iterable[str], schema: Schema) -> dict[str, Schema]:
    return dict.fromkeys(names, schema)


def _array(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _said() -> Schema:
    """A reason with its sentence."""
    severity = {"enum": ["error", "warning", "info"]}
    return _object({"code": _TEXT, "params": {"type": "object"}, "severity": severity, "message": _TEXT})


def _made(kind: Any, mode: Any = "serialization") -> Schema:
    """The schema of a model or a dataclass, without its docstring's examples."""
    schema: Schema = TypeAdapter(kind).json_schema(mode=mode)
    for one in (schema, *schema.get("$defs", {}).values()):
        one["description"] = str(one.get("description", "")).split("\n\n>>>")[0]
    return schema


def of_tiers() -> Schema:
    """Every file of `jinguo tiers`."""
    from jinguo.engines.tiers import Scheme

    person = {
        **_each(("name", "tier", "proposal", "before", "next_tier", "confirm"), {"type": "string"}),
        "row": {"type": ["integer", "null"]},
        "until": {"type": ["string", "null"]},
        **_each(("reasons", "missing", "to_renew"), _array(_said())),
        "ask": _array(_TEXT),
    }
    counts = {"type": "object", "additionalProperties": {"type": "integer", "minimum": 0}}
    report = {"on": _TEXT, "scheme": _TEXT, "proposals": counts, "persons": _array(_object(person))}
    return _document("tiers", {"scheme": _made(Scheme, mode="validation"), "report": _object(report)})


def of_assess() -> Schema:
    """Every file of `jinguo assess`."""
    from jinguo.engines.assessment import Scheme, UnitFacts

    decimal = {"type": "string"}
    maybe = {"type": ["string", "null"]}
    piece = {"ref": {"type": "string"}, "reason": _said()}
    line = {
        **_each(("kind", "code", "section"), {"type": "string"}),
        "points": decimal,
        **_each(("most", "self_points"), maybe),
        **_each(("counts", "awaits"), {"type": "boolean"}),
        "reasons": _array(_said()),
        "pieces": _array(_object(piece)),
    }
    unit = {
        **_each(("unit", "name", "group", "grade"), {"type": "string"}),
        "total": decimal,
        "rank": {"type": "integer", "minimum": 1},
        "reasons": _array(_said()),
        "vetoes": _array(_array(_TEXT)),
        "lines": _array(_object(line)),
    }
    report = {"scheme": _TEXT, "units": _array(_object(unit)), "quotas": {"type": "object"}}
    facts = _made(tuple[UnitFacts, ...], mode="validation")
    return _document(
        "assess", {"scheme": _made(Scheme, mode="validation"), "facts": facts, "report": _object(report)}
    )
