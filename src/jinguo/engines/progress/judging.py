"""The expectation on a day, and the word for where a number stands against it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import Any

from jinguo.reasons import Reason

STANDINGS = (
    "standing_reached",
    "standing_on_track",
    "standing_no_target",
    "standing_no_figure",
    "standing_at_risk",
    "standing_missed",
    "standing_behind",
)
"""From what needs no look to what needs one first."""

_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Rules:
    """When a number is at risk: under which share of the expectation; and how many days before a date it is near."""

    at_risk_below: Decimal = Decimal("0.9")
    behind_below: Decimal = Decimal("0.7")
    days_before_due: int = 7

    @classmethod
    def of(cls, stored: Mapping[str, Any] | None) -> Rules:
        """The rules as a plan stores them; what it does not say is as shipped."""
        told, shipped = stored or {}, cls()
        return cls(
            Decimal(str(told.get("at_risk_below", shipped.at_risk_below))),
            Decimal(str(told.get("behind_below", shipped.behind_below))),
            int(told.get("days_before_due", shipped.days_before_due)),
        )


@dataclass(frozen=True, slots=True)
class Aim:
    """What is to be reached in the year. ``milestones``: (share of the year gone, value), by share."""

    target: Decimal | None
    comparator: str = "at_least"
    adds_up: bool = True
    baseline: Decimal | None = None
    milestones: tuple[tuple[Decimal, Decimal], ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """The word, the number expected by now (None where nothing can be expected), and why in a sentence."""

    code: str
    reason: Reason
    expected: Decimal | None = None


def elapsed_share(year: int, day: date) -> Decimal:
    """How much of a year is over at the end of a day: 0 before it, 1 after it.

    >>> elapsed_share(2025, date(2025, 12, 31)), elapsed_share(2026, date(2025, 6, 1))
    (Decimal('1'), Decimal('0'))
    """
    first, last = date(year, 1, 1), date(year, 12, 31)
    if day < first:
        return Decimal(0)
    if day >= last:
        return Decimal(1)
    return Decimal((day - first).days + 1) / Decimal((last - first).days + 1)


def expectation(aim: Aim, elapsed: Decimal) -> Decimal | None:
    """What the number should be when this share of the year is over. None where there is no target.

    >>> expectation(Aim(Decimal(30), adds_up=False, baseline=Decimal(20)), Decimal("0.5"))
    Decimal('25.00')
    """
    if aim.target is None:
        return None
    start = Decimal(0) if aim.adds_up else aim.baseline
    if start is None and not aim.milestones:
        return aim.target.quantize(_CENT, ROUND_HALF_UP)
    points = [(Decimal(0), start or Decimal(0)), *sorted(aim.milestones), (Decimal(1), aim.target)]
    return _on_line(points, elapsed).quantize(_CENT, ROUND_HALF_UP)


def _on_line(points: list[tuple[Decimal, Decimal]], at: Decimal) -> Decimal:
    """The value at a place on the line through the points."""
    for (x0, y0), (x1, y1) in pairwise(points):
        if at <= x1:
            return y1 if x1 == x0 else y0 + (y1 - y0) * (at - x0) / (x1 - x0)
    return points[-1][1]


def judge(aim: Aim, value: Decimal | None, *, elapsed: Decimal, rules: Rules | None = None) -> Standing:
    """Where a number stands when this share of the year is over (0 to 1)."""
    rules = rules or Rules()
    if aim.target is None:
        return Standing("standing_no_target", Reason.info("progress_no_target"))
    due = expectation(aim, elapsed)
    if value is None:
        return Standing("standing_no_figure", Reason.warning("progress_no_figure", expected=_plain(due)), due)
    if aim.comparator == "at_most":
        return _against_a_limit(aim, value, due, elapsed)
    told = {"value": _plain(value), "expected": _plain(due), "target": _plain(aim.target)}
    if value >= aim.target:
        return Standing("standing_reached", Reason.info("progress_reached", **told), due)
    if elapsed >= 1:
        return Standing("standing_missed", Reason.error("progress_missed", **told), due)
    if due is None or value >= due * rules.at_risk_below:
        return Standing("standing_on_track", Reason.info("progress_on_track", **told), due)
    if value >= due * rules.behind_below:
        return Standing("standing_at_risk", Reason.warning("progress_at_risk", **told), due)
    return Standing("standing_behind", Reason.error("progress_behind", **told), due)


def _plain(value: Decimal | None) -> str:
    """A number for a sentence: two decimals at most, no zeros behind them."""
    return "" if value is None else format(value.quantize(_CENT, ROUND_HALF_UP).normalize(), "f")


def _against_a_limit(aim: Aim, value: Decimal, due: Decimal | None, elapsed: Decimal) -> Standing:
    """A limit is broken or kept; a number that adds up may run towards it too fast."""
    told = {"value": _plain(value), "expected": _plain(due), "target": _plain(aim.target)}
    if aim.target is not None and value > aim.target:
        return Standing("standing_behind", Reason.error("progress_over_limit", **told), due)
    if elapsed >= 1:
        return Standing("standing_reached", Reason.info("progress_limit_kept", **told), due)
    if aim.adds_up and due is not None and value > due:
        return Standing("standing_at_risk", Reason.warning("progress_near_limit", **told), due)
    return Standing("standing_on_track", Reason.info("progress_limit_kept", **told), due)


def worst(codes: Iterable[str]) -> str:
    """The word for several indicators together: that of the one which needs a look first.

    >>> worst(["standing_on_track", "standing_behind", "standing_reached"]), worst([])
    ('standing_behind', 'standing_no_target')
    """
    return max(codes, key=STANDINGS.index, default="standing_no_target")
