"""The decision record: inputs, outcome and digest in one JSON document, from which the decision can be
replayed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from jinguo import __version__
from jinguo.engines.selection.adjusting import Adjusted, Change, adjust
from jinguo.engines.selection.canonical import digest, plain
from jinguo.engines.selection.choose import select
from jinguo.engines.selection.draw import commitment
from jinguo.engines.selection.margin import Reviews, margins
from jinguo.engines.selection.policy import Policy
from jinguo.engines.selection.result import Candidate, Selection

SCHEMA = "jinguo-decision-1"
ENGINE = "selection-3"
METHODS = ("sha256", "sm3")

Record = dict[str, Any]


def decide(
    candidates: Sequence[Candidate],
    policy: Policy,
    *,
    adjustments: Sequence[Change] = (),
    previous: str | None = None,
    method: str = "sha256",
    reviews: Reviews | None = None,
) -> Record:
    """Make the list and its record in one.

    Args:
        adjustments: changes by hand. The record keeps the automatic list in ``chosen`` and, beside it,
            ``adjustments``, the list ``adjusted``, and the rules that it ``breaks``.
        previous: the digest of the record that this one follows.
        reviews: the record keeps them too, and ``near_the_line``: for those next to the line how far it is,
            and which single review would turn the decision.

    Raises:
        Refused: as :func:`select` and :func:`adjust` do.
    """
    selection = select(candidates, policy)
    adjusted = adjust(candidates, policy, selection, adjustments) if adjustments else None
    more: Record = {}
    if reviews is not None:
        more["reviews"] = reviews.as_json()
        if policy.within is None:
            near = margins(candidates, policy, reviews)
            more["near_the_line"] = {id_: margin.as_json() for id_, margin in near.items()}
    return decision_record(
        candidates, policy, selection, previous, adjusted=adjusted, method=method, more=more
    )


def decision_record(
    candidates: Sequence[Candidate],
    policy: Policy,
    selection: Selection,
    previous: str | None = None,
    *,
    adjusted: Adjusted | None = None,
    method: str = "sha256",
    more: Record | None = None,
) -> Record:
    """Everything that decided, in canonical order; ``digest`` is SHA-256 (or SM3, as ``digest_method`` says)
    over the canonical JSON without itself.

    ``previous`` is the digest of the record that this one replaces.
    """
    record: Record = {
        "schema": SCHEMA,
        "policy": plain(policy.as_json()),
        "candidates": [c.as_json() for c in sorted(candidates, key=lambda c: c.id)],
        **selection.as_json(),
        "versions": {"jinguo": __version__, "engine": ENGINE},
        "previous": previous,
        "digest_method": method,
        **plain(more or {}),
    }
    if policy.last is not None and policy.last.draw is not None:
        record["draw"] = {"seed": policy.last.draw, "commitment": commitment(policy.last.draw)}
    if adjusted is not None:
        record["adjustments"] = plain([change.as_json() for change in adjusted.changes])
        record["adjusted"] = list(adjusted.chosen)
        record["breaks"] = plain([state.as_json() for state in adjusted.broken])
    return {**record, "digest": digest(record, method)}
