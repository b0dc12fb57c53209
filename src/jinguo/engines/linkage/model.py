"""A model: the share of true pairs (m) and of random pairs (u) on every level, and how rare a true pair is.

Saved as JSON, used again with ``--model``. :meth:`Model.settings` is the same as settings of Splink, so its charts and its
other back ends can be used with it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from jinguo.engines.linkage.comparisons import Comparison, comparison_of
from jinguo.errors import Refused

__all__ = ["LevelShares", "Model"]

SCHEMA = "jinguo-linkage-model-1"
Origin = Literal["default", "learnt"]


@dataclass(frozen=True, slots=True)
class LevelShares:
    """``m`` and ``u`` of one level; ``weight`` is what the level adds: log2(m / u)."""

    code: str
    m: float
    u: float

    @property
    def weight(self) -> float:
        return math.log2(self.m / self.u)


@dataclass(frozen=True, slots=True)
class Model:
    """``fields``: comparison → its levels from best to worst. ``rate``: the share of true pairs among all pairs. ``origin``:
    whether it was learnt or is the stated default. ``learnt_from``: how many records and pairs it was learnt from.
    ``others``: the labels of ``other_1``…"""

    fields: Mapping[str, tuple[LevelShares, ...]]
    rate: float
    origin: Origin = "default"
    learnt_from: Mapping[str, int] = field(default_factory=dict)
    others: tuple[str, ...] = ()

    @classmethod
    def default(cls, comparisons: Sequence[Comparison], rate: float, others: Sequence[str] = ()) -> Model:
        """The stated shares of every level."""
        fields = {
            one.field: tuple(LevelShares(level.code, level.m, level.u) for level in one.levels)
            for one in comparisons
        }
        return cls(fields, rate, others=tuple(others))

    def comparisons(self) -> tuple[Comparison, ...]:
        return tuple(comparison_of(name) for name in self.fields)

    def settings(self) -> dict[str, Any]:
        """The model as settings of Splink (``dedupe_only``, key ``uid``)."""
        return {
            "link_type": "dedupe_only",
            "unique_id_column_name": "uid",
            "probability_two_random_records_match": self.rate,
            "retain_intermediate_calculation_columns": True,
            "retain_matching_columns": False,
            "blocking_rules_to_generate_predictions": [],
            "comparisons": [_splink(one, self.fields[one.field]) for one in self.comparisons()],
        }

    def as_json(self) -> str:
        document = {
            "schema": SCHEMA,
            "origin": self.origin,
            "rate": self.rate,
            "learnt_from": dict(self.learnt_from),
            "others": list(self.others),
            "fields": {
                name: [{"level": one.code, "m": one.m, "u": one.u} for one in levels]
                for name, levels in self.fields.items()
            },
        }
        return json.dumps(document, ensure_ascii=False, indent=1) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Model:
        """Refused: not JSON, not a model, a level or share that cannot be."""
        try:
            document = json.loads(text)
            if document["schema"] != SCHEMA:
                raise Refused.because(
                    "linkage_model_other_schema", found=str(document["schema"]), wanted=SCHEMA
                )
            fields = {
                name: tuple(
                    LevelShares(str(one["level"]), float(one["m"]), float(one["u"])) for one in levels
                )
                for name, levels in document["fields"].items()
            }
            model = cls(
                fields,
                float(document["rate"]),
                document["origin"],
                {str(key): int(value) for key, value in document["learnt_from"].items()},
                tuple(str(label) for label in document["others"]),
            )
        except (ValueError, KeyError, TypeError, AttributeError) as problem:
            raise Refused.because("linkage_model_unreadable", problem=str(problem)) from None
        model._check()
        return model

    def _check(self) -> None:
        if not 0 < self.rate < 1:
            raise Refused.because("linkage_model_unreadable", problem=f"rate {self.rate}")
        for name, levels in self.fields.items():
            try:
                known = tuple(level.code for level in comparison_of(name).levels)
            except StopIteration:
                raise Refused.because("linkage_model_unreadable", problem=name) from None
            if tuple(level.code for level in levels) != known:
                raise Refused.because("linkage_model_unreadable", problem=f"{name}: {known}")
            if any(not 0 < share <= 1 for level in levels for share in (level.m, level.u)):
                raise Refused.because("linkage_model_unreadable", problem=name)


def _splink(comparison: Comparison, shares: Sequence[LevelShares]) -> dict[str, Any]:
    levels: list[dict[str, Any]] = [
        {"sql_condition": comparison.null, "label_for_charts": "nothing to compare", "is_null_level": True}
    ]
    for level, share in zip(comparison.levels, shares, strict=True):
        one: dict[str, Any] = {
            "sql_condition": level.sql,
            "label_for_charts": level.code,
            "m_probability": share.m,
            "u_probability": share.u,
        }
        if (
            level.frequency and level.sql == f"{level.frequency}_l = {level.frequency}_r"
        ):  # Splink takes plain equality
            one |= {"tf_adjustment_column": level.frequency, "tf_adjustment_weight": 1.0}
        levels.append(one)
    return {"output_column_name": comparison.field, "comparison_levels": levels}
