"""The cut: down the ranked list, skipping whoever finds a quota full, and saying which quota and who holds
its places.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from jinguo.engines.selection.policy import Policy
from jinguo.engines.selection.result import Candidate
from jinguo.reasons import Reason

_NAMED = 10


@dataclass(slots=True)
class _Quota:
    """An upper bound on a set of candidates; ``holders`` are the chosen ones in it."""

    code: str
    column: str
    value: str
    size: int
    holders: list[str] = field(default_factory=list)

    @property
    def full(self) -> bool:
        return len(self.holders) >= self.size

    def reason(self) -> Reason:
        params: dict[str, object] = {"size": self.size, "held_by": self.holders[-_NAMED:]}
        params["count"] = len(self.holders)
        if self.column:
            params |= {"column": self.column, "value": self.value}
        return Reason.info(self.code, **params)


class Cut:
    """Chooses greedily under upper bounds; exact where the bounds nest (a laminar matroid)."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.stopped: dict[str, Reason] = {}
        self._total = _Quota("seats_full", "", "", policy.seats)
        self._quotas: dict[tuple[str, str, str], _Quota] = {}

    def run(self, ordered: Iterable[Candidate]) -> tuple[str, ...]:
        """The ids chosen, in order; ``stopped`` then holds the reason of everyone else."""
        chosen = []
        for candidate in ordered:
            quotas = self._of(candidate)
            full = next((quota for quota in quotas if quota.full), None)
            if full:
                self.stopped[candidate.id] = full.reason()
                continue
            chosen.append(candidate.id)
            for quota in quotas:
                quota.holders.append(candidate.id)
        return tuple(chosen)

    def unfilled(self, chosen: int) -> list[Reason]:
        """Seats that stayed empty: of the whole, and of each value with exact seats."""
        notes = []
        if chosen < self.policy.seats:
            notes.append(Reason.warning("seats_unfilled", seats=self.policy.seats, filled=chosen))
        for column, by_value in self.policy.seats_by.items():
            for value, seats in by_value.items():
                quota = self._quotas.get(("category_full", column, value))
                filled = len(quota.holders) if quota else 0
                if filled < seats:
                    notes.append(
                        Reason.warning(
                            "seats_by_unfilled", column=column, value=value, seats=seats, filled=filled
                        )
                    )
        return notes

    def _of(self, candidate: Candidate) -> list[_Quota]:
        """The quotas a candidate stands in, the narrowest first, so that the reason names what stopped her
        first.
        """
        quotas = []
        for limit in self.policy.limit:
            value = candidate.columns.get(limit.column, "")
            if value:
                quotas.append(self._quota("limit_full", limit.column, value, limit.at_most))
        for column, by_value in self.policy.seats_by.items():
            value = candidate.columns.get(column, "")
            if value in by_value:
                quotas.append(self._quota("category_full", column, value, by_value[value]))
            else:
                quotas.append(self._rest(column, by_value))
        return [*quotas, self._total]

    def _rest(self, column: str, by_value: Mapping[str, int]) -> _Quota:
        """Seats that no value of the column has for itself."""
        return self._quota("rest_full", column, "", self.policy.seats - sum(by_value.values()))

    def _quota(self, code: str, column: str, value: str, size: int) -> _Quota:
        key = (code, column, value)
        if key not in self._quotas:
            self._quotas[key] = _Quota(code, column, value, size)
        return self._quotas[key]


def may_fill_more(policy: Policy, candidates: Sequence[Candidate], chosen: Sequence[str]) -> bool:
    """Whether, for all this version can tell, another list could fill seats that this one leaves empty.

    Quotas that nest settle it: going down the list fills as many seats as any list can. Where a limit runs
    across the seats of two values (one unit, two categories), the empty seats are as many as they must be
    when nobody who could sit there was stopped by a place held elsewhere.
    """
    if _nest(_sets(policy, candidates, with_seats=True)):
        return False
    if len(policy.seats_by) != 1:
        return True
    ((column, by_value),) = policy.seats_by.items()
    parts: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        value = candidate.columns.get(column, "")
        parts.setdefault(value if value in by_value else "", []).append(candidate)
    sizes = {**by_value, "": policy.seats - sum(by_value.values())}
    on_list = set(chosen)
    return any(
        sum(c.id in on_list for c in part) < sizes[value]
        and not _fills_all_it_can(policy, part, candidates, on_list)
        for value, part in parts.items()
    )


def _fills_all_it_can(
    policy: Policy, part: Sequence[Candidate], everyone: Sequence[Candidate], on_list: set[str]
) -> bool:
    """Whether nobody of this part was stopped by a place that someone outside of it holds."""
    inside = {c.id for c in part}
    if not _nest(_sets(policy, part, with_seats=False)):
        return False
    held_outside = {
        (limit.column, c.columns.get(limit.column, ""))
        for limit in policy.limit
        for c in everyone
        if c.id in on_list and c.id not in inside
    }
    return not any(
        (limit.column, c.columns.get(limit.column, "")) in held_outside and c.columns.get(limit.column)
        for limit in policy.limit
        for c in part
        if c.id not in on_list
    )


def _sets(
    policy: Policy, candidates: Sequence[Candidate], *, with_seats: bool
) -> dict[tuple[str, str, str], set[str]]:
    """The set of candidates that each quota bounds."""
    sets: dict[tuple[str, str, str], set[str]] = {}
    for candidate in candidates:
        for limit in policy.limit:
            if value := candidate.columns.get(limit.column, ""):
                sets.setdefault(("limit", limit.column, value), set()).add(candidate.id)
        for column, by_value in policy.seats_by.items() if with_seats else ():
            value = candidate.columns.get(column, "")
            sets.setdefault(("seats", column, value if value in by_value else ""), set()).add(candidate.id)
    return sets


def _nest(sets: Mapping[tuple[str, str, str], set[str]]) -> bool:
    """Of any two sets, one holds the other or they are apart."""
    names_of: dict[str, list[tuple[str, str, str]]] = {}
    for name, members in sets.items():
        for id_ in members:
            names_of.setdefault(id_, []).append(name)
    meeting = {pair for names in names_of.values() for pair in combinations(names, 2)}
    return all(sets[one] <= sets[other] or sets[other] <= sets[one] for one, other in meeting)
