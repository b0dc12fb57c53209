"""The kinds of eligibility rule that real notices contain, as data that an officer writes and confirms."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from importlib import resources
from types import MappingProxyType
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from jinguo.engines.eligibility.facts import Sex
from jinguo.standards.dates import BornLimit, born_on_or_after


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Relaxation(_Data):
    """Years by which a birth-date limit moves for those of whom ``fact`` holds.

    A number in ``fact`` (children born) counts that many times with ``each``; ``most`` is the greatest sum
    of years.
    """

    name: str = Field(min_length=1)
    fact: str
    years: int = Field(ge=1, le=20)
    each: bool = False
    most: int | None = Field(default=None, ge=1, le=30)
    text: str = ""
    source: str = ""


class RuleBase(_Data):
    """What every rule has: the notice's own words (``text``) and where they stand (``source``).

    ``when`` and ``unless`` name facts and values: the rule concerns only candidates to whom every ``when``
    and not every ``unless`` applies. A rule that is not ``strict`` (原则上) warns instead of refusing.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)
    text: str = ""
    source: str = ""
    strict: bool = True
    when: dict[str, str] = Field(default_factory=dict)
    unless: dict[str, str] = Field(default_factory=dict)


class SexRule(RuleBase):
    """Only candidates of these sexes."""

    kind: Literal["sex"] = "sex"
    fact: str = "sex"
    allowed: tuple[Sex, ...] = Field(min_length=1)


class BornRule(RuleBase):
    """An age limit as notices mean it: born on or after a day, per sex. Not ``inclusive``: only after the
    day.
    """

    kind: Literal["born_on_or_after"] = "born_on_or_after"
    fact: str = "birth_date"
    sex_fact: str = "sex"
    limits: dict[Sex, date] = Field(min_length=1)
    inclusive: bool = True
    relaxations: tuple[Relaxation, ...] = ()


class MinAgeRule(RuleBase):
    """At least so many full years on the reference date (年满18周岁)."""

    kind: Literal["min_age"] = "min_age"
    fact: str = "birth_date"
    years: int = Field(ge=0, le=120)


class OneOfRule(RuleBase):
    """The fact is one of these values (nationality, place of work, kind of unit)."""

    kind: Literal["one_of"] = "one_of"
    fact: str
    values: tuple[str, ...] = Field(min_length=1)


class NoneOfRule(RuleBase):
    """The fact is none of these values (涉密领域)."""

    kind: Literal["none_of"] = "none_of"
    fact: str
    values: tuple[str, ...] = Field(min_length=1)


class NumberRule(RuleBase):
    """A number between bounds, the bounds included (Civil Code art. 1259: 以上、以下 include the number)."""

    kind: Literal["number"] = "number"
    fact: str
    at_least: Decimal | None = None
    at_most: Decimal | None = None

    @model_validator(mode="after")
    def _bounded(self) -> Self:
        if self.at_least is None and self.at_most is None:
            raise ValueError(f"{self.id}: give at_least or at_most")
        return self


class RankCeilingRule(RuleBase):
    """A rank up to ``highest``. ``order`` from low to high; ``counts_as`` says which other values count as
    which rank.
    """

    kind: Literal["rank_ceiling"] = "rank_ceiling"
    fact: str = "rank"
    order: tuple[str, ...] = Field(min_length=2)
    highest: str
    counts_as: dict[str, str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        for rank in (self.highest, *self.counts_as.values()):
            if rank not in self.order:
                raise ValueError(f"{self.id}: {rank} does not stand in the order of ranks")
        return self


class _HonourRule(RuleBase):
    """Honours are met by a name that stands in the honour's own (2021年全国三八红旗手), or by their level. Those in force
    count; ``revoked_count`` says that one taken back since counts as well (曾获…，含已撤销的).
    """

    fact: str = "honours"
    names: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    revoked_count: bool = False

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not (self.names or self.levels):
            raise ValueError(f"{self.id}: give names or levels of honours")
        return self


class HonourNeededRule(_HonourRule):
    """One of these honours must have been granted."""

    kind: Literal["honour_needed"] = "honour_needed"


class HonourExcludesRule(_HonourRule):
    """Holders of these honours are out: with ``within_years`` for so long, with ``new_deeds_fact`` unless
    it holds.
    """

    kind: Literal["honour_excludes"] = "honour_excludes"
    within_years: int | None = Field(default=None, ge=1)
    new_deeds_fact: str = ""


class WomenShareRule(RuleBase):
    """Women are at least this share of a collective (0.6 = 60 %)."""

    kind: Literal["women_share"] = "women_share"
    women_fact: str = "women"
    total_fact: str = "total"
    at_least: Decimal = Field(gt=0, le=1)


class FoundedRule(RuleBase):
    """A team or unit that has existed for at least so many years on the reference date."""

    kind: Literal["founded"] = "founded"
    fact: str = "founded_on"
    years: int = Field(ge=1)


class PenaltyRule(RuleBase):
    """No penalty in force. ``months`` by kind of penalty; a lifelong one never ends."""

    kind: Literal["penalty"] = "penalty"
    fact: str = "penalties"
    months: dict[str, int] = Field(min_length=1)


class StatementRule(RuleBase):
    """Something only people can say, declared by the nominating unit; ``fact`` defaults to the rule's id."""

    kind: Literal["statement"] = "statement"
    fact: str = ""


Rule = Annotated[
    SexRule
    | BornRule
    | MinAgeRule
    | OneOfRule
    | NoneOfRule
    | NumberRule
    | RankCeilingRule
    | HonourNeededRule
    | HonourExcludesRule
    | WomenShareRule
    | FoundedRule
    | PenaltyRule
    | StatementRule,
    Field(discriminator="kind"),
]


class RuleSet(_Data):
    """The eligibility rules of a call, in the order of the notice."""

    title: str = ""
    source: str = ""
    rules: tuple[Rule, ...] = ()

    @model_validator(mode="after")
    def _ids_once(self) -> Self:
        ids = [rule.id for rule in self.rules]
        if twice := sorted({id_ for id_ in ids if ids.count(id_) > 1}):
            raise ValueError(f"the rule ids {', '.join(twice)} stand twice")
        return self

    @classmethod
    def from_toml(cls, toml: str) -> RuleSet:
        """Rules from the text of a TOML file. Raises pydantic.ValidationError or tomllib.TOMLDecodeError."""
        return cls.model_validate(tomllib.loads(toml))


def propose_birth_limits(years_by_sex: Mapping[Sex, int], reference: int | date) -> dict[Sex, BornLimit]:
    """Birth-date limits for "不超过 N 周岁" per sex, for the officer to confirm: year - N, as notices write
    it in brackets.

    ``reference`` is the call's year (its 1 January) or the day that the notice names; ``literal`` of each
    answer is the other reading of the words.

    >>> proposed = propose_birth_limits({"M": 40, "F": 45}, date(2019, 6, 30))
    >>> [limit.day.isoformat() for limit in proposed.values()]
    ['1979-06-30', '1974-06-30']
    """
    return {sex: born_on_or_after(reference, years) for sex, years in years_by_sex.items()}


def _shipped() -> RuleSet:
    file = resources.files("jinguo.engines.eligibility") / "library" / "common.toml"
    return RuleSet.from_toml(file.read_text("utf-8"))


#: Rules that many notices share, by id: starting points that an officer copies and changes.
STANDARD_RULES: Mapping[str, Rule] = MappingProxyType({rule.id: rule for rule in _shipped().rules})
