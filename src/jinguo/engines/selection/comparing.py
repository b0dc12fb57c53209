"""Policies side by side on the same candidates: what each would decide, and which seats move."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jinguo.engines.selection.choose import run
from jinguo.engines.selection.conflict import infeasible
from jinguo.engines.selection.keeping import RuleState, slack
from jinguo.engines.selection.order import Order
from jinguo.engines.selection.policy import Policy
from jinguo.engines.selection.problem import Pool
from jinguo.engines.selection.result import Candidate
from jinguo.engines.selection.solve import NoList
from jinguo.reasons import Reason

BY = ("category", "channel")


@dataclass(frozen=True, slots=True)
class Outlook:
    """What one policy would decide. ``problem`` says why it makes no list; then the rest is empty.

    ``enters`` and ``leaves`` compare with the first policy. ``women`` of ``filled`` have sex = F. ``by``
    counts the list by the values of category and channel, ``lowest`` is the last rounded score on it.
    """

    name: str
    chosen: tuple[str, ...] = ()
    seats: int = 0
    women: int = 0
    by: Mapping[str, Mapping[str, int]] | None = None
    enters: tuple[str, ...] = ()
    leaves: tuple[str, ...] = ()
    lowest: str | None = None
    rules: tuple[RuleState, ...] = ()
    problem: tuple[Reason, ...] = ()

    def as_json(self) -> dict[str, object]:
        """In JSON values; the women's share as decimal text to four digits."""
        filled = len(self.chosen)
        share = f"{self.women / filled:.4f}" if filled else None
        return {
            "policy": self.name,
            "status": "infeasible" if self.problem else "decided",
            "seats": self.seats,
            "filled": filled,
            "chosen": list(self.chosen),
            "enters": list(self.enters),
            "leaves": list(self.leaves),
            "lowest": self.lowest,
            "women": {"count": self.women, "share": share},
            "by": {column: dict(counts) for column, counts in (self.by or {}).items()},
            "rules": [state.as_json() for state in self.rules],
            "problem": [{"code": r.code, "params": dict(r.params)} for r in self.problem],
        }


def compare(candidates: Sequence[Candidate], policies: Mapping[str, Policy]) -> tuple[Outlook, ...]:
    """The outlook of each policy, in the order given; the first is what the others are compared with."""
    found: list[Outlook] = []
    for name, policy in policies.items():
        base = found[0].chosen if found else None
        found.append(_outlook(candidates, name, policy, base))
    return tuple(found)


def _outlook(
    candidates: Sequence[Candidate], name: str, policy: Policy, base: tuple[str, ...] | None
) -> Outlook:
    try:
        done = run(candidates, policy)
    except NoList:
        problem = infeasible(Pool(Order(candidates, policy).candidates), policy)
        return Outlook(name, seats=policy.seats, problem=problem)
    chosen = done.chosen
    people = [done.pool.candidates[position] for position in done.solved.chosen]
    by = {column: dict(sorted(Counter(c.columns.get(column, "") for c in people).items())) for column in BY}
    on_list, before = set(chosen), set(chosen if base is None else base)
    return Outlook(
        name=name,
        chosen=chosen,
        seats=policy.seats,
        women=sum(c.columns.get("sex") == "F" for c in people),
        by=by,
        enters=tuple(id_ for id_ in chosen if id_ not in before),
        leaves=tuple(id_ for id_ in base or () if id_ not in on_list),
        lowest=format(min(done.order.score[c.id] for c in people), "f") if people else None,
        rules=slack(policy, candidates, chosen),
    )
