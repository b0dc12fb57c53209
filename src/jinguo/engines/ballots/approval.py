"""One round of approve, against, abstain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from jinguo.engines.ballots.ballot import Ballot, Choice
from jinguo.engines.ballots.rules import BallotRules, Meeting
from jinguo.reasons import Reason, Verdict


@dataclass(frozen=True, slots=True)
class Row:
    """One candidate's counts. ``base`` is what the threshold is a share of, ``needed`` the votes it takes; ``verdict``
    says whether she is elected, and why.
    """

    candidate: str
    approve: int
    against: int
    abstain: int
    base: int
    needed: int
    verdict: Verdict

    @property
    def passed(self) -> bool:
        """Whether the votes reach the threshold, elected or not."""
        return self.approve >= self.needed

    @property
    def share(self) -> Fraction:
        """Approvals over base, exact; 0 of nobody."""
        return Fraction(self.approve, self.base) if self.base else Fraction(0)


@dataclass(frozen=True, slots=True)
class Turn:
    """One round. ``valid`` fails when the round does not count (no quorum, more ballots than people); then there are
    no rows. ``tied`` share the last ``tied_seats`` seats. Rows are in the order of approvals.
    """

    valid: Verdict
    seats: int
    returned: int
    invalid: int
    rows: tuple[Row, ...]
    elected: tuple[str, ...]
    tied: tuple[str, ...]
    tied_seats: int
    reasons: tuple[Reason, ...]


def count_round(
    candidates: Sequence[str],
    ballots: Sequence[Ballot],
    rules: BallotRules,
    meeting: Meeting,
    *,
    seats: int | None = None,
    round_: int = 0,
) -> Turn:
    """Count one round for ``seats`` seats (the rules' when None). The order of ballots changes nothing; candidates with
    equal votes stand in the order given.
    """
    places = rules.seats if seats is None else seats
    valid = meeting.ballots(rules, round_, len(ballots))
    unknown = sorted({name for ballot in ballots for name in ballot.votes} - set(candidates))
    if unknown:
        valid = valid & Verdict.no("candidates_unknown", found=tuple(unknown))
    if not valid.ok:
        return Turn(valid, places, len(ballots), 0, (), (), (), 0, ())
    good = [ballot for ballot in ballots if _is_valid(ballot, places, rules)]
    rows = [
        counted(
            name, [ballot.votes.get(name, "abstain") for ballot in good], len(good), rules, meeting, round_
        )
        for name in candidates
    ]
    rows.sort(key=lambda row: -row.approve)
    elected, tied = seated(rows, places)
    left = places - len(elected)
    final = tuple(with_verdict(row, elected, tied, left, places) for row in rows)
    names = tuple(row.candidate for row in elected)
    reasons = about(len(candidates), places, len(ballots) - len(good))
    over = tuple(row.candidate for row in tied)
    return Turn(
        valid,
        places,
        len(ballots),
        len(ballots) - len(good),
        final,
        names,
        over,
        left if tied else 0,
        reasons,
    )


def _is_valid(ballot: Ballot, seats: int, rules: BallotRules) -> bool:
    if not ballot.votes:
        return rules.blank == "abstain"
    return sum(choice == "approve" for choice in ballot.votes.values()) <= seats


def counted(
    name: str, marks: Sequence[Choice], valid: int, rules: BallotRules, meeting: Meeting, round_: int
) -> Row:
    """A candidate's counts among so many valid ballots; her verdict is not said yet."""
    approve, against = marks.count("approve"), marks.count("against")
    base = {
        "members": meeting.members,
        "present": meeting.present_in(round_),
        "valid": valid,
        "for_and_against": approve + against,
    }[rules.threshold.of]
    needed = rules.threshold.needed(base)
    return Row(name, approve, against, marks.count("abstain"), base, needed, Verdict.yes())


def seated(rows: Sequence[Row], seats: int) -> tuple[list[Row], list[Row]]:
    """Who has a seat, and who shares the last seats with equal votes. ``rows`` in the order of approvals."""
    passed = [row for row in rows if row.passed]
    if len(passed) <= seats:
        return passed, []
    line = passed[seats - 1].approve
    if passed[seats].approve < line:
        return passed[:seats], []
    return [row for row in passed if row.approve > line], [row for row in passed if row.approve == line]


def with_verdict(row: Row, elected: Sequence[Row], tied: Sequence[Row], left: int, seats: int) -> Row:
    """The row with what became of her: elected, equal at the last seat, outvoted, or below the threshold."""
    votes = {"approve": row.approve, "needed": row.needed, "base": row.base}
    if row in elected:
        verdict = Verdict.yes(Reason.info("vote_passed", **votes))
    elif row in tied:
        verdict = Verdict.no("vote_tied_at_last_seat", approve=row.approve, tied=len(tied), seats=left)
    elif row.passed:
        verdict = Verdict.no("vote_outvoted", seats=seats, **votes)
    else:
        verdict = Verdict.no("vote_below_threshold", **votes)
    return Row(row.candidate, row.approve, row.against, row.abstain, row.base, row.needed, verdict)


def about(candidates: int, seats: int, invalid: int) -> tuple[Reason, ...]:
    """What is to be said of the round as a whole."""
    found: list[Reason] = []
    if candidates < seats:
        found.append(Reason.warning("fewer_candidates_than_seats", candidates=candidates, seats=seats))
    if invalid:
        found.append(Reason.info("ballots_invalid", n=invalid, seats=seats))
    return tuple(found)
