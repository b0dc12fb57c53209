"""The order of candidates: by rounded score, then the call's tie rules, then the draw or the id."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from itertools import groupby, pairwise

from jinguo.engines.scoring import round_exact
from jinguo.engines.selection.draw import drawn
from jinguo.engines.selection.policy import Policy, Tie, matches, number_in, where_text
from jinguo.engines.selection.result import Candidate
from jinguo.reasons import Reason

_NAMED = 10  # so many ids a reason names; the count is always whole

Key = tuple[Decimal | int | str, ...]


class Order:
    """Candidates with a score in their final order, and who passed whom among equals.

    ``cut`` is the lowest rounded score that gets a seat; it is needed only where the policy counts scores
    near the cut as equal.
    """

    def __init__(self, candidates: Sequence[Candidate], policy: Policy, cut: Decimal | None = None) -> None:
        self.policy = policy
        self.score: dict[str, Decimal] = {
            c.id: round_exact(c.score, policy.score_digits) for c in candidates if c.score is not None
        }
        self.level = dict(self.score)
        """The score by which a candidate is ranked: her own, or the cut where she is as good as at it."""
        if cut is not None and policy.within is not None:
            near = {id_ for id_, score in self.score.items() if abs(score - cut) <= policy.within}
            self.level |= dict.fromkeys(near, cut)
        self._before_ties = len(policy.equal_columns)
        self.key: dict[str, Key] = {c.id: self._tie_key(c) for c in candidates if c.score is not None}
        self.candidates = sorted(
            (c for c in candidates if c.id in self.score), key=lambda c: (-self.level[c.id], self.key[c.id])
        )
        self.groups: list[list[str]] = [
            [c.id for c in group] for _, group in groupby(self.candidates, key=lambda c: self.equals(c.id))
        ]

    def equals(self, id_: str) -> Key:
        """What two have in common who are equal: the level, and the numbers that must be the same as well."""
        return (self.level[id_], *self.key[id_][: self._before_ties])

    def told_apart(self, ranked: Collection[str]) -> dict[str, list[Reason]]:
        """For those of one score whom the numbers in further columns tell apart: whom she comes before or behind."""
        found: dict[str, list[Reason]] = {}
        if not self._before_ties:
            return found
        columns = list(self.policy.equal_columns)
        for _, groups in groupby(self.groups, key=lambda group: self.level[group[0]]):
            parts = [kept for group in groups if (kept := [id_ for id_ in group if id_ in ranked])]
            for place, part in enumerate(parts):
                before = [id_ for one in parts[:place] for id_ in one]
                behind = [id_ for one in parts[place + 1 :] for id_ in one]
                for code, name, others in (("more_first", "over", behind), ("more_behind", "to", before)):
                    if others:
                        reason = Reason.info(code, columns=columns, **_some(name, others))
                        for id_ in part:
                            found.setdefault(id_, []).append(reason)
        return found

    def decided_by(self, group: Sequence[str]) -> tuple[str, ...]:
        """The rules that separate a group of equals, in the order of the policy."""
        used = {self._first_difference(before, after) for before, after in pairwise(group)}
        names = [f"tie:{number}" for number in range(1, len(self.policy.tie) + 1)]
        return tuple(name for name in (*names, self._last_name) if name in used)

    def open_blocks(self, group: Sequence[str]) -> list[list[str]]:
        """Those of a group of equals whom no rule of the policy separates, two or more at a time."""
        if self.policy.last is not None:
            return []
        blocks = [list(block) for _, block in groupby(group, key=lambda id_: self.key[id_][:-2])]
        return [block for block in blocks if len(block) > 1]

    def tie_reasons(self, group: Sequence[str]) -> dict[str, list[Reason]]:
        """For each of a group of equals: by which rule she went before whom, and behind whom."""
        reasons: dict[str, list[Reason]] = {id_: [] for id_ in group}
        if len({self.score[id_] for id_ in group}) > 1 and self.policy.within is not None:
            for id_ in group:
                reasons[id_].append(
                    Reason.info(
                        "near_the_cut",
                        cut=str(self.level[id_]),
                        within=format(self.policy.within, "f"),
                        count=len(group),
                    )
                )
        self._separate(list(group), 0, reasons)
        return reasons

    def _separate(self, block: list[str], level: int, reasons: Mapping[str, list[Reason]]) -> None:
        """Split a block that is equal up to ``level`` by the next rule, and say who went before whom."""
        if len(block) < 2:
            return
        if level == len(self.policy.tie):
            self._last(block, reasons)
            return
        parts = [list(part) for _, part in groupby(block, key=lambda id_: self._by_rule(id_, level))]
        prefer = tie_text(self.policy.tie[level])
        start = 0
        for part in parts:
            end = start + len(part)
            if end < len(block):
                won = Reason.info("tie_won", rule=level + 1, prefer=prefer, **_some("over", block[end:]))
                for id_ in part:
                    reasons[id_].append(won)
            if start:
                lost = Reason.info("tie_lost", rule=level + 1, prefer=prefer, **_some("to", block[:start]))
                for id_ in part:
                    reasons[id_].append(lost)
            self._separate(part, level + 1, reasons)
            start = end

    def _last(self, block: Sequence[str], reasons: Mapping[str, list[Reason]]) -> None:
        code = "tie_open" if self.policy.last is None else f"tie_by_{self._last_name}"
        first = list(block[:_NAMED])
        for place, id_ in enumerate(block, start=1):
            others = first if place > _NAMED else [o for o in block[: _NAMED + 1] if o != id_]
            reasons[id_].append(Reason.info(code, place=place, count=len(block), among=others))

    def _first_difference(self, one: str, other: str) -> str:
        for level in range(len(self.policy.tie)):
            if self._by_rule(one, level) != self._by_rule(other, level):
                return f"tie:{level + 1}"
        return self._last_name

    def _by_rule(self, id_: str, level: int) -> Decimal | int | str:
        return self.key[id_][self._before_ties + level]

    @property
    def _last_name(self) -> str:
        return "draw" if self.policy.last and self.policy.last.draw else "id"

    def _tie_key(self, candidate: Candidate) -> Key:
        numbers = [_more_first(candidate.columns, column) for column in self.policy.equal_columns]
        preferred = [*numbers, *(_tie_value(tie, candidate.columns) for tie in self.policy.tie)]
        lot = drawn(self.policy.last.draw, candidate.id) if self.policy.last and self.policy.last.draw else ""
        return (*preferred, lot, candidate.id)


def tie_text(tie: Tie) -> str:
    """A tie rule as people read it: ``sex = F``, ``level: A > B``, ``age ↑``."""
    if tie.prefer is not None:
        return where_text(tie.prefer)
    if tie.order is not None:
        return f"{tie.column}: {' > '.join(tie.order)}"
    return f"{tie.smaller} ↑" if tie.smaller is not None else f"{tie.larger} ↓"


def _tie_value(tie: Tie, columns: Mapping[str, str]) -> Decimal | int:
    """What equals are sorted by under one rule; the smaller one comes first."""
    if tie.prefer is not None:
        return 0 if matches(columns, tie.prefer) else 1
    if tie.order is not None:
        value = columns.get(tie.column or "", "")
        return tie.order.index(value) if value in tie.order else len(tie.order)
    if tie.larger is not None:
        return _more_first(columns, tie.larger)
    found = number_in(columns, tie.smaller)
    return Decimal("Infinity") if found is None else found


def _more_first(columns: Mapping[str, str], column: str) -> Decimal:
    found = number_in(columns, column)
    return Decimal("Infinity") if found is None else -found


def _some(name: str, ids: Sequence[str]) -> dict[str, object]:
    return {name: list(ids[:_NAMED]), "count": len(ids)}
