"""The scoring rules of a call as data: criteria, rounding, which figure counts, what is calibrated.

Written by a person as TOML (`jinguo score --criteria`), stored with the call, and read back unchanged when
somebody recomputes the result.
"""

from __future__ import annotations

import tomllib
from decimal import Decimal
from importlib import resources
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from jinguo.engines.scoring.figures import Column
from jinguo.engines.scoring.marks import Criterion
from jinguo.engines.scoring.rounding import Rounding

Order = Literal["reviews_first", "criteria_first"]
Calibration = Literal["none", "blup", "least_squares", "z_scores"]
Metric = Literal["nominal", "ordinal", "interval", "ratio"]


class ScoringRules(BaseModel):
    """How marks become scores.

    ``order`` says what is done first. ``reviews_first``: each review's weighted total, then the figure over
    the reviews; a review that lacks a mark has no total. ``criteria_first``: for each criterion the figure
    over the panel, then weights and sum, as sports judging does; a criterion without any mark leaves the
    item without a score.

    ``column`` is the figure that counts; a trimmed mean counts from ``trim_from`` reviews on, below it the
    mean. ``absent`` lists texts that mean "no mark" besides the empty cell. ``seats`` is the number that will
    be chosen: with it the report says which single review would move somebody across the cut.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    criteria: tuple[Criterion, ...] = Field(min_length=1)
    column: Column = "mean"
    trim_from: int = Field(default=5, ge=3)
    order: Order = "reviews_first"
    rounding: Rounding = Rounding()
    absent: tuple[str, ...] = ()
    calibration: Calibration = "blup"
    metric: Metric = "interval"
    seats: int | None = Field(default=None, ge=1)
    confidence: Decimal = Field(default=Decimal("0.95"), gt=Decimal("0.5"), lt=1)
    bootstrap: int = Field(default=1000, ge=0, le=100_000)
    seed: int = Field(default=20260101, ge=0)

    @model_validator(mode="after")
    def _criteria_differ(self) -> Self:
        keys = [criterion.key for criterion in self.criteria]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        if twice:
            raise ValueError(f"criteria: {', '.join(twice)} stands twice")
        return self

    @classmethod
    def from_toml(cls, text: str) -> Self:
        """Read rules. Numbers with a decimal point are read as decimals, never as binary fractions.

        Raises:
            ValueError: the text is no TOML, or says something the rules do not know.
        """
        return cls.model_validate(tomllib.loads(text, parse_float=Decimal))

    @classmethod
    def from_library(cls, name: str) -> Self:
        """A worked policy that comes with the software, such as ``skating_components``."""
        text = (resources.files(__package__) / "library" / f"{name}.toml").read_text("utf-8")
        return cls.from_toml(text)
