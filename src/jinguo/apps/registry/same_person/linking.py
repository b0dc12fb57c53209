"""The engine's word on who in a registry is one person: over all entries, or over those that are new."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from jinguo.apps.registry.same_person import records

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from jinguo.apps.registry.models import PersonEntry
    from jinguo.engines.linkage import Linkage, Pair

Progress = Callable[..., object]
SHARE = {"linkage_stage_blocking": 60, "linkage_stage_comparing": 65, "linkage_stage_learning": 75}
"""How far the work is, in hundredths, when a stage of the engine begins; reading the entries is the first part."""


@dataclass(frozen=True, slots=True)
class Found:
    """Two entries (their primary keys) that may be one person. ``evidence`` are plain mappings with ``field``, ``level``
    and ``weight`` (log2 of how much likelier it makes that they are one), the first of them ``start``, where an engine
    weighed them.
    """

    left: int
    right: int
    probability: float | None = None
    evidence: tuple[dict[str, Any], ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Matched:
    """What came of comparing: pairs of different persons, the likeliest first, and the model that weighed them."""

    found: tuple[Found, ...]
    entries: int
    fresh: int
    model: dict[str, Any] | None = None


def linked(
    entries: QuerySet[PersonEntry],
    *,
    is_fresh: Callable[[int, str], bool] | None = None,
    ask_from: float,
    loose: bool = False,
    model: dict[str, Any] | None = None,
    total: int = 0,
    progress: Progress | None = None,
) -> Matched:
    """Compare entries: all with one another, or the fresh ones with all. Of two persons the likeliest pair stands.

    ``model``: as an earlier round learnt it; without one it is learnt here. Memory: some hundred bytes an entry and pair.
    """
    from jinguo.engines import linkage  # slow import: it brings NumPy, Arrow and DuckDB

    tell = progress or (lambda *_, **__: None)
    fresh, rest = records.sides(
        entries,
        is_fresh or (lambda entry, source: True),
        lambda done: tell(done * 60 // max(total, done), 100, "match_reading", count=done),
    )
    count = len(fresh.entries) + len(rest.entries)
    if not fresh.entries or count < 2:
        return Matched((), count, len(fresh.entries), model)
    known = linkage.Model.from_json(json.dumps(model)) if model else None
    found = linkage.pairs(
        fresh.cleaned(),
        rest.cleaned() if rest.entries else None,
        within=True,
        rules=linkage.LOOSE if loose else linkage.NORMAL,
        model=known,
        known=[*fresh.identities, *rest.identities],
        progress=lambda stage, done, of: tell(SHARE.get(stage, 80), 100, stage),
    )
    order = [*fresh.entries, *rest.entries]
    chosen = _best(found, [*fresh.identities, *rest.identities], ask_from)
    pairs = tuple(_found(found.pair(place), order, found, place) for place in chosen)
    return Matched(pairs, count, len(fresh.entries), _as_dict(found))


def weigh(
    left: dict[str, str],
    right: dict[str, str],
    *,
    model: dict[str, Any] | None,
    size: int,
    share: float,
) -> Found | None:
    """Two records anew, as they stand now; None where nothing speaks for one person any more. ``size``: how many entries the
    registry has; ``share``: what share of them has this name.
    """
    from jinguo.engines import linkage  # slow import, as above

    known = linkage.Model.from_json(json.dumps(model)) if model else None
    named = linkage.clean([right]).table.column("name")[0].as_py()
    population = linkage.Population(size, {"name": {named: share}} if named else {})
    asked = {key: value for key, value in left.items() if key != "id"}
    for pair in linkage.search(asked, [right], model=known, rules=linkage.LOOSE, population=population):
        return Found(int(left["id"]), int(right["id"]), pair.probability, tuple(evidence_of(pair)))
    return None


def _best(found: Linkage, identities: list[int], ask_from: float) -> list[int]:
    """Of every two persons the place of their likeliest pair, the likeliest first; a person is no pair with herself."""
    import numpy as np  # slow import, as above

    of = np.array(identities, np.int64)
    left, right = of[found.levels.left], of[found.levels.right]
    chosen = np.flatnonzero((left != right) & (found.probabilities >= ask_from))
    order = chosen[np.argsort(-np.round(found.probabilities[chosen], 9), kind="stable")]
    ends = np.stack([np.minimum(left[order], right[order]), np.maximum(left[order], right[order])], axis=1)
    _, first = np.unique(ends, axis=0, return_index=True)
    places: list[int] = order[np.sort(first)].tolist()
    return places


def _found(pair: Pair, order: list[int], found: Linkage, place: int) -> Found:
    ends = sorted((order[int(found.levels.left[place])], order[int(found.levels.right[place])]))
    return Found(ends[0], ends[1], min(max(pair.probability, 0.0), 1.0), tuple(evidence_of(pair)))


def evidence_of(pair: Pair) -> Iterator[dict[str, Any]]:
    """What each field added, without its values: they stay with the entries."""
    yield {"field": "start", "level": "", "weight": round(pair.start, 3)}
    for name, level in pair.levels.items():
        if level != "nothing":
            yield {"field": name, "level": level, "weight": round(pair.weights[name], 3)}


def _as_dict(found: Linkage) -> dict[str, Any] | None:
    return json.loads(found.model.as_json()) if found.model.origin == "learnt" else None
