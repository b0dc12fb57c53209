"""Pictures drawn on the server as SVG, each with the figures it was drawn from: marks by expert, ranks before and after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

WIDTH = 640
ROW = 30
LEFT = 130
SLOPE_HEIGHT = 320


@dataclass(frozen=True)
class Spread:
    """One expert's totals on a common scale: lowest to highest as a line, the middle half as a box, the median."""

    name: str
    n: int
    low: Decimal
    median: Decimal
    high: Decimal
    y: int
    x_low: float
    x_first: float
    x_third: float
    x_median: float
    x_high: float

    @property
    def box(self) -> float:
        return round(max(self.x_third - self.x_first, 1), 1)

    @property
    def top(self) -> int:
        return self.y - 8


def spreads(totals: Mapping[str, Mapping[str, Decimal]]) -> list[Spread]:
    """The distribution of every expert's totals, the lowest median first. ``totals``: nomination → expert → total."""
    by_expert: dict[str, list[Decimal]] = {}
    for given in totals.values():
        for name, total in given.items():
            by_expert.setdefault(name, []).append(total)
    if not by_expert:
        return []
    everything = [total for given in by_expert.values() for total in given]
    low, high = min(everything), max(everything)
    wide = (high - low) or Decimal(1)

    def x(value: Decimal) -> float:
        return round(float(LEFT + (value - low) / wide * (WIDTH - LEFT - 20)), 1)

    rows = sorted(by_expert.items(), key=lambda pair: (_at(sorted(pair[1]), 0.5), pair[0]))
    found = []
    for place, (name, given) in enumerate(rows):
        given = sorted(given)
        first, median, third = (_at(given, share) for share in (0.25, 0.5, 0.75))
        found.append(
            Spread(
                name, len(given), given[0], median, given[-1], place * ROW + ROW // 2,
                x(given[0]), x(first), x(third), x(median), x(given[-1]),
            )
        )  # fmt: skip
    return found


def _at(ordered: Sequence[Decimal], share: float) -> Decimal:
    """The value at a share of the ordered values, between two neighbours by parts."""
    place = (len(ordered) - 1) * Decimal(str(share))
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


@dataclass(frozen=True)
class Slope:
    """From a rank by the mean to a rank after calibration."""

    name: str
    before: int
    after: int
    y_before: float
    y_after: float

    @property
    def kind(self) -> str:
        return "up" if self.after < self.before else "down" if self.after > self.before else "same"


def slopes(items: Sequence[Mapping[str, Any]], names: Mapping[str, str], most: int = 30) -> list[Slope]:
    """The best ``most`` by the mean, and where calibration would put them."""
    best = sorted(items, key=lambda row: (row["rank_by_mean"], row["item"]))[:most]
    after = {
        row["item"]: place
        for place, row in enumerate(
            sorted(best, key=lambda row: (row["rank"], row["rank_by_mean"], row["item"]))
        )
    }
    step = (SLOPE_HEIGHT - 30) / max(len(best) - 1, 1)
    return [
        Slope(
            names.get(row["item"], row["item"]),
            row["rank_by_mean"],
            row["rank"],
            round(15 + place * step, 1),
            round(15 + after[row["item"]] * step, 1),
        )
        for place, row in enumerate(best)
    ]


@dataclass(frozen=True)
class Stage:
    """How many women and how many in all at one stage of the selection; ``unknown`` are in neither."""

    code: str
    women: int
    men: int
    unknown: int

    @property
    def known(self) -> int:
        return self.women + self.men

    @property
    def share(self) -> Decimal | None:
        if not self.known:
            return None
        return (Decimal(self.women) * 100 / self.known).quantize(Decimal("0.1"))

    @property
    def width(self) -> float:
        return float(self.share or 0) * 4
