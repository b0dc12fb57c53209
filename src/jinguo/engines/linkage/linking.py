"""The same person across lists: pairs with probabilities, persons, a search; each with its evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from jinguo.engines.linkage.cleaning import Cleaned, Row, clean
from jinguo.engines.linkage.clusters import components, guarded
from jinguo.engines.linkage.comparisons import comparison_of
from jinguo.engines.linkage.learning import (
    SEED,
    Chosen,
    Frequencies,
    Population,
    Weights,
    default_rate,
    hopeful,
    learn,
    probability,
)
from jinguo.engines.linkage.model import Model
from jinguo.engines.linkage.workspace import Levels, Workspace
from jinguo.errors import Refused
from jinguo.reasons import Reason

__all__ = ["LOOSE", "NORMAL", "RULES", "STRICT", "Linkage", "Pair", "Rules", "pairs", "search"]

Progress = Callable[[str, int, int], object]
Rows = Iterable[Row] | Cleaned

_SURE = 0.9
_RANDOM_PAIRS = 400_000
_LEARN_FROM = 400
_MANY = 200_000


@dataclass(frozen=True, slots=True)
class Rules:
    """Which pairs count. ``at_least``: the probability; ``agreeing``: in how many fields, sex apart, records must speak for one
    person; ``contradicted``: whether two different valid ID numbers may pass; ``generous``: how many more pairs are looked at."""

    name: str
    at_least: float
    agreeing: int = 1
    contradicted: bool = False
    generous: float = 1.0


STRICT = Rules("strict", 0.99, agreeing=2)
"""For machines that merge without a person looking."""
NORMAL = Rules("normal", 0.5)
LOOSE = Rules("loose", 0.01, agreeing=0, contradicted=True, generous=3.0)
"""For a person who searches or reviews."""
RULES = {rules.name: rules for rules in (STRICT, NORMAL, LOOSE)}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records that may be one person. ``start`` is log2 of the odds before anything is compared, ``weights`` what each
    field adds, ``levels`` how far each agrees, ``values`` the cleaned values that were compared."""

    left: str
    right: str
    probability: float
    start: float
    weights: Mapping[str, float]
    levels: Mapping[str, str]
    values: Mapping[str, tuple[str | None, str | None]]
    labels: Mapping[str, str] = field(default_factory=dict)

    @property
    def weight(self) -> float:
        """log2 of the odds that both are one person."""
        return self.start + sum(self.weights.values())


@dataclass(frozen=True)
class Linkage:
    """What was found: pairs in the order of their ids. Iterating gives :class:`Pair`; arrays serve large lists."""

    model: Model
    workspace: Workspace
    levels: Levels
    probabilities: Any
    weights: Mapping[str, Any]
    start: float
    compared: int
    reasons: tuple[Reason, ...] = ()

    def __len__(self) -> int:
        return len(self.levels)

    def __iter__(self) -> Iterator[Pair]:
        return (self.pair(place) for place in range(len(self)))

    def pair(self, place: int) -> Pair:
        """One pair with everything that :func:`explain` tells."""
        ids = self.workspace.table.column("id")
        left, right = int(self.levels.left[place]), int(self.levels.right[place])
        levels, values = {}, {}
        for name, level in self.levels.of.items():
            comparison = comparison_of(name)
            found = int(level[place])
            levels[name] = comparison.levels[found].code if found >= 0 else "nothing"
            values[name] = (self._value(comparison.needs, left), self._value(comparison.needs, right))
        labels = {f"other_{n}": label for n, label in enumerate(self.workspace.others, 1)}
        return Pair(
            ids[left].as_py(),
            ids[right].as_py(),
            float(self.probabilities[place]),
            self.start,
            {name: float(weight[place]) for name, weight in self.weights.items()},
            levels,
            values,
            labels,
        )

    def _value(self, columns: Iterable[str], row: int) -> str | None:
        for name in columns:
            value: str | None = self.workspace.table.column(name)[row].as_py()
            if value is not None:
                return value
        return None

    def table(self) -> Any:
        """Arrow: left_id, right_id, probability, weight_<field>…"""
        ids = self.workspace.table.column("id").combine_chunks()
        columns: dict[str, Any] = {
            "left_id": ids.take(pa.array(self.levels.left)),
            "right_id": ids.take(pa.array(self.levels.right)),
            "probability": pc.round(pa.array(self.probabilities), 6),
        }
        labels = {f"other_{n}": f"other_{label}" for n, label in enumerate(self.workspace.others, 1)}
        for name, weight in self.weights.items():
            columns[f"weight_{labels.get(name, name)}"] = pc.round(pa.array(weight).cast(pa.float64()), 4)
        return pa.table(columns)

    def persons(self, at_least: float = 0.0) -> list[tuple[str, ...]]:
        """Groups of ids, each one person. Two different valid ID numbers never meet in one."""
        ids = self.workspace.ids()
        return [tuple(ids[one] for one in group) for group in self.groups(at_least)]

    def groups(self, at_least: float = 0.0) -> list[list[int]]:
        """The same as places in the records; with two lists those of the second stand behind ``workspace.lefts``."""
        levels, chosen = self.levels, np.flatnonzero(self.probabilities >= at_least)
        surest = -np.round(self.probabilities[chosen], 6)
        order = chosen[np.lexsort((levels.right[chosen], levels.left[chosen], surest))]
        joined = ((int(levels.left[place]), int(levels.right[place])) for place in order)
        return guarded(joined, self.workspace.table.column("id_valid").to_pylist())


def pairs(
    left: Rows,
    right: Rows | None = None,
    *,
    within: bool = False,
    rules: Rules | str = NORMAL,
    model: Model | None = None,
    known: Sequence[int] | None = None,
    progress: Progress | None = None,
) -> Linkage:
    """Who in a list, or across two, is the same person. A model is learnt from the lists unless one is given. ``within``: of
    two lists compare the records of the first also with one another, as new rows of a register are. ``known``: for each
    record, in the order of ids and lists, a number that is equal where records are known to be one person: she counts once
    where it is asked how frequent a value is.

    Lists with fewer than some hundred records teach too little: the stated default shares serve, and ``reasons`` say so.
    Rows of :func:`clean` are taken as they are. With one list ``left_id < right_id`` as text.
    """
    tell = progress or (lambda stage, done, total: None)
    chosen = RULES[rules] if isinstance(rules, str) else rules
    tell("linkage_stage_cleaning", 0, 1)
    workspace = Workspace(_cleaned(left), None if right is None else _cleaned(right), within=within)
    if not workspace.comparisons:
        raise Refused.because("linkage_nothing_to_compare")
    tell("linkage_stage_blocking", 0, 1)
    workspace.block(chosen.generous)
    tell("linkage_stage_comparing", 0, 1)
    levels = workspace.levels()
    compared = len(levels)
    if compared > _MANY:
        levels = hopeful(workspace, levels)
    tell("linkage_stage_learning", 0, 1)
    shares, persons = _model(workspace, levels, model, known)
    tell("linkage_stage_scoring", 0, 1)
    return replace(_scored(workspace, levels, shares, persons, chosen), compared=compared)


def search(
    query: Row,
    rows: Rows,
    *,
    model: Model | None = None,
    rules: Rules | str = LOOSE,
    limit: int = 20,
    population: Population | None = None,
) -> list[Pair]:
    """The records most like one, the likeliest first. ``query`` needs no id; in each pair it is ``left``, with the id ``?``.

    Where ``rows`` are only those of many that may be meant, ``population`` says how many there are and which values are
    frequent among them.
    """
    chosen = RULES[rules] if isinstance(rules, str) else rules
    asked = clean([{"id": "?", **query}])
    workspace = Workspace(asked, _cleaned(rows))
    workspace.all_across()
    levels = workspace.levels()
    known = (
        _fitted(model, workspace)
        if model
        else Model.default(workspace.comparisons, default_rate(workspace), workspace.others)
    )
    rate = 0.5 / max(population.size, 3) if population else default_rate(workspace)
    frequencies = Chosen(workspace, population) if population else Frequencies(workspace)
    found = _scored(workspace, levels, replace(known, rate=rate), frequencies, chosen)
    order = np.lexsort((found.levels.right, -np.round(found.probabilities, 9)))
    return [found.pair(int(place)) for place in order[:limit]]


def _cleaned(rows: Rows) -> Cleaned:
    return rows if isinstance(rows, Cleaned) else clean(rows)


def _model(
    workspace: Workspace, levels: Levels, model: Model | None, same: Sequence[int] | None
) -> tuple[Model, Frequencies]:
    """The model, and how many persons share each value: each person counts once."""
    plain = Frequencies(workspace)
    if model is not None:
        known = _fitted(model, workspace)
        return known, _persons(workspace, levels, known, plain, same)
    if len(workspace) < _LEARN_FROM:
        known = Model.default(workspace.comparisons, default_rate(workspace), workspace.others)
        return known, _persons(workspace, levels, known, plain, same)
    workspace.random_pairs(min(_RANDOM_PAIRS, max(100_000, 20 * len(workspace))), SEED)
    chance = workspace.levels("chance")
    persons = _persons(workspace, levels, learn(workspace, levels, chance, plain), plain, same)
    return learn(workspace, levels, chance, persons), persons


def _persons(
    workspace: Workspace, levels: Levels, model: Model, plain: Frequencies, same: Sequence[int] | None
) -> Frequencies:
    sure = np.flatnonzero(probability(Weights(model, levels, plain).total()) >= _SURE)
    left, right = levels.left[sure], levels.right[sure]
    if same is not None:
        _, first, group = np.unique(np.asarray(same), return_index=True, return_inverse=True)
        left = np.concatenate([left, first[group]])
        right = np.concatenate([right, np.arange(len(group))])
    return Frequencies(workspace, components(len(workspace), left, right))


def _fitted(model: Model, workspace: Workspace) -> Model:
    """A saved model for the fields at hand: those that it does not know keep their default, the others are left out."""
    stated = Model.default(workspace.comparisons, model.rate, workspace.others)
    fields = {name: model.fields.get(name, levels) for name, levels in stated.fields.items()}
    return replace(model, fields=fields, others=workspace.others)


def _scored(
    workspace: Workspace, levels: Levels, model: Model, frequencies: Frequencies, rules: Rules
) -> Linkage:
    found = probability(Weights(model, levels, frequencies).total())
    kept = found >= rules.at_least
    if not rules.contradicted and "id_number" in levels.of:
        kept &= levels.of["id_number"] != len(comparison_of("id_number").levels) - 1
    chosen = np.flatnonzero(kept)
    levels, found = levels.take(chosen), found[chosen]
    weights = Weights(model, levels, frequencies)
    each = {name: weights.of(name) for name in levels.of}
    if rules.agreeing and each:
        speaking = sum((weight > 1).astype(np.int8) for name, weight in each.items() if name != "sex")
        enough = np.flatnonzero(speaking >= min(rules.agreeing, len(each)))
        levels, found = levels.take(enough), found[enough]
        each = {name: weight[enough] for name, weight in each.items()}
    told = _told(model, len(workspace))
    return Linkage(
        model,
        workspace,
        levels,
        found,
        each,
        float(np.log2(model.rate / (1 - model.rate))),
        len(found),
        () if model.origin == "learnt" else (told,),
    )


def _told(model: Model, records: int) -> Reason:
    found = model.learnt_from.get("found")
    if found is None:
        return Reason.info("linkage_default_model", records=records)
    return Reason.info("linkage_little_found", records=records, found=found)
