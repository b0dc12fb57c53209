"""From slips to a result: the count of a vote, by the rules that it was opened with."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from jinguo.apps.meetings.models import Candidate, Slip, Vote

RULES: Mapping[str, Any] = {"quorum": "2/3", "threshold": ">1/2", "base": "present"}
THRESHOLDS = (">1/2", ">=1/2", ">=2/3", ">0")
BASES = ("present", "members", "valid")
QUORUMS = ("2/3", "1/2", "3/4", "0")


@dataclass(frozen=True)
class Row:
    """What one candidate got, and out of how many."""

    candidate: Candidate
    approve: int
    against: int
    abstain: int
    present: int
    members: int
    quorum: bool
    passed: bool = False
    rank: int = 0


def enough_present(present: int, members: int, rules: Mapping[str, Any]) -> bool:
    return members > 0 and Fraction(present, members) >= Fraction(rules["quorum"])


def tallies(slips: Iterable[Slip]) -> dict[int, Counter[str]]:
    """Candidate → how many of each mark: the same from the published slips, by anybody."""
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for slip in slips:
        if slip.candidate_id:
            found[slip.candidate_id][slip.choice] += 1
    return found


def count(
    vote: Vote,
    candidates: Sequence[Candidate],
    slips: Iterable[Slip],
    electorate: Mapping[int, tuple[int, int]],
) -> list[Row]:
    """Rows in the order of the result. ``electorate``: candidate → (present, members), both without the recused."""
    marks = tallies(slips)
    rows = [_row(vote, one, marks.get(one.pk, Counter()), electorate[one.pk]) for one in candidates]
    rows.sort(key=lambda row: (-row.approve, row.candidate.position))
    reached = [row for row in rows if row.passed]
    cut = reached[vote.seats - 1].approve if len(reached) > vote.seats else None
    tied = cut is not None and reached[vote.seats].approve == cut
    result = []
    for row in rows:
        rank = 1 + sum(other.approve > row.approve for other in rows)
        passed = row.passed and (cut is None or row.approve > cut or (row.approve == cut and not tied))
        result.append(Row(**{**row.__dict__, "passed": passed, "rank": rank}))
    return result


def _row(vote: Vote, candidate: Candidate, marks: Counter[str], electorate: tuple[int, int]) -> Row:
    present, members = electorate
    yes, no, none = (marks[choice] for choice in Slip.CHOICES)
    base = {"present": present, "members": members, "valid": yes + no + none}[vote.rules["base"]]
    quorum = enough_present(present, members, vote.rules)
    strict = not vote.rules["threshold"].startswith(">=")
    share = Fraction(vote.rules["threshold"].lstrip(">="))
    reached = base > 0 and (Fraction(yes, base) > share if strict else Fraction(yes, base) >= share)
    return Row(candidate, yes, no, none, present, members, quorum, quorum and reached)
