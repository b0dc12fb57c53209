"""From slips to a result: the count of a vote by the engine, by the rules that it was opened with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jinguo.apps.meetings.models import Candidate, Slip, Vote
from jinguo.engines.ballots import BallotRules, Meeting, Ranking, Turn, count_ranked, count_slips
from jinguo.engines.ballots.ballot import Choice
from jinguo.reasons import Reason, Verdict

RULES: Mapping[str, Any] = {
    "quorum": {"at_least": "2/3", "of": "members"},
    "threshold": {"more_than": "1/2", "of": "present"},
}
"""What most calls state: two thirds present, more than half of those present."""

_CHOICES: Mapping[str, Choice] = {
    Slip.APPROVE: "approve",
    Slip.AGAINST: "against",
    Slip.ABSTAIN: "abstain",
}


@dataclass(frozen=True)
class Line:
    """What became of one candidate."""

    candidate: Candidate
    approve: int
    against: int
    abstain: int
    base: int | None
    needed: int | None
    passed: bool
    rank: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Result:
    """Where a vote stands: ``state`` is a phrase code; ``next`` are the candidates of a further round of voting."""

    lines: tuple[Line, ...]
    state: str
    seats_left: int
    next: tuple[Candidate, ...]
    reasons: tuple[Reason, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "state": self.state,
            "seats_left": self.seats_left,
            "next": [str(candidate.uid) for candidate in self.next],
            "reasons": [reason.as_json() for reason in self.reasons],
        }


def rules_of(vote: Vote) -> BallotRules:
    """The engine's rules: what the vote keeps as data, with its seats and kind."""
    kind = "ranked" if vote.kind == Vote.RANKED else "approval"
    return BallotRules.model_validate({**vote.rules, "seats": vote.seats, "kind": kind})


def quorum(vote: Vote, present: int, members: int) -> Verdict:
    """到会人数: whether enough are in the room to open this vote."""
    return Meeting(members, (present,)).quorum(rules_of(vote), 0)


def count(
    vote: Vote, candidates: Sequence[Candidate], slips: Sequence[Slip], electorate: Mapping[int, Meeting]
) -> Result:
    """Count a vote. ``electorate``: candidate → who could vote on her, without those who keep away from her."""
    if vote.kind == Vote.RANKED:
        return _count_ranking(vote, candidates, slips)
    names = {str(candidate.pk): candidate for candidate in candidates}
    marks: dict[str, list[Choice]] = {name: [] for name in names}
    for slip in slips:
        marks[str(slip.candidate_id)].append(_CHOICES[slip.choice])
    meetings = {name: electorate[candidate.pk] for name, candidate in names.items()}
    turn = count_slips(marks, rules_of(vote), meetings)
    if not turn.valid.ok:
        return Result((), "outcome_void", vote.seats, tuple(candidates), turn.valid.reasons)
    lines = tuple(_line(turn, place, names) for place in range(len(turn.rows)))
    state, left, following = _what_next(turn, lines, names)
    return Result(lines, state, left, following, turn.reasons)


def _line(turn: Turn, place: int, names: Mapping[str, Candidate]) -> Line:
    row = turn.rows[place]
    rank = 1 + sum(other.approve > row.approve for other in turn.rows)
    return Line(
        candidate=names[row.candidate],
        approve=row.approve,
        against=row.against,
        abstain=row.abstain,
        base=row.base,
        needed=row.needed,
        passed=row.candidate in turn.elected,
        rank=rank,
        reasons=row.verdict.reasons,
    )


def _what_next(
    turn: Turn, lines: Sequence[Line], names: Mapping[str, Candidate]
) -> tuple[str, int, tuple[Candidate, ...]]:
    if turn.tied:
        return "outcome_run_off", turn.tied_seats, tuple(names[name] for name in turn.tied)
    left = turn.seats - len(turn.elected)
    rest = tuple(line.candidate for line in lines if not line.passed)
    if left <= 0 or not rest:
        return "outcome_complete", max(left, 0), ()
    return "outcome_seats_open", left, rest


def _count_ranking(vote: Vote, candidates: Sequence[Candidate], slips: Sequence[Slip]) -> Result:
    names = {candidate.position: str(candidate.pk) for candidate in candidates}
    papers = [Ranking(tuple(names[at] for at in slip.ranking)) for slip in slips]
    rules = rules_of(vote)
    outcome = count_ranked(
        list(names.values()), papers, seats=vote.seats, digits=rules.digits, draw=rules.draw
    )
    firsts = {name: sum(paper.order[:1] == (name,) for paper in papers) for name in names.values()}
    order = {name: place for place, name in enumerate(outcome.elected, 1)}
    lines = sorted(
        (
            _ranked_line(candidate, str(candidate.pk), firsts, order, outcome.reasons)
            for candidate in candidates
        ),
        key=lambda line: (not line.passed, line.rank),
    )
    if outcome.tied:
        tied = tuple(candidate for candidate in candidates if str(candidate.pk) in outcome.tied)
        return Result(tuple(lines), "outcome_run_off", vote.seats - len(order), tied, ())
    return Result(tuple(lines), "outcome_complete", vote.seats - len(order), (), ())


def _ranked_line(
    candidate: Candidate,
    name: str,
    firsts: Mapping[str, int],
    order: Mapping[str, int],
    why: Mapping[str, Reason],
) -> Line:
    """``approve`` of a ranking are the first preferences; the order of election is the rank."""
    rank = order.get(
        name, len(order) + 1 + sum(n > firsts[name] for who, n in firsts.items() if who not in order)
    )
    reasons = (why[name],) if name in why else ()
    return Line(candidate, firsts[name], 0, 0, None, None, name in order, rank, reasons)
