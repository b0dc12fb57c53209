"""How many were in a dynamic list, count by count, as the points of a line drawn on the server."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jinguo.apps.registry.models import ListCount

WIDTH, HEIGHT, EDGE = 600, 120, 6


@dataclass(frozen=True, slots=True)
class Trend:
    """The line, its first and last count, and the least and the greatest number of members."""

    points: str
    end: tuple[str, str]
    first: ListCount
    last: ListCount
    least: int
    most: int


def of(counts: Sequence[ListCount]) -> Trend | None:
    """The line of counts, the days to scale; None for fewer than two."""
    if len(counts) < 2:
        return None
    first, last = counts[0], counts[-1]
    least, most = min(one.members for one in counts), max(one.members for one in counts)
    days, span = (last.on - first.on).days, most - least

    def place(one: ListCount) -> tuple[str, str]:
        x = EDGE + (WIDTH - 2 * EDGE) * (one.on - first.on).days / days
        y = HEIGHT / 2 if not span else EDGE + (HEIGHT - 2 * EDGE) * (most - one.members) / span
        return f"{x:.1f}", f"{y:.1f}"

    line = " ".join(",".join(place(one)) for one in counts)
    return Trend(line, place(last), first, last, least, most)
