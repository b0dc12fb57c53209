"""Why everybody is on the list or not: what stopped her, what lifted her, whom she would have had to beat."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

import numpy as np

from jinguo.engines.selection.line import Line
from jinguo.engines.selection.order import Order
from jinguo.engines.selection.relaxing import Effects
from jinguo.engines.selection.result import Ranked
from jinguo.engines.selection.solve import Solved
from jinguo.reasons import Reason

_NAMED = 10
_FULL = {
    "limit": "limit_full",
    "seats_by": "category_full",
    "rest": "rest_full",
    "share": "share_full",
    "set_aside": "set_aside_full",
}


def explain(
    order: Order,
    solved: Solved,
    ranking: Sequence[Ranked],
    line: Line,
    changed: Effects,
) -> dict[str, tuple[Reason, ...]]:
    """The reasons of every ranked candidate, in the order in which people ask: where she stands, how equals
    were told apart, whether she is on the list and why, what would have had to differ.
    """
    tied: dict[str, list[Reason]] = {}
    ranked_ids = {entry.id for entry in ranking}
    for everyone in order.groups:
        group = [id_ for id_ in everyone if id_ in ranked_ids]
        if len(group) > 1:
            tied |= order.tie_reasons(group)
    apart = order.told_apart(ranked_ids)
    why = _Why(order, solved, line)
    total = len(ranking)
    reasons: dict[str, tuple[Reason, ...]] = {}
    ranked: Reason | None = None
    for entry in ranking:
        if ranked is None or ranked.params["rank"] != entry.rank:
            ranked = Reason.info("ranked", rank=entry.rank, total=total, score=str(entry.score))
        decided = why.chosen(entry) if entry.chosen else why.stopped(entry)
        reasons[entry.id] = (
            ranked,
            *apart.get(entry.id, ()),
            *tied.get(entry.id, ()),
            *decided,
            *changed.of(entry.id),
        )
    return reasons


class _Why:
    """Walks down the ranking once and knows at each candidate what those above hold and who comes below."""

    def __init__(self, order: Order, solved: Solved, line: Line) -> None:
        self.order, self.solved, self.line = order, solved, line
        self.problem = solved.problem
        pool = self.problem.pool.candidates
        self.class_of = {
            c.id: int(index) for c, index in zip(pool, self.problem.class_of, strict=True) if index >= 0
        }
        self.list = [pool[position].id for position in solved.chosen]
        held = self.problem.counts(solved.counts())
        self.high = solved.high.tolist()
        self.full = frozenset(np.flatnonzero(held >= solved.high).tolist()) - {self.problem.total}
        scarce = np.flatnonzero((held <= solved.low) & (held > 0))
        self.scarce = frozenset(scarce.tolist()) - {self.problem.total}
        self.holders: list[list[str]] = [[] for _ in self.problem.rows]
        self.below: list[int] = held.tolist()  # on the list and not yet passed, by row
        self.passed = 0  # of the list, so far
        self.left: list[str] = []  # not on the list, so far (the first ones)
        self.left_count = 0
        self.left_in = [0] * len(self.problem.rows)
        self.said: dict[tuple[object, ...], Reason] = {}  # so that equal reasons are one object

    def chosen(self, entry: Ranked) -> list[Reason]:
        rows = self.problem.rows_of[self.class_of[entry.id]]
        found = [Reason.info("chosen", place=entry.place)]
        if entry.place > self.solved.filled:
            found.append(Reason.info("lifted", over=self.left[:_NAMED], count=self.left_count))
            by = {row for row in self.full if self.left_in[row] and row not in rows}
            by |= {row for row in self.scarce if row in rows and self.left_in[row] < self.left_count}
            found += self._rules(by)
        self.passed += 1
        for row in rows:
            self.holders[row].append(entry.id)
            self.below[row] -= 1
        return found

    def stopped(self, entry: Ranked) -> list[Reason]:
        index = self.class_of[entry.id]
        rows = self.problem.rows_of[index]
        below = self.solved.filled - self.passed
        total, high, holders = self.problem.total, self.high, self.holders
        full = next((row for row in rows if len(holders[row]) >= high[row] and row != total), None)
        if full is not None:
            found = [self._once(full, len(holders[full]), self._full)]
        elif not below:
            found = [self._once(total, len(holders[total]), self._full)]
        else:
            found = [self._once("held_back", below, self._held_back)]
            by = {row for row in rows if row in self.full and self.below[row] < below}
            by |= {row for row in self.scarce if row not in rows and self.below[row]}
            found += self._rules(by)
        found.append(self._needed(entry, self.line.number[index], index in self.line.exact))
        self.left_count += 1
        if len(self.left) < _NAMED:
            self.left.append(entry.id)
        for row in rows:
            self.left_in[row] += 1
        return found

    def _once(self, about: object, state: object, make: Callable[[Any], Reason]) -> Reason:
        """What ``make`` says about something, made once as long as its state stays the same."""
        key = (make.__name__, about, state)
        if key not in self.said:
            self.said[key] = make(about)
        return self.said[key]

    def _held_back(self, _about: str) -> Reason:
        taken = self.list[max(self.passed, self.solved.filled - _NAMED) :]
        return Reason.info("held_back", held_by=taken, count=self.solved.filled - self.passed)

    def _full(self, row: int) -> Reason:
        quota, value = self.problem.rows[row].quota, self.problem.rows[row].value
        holders = self.holders[row]
        params: dict[str, object] = {"size": self.high[row], "held_by": holders[-_NAMED:]}
        params["count"] = len(holders)
        if row == self.problem.total:
            return Reason.info("seats_full", **params)
        about = quota.describe(self.solved.filled, value).params
        params |= {name: about[name] for name in ("column", "where", "share") if name in about}
        if quota.column:
            params["value"] = value or quota.where.get(quota.column, "")
        return Reason.info(_FULL[quota.kind], rule=quota.rule, **params)

    def _rules(self, rows: set[int]) -> list[Reason]:
        """The rules behind these rows, each once, in the order of the policy."""
        by_rule: dict[tuple[str, str], Reason] = {}
        for row in sorted(rows):
            about = self._once(row, None, self._rule)
            by_rule.setdefault((about.code, str(about.params["rule"])), about)
        return list(by_rule.values())

    def _rule(self, row: int) -> Reason:
        return self.problem.rows[row].quota.describe(self.solved.filled)

    def _needed(self, entry: Ranked, number: int, exact: bool) -> Reason:
        """Whom she would have had to be ahead of, and with what score she would have been."""
        if not number:
            return Reason.info("never_in" if exact else "no_single_exchange")
        other = self.list[number - 1]
        policy = self.order.policy
        if policy.within is not None:
            return Reason.info("ahead_needed", held_by=[other])
        step = Decimal(1).scaleb(-policy.score_digits)
        theirs = self.order.score[other]
        score = theirs if self.order.key[entry.id] < self.order.key[other] else theirs + step
        more = score - entry.score
        if (key := (score, entry.score, other, exact)) in self.said:
            return self.said[key]
        code = "score_needed" if exact else "score_enough"
        if policy.scale is not None and score > policy.scale.max:
            code = "score_needed_too_high"
        reason = Reason.info(code, score=format(score, "f"), more=format(more, "f"), held_by=[other])
        self.said[key] = reason
        return reason
