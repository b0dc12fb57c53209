"""What a tier may ask for: rules of `engines/eligibility` where they fit, and those that need a moving day or a count.

Rules of a call name a birth date once and for all; a tier is weighed every night, so its ages are years on a day. Every
condition is an eligibility rule (id, the document's words, source, ``when`` and ``unless``) and is judged by the same
:func:`jinguo.engines.eligibility.examine`.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from jinguo.engines.eligibility import (
    NoneOfRule,
    NumberRule,
    OneOfRule,
    RuleBase,
    Sex,
    SexRule,
    StatementRule,
)

Level = Literal["national", "provincial", "municipal", "county"]


class AgeRule(RuleBase):
    """Full years of age on a reference day: at least so many, at most so many (per sex; both numbers included).

    ``reference`` is the day itself, or 1 January or 31 December of its year. A birth date known as a year or a month
    decides where every day of it gives the same answer; else the day is asked for.
    """

    kind: Literal["age"] = "age"
    fact: str = "birth_date"
    sex_fact: str = "sex"
    at_least: int | None = Field(default=None, ge=0, le=120)
    at_most: dict[Sex, int] = Field(default_factory=dict)
    reference: Literal["day", "year_start", "year_end"] = "day"

    @model_validator(mode="after")
    def _bounded(self) -> Self:
        if self.at_least is None and not self.at_most:
            raise ValueError(f"{self.id}: give at_least or at_most")
        return self


class CountRule(RuleBase):
    """At least so many honours, projects, publications … that stand in the list ``fact``.

    Counted are those of one of ``levels`` or with one of ``names`` in their own name, where either is given, and not
    older than ``within_years``. ``revoked`` counts those that were taken back, and no others. A plain number in the
    place of a list counts where nothing more is asked of each.
    """

    kind: Literal["count"] = "count"
    fact: str
    at_least: int = Field(default=1, ge=1, le=1_000)
    levels: tuple[Level, ...] = ()
    names: tuple[str, ...] = ()
    within_years: int | None = Field(default=None, ge=1, le=60)
    revoked: bool = False


class YearsRule(RuleBase):
    """So many full years since a day (in the post, in the unit, since the degree)."""

    kind: Literal["years"] = "years"
    fact: str
    at_least: int = Field(ge=1, le=60)


class GroupRule(RuleBase):
    """At least so many of these hold; without a number all of them."""

    kind: Literal["group"] = "group"
    at_least: int | None = Field(default=None, ge=1)
    of: tuple[Condition, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _reachable(self) -> Self:
        if self.at_least is not None and self.at_least > len(self.of):
            raise ValueError(f"{self.id}: asks for {self.at_least} of {len(self.of)} conditions")
        return self

    @property
    def wanted(self) -> int:
        """How many of them must hold."""
        return len(self.of) if self.at_least is None else self.at_least


Condition = Annotated[
    OneOfRule
    | NoneOfRule
    | NumberRule
    | SexRule
    | StatementRule
    | AgeRule
    | CountRule
    | YearsRule
    | GroupRule,
    Field(discriminator="kind"),
]
"""One thing that a tier asks for."""

GroupRule.model_rebuild()
