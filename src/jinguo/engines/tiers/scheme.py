"""A scheme of tiers as data: who belongs to which, who says so, how long it holds."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from jinguo.engines.tiers.conditions import Condition, GroupRule

Confirm = Literal["automatic", "officer", "two", "board"]


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Term(_Data):
    """How long a tier holds: so many years, until an age is reached, whichever is sooner; neither: without end."""

    years: int | None = Field(default=None, ge=1, le=60)
    until_age: int | None = Field(default=None, ge=18, le=120)


class Tier(_Data):
    """One tier. ``needs`` must all hold, and of ``some`` at least ``some_needed``.

    ``confirm`` says who says so: nobody (automatic), an officer, two officers, or an officer with the document of a
    review board. ``direct``: it may be entered from outside; ``after``: it may be entered from these tiers when they
    were held ``after_years``. ``renew`` must hold for another term (empty: what the tier asks for); ``ends``: any of
    these ends it before its term. ``aliases`` are the words by which lists call it.
    """

    code: str = Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=30)
    name: str = Field(min_length=1, max_length=30)
    name_en: str = Field(default="", max_length=60)
    aliases: tuple[str, ...] = ()
    needs: tuple[Condition, ...] = ()
    some: tuple[Condition, ...] = ()
    some_needed: int = Field(default=1, ge=1)
    direct: bool = True
    after: tuple[str, ...] = ()
    after_years: int = Field(default=0, ge=0, le=40)
    confirm: Confirm = "officer"
    term: Term = Term()
    renewable: bool = True
    renew: tuple[Condition, ...] = ()
    ends: tuple[Condition, ...] = ()
    source: str = ""

    @model_validator(mode="after")
    def _sound(self) -> Self:
        if not (self.needs or self.some):
            raise ValueError(f"{self.code}: everybody would belong to it; say what it asks for")
        if self.some and self.some_needed > len(self.some):
            raise ValueError(f"{self.code}: asks for {self.some_needed} of {len(self.some)} conditions")
        if not (self.direct or self.after):
            raise ValueError(f"{self.code}: it can be entered neither directly nor from another tier")
        return self

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """What it asks for, the choice among ``some`` as one condition at the end."""
        if not self.some:
            return self.needs
        return (*self.needs, GroupRule(id="some", at_least=self.some_needed, of=self.some))

    @property
    def confirm_word(self) -> str:
        """The code of the words for who confirms it."""
        return f"tier_confirm_{self.confirm}"

    def label(self, lang: str) -> str:
        """Its name in a language; the Chinese one where there is no other."""
        return self.name_en if lang.startswith("en") and self.name_en else self.name


class Scheme(_Data):
    """Tiers from the highest to the lowest. ``notice_days`` before a term is over it is proposed to renew it."""

    title: str = Field(min_length=1, max_length=80)
    source: str = ""
    notice_days: int = Field(default=90, ge=0, le=730)
    tiers: tuple[Tier, ...] = Field(min_length=1, max_length=12)

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        codes = [tier.code for tier in self.tiers]
        if twice := sorted({code for code in codes if codes.count(code) > 1}):
            raise ValueError(f"the tier {', '.join(twice)} stands twice")
        for place, tier in enumerate(self.tiers):
            if wrong := [code for code in tier.after if code not in codes[place + 1 :]]:
                raise ValueError(f"{tier.code}: {wrong[0]} is not a lower tier")
        return self

    @classmethod
    def from_toml(cls, toml: str) -> Scheme:
        """A scheme from the text of a TOML file. Raises pydantic.ValidationError or tomllib.TOMLDecodeError."""
        return cls.model_validate(tomllib.loads(toml))

    def tier(self, code: str) -> Tier | None:
        """The tier of a code."""
        return next((tier for tier in self.tiers if tier.code == code), None)

    def rank(self, code: str) -> int:
        """0 for the highest; after all others what the scheme does not know."""
        return next((place for place, tier in enumerate(self.tiers) if tier.code == code), len(self.tiers))

    def named(self, text: str) -> Tier | None:
        """The tier that a list means by a word: its name or one of its aliases."""
        word = "".join(text.split())
        return next((tier for tier in self.tiers if word and word in (tier.name, *tier.aliases)), None)


@cache
def standard_scheme() -> Scheme:
    """The scheme that ships with this project: a starting point for an organisation that has none of its own."""
    file = resources.files(__package__) / "library" / "women-in-science.toml"
    return Scheme.from_toml(file.read_text("utf-8"))
