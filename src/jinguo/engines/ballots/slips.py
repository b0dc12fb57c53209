"""Ballots cut into slips: for each candidate the marks she got, and who could vote on her.

A member who keeps away from one candidate for a conflict of interest (回避) has no mark for her: that ballot would tell
whose it was. Cut into slips, candidate by candidate, ballots have no pattern any more; and each candidate has an
electorate of her own (:class:`Meeting`: members and present without those who keep away from her).

>>> rules = BallotRules(seats=1)
>>> turn = count_slips({"甲": ["approve"] * 4 + ["against"] * 3, "乙": ["approve"] * 3 + ["against"] * 3}, rules,
...     {"甲": Meeting(9, (7,)), "乙": Meeting(8, (6,))})
>>> [(row.candidate, row.needed, row.passed) for row in turn.rows]
[('甲', 4, True), ('乙', 4, False)]
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from jinguo.engines.ballots.approval import Row, Turn, about, counted, seated, with_verdict
from jinguo.engines.ballots.ballot import Choice
from jinguo.engines.ballots.rules import BallotRules, Meeting
from jinguo.reasons import Reason, Verdict


def count_slips(
    slips: Mapping[str, Sequence[Choice]],
    rules: BallotRules,
    meetings: Mapping[str, Meeting],
    *,
    seats: int | None = None,
) -> Turn:
    """Count one round candidate by candidate; the order of slips changes nothing, equal candidates stand as given.

    A candidate for whom the quorum is not met is not elected, whatever votes she got. Where there are more slips of one
    candidate than people who could vote on her, the round is void.
    """
    places = rules.seats if seats is None else seats
    returned = max((len(marks) for marks in slips.values()), default=0)
    valid = Verdict.all(
        Verdict.of(
            len(marks) <= meetings[name].present_in(0),
            "more_ballots_than_present",
            returned=len(marks),
            present=meetings[name].present_in(0),
        )
        for name, marks in slips.items()
    )
    if not valid.ok:
        return Turn(valid, places, returned, 0, (), (), (), 0, ())
    rows = [counted(name, marks, len(marks), rules, meetings[name], 0) for name, marks in slips.items()]
    rows.sort(key=lambda row: -row.approve)
    quorate = {name: meetings[name].quorum(rules, 0) for name in slips}
    elected, tied = seated([row for row in rows if quorate[row.candidate].ok], places)
    left = places - len(elected)
    final = tuple(
        with_verdict(row, elected, tied, left, places)
        if quorate[row.candidate].ok
        else Row(
            row.candidate, row.approve, row.against, row.abstain, row.base, row.needed, quorate[row.candidate]
        )
        for row in rows
    )
    met = next(iter(quorate.values()), Verdict.yes())
    said: tuple[Reason, ...] = (*(met.reasons if met.ok else ()), *about(len(slips), places, 0))
    names, over = (tuple(row.candidate for row in some) for some in (elected, tied))
    return Turn(valid, places, returned, 0, final, names, over, left if tied else 0, said)
