"""Ballots without names, and how they are read from rows.

A file of ballots may have these columns and no others, so that no name can slip in: ``ballot`` (a number that says
nothing), ``candidate``, ``vote`` or ``preference``, and ``round`` where there were several. A ballot that was left
blank stands as one row without a candidate.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from jinguo.reasons import Reason

Choice = Literal["approve", "against", "abstain"]

WORDS: Mapping[str, Choice] = {
    "approve": "approve",
    "against": "against",
    "abstain": "abstain",
    "赞成": "approve",
    "同意": "approve",
    "反对": "against",
    "不同意": "against",
    "弃权": "abstain",
}


@dataclass(frozen=True, slots=True)
class Ballot:
    """What one ballot says of each candidate; one it does not name is abstained from."""

    votes: Mapping[str, Choice] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ranking:
    """Candidates in the order of one ballot's preferences, the first first."""

    order: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one row, and in which column."""

    row: int
    column: str
    reason: Reason


Rows = Iterable[tuple[int, Mapping[str, str]]]


def approval_ballots(rows: Rows) -> tuple[tuple[tuple[Ballot, ...], ...], tuple[Fault, ...]]:
    """The ballots of each round in the order of rounds, and every fault. With any fault nothing may be counted."""
    sheets, faults = _sheets(rows, "vote")
    rounds: list[list[Ballot]] = []
    for (number, _), lines in sorted(sheets.items()):
        while len(rounds) < number:
            rounds.append([])
        votes: dict[str, Choice] = {}
        for row, candidate, text in lines:
            choice = WORDS.get(text or "abstain")
            if choice is None:
                faults.append(Fault(row, "vote", Reason.error("vote_unknown", found=text)))
            elif candidate:
                votes[candidate] = choice
        rounds[number - 1].append(Ballot(votes))
    return tuple(tuple(ballots) for ballots in rounds), tuple(faults)


def ranked_ballots(rows: Rows) -> tuple[tuple[Ranking, ...], tuple[Fault, ...]]:
    """Ranked ballots, and every fault. Preferences count 1, 2, 3 …; from a number that is missing or stands twice on
    the rest of that ballot is not read (rule 46: a paper without one clear first preference is void).
    """
    sheets, faults = _sheets(rows, "preference")
    ballots = []
    for _, lines in sorted(sheets.items()):
        places: dict[int, list[str]] = {}
        for row, candidate, text in lines:
            if not candidate or not text:
                continue
            if not text.isascii() or not text.isdigit() or int(text) < 1:
                faults.append(Fault(row, "preference", Reason.error("preference_unknown", found=text)))
                continue
            places.setdefault(int(text), []).append(candidate)
        order: list[str] = []
        while len(places.get(len(order) + 1, [])) == 1:
            order += places[len(order) + 1]
        ballots.append(Ranking(tuple(order)))
    return tuple(ballots), tuple(faults)


def _sheets(rows: Rows, column: str) -> tuple[dict[tuple[int, str], list[tuple[int, str, str]]], list[Fault]]:
    """(round, ballot) → its lines (row, candidate, what is said)."""
    sheets: dict[tuple[int, str], list[tuple[int, str, str]]] = {}
    seen: set[tuple[int, str, str]] = set()
    faults: list[Fault] = []
    for row, cells in rows:
        ballot, candidate, said, turn = (
            (cells.get(name) or "").strip() for name in ("ballot", "candidate", column, "round")
        )
        turn = turn or "1"
        if not ballot:
            faults.append(Fault(row, "ballot", Reason.error("cell_empty")))
        elif not (turn.isascii() and turn.isdigit() and 1 <= int(turn) <= 20):
            faults.append(Fault(row, "round", Reason.error("round_unknown", found=turn)))
        elif candidate and (int(turn), ballot, candidate) in seen:
            faults.append(Fault(row, "candidate", Reason.error("candidate_twice_on_ballot", found=candidate)))
        else:
            seen.add((int(turn), ballot, candidate))
            sheets.setdefault((int(turn), ballot), []).append((row, candidate, said))
    return sheets, faults
