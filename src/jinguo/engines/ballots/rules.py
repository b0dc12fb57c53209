"""The rules of a vote as data, with exact fractions."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, model_validator

from jinguo.reasons import Reason, Verdict

Base = Literal["members", "present", "valid", "for_and_against"]


def _fraction(value: object) -> object:
    """``"2/3"``, ``"0.6"`` or a decimal number; a binary fraction is read by its shortest decimal."""
    if isinstance(value, float):
        return Fraction(str(value))
    if isinstance(value, str | int | Decimal) and not isinstance(value, bool):
        try:
            return Fraction(value)
        except (ValueError, ZeroDivisionError) as problem:
            raise ValueError('write a share as "2/3" or "0.6"') from problem
    return value


Exact = Annotated[Fraction, BeforeValidator(_fraction), PlainSerializer(str)]


class _Rule(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Share(_Rule):
    """A share that must be reached (``at_least``, 以上) or passed (``more_than``, 超过), and of what.

    ``members``: all who may vote (应到). ``present``: those in the room (实到). ``valid``: the valid ballots.
    ``for_and_against``: those who said yes or no to this candidate; abstentions are left out.

    >>> Share(at_least="2/3", of="members").needed(9), Share(more_than="1/2", of="present").needed(8)
    (6, 5)
    """

    at_least: Exact | None = None
    more_than: Exact | None = None
    of: Base = "present"

    @model_validator(mode="after")
    def _one(self) -> Self:
        given = [share for share in (self.at_least, self.more_than) if share is not None]
        if len(given) != 1 or not 0 <= given[0] <= 1:
            raise ValueError("give either at_least or more_than, between 0 and 1")
        if self.more_than == 1:
            raise ValueError("more_than 1 can never be met")
        return self

    def needed(self, base: int) -> int:
        """The smallest whole number that meets the share of ``base``; of nobody at least one."""
        if self.at_least is not None:
            return max(1, ceil(self.at_least * base))
        return floor((self.more_than or Fraction(0)) * base) + 1

    def met(self, number: int, base: int) -> bool:
        """Whether ``number`` of ``base`` meets the share."""
        return number >= self.needed(base)


class BallotRules(_Rule):
    """How a vote is counted.

    ``rounds``: at most so many counted rounds. Those who passed leave; ``again_per_seat`` limits how many of the
    others go on for each seat still open (None: all of them). ``last_seat``: what becomes of equal votes at the last
    seat, a ``run_off`` among the equal or a ``tie`` that is reported. ``blank``: a ballot without any mark is an
    abstention (弃权) or invalid. ``contest`` states whether candidates must be as many as seats (等额), more (差额) or
    either. ``kind = "ranked"`` counts preferences; ``digits`` are those kept of a transfer value (None: exact) and
    ``draw`` is the published seed of the lot.
    """

    seats: int = Field(ge=1)
    kind: Literal["approval", "ranked"] = "approval"
    quorum: Share | None = None
    threshold: Share = Share(more_than=Fraction(1, 2), of="present")
    rounds: int = Field(default=1, ge=1, le=20)
    again_per_seat: int | None = Field(default=None, ge=1)
    last_seat: Literal["tie", "run_off"] = "run_off"
    blank: Literal["abstain", "invalid"] = "abstain"
    contest: Literal["any", "equal", "more"] = "any"
    digits: int | None = Field(default=5, ge=0, le=20)
    draw: str | None = Field(default=None, min_length=1)
    members: int | None = Field(default=None, ge=1)
    present: tuple[int, ...] | int | None = None
    candidates: tuple[str, ...] = ()
    source: str = ""

    @model_validator(mode="after")
    def _sensible(self) -> Self:
        if self.quorum is not None and self.quorum.of != "members":
            raise ValueError("quorum: is a share of the members")
        if len(set(self.candidates)) != len(self.candidates):
            raise ValueError("candidates: one stands twice")
        return self

    @classmethod
    def from_toml(cls, text: str) -> Self:
        """Read rules.

        Raises:
            ValueError: the text is no TOML, or says something the rules do not know.
        """
        return cls.model_validate(tomllib.loads(text, parse_float=Decimal))


@dataclass(frozen=True, slots=True)
class Meeting:
    """Who could vote and who did: ``present`` for each round; a single number holds for all."""

    members: int
    present: tuple[int, ...]

    def present_in(self, round_: int) -> int:
        """Present in round ``round_`` (from 0)."""
        return self.present[min(round_, len(self.present) - 1)]

    def quorum(self, rules: BallotRules, round_: int) -> Verdict:
        """Whether enough are there to vote.

        >>> rules = BallotRules(seats=1, quorum=Share(at_least="2/3", of="members"))
        >>> [Meeting(9, (n,)).quorum(rules, 0).ok for n in (5, 6)]
        [False, True]
        """
        here = self.present_in(round_)
        if here > self.members:
            return Verdict.no("more_present_than_members", present=here, members=self.members)
        if rules.quorum is None:
            return Verdict.yes()
        needed = rules.quorum.needed(self.members)
        if here < needed:
            return Verdict.no("quorum_not_met", present=here, members=self.members, needed=needed)
        return Verdict.yes(Reason.info("quorum_met", present=here, members=self.members, needed=needed))

    def ballots(self, rules: BallotRules, round_: int, returned: int) -> Verdict:
        """Whether a round counts: quorum met, and no more ballots than people in the room (选举法 Article 44)."""
        here = self.present_in(round_)
        fit = Verdict.of(returned <= here, "more_ballots_than_present", returned=returned, present=here)
        return self.quorum(rules, round_) & fit
