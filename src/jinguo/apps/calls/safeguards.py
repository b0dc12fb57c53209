"""How carefully a call decides and hears objections, as data: who has to agree, who may object, and within which time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

SECOND_PERSON = ("by_hand", "always", "never")


class Safeguards(BaseModel):
    """``second_person``: when a list needs the approval of another than its proposer (经办、复核分离).

    Time limits of objections are working days from the day after receipt: ``take_up_within`` to decide whether it is
    looked into, ``answer_within`` to answer; officers are reminded ``remind_before`` working days ahead. With
    ``investigation_needed`` an objection that was taken up is closed only after somebody looked into it. What a law or
    the notice says goes here; the defaults are only usual.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    second_person: Literal["by_hand", "always", "never"] = "by_hand"
    anonymous_objections: bool = False
    take_up_within: int = Field(default=5, ge=1, le=250)
    answer_within: int = Field(default=15, ge=1, le=250)
    remind_before: int = Field(default=2, ge=1, le=30)
    investigation_needed: bool = False

    def needs_second(self, *, by_hand: bool) -> bool:
        """Whether a list with or without changes by hand needs a second person."""
        return self.second_person == "always" or (self.second_person == "by_hand" and by_hand)


def safeguards_of(stored: Mapping[str, Any]) -> Safeguards:
    return Safeguards.model_validate(stored)
