"""What other rules would decide on the same candidates. Nothing is kept: a question, not a decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from jinguo.apps.decisions.figures import by_figure
from jinguo.apps.decisions.models import Assessment
from jinguo.apps.decisions.proposing import Proposal
from jinguo.engines import selection as engine
from jinguo.engines.selection import Limit, Policy, Share
from jinguo.errors import Refused
from jinguo.reasons import Reason

WOMEN = {"sex": "F"}
UNIT = "unit"


@dataclass(frozen=True)
class Variant:
    """What somebody asks: other seats, at most so many of a unit, a least share of women, another figure."""

    name: str
    seats: int | None = None
    seats_by: Mapping[str, int] = field(default_factory=dict)
    per_unit: int | None = None
    women_least: Decimal | None = None
    figure: str = ""

    @property
    def asks(self) -> bool:
        """Whether it differs from the policy in anything."""
        asked = (self.seats, self.per_unit, self.women_least)
        return bool(self.seats_by or self.figure) or any(one is not None for one in asked)

    def of(self, policy: Policy) -> Policy:
        """The policy with what is asked changed.

        Raises:
            pydantic.ValidationError: what is asked contradicts itself.
        """
        said: dict[str, Any] = policy.model_dump()
        if self.seats_by:
            categories = {**policy.seats_by.get("category", {}), **self.seats_by}
            said["seats_by"] = {**policy.seats_by, "category": categories}
            said["seats"] = max(sum(categories.values()), self.seats or 0, 1)
        elif self.seats is not None:
            said["seats"] = self.seats
        if self.per_unit is not None:
            kept = [one for one in policy.limit if one.column != UNIT]
            said["limit"] = [one.model_dump() for one in (*kept, Limit(column=UNIT, at_most=self.per_unit))]
        if self.women_least is not None:
            others = [one for one in policy.share if one.where != WOMEN]
            share = Share(where=WOMEN, at_least=self.women_least / 100)
            said["share"] = [one.model_dump() for one in (*others, share)]
        return Policy.model_validate(said)


@dataclass(frozen=True)
class Answer:
    """What a variant would decide, beside the call's own policy."""

    name: str
    chosen: tuple[str, ...] = ()
    seats: int = 0
    women: int = 0
    by_category: Mapping[str, int] = field(default_factory=dict)
    by_channel: Mapping[str, int] = field(default_factory=dict)
    lowest: str | None = None
    enters: tuple[str, ...] = ()
    leaves: tuple[str, ...] = ()
    problem: tuple[Reason, ...] = ()

    @property
    def women_share(self) -> Decimal | None:
        if not self.chosen:
            return None
        return (Decimal(self.women) * 100 / len(self.chosen)).quantize(Decimal("0.1"))


def answers(
    proposal: Proposal, variants: list[Variant], assessment: Assessment | None = None
) -> list[Answer]:
    """The call's policy first, then every variant that asks for anything."""
    found = [_answer(proposal, Variant(""), None, assessment)]
    for variant in variants:
        if variant.asks:
            found.append(_answer(proposal, variant, found[0].chosen, assessment))
    return found


def _answer(
    proposal: Proposal, variant: Variant, base: tuple[str, ...] | None, assessment: Assessment | None
) -> Answer:
    try:
        policy = variant.of(proposal.policy)
        if problem := engine.contradiction(policy):
            return Answer(variant.name, seats=policy.seats, problem=problem)
        candidates = by_figure(proposal, variant.figure, assessment)
        [outlook] = engine.compare(candidates, {variant.name: policy})
    except ValidationError as wrong:
        return Answer(variant.name, problem=(Reason.error("policy_refused", why=wrong.errors()[0]["msg"]),))
    except Refused as refused:
        return Answer(variant.name, problem=refused.reasons)
    on_list, before = set(outlook.chosen), set(base if base is not None else outlook.chosen)
    return Answer(
        name=variant.name,
        chosen=outlook.chosen,
        seats=outlook.seats,
        women=outlook.women,
        by_category=(outlook.by or {}).get("category", {}),
        by_channel=(outlook.by or {}).get("channel", {}),
        lowest=outlook.lowest,
        enters=tuple(one for one in outlook.chosen if one not in before),
        leaves=tuple(one for one in base or () if one not in on_list),
        problem=outlook.problem,
    )
