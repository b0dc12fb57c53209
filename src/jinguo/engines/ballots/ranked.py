"""Ranked choice: the single transferable vote by the Scottish rules (SSI 2007/42, Schedule 1, rules 46 to 52).

The quota is the smallest whole number that no more candidates than seats can reach. Who has it is elected; what she has
above it goes on, every paper at the same share of its value (weighted inclusive Gregory), truncated to five decimals;
when nobody has a surplus, the last is excluded and her papers go on at their value. Equal candidates are told apart by
the latest earlier stage at which they differed, then by lot from a published seed; without a seed the count stops and
says so. With one seat this is instant run-off.

>>> ballots = [Ranking(("甲", "乙"))] * 4 + [Ranking(("乙",))] * 3 + [Ranking(("丙", "乙"))] * 2
>>> outcome = count_ranked(["甲", "乙", "丙"], ballots, seats=1)
>>> outcome.quota, outcome.elected, [stage.act for stage in outcome.stages]
(5, ('乙',), ['first', 'exclusion'])
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from jinguo.engines.ballots.ballot import Ranking
from jinguo.reasons import Reason, Verdict

Act = Literal["first", "surplus", "exclusion", "last_places"]


@dataclass(frozen=True, slots=True)
class Stage:
    """The table after one act: votes of each candidate, papers' value that could not go on, and what truncation lost."""

    act: Act
    who: tuple[str, ...]
    votes: dict[str, Fraction]
    exhausted: Fraction
    lost: Fraction
    elected: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RankedOutcome:
    """``elected`` in the order of election. ``verdict`` fails where a tie needs a lot and no seed was published, or seats
    stay open because there are too few candidates; ``tied`` then names the equal ones.
    """

    verdict: Verdict
    quota: int
    valid: int
    invalid: int
    elected: tuple[str, ...]
    tied: tuple[str, ...]
    stages: tuple[Stage, ...]
    reasons: dict[str, Reason]


class _Undecided(Exception):
    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(sorted(names))


@dataclass(slots=True)
class _Paper:
    order: tuple[str, ...]
    value: Fraction
    place: int = 0


@dataclass
class _Count:
    """A count under way."""

    candidates: tuple[str, ...]
    seats: int
    digits: int | None
    seed: str | None
    quota: int
    piles: dict[str, list[_Paper]]
    votes: dict[str, Fraction]
    continuing: set[str]
    elected: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    exhausted: Fraction = Fraction(0)
    lost: Fraction = Fraction(0)
    stages: list[Stage] = field(default_factory=list)
    reasons: dict[str, Reason] = field(default_factory=dict)

    def run(self) -> None:
        self.close("first", ())
        while len(self.elected) < self.seats and self.continuing:
            if len(self.continuing) + len(self.elected) <= self.seats:
                self.fill()
            elif self.waiting:
                self.pass_surplus(self.pick(self.waiting, highest=True))
            else:
                self.exclude(self.pick(sorted(self.continuing), highest=False))

    def close(self, act: Act, who: tuple[str, ...]) -> None:
        """End of a stage: elect who has the quota, highest first."""
        reached = [name for name in self.candidates if name in self.continuing]
        reached = [name for name in reached if self.votes[name] >= self.quota]
        reached.sort(key=lambda name: -self.votes[name])
        for name in reached:
            self.elect(name)
            if self.votes[name] > self.quota:
                self.waiting.append(name)
        self.stages.append(Stage(act, who, dict(self.votes), self.exhausted, self.lost, tuple(self.elected)))

    def elect(self, name: str) -> None:
        self.continuing.discard(name)
        self.elected.append(name)
        stage = len(self.stages) + 1
        self.reasons[name] = Reason.info(
            "ranked_elected", votes=_shown(self.votes[name]), quota=self.quota, stage=stage
        )

    def fill(self) -> None:
        """As many candidates are left as places: they have them (rule 52)."""
        rest = sorted(self.continuing, key=lambda name: (-self.votes[name], self.candidates.index(name)))
        for name in rest:
            self.elect(name)
        self.stages.append(
            Stage(
                "last_places", tuple(rest), dict(self.votes), self.exhausted, self.lost, tuple(self.elected)
            )
        )

    def pass_surplus(self, name: str) -> None:
        """Rule 48: each paper goes on at ``surplus × its value / votes``."""
        self.waiting.remove(name)
        votes = self.votes[name]
        surplus = votes - self.quota
        self.hand_on(name, lambda paper: self.cut(surplus * paper.value / votes))
        self.votes[name] = Fraction(self.quota)
        self.close("surplus", (name,))

    def exclude(self, name: str) -> None:
        """Rule 50: the last goes, her papers go on at their value."""
        self.continuing.discard(name)
        votes = self.votes[name]
        self.hand_on(name, lambda paper: paper.value)
        self.votes[name] = Fraction(0)
        self.reasons[name] = Reason.info("ranked_excluded", votes=_shown(votes), stage=len(self.stages) + 1)
        self.close("exclusion", (name,))

    def hand_on(self, name: str, value: Callable[[_Paper], Fraction]) -> None:
        """Every paper to its next continuing candidate; account for what finds none and for what truncation loses."""
        before = self.votes[name] - (self.quota if name in self.elected else 0)
        moved = Fraction(0)
        for paper in self.piles.pop(name):
            worth = value(paper)
            moved += worth
            later = range(paper.place + 1, len(paper.order))
            place = next((n for n in later if paper.order[n] in self.continuing), None)
            if place is None:
                self.exhausted += worth
                continue
            to = paper.order[place]
            self.piles[to].append(_Paper(paper.order, worth, place))
            self.votes[to] += worth
        self.lost += before - moved

    def cut(self, value: Fraction) -> Fraction:
        if self.digits is None:
            return value
        return Fraction(value * 10**self.digits // 1, 10**self.digits)

    def pick(self, names: Sequence[str], *, highest: bool) -> str:
        """The highest or lowest of some; equal ones by the latest stage at which they differed, then by lot (rules 49, 51)."""
        choose = max if highest else min
        tables = [self.votes, *(stage.votes for stage in reversed(self.stages))]
        equal = list(names)
        for votes in tables:
            line = choose(votes[name] for name in equal)
            equal = [name for name in equal if votes[name] == line]
            if len(equal) == 1:
                return equal[0]
        if self.seed is None:
            raise _Undecided(equal)
        lots = sorted(equal, key=lambda name: lot(self.seed or "", name))
        return lots[0] if highest else lots[-1]


def lot(seed: str, candidate: str) -> str:
    """The lot of a candidate: SHA-256 of seed, line feed, id; the smaller comes first, the last is excluded."""
    return hashlib.sha256(f"{seed}\n{candidate}".encode()).hexdigest()


def count_ranked(
    candidates: Sequence[str],
    ballots: Sequence[Ranking],
    *,
    seats: int,
    digits: int | None = 5,
    draw: str | None = None,
) -> RankedOutcome:
    """Count ranked ballots. A ballot without a first preference for a candidate is invalid.

    ``digits`` are the decimals kept of a transfer value (rule 48: five, the rest ignored); None keeps exact fractions.
    ``draw`` is the published seed of the lot.
    """
    known = set(candidates)
    unknown = sorted({name for ballot in ballots for name in ballot.order} - known)
    twice = any(len(set(ballot.order)) != len(ballot.order) for ballot in ballots)
    if unknown or twice or len(known) != len(candidates):
        wrong = Verdict.no("candidates_unknown", found=tuple(unknown or ["…"]))
        return RankedOutcome(wrong, 0, 0, len(ballots), (), (), (), {})
    good = [ballot for ballot in ballots if ballot.order]
    piles: dict[str, list[_Paper]] = {name: [] for name in candidates}
    for ballot in good:
        piles[ballot.order[0]].append(_Paper(ballot.order, Fraction(1)))
    votes = {name: Fraction(len(pile)) for name, pile in piles.items()}
    quota = len(good) // (seats + 1) + 1
    work = _Count(tuple(candidates), seats, digits, draw, quota, piles, votes, set(candidates))
    tied: tuple[str, ...] = ()
    verdict = Verdict.yes()
    try:
        work.run()
    except _Undecided as undecided:
        tied = undecided.names
        verdict = Verdict.no("ranked_tie_needs_lot", candidates=tied, stage=len(work.stages))
    if not tied and len(work.elected) < seats:
        verdict = Verdict.no("vote_seats_open", seats=seats - len(work.elected))
    for name in work.continuing - set(tied):
        work.reasons[name] = Reason.info("ranked_not_elected", votes=_shown(work.votes[name]), quota=quota)
    return RankedOutcome(
        verdict,
        quota,
        len(good),
        len(ballots) - len(good),
        tuple(work.elected),
        tied,
        tuple(work.stages),
        work.reasons,
    )


def _shown(votes: Fraction) -> str:
    """Votes as text: whole numbers whole, others to five decimals, cut."""
    if votes.denominator == 1:
        return str(votes.numerator)
    units = votes * 10**5 // 1
    return f"{units // 10**5}.{units % 10**5:05d}".rstrip("0").rstrip(".")
