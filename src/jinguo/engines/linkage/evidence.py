"""Why a pair is thought to be one person, or not: a reason for each field, and the steps of a waterfall."""

from __future__ import annotations

from dataclasses import dataclass

from jinguo.engines.linkage.linking import Pair
from jinguo.reasons import Reason

__all__ = ["Step", "explain", "waterfall"]


@dataclass(frozen=True, slots=True)
class Step:
    """One bar of the waterfall: what a field adds, in log2, and the sum with it. ``field`` is ``start`` for the first."""

    field: str
    level: str
    weight: float
    total: float
    left: str | None = None
    right: str | None = None


def explain(pair: Pair) -> tuple[Reason, ...]:
    """One reason for each field that could be compared, the weightiest first, whichever way it points.

    Codes are ``linkage_<field>_<level>`` with ``left``, ``right``, ``weight`` (log2), ``times`` (how much likelier, at least 1)
    and, for further fields, ``label``. ``severity`` is info for what speaks for one person and warning for what speaks against.
    """
    compared = [name for name, level in pair.levels.items() if level != "nothing"]
    compared.sort(key=lambda name: (-abs(pair.weights[name]), name))
    return tuple(_reason(pair, name) for name in compared)


def waterfall(pair: Pair) -> tuple[Step, ...]:
    """From the odds before anything is compared, field by field, to the odds of the pair."""
    total = pair.start
    steps = [Step("start", "", pair.start, total)]
    for name, weight in pair.weights.items():
        if pair.levels[name] != "nothing":
            total += weight
            steps.append(
                Step(pair.labels.get(name, name), pair.levels[name], weight, total, *pair.values[name])
            )
    return tuple(steps)


def _reason(pair: Pair, name: str) -> Reason:
    weight = pair.weights[name]
    left, right = pair.values[name]
    params: dict[str, object] = {
        "left": _shown(name, left),
        "right": _shown(name, right),
        "weight": round(weight, 2),
        "times": round(2.0 ** abs(weight), 1),
    }
    field = name
    if name.startswith("other_"):
        field, params["label"] = "other", pair.labels.get(name, name)
    return Reason(f"linkage_{field}_{pair.levels[name]}", params, "info" if weight >= 0 else "warning")


def _shown(field: str, value: str | None) -> str:
    """A value as people read it: dates without the parts that nobody gave; a sex as the code of its word."""
    if field == "sex" and value:
        return f"sex_{value}"
    if field != "birth_date" or not value:
        return value or ""
    pieces = (value[:4], value[4:6], value[6:8])
    return "-".join(piece for piece in pieces if piece and piece != "00")
