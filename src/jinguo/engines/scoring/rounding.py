"""Rounding as data: where figures are rounded, to how many digits, in which way."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Way = Literal["half_up", "half_even", "down"]

_WIDE = Context(prec=400)
_WAYS = {"half_up": ROUND_HALF_UP, "half_even": ROUND_HALF_EVEN, "down": ROUND_DOWN}


class Rounding(BaseModel):
    """A call's rounding rule: at which step, to how many digits, which way.

    ``panel`` rounds each criterion's figure over the panel (only where criteria are taken first). ``parts``
    rounds each weighted mark before the sum (as sports judging does). None leaves that step exact.
    ``digits`` is for every figure that is shown or compared: the last step. ``trim`` totals are left out
    at each end for the trimmed mean.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    digits: int = Field(default=2, ge=0, le=10)
    parts: int | None = Field(default=None, ge=0, le=10)
    panel: int | None = Field(default=None, ge=0, le=10)
    way: Way = "half_up"
    trim: int = Field(default=1, ge=1, le=3)

    def __call__(self, exact: Fraction | Decimal | int) -> Decimal:
        return round_exact(exact, self.digits, self.way)


def round_exact(exact: Fraction | Decimal | int, digits: int, way: Way = "half_up") -> Decimal:
    """An exact number rounded to ``digits`` decimals, which are always written out.

    ``half_up`` takes the half away from zero, as everyone learns at school; ``half_even`` is the banker's
    way; ``down`` cuts.

    >>> round_exact(Fraction(89, 8), 2), round_exact(Decimal("0.125"), 2, "half_even")
    (Decimal('11.13'), Decimal('0.12'))
    """
    if isinstance(exact, Decimal):
        rounded = exact.quantize(Decimal((0, (1,), -digits)), _WAYS[way], _WIDE)
        return rounded if rounded else abs(rounded)
    return round_ratio(exact.numerator, exact.denominator, digits, way)


def round_ratio(over: int, under: int, digits: int, way: Way = "half_up") -> Decimal:
    """The fraction ``over / under`` rounded, in whole numbers throughout.

    >>> round_ratio(2, 3, 3), round_ratio(-1, 3, 0)
    (Decimal('0.667'), Decimal('0'))
    """
    units, rest = divmod(abs(over) * 10**digits, under)
    if way == "half_up":
        units += 2 * rest >= under
    elif way == "half_even":
        units += 2 * rest > under or (2 * rest == under and units % 2)
    return Decimal(f"-{units}E-{digits}" if over < 0 and units else f"{units}E-{digits}")
