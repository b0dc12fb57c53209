"""The decision record: inputs, outcome and digest in one JSON document, from which the decision can be
replayed.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from jinguo import __version__
from jinguo.engines.selection.canonical import canonical_json, digest
from jinguo.engines.selection.policy import Policy
from jinguo.engines.selection.result import Candidate, Selection

SCHEMA = "jinguo-decision-1"


def decision_record(
    candidates: Sequence[Candidate], policy: Policy, selection: Selection, previous: str | None = None
) -> dict[str, object]:
    """Everything that decided, in canonical order; ``digest`` is SHA-256 over the canonical JSON without
    itself.

    ``previous`` is the digest of the record that this one replaces.
    """
    outcome = selection.as_json()
    record: dict[str, object] = {
        "schema": SCHEMA,
        "policy": policy.model_dump(mode="json", exclude_none=True),
        "candidates": [c.as_json() for c in sorted(candidates, key=lambda c: c.id)],
        "chosen": outcome["chosen"],
        "ranking": outcome["ranking"],
        "reasons": outcome["reasons"],
        "ties": outcome["ties"],
        "notes": outcome["notes"],
        "versions": {"jinguo": __version__},
        "previous": previous,
    }
    plain: dict[str, object] = json.loads(canonical_json(record))
    return {**plain, "digest": digest(plain)}
