"""Rounding as data: where figures are rounded, to how many digits, in which way."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Way = Literal["half_up", "half_even", "down"]


class Rounding(BaseModel):
    """A call's rounding rule.

    ``digits`` for every figure that is shown or compared. ``parts`` rounds each weighted mark before the
    sum (as sports judging does); None leaves the parts exact. ``trim`` totals are left out at each end for
    the trimmed mean.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    digits: int = Field(default=2, ge=0, le=10)
    parts: int | None = Field(default=None, ge=0, le=10)
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
    scaled = abs(Fraction(exact)) * 10**digits
    whole, rest = divmod(scaled, 1)
    half = Fraction(1, 2)
    up = {
        "half_up": rest >= half,
        "half_even": rest > half or (rest == half and whole % 2 == 1),
        "down": False,
    }
    units = int(whole) + up[way]
    sign = 1 if exact < 0 and units else 0
    return Decimal((sign, tuple(int(digit) for digit in str(units)), -digits))
