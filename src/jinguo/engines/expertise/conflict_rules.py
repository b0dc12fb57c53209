"""The rules of recusal (回避) of a call, as data: what counts, how far back, how sure blocks."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

from jinguo.engines.expertise.persons import Sureness

__all__ = ["KINDS", "ConflictRules", "Effect", "Kind", "KindRule", "shipped_rules"]

Effect = Literal["blocks", "asks", "notes"]
Kind = Literal[
    "nominee_herself",
    "on_the_list",
    "relative",
    "declared_by_nominee",
    "declared_by_expert",
    "same_unit",
    "nominating_unit",
    "nominator",
    "opinion_giver",
    "teacher_student",
    "same_teacher",
    "joint_paper",
    "joint_project",
    "joint_award",
    "joint_at_one_remove",
    "family_home",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""All kinds, in the order in which findings are told."""


class KindRule(BaseModel):
    """One kind of conflict. ``years``: how many years back counts, the present one not included; none: always.
    ``at_most`` the surest that such a finding can be; ``effects`` where they differ from the general ones.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    counts: bool = True
    years: int | None = Field(default=None, ge=0, le=100)
    at_most: Sureness = "certain"
    effects: dict[Sureness, Effect] = Field(default_factory=dict)
    source: str = ""


class ConflictRules(BaseModel):
    """Rules of recusal. A kind that ``kinds`` does not name is not looked for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kinds: dict[Kind, KindRule]
    units: dict[Literal["same", "renamed", "likely_same", "affiliated", "guessed"], Sureness]
    effects: dict[Sureness, Effect]
    largest_work: int = Field(default=30, ge=2)

    @classmethod
    def from_toml(cls, toml: str) -> ConflictRules:
        """Rules from the text of their file. Raises pydantic.ValidationError or tomllib.TOMLDecodeError."""
        return cls.model_validate(tomllib.loads(toml))

    def rule(self, kind: Kind) -> KindRule | None:
        """The rule of a kind that counts."""
        found = self.kinds.get(kind)
        return found if found and found.counts else None

    def effect(self, kind: Kind, sureness: Sureness) -> Effect:
        """What follows from a finding."""
        return self.kinds[kind].effects.get(sureness) or self.effects.get(sureness, "asks")


@cache
def shipped_rules() -> ConflictRules:
    """The rules that are shipped; every office reads and changes them."""
    return ConflictRules.from_toml(
        resources.files("jinguo.engines.expertise").joinpath("conflict-rules.toml").read_text("utf-8")
    )
