"""Learning a model from the lists themselves, without a single pair known to be true.

Expectation maximisation (Dempster, Laird and Rubin 1977; Winkler 1988 for linkage) over the space of all pairs: the pairs that
blocking found are weighed one by one, all others count as different persons. That is what keeps the shares honest: the usual
way, EM inside a block, must leave out the fields of the block and join the pieces afterwards.

Two things spoil such learning and are put right in a second round. Copies make values look more frequent than they are and
random pairs look more alike; so, once persons are known, every person is counted once. And few pairs teach little: every
share starts from the stated default with the weight of some pairs, so that a short list keeps close to the default and a long
one forgets it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from jinguo.engines.linkage.comparisons import Comparison
from jinguo.engines.linkage.model import LevelShares, Model, Origin
from jinguo.engines.linkage.workspace import Levels, Workspace

__all__ = ["Population", "Weights", "default_rate", "learn"]

SEED = 20231020
_RANDOM_PAIRS = 600_000
_AT_MOST = 1_500_000
_PRIOR_M = 40.0
_PRIOR_U = 100_000.0
_ROUNDS = 40
_ENOUGH = 50.0
_HOPELESS = -7.0
_NEGLIGIBLE = -20.0
_DROP_AT = (2, 6)
"""At these turns pairs whose odds are below 2 to the power of ``_NEGLIGIBLE`` leave: a million of them are one pair."""
_CAPS = {("id_number", "other"): 0.0005}
"""Two valid ID numbers that differ are two persons: whatever a list seems to teach, m stays below this."""


def default_rate(workspace: Workspace) -> float:
    """One record in twenty stands there twice; across lists, one in five of the shorter stands in the longer."""
    total = len(workspace)
    expected = 0.2 * min(workspace.lefts, total - workspace.lefts) if workspace.lefts else 0.05 * total
    return float(min(0.2, max(expected, 0.5) / max(workspace.all_pairs, 3)))


@dataclass(frozen=True, slots=True)
class Population:
    """What records were chosen out of: how many there are, and for some columns (as :data:`COLUMNS`) the share of persons
    with a value. What is not named counts at its level's own share."""

    size: int
    shares: Mapping[str, Mapping[str, float]] = field(default_factory=dict)


class Frequencies:
    """How many persons share a value, for the levels at which frequent values count less."""

    def __init__(self, workspace: Workspace, persons: Any = None) -> None:
        self._alone = persons is None
        self.persons = np.arange(len(workspace)) if persons is None else persons.astype(np.int64)
        self.total = len(workspace) if persons is None else int(self.persons.max()) + 1
        self._known: dict[str, tuple[Any, int]] = {}
        self._workspace = workspace

    def knows(self, column: str) -> bool:
        """Whether it can be said how frequent the values of a column are; else the level's own share serves."""
        return column in self._workspace.table.column_names

    def others(self, column: str, levels: Levels, chosen: Any) -> Any:
        """The share of further persons with the value on which the chosen pairs agree."""
        counts, filled = self._count(column)
        left, right = levels.left[chosen], levels.right[chosen]
        shared = np.maximum(counts[left], counts[right])
        apart = np.where(self.persons[left] == self.persons[right], 1, 2)
        return np.maximum(shared - apart, 0) / max(filled, 1)

    def _count(self, column: str) -> tuple[Any, int]:
        if column not in self._known:
            codes, values = self._workspace.codes(column)
            there = codes >= 0
            if self._alone:
                each, seen = np.bincount(codes[there], minlength=values), int(there.sum())
            else:
                found = np.unique(codes[there] * (int(self.persons.max()) + 1) + self.persons[there])
                each, seen = np.bincount(found // (int(self.persons.max()) + 1), minlength=values), len(found)
            self._known[column] = (np.where(there, each[codes], 0).astype(np.int32), seen)
        return self._known[column]


class Chosen(Frequencies):
    """The same where the records are a few chosen out of many, so that counting them says little: the shares are stated."""

    def __init__(self, workspace: Workspace, population: Population) -> None:
        super().__init__(workspace)
        self.total = population.size
        self.stated = population.shares

    def knows(self, column: str) -> bool:
        return column in self.stated

    def others(self, column: str, levels: Levels, chosen: Any) -> Any:
        values = self._workspace.table.column(column)
        known = self.stated[column]
        return np.array(
            [known.get(values[int(row)].as_py(), 0.0) for row in levels.right[chosen]], np.float64
        )


@dataclass
class Weights:
    """What each field adds to each pair, in log2: ``of`` a field, and the sum with the rate."""

    model: Model
    levels: Levels
    frequencies: Frequencies

    def __post_init__(self) -> None:
        self._rarity: dict[str, Any] = {
            one.field: self._chance(one) for one in self.model.comparisons() if one.field in self.levels.of
        }

    def _chance(self, comparison: Comparison) -> Any:
        """log2 of 1 / u for each pair: the level's u, or the share of persons who have the value."""
        shares = self.model.fields[comparison.field]
        level = self.levels.of[comparison.field]
        weight = np.append(-np.log2([one.u for one in shares]), 0.0).astype(np.float32)[level]
        for place, one in enumerate(comparison.levels):
            if one.frequency and self.frequencies.knows(one.frequency):
                chosen = np.flatnonzero(level == place)
                others = self.frequencies.others(one.frequency, self.levels, chosen)
                least = min(one.u, 1 / max(self.frequencies.total, 1))
                weight[chosen] = -np.log2(np.minimum(others + least, 1.0))
        return weight

    def of(self, name: str, shares: Sequence[LevelShares] | None = None) -> Any:
        chosen = self.model.fields[name] if shares is None else shares
        gain = np.append(np.log2([one.m for one in chosen]), 0.0).astype(np.float32)
        return gain[self.levels.of[name]] + self._rarity[name]

    def total(self, model: Model | None = None) -> Any:
        """log2 of the odds that a pair is one person."""
        now = model or self.model
        total = np.full(len(self.levels), np.log2(now.rate / (1 - now.rate)), np.float64)
        for name in self._rarity:
            total += self.of(name, now.fields[name])
        return total


def hopeful(workspace: Workspace, levels: Levels) -> Levels:
    """The pairs that may be one person under any model not far from the default: the others are not worth a second look.

    Every field is taken at the most that its level can say, with the rarest value.
    """
    rarest = 1 / max(len(workspace), 1)
    rate = default_rate(workspace)
    most = np.full(len(levels), np.log2(rate / (1 - rate)), np.float32)
    for one in workspace.comparisons:
        gains = [
            np.log2(level.m / (min(level.u, rarest) if level.frequency else level.u)) for level in one.levels
        ]
        most += np.append(gains, 0.0).astype(np.float32)[levels.of[one.field]]
    return levels.take(np.flatnonzero(most > _HOPELESS))


def probability(weight: Any) -> Any:
    return 1 / (1 + np.exp2(-np.clip(weight, -1000, 1000)))


def learn(
    workspace: Workspace,
    levels: Levels,
    chance: Levels,
    frequencies: Frequencies | None = None,
) -> Model:
    """A model from the pairs of a workspace. ``chance``: random pairs; ``frequencies``: how many persons share each value,
    which also says who is one person.
    """
    known = frequencies or Frequencies(workspace)
    apart = np.flatnonzero(known.persons[chance.left] != known.persons[chance.right])
    begun = Model.default(workspace.comparisons, default_rate(workspace), workspace.others)
    chance = chance.take(apart)
    model = replace(begun, fields={one.field: _with_u(one, begun, chance) for one in workspace.comparisons})
    every = max(1, -(-len(levels) // _AT_MOST))
    drawn = levels.take(np.arange(0, len(levels), every)) if every > 1 else levels
    weights = Weights(model, drawn, known)
    found = 0.0
    for turn in range(_ROUNDS):
        total = weights.total(model)
        if turn in _DROP_AT and len(total):
            kept = np.flatnonzero(total > _NEGLIGIBLE)
            weights, total = Weights(model, weights.levels.take(kept), known), total[kept]
        post = probability(total)
        found = float(post.sum()) * every
        fields = {one.field: _with_m(one, model, weights.levels, post) for one in workspace.comparisons}
        rate = float(np.clip((found + 0.5) / workspace.all_pairs, 1e-12, 0.5))
        moved = abs(np.log2(rate / model.rate)) + max(
            abs(new.m - old.m)
            for name, shares in fields.items()
            for new, old in zip(shares, model.fields[name], strict=True)
        )
        model = replace(model, fields=fields, rate=rate)
        if moved < 1e-4:
            break
    origin: Origin = "learnt" if found >= _ENOUGH else "default"
    learnt_from = {"records": len(workspace), "pairs": len(levels), "found": round(found)}
    return _rounded(replace(model, origin=origin, learnt_from=learnt_from))


def _with_u(comparison: Comparison, model: Model, chance: Levels) -> tuple[LevelShares, ...]:
    level = chance.of[comparison.field]
    counts = np.bincount(level[level >= 0], minlength=len(comparison.levels))
    total = counts.sum()
    return tuple(
        replace(share, u=float((counts[place] + _PRIOR_U * default.u) / (total + _PRIOR_U)))
        for place, (share, default) in enumerate(
            zip(model.fields[comparison.field], comparison.levels, strict=True)
        )
    )


def _with_m(comparison: Comparison, model: Model, levels: Levels, post: Any) -> tuple[LevelShares, ...]:
    level = levels.of[comparison.field]
    counts = np.bincount(level + 1, weights=post, minlength=len(comparison.levels) + 1)[1:]
    total = counts.sum()
    shares = []
    for place, (share, default) in enumerate(
        zip(model.fields[comparison.field], comparison.levels, strict=True)
    ):
        m = float((counts[place] + _PRIOR_M * default.m) / (total + _PRIOR_M))
        shares.append(replace(share, m=min(m, _CAPS.get((comparison.field, share.code), 1.0))))
    return tuple(shares)


def _rounded(model: Model) -> Model:
    """Six figures: what threads add up in another order does not show."""
    fields = {
        name: tuple(replace(one, m=float(f"{one.m:.6g}"), u=float(f"{one.u:.6g}")) for one in levels)
        for name, levels in model.fields.items()
    }
    return replace(model, fields=fields, rate=float(f"{model.rate:.6g}"))
