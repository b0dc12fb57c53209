"""The order of candidates: by rounded score, then the call's tie rules, then the draw or the id."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import groupby, pairwise

from jinguo.engines.scoring import round_exact
from jinguo.engines.selection.policy import Policy, matches, where_text
from jinguo.engines.selection.result import Candidate
from jinguo.reasons import Reason

_NAMED = 10  # so many ids a reason names; the count is always whole


def drawn(seed: str, candidate_id: str) -> str:
    """The lot of a candidate: SHA-256 of seed, line feed, id. The smaller one comes first.

    Anyone can recompute it: ``printf 'SEED\\nID' | sha256sum``.
    """
    return hashlib.sha256(f"{seed}\n{candidate_id}".encode()).hexdigest()


class Order:
    """Candidates with a score in their final order, and who passed whom among equals."""

    def __init__(self, candidates: Sequence[Candidate], policy: Policy) -> None:
        self.policy = policy
        self.score: dict[str, Decimal] = {
            c.id: round_exact(c.score, policy.score_digits) for c in candidates if c.score is not None
        }
        self._key = {c.id: self._tie_key(c) for c in candidates}
        self.candidates = sorted(
            (c for c in candidates if c.id in self.score), key=lambda c: (-self.score[c.id], self._key[c.id])
        )
        self.groups: list[list[str]] = [
            [c.id for c in group] for _, group in groupby(self.candidates, key=lambda c: self.score[c.id])
        ]

    def decided_by(self, group: Sequence[str]) -> tuple[str, ...]:
        """The rules that separate a group of equals, in the order of the policy."""
        used = {self._first_difference(before, after) for before, after in pairwise(group)}
        names = [f"tie:{number}" for number in range(1, len(self.policy.tie) + 1)]
        return tuple(name for name in (*names, self._last_name) if name in used)

    def unresolved(self, group: Sequence[str]) -> bool:
        """Whether only the id separates some of these, though the policy does not say so."""
        return self.policy.last is None and self._last_name in self.decided_by(group)

    def tie_reasons(self, group: Sequence[str]) -> dict[str, list[Reason]]:
        """For each of a group of equals: by which rule she went before whom, and behind whom."""
        reasons: dict[str, list[Reason]] = {id_: [] for id_ in group}
        self._separate(list(group), 0, reasons)
        return reasons

    def _separate(self, block: list[str], level: int, reasons: Mapping[str, list[Reason]]) -> None:
        """Split a block that is equal up to ``level`` by the next rule, and say who went before whom."""
        if len(block) < 2:
            return
        if level == len(self.policy.tie):
            self._last(block, reasons)
            return
        ahead = [id_ for id_ in block if self._key[id_][level] == 0]
        behind = [id_ for id_ in block if self._key[id_][level] != 0]
        if ahead and behind:
            prefer = where_text(self.policy.tie[level].prefer)
            for id_ in ahead:
                reasons[id_].append(
                    Reason.info("tie_won", rule=level + 1, prefer=prefer, **_some("over", behind))
                )
            for id_ in behind:
                reasons[id_].append(
                    Reason.info("tie_lost", rule=level + 1, prefer=prefer, **_some("to", ahead))
                )
        self._separate(ahead, level + 1, reasons)
        self._separate(behind, level + 1, reasons)

    def _last(self, block: Sequence[str], reasons: Mapping[str, list[Reason]]) -> None:
        code = "tie_open" if self.policy.last is None else f"tie_by_{self._last_name}"
        for place, id_ in enumerate(block, start=1):
            others = [other for other in block[: _NAMED + 1] if other != id_]
            reasons[id_].append(Reason.info(code, place=place, count=len(block), among=others[:_NAMED]))

    def _first_difference(self, one: str, other: str) -> str:
        for level in range(len(self.policy.tie)):
            if self._key[one][level] != self._key[other][level]:
                return f"tie:{level + 1}"
        return self._last_name

    @property
    def _last_name(self) -> str:
        return "draw" if self.policy.last and self.policy.last.draw else "id"

    def _tie_key(self, candidate: Candidate) -> tuple[int | str, ...]:
        preferred = [0 if matches(candidate.columns, tie.prefer) else 1 for tie in self.policy.tie]
        lot = drawn(self.policy.last.draw, candidate.id) if self.policy.last and self.policy.last.draw else ""
        return (*preferred, lot, candidate.id)


def _some(name: str, ids: Sequence[str]) -> dict[str, object]:
    return {name: list(ids[:_NAMED]), "count": len(ids)}
