"""Changes by hand: a person takes somebody in or out, with a reason; the automatic list stays beside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from jinguo.engines.selection.keeping import RuleState, broken, slack
from jinguo.engines.selection.policy import Policy
from jinguo.engines.selection.result import Candidate, Selection
from jinguo.errors import Refused


@dataclass(frozen=True, slots=True)
class Change:
    """Somebody is taken onto the list or off it by hand, and why."""

    id: str
    to: Literal["in", "out"]
    reason: str

    def as_json(self) -> dict[str, object]:
        return {"id": self.id, "to": self.to, "reason": self.reason}

    @classmethod
    def from_json(cls, stored: Mapping[str, object]) -> Change:
        """A change as a record keeps it. Raises KeyError where a part is missing."""
        return cls(str(stored["id"]), "in" if stored["to"] == "in" else "out", str(stored["reason"]))


@dataclass(frozen=True, slots=True)
class Adjusted:
    """The list after changes by hand: ``chosen`` in the order of the ranking, and the ``broken`` rules."""

    chosen: tuple[str, ...]
    changes: tuple[Change, ...]
    broken: tuple[RuleState, ...]


def adjust(
    candidates: Sequence[Candidate], policy: Policy, selection: Selection, changes: Sequence[Change]
) -> Adjusted:
    """Carry out changes by hand on a list and say which rules the result does not keep.

    Raises:
        Refused: an unknown id (``change_unknown``), one changed twice (``change_twice``), one without a
            reason (``reason_missing``), or one that is on the list already, or off it (``change_of_nothing``).
    """
    known, chosen = {c.id for c in candidates}, set(selection.chosen)
    counted = Counter(change.id for change in changes)
    for change in changes:
        if change.id not in known:
            raise Refused.because("change_unknown", id=change.id)
        if counted[change.id] > 1:
            raise Refused.because("change_twice", id=change.id)
        if not change.reason.strip():
            raise Refused.because("change_without_reason", id=change.id)
        if (change.id in chosen) == (change.to == "in"):
            raise Refused.because("change_of_nothing", id=change.id)
    final = (chosen | {c.id for c in changes if c.to == "in"}) - {c.id for c in changes if c.to == "out"}
    place = {entry.id: entry.place for entry in selection.ranking}
    in_order = tuple(sorted(final, key=lambda id_: (place.get(id_, len(known) + 1), id_)))
    by_id = tuple(sorted(changes, key=lambda change: change.id))
    return Adjusted(in_order, by_id, broken(slack(policy, candidates, in_order)))
