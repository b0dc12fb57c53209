"""How a call is reviewed and made public: its rounds in their order and the stages of its public notices, as data.

Rounds are by correspondence (函评) or panel meetings (会评). A notice follows a round (who went on from it) or the list that
was decided. ``procedures.toml`` holds the usual ones to begin with, among them two reviews and three public notices
(两审三公示).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from jinguo.engines.scoring import Criterion

Seats = int | dict[str, int] | None
"""How many go on: a number in all, a number for each category by its name, or None where no round follows."""


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class RoundPlan(_Data):
    """One round as it is planned. What is not said is as the call says: names hidden, criteria. ``notice``: what the public
    notice of those who go on from it is called; empty where none follows.
    """

    name: str = Field(default="", max_length=60)
    kind: Literal["correspondence", "meeting"] = "correspondence"
    others_scores: Literal["never", "after_own", "after_end"] = "never"
    blind: bool | None = None
    seats: Seats = None
    notice: str = Field(default="", max_length=30)
    criteria: tuple[Criterion, ...] = ()


class Procedure(_Data):
    """The rounds, and what the public notices of the decided list are called, both in their order."""

    rounds: tuple[RoundPlan, ...] = ()
    notices: tuple[str, ...] = ()

    @property
    def steps(self) -> tuple[str, ...]:
        """Rounds and notices by name, as they follow each other: 初审、初审公示、复审、复审公示、终审公示."""
        last = len(self.rounds) - 1
        within = (
            name
            for place, one in enumerate(self.rounds)
            for name in (one.name, one.notice if place < last else "")
        )
        return tuple(name for name in (*within, *self.notices) if name)


class Template(Procedure):
    """A usual procedure with its name."""

    key: str
    label: dict[str, str]
    about: dict[str, str]

    def said(self, what: Mapping[str, str], lang: str) -> str:
        return what["en" if lang.startswith("en") else "zh"]


@cache
def templates() -> Mapping[str, Template]:
    """The usual procedures by key, in the order of their file."""
    text = (resources.files(__package__) / "procedures.toml").read_text("utf-8")
    read = (Template.model_validate(one) for one in tomllib.loads(text)["procedure"])
    return {template.key: template for template in read}


def procedure_of(stored: Mapping[str, Any]) -> Procedure:
    """What a call keeps, read; one round where nothing is said."""
    read = Procedure.model_validate(stored)
    return read if read.rounds else read.model_copy(update={"rounds": (RoundPlan(),)})
