"""Nominations as the selection engine takes them: an opaque id, the score of the round, the columns rules may name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from jinguo.apps.calls import queries as call_queries
from jinguo.apps.calls.models import Call, Nomination
from jinguo.apps.reviews.models import Standing
from jinguo.engines.selection import Candidate
from jinguo.standards.identity import read_id


def candidates_of(call: Call, nominations: Sequence[Nomination]) -> list[Candidate]:
    """The candidates of a round; ``nominations`` carry their ``standing`` there. One query for the columns."""
    columns = columns_of(call, nominations)
    standings = {one.pk: getattr(one, "standing", None) for one in nominations}
    return [
        Candidate(
            str(one.uid),
            getattr(standings[one.pk], "score", None),
            columns[one.pk] | votes_of(standings[one.pk]),
        )
        for one in nominations
    ]


def votes_of(standing: Standing | None) -> dict[str, str]:
    """What a panel voted on somebody, as columns: approve, against, abstain, present, and vote (passed or failed).

    Empty where no vote on her was announced: a rule that asks for votes then leaves her out.
    """
    if standing is None or not standing.was_voted_on:
        return {}
    counts = {
        name: str(getattr(standing, name) or 0) for name in ("approve", "against", "abstain", "present")
    }
    return {**counts, "vote": "passed" if standing.voted_in else "failed"}


def columns_of(call: Call, nominations: Sequence[Nomination]) -> dict[int, dict[str, str]]:
    """The columns that a policy's rules may name: category, unit, sex, and every choice of the form."""
    specs = {kind: call.form_spec(kind) for kind in {n.nominee_kind for n in nominations}}
    wanted = {
        field.key
        for spec in specs.values()
        for field in spec.fields
        if field.kind in ("choice", "id_number", "sex")
    }
    values: dict[int, dict[str, Any]] = {}
    rows = call_queries.field_values(nominations, wanted)
    by_pk = {nomination.pk: nomination for nomination in nominations}
    for row in rows:
        nomination = by_pk[row.nomination_id]
        values.setdefault(nomination.pk, {})[row.key] = call_queries.value_of(nomination, row)
    return {n.pk: _columns_of(n, specs[n.nominee_kind], values.get(n.pk, {})) for n in nominations}


def _columns_of(nomination: Nomination, spec: Any, values: Mapping[str, Any]) -> dict[str, str]:
    columns = {
        "category": nomination.category.name,
        "unit": nomination.unit.name,
        "unit_kind": nomination.unit.kind,
        "channel": nomination.unit.kind,
        "sex": "",
    }
    for field in spec.fields:
        value = values.get(field.key)
        if field.kind == "id_number" and value:
            columns["sex"] = read_id(str(value)).sex or ""
        elif field.kind == "choice" and value:
            columns[field.key] = str(value)
    return columns
