"""The selection policy of a call: seats, limits, shares, ties, as data that a person writes and everyone can
read.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from jinguo.engines.selection.draw import commitment
from jinguo.reasons import Reason

Where = dict[str, str]
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)


class _Rule(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Limit(_Rule):
    """At most ``at_most`` of the chosen share one value of ``column``; with ``value``, only that value is
    limited. An empty cell is no value and under no limit.
    """

    column: str = Field(min_length=1)
    at_most: int = Field(ge=0)
    value: str | None = Field(default=None, min_length=1)


class Share(_Rule):
    """At least or at most a share of the seats filled goes to candidates ``where`` all columns have these
    values. At least rounds up to whole seats, at most rounds down.
    """

    where: Where = Field(min_length=1)
    at_least: Decimal | None = Field(default=None, ge=0, le=1)
    at_most: Decimal | None = Field(default=None, ge=0, le=1)

    @model_validator(mode="after")
    def _some_bound(self) -> Self:
        if self.at_least is None and self.at_most is None:
            raise ValueError("share: give at_least, at_most or both")
        return self


class SetAside(_Rule):
    """So many seats are kept for candidates ``where`` all columns have these values."""

    where: Where = Field(min_length=1)
    seats: int = Field(ge=1)


class Exclude(_Rule):
    """Who cannot be chosen, said in one of three ways: candidates ``where`` all columns have these values; all
    ``unless`` their columns have these values; those with a number ``below`` this in ``column``, or below this
    part ``of`` the number in another column ("2/3" of those present). A cell without a number is below.
    """

    where: Where | None = Field(default=None, min_length=1)
    unless: Where | None = Field(default=None, min_length=1)
    column: str | None = Field(default=None, min_length=1)
    below: str | None = Field(default=None, pattern=r"^\d{1,9}(\.\d{1,9}|/[1-9]\d{0,8})?$")
    of: str | None = Field(default=None, min_length=1)

    @field_validator("below", mode="before")
    @classmethod
    def _as_text(cls, given: object) -> object:
        plain = isinstance(given, int | Decimal | float) and not isinstance(given, bool)
        return str(given) if plain else given

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if sum(way is not None for way in (self.where, self.unless, self.below)) != 1:
            raise ValueError("exclude: give one of where, unless, below (with column)")
        if (self.below is None) != (self.column is None) or (self.of is not None and self.below is None):
            raise ValueError("exclude: below and column belong together, and of to them")
        return self

    def about(self, code: str, rule: str) -> Reason:
        """The exclusion in a reason: ``code`` with an ending that says which of the ways it is."""
        if self.where is not None:
            return Reason.info(code, rule=rule, where=where_text(self.where))
        if self.unless is not None:
            return Reason.info(f"{code}_unless", rule=rule, where=where_text(self.unless))
        params = {"rule": rule, "column": self.column, "below": self.below}
        return (
            Reason.info(f"{code}_below_of", **params, of=self.of)
            if self.of
            else Reason.info(f"{code}_below", **params)
        )

    @property
    def numbers(self) -> tuple[str, ...]:
        """The columns whose numbers it compares."""
        return tuple(column for column in (self.column, self.of) if column)

    def covers(self, columns: Mapping[str, str]) -> bool:
        """Whether a candidate with these columns cannot be chosen.

        >>> rule = Exclude(column="approve", below="2/3", of="present")
        >>> [rule.covers({"approve": n, "present": "9"}) for n in ("5", "6", "")]
        [True, False, True]
        """
        if self.where is not None:
            return matches(columns, self.where)
        if self.unless is not None:
            return not matches(columns, self.unless)
        found, whole = number_in(columns, self.column), number_in(columns, self.of) if self.of else Decimal(1)
        if found is None or whole is None:
            return True
        return Fraction(found) < Fraction(self.below or "0") * Fraction(whole)


class Tie(_Rule):
    """How equals are told apart: one of ``prefer`` (candidates with all these values first), ``column`` with
    ``order`` (the values in a stated order, others after them), ``smaller`` or ``larger`` (a column of
    numbers; whoever has none comes last).
    """

    prefer: Where | None = Field(default=None, min_length=1)
    column: str | None = Field(default=None, min_length=1)
    order: tuple[str, ...] | None = Field(default=None, min_length=1)
    smaller: str | None = Field(default=None, min_length=1)
    larger: str | None = Field(default=None, min_length=1)

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        ways = [self.prefer, self.order, self.smaller, self.larger]
        if sum(way is not None for way in ways) != 1:
            raise ValueError("tie: give one of prefer, order (with column), smaller, larger")
        if (self.order is None) != (self.column is None):
            raise ValueError("tie: order and column belong together")
        return self


class Equal(_Rule):
    """What equal means besides the same score. Scores no further than ``within`` from the cut (the lowest rounded
    score that gets a seat) count as equal: among them the tie rules decide and not the score. With ``columns``,
    candidates of one score are equal only when the numbers in these columns are the same too (the same score
    and the same votes); else whoever has more comes first, and there is no tie.
    """

    within: Decimal | None = Field(default=None, ge=0)
    columns: tuple[str, ...] | None = Field(default=None, min_length=1)

    @model_validator(mode="after")
    def _something(self) -> Self:
        if self.within is None and self.columns is None:
            raise ValueError("equal: give within, columns or both")
        return self


class Scale(_Rule):
    """The lowest and highest score there can be; a score outside of it is an error of the input."""

    min: Decimal
    max: Decimal

    @model_validator(mode="after")
    def _some_room(self) -> Self:
        if self.min > self.max:
            raise ValueError("scale: min is greater than max")
        return self


class Last(_Rule):
    """What decides when no tie rule does: a draw by a seed that was published before the marks were opened,
    or the id. ``commitment`` is the SHA-256 of the seed where only that was published at first; a seed that
    does not fit it is refused.
    """

    draw: str | None = Field(default=None, min_length=1)
    by: Literal["id"] | None = None
    commitment: str | None = Field(default=None, pattern="^[0-9a-f]{64}$")

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.draw is None) == (self.by is None):
            raise ValueError('last: give either draw = "the published seed" or by = "id"')
        if self.commitment is not None and (self.draw is None or commitment(self.draw) != self.commitment):
            raise ValueError("last: the seed is not the one that was committed to")
        return self


class Policy(_Rule):
    """How the list is made from the scores. ``seats_by`` gives exact seats to values of a column: {column:
    {value: n}}.

    Two scores are equal when they are equal after half-up rounding to ``score_digits``. Without ``last``, a
    tie that the tie rules leave open at the cut is not decided: :func:`~jinguo.engines.selection.select`
    refuses and names it.

    ``unfillable`` says what becomes of seats for a value or set aside for which there are too few
    candidates: "refuse" (no list keeps the rules, none is made) or "leave_empty" (these seats stay empty,
    nobody else gets them).
    """

    seats: int = Field(ge=1)
    score_digits: int = Field(default=2, ge=0, le=10)
    scale: Scale | None = None
    equal: Equal | None = None
    seats_by: dict[str, dict[str, int]] = Field(default_factory=dict)
    unfillable: Literal["refuse", "leave_empty"] = "refuse"
    limit: tuple[Limit, ...] = ()
    share: tuple[Share, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    exclude: tuple[Exclude, ...] = ()
    tie: tuple[Tie, ...] = ()
    last: Last | None = None

    @model_validator(mode="after")
    def _seats_suffice(self) -> Self:
        for column, by_value in self.seats_by.items():
            if any(seats < 0 for seats in by_value.values()):
                raise ValueError(f"seats_by.{column}: seats are not negative")
            if (given := sum(by_value.values())) > self.seats:
                raise ValueError(
                    f"seats_by.{column} contradicts seats: {given} seats, but the call has {self.seats}"
                )
        for number, aside in enumerate(self.set_aside, 1):
            if aside.seats > self.seats:
                raise ValueError(
                    f"set_aside[{number}] contradicts seats: {aside.seats} seats, but the call has {self.seats}"
                )
        return self

    @classmethod
    def from_toml(cls, toml: str) -> Policy:
        """A policy from the text of its TOML file. Raises pydantic.ValidationError or
        tomllib.TOMLDecodeError.
        """
        return cls.model_validate(tomllib.loads(toml, parse_float=Decimal))

    @classmethod
    def from_json(cls, text: str) -> Policy:
        """A policy from JSON text. Raises pydantic.ValidationError or json.JSONDecodeError."""
        return cls.model_validate(json.loads(text, parse_float=Decimal))

    def as_json(self) -> dict[str, Any]:
        """The policy as the record keeps it: what is not said is left out, decimals are text."""
        return self.model_dump(mode="json", exclude_none=True)

    @property
    def conditions(self) -> list[Where]:
        """The conditions of shares, set asides and exclusions."""
        asides = [rule.where for rule in self.set_aside]
        excluded = [where for rule in self.exclude if (where := rule.where or rule.unless)]
        return [*(rule.where for rule in self.share), *asides, *excluded]

    @property
    def within(self) -> Decimal | None:
        """How far from the cut scores count as equal; None where only the same score is."""
        return self.equal.within if self.equal else None

    @property
    def equal_columns(self) -> tuple[str, ...]:
        """The columns whose numbers must be the same as well for two to be equal."""
        return (self.equal.columns or ()) if self.equal else ()

    @property
    def number_columns(self) -> tuple[str, ...]:
        """The columns in which rules compare numbers."""
        ties = [column for tie in self.tie if (column := tie.smaller or tie.larger)]
        return tuple(
            dict.fromkeys([*ties, *self.equal_columns, *(c for x in self.exclude for c in x.numbers)])
        )

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that the rules name, in order of their names."""
        wheres = self.conditions
        wheres += [tie.prefer for tie in self.tie if tie.prefer]
        named = {column for where in wheres for column in where} | set(self.seats_by)
        named |= {limit.column for limit in self.limit}
        named |= {tie.column for tie in self.tie if tie.column} | set(self.number_columns)
        return tuple(sorted(named))


def policy_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a policy file, TOML or JSON."""
    schema = Policy.model_json_schema()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://jinguo.example/schemas/selection-policy-1.json",
        **schema,
        "title": "Jinguo selection policy",
    }


def matches(columns: Mapping[str, str], where: Mapping[str, str]) -> bool:
    """Whether every named column has the named value; a column that is not there matches nothing."""
    return where.items() <= columns.items()


def number_in(columns: Mapping[str, str], column: str | None) -> Decimal | None:
    """The number in a cell; None where it holds none."""
    text = columns.get(column or "", "").strip()
    return Decimal(text) if _NUMBER.fullmatch(text) else None


def where_text(where: Mapping[str, str]) -> str:
    """A condition as people read it: ``front_line = yes, sex = F``; always in the order of the columns' names."""
    return ", ".join(f"{column} = {where[column]}" for column in sorted(where))
