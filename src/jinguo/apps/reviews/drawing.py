"""Pictures of a plan, drawn on the server as SVG: how well each nomination is served, and who sits on the panels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from jinguo.apps.reviews.plans import Look, Panel

WIDTH, HEIGHT = 640, 150
_MOST_BARS = 320


@dataclass(frozen=True)
class Bar:
    """A bar in the picture's own units, with what is said of it."""

    x: float
    y: float
    width: float
    height: float
    kind: str
    says: str


@dataclass(frozen=True)
class Share:
    """A part of one line: from where, how wide in percent, of whom."""

    kind: str
    count: int
    x: float
    width: float


@dataclass(frozen=True)
class Picture:
    """What the page draws."""

    fits: Sequence[Bar]
    mean_y: float | None
    women: Sequence[tuple[int, int, float]]
    people: Sequence[Share]
    width: int = WIDTH
    height: int = HEIGHT


def of(look: Look) -> Picture:
    """The picture of a plan."""
    panels = sorted(look.panels, key=lambda panel: (panel.fit, panel.nomination.number or 0))
    return Picture(
        fits=_fits(panels),
        mean_y=_mean(panels),
        women=_women(look.panels),
        people=_people(look),
    )


def _fits(panels: Sequence[Panel]) -> list[Bar]:
    """One bar a nomination, the worst served first; of very many every n-th."""
    if not panels:
        return []
    step = max(1, -(-len(panels) // _MOST_BARS))
    shown = panels[::step]
    top = max((panel.fit for panel in panels), default=0) or 1
    each = WIDTH / len(shown)
    gap = min(2.0, each * 0.2)
    bars = []
    for place, panel in enumerate(shown):
        height = max(1.0, float(panel.fit / top) * (HEIGHT - 10))
        kind = "broken" if panel.broken else "worst" if panel.is_worst else "fit"
        says = f"{panel.nomination.name} {panel.fit:.2f}"
        bars.append(
            Bar(
                round(place * each + gap / 2, 2),
                round(HEIGHT - height, 2),
                round(each - gap, 2),
                round(height, 2),
                kind,
                says,
            )
        )
    return bars


def _mean(panels: Sequence[Panel]) -> float | None:
    if not panels:
        return None
    top = max((panel.fit for panel in panels), default=0) or 1
    mean = sum(panel.fit for panel in panels) / len(panels)
    return round(HEIGHT - float(mean / top) * (HEIGHT - 10), 2)


def _women(panels: Sequence[Panel]) -> list[tuple[int, int, float]]:
    """(women on the panel, how many panels, percent of the most frequent)."""
    counts = Counter(panel.women for panel in panels)
    most = max(counts.values(), default=1)
    return [(women, counts[women], round(100 * counts[women] / most, 1)) for women in sorted(counts)]


def _people(look: Look) -> list[Share]:
    """All review work by women, men and those whose sex is not stated."""
    counts = Counter(row.expert.sex or "-" for panel in look.panels for row in panel.mains)
    total = sum(counts.values())
    found, x = [], 0.0
    for sex, kind in (("F", "women"), ("M", "men"), ("-", "unstated")):
        if counts[sex]:
            width = round(100 * counts[sex] / total, 2)
            found.append(Share(kind, counts[sex], x, width))
            x = round(x + width, 2)
    return found
