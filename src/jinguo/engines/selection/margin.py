"""Next to the line: how far the score would have to move, and which single review would turn the decision.

For somebody not on the list the line is whom she would have had to be ahead of. For somebody on it the list
is made once more with her at the end of the ranking: whom she would then have to be ahead of is the last
place at which she is still taken (see :mod:`line`). A review turns the decision when the score without it
falls on the other side.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Literal, Self

from jinguo.engines.scoring import Rounding, summary
from jinguo.engines.selection.choose import Run, run
from jinguo.engines.selection.line import thresholds
from jinguo.engines.selection.policy import Policy
from jinguo.engines.selection.result import Candidate
from jinguo.engines.selection.solve import NoList

Figure = Literal["mean", "trimmed_mean", "median"]


@dataclass(frozen=True, slots=True)
class Reviews:
    """What each reviewer gave each candidate (``marks[id][reviewer]``), and which figure of them is the
    score.
    """

    marks: Mapping[str, Mapping[str, Decimal]]
    figure: Figure = "mean"

    def without(self, id_: str, reviewer: str, digits: int) -> Decimal | None:
        """The score of a candidate as if one review were not there; None where none would be left."""
        left = [mark for name, mark in sorted(self.marks[id_].items()) if name != reviewer]
        found = summary(left, Rounding(digits=digits))
        value: Decimal | None = getattr(found, self.figure)
        return value

    def as_json(self) -> dict[str, object]:
        return {"figure": self.figure, "marks": {id_: dict(marks) for id_, marks in self.marks.items()}}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """Reviews as a record keeps them."""
        marks = {
            id_: {name: Decimal(mark) for name, mark in given.items()}
            for id_, given in stored["marks"].items()
        }
        return cls(marks, stored["figure"])


@dataclass(frozen=True, slots=True)
class Margin:
    """Where somebody stands to the line. ``needed`` is the lowest rounded score with which she is on the
    list, ``distance`` how far hers is above it (negative: below); None where no score matters. ``turned_by``
    names the reviewers without whose review the decision would be the other.
    """

    id: str
    chosen: bool
    needed: Decimal | None
    distance: Decimal | None
    turned_by: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        named = ("chosen", "needed", "distance")
        return {**{name: getattr(self, name) for name in named}, "turned_by": list(self.turned_by)}


def margins(
    candidates: Sequence[Candidate], policy: Policy, reviews: Reviews | None = None, *, near: int = 10
) -> dict[str, Margin]:
    """The margins of the last ``near`` on the list and of the first ``near`` who are not, by id.

    Raises:
        ValueError: the policy counts scores near the cut as equal, so that there is no one line.
        NoList: no list keeps the rules.

    >>> people = [Candidate(id_, Decimal(score)) for id_, score in [("A", 90), ("B", 88), ("C", 87)]]
    >>> rules = Policy.model_validate({"seats": 2, "score_digits": 1, "last": {"by": "id"}})
    >>> marks = {"C": {"x": Decimal(90), "y": Decimal(84)}}
    >>> found = margins(people, rules, Reviews(marks), near=1)
    >>> found["B"].distance, found["C"].distance, found["C"].turned_by
    (Decimal('1.0'), Decimal('-1.1'), ('y',))
    """
    if policy.within is not None:
        raise ValueError("where scores near the cut count as equal, no one score is the line")
    done = run(candidates, policy)
    on_list = set(done.chosen)
    eligible = [c for c, k in zip(done.pool.candidates, done.solved.problem.class_of, strict=True) if k >= 0]
    last = [c for c in eligible if c.id in on_list][::-1][:near]
    first = [c for c in eligible if c.id not in on_list][:near]
    found = {}
    for candidate in (*last, *first):
        chosen = candidate.id in on_list
        line = (
            _line(_at_the_end(candidates, candidate, policy), candidate) if chosen else _line(done, candidate)
        )
        found[candidate.id] = _margin(done, candidate, chosen, line, reviews)
    return found


def _at_the_end(candidates: Sequence[Candidate], candidate: Candidate, policy: Policy) -> Run | None:
    """The run with her ranked last; None where she is on the list even so."""
    lowest = min(c.score for c in candidates if c.score is not None)
    moved = [c if c.id != candidate.id else replace(c, score=lowest - 1) for c in candidates]
    try:
        done = run(moved, policy)
    except NoList:  # cannot be: the classes are the same
        return None
    return None if candidate.id in done.chosen else done


def _line(done: Run | None, candidate: Candidate) -> str | None:
    """The one on the list whom she has to be ahead of."""
    if done is None:
        return None
    position = next(n for n, c in enumerate(done.pool.candidates) if c.id == candidate.id)
    index = int(done.solved.problem.class_of[position])
    number = thresholds(done.solved, [index]).number[index]
    return done.chosen[number - 1] if number else None


def _margin(
    done: Run, candidate: Candidate, chosen: bool, line: str | None, reviews: Reviews | None
) -> Margin:
    if line is None:
        return Margin(candidate.id, chosen, None, None)
    order, digits = done.order, done.order.policy.score_digits
    wins = order.key[candidate.id] < order.key[line]
    needed = order.score[line] + (0 if wins else Decimal(1).scaleb(-digits))
    turned = []
    for reviewer in sorted(reviews.marks.get(candidate.id, {})) if reviews else ():
        score = reviews.without(candidate.id, reviewer, digits) if reviews else None
        if score is not None and (score >= needed) != chosen:
            turned.append(reviewer)
    return Margin(candidate.id, chosen, needed, order.score[candidate.id] - needed, tuple(turned))
