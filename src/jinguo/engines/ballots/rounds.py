"""A vote in rounds: who passed leaves, the others are voted on again for the seats left open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from jinguo.engines.ballots.approval import Turn, count_round
from jinguo.engines.ballots.ballot import Ballot
from jinguo.engines.ballots.rules import BallotRules, Meeting
from jinguo.reasons import Reason, Verdict

State = Literal["complete", "another_round", "run_off", "tied", "seats_open", "void"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where a vote stands after the rounds held.

    ``complete``: all seats are filled. ``another_round`` and ``run_off``: the next one is among ``next_candidates`` for
    ``seats_left`` seats. ``tied``: equal votes at the last seat, which the rules leave to the meeting. ``seats_open``: the
    rounds are used up, or nobody is left. ``void``: the last round did not count and may be held again.
    """

    state: State
    elected: tuple[str, ...]
    seats_left: int
    next_candidates: tuple[str, ...]
    rounds: tuple[Turn, ...]
    verdict: Verdict


def count(
    candidates: Sequence[str], rounds: Sequence[Sequence[Ballot]], rules: BallotRules, meeting: Meeting
) -> Outcome:
    """Count all rounds held so far, in their order, and say what comes next.

    A round that does not count (no quorum, more ballots than people) leaves everything as it was and does not use up
    one of the rounds allowed.
    """
    form = _form(len(candidates), rules)
    if not form.ok:
        return Outcome("void", (), rules.seats, tuple(candidates), (), form)
    running, seats, held = tuple(candidates), rules.seats, 0
    elected: tuple[str, ...] = ()
    turns: list[Turn] = []
    state: State = "another_round"
    for number, ballots in enumerate(rounds):
        if state not in ("another_round", "run_off", "void"):
            extra = Verdict.no("round_not_needed", round=number + 1)
            return Outcome(state, elected, seats, running, tuple(turns), extra)
        turn = count_round(running, ballots, rules, meeting, seats=seats, round_=number)
        turns.append(turn)
        if not turn.valid.ok:
            state = "void"
            continue
        held += 1
        elected, seats = elected + turn.elected, seats - len(turn.elected)
        state, running = _next(turn, seats, held, rules)
    return Outcome(state, elected, seats, running, tuple(turns), _verdict(state, seats, running, turns))


def _form(candidates: int, rules: BallotRules) -> Verdict:
    """Whether there are as many candidates as the rules ask for (等额 / 差额)."""
    if rules.contest == "equal":
        return Verdict.of(
            candidates == rules.seats, "contest_not_equal", candidates=candidates, seats=rules.seats
        )
    if rules.contest == "more":
        return Verdict.of(
            candidates > rules.seats, "contest_not_more", candidates=candidates, seats=rules.seats
        )
    return Verdict.yes()


def _next(turn: Turn, seats: int, held: int, rules: BallotRules) -> tuple[State, tuple[str, ...]]:
    if turn.tied:
        run_off = rules.last_seat == "run_off" and held < rules.rounds
        return ("run_off" if run_off else "tied"), turn.tied
    rest = [row for row in turn.rows if row.candidate not in turn.elected]
    if seats == 0:
        return "complete", ()
    if not rest or held >= rules.rounds:
        return "seats_open", ()
    if rules.again_per_seat is not None and len(rest) > rules.again_per_seat * seats:
        line = rest[rules.again_per_seat * seats - 1].approve
        rest = [row for row in rest if row.approve >= line]
    return "another_round", tuple(row.candidate for row in rest)


def _verdict(state: State, seats: int, running: Sequence[str], turns: Sequence[Turn]) -> Verdict:
    if state == "complete":
        return Verdict.yes(Reason.info("vote_complete", rounds=len(turns)))
    if state == "void":
        return turns[-1].valid
    if state == "run_off":
        return Verdict.no("vote_needs_run_off", seats=seats, candidates=tuple(running))
    if state == "tied":
        return Verdict.no("vote_tied", seats=seats, candidates=tuple(running))
    if state == "seats_open":
        return Verdict.no("vote_seats_open", seats=seats)
    return Verdict.no("vote_needs_another_round", seats=seats, candidates=tuple(running))
