"""What items count of a unit, summed: enough for its points, where nobody asks from which records they came."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from jinguo.engines.assessment.facts import IndicatorFact, UnitFacts

_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Totals:
    """Reports by how they came, and how often they were returned; tasks; targets, their weight together, and the sum of what
    was reached of each times its weight."""

    in_time: int = 0
    late: int = 0
    missing: int = 0
    returned: int = 0
    tasks: int = 0
    tasks_done: int = 0
    tasks_late: int = 0
    indicators: int = 0
    weight: Fraction = Fraction(0)
    reached: Fraction = Fraction(0)

    @property
    def reports(self) -> int:
        """How many reports were due."""
        return self.in_time + self.late + self.missing


def totals_of(facts: UnitFacts) -> Totals:
    """The single facts of a unit, summed."""
    states = Counter(one.state for one in facts.reports)
    done = [one for one in facts.tasks if one.done]
    return Totals(
        in_time=states["in_time"],
        late=states["late"],
        missing=states["missing"],
        returned=sum(one.returned for one in facts.reports),
        tasks=len(facts.tasks),
        tasks_done=len(done),
        tasks_late=sum(one.late for one in done),
        indicators=len(facts.indicators),
        weight=sum((Fraction(one.weight) for one in facts.indicators), Fraction(0)),
        reached=sum((Fraction(one.weight) * reached(one) for one in facts.indicators), Fraction(0)),
    )


def added(one: Totals, other: Totals) -> Totals:
    """Two parts of a unit's facts together."""
    return Totals(*(getattr(one, name) + getattr(other, name) for name in Totals.__slots__))


def reached(fact: IndicatorFact) -> Fraction:
    """Which share of its target a number reached, 0 to 1. A limit that is broken counts the less the farther it lies behind.

    >>> reached(IndicatorFact("", Decimal(30), Decimal(40))), reached(IndicatorFact("", Decimal(50), Decimal(40), "at_most"))
    (Fraction(3, 4), Fraction(4, 5))
    """
    if fact.value is None:
        return Fraction(0)
    value, target = Fraction(max(fact.value, _ZERO)), Fraction(max(fact.target, _ZERO))
    up = min(value / target, Fraction(1)) if target else Fraction(1)
    down = Fraction(1) if value <= target else target / value
    return {"at_most": down, "exactly": min(up, down)}.get(fact.comparator, up)
