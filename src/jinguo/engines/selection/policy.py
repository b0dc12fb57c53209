"""The selection policy of a call: seats, limits, ties, as data that a person writes and everyone can read."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from jinguo.reasons import Reason

Where = dict[str, str]


class _Rule(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Limit(_Rule):
    """At most ``at_most`` of the chosen share one value of ``column``."""

    column: str = Field(min_length=1)
    at_most: int = Field(ge=0)


class Share(_Rule):
    """At least or at most a share of the seats filled goes to candidates ``where`` all columns have these
    values.
    """

    where: Where = Field(min_length=1)
    at_least: Decimal | None = Field(default=None, ge=0, le=1)
    at_most: Decimal | None = Field(default=None, ge=0, le=1)


class SetAside(_Rule):
    """So many seats are kept for candidates ``where`` all columns have these values."""

    where: Where = Field(min_length=1)
    seats: int = Field(ge=1)


class Exclude(_Rule):
    """Candidates ``where`` all columns have these values cannot be chosen."""

    where: Where = Field(min_length=1)


class Tie(_Rule):
    """Among equal scores, candidates with all these values come first."""

    prefer: Where = Field(min_length=1)


class Last(_Rule):
    """What decides when no tie rule does: a draw by a seed that was published before the marks were opened,
    or the id.
    """

    draw: str | None = Field(default=None, min_length=1)
    by: Literal["id"] | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.draw is None) == (self.by is None):
            raise ValueError('last: give either draw = "the published seed" or by = "id"')
        return self


class Policy(_Rule):
    """How the list is made from the scores. ``seats_by`` gives exact seats to values of a column: {column:
    {value: n}}.

    Two scores are equal when they are equal after half-up rounding to ``score_digits``. Without ``last``, a
    tie that the tie rules leave open at the cut is not decided: :func:`~jinguo.engines.selection.select`
    refuses and names it.
    """

    seats: int = Field(ge=1)
    score_digits: int = Field(default=2, ge=0, le=10)
    seats_by: dict[str, dict[str, int]] = Field(default_factory=dict)
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
                raise ValueError(f"seats_by.{column}: {given} seats, but the call has {self.seats}")
        return self

    @classmethod
    def from_toml(cls, toml: str) -> Policy:
        """A policy from the text of its TOML file. Raises pydantic.ValidationError or
        tomllib.TOMLDecodeError.
        """
        return cls.model_validate(tomllib.loads(toml))


def unsupported(policy: Policy) -> tuple[Reason, ...]:
    """Rules of a policy that this version cannot keep; a list made without them would be wrong, so none is
    made.
    """
    rules = [("share", share.where) for share in policy.share]
    rules += [("set_aside", aside.where) for aside in policy.set_aside]
    return tuple(
        Reason.error("policy_rule_not_kept", rule=rule, where=where_text(where)) for rule, where in rules
    )


def matches(columns: Mapping[str, str], where: Mapping[str, str]) -> bool:
    """Whether every named column has the named value; a column that is not there matches nothing."""
    return all(columns.get(column) == value for column, value in where.items())


def where_text(where: Mapping[str, str]) -> str:
    """A condition as people read it: ``sex = F, front_line = yes``."""
    return ", ".join(f"{column} = {value}" for column, value in where.items())
